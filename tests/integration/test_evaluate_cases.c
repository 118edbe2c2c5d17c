/* Published score sheets, turned into ledgers: each item has the points of the form's own formula, and the
 * places where a sheet departs from its formula or its own parts are listed, all of them and no others. */
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
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/group.h"

/* The items that a sheet of no shipped form has beside its indicators. */
static const char school_rubric[] =
    "{\"name\": \"school\", \"title\": \"项目支出绩效自评表\", \"for\": \"project\","
    " \"rounding\": {\"mode\": \"half_up\", \"digits\": 2}, \"not_applicable\": \"full\","
    " \"grades\": [{\"name\": \"优\", \"from\": \"90\"}, {\"name\": \"差\", \"from\": \"0\"}],"
    " \"levels\": [{\"name\": \"项目产出\", \"holds\": [\"output\", \"cost\"], \"max\": \"30\"},"
    "  {\"name\": \"项目效益\", \"holds\": [\"benefit\", \"satisfaction\"], \"max\": \"35\"}],"
    " \"items\": [%s]}";

/* What is expected: points by code, and the kinds and items of what does not agree. */
struct expected {
    const char *name, *rubric;
    const char *points[20];
    const char *total, *assessed_total, *grade;
    const char *discrepancies[8];
};

static const struct expected sheets[] = {
    {.name = "project_changjiang_jinbu_2020",
     .rubric = "hubei-project",
     .points = {"execution 20", "I01 20", "I02 10", "I03 10", "I04 40"},
     .total = "100",
     .assessed_total = "100",
     .grade = "优"},
    {.name = "project_huanggang_shuibao_2020",
     .rubric = "hubei-project",
     .points = {"execution 20", "I01 10", "I02 10", "I03 20", "I04 20", "I05 20"},
     .total = "100",
     .assessed_total = "99.6",
     .grade = "优",
     .discrepancies = {"assessed I03"}},
    {.name = "project_jishan_yibao_2020",
     .rubric = "mof-project-2020",
     .points = {"execution 9.91", "I01 14.86", "I02 15", "I03 10", "I04 10", "I05 30", "I06 10"},
     .total = "99.77",
     .assessed_total = "93",
     .grade = "优",
     .discrepancies = {"printed total", "assessed execution", "assessed I01", "assessed I05",
                       "assessed I06"}},
    {.name = "project_qushangwu_fuwumaoyi_2020",
     .rubric = "hubei-project",
     .points = {"execution 20", "I01 10", "I02 10", "I03 10", "I04 10", "I05 10", "I06 10", "I07 20",
                "I08 20"},
     .total = "120",
     .assessed_total = "120",
     .grade = "优",
     .discrepancies = {"max ", "printed total"}},
    {.name = "project_yinchuan_6zhong_2021",
     .rubric = NULL,
     .points = {"I01 4", "I02 2", "I03 2", "I04 2", "execution 10", "I06 7", "I07 2", "I08 6", "I09 10",
                "I10 5", "I11 5", "I12 4", "I13 3", "I14 3", "I15 15", "I16 10"},
     .total = "90",
     .assessed_total = "84",
     .grade = "优",
     .discrepancies = {"max ", "printed total", "assessed execution"}},
    {.name = "project_yongde_mingliang_2022",
     .rubric = "mof-project-2020",
     .points = {"execution 10", "I01 10", "I02 10", "I03 10", "I04 10", "I05 10", "I06 9.8", "I07 10",
                "I08 10", "I09 10"},
     .total = "99.8",
     .assessed_total = "96",
     .grade = "优",
     .discrepancies = {"assessed I03", "assessed I06"}},
};

/* The ledger of one sheet, as it is written. */
struct writing {
    struct buf indicators, values, assessments, items;
    const char *year;
};

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

/* The first number of a text ("≧735人次"), or "" where it has none or speaks of a year. */
static void number_of(const char *text, char number[static 32])
{
    size_t start = strcspn(text, "0123456789"), length = strspn(text + start, "0123456789.");

    number[0] = '\0';
    if (strstr(text, "年") == NULL && length > 0 && length < 32)
        snprintf(number, 32, "%.*s", (int)length, text + start);
}

static void add_assessed(struct writing *writing, const char *code, const char *points)
{
    buf_printf(&writing->assessments, "project,P,%s,%s,%s\n", writing->year, code, points);
}

/* What people judged by looking: an item of the rubric. */
static void add_item(struct writing *writing, const json_t *item, const char *code, bool execution)
{
    buf_printf(
        &writing->items,
        "%s{\"code\": \"%s\", \"level1\": \"%s\", \"level2\": \"%s\", \"name\": \"%s\", \"max\": \"%s\","
        " \"measure\": {\"kind\": \"%s\"}%s}",
        writing->items.length > 0 ? ", " : "", code, text_of(item, "level1"), text_of(item, "level2"),
        text_of(item, "name"), text_of(item, "max_points"), execution ? "execution" : "assessed",
        execution ? ", \"score\": {\"method\": \"proportion\"}" : "");
}

static void add_indicator(struct writing *writing, const json_t *item, const char *code)
{
    const char *type = text_of(item, "type");
    char target[32], actual[32];
    bool output = strncmp(type, "output", 6) == 0, satisfaction = strcmp(type, "satisfaction") == 0;

    number_of(text_of(item, "target"), target);
    number_of(text_of(item, "actual"), actual);
    bool words = strstr(type, "qualitative") != NULL || target[0] == '\0' || actual[0] == '\0';
    buf_printf(&writing->indicators, "%s,project,P,%s,%s,%s,\"%s\",%s,%s,%s,%s,latest,12\n", code,
               writing->year,
               output         ? "output"
               : satisfaction ? "satisfaction"
                              : "benefit",
               output         ? "quantity"
               : satisfaction ? "satisfaction"
                              : "social",
               text_of(item, "name"), words ? "qualitative" : "ge", "-", words ? "" : target,
               text_of(item, "max_points"));
    buf_printf(&writing->values, "%s,%s,12,%s\n", code, writing->year, words ? "achieved" : actual);
}

static void add_row(struct writing *writing, const json_t *item, size_t number, bool school)
{
    const char *type = text_of(item, "type");
    bool execution = strcmp(type, "execution") == 0;
    char code[32];

    snprintf(code, sizeof code, execution ? "execution" : "I%02zu", number);
    if (school && (execution || strcmp(type, "compliance") == 0))
        add_item(writing, item, code, execution);
    else
        add_indicator(writing, item, code);
    add_assessed(writing, code, text_of(item, "score_printed"));
}

/* Writes the sheet as ledger files into the database. Returns the path of the rubric that it needs, if any.
 */
static const char *take_in(const struct expected *expected, const struct cluster *database,
                           char year[static 8])
{
    char path[256];
    json_t *sheet = json_load_file(
               (snprintf(path, sizeof path, "cases/%s.json", expected->name), shared_path(path)), 0, NULL),
           *item;
    struct writing writing = {.year = year};
    const json_t *budget = json_object_get(sheet, "budget");
    const char *wan = strcmp(text_of(budget, "unit"), "元") == 0 ? "yuan" : "wan";
    char files[6][256];
    size_t i;

    assert_non_null(sheet);
    snprintf(year, 8, "%s", expected->name + strlen(expected->name) - 4);
    json_array_foreach(json_object_get(sheet, "items"), i, item)
        add_row(&writing, item, i + 1, expected->rubric == NULL);
    if (expected->rubric != NULL)
        add_assessed(&writing, "execution", text_of(budget, "score_printed"));
    add_assessed(&writing, "total", text_of(sheet, "total_printed"));
    snprintf(files[0], 256, "%s", process_file(&cluster, "units.csv", "code,name\nU,单位\n"));
    snprintf(files[1], 256, "%s",
             process_file(&cluster, "projects.csv", "code,unit_code,name,category\nP,U,项目,project\n"));
    snprintf(files[2], 256, "%s",
             process_file(&cluster, "budgets.csv", "project_code,fiscal_year,initial_amount\nP,%s,%s\n", year,
                          text_of(budget, "budget")));
    snprintf(files[3], 256, "%s",
             process_file(&cluster, "execution.csv",
                          "project_code,fiscal_year,month,spent_cumulative\nP,%s,12,%s\n", year,
                          text_of(budget, "executed")));
    snprintf(
        files[4], 256, "%s",
        process_file(&cluster, "indicators.csv",
                     "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,target,"
                     "weight,accumulation,schedule\n%s",
                     buf_text(&writing.indicators)));
    snprintf(files[5], 256, "%s",
             process_file(&cluster, "indicator_values.csv", "indicator_code,fiscal_year,month,value\n%s",
                          buf_text(&writing.values)));
    const char *assessments =
        process_file(&cluster, "assessments.csv", "subject,subject_code,fiscal_year,item_code,points\n%s",
                     buf_text(&writing.assessments));
    process_expect(0, (const char *[]){"import", files[0], files[1], files[2], files[3], files[4], files[5],
                                       assessments, "--money-unit", wan, "--database", database->conninfo,
                                       NULL});
    const char *rubric = expected->rubric != NULL
                             ? expected->rubric
                             : process_file(&cluster, "school.json", school_rubric, buf_text(&writing.items));
    buf_free(&writing.indicators);
    buf_free(&writing.values);
    buf_free(&writing.assessments);
    buf_free(&writing.items);
    json_decref(sheet);
    return rubric;
}

static void compare(const struct expected *expected, const json_t *sheet)
{
    struct lines wanted = {0}, found = {0};
    json_t *entry;
    size_t i;

    for (i = 0; expected->points[i] != NULL; i++)
        lines_add(&wanted, "%s", expected->points[i]);
    for (i = 0; i < 8 && expected->discrepancies[i] != NULL; i++)
        lines_add(&wanted, "! %s", expected->discrepancies[i]);
    json_array_foreach(json_object_get(sheet, "items"), i, entry)
        lines_add(&found, "%s %s", text_of(entry, "code"), text_of(entry, "points"));
    json_array_foreach(json_object_get(sheet, "discrepancies"), i, entry)
        lines_add(&found, "! %s %s", text_of(entry, "kind"), text_of(entry, "item"));
    lines_expect(&wanted, &found, expected->name);
    lines_free(&wanted);
    lines_free(&found);
    assert_string_equal(text_of(sheet, "total"), expected->total);
    assert_string_equal(text_of(sheet, "assessed_total"), expected->assessed_total);
    assert_string_equal(text_of(sheet, "grade"), expected->grade);
}

static void each_sheet_is_scored_by_its_formula_and_its_faults_are_listed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        struct cluster database;
        char year[8];
        process_ledger(&cluster, sheets[i].name, &database);
        const char *rubric = take_in(&sheets[i], &database, year);
        struct run run =
            process_run((const char *[]){"evaluate", "--year", year, "--project", "P", "--rubric", rubric,
                                         "--format", "json", "--database", database.conninfo, NULL});
        if (run.status != 0)
            fail_msg("%s: %s", sheets[i].name, run.err);
        json_t *sheet = json_loads(run.out, 0, NULL);
        compare(&sheets[i], sheet);
        json_decref(sheet);
        run_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sheet_is_scored_by_its_formula_and_its_faults_are_listed),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
