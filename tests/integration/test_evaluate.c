/* budgetwatch evaluate as an office uses it: the demonstration department's year, and a project's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/department.c"
#include "../support/group.h"

#define EVALUATE(...)                                                                                        \
    process_run((const char *[]){"evaluate", "--database", database.conninfo, __VA_ARGS__, NULL})
#define GZ "--year", "2023", "--unit", "GZ"

static struct cluster demo;

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

static void fresh_copy(const char *name, struct cluster *database)
{
    process_database_copy(&cluster, name, "demo", database);
}

/* The sheet as JSON; the caller lets go of it. */
static json_t *sheet_of(struct run *run)
{
    if (run->status != 0)
        fail_msg("evaluate failed: %s", run->err);
    json_t *sheet = json_loads(run->out, 0, NULL);
    assert_non_null(sheet);
    run_free(run);
    return sheet;
}

static const json_t *item_of(const json_t *sheet, const char *code)
{
    json_t *item;
    size_t i;

    json_array_foreach(json_object_get(sheet, "items"), i,
                       item) if (strcmp(text_of(item, "code"), code) == 0) return item;
    fail_msg("the sheet has no item %s", code);
    return NULL;
}

static void expect_failure(struct run run, int status, const char *sentence)
{
    if (run.status != status || strstr(run.err, sentence) == NULL || run.out[0] != '\0')
        fail_msg("status %d was expected with '%s'; it was %d with: %s%s", status, sentence, run.status,
                 run.err, run.out);
    run_free(&run);
}

static void the_department_scores_as_its_report_says(void **state)
{
    struct cluster database;
    json_t *item;
    size_t i;

    (void)state;
    fresh_copy("report", &database);
    struct run run = EVALUATE(GZ, "--format", "json");
    json_t *sheet = sheet_of(&run);
    assert_string_equal(text_of(sheet, "total"), "94.87");
    assert_string_equal(text_of(sheet, "max"), "100");
    assert_string_equal(text_of(sheet, "grade"), "优");
    assert_string_equal(text_of(sheet, "printed_total"), "94.87");
    assert_int_equal(json_array_size(json_object_get(sheet, "items")), 25);
    json_array_foreach(json_object_get(sheet, "items"), i, item)
    {
        /* What the bureau wrote is what it printed. */
        assert_string_equal(text_of(item, "points"), text_of(item, "assessed"));
        assert_true(json_array_size(json_object_get(item, "evidence")) > 0);
    }
    const json_t *list = json_object_get(sheet, "discrepancies");
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(text_of(json_array_get(list, 0), "text"), "评分表自称设7个二级指标，实际列出8个");
    assert_string_equal(text_of(json_array_get(list, 1), "text"), "评分表自称设26个三级指标，实际列出25个");
    json_decref(sheet);
}

static void without_what_people_wrote_the_ledger_still_gives_the_points(void **state)
{
    struct cluster database;

    (void)state;
    fresh_copy("unwritten", &database);
    department_sql(&database,
                   "DELETE FROM assessments WHERE item_code IN ('1.1.1', '1.1.2', '1.1.3', '2.2.1',"
                   " '2.2.2', '2.3.1', '2.5.4', '2.5.5', '2.5.6', '2.7.1', 'total')");
    struct run run = EVALUATE(GZ, "--format", "json");
    json_t *sheet = sheet_of(&run);
    assert_string_equal(text_of(sheet, "total"), "94.87");
    assert_string_equal(text_of(item_of(sheet, "2.5.4"), "points"), "0");
    assert_true(json_is_null(json_object_get(item_of(sheet, "2.5.4"), "assessed")));
    assert_true(json_is_null(json_object_get(sheet, "printed_total")));
    json_decref(sheet);
}

static void the_same_state_gives_the_same_bytes_and_is_stored_once(void **state)
{
    struct cluster database;

    (void)state;
    fresh_copy("twice", &database);
    struct run first = EVALUATE(GZ, "--format", "json"), second = EVALUATE(GZ, "--format", "json");
    assert_int_equal(first.status, 0);
    assert_string_equal(first.out, second.out);
    assert_non_null(strstr(first.err, "stored as evaluation 1"));
    assert_string_equal(second.err, "");
    assert_string_equal(department_sql(&database, "SELECT count(*) || ' ' || min(total) FROM evaluations"),
                        "1 94.870000");
    run_free(&first);
    run_free(&second);
}

static void two_evaluations_are_told_apart_down_to_the_rows(void **state)
{
    struct cluster database;

    (void)state;
    fresh_copy("compared", &database);
    struct run run = EVALUATE(GZ, "-o", process_file(&cluster, "first.html", "old"));
    assert_int_equal(run.status, 0);
    run_free(&run);
    department_sql(
        &database,
        "UPDATE indicator_values SET value = '100' WHERE indicator_code = 'GZ-E02' AND month = 12");
    run = EVALUATE(GZ, "--json");
    json_t *sheet = sheet_of(&run);
    assert_string_equal(text_of(sheet, "total"), "94.89");
    json_decref(sheet);

    run = EVALUATE("--list", "--json");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "\"total\":\"94.87\""));
    assert_non_null(strstr(run.out, "\"total\":\"94.89\""));
    run_free(&run);
    run = EVALUATE("--compare", "1", "2");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "总分：94.87 → 94.89"));
    assert_non_null(strstr(run.out, "indicator_values GZ-E02/2023/12：98.4 → 100"));
    assert_non_null(strstr(run.out, "indicator_values 1"));
    assert_null(strstr(run.out, "2.5.4"));
    run_free(&run);
    expect_failure(EVALUATE("--compare", "1", "7"), 1, "7");
}

static void lost_points_become_rectifications_that_can_be_imported(void **state)
{
    struct cluster database;

    (void)state;
    fresh_copy("work", &database);
    char path[256];
    snprintf(path, sizeof path, "%s", process_file(&cluster, "rectifications.csv", "%s", ""));
    struct run run = EVALUATE(GZ, "--rectifications", "-o", path);
    assert_int_equal(run.status, 0);
    run_free(&run);
    process_import(&database, path);
    assert_string_equal(department_sql(&database,
                                       "SELECT string_agg(item_code, ' ' ORDER BY item_code) FROM"
                                       " rectifications WHERE source = 'self_evaluation' AND due_on ="
                                       " '2024-06-30'"),
                        "1.1.2 1.1.3 2.2.2 2.5.4 2.5.5 2.5.6");
    /* They are no findings of an audit: the score stays. */
    run = EVALUATE(GZ, "--json");
    json_t *sheet = sheet_of(&run);
    assert_string_equal(text_of(sheet, "total"), "94.87");
    json_decref(sheet);
}

static void a_project_without_budget_or_data_has_sentences_for_points(void **state)
{
    struct cluster database;

    (void)state;
    fresh_copy("nothing", &database);
    department_sql(&database,
                   "INSERT INTO projects VALUES ('EMPTY', 'GZ', '空项目', 'project'),"
                   " ('ZERO', 'GZ', '零预算', 'project');"
                   "INSERT INTO budgets VALUES ('ZERO', 2023, '', 0);"
                   "INSERT INTO execution VALUES ('ZERO', 2023, '', 12, 100);"
                   "INSERT INTO assessments (subject, subject_code, fiscal_year, item_code, points)"
                   " VALUES ('project', 'ZERO', 2023, 'execution', 10)");
    struct run run = EVALUATE("--year", "2023", "--project", "EMPTY", "--json");
    json_t *sheet = sheet_of(&run);
    assert_string_equal(text_of(sheet, "total"), "0");
    assert_string_equal(text_of(sheet, "max"), "10");
    json_decref(sheet);
    run = EVALUATE("--year", "2023", "--project", "ZERO", "--json");
    sheet = sheet_of(&run);
    assert_string_equal(text_of(item_of(sheet, "execution"), "points"), "0");
    assert_string_equal(text_of(item_of(sheet, "execution"), "assessed"), "10");
    bool said = false;
    json_t *entry;
    size_t i;
    json_array_foreach(json_object_get(sheet, "discrepancies"), i, entry) said =
        said || strcmp(text_of(entry, "kind"), "no_budget") == 0;
    assert_true(said);
    json_decref(sheet);
}

static void a_running_year_is_scored_as_of_today(void **state)
{
    struct cluster database;

    (void)state;
    fresh_copy("running", &database);
    const char *year =
        department_sql(&database, "SELECT extract(year FROM now() + interval '8 hours')::text");
    char this_year[8];
    snprintf(this_year, sizeof this_year, "%s", year);
    department_sql(
        &database,
        "INSERT INTO budgets VALUES ('GZ-P01', %s, '', 1000000);"
        "INSERT INTO execution VALUES ('GZ-P01', %s, '', 1, 250000), ('GZ-P01', %s, '', 12, 999999)",
        this_year, this_year, this_year);
    struct run run = EVALUATE("--year", this_year, "--project", "GZ-P01", "--json");
    json_t *sheet = sheet_of(&run);
    assert_true(json_is_true(json_object_get(sheet, "open")));
    bool december =
        strcmp(department_sql(&database, "SELECT extract(month FROM now() + interval '8 hours')::text"),
               "12") == 0;
    assert_string_equal(text_of(item_of(sheet, "execution"), "points"), december ? "10" : "2.5");
    assert_string_equal(text_of(item_of(sheet, "execution"), "winnable"), december ? "0" : "7.5");
    json_decref(sheet);
}

static void a_login_that_only_reads_gets_its_sheet_and_stores_nothing(void **state)
{
    struct cluster database;

    (void)state;
    fresh_copy("reading", &database);
    department_sql(&database, "CREATE ROLE looker LOGIN IN ROLE budgetwatch_reader");
    char conninfo[256];
    snprintf(conninfo, sizeof conninfo, "%s user=looker", database.conninfo);
    struct run run = process_run((const char *[]){"evaluate", "--database", conninfo, GZ, "--json", NULL});
    assert_non_null(strstr(run.err, "not stored"));
    json_t *sheet = sheet_of(&run);
    assert_string_equal(text_of(sheet, "total"), "94.87");
    json_decref(sheet);
    assert_string_equal(department_sql(&database, "SELECT count(*) FROM evaluations"), "0");
}

static void wrong_words_get_a_sentence(void **state)
{
    struct cluster database = demo;

    (void)state;
    expect_failure(EVALUATE("--year", "2023"), 2, "--unit CODE or --project CODE");
    expect_failure(EVALUATE("--unit", "GZ"), 2, "--year");
    expect_failure(EVALUATE("--year", "2023", "--unit", "GZ", "--project", "P"), 2, "either");
    expect_failure(EVALUATE(GZ, "--format", "pdf"), 2, "pdf");
    expect_failure(EVALUATE(GZ, "--format", "xlsx"), 2, "-o FILE");
    expect_failure(EVALUATE(GZ, "--language", "fr"), 2, "fr");
    expect_failure(EVALUATE(GZ, "--rectifications", "--json"), 2, "--rectifications writes CSV");
    expect_failure(EVALUATE(GZ, "--rubric", "mof-project-2020"), 2, "is for projects");
    expect_failure(EVALUATE(GZ, "--rubric", "nowhere"), 78, "nowhere");
    expect_failure(EVALUATE(GZ, "--rubric", process_file(&cluster, "bad.json", "{\"name\": 3}")), 78,
                   "bad.json:1");
    expect_failure(EVALUATE("--year", "2023", "--unit", "XX"), 1, "'XX'");
    expect_failure(EVALUATE("--year", "2100", "--unit", "GZ"), 1, "has not begun");
    expect_failure(EVALUATE(GZ, "-o", "/nowhere/sheet.html"), 1, "/nowhere/sheet.html");
}

static void a_file_that_cannot_be_made_leaves_what_was_there(void **state)
{
    struct cluster database;
    char path[256];
    struct buf text = {0};
    struct err err = {0};

    (void)state;
    fresh_copy("kept", &database);
    snprintf(path, sizeof path, "%s", process_file(&cluster, "kept.html", "what was there"));
    expect_failure(EVALUATE("--year", "2023", "--unit", "XX", "-o", path), 1, "'XX'");
    assert_true(buf_read_file(&text, path, 1000, &err));
    assert_string_equal(buf_text(&text), "what was there");
    buf_free(&text);
}

static int start(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_ledger(&cluster, "demo", &demo);
    process_import(&demo, SOURCE_DIR "/config/demo/ledger");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_department_scores_as_its_report_says),
        cmocka_unit_test(without_what_people_wrote_the_ledger_still_gives_the_points),
        cmocka_unit_test(the_same_state_gives_the_same_bytes_and_is_stored_once),
        cmocka_unit_test(two_evaluations_are_told_apart_down_to_the_rows),
        cmocka_unit_test(lost_points_become_rectifications_that_can_be_imported),
        cmocka_unit_test(a_project_without_budget_or_data_has_sentences_for_points),
        cmocka_unit_test(a_running_year_is_scored_as_of_today),
        cmocka_unit_test(a_login_that_only_reads_gets_its_sheet_and_stores_nothing),
        cmocka_unit_test(wrong_words_get_a_sentence),
        cmocka_unit_test(a_file_that_cannot_be_made_leaves_what_was_there),
    };
    return cmocka_run_group_tests(tests, start, stop_cluster);
}
