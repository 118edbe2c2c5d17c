#include "db/subjects.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "embedded/statements.h"

enum { PAGES_AHEAD = 16 };

static const char *const statements[SUBJECT_COUNT] = {
    [SUBJECT_UNIT] = sql_subjects_unit,
    [SUBJECT_PROJECT] = sql_subjects_project,
    [SUBJECT_INDICATOR] = sql_subjects_indicator,
    [SUBJECT_MILESTONE] = sql_subjects_milestone,
    [SUBJECT_CONTRACT] = sql_subjects_contract,
    [SUBJECT_CEILING] = sql_subjects_ceiling,
    [SUBJECT_RECTIFICATION] = sql_subjects_rectification,
};

static bool ask_pages(void *ctx, struct db_call *call, struct err *err)
{
    struct subject_pages *pages = ctx;

    (void)err;
    snprintf(pages->numbers[0], sizeof pages->numbers[0], "%d", pages->size);
    snprintf(pages->numbers[1], sizeof pages->numbers[1], "%d", PAGES_AHEAD);
    pages->params[0] = pages->after != NULL ? pages->after : "";
    pages->params[1] = pages->numbers[0];
    pages->params[2] = pages->numbers[1];
    *call = (struct db_call){.sql = statements[pages->kind], .param_count = 3, .params = pages->params};
    return true;
}

static void add_page(struct subject_pages *pages, char *from, char *to)
{
    pages->list = mem_room(pages->list, pages->count, &pages->capacity, sizeof *pages->list);
    pages->list[pages->count++] = (struct page_range){pages->kind, from, to};
}

/* The first text after another, byte by byte: no code holds a control character. */
static char *text_after(const char *text)
{
    struct buf next = {0};

    if (text != NULL)
        buf_printf(&next, "%s\x01", text);
    char *copy = mem_text(buf_text(&next));
    buf_free(&next);
    return copy;
}

static bool got_pages(void *ctx, const struct pg_result *result, struct err *err)
{
    struct subject_pages *pages = ctx;

    (void)err;
    for (int row = 0; row < db_rows(result); row++) {
        add_page(pages, text_after(pages->after), mem_text(db_text(result, row, 0)));
        free(pages->after);
        pages->after = mem_text(db_text(result, row, 0));
    }
    if (db_rows(result) < PAGES_AHEAD) {
        add_page(pages, text_after(pages->after), mem_text(CODE_LAST));
        pages->all_listed = true;
    }
    return true;
}

const struct db_step subject_pages_steps[] = {{"listing subjects", ask_pages, got_pages}, {NULL, NULL, NULL}};

bool subject_pages_take(struct subject_pages *pages, struct page_range *ret_range)
{
    if (pages->next == pages->count)
        return false;
    *ret_range = pages->list[pages->next++];
    if (pages->next == pages->count)
        pages->next = pages->count = 0;
    return true;
}

void subject_pages_return(struct subject_pages *pages, struct page_range range)
{
    pages->list = mem_room(pages->list, pages->count, &pages->capacity, sizeof *pages->list);
    pages->list[pages->count++] = range;
}

size_t subject_pages_left(const struct subject_pages *pages)
{
    return pages->count - pages->next;
}

void page_range_free(struct page_range *range)
{
    free(range->from);
    free(range->to);
    *range = (struct page_range){.from = NULL};
}

void subject_pages_done(struct subject_pages *pages)
{
    struct page_range range;

    while (subject_pages_take(pages, &range))
        page_range_free(&range);
    free(pages->list);
    free(pages->after);
    *pages = (struct subject_pages){.kind = pages->kind, .size = pages->size};
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
