/* One text as each thing that a cell may be: a date, a month, a number, a word. What is taken, written as the
 * table stores it, is taken again as the same. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "core/import_cell.h"
#include "core/import_date.h"
#include "core/import_number.h"

static void check_dates(const char *text, size_t size)
{
    char written[DATE_TEXT];
    date day = 0, again = 0;
    int year = 0, month = 0;

    if (import_date_read(text, size, &day)) {
        date_format(day, written);
        REQUIRE(import_date_read(written, strlen(written), &again) && again == day);
    }
    if (import_month_read(text, size, &year, &month))
        REQUIRE(month >= 1 && month <= 12 && (year == 0 || (year >= 1000 && year <= 9999)));
    if (import_year_read(text, size, &year))
        REQUIRE(year >= 0 && year <= 9999);
}

static void check_column(const struct ledger_column *column, enum import_money money, const char *text,
                         size_t size)
{
    struct import_cell first = {0}, second = {0};
    struct buf written = {0};
    struct err err = {0};

    if (import_cell_check(column, money, text, size, &first, &err)) {
        bool is_text =
            column->type == LEDGER_CODE || column->type == LEDGER_LINE || column->type == LEDGER_TEXT;
        fuzz_utf8(buf_text(&first.text), first.text.length);
        if (is_text || column->type == LEDGER_TARGET)
            import_cell_guard(&written, buf_text(&first.text));
        else
            buf_puts(&written, buf_text(&first.text));
        REQUIRE(import_cell_check(column, IMPORT_YUAN, buf_text(&written), written.length, &second, &err));
        REQUIRE(strcmp(buf_text(&first.text), buf_text(&second.text)) == 0);
    } else {
        fuzz_sentence(err.text, sizeof err.text);
    }
    buf_free(&written);
    buf_free(&first.text);
    buf_free(&second.text);
}

/* One column of each type is enough, and one of each list of words. */
static void check_kinds(const char *text, size_t size, enum import_money money)
{
    static const char *const kinds[] = {"projects",  "execution", "indicators", "indicator_values",
                                        "contracts", "units",     "assessments"};

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        const struct ledger_kind *kind = ledger_by_name(kinds[k], strlen(kinds[k]));
        REQUIRE(kind != NULL);
        for (size_t i = 0; i < ledger_column_count(kind); i++)
            check_column(&kind->columns[i], money, text, size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LONGEST = 2000 };
    char *text = fuzz_text(data, size);

    if (size <= LONGEST) {
        check_dates(text, size);
        check_kinds(text, size, size % 2 == 0 ? IMPORT_YUAN : IMPORT_WAN);
    }
    free(text);
    return 0;
}
