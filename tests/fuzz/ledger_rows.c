#include "ledger_rows.h"

#include <string.h>

#include "fuzz.h"

enum { FAULT_MAX = 4096 };

static void check_lines(const struct import_table *table, const char *data, size_t length)
{
    size_t tabs = 0;

    fuzz_utf8(data, length);
    REQUIRE(data[length - 1] == '\n');
    for (size_t i = 0; i < length; i++) {
        REQUIRE(data[i] != '\0');
        tabs += data[i] == '\t';
        if (data[i] != '\n')
            continue;
        REQUIRE(tabs == table->column_count + 1);
        tabs = 0;
    }
}

void ledger_rows_check(struct import_table *table, const struct import_faults *faults)
{
    struct err err = {0};
    const char *data = NULL;
    size_t length = 1;
    int64_t rows = 0;

    while (length > 0) {
        if (!import_table_more(table, &data, &length, &err)) {
            fuzz_sentence(err.text, sizeof err.text);
            return;
        }
        if (length > 0)
            check_lines(table, data, length);
        for (size_t i = 0; i < length; i++)
            rows += data[i] == '\n';
    }
    REQUIRE(rows <= table->rows);
    REQUIRE(rows == table->rows || faults->total > 0);
    for (size_t i = 0; i < faults->kept; i++) {
        REQUIRE(faults->first[i].line > 0);
        fuzz_sentence(faults->first[i].text, FAULT_MAX);
    }
}
