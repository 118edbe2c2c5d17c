#include "db/store_rows.h"

#include <stdio.h>
#include <string.h>

#include "db/store_rows_sql.h"
#include "embedded/statements.h"

enum { SPECIAL_PARAMS = 14 };

bool rows_are_shown(enum ledger_id kind)
{
    switch (kind) {
    case LEDGER_BUDGETS:
    case LEDGER_PLANS:
    case LEDGER_EXECUTION:
    case LEDGER_RECEIPTS:
    case LEDGER_INDICATORS:
    case LEDGER_INDICATOR_TARGETS:
    case LEDGER_INDICATOR_VALUES:
    case LEDGER_OUTLOOKS:
    case LEDGER_MILESTONES:
    case LEDGER_CONTRACTS:
    case LEDGER_CEILINGS:
    case LEDGER_CEILING_SPENDING:
    case LEDGER_NOTIFIED_RATES:
    case LEDGER_RECTIFICATIONS: return true;
    case LEDGER_UNITS:
    case LEDGER_PEOPLE:
    case LEDGER_PROJECTS:
    case LEDGER_BUDGET_ADJUSTMENTS: /* are among the budgets */
    case LEDGER_ASSESSMENTS:
    case LEDGER_CALENDAR:
    case LEDGER_COUNT: break;
    }
    return false;
}

const char *rows_misfit(enum ledger_id id, const struct rows_filter *filter)
{
    const struct ledger_kind *kind = ledger_kind(id);
    bool special = id == LEDGER_BUDGETS || id == LEDGER_EXECUTION;
    bool of_projects = rows_has_column(kind, "project_code") || rows_has_column(kind, "owner_code");
    bool of_units = of_projects || rows_has_column(kind, "unit_code");
    const struct {
        const char *name;
        bool asked, has;
    } checks[] = {
        {"unit", filter->unit[0] != '\0', of_units},
        {"project", filter->project != NULL, of_projects || rows_has_column(kind, "subject_code")},
        {"indicator", filter->indicator != NULL, rows_has_column(kind, "indicator_code")},
        {"code", filter->code != NULL, rows_has_column(kind, "code")},
        {"fund", filter->fund != NULL, special},
        {"category", filter->category != NULL, special},
        {"kind", filter->kind != NULL, !special && rows_has_column(kind, "kind")},
        {"month", filter->month > 0, special || rows_has_column(kind, "month")},
    };

    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
        if (checks[i].asked && !checks[i].has)
            return checks[i].name;
    return NULL;
}

static const struct ledger_column *column_of(enum ledger_id id, const char *name)
{
    const struct ledger_kind *kind = ledger_kind(id);

    return &kind->columns[ledger_column_by_name(kind, name)];
}

static bool run(struct db_session *session, const struct db_call *call, struct rows_read *read,
                struct err *err)
{
    if (!db_session_run(session, call, &read->rows, err))
        return err_prefix(err, "reading the rows");
    read->sum = "";
    if (db_rows(read->rows) > 0) {
        read->count = db_int(read->rows, 0, (int)read->column_count);
        read->sum = db_text(read->rows, 0, (int)read->column_count + 1);
    }
    return true;
}

static void describe(struct rows_read *read, enum ledger_id id, const char *const *names, size_t count,
                     int sum_column)
{
    for (size_t i = 0; i < count; i++)
        read->columns[i] =
            strcmp(names[i], "name") == 0 ? column_of(LEDGER_PROJECTS, "name") : column_of(id, names[i]);
    read->column_count = count;
    read->sum_column = sum_column;
}

static const char *part_of(const struct rows_filter *filter, size_t part, size_t all)
{
    return filter->after_count == all ? filter->after[part] : NULL;
}

static bool read_execution(struct db_session *session, const struct rows_filter *filter,
                           struct rows_read *read, struct err *err)
{
    static const char *const names[] = {"project_code",       "name", "fund", "month", "spent_cumulative",
                                        "received_cumulative"};
    char year[ROWS_NUMBER_TEXT], month[ROWS_NUMBER_TEXT], limit[ROWS_NUMBER_TEXT];

    describe(read, LEDGER_EXECUTION, names, sizeof names / sizeof names[0], 4);
    read->key[0] = 0;
    read->key[1] = 2;
    read->key_count = 2;
    snprintf(year, sizeof year, "%d", filter->year);
    snprintf(month, sizeof month, "%d", filter->month > 0 ? filter->month : filter->closed);
    snprintf(limit, sizeof limit, "%d", filter->limit);
    const char *params[] = {year,
                            month,
                            filter->unit,
                            filter->own ? "true" : "false",
                            filter->project,
                            filter->fund,
                            filter->category,
                            part_of(filter, 0, 2),
                            part_of(filter, 1, 2),
                            filter->limit > 0 ? limit : NULL};
    return run(session, &(struct db_call){.sql = sql_rows_execution, .param_count = 10, .params = params},
               read, err);
}

static bool read_budgets(struct db_session *session, const struct rows_filter *filter, struct rows_read *read,
                         struct err *err)
{
    static const char *const names[] = {"project_code", "name",   "fund",   "effective_on",
                                        "kind",         "amount", "reason", "approval_no"};
    char year[ROWS_NUMBER_TEXT], closed[ROWS_NUMBER_TEXT], month[ROWS_NUMBER_TEXT], limit[ROWS_NUMBER_TEXT];

    describe(read, LEDGER_BUDGET_ADJUSTMENTS, names, sizeof names / sizeof names[0], 5);
    memcpy(read->key, (const size_t[]){0, 2, 3, 4, 7}, 5 * sizeof read->key[0]);
    read->key_count = 5;
    snprintf(year, sizeof year, "%d", filter->year);
    snprintf(closed, sizeof closed, "%d", filter->closed);
    snprintf(month, sizeof month, "%d", filter->month);
    snprintf(limit, sizeof limit, "%d", filter->limit);
    const char *params[SPECIAL_PARAMS] = {year,
                                          closed,
                                          filter->month > 0 ? month : NULL,
                                          filter->unit,
                                          filter->own ? "true" : "false",
                                          filter->project,
                                          filter->fund,
                                          filter->category,
                                          part_of(filter, 0, 5),
                                          part_of(filter, 1, 5),
                                          part_of(filter, 2, 5),
                                          part_of(filter, 3, 5),
                                          part_of(filter, 4, 5),
                                          filter->limit > 0 ? limit : NULL};
    return run(session,
               &(struct db_call){.sql = sql_rows_budgets, .param_count = SPECIAL_PARAMS, .params = params},
               read, err);
}

bool store_rows_read(struct db_session *session, enum ledger_id kind, const struct rows_filter *filter,
                     struct rows_read *ret_read, struct err *err)
{
    struct rows_read read = {.sum_column = -1};
    bool ok;

    if (kind == LEDGER_EXECUTION) {
        ok = read_execution(session, filter, &read, err);
    } else if (kind == LEDGER_BUDGETS) {
        ok = read_budgets(session, filter, &read, err);
    } else {
        struct rows_sql sql = {0};
        rows_sql_make(&sql, kind, filter, &read);
        ok =
            run(session,
                &(struct db_call){.sql = buf_text(&sql.text), .param_count = sql.count, .params = sql.params},
                &read, err);
        buf_free(&sql.text);
    }
    if (ok)
        *ret_read = read;
    return ok;
}
