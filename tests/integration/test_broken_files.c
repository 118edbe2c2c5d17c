/* Fifty and more kinds of broken files and rows, with the real program: for each one clear sentence, exit
 * status 1, and a database that is as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "base/buf.h"

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/group.h"

static struct cluster database;
static char base[256]; /* the folder of the sound ledger */

/* One file, the options it is imported with, and the sentence. In the sentence and in `name`, nothing
 * stands for the folder: it is put before what begins with a slash. */
struct example {
    const char *name, *text;
    const char *said;
    const char *option; /* NULL: none */
    size_t length;
};

#define BAD(name, text, said)                                                                                \
    {                                                                                                        \
        name, text, said, NULL, sizeof(text) - 1                                                             \
    }
#define BAD_WITH(option, name, text, said)                                                                   \
    {                                                                                                        \
        name, text, said, option, sizeof(text) - 1                                                           \
    }

#define SPENT   "project_code,fiscal_year,month,spent_cumulative\n"
#define BUDGET  "project_code,fiscal_year,initial_amount\n"
#define UNITS   "code,name,parent_code\n"
#define PROJECT "code,unit_code,name,category\n"
#define VALUES  "indicator_code,fiscal_year,month,value\n"
#define OWNED                                                                                                \
    "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,target,accumulation\n"
#define MARKS  "owner,owner_code,fiscal_year,name,planned_on\n"
#define CHANGE "project_code,fiscal_year,effective_on,amount\n"

static const struct example examples[] = {
    /* Cells. */
    BAD("execution.csv", SPENT "P1,2023,13,1\n", "execution.csv:2: month: 13 is not 1..12"),
    BAD("execution.csv", SPENT "P1,2023,0,1\n", "execution.csv:2: month: 0 is not 1..12"),
    BAD("execution.csv", SPENT "P1,2023,三月,1\n", "execution.csv:2: month: 三月 is not 1..12"),
    BAD("execution.csv", SPENT "P1,2023,2022-07,1\n",
        "execution.csv:2: month: it is of 2022, and the row of 2023"),
    BAD("execution.csv", SPENT "P1,23,1,1\n", "execution.csv:2: fiscal_year: 23 is not 2000..2100"),
    BAD("execution.csv", SPENT "P1,1999,1,1\n", "execution.csv:2: fiscal_year: 1999 is not 2000..2100"),
    BAD("execution.csv", SPENT "P1,2023,2,无\n", "execution.csv:2: spent_cumulative: 无 is not an amount"),
    BAD("execution.csv", SPENT "P1,2023,2,12%\n", "execution.csv:2: spent_cumulative: 12% is not an amount"),
    BAD("execution.csv", SPENT "P1,2023,2,12亿元\n",
        "execution.csv:2: spent_cumulative: 12亿元 is not an amount"),
    BAD("execution.csv", SPENT "P1,2023,2,=SUM(A1:A9)\n",
        "execution.csv:2: spent_cumulative: =SUM(A1:A9) is not an amount"),
    BAD("execution.csv", SPENT "P1,2023,2,1e3\n", "execution.csv:2: spent_cumulative: 1e3 is not an amount"),
    BAD("execution.csv", SPENT "P1,2023,2,\"1,50\"\n",
        "execution.csv:2: spent_cumulative: 1,50 has commas that do not separate thousands"),
    BAD("execution.csv", SPENT "P1,2023,2,1.234\n",
        "execution.csv:2: spent_cumulative: 1.234 has more than 2 decimals"),
    BAD("execution.csv", SPENT "P1,2023,2,99999999999999999999\n",
        "execution.csv:2: spent_cumulative: 99999999999999999999 is too large"),
    BAD_WITH("--money-unit=wan", "budgets.csv", BUDGET "P1,2023,9999999999999\n",
             "budgets.csv:2: initial_amount: 9999999999999 is too large"),
    BAD("execution.csv", SPENT "P1,2023,2,\n",
        "execution.csv:2: spent_cumulative: is empty; expected an amount"),
    BAD("execution.csv", SPENT ",2023,2,1\n", "execution.csv:2: project_code: is empty; expected a text"),
    BAD("indicators.csv",
        "code,fiscal_year,owner,owner_code,level1,level2,name,direction,accumulation,weight\n"
        "I3,2023,unit,U1,output,quantity,数,ge,sum,-1\n",
        "indicators.csv:2: weight: -1 is not a number from 0 to 1000000000"),
    BAD("notified_rates.csv", "unit_code,fiscal_year,month,rate\nU1,2023,1,高\n",
        "notified_rates.csv:2: rate: 高 is not a percentage"),
    BAD("projects.csv", PROJECT "P3,U1,三,专项\n",
        "projects.csv:2: category: 专项 is not one of basic, project"),
    BAD("indicator_values.csv", VALUES "I1,2023,2,≥≤5\n",
        "indicator_values.csv:2: value: ≥≤5 is not a number, achieved, partial, missed, n/a"),
    BAD("milestones.csv", MARKS "unit,U1,2023,a,2023-02-30\n",
        "milestones.csv:2: planned_on: 2023-02-30 is not a date YYYY-MM-DD"),
    BAD("milestones.csv", MARKS "unit,U1,2023,a,5/7/2023\n",
        "milestones.csv:2: planned_on: 5/7/2023 is not a date YYYY-MM-DD"),
    BAD("milestones.csv", MARKS "unit,U1,2023,a,99999\n",
        "milestones.csv:2: planned_on: 99999 is not a date YYYY-MM-DD"),
    BAD("milestones.csv", MARKS "unit,U1,2023,a,\n",
        "milestones.csv:2: planned_on: is empty; expected a date YYYY-MM-DD"),
    BAD("units.csv", UNITS "\"U\n9\",九,\n", "units.csv:2: code: U?9 has more than one line"),
    BAD("units.csv", UNITS "U9\x01,九,\n", "units.csv:2: code: U9? has a control character"),
    BAD("units.csv", UNITS "U9,a\0b,\n", "units.csv:2: name: a?b has a control character"),
    BAD_WITH("--encoding=utf-8", "units.csv", UNITS "U9,\xFF\xFE,\n",
             "units.csv:2: name: ?? has bytes that are no text in the file's encoding"),
    BAD_WITH("--encoding=gb18030", "units.csv", UNITS "U9,\x81\x20,\n",
             "units.csv:2: name: ? has bytes that are no text in the file's encoding"),
    /* Rows and what they refer to. */
    BAD("execution.csv", SPENT "P9,2023,1,1\n", "execution.csv:2: project_code: P9 is not in projects"),
    BAD("projects.csv", PROJECT "P3,U9,三,basic\n", "projects.csv:2: unit_code: U9 is not in units"),
    BAD("units.csv", UNITS "U3,三,U9\n", "units.csv:2: parent_code: U9 is not in units"),
    BAD("units.csv", UNITS "U1,局,U2\n", "units.csv:2: parent_code: U1 would stand above itself"),
    BAD("units.csv", UNITS "U3,三,U3\n", "units.csv:2: parent_code: U3 would stand above itself"),
    BAD("execution.csv", SPENT "P1,2023,2,1\nP1,2023,2,1\n",
        "execution.csv:3: project_code, fiscal_year, fund, month: P1, 2023, 2 appears also in line 2"),
    BAD("budget_adjustments.csv", CHANGE "P1,2023,,1\nP1,2023,2023年1月1日,2\n",
        "budget_adjustments.csv:3: project_code, fiscal_year, fund, effective_on, kind, approval_no: "
        "P1, 2023, 2023-01-01, other appears also in line 2"),
    BAD("indicators.csv", OWNED "I3,project,U1,2023,output,quantity,数,ge,个,1,sum\n",
        "indicators.csv:2: owner_code: U1 is not in projects"),
    BAD("indicators.csv", OWNED "I3,unit,U1,2023,output,quantity,数,ge,个,很多,sum\n",
        "indicators.csv:2: target: 很多 is not a number, and the direction is ge"),
    BAD("indicators.csv", OWNED "I2,unit,U1,2023,benefit,social,质,ge,次,1,latest\n",
        "indicators.csv:2: direction: ge does not go with the value of month 1 that is stored: achieved"),
    BAD("indicator_values.csv", VALUES "I1,2023,2,达成\n",
        "indicator_values.csv:2: value: achieved is not a number or n/a: the direction of I1 is ge"),
    BAD("indicator_values.csv", VALUES "I2,2023,2,5\n",
        "indicator_values.csv:2: value: 5 is not achieved, partial, missed or n/a: the direction of I2 is "
        "qualitative"),
    BAD("indicator_values.csv", VALUES "I1,2024,2,5\n",
        "indicator_values.csv:2: indicator_code: I1 of 2024 is not in indicators"),
    BAD("indicator_targets.csv", "indicator_code,fiscal_year,target\nI1,2023,许多\n",
        "indicator_targets.csv:2: target: 许多 is not a number, and the direction of I1 is ge"),
    /* Headers and files. */
    BAD("units.csv", "code\nU9\n", "units.csv:1: name: the column is missing"),
    BAD("units.csv", "code,name,电话\nU9,九,1\n", "units.csv:1: 电话: no column of units.csv has this name"),
    BAD("units.csv", "code,name,单位名称\nU9,九,久\n", "units.csv:1: name: the column is there twice"),
    BAD("units.csv", "code,name,\nU9,九,1\n", "units.csv:1: a column of units.csv without a name"),
    BAD("units.csv", UNITS "U9,九\n", "units.csv:2: 2 cells where the header has 3"),
    BAD("units.csv", UNITS "U9,九,,,\n", "units.csv:2: 5 cells where the header has 3"),
    BAD("units.csv", "", "units.csv:1: the file is empty; its first line must name the columns"),
    BAD("units.csv", "\xEF\xBB\xBF", "units.csv:1: the file is empty; its first line must name the columns"),
    BAD("units.csv", UNITS "U9,\"九,\nU8,八,\n",
        "units.csv:2: no CSV: a quote stands inside a cell, or is not closed"),
    BAD("units.csv", UNITS "U9,a\"b,\n",
        "units.csv:2: no CSV: a quote stands inside a cell, or is not closed"),
    BAD("支出.csv", SPENT "P1,2023,2,1\n",
        "/支出.csv: not a ledger file; the name says the kind, as in execution.csv"),
    {"/", NULL, "no ledger file there: nothing to import", NULL, 0},
    {"/absent.csv", NULL, "/absent.csv: No such file or directory", NULL, 0},
};

/* One path below the folder, or the folder. */
static char *path_of(const char *name)
{
    struct buf path = {0};

    buf_printf(&path, "%s%s%s", base, name[0] == '/' ? "" : "/", name);
    if (path.data[path.length - 1] == '/')
        path.data[path.length - 1] = '\0';
    return buf_take(&path);
}

static void write_bytes(const char *name, const char *text, size_t length)
{
    char *path = path_of(name);
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    free(path);
}

/* Every row of every table; what the tables have is the same only where nothing was written. */
static char *digest(void)
{
    const char *text = cluster_sql(
        &database,
        "SELECT md5(string_agg(query_to_xml(format('SELECT t::text FROM %I AS t', relname), true, false, '')"
        "::text, relname ORDER BY relname)) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace");

    assert_non_null(text);
    return strdup(text);
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;

    for (; *text != '\0'; text++)
        lines += *text == '\n' ? 1 : 0;
    return lines;
}

/* Whether the program refuses the path with that sentence, and says little else. */
static bool is_refused(const char *path, const char *option, const char *said)
{
    struct buf sentence = {0};
    struct run run = process_run((const char *[]){"import", path, "--database", database.conninfo,
                                                  option != NULL ? option : "--encoding=utf-8", NULL});

    buf_printf(&sentence, "%s%s", said[0] == '/' ? base : "", said);
    bool good = run.status == 1 && run.out[0] == '\0' && lines_of(run.err) <= 2 &&
                strstr(run.err, buf_text(&sentence)) != NULL;
    if (!good)
        print_error("wanted: %s\nstatus %d: %s\n", buf_text(&sentence), run.status, run.err);
    buf_free(&sentence);
    run_free(&run);
    return good;
}

static void each_is_refused_with_a_sentence_and_changes_nothing(void **state)
{
    char *before = digest();
    int bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *e = &examples[i];
        char *path = path_of(e->name);
        if (e->text != NULL)
            write_bytes(e->name, e->text, e->length);
        bad += is_refused(path, e->option, e->said) ? 0 : 1;
        char *after = digest();
        if (strcmp(before, after) != 0)
            fail_msg("%s was imported all the same", e->said);
        free(after);
        if (e->text != NULL)
            remove(path);
        free(path);
    }
    free(before);
    assert_int_equal(bad, 0);
}

static void a_sound_ledger_goes_in(void **state)
{
    (void)state;
    snprintf(base, sizeof base, "%s/broken", cluster.dir);
    assert_int_equal(mkdir(base, 0755), 0);
    process_ledger(&cluster, "broken", &database);
    static const char *const sound[][2] = {
        {"units.csv", UNITS "U1,局,\nU2,处,U1\n"},
        {"projects.csv", PROJECT "P1,U1,一,project\nP2,U2,二,basic\n"},
        {"budgets.csv", BUDGET "P1,2023,100\nP2,2023,100\n"},
        {"execution.csv", SPENT "P1,2023,1,10\nP2,2023,1,10\n"},
        {"indicators.csv", OWNED "I1,project,P1,2023,output,quantity,数,ge,个,5,sum\n"
                                 "I2,unit,U1,2023,benefit,social,质,qualitative,次,,latest\n"},
        {"indicator_values.csv", VALUES "I1,2023,1,5\nI2,2023,1,达成\n"},
    };
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        write_bytes(sound[i][0], sound[i][1], strlen(sound[i][1]));
    struct run run = process_run((const char *[]){"import", base, "--database", database.conninfo, NULL});
    assert_string_equal(run.err, "");
    assert_int_equal(run.status, 0);
    run_free(&run);
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        char *path = path_of(sound[i][0]);
        remove(path);
        free(path);
    }
}

static void what_is_too_large_is_refused(void **state)
{
    struct buf text = {0};
    char *path = path_of("units.csv"), *before = digest();

    (void)state;
    buf_puts(&text, UNITS "U9,");
    for (int i = 0; i < 1100; i++)
        buf_printf(&text, "%01000d", 0);
    buf_puts(&text, ",\n");
    write_bytes("units.csv", buf_text(&text), text.length);
    assert_true(is_refused(path, NULL, "units.csv:2: "));

    buf_clear(&text);
    buf_puts(&text, UNITS);
    for (int i = 0; i < 201; i++)
        buf_puts(&text, "码");
    buf_puts(&text, ",九,\n");
    write_bytes("units.csv", buf_text(&text), text.length);
    assert_true(is_refused(path, NULL, "has more than 200 characters"));

    char *after = digest();
    assert_string_equal(before, after);
    remove(path);
    buf_free(&text);
    free(path);
    free(before);
    free(after);
}

/* Root reads every file, so somebody else has to try, in a process of his own. */
static bool is_refused_to_nobody(const char *path, const char *said)
{
    const struct passwd *nobody = getpwnam("nobody");
    int status = 1;

    pid_t child = fork();
    if (child == 0)
        _exit(nobody != NULL && setgid(nobody->pw_gid) == 0 && setuid(nobody->pw_uid) == 0 &&
                      is_refused(path, NULL, said)
                  ? 0
                  : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* Below another's home (a checkout of root's, say) nobody cannot even start the program. */
static bool nobody_reaches_the_program(void)
{
    const struct passwd *nobody = getpwnam("nobody");
    int status = 1;

    pid_t child = fork();
    if (child == 0)
        _exit(nobody != NULL && setgid(nobody->pw_gid) == 0 && setuid(nobody->pw_uid) == 0 &&
                      access(BUDGETWATCH_BINARY, X_OK) == 0
                  ? 0
                  : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void a_file_that_may_not_be_read_is_refused(void **state)
{
    if (geteuid() == 0 && !nobody_reaches_the_program()) {
        print_message("not tried: root reads every file, and nobody else gets to " BUDGETWATCH_BINARY "\n");
        skip();
    }
    static const char said[] = "/units.csv: Permission denied";
    char *path = path_of("units.csv"), *before = digest();

    (void)state;
    write_bytes("units.csv", UNITS "U9,九,\n", strlen(UNITS "U9,九,\n"));
    assert_int_equal(chmod(path, 0), 0);
    bool refused = geteuid() == 0 ? is_refused_to_nobody(path, said) : is_refused(path, NULL, said);
    char *after = digest();
    assert_true(refused);
    assert_string_equal(before, after);
    remove(path);
    free(path);
    free(before);
    free(after);
}

static void a_key_twice_across_files_is_refused(void **state)
{
    char *one = path_of("units.csv"), *folder = path_of("more"), *two = path_of("more/units.csv");
    char *before = digest();
    struct buf said = {0};

    (void)state;
    assert_int_equal(mkdir(folder, 0755), 0);
    write_bytes("units.csv", UNITS "U9,九,\n", strlen(UNITS "U9,九,\n"));
    write_bytes("more/units.csv", UNITS "U9,久,\n", strlen(UNITS "U9,久,\n"));
    struct run run = process_run((const char *[]){"import", one, two, "--database", database.conninfo, NULL});
    buf_printf(&said, "%s:2: code: U9 appears also in %s:2\nbudgetwatch: 1 fault; nothing was changed\n", two,
               one);
    assert_string_equal(run.err, buf_text(&said));
    assert_int_equal(run.status, 1);
    run_free(&run);
    char *after = digest();
    assert_string_equal(before, after);
    buf_free(&said);
    remove(one);
    remove(two);
    remove(folder);
    free(one);
    free(two);
    free(folder);
    free(before);
    free(after);
}

static void a_mapping_with_a_fault_is_refused(void **state)
{
    static const char *const mappings[][2] = {
        {"{\"columns\": {\"units\": {\"编号\": \"number\"}}}",
         "/map.json:1: columns.units[\"编号\"]: \"number\" is no column of units"},
        {"{\"files\": {\"a.csv\": \"execution\"}", "/map.json:1: '}' expected"},
    };
    char *before = digest(), *path = path_of("units.csv"), *map = path_of("map.json");

    (void)state;
    write_bytes("units.csv", UNITS "U9,九,\n", strlen(UNITS "U9,九,\n"));
    for (size_t i = 0; i < sizeof mappings / sizeof *mappings; i++) {
        struct buf option = {0};
        write_bytes("map.json", mappings[i][0], strlen(mappings[i][0]));
        buf_printf(&option, "--map=%s", map);
        assert_true(is_refused(path, buf_text(&option), mappings[i][1]));
        buf_free(&option);
    }
    char *after = digest();
    assert_string_equal(before, after);
    remove(path);
    remove(map);
    free(path);
    free(map);
    free(before);
    free(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_ledger_goes_in),
        cmocka_unit_test(each_is_refused_with_a_sentence_and_changes_nothing),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(a_file_that_may_not_be_read_is_refused),
        cmocka_unit_test(a_key_twice_across_files_is_refused),
        cmocka_unit_test(a_mapping_with_a_fault_is_refused),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
