/* An indicator and a contract: their rows as the ledger has them, and the deviations about them. */
#include <string.h>

#include "base/calendar.h"
#include "core/catalogue_ledger.h"
#include "core/facts.h"
#include "db/store_status.h"
#include "service/page_parts.h"

/* The cells of a row, one below the other. */
static void row_facts(struct sight *sight, const struct rows_read *read)
{
    site_facts(&sight->page);
    for (size_t at = 0; at < read->column_count; at++) {
        const struct ledger_column *column = read->columns[at];
        const char *text = sight_cell(read->rows, 0, (int)at), *href = NULL;
        struct buf title = {0};
        catalogue_column(&title, sight->language, column);
        if (strcmp(column->name, "project_code") == 0)
            href = sight_to(sight, "/projects/", text);
        if (strcmp(column->name, "owner_code") == 0)
            href = sight_subject(sight, sight_cell(read->rows, 0, (int)at - 1), text, sight->year_text);
        site_fact(&sight->page, buf_text(&title), section_row_text(sight, read, 0, at), href);
        buf_free(&title);
    }
    site_facts_end(&sight->page);
}

static bool show_deviations(struct sight *sight, const char *kind, const char *code)
{
    const struct view_deviations which = {.year = sight->year,
                                          .unit = "",
                                          .state = VIEW_ANY,
                                          .subject_kind = kind,
                                          .subject_code = code,
                                          .limit = SIGHT_ROWS};
    struct deviation_rows shown = {0};
    struct pg_result *rows = NULL;
    int64_t ids[SIGHT_ROWS];
    size_t count = 0;

    if (!store_view_deviations(sight->context->session, &which, &rows, sight->err))
        return false;
    for (; (int)count < db_rows(rows); count++)
        ids[count] = db_int(rows, (int)count, 0);
    db_result_free(rows);
    if (!store_deviations_of(sight->context->session, ids, count, sight->context->config->utc_offset, &shown,
                             sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_DEVIATIONS));
    section_deviations(sight, sight_word(sight, PAGE_DEVIATIONS), &shown);
    store_deviations_done(&shown);
    return section_told(sight, ids, count);
}

static bool table(struct sight *sight, enum ledger_id kind, enum page_word heading, const char *code)
{
    const struct rows_filter filter = {
        .year = sight->year, .closed = sight->closed, .unit = "", .indicator = code, .limit = SIGHT_ROWS};
    struct rows_read read;
    struct buf caption = {0};

    if (!store_rows_read(sight->context->session, kind, &filter, &read, sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, heading));
    catalogue_page_count(&caption, sight->language, read.count);
    section_rows(sight, buf_text(&caption), &read, db_rows(read.rows));
    site_more(&sight->page, sight_word(sight, PAGE_AS_CSV),
              site_to(&sight->page, "/rows/", ledger_kind(kind)->name, "year", sight->year_text, "indicator",
                      code, "format", "csv", NULL));
    buf_free(&caption);
    db_result_free(read.rows);
    return true;
}

static const char *cell_named(const struct rows_read *read, const char *name)
{
    for (size_t at = 0; at < read->column_count; at++)
        if (strcmp(read->columns[at]->name, name) == 0)
            return sight_cell(read->rows, 0, (int)at);
    return "";
}

/* The files that are attached to its values and targets. */
static bool show_evidence(struct sight *sight, const char *code)
{
    struct pg_result *rows = NULL;
    const struct document_column columns[] = {{sight_word(sight, PAGE_EVIDENCE), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_WHAT), ALIGN_LEFT, 0},
                                              {"SHA-256", ALIGN_LEFT, 0}};

    if (!store_view_evidence(sight->context->session, code, sight->year, SIGHT_ROWS, &rows, sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_EVIDENCE));
    if (db_rows(rows) == 0)
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_EVIDENCE));
    else
        site_table(&sight->page, sight_word(sight, PAGE_EVIDENCE), columns, 3);
    for (int row = 0; row < db_rows(rows); row++) {
        site_row(&sight->page, ROW_PLAIN);
        for (int column = 0; column < 3; column++)
            site_cell(&sight->page, sight_cell(rows, row, column));
    }
    if (db_rows(rows) > 0)
        site_table_end(&sight->page);
    db_result_free(rows);
    return true;
}

static bool show_indicator(struct sight *sight, const struct rows_read *read)
{
    const char *code = sight->asked->arguments[0];
    const char *owner =
        sight_subject(sight, cell_named(read, "owner"), cell_named(read, "owner_code"), sight->year_text);
    const struct site_step step = {cell_named(read, "owner_code"), owner, false};

    sight_open(sight, cell_named(read, "name"), NULL, &step, owner != NULL);
    row_facts(sight, read);
    if (!table(sight, LEDGER_INDICATOR_VALUES, PAGE_VALUES, code) ||
        !table(sight, LEDGER_INDICATOR_TARGETS, PAGE_TARGETS, code) || !show_evidence(sight, code) ||
        !show_deviations(sight, "indicator", code))
        return false;
    sight_close(sight);
    return true;
}

static date day_of(const struct rows_read *read, const char *name)
{
    const char *text = cell_named(read, name);
    date day;

    return date_parse(text, strlen(text), &day) ? day : DATE_NONE;
}

static void show_steps(struct sight *sight, const struct contract_facts *contract,
                       const struct calendar *calendar)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_STEP), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_LAST_DAY), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_DONE), ALIGN_LEFT, 0}};
    struct contract_due dues[CONTRACT_DUE_MOST];
    size_t count = contract_dues(sight->context->policy, calendar, contract, dues);

    if (count == 0)
        return;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_DEADLINES));
    site_table(&sight->page, sight_word(sight, PAGE_DEADLINES), columns, 3);
    for (size_t i = 0; i < count; i++) {
        bool done = dues[i].done != DATE_NONE && dues[i].done <= sight->context->today;
        bool late = done ? dues[i].done > dues[i].due : dues[i].due < sight->context->today;
        char due[DATE_TEXT], day[DATE_TEXT];
        site_row(&sight->page, ROW_PLAIN);
        site_cell(&sight->page, catalogue_rule(sight->language, dues[i].rule));
        site_cell_two(&sight->page, date_format(dues[i].due, due), NULL,
                      dues[i].unsure ? sight_word(sight, PAGE_UNSURE) : "");
        const char *said = done ? date_format(dues[i].done, day) : sight_word(sight, PAGE_NOT_YET);
        if (late)
            site_cell_tone(&sight->page, sight_text(sight, "%s%s", said, sight_word(sight, PAGE_LATE)),
                           TONE_BAD);
        else
            site_cell(&sight->page, said);
    }
    site_table_end(&sight->page);
}

static bool show_contract(struct sight *sight, const struct rows_read *read)
{
    const char *project = cell_named(read, "project_code");
    const struct site_step step = {project, sight_to(sight, "/projects/", project), false};
    struct contract_facts contract = {.awarded = day_of(read, "awarded_on"),
                                      .signed_ = day_of(read, "signed_on"),
                                      .published = day_of(read, "published_on"),
                                      .filed = day_of(read, "filed_on")};
    struct calendar calendar = {0};
    struct pg_result *of = NULL;

    if (!store_view_projects_of(sight->context->session, &project, 1, sight->year, sight->closed, &of,
                                sight->err))
        return false;
    contract.unit_code = db_rows(of) > 0 ? sight_cell_kept(sight, of, 0, VIEW_PROJECT_UNIT) : "";
    db_result_free(of);
    sight_open(sight, cell_named(read, "title"), NULL, &step, 1);
    row_facts(sight, read);
    calendar_init_official(&calendar);
    bool ok = store_status_calendar(sight->context->session, &calendar, sight->err);
    if (ok)
        show_steps(sight, &contract, &calendar);
    calendar_done(&calendar);
    if (!ok || !show_deviations(sight, "contract", sight->asked->arguments[0]))
        return false;
    sight_close(sight);
    return true;
}

/* The one row of that code and year; of a contract, whose code has no year, of the one that it has. */
static bool make(struct sight *sight, enum ledger_id kind,
                 bool (*show)(struct sight *sight, const struct rows_read *read))
{
    const struct rows_filter filter = {.year = sight->year,
                                       .closed = sight->closed,
                                       .unit = "",
                                       .code = sight->asked->arguments[0],
                                       .limit = 1};
    struct rows_read read;

    if (!store_rows_read(sight->context->session, kind, &filter, &read, sight->err))
        return false;
    bool ok = db_rows(read.rows) == 1 ? show(sight, &read) : sight_missing(sight);
    db_result_free(read.rows);
    return ok;
}

static bool make_indicator(struct sight *sight)
{
    return make(sight, LEDGER_INDICATORS, show_indicator);
}

static bool make_contract(struct sight *sight)
{
    return make(sight, LEDGER_CONTRACTS, show_contract);
}

bool page_indicator(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make_indicator);
}

bool page_contract(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make_contract);
}
