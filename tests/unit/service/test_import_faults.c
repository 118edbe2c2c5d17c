#include "service/import_faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void expect_printed(const struct import_faults *faults, const char *expected)
{
    char printed[4096];
    FILE *out = tmpfile();

    assert_non_null(out);
    import_faults_print(faults, out);
    rewind(out);
    printed[fread(printed, 1, sizeof printed - 1, out)] = '\0';
    fclose(out);
    assert_string_equal(printed, expected);
}

static void they_are_printed_by_file_and_line_however_they_came(void **state)
{
    (void)state;
    struct import_faults faults = {0};

    import_faults_add(&faults, 1, 2, "b:2");
    import_faults_add(&faults, 0, 9, "a:9");
    import_faults_add(&faults, 1, 1, "b:1");
    import_faults_add(&faults, 0, 9, "a:9 again");
    import_faults_add(&faults, 0, 3, "a:3");
    expect_printed(&faults, "a:3\na:9\na:9 again\nb:1\nb:2\n");
    assert_int_equal(faults.total, 5);
    import_faults_done(&faults);
}

/* Backwards, so that each new one drives the last one out. */
static void the_first_fifty_are_kept_and_the_others_counted(void **state)
{
    (void)state;
    struct import_faults faults = {0};
    char text[32], expected[4096] = "";

    for (int line = 70; line > 0; line--) {
        snprintf(text, sizeof text, "line %d", line);
        import_faults_add(&faults, 0, line, text);
    }
    import_faults_count(&faults, 1000);
    for (int line = 1; line <= IMPORT_FAULTS_SHOWN; line++) {
        snprintf(text, sizeof text, "line %d\n", line);
        strcat(expected, text);
    }
    strcat(expected, "and 1020 more\n");
    expect_printed(&faults, expected);
    import_faults_done(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_printed_by_file_and_line_however_they_came),
        cmocka_unit_test(the_first_fifty_are_kept_and_the_others_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
