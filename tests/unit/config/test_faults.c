#include "config/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void faults_of_a_file_stand_in_the_order_of_its_lines(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct buf told = {0};

    faults_add(&faults, "a.json", 9, "x", "nine");
    faults_add(&faults, "b.json", 7, "y[0]", "seven %d", 7);
    faults_add(&faults, "b.json", 3, "", "three");
    faults_add(&faults, "b.json", 7, "z", "seven again");
    faults_add(&faults, "c.json", 0, "", "not there");
    faults_format(&faults, &told);

    assert_string_equal(buf_text(&told), "a.json:9: x: nine\n"
                                         "b.json:3: three\n"
                                         "b.json:7: y[0]: seven 7\n"
                                         "b.json:7: z: seven again\n"
                                         "c.json: not there\n");
    buf_free(&told);
    faults_done(&faults);
    assert_int_equal(faults.count, 0);
}

static void a_fault_is_one_line_whatever_it_quotes(void **state)
{
    (void)state;
    struct faults faults = {0};

    faults_add(&faults, "a.json", 1, "x", "\"%s\" is bad", "two\nlines\x1b[0m 中文");
    assert_string_equal(faults.list[0].reason, "\"two lines [0m 中文\" is bad");
    faults_done(&faults);
}

static void a_long_fault_is_cut_between_characters(void **state)
{
    (void)state;
    struct faults faults = {0};
    char much[4000];

    for (size_t i = 0; i + 3 < sizeof much; i += 3)
        memcpy(much + i, "预", 4);
    faults_add(&faults, "a.json", 1, much, "%s", much);
    assert_int_equal(strlen(faults.list[0].reason), 999 + strlen("…"));
    assert_int_equal(strlen(faults.list[0].path), 999 + strlen("…"));
    assert_string_equal(faults.list[0].reason + 996, "预…");
    faults_done(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_a_file_stand_in_the_order_of_its_lines),
        cmocka_unit_test(a_fault_is_one_line_whatever_it_quotes),
        cmocka_unit_test(a_long_fault_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
