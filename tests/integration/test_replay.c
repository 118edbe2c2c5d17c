/* budgetwatch replay against what independent programs found in the same ledgers: real public data of a
 * year, and a made-up ledger that takes every turn of the rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../support/cluster.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/group.h"

/* The events of a replay as lines, and its summary. */
struct replay_text {
    struct lines events;
    json_t *summary;
};

static void add_line(struct replay_text *replay, const char *line, size_t length)
{
    json_error_t error;
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
    const char *event, *rule, *severity, *code;
    int month;

    if (object == NULL)
        fail_msg("not JSON: %.*s: %s", (int)length, line, error.text);
    json_t *summary = json_object_get(object, "summary");
    if (summary != NULL) {
        assert_null(replay->summary);
        replay->summary = json_incref(summary);
    } else {
        assert_null(replay->summary); /* it is the last line */
        json_t *subject = json_object_get(object, "subject");
        assert_int_equal(json_unpack(object, "{s:i, s:s, s:s, s:s}", "month", &month, "event", &event, "rule",
                                     &rule, "severity", &severity),
                         0);
        code = json_string_value(json_is_object(subject) ? json_object_get(subject, "code") : subject);
        lines_add(&replay->events, "%d %s %s %s %s", month, event, rule, severity, code);
    }
    json_decref(object);
}

static struct replay_text read_replay(const char *text)
{
    struct replay_text replay = {0};

    for (size_t length; *text != '\0'; text += length + (text[length] == '\n' ? 1 : 0)) {
        length = strcspn(text, "\n");
        if (length > 0)
            add_line(&replay, text, length);
    }
    assert_non_null(replay.summary);
    return replay;
}

static void replay_done(struct replay_text *replay)
{
    lines_free(&replay->events);
    json_decref(replay->summary);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;

    assert_non_null(file);
    assert_true(getdelim(&text, &size, '\0', file) > 0);
    fclose(file);
    return text;
}

/* Every number that was expected is there; there may be more of them. */
static void expect_summary(json_t *expected, json_t *found)
{
    const char *key;
    json_t *value;

    json_object_foreach(expected, key, value)
    {
        if (!json_equal(value, json_object_get(found, key)))
            fail_msg("summary: \"%s\" is %s instead of %s", key,
                     json_dumps(json_object_get(found, key), JSON_ENCODE_ANY | JSON_SORT_KEYS),
                     json_dumps(value, JSON_ENCODE_ANY | JSON_SORT_KEYS));
    }
}

static void expect_replay(const char *ledger, const char *database_name)
{
    char name[128], expected_path[512], folder[512];
    struct cluster database;

    snprintf(name, sizeof name, "ledgers/%s.replay.jsonl", ledger);
    snprintf(expected_path, sizeof expected_path, "%s", shared_path(name));
    snprintf(name, sizeof name, "ledgers/%s", ledger);
    snprintf(folder, sizeof folder, "%s", shared_path(name));

    process_ledger(&cluster, database_name, &database);
    process_import(&database, folder);
    struct run run = process_run(
        (const char *[]){"replay", "--year", "2023", "--json", "--database", database.conninfo, NULL});
    assert_string_equal(run.err, "");
    assert_int_equal(run.status, 0);

    char *expected_text = read_file(expected_path);
    struct replay_text expected = read_replay(expected_text), found = read_replay(run.out);
    lines_expect(&expected.events, &found.events, "the events of the replay");
    expect_summary(expected.summary, found.summary);
    /* Nothing of it is left in the live state. */
    assert_string_equal(
        cluster_sql(&database, "SELECT (SELECT count(*) FROM deviations) + (SELECT count(*) FROM events)"),
        "0");

    replay_done(&expected);
    replay_done(&found);
    free(expected_text);
    run_free(&run);
}

static void a_replay_of_a_real_year_gives_the_known_events(void **state)
{
    (void)state;
    expect_replay("minas-gerais-2023", "real_year");
}

static void a_replay_of_every_turn_of_the_rules_gives_the_known_events(void **state)
{
    (void)state;
    expect_replay("features", "features");
}

static void a_second_import_of_the_same_rows_changes_nothing(void **state)
{
    struct cluster database;
    char folder[512];

    (void)state;
    snprintf(folder, sizeof folder, "%s", shared_path("ledgers/features"));
    process_ledger(&cluster, "twice", &database);
    process_import(&database, folder);
    cluster_sql(&database, "TRUNCATE change_log, audit");
    process_import(&database, folder);
    assert_string_equal(cluster_sql(&database, "SELECT count(*) FROM change_log"), "0");
    assert_string_equal(cluster_sql(&database, "SELECT count(*) FROM audit"), "0");
    /* That would also hold of an import that reads nothing. */
    assert_string_equal(cluster_sql(&database, "SELECT count(*) FROM execution"), "2681");
}

static void what_goes_wrong_shows_in_the_exit_status(void **state)
{
    struct cluster database, empty;
    char bad[512], password[256], missing[256];

    (void)state;
    process_ledger(&cluster, "statuses", &database);
    process_database(&cluster, "no_schema", &empty);
    snprintf(bad, sizeof bad, "%s", process_file(&cluster, "bad.json", "{\"lanuage\": \"zh\"}"));
    snprintf(password, sizeof password, "%s password=secret", database.conninfo);
    snprintf(missing, sizeof missing, "host=%s dbname=nowhere user=postgres", cluster.dir);

    const struct {
        int status;
        const char *args[10];
    } cases[] = {
        {0, {"replay", "--help"}},
        {0, {"replay", "--year", "2023", "--database", database.conninfo}},
        {2, {NULL}},
        {2, {"replya"}},
        {2, {"replay", "--database", database.conninfo}},
        {2, {"replay", "--year", "next", "--database", database.conninfo}},
        {2, {"replay", "--year"}},
        {2, {"replay", "--year", "2023", "all", "--database", database.conninfo}},
        {2, {"replay", "--yaer", "2023", "--database", database.conninfo}},
        {2, {"replay", "--year", "2023", "--database", password}},
        {2, {"run", "--as-of", "2023-02-30", "--database", database.conninfo}},
        {2, {"run", "--day", "2s", "--database", database.conninfo}},
        {2, {"run", "--as-of", "2023-02-14", "--until", "2023-03-01", "--database", database.conninfo}},
        {2, {"run", "--as-of", "2023-02-14", "--day", "2", "--database", database.conninfo}},
        {2,
         {"run", "--as-of", "2023-02-14", "--day", "2s", "--until", "2023-02-13", "--database",
          database.conninfo}},
        {2, {"import", "--database", database.conninfo}},
        {1, {"run", "--as-of", "2023-02-14", "--database", database.conninfo}},
        {1, {"import", "/nonexistent", "--database", database.conninfo}},
        {1, {"replay", "--year", "2023", "--database", missing}},
        {1, {"replay", "--year", "2023", "--database", empty.conninfo}},
        {78, {"replay", "--year", "2023", "--config", bad}},
        {78, {"replay", "--year", "2023", "--config", "/nonexistent.json"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        process_expect(cases[i].status, cases[i].args);
}

static void one_bad_row_keeps_everything_out(void **state)
{
    struct cluster database;
    char units[512], projects[512], execution[512];

    (void)state;
    process_ledger(&cluster, "bad_row", &database);
    snprintf(units, sizeof units, "%s", process_file(&cluster, "units.csv", "code,name\nU,办公室\n"));
    snprintf(projects, sizeof projects, "%s",
             process_file(&cluster, "projects.csv", "code,unit_code,name,category\nP,U,道路,project\n"));
    snprintf(execution, sizeof execution, "%s",
             process_file(&cluster, "execution.csv",
                          "project_code,fiscal_year,month,spent_cumulative\nP,2023,12,1\nP,2023,13,1\n"));
    struct run run = process_run(
        (const char *[]){"import", units, projects, execution, "--database", database.conninfo, NULL});
    assert_int_equal(run.status, 1);
    if (strstr(run.err, "execution.csv:3: month: 13 is not 1..12") == NULL)
        fail_msg("the bad row is not named: %s", run.err);
    assert_string_equal(cluster_sql(&database, "SELECT count(*) FROM units"), "0");
    run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replay_of_a_real_year_gives_the_known_events),
        cmocka_unit_test(a_replay_of_every_turn_of_the_rules_gives_the_known_events),
        cmocka_unit_test(a_second_import_of_the_same_rows_changes_nothing),
        cmocka_unit_test(what_goes_wrong_shows_in_the_exit_status),
        cmocka_unit_test(one_bad_row_keeps_everything_out),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
