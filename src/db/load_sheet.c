#include "db/load_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/array.h"
#include "db/load_facts.h"
#include "embedded/statements.h"

/* The happy path: BEGIN; who it is about; which subjects are looked at; their facts, as the daemon reads
 * them; what only a sheet needs; the end of the transaction, in which nothing was written. */

enum { NUMBER_TEXT = 24, PARAMS = 8 };

struct loading {
    struct db_session *session;
    const struct sheet_subject *subject;
    const char *word; /* "unit" or "project" */
    char year[NUMBER_TEXT];
    struct work work;
    struct sheet_facts *facts;
};

static bool load_all(struct loading *loading, const struct policy *policy, struct err *err);
static bool load_subject(struct loading *loading, struct err *err);
static bool load_scope(struct loading *loading, struct err *err);
static bool load_set(struct loading *loading, const struct policy *policy, struct err *err);
static void keep_year(struct facts_set *set, int year);
static bool load_rates(struct loading *loading, struct err *err);
static bool load_receipts(struct loading *loading, struct err *err);
static bool load_assessments(struct loading *loading, struct err *err);
static bool load_evidence(struct loading *loading, struct err *err);
static void take_evidence(struct sheet_facts *facts, const struct pg_result *rows);
static int by_row(const void *a, const void *b);
static void add_codes(struct db_array *array, const struct work *work, enum subject_kind kind);
static bool load_audit(struct loading *loading, struct err *err);
static bool ask(struct loading *loading, const char *sql, const char *const *params, int count,
                const char *what, struct pg_result **ret_rows, struct err *err);

bool load_sheet(struct db_session *session, const struct sheet_subject *subject, const struct policy *policy,
                struct sheet_facts *ret_facts, struct err *err)
{

    if (!db_session_exec(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err))
        return false;
    bool ok = load_sheet_within(session, subject, policy, ret_facts, err);
    /* Nothing was written: should ending the transaction fail, what was read still stands. */
    db_session_rollback(session);
    return ok;
}

bool load_sheet_within(struct db_session *session, const struct sheet_subject *subject,
                       const struct policy *policy, struct sheet_facts *ret_facts, struct err *err)
{
    struct sheet_facts facts = {
        .of_unit = subject->of_unit, .year = subject->year, .clock = subject->clock, .open = subject->open};
    struct loading loading = {.session = session,
                              .subject = subject,
                              .word = subject->of_unit ? "unit" : "project",
                              .facts = &facts};

    snprintf(loading.year, sizeof loading.year, "%d", subject->year);
    bool ok = load_all(&loading, policy, err);
    work_clear(&loading.work);
    if (ok)
        *ret_facts = facts;
    else
        sheet_facts_free(&facts);
    return ok;
}

static bool load_all(struct loading *loading, const struct policy *policy, struct err *err)
{
    return load_subject(loading, err) && load_scope(loading, err) && load_set(loading, policy, err) &&
           (!loading->subject->of_unit || (load_rates(loading, err) && load_receipts(loading, err))) &&
           load_assessments(loading, err) && load_evidence(loading, err) && load_audit(loading, err);
}

static bool load_subject(struct loading *loading, struct err *err)
{
    const char *params[] = {loading->word, loading->subject->code};
    struct sheet_facts *facts = loading->facts;
    struct pg_result *rows = NULL;

    if (loading->subject->code[0] == '\0') { /* of all units together */
        facts->code = facts->name = facts->unit_code = facts->unit_name = "";
        return true;
    }
    if (!ask(loading, sql_sheet_subject, params, 2, "looking for the subject", &rows, err))
        return false;
    bool found = db_rows(rows) == 1;
    if (found) {
        facts->code = arena_text(&facts->arena, loading->subject->code);
        facts->name = db_keep_or_null(&facts->arena, rows, 0, 0);
        facts->unit_code = db_keep_or_null(&facts->arena, rows, 0, 1);
        facts->unit_name = db_keep_or_null(&facts->arena, rows, 0, 2);
        facts->manager = db_keep_or_null(&facts->arena, rows, 0, 3);
    }
    db_result_free(rows);
    return found || err_set(err, ERR_INPUT, "no %s has the code '%s'", loading->word, loading->subject->code);
}

static bool load_scope(struct loading *loading, struct err *err)
{
    const char *params[] = {loading->word, loading->subject->code, loading->year,
                            loading->subject->all_indicators ? "true" : "false"};
    struct pg_result *rows = NULL;

    if (!ask(loading, sql_sheet_scope, params, 4, "listing what the sheet looks at", &rows, err))
        return false;
    for (int row = 0; row < db_rows(rows); row++) {
        enum subject_kind kind;
        if (subject_kind_by_name(db_text(rows, row, 0), &kind))
            work_add(&loading->work, kind, db_text(rows, row, 1));
    }
    db_result_free(rows);
    work_settle(&loading->work);
    return true;
}

static bool load_set(struct loading *loading, const struct policy *policy, struct err *err)
{
    int year = loading->subject->year;
    struct load_facts load = {
        .work = &loading->work, .first_year = year, .last_year = year, .policy = policy};
    const struct db_section read = {load_facts_steps, &load};

    bool ok = db_script_run(loading->session, &read, 1, err);
    if (ok) {
        loading->facts->set = load.set;
        load.set = (struct facts_set){0};
        keep_year(&loading->facts->set, year);
    }
    load_facts_done(&load);
    return ok;
}

/* Milestones of one name may stand in several years, and are read from the year on; all else that was asked
 * for is of the year. */
static void keep_year(struct facts_set *set, int year)
{
    size_t kept = 0;

    for (size_t i = 0; i < set->milestone_count; i++)
        if (set->milestones[i].year == year)
            set->milestones[kept++] = set->milestones[i];
    set->milestone_count = kept;
}

static bool load_rates(struct loading *loading, struct err *err)
{
    const char *params[] = {loading->subject->code, loading->year};
    struct sheet_facts *facts = loading->facts;
    struct pg_result *rows = NULL;

    if (!ask(loading, sql_sheet_rates, params, 2, "reading the notified rates", &rows, err))
        return false;
    facts->rate_count = (size_t)db_rows(rows);
    facts->rates = arena_alloc(&facts->arena, facts->rate_count * sizeof *facts->rates);
    for (size_t i = 0; i < facts->rate_count; i++)
        facts->rates[i] =
            (struct notified_rate){.month = (int)db_int(rows, (int)i, 0), .rate = db_int(rows, (int)i, 1)};
    db_result_free(rows);
    return true;
}

static bool load_receipts(struct loading *loading, struct err *err)
{
    const char *params[] = {loading->subject->code, loading->year};
    struct sheet_facts *facts = loading->facts;
    struct pg_result *rows = NULL;

    if (!ask(loading, sql_sheet_receipts, params, 2, "reading the receipts", &rows, err))
        return false;
    facts->receipt_count = (size_t)db_rows(rows);
    facts->receipts = arena_alloc(&facts->arena, facts->receipt_count * sizeof *facts->receipts);
    for (size_t i = 0; i < facts->receipt_count; i++)
        facts->receipts[i] = (struct receipt){.kind = db_keep_or_null(&facts->arena, rows, (int)i, 0),
                                              .amount = db_int(rows, (int)i, 1)};
    db_result_free(rows);
    return true;
}

static bool load_assessments(struct loading *loading, struct err *err)
{
    const char *params[] = {loading->word, loading->subject->code, loading->year};
    struct sheet_facts *facts = loading->facts;
    struct pg_result *rows = NULL;

    if (!ask(loading, sql_sheet_assessments, params, 3, "reading the assessments", &rows, err))
        return false;
    facts->assessment_count = (size_t)db_rows(rows);
    facts->assessments = arena_alloc(&facts->arena, facts->assessment_count * sizeof *facts->assessments);
    for (size_t i = 0; i < facts->assessment_count; i++)
        facts->assessments[i] = (struct assessment_row){
            .item_code = db_keep_or_null(&facts->arena, rows, (int)i, 0),
            .measured = db_keep_or_null(&facts->arena, rows, (int)i, 1),
            .has_points = !db_null(rows, (int)i, 2),
            .points = db_int(rows, (int)i, 2),
            .note = db_keep_or_null(&facts->arena, rows, (int)i, 3),
        };
    db_result_free(rows);
    return true;
}

static bool load_evidence(struct loading *loading, struct err *err)
{
    static const enum subject_kind kinds[] = {SUBJECT_UNIT, SUBJECT_PROJECT, SUBJECT_INDICATOR,
                                              SUBJECT_CONTRACT, SUBJECT_RECTIFICATION};
    enum { KINDS = sizeof kinds / sizeof kinds[0] };
    const struct facts_set *set = &loading->facts->set;
    const char *params[PARAMS] = {loading->year};
    struct db_array arrays[KINDS] = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i] != SUBJECT_INDICATOR)
            add_codes(&arrays[i], &loading->work, kinds[i]);
        else /* those of the projects are in the set only */
            for (size_t at = 0; at < set->indicator_count; at++)
                db_array_text(&arrays[i], set->indicators[at].code);
        params[i + 1] = db_array_end(&arrays[i]);
    }
    params[KINDS + 1] = loading->word;
    params[KINDS + 2] = loading->subject->code;
    bool ok = ask(loading, sql_sheet_evidence, params, PARAMS, "reading the evidence", &rows, err);
    for (size_t i = 0; i < KINDS; i++)
        db_array_free(&arrays[i]);
    if (!ok)
        return false;
    take_evidence(loading->facts, rows);
    db_result_free(rows);
    return true;
}

static void add_codes(struct db_array *array, const struct work *work, enum subject_kind kind)
{
    for (size_t i = 0; i < work->lists[kind].count; i++)
        db_array_text(array, work->lists[kind].codes[i]);
}

static void take_evidence(struct sheet_facts *facts, const struct pg_result *rows)
{
    facts->evidence = arena_alloc(&facts->arena, (size_t)db_rows(rows) * sizeof *facts->evidence);
    for (int row = 0; row < db_rows(rows); row++) {
        const char *table = db_text(rows, row, 0);
        const struct ledger_kind *kind = ledger_by_name(table, strlen(table));
        if (kind != NULL) /* NULL: attached by a newer program */
            facts->evidence[facts->evidence_count++] =
                (struct row_evidence){.table = kind->id,
                                      .key = db_keep_or_null(&facts->arena, rows, row, 1),
                                      .evidence = db_keep_or_null(&facts->arena, rows, row, 2)};
    }
    if (facts->evidence_count > 0)
        qsort(facts->evidence, facts->evidence_count, sizeof *facts->evidence, by_row);
}

static int by_row(const void *a, const void *b)
{
    const struct row_evidence *x = a, *y = b;
    int order = (x->table > y->table) - (x->table < y->table);

    if (order == 0)
        order = strcmp(x->key, y->key);
    return order != 0 ? order : strcmp(x->evidence, y->evidence);
}

static bool load_audit(struct loading *loading, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!ask(loading, sql_sheet_audit, NULL, 0, "reading the place in the audit trail", &rows, err))
        return false;
    loading->facts->audit_id = db_int(rows, 0, 0);
    db_result_free(rows);
    return true;
}

static bool ask(struct loading *loading, const char *sql, const char *const *params, int count,
                const char *what, struct pg_result **ret_rows, struct err *err)
{
    const struct db_call call = {.sql = sql, .param_count = count, .params = params};

    return db_session_run(loading->session, &call, ret_rows, err) || err_prefix(err, "%s", what);
}
