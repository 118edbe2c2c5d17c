/* config/calendar.csv is what the program has compiled in, as a file of the ledger. */
#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

static void the_file_has_the_days_of_the_table_in_their_order(void **state)
{
    (void)state;
    struct buf file = {0};
    struct err err = {0};

    if (!buf_read_file(&file, SOURCE_DIR "/config/calendar.csv", 1 << 20, &err))
        fail_msg("%s", err.text);
    const char *line = buf_text(&file);
    assert_int_equal(strncmp(line, "date,kind,name\n", 15), 0);
    for (size_t i = 0; i < calendar_official_count; i++) {
        char day[DATE_TEXT], begin[64];
        line = strchr(line, '\n') + 1;
        snprintf(begin, sizeof begin, "%s,%s,", date_format(calendar_official_days[i].day, day),
                 calendar_official_days[i].off ? "holiday" : "workday");
        if (strncmp(line, begin, strlen(begin)) != 0)
            fail_msg("config/calendar.csv has '%.*s' where '%s' is wanted", (int)strcspn(line, "\n"), line,
                     begin);
    }
    assert_string_equal(strchr(line, '\n'), "\n");
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_has_the_days_of_the_table_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
