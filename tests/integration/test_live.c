/* The daemon follows a ledger that grows month by month, and says of each month exactly what independent
 * programs found when they replayed the year: the same changes of state, and the same states at its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>
#include <jansson.h>

#include "../support/cluster.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/rehearsal.c"
#include "../support/group.h"
#include "base/calendar.h"

enum { YEAR = 2023, REPORT_WORKDAYS = 10 };

static struct rehearsal rehearsal;

/* One month of the year, as it is to come. */
struct month {
    int number;
    date as_of; /* the tenth working day after it ended */
    char as_of_text[DATE_TEXT], end_text[DATE_TEXT];
};

static struct month month_of(int number)
{
    struct month month = {.number = number};
    struct calendar calendar;
    date end = date_month_end(YEAR, number);

    calendar_init_official(&calendar);
    month.as_of = calendar_workday_after(&calendar, end, REPORT_WORKDAYS);
    calendar_done(&calendar);
    date_format(month.as_of, month.as_of_text);
    date_format(end, month.end_text);
    return month;
}

/* The part of a ledger file that is known at the end of a month. Fields before the one that says when are
 * codes and numbers, never quoted. */
struct cut {
    const char *column; /* "month", "effective_on" or NULL: the whole file */
    int index;
};

/* A field of a line; false where the line has fewer. */
static bool field_of(const char *line, int index, char *ret_field, size_t size)
{
    for (; index > 0; index--) {
        line = strchr(line, ',');
        if (line == NULL)
            return false;
        line++;
    }
    snprintf(ret_field, size, "%.*s", (int)strcspn(line, ",\r\n"), line);
    assert_null(strchr(ret_field, '"'));
    return true;
}

static struct cut cut_by(const char *header)
{
    static const char *const names[] = {"month", "effective_on"};
    char field[64];

    for (int index = 0; field_of(header, index, field, sizeof field); index++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(field, names[i]) == 0)
                return (struct cut){names[i], index};
    return (struct cut){0};
}

static bool is_known(const char *line, const struct cut *cut, const struct month *month)
{
    char field[64];

    if (cut->column == NULL)
        return true;
    if (!field_of(line, cut->index, field, sizeof field))
        fail_msg("a line without %s: %s", cut->column, line);
    if (strcmp(cut->column, "month") == 0)
        return atoi(field) <= month->number;
    return strcmp(field, month->end_text) <= 0; /* ISO dates sort as texts, and empty is the year's first */
}

static void write_known(const char *from, const char *to, const struct month *month)
{
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    char *line = NULL;
    size_t size = 0;
    struct cut cut;

    assert_true(in != NULL && out != NULL);
    assert_true(getline(&line, &size, in) > 0);
    cut = cut_by(line);
    fputs(line, out);
    while (getline(&line, &size, in) > 0)
        if (is_known(line, &cut, month))
            fputs(line, out);
    free(line);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* Whether a file may hold later rows without changing anything. Reports may not: the newest row counts
 * for overspending even before its month is closed, and a later figure makes an earlier gap good. */
static bool may_be_early(const char *file)
{
    return strcmp(file, "execution.csv") != 0 && strcmp(file, "indicator_values.csv") != 0;
}

/* What is known at the end of the month; with `early`, plans and what is dated later is there, too. */
static void import_known(const char *ledger, const struct month *month, bool early)
{
    char pattern[1024], folder[256], path[1024];
    glob_t files = {0};

    snprintf(folder, sizeof folder, "%s/known-%s", cluster.dir, rehearsal.name);
    mkdir(folder, 0700);
    snprintf(pattern, sizeof pattern, "%s/*.csv", ledger);
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const char *name = strrchr(files.gl_pathv[i], '/') + 1;
        struct month known = early && may_be_early(name) ? month_of(12) : *month;
        snprintf(path, sizeof path, "%s/%s", folder, name);
        write_known(files.gl_pathv[i], path, &known);
    }
    globfree(&files);
    process_expect(0, (const char *[]){"import", folder, "--config", rehearsal.config, NULL});
}

/* What was found by others, in the order of months. */
struct known_event {
    int month;
    char event[16], severity[16], rule[32], code[128];
};

struct known_events {
    struct known_event *list;
    size_t count;
};

static void copy_text(char *to, size_t size, const json_t *value)
{
    assert_in_range(snprintf(to, size, "%s", json_string_value(value)), 1, size - 1);
}

static struct known_events read_known(const char *path)
{
    struct known_events known = {0};
    FILE *file = fopen(path, "r");
    json_t *object;

    assert_non_null(file);
    while ((object = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL)) != NULL) {
        if (json_object_get(object, "summary") == NULL) {
            known.list = realloc(known.list, (known.count + 1) * sizeof *known.list);
            struct known_event *event = &known.list[known.count++];
            json_t *subject = json_object_get(object, "subject");
            event->month = (int)json_integer_value(json_object_get(object, "month"));
            copy_text(event->event, sizeof event->event, json_object_get(object, "event"));
            copy_text(event->severity, sizeof event->severity, json_object_get(object, "severity"));
            copy_text(event->rule, sizeof event->rule, json_object_get(object, "rule"));
            copy_text(event->code, sizeof event->code,
                      json_is_object(subject) ? json_object_get(subject, "code") : subject);
        }
        json_decref(object);
    }
    fclose(file);
    assert_true(known.count > 1000);
    return known;
}

static void expect_events(const struct known_events *known, const struct month *month)
{
    struct lines expected = {0}, found = {0};
    char sql[512], sentence[64];

    for (size_t i = 0; i < known->count; i++)
        if (known->list[i].month == month->number)
            lines_add(&expected, "%s %s %s %s", known->list[i].event, known->list[i].rule,
                      known->list[i].severity, known->list[i].code);
    snprintf(sql, sizeof sql,
             "SELECT event, rule, severity, subject_code FROM events"
             " WHERE occurred_on = '%s' AND event NOT IN ('reminded', 'overdue')",
             month->as_of_text);
    lines_query(&found, &rehearsal.database, sql);
    snprintf(sentence, sizeof sentence, "the events after month %d", month->number);
    lines_expect(&expected, &found, sentence);
    lines_free(&expected);
    lines_free(&found);
}

/* The last event of each deviation says what stands. */
static void expect_states(const struct known_events *known, const struct month *month)
{
    struct lines expected = {0}, found = {0};
    char sentence[64];

    for (size_t i = 0; i < known->count; i++) {
        const struct known_event *event = &known->list[i];
        bool last = event->month <= month->number;
        for (size_t j = i + 1; last && j < known->count && known->list[j].month <= month->number; j++)
            last = strcmp(known->list[j].code, event->code) != 0 ||
                   strcmp(known->list[j].rule, event->rule) != 0;
        if (last && strcmp(event->event, "resolved") != 0)
            lines_add(&expected, "%s %s %s", event->rule, event->severity, event->code);
    }
    lines_query(&found, &rehearsal.database,
                "SELECT rule, severity, subject_code FROM deviations WHERE severity <> 'none'");
    snprintf(sentence, sizeof sentence, "what stands after month %d", month->number);
    lines_expect(&expected, &found, sentence);
    lines_free(&expected);
    lines_free(&found);
}

static void follow(const char *ledger, const char *database, bool early)
{
    char name[128], folder[512];

    snprintf(name, sizeof name, "ledgers/%s.replay.jsonl", ledger);
    struct known_events known = read_known(shared_path(name));
    snprintf(name, sizeof name, "ledgers/%s", ledger);
    snprintf(folder, sizeof folder, "%s", shared_path(name));
    rehearsal_begin(&rehearsal, &cluster, database, "default", 500);
    for (int number = 1; number <= 12; number++) {
        struct month month = month_of(number);
        import_known(folder, &month, early);
        rehearsal_day(&rehearsal, month.as_of_text);
        expect_events(&known, &month);
        expect_states(&known, &month);
    }
    free(known.list);
}

static void a_real_year_is_followed_as_it_was_replayed(void **state)
{
    (void)state;
    follow("minas-gerais-2023", "real_year", /* early: */ false);
}

static void every_turn_of_the_rules_is_followed_as_it_was_replayed(void **state)
{
    (void)state;
    follow("features", "features", /* early: */ false);
}

static void what_is_dated_later_changes_nothing_before_its_time(void **state)
{
    (void)state;
    follow("features", "early", /* early: */ true);
}

static int end_rehearsal(void **state)
{
    (void)state;
    rehearsal_end(&rehearsal);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_real_year_is_followed_as_it_was_replayed, end_rehearsal),
        cmocka_unit_test_teardown(every_turn_of_the_rules_is_followed_as_it_was_replayed, end_rehearsal),
        cmocka_unit_test_teardown(what_is_dated_later_changes_nothing_before_its_time, end_rehearsal),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
