/* Mapping files, and what they make of the names that header cells, files and words may have. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "config/import_header.h"

static void ask(const struct map_file *map)
{
    static const char *const names[] = {"项目编号",          "本年累计", "备注", "spent（万元）",
                                        "*金额(元)（必填）", "",         "月"};
    static const char *const files[] = {"支出明细.csv", "收支表-2023.csv", "a.csv", "", "*"};
    const struct ledger_kind *kind = ledger_by_name("execution", strlen("execution"));

    REQUIRE(kind != NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int column = import_header_column(map, kind, names[i], strlen(names[i]));
        REQUIRE(column == MAP_IGNORED || (column >= -1 && column < (int)ledger_column_count(kind)));
        for (size_t c = 0; c < ledger_column_count(kind); c++)
            (void)map_file_word(map, kind, (int)c, names[i], strlen(names[i]));
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        (void)map_file_kind(map, files[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    struct map_file *map = NULL;
    char *text = fuzz_text(data, size);

    if (map_file_parse(text, size, "fuzz.json", &map, &faults)) {
        REQUIRE(faults.count == 0);
        ask(map);
        map_file_free(map);
    } else {
        fuzz_faults(&faults);
    }
    faults_done(&faults);
    free(text);
    return 0;
}
