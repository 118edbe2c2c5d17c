#include "db/subjects.h"

#include <stdio.h>
#include <stdlib.h>

#include "embedded/statements.h"

static const char *const pages[SUBJECT_COUNT] = {
    [SUBJECT_UNIT] = sql_subjects_unit,
    [SUBJECT_PROJECT] = sql_subjects_project,
    [SUBJECT_INDICATOR] = sql_subjects_indicator,
    [SUBJECT_MILESTONE] = sql_subjects_milestone,
    [SUBJECT_CONTRACT] = sql_subjects_contract,
    [SUBJECT_CEILING] = sql_subjects_ceiling,
    [SUBJECT_RECTIFICATION] = sql_subjects_rectification,
};

static bool ask_page(void *ctx, struct db_call *call, struct err *err)
{
    struct subject_page *page = ctx;

    (void)err;
    snprintf(page->limit_text, sizeof page->limit_text, "%d", page->limit);
    page->params[0] = page->after != NULL ? page->after : "";
    page->params[1] = page->limit_text;
    *call = (struct db_call){.sql = pages[page->kind], .param_count = 2, .params = page->params};
    return true;
}

static bool got_page(void *ctx, const struct pg_result *result, struct err *err)
{
    struct subject_page *page = ctx;
    int rows = db_rows(result);
    /* Projects are listed in another order than that of their codes; their place is a column of its own. */
    int place = page->kind == SUBJECT_PROJECT ? 1 : 0;

    (void)err;
    for (int row = 0; row < rows; row++)
        work_add(page->work, page->kind, db_text(result, row, 0));
    page->found = (size_t)rows;
    if (rows > 0) {
        free(page->after);
        page->after = mem_text(db_text(result, rows - 1, place));
    }
    return true;
}

const struct db_step subject_page_steps[] = {{"listing subjects", ask_page, got_page}, {NULL, NULL, NULL}};

void subject_page_done(struct subject_page *page)
{
    free(page->after);
    page->after = NULL;
}

static bool ask_calendar(void *ctx, struct db_call *call, struct err *err)
{
    (void)ctx, (void)err;
    call->sql = sql_calendar_days;
    return true;
}

static bool got_calendar(void *ctx, const struct pg_result *result, struct err *err)
{
    struct calendar *calendar = ctx;
    date day;

    (void)err;
    calendar_done(calendar);
    calendar_init_official(calendar);
    for (int row = 0; row < db_rows(result); row++)
        if (date_parse(db_text(result, row, 0), 10, &day))
            calendar_set(calendar, day, db_bool(result, row, 1));
    return true;
}

const struct db_step calendar_steps[] = {{"reading the calendar", ask_calendar, got_calendar},
                                         {NULL, NULL, NULL}};

bool subjects_count(struct db_session *session, int year, int64_t *ret_projects, int64_t *ret_indicators,
                    struct err *err)
{
    char text[16];
    const char *params[] = {text};
    struct db_call call = {.sql = sql_subjects_count, .param_count = 1, .params = params};
    struct pg_result *result;

    snprintf(text, sizeof text, "%d", year);
    if (!db_session_run(session, &call, &result, err))
        return false;
    *ret_projects = db_int(result, 0, 0);
    *ret_indicators = db_int(result, 0, 1);
    db_result_free(result);
    return true;
}
