/* A project: its money month by month, its indicators, deadlines and deviations, and what was sent of them.
 * The figures are those of a notice (core/notice.h) made for this project alone, as of the latest month that
 * its unit has reported. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/catalogue_history.h"
#include "core/catalogue_notice.h"
#include "db/store_history.h"
#include "report/notice_charts.h"
#include "service/page_parts.h"
#include "service/page_project_parts.h"

static struct notice_paper paper_of(const struct sight *sight)
{
    return (struct notice_paper){.language = sight->language,
                                 .money_unit = sight->context->config->notice.money_unit};
}

static void show_facts(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    const struct pg_result *row = at->row;
    const char *category = sight_cell(row, 0, VIEW_PROJECT_CATEGORY);

    site_facts(&sight->page);
    site_fact(&sight->page, sight_word(sight, PAGE_CODE), at->code, NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_UNIT), sight_cell(row, 0, VIEW_PROJECT_UNIT_NAME),
              sight_to(sight, "/units/", sight_cell(row, 0, VIEW_PROJECT_UNIT)));
    site_fact(&sight->page, sight_word(sight, PAGE_CATEGORY),
              sight_word(sight, strcmp(category, "basic") == 0 ? PAGE_BASIC : PAGE_PROJECT_MONEY), NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_MANAGER), sight_cell(row, 0, VIEW_PROJECT_MANAGER), NULL);
    site_facts_end(&sight->page);
}

static void show_keys(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    fen budget = db_int(at->row, 0, VIEW_PROJECT_BUDGET), spent = db_int(at->row, 0, VIEW_PROJECT_SPENT);
    const struct money_sum sum = money_sum_of(budget, spent, at->month);
    struct sight_rates rates = sight_rates(sight, &sum);
    const struct site_key keys[] = {
        {sight_word(sight, PAGE_MONTH), sight_month(sight, at->month), NULL, NULL, TONE_NONE},
        {sight_word(sight, PAGE_BUDGET), sight_money(sight, budget),
         site_to(&sight->page, "/rows/budgets", NULL, "year", sight->year_text, "project", at->code, NULL),
         sight_money_unit(sight), TONE_NONE},
        {sight_word(sight, PAGE_SPENT), sight_money(sight, spent),
         site_to(&sight->page, "/rows/execution", NULL, "year", sight->year_text, "project", at->code, NULL),
         NULL, TONE_NONE},
        {sight_word(sight, PAGE_RATE), rates.rate, NULL, NULL, TONE_NONE},
        {sight_word(sight, PAGE_REFERENCE), rates.reference, NULL, NULL, TONE_NONE},
        {sight_word(sight, PAGE_GAP), rates.gap, NULL, NULL, rates.tone},
    };

    site_keys(&sight->page, keys, sizeof keys / sizeof keys[0]);
}

/* Of the budget, as the picture draws it. */
static const char *reference_money(struct sight *sight, const struct notice *notice, int month)
{
    struct notice_rate rate = notice->year_curve.reference[month];
    struct ratio money;
    fen amount;

    if (!rate.known || !ratio_mul(rate.value, ratio_int(notice->now.budget), &money) ||
        !ratio_round(money, 0, &amount))
        return "—";
    return sight_money(sight, amount);
}

static void month_row(const struct project_sight *at, int month)
{
    struct sight *sight = at->sight;
    const struct notice *notice = at->notice;
    const struct notice_curve *curve = &notice->year_curve;
    char text[12];
    struct buf rate = {0};

    snprintf(text, sizeof text, "%d", month);
    site_row(&sight->page, ROW_PLAIN);
    site_cell(&sight->page, sight_month(sight, month));
    site_cell(&sight->page, reference_money(sight, notice, month));
    if (curve->has_plan[month])
        site_cell_link(&sight->page, sight_money(sight, curve->plan[month]),
                       site_to(&sight->page, "/rows/plans", NULL, "year", sight->year_text, "project",
                               at->code, "month", text, NULL));
    else
        site_cell(&sight->page, "—");
    if (curve->has_spent[month])
        site_cell_link(&sight->page, sight_money(sight, curve->spent[month]),
                       site_to(&sight->page, "/rows/execution", NULL, "year", sight->year_text, "project",
                               at->code, "month", text, NULL));
    else if (month == MONTHS && notice->projection.known)
        site_cell(&sight->page, sight_beside(sight, sight_money(sight, notice->projection.spent),
                                             sight_word(sight, PAGE_PROJECTION)));
    else
        site_cell(&sight->page, "—");
    if (curve->has_spent[month] && notice->now.budget > 0)
        catalogue_notice_rate(&rate, (struct notice_rate){true, {curve->spent[month], notice->now.budget}});
    site_cell(&sight->page, rate.length > 0 ? buf_text(&rate) : "—");
    buf_free(&rate);
}

static void show_curve(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    struct notice_paper paper = paper_of(sight);
    const struct document_column columns[] = {{sight_word(sight, PAGE_MONTH), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_REFERENCE), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_PLAN), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_SPENT), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_RATE), ALIGN_RIGHT, 0}};
    struct buf svg = {0}, words = {0};

    if (!notice_curve_svg(&svg, &words, at->notice, &paper)) {
        buf_free(&words);
        return;
    }
    site_heading(&sight->page, 2, sight_word(sight, PAGE_CURVE));
    site_figure(&sight->page, buf_text(&svg), buf_text(&words));
    site_table(&sight->page, sight_money_unit(sight), columns, sizeof columns / sizeof columns[0]);
    for (int month = 1; month <= MONTHS; month++)
        month_row(at, month);
    site_table_end(&sight->page);
    buf_free(&svg);
    buf_free(&words);
}

static void show_funds(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    const struct document_column columns[] = {{sight_word(sight, PAGE_FUND), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_BUDGET), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_SPENT), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_RATE), ALIGN_RIGHT, 0}};

    if (at->notice->fund_count == 0)
        return;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_FUNDS));
    site_table(&sight->page, sight_money_unit(sight), columns, 4);
    for (size_t i = 0; i < at->notice->fund_count; i++) {
        const struct notice_line *line = &at->notice->funds[i];
        /* The fund without a name has a parameter of its own: an empty one says nothing. */
        const char *fund = line->name[0] != '\0' ? line->name : "1";
        struct buf rate = {0};
        catalogue_notice_rate(&rate, line->now.rate);
        site_row(&sight->page, ROW_PLAIN);
        site_cell(&sight->page, line->name[0] != '\0' ? line->name : sight_word(sight, PAGE_NO_FUND));
        site_cell_link(&sight->page, sight_money(sight, line->now.budget),
                       site_to(&sight->page, "/rows/budgets", NULL, "year", sight->year_text, "project",
                               at->code, line->name[0] != '\0' ? "fund" : "nofund", fund, NULL));
        site_cell_link(&sight->page, sight_money(sight, line->now.spent),
                       site_to(&sight->page, "/rows/execution", NULL, "year", sight->year_text, "project",
                               at->code, line->name[0] != '\0' ? "fund" : "nofund", fund, NULL));
        site_cell(&sight->page, buf_text(&rate));
        buf_free(&rate);
    }
    site_table_end(&sight->page);
}

static bool read_deviations(const struct project_sight *at, struct deviation_rows *ret_rows,
                            int64_t ids[SIGHT_ROWS], size_t *ret_count, bool *ret_more)
{
    struct sight *sight = at->sight;
    const struct view_deviations which = {
        .year = sight->year, .unit = "", .state = VIEW_ANY, .project = at->code, .limit = SIGHT_ROWS + 1};
    struct pg_result *rows = NULL;

    if (!store_view_deviations(sight->context->session, &which, &rows, sight->err))
        return false;
    *ret_more = db_rows(rows) > SIGHT_ROWS;
    for (*ret_count = 0; (int)*ret_count < db_rows(rows) && *ret_count < SIGHT_ROWS; ++*ret_count)
        ids[*ret_count] = db_int(rows, (int)*ret_count, 0);
    db_result_free(rows);
    return store_deviations_of(sight->context->session, ids, *ret_count, sight->context->config->utc_offset,
                               ret_rows, sight->err);
}

static bool show_deviations(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    struct deviation_rows rows = {0};
    int64_t ids[SIGHT_ROWS];
    size_t count;
    bool more;

    if (!read_deviations(at, &rows, ids, &count, &more))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_DEVIATIONS));
    section_deviations(sight, sight_word(sight, PAGE_DEVIATIONS), &rows);
    if (more)
        sight_next(sight, site_to(&sight->page, "/deviations", NULL, "year", sight->year_text, "project",
                                  at->code, "state", "all", NULL));
    store_deviations_done(&rows);
    return section_told(sight, ids, count);
}

static void show_change(struct sight *sight, const struct history_change *change)
{
    struct buf what = {0};

    catalogue_history_change(&what, sight->language, change);
    site_row(&sight->page, ROW_PLAIN);
    site_cell(&sight->page, change->at);
    site_cell(&sight->page, change->user);
    site_cell(&sight->page, buf_text(&what));
    buf_free(&what);
}

/* A login that may not read the trail is told so. */
static bool show_audit(const struct project_sight *at)
{
    enum { CHANGES_MOST = 40 };
    struct sight *sight = at->sight;
    const struct document_column columns[] = {{sight_word(sight, PAGE_WHEN), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_WHO), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_WHAT), ALIGN_LEFT, 0}};
    struct db_session *session = sight->context->session;
    struct history_rows rows = {0};
    struct err err = {0};

    site_heading(&sight->page, 2, sight_word(sight, PAGE_AUDIT));
    if (!store_history_read(session, at->code, sight->year, sight->context->config->utc_offset, &rows,
                            &err)) {
        if (strcmp(session->sqlstate, "42501") != 0)
            return err_set(sight->err, err.code, "%s", err.text);
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_RIGHT));
        return true;
    }
    if (rows.count == 0)
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_CHANGE));
    else
        site_table(&sight->page, sight_word(sight, PAGE_AUDIT), columns, 3);
    for (size_t i = 0; i < rows.count && i < CHANGES_MOST; i++)
        show_change(sight, &rows.list[rows.count - 1 - i].change);
    if (rows.count > 0)
        site_table_end(&sight->page);
    if (rows.count > CHANGES_MOST)
        site_note(&sight->page, sight_word(sight, PAGE_AUDIT_MORE));
    store_history_done(&rows);
    return true;
}

static bool show(const struct project_sight *at)
{
    struct sight *sight = at->sight;
    const struct site_step step = {sight_word(sight, PAGE_PROJECTS), sight_to(sight, "/projects", NULL),
                                   false};

    sight_open(sight, sight_cell(at->row, 0, VIEW_PROJECT_NAME), NULL, &step, 1);
    if (!sight_years(sight, "/projects/", at->code))
        return false;
    show_facts(at);
    show_keys(at);
    show_curve(at);
    show_funds(at);
    if (!project_indicators(at))
        return false;
    project_deadlines(at);
    if (!show_deviations(at) || !show_audit(at))
        return false;
    sight_close(sight);
    return true;
}

static bool make(struct sight *sight)
{
    const char *code = sight->asked->arguments[0];
    struct pg_result *rows = NULL;

    if (!store_view_projects_of(sight->context->session, &code, 1, sight->year, sight->closed, &rows,
                                sight->err))
        return false;
    bool ok = db_rows(rows) > 0 || sight_missing(sight);
    if (db_rows(rows) > 0) {
        struct project_sight at = {
            .sight = sight, .code = code, .row = rows, .month = (int)db_int(rows, 0, VIEW_PROJECT_MONTH)};
        const struct project_order order = {.code = code,
                                            .year = sight->year,
                                            .month = at.month > 0 ? at.month : 1,
                                            .today = sight->context->today,
                                            .policy = sight->context->policy};
        struct project_made made;
        ok = project_make(sight->context->session, &order, &made, sight->err);
        if (ok) {
            at.made = &made;
            at.notice = &made.notice;
            ok = show(&at);
            project_made_done(&made);
        }
    }
    db_result_free(rows);
    return ok;
}

bool page_project(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}
