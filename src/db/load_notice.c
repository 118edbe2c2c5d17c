#include "db/load_notice.h"

#include <stdio.h>
#include <string.h>

#include "db/array.h"
#include "db/load_facts.h"
#include "db/load_sheet.h"
#include "embedded/statements.h"

/* The happy path: BEGIN; whose notice it is; the facts of its sheet; its tree of units; the money of a year
 * before; what units expect; what stands; the peers; the end of the transaction, in which nothing was
 * written. */

enum { NUMBER_TEXT = 24 };

struct loading {
    struct db_session *session;
    const struct notice_subject *subject;
    const struct policy *policy;
    struct notice_facts *facts;
    const char *unit; /* "": all units together */
    char year[NUMBER_TEXT], year_before[NUMBER_TEXT], month[NUMBER_TEXT];
};

static bool load_all(struct loading *loading, struct err *err);
static bool load_project(struct loading *loading, struct err *err);
static bool find_root(struct loading *loading, struct err *err);
static bool load_sheet_facts(struct loading *loading, bool of_unit, struct err *err);
static bool load_units(struct loading *loading, struct err *err);
static bool read_projects(struct loading *loading, const struct work *work, int year, struct err *err);
static bool load_last_year(struct loading *loading, struct err *err);
static bool load_outlooks(struct loading *loading, struct err *err);
static bool load_standing(struct loading *loading, struct err *err);
static bool load_peers(struct loading *loading, struct err *err);

static bool load_with(struct db_session *session, const struct notice_subject *subject,
                      const struct policy *policy, bool (*load)(struct loading *loading, struct err *err),
                      struct notice_facts *ret_facts, struct err *err)
{
    struct notice_facts facts = {.month = subject->month, .clock = subject->clock};
    struct loading loading = {
        .session = session, .subject = subject, .policy = policy, .facts = &facts, .unit = subject->unit};

    snprintf(loading.year, sizeof loading.year, "%d", subject->year);
    snprintf(loading.year_before, sizeof loading.year_before, "%d", subject->year - 1);
    snprintf(loading.month, sizeof loading.month, "%d", subject->month);
    if (!db_session_exec(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err))
        return false;
    bool ok = load(&loading, err);
    /* Nothing was written: should ending the transaction fail, what was read still stands. */
    db_session_rollback(session);
    if (ok)
        *ret_facts = facts;
    else
        notice_facts_free(&facts);
    return ok;
}

bool load_notice(struct db_session *session, const struct notice_subject *subject,
                 const struct policy *policy, struct notice_facts *ret_facts, struct err *err)
{
    return load_with(session, subject, policy, load_all, ret_facts, err);
}

bool load_notice_project(struct db_session *session, const struct notice_subject *subject,
                         const struct policy *policy, struct notice_facts *ret_facts, struct err *err)
{
    return load_with(session, subject, policy, load_project, ret_facts, err);
}

static bool load_all(struct loading *loading, struct err *err)
{
    return (loading->unit != NULL || find_root(loading, err)) && load_sheet_facts(loading, true, err) &&
           load_units(loading, err) && load_last_year(loading, err) && load_outlooks(loading, err) &&
           load_standing(loading, err) && load_peers(loading, err);
}

static bool ask(struct loading *loading, const char *sql, const char *const *params, int count,
                const char *what, struct pg_result **ret_rows, struct err *err)
{
    const struct db_call call = {.sql = sql, .param_count = count, .params = params};

    return db_session_run(loading->session, &call, ret_rows, err) || err_prefix(err, "%s", what);
}

static const char *keep(struct loading *loading, const struct pg_result *rows, int row, int column)
{
    return db_null(rows, row, column) ? NULL : db_keep(&loading->facts->arena, rows, row, column);
}

static bool find_root(struct loading *loading, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!ask(loading, sql_notice_root, NULL, 0, "looking for the unit above all others", &rows, err))
        return false;
    int found = db_rows(rows);
    loading->unit = found == 1 ? keep(loading, rows, 0, 0) : "";
    db_result_free(rows);
    return found > 0 || err_set(err, ERR_INPUT, "the ledger has no units yet");
}

/* As of the month's end: the sheet's money is the head-line's. */
static bool load_sheet_facts(struct loading *loading, bool of_unit, struct err *err)
{
    const struct notice_subject *subject = loading->subject;
    const struct sheet_subject sheet = {.of_unit = of_unit,
                                        .code = loading->unit,
                                        .year = subject->year,
                                        .clock = date_month_end(subject->year, subject->month),
                                        .open = subject->month < MONTHS,
                                        .all_indicators = true};

    return load_sheet_within(loading->session, &sheet, loading->policy, &loading->facts->sheet, err);
}

static bool load_project(struct loading *loading, struct err *err)
{
    struct notice_facts *facts = loading->facts;
    struct work work = {0};

    if (!load_sheet_facts(loading, false, err) || !load_outlooks(loading, err))
        return false;
    facts->units = arena_alloc(&facts->arena, sizeof *facts->units);
    facts->units[0] = (struct notice_unit){.code = facts->sheet.unit_code, .name = facts->sheet.unit_name};
    facts->unit_count = 1;
    work_add(&work, SUBJECT_PROJECT, loading->unit);
    work_settle(&work);
    bool ok = read_projects(loading, &work, loading->subject->year - 1, err);
    work_clear(&work);
    return ok;
}

static bool load_units(struct loading *loading, struct err *err)
{
    struct notice_facts *facts = loading->facts;
    struct db_array roles = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < loading->subject->head_role_count; i++)
        db_array_text(&roles, loading->subject->head_roles[i]);
    const char *params[] = {loading->unit, db_array_end(&roles)};
    bool ok = ask(loading, sql_notice_units, params, 2, "reading the tree of units", &rows, err);
    db_array_free(&roles);
    if (!ok)
        return false;
    facts->unit_count = (size_t)db_rows(rows);
    facts->units = arena_alloc(&facts->arena, (facts->unit_count + 1) * sizeof *facts->units);
    for (int row = 0; row < db_rows(rows); row++)
        facts->units[row] = (struct notice_unit){.code = keep(loading, rows, row, 0),
                                                 .name = keep(loading, rows, row, 1),
                                                 .parent_code = keep(loading, rows, row, 2),
                                                 .head = keep(loading, rows, row, 3)};
    db_result_free(rows);
    return true;
}

/* Money only, which no curve of the policy bends: so nothing of the year before that is read. */
static bool read_projects(struct loading *loading, const struct work *work, int year, struct err *err)
{
    const struct policy plain = {0};
    struct load_facts load = {.work = work, .first_year = year, .last_year = year, .policy = &plain};
    const struct db_section read = {load_facts_steps, &load};

    bool ok = db_script_run(loading->session, &read, 1, err);
    if (ok) {
        loading->facts->last_year = load.set;
        load.set = (struct facts_set){0};
    }
    load_facts_done(&load);
    return ok;
}

static bool load_last_year(struct loading *loading, struct err *err)
{
    const char *params[] = {loading->unit, loading->year_before};
    struct pg_result *rows = NULL;
    struct work work = {0};

    if (!ask(loading, sql_notice_projects, params, 2, "listing the projects of the year before", &rows, err))
        return false;
    for (int row = 0; row < db_rows(rows); row++)
        work_add(&work, SUBJECT_PROJECT, db_text(rows, row, 0));
    db_result_free(rows);
    work_settle(&work);
    bool ok = work_is_empty(&work) || read_projects(loading, &work, loading->subject->year - 1, err);
    work_clear(&work);
    return ok;
}

static bool load_outlooks(struct loading *loading, struct err *err)
{
    struct notice_facts *facts = loading->facts;
    const struct facts_set *set = &facts->sheet.set;
    struct db_array projects = {0}, indicators = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < set->project_count; i++)
        db_array_text(&projects, set->projects[i].code);
    for (size_t i = 0; i < set->indicator_count; i++)
        db_array_text(&indicators, set->indicators[i].code);
    const char *params[] = {db_array_end(&projects), db_array_end(&indicators), loading->year,
                            loading->month};
    bool ok = ask(loading, sql_notice_outlooks, params, 4, "reading what units expect", &rows, err);
    db_array_free(&projects);
    db_array_free(&indicators);
    if (!ok)
        return false;
    facts->outlook_count = (size_t)db_rows(rows);
    facts->outlooks = arena_alloc(&facts->arena, (facts->outlook_count + 1) * sizeof *facts->outlooks);
    for (int row = 0; row < db_rows(rows); row++)
        facts->outlooks[row] =
            (struct notice_outlook){.of_indicator = strcmp(db_text(rows, row, 0), "indicator") == 0,
                                    .code = keep(loading, rows, row, 1),
                                    .month = (int)db_int(rows, row, 2),
                                    .has_expected = !db_null(rows, row, 3),
                                    .expected = db_int(rows, row, 3),
                                    .likelihood = keep(loading, rows, row, 4),
                                    .cause = keep(loading, rows, row, 5),
                                    .note = keep(loading, rows, row, 6)};
    db_result_free(rows);
    return true;
}

static bool load_standing(struct loading *loading, struct err *err)
{
    struct notice_facts *facts = loading->facts;
    struct db_array units = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < facts->unit_count; i++)
        db_array_text(&units, facts->units[i].code);
    const char *params[] = {db_array_end(&units), loading->year};
    bool ok = ask(loading, sql_notice_standing, params, 2, "reading what stands", &rows, err);
    db_array_free(&units);
    if (!ok)
        return false;
    facts->standing_count = (size_t)db_rows(rows);
    facts->standing = arena_alloc(&facts->arena, (facts->standing_count + 1) * sizeof *facts->standing);
    for (int row = 0; row < db_rows(rows); row++)
        facts->standing[row] = (struct notice_standing){.rule = keep(loading, rows, row, 0),
                                                        .kind = keep(loading, rows, row, 1),
                                                        .code = keep(loading, rows, row, 2),
                                                        .id = db_int(rows, row, 3),
                                                        .since = db_date(rows, row, 4),
                                                        .answers = keep(loading, rows, row, 5),
                                                        .acknowledged_by = keep(loading, rows, row, 6),
                                                        .cause = keep(loading, rows, row, 7),
                                                        .decision = keep(loading, rows, row, 8),
                                                        .action = keep(loading, rows, row, 9),
                                                        .action_due = db_date(rows, row, 10),
                                                        .action_done = db_date(rows, row, 11)};
    db_result_free(rows);
    return true;
}

/* Only the curve of peers asks for them. */
static bool load_peers(struct loading *loading, struct err *err)
{
    const char *params[] = {loading->unit, loading->year, loading->month};
    struct pg_result *rows = NULL;

    if (loading->policy->rules.curve != CURVE_PEERS || loading->unit[0] == '\0')
        return true;
    if (!ask(loading, sql_notice_peers, params, 3, "reading the money of the unit's peers", &rows, err))
        return false;
    loading->facts->peers_budget = db_int(rows, 0, 0);
    loading->facts->peers_spent = db_int(rows, 0, 1);
    db_result_free(rows);
    return true;
}
