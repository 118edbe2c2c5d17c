#include "config/map_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cases.h"

static bool read_case(const char *text, size_t length, const char *name, struct faults *faults)
{
    struct map_file *map;

    if (!map_file_parse(text, length, name, &map, faults))
        return false;
    map_file_free(map);
    return true;
}

static void good_mappings_are_read(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/map/good", true);
}

static void bad_mappings_give_every_fault_with_its_line(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/map/bad", false);
}

static struct map_file *parsed(const char *text)
{
    struct map_file *map = NULL;
    struct faults faults = {0};

    assert_true(map_file_parse(text, strlen(text), "map.json", &map, &faults));
    return map;
}

static void files_are_named_exactly_or_with_a_star(void **state)
{
    struct map_file *map = parsed("{\"files\": {\"a*.csv\": \"plans\", \"*.csv\": \"execution\","
                                  " \"ab.csv\": \"units\", \"2023*\": \"people\"}}");
    static const struct {
        const char *name, *kind;
    } cases[] = {{"ab.csv", "units"},
                 {"abc.csv", "plans"},
                 {"a.csv", "plans"},
                 {"b.csv", "execution"},
                 {".csv", "execution"},
                 {"2023-7.txt", "people"},
                 {"a", NULL},
                 {"csv", NULL},
                 {"", NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ledger_kind *kind = map_file_kind(map, cases[i].name);
        if (cases[i].kind == NULL)
            assert_null(kind);
        else
            assert_string_equal(kind->name, cases[i].kind);
    }
    map_file_free(map);
}

static void columns_and_words_belong_to_their_kind(void **state)
{
    struct map_file *map = parsed("{\"columns\": {\"plans\": {\"甲\": \"month\", \"乙\": null}},"
                                  " \"values\": {\"projects\": {\"category\": {\"专项\": \"project\"}}}}");
    const struct ledger_kind *plans = ledger_kind(LEDGER_PLANS), *projects = ledger_kind(LEDGER_PROJECTS);
    int category = ledger_column_by_name(projects, "category");
    int column = -1;

    (void)state;
    assert_true(map_file_column(map, plans, "甲x", strlen("甲"), &column));
    assert_int_equal(column, ledger_column_by_name(plans, "month"));
    assert_true(map_file_column(map, plans, "乙", strlen("乙"), &column));
    assert_int_equal(column, MAP_IGNORED);
    assert_false(map_file_column(map, plans, "丙", strlen("丙"), &column));
    assert_false(map_file_column(map, projects, "甲", strlen("甲"), &column));

    assert_string_equal(map_file_word(map, projects, category, "专项", strlen("专项")), "project");
    assert_null(map_file_word(map, projects, category, "专", strlen("专")));
    assert_null(map_file_word(map, projects, category + 1, "专项", strlen("专项")));
    assert_null(map_file_word(map, plans, category, "专项", strlen("专项")));
    map_file_free(map);
}

static void a_file_that_is_not_there_is_a_fault(void **state)
{
    struct map_file *map = NULL;
    struct faults faults = {0};

    (void)state;
    assert_false(map_file_read("/nonexistent/map.json", &map, &faults));
    assert_int_equal(faults.count, 1);
    faults_done(&faults);
    map_file_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_mappings_are_read),
        cmocka_unit_test(bad_mappings_give_every_fault_with_its_line),
        cmocka_unit_test(files_are_named_exactly_or_with_a_star),
        cmocka_unit_test(columns_and_words_belong_to_their_kind),
        cmocka_unit_test(a_file_that_is_not_there_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
