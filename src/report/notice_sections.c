/* The sections behind the rows: the year, what is off course, what falls due, goals, transfers, the score. */
#include <stdlib.h>

#include "core/catalogue_sheet.h"
#include "report/notice_charts.h"
#include "report/notice_document_parts.h"

#define COUNT(columns) (sizeof(columns) / sizeof *(columns))

static void add_months(struct notice_page *page);
static void add_indicators(struct notice_page *page);

static size_t at_most(size_t count, size_t most)
{
    return count < most ? count : most;
}

static enum tone severity_tone(enum severity severity)
{
    return severity == SEVERITY_RED ? TONE_BAD : severity == SEVERITY_YELLOW ? TONE_NOTICE : TONE_INFO;
}

void notice_year_section(struct notice_page *page)
{
    struct buf svg = {0};

    page_heading(page, NOTICE_YEAR);
    if (page->notice->projection.known) {
        catalogue_notice_projection(&page->text, page->paper, page->notice);
        page_paragraph(page);
    }
    if (notice_curve_svg(&svg, &page->text, page->notice, page->paper)) {
        document_figure(page->document, buf_text(&svg), buf_text(&page->text));
        buf_clear(&page->text);
        add_months(page);
    }
    buf_clear(&page->text);
    buf_free(&svg);
}

static void add_months(struct notice_page *page)
{
    static const struct notice_column columns[] = {{NOTICE_MONTH, ALIGN_CENTER, 12},
                                                   {NOTICE_SPENT, ALIGN_RIGHT, 30},
                                                   {NOTICE_PLAN, ALIGN_RIGHT, 30},
                                                   {NOTICE_REFERENCE, ALIGN_RIGHT, 28}};
    const struct notice_curve *curve = &page->notice->year_curve;

    page_table(page, columns, COUNT(columns), TABLE_INSTEAD);
    for (int month = 1; month <= MONTHS; month++) {
        document_row(page->document, ROW_PLAIN);
        buf_printf(&page->text, "%d", month);
        page_cell(page, TONE_NONE);
        if (curve->has_spent[month])
            catalogue_notice_money(&page->text, page->paper->money_unit, curve->spent[month]);
        page_cell(page, TONE_NONE);
        if (curve->has_plan[month])
            catalogue_notice_money(&page->text, page->paper->money_unit, curve->plan[month]);
        page_cell(page, TONE_NONE);
        page_rate(page, curve->reference[month]);
    }
}

/* Two decimals, as scores have; of what is less than that only that it is. */
static void add_points(struct notice_page *page, const struct notice_deviation *deviation)
{
    enum { HUNDREDTH = 10000 };
    char points[DEC_TEXT];
    int64_t shown;

    if (deviation->has_points && deviation->points > 0 && deviation->points < HUNDREDTH)
        buf_puts(&page->text, "<0.01");
    else if (deviation->has_points && ratio_round((struct ratio){deviation->points, HUNDREDTH}, 0, &shown))
        buf_puts(&page->text, dec_format(shown, SCALE_FEN, points));
    page_cell(page, TONE_NONE);
}

static void add_deviation(struct notice_page *page, const struct notice_deviation *deviation)
{
    enum language language = page->paper->language;
    const struct verdict *verdict = &deviation->verdict;

    document_row(page->document, ROW_PLAIN);
    buf_printf(&page->text, "%s %s", catalogue_severity(language, verdict->severity),
               catalogue_rule(language, verdict->rule));
    page_cell(page, severity_tone(verdict->severity));
    page_who(page, deviation->name, deviation->answers);
    if (deviation->kind != SUBJECT_UNIT && deviation->unit_name != NULL)
        buf_printf(&page->text, " · %s", deviation->unit_name);
    page_cell(page, TONE_NONE);
    catalogue_explain(&page->text, language, verdict);
    page_cell(page, TONE_NONE);
    catalogue_notice_answered(&page->text, page->paper, deviation->standing);
    page_cell(page, TONE_NONE);
    add_points(page, deviation);
}

void notice_deviations_section(struct notice_page *page)
{
    static const struct notice_column columns[] = {{NOTICE_WHAT, ALIGN_LEFT, 14},
                                                   {NOTICE_WHERE, ALIGN_LEFT, 23},
                                                   {NOTICE_ARITHMETIC, ALIGN_LEFT, 36},
                                                   {NOTICE_STATE, ALIGN_LEFT, 18},
                                                   {NOTICE_AT_RISK, ALIGN_RIGHT, 9}};
    const struct notice *notice = page->notice;
    size_t shown = at_most(notice->deviation_count, NOTICE_LIST_MOST);

    page_heading(page, NOTICE_DEVIATIONS);
    if (shown == 0) {
        document_paragraph(page->document, catalogue_notice(page->paper->language, NOTICE_NO_DEVIATION));
        return;
    }
    catalogue_notice_alerts(&page->text, page->paper, notice);
    page_paragraph(page);
    page_table(page, columns, COUNT(columns), TABLE_CARDS | TABLE_SMALL);
    for (size_t i = 0; i < shown; i++)
        add_deviation(page, &notice->deviations[i]);
    page_more(page, notice->deviation_count, shown);
}

void notice_deadlines_section(struct notice_page *page)
{
    static const struct notice_column columns[] = {{NOTICE_DUE, ALIGN_CENTER, 14},
                                                   {NOTICE_DAYS_LEFT, ALIGN_LEFT, 16},
                                                   {NOTICE_MATTER, ALIGN_LEFT, 40},
                                                   {NOTICE_ANSWERS, ALIGN_LEFT, 30}};
    const struct notice *notice = page->notice;
    enum language language = page->paper->language;
    size_t shown = at_most(notice->deadline_count, NOTICE_LIST_MOST);
    char day[DATE_TEXT];

    page_heading(page, NOTICE_DEADLINES);
    if (shown == 0) {
        document_paragraph(page->document, catalogue_notice(language, NOTICE_NO_DEADLINE));
        return;
    }
    page_table(page, columns, COUNT(columns), TABLE_CARDS);
    for (size_t i = 0; i < shown; i++) {
        const struct notice_deadline *deadline = &notice->deadlines[i];
        document_row(page->document, ROW_PLAIN);
        document_cell(page->document, date_format(deadline->due, day), TONE_NONE);
        catalogue_notice_days(&page->text, language, deadline->days, deadline->unsure);
        page_cell(page, deadline->days < 0 ? TONE_BAD : TONE_NOTICE);
        buf_printf(&page->text, language == LANGUAGE_ZH ? "%s：%s" : "%s: %s",
                   catalogue_notice_deadline(language, deadline->kind), deadline->name);
        if (deadline->project_name[0] != '\0')
            buf_printf(&page->text, language == LANGUAGE_ZH ? "（%s）" : " (%s)", deadline->project_name);
        page_cell(page, TONE_NONE);
        page_who(page, deadline->unit_name, deadline->answers);
        page_cell(page, TONE_NONE);
    }
    page_more(page, notice->deadline_count, shown);
}

static struct notice_rate completion_of(const struct notice_goal *goal)
{
    return (struct notice_rate){true, {goal->completion, 1000000}};
}

/* Those of which something is to be said: the others are points in the picture. */
static void add_goals(struct notice_page *page)
{
    static const struct notice_column columns[] = {{NOTICE_PROJECT, ALIGN_LEFT, 36},
                                                   {NOTICE_UNIT, ALIGN_LEFT, 24},
                                                   {NOTICE_RATE, ALIGN_RIGHT, 12},
                                                   {NOTICE_COMPLETION, ALIGN_RIGHT, 14},
                                                   {NOTICE_QUARTER, ALIGN_CENTER, 14}};
    const struct notice *notice = page->notice;
    size_t shown = 0, all = 0;

    page_table(page, columns, COUNT(columns), TABLE_CARDS);
    for (size_t i = 0; i < notice->goal_count; i++) {
        const struct notice_goal *goal = &notice->goals[i];
        if (!goal->gap && goal->quarter == NOTICE_BOTH_GOOD)
            continue;
        all++;
        if (shown == NOTICE_SHORT_LIST_MOST)
            continue;
        shown++;
        document_row(page->document, ROW_PLAIN);
        document_cell(page->document, goal->name, TONE_NONE);
        document_cell(page->document, goal->unit_name, TONE_NONE);
        page_rate(page, (struct notice_rate){true, goal->rate});
        page_rate(page, completion_of(goal));
        document_cell(page->document, catalogue_notice_quarter(page->paper->language, goal->quarter),
                      goal->gap ? TONE_BAD : TONE_NONE);
    }
    page_more(page, all, shown);
}

void notice_goals_section(struct notice_page *page)
{
    const struct notice *notice = page->notice;
    struct buf svg = {0}, words = {0};

    if (notice->goal_count == 0 && notice->indicators_watched == 0)
        return;
    page_heading(page, NOTICE_GOALS);
    catalogue_notice_goals(&page->text, page->paper, notice);
    page_paragraph(page);
    if (notice_goals_svg(&svg, &words, notice, page->paper)) {
        document_figure(page->document, buf_text(&svg), buf_text(&words));
        add_goals(page);
    }
    buf_free(&svg);
    buf_free(&words);
    if (notice->indicator_count > 0)
        add_indicators(page);
}

static void add_indicators(struct notice_page *page)
{
    static const struct notice_column columns[] = {{NOTICE_INDICATOR, ALIGN_LEFT, 26},
                                                   {NOTICE_LIGHT, ALIGN_CENTER, 9},
                                                   {NOTICE_UNIT, ALIGN_LEFT, 18},
                                                   {NOTICE_ARITHMETIC, ALIGN_LEFT, 34},
                                                   {NOTICE_LIKELIHOOD, ALIGN_LEFT, 13}};
    const struct notice *notice = page->notice;
    enum language language = page->paper->language;
    size_t shown = at_most(notice->indicator_count, NOTICE_SHORT_LIST_MOST);

    page_table(page, columns, COUNT(columns), TABLE_CARDS | TABLE_SMALL);
    for (size_t i = 0; i < shown; i++) {
        const struct notice_indicator *indicator = &notice->indicators[i];
        document_row(page->document, ROW_PLAIN);
        page_who(page, indicator->facts->name, indicator->facts->manager);
        page_cell(page, TONE_NONE);
        document_cell(page->document, catalogue_severity(language, indicator->severity),
                      severity_tone(indicator->severity));
        document_cell(page->document, indicator->unit_name, TONE_NONE);
        catalogue_explain(&page->text, language, &indicator->verdict);
        page_cell(page, TONE_NONE);
        if (indicator->outlook != NULL)
            buf_puts(&page->text, catalogue_notice_likelihood(language, indicator->outlook->likelihood));
        page_cell(page, TONE_NONE);
    }
    page_more(page, notice->indicator_count, shown);
}

static void add_transfers(struct notice_page *page, enum notice_text title,
                          const struct notice_transfer *transfers, size_t count)
{
    const struct notice_column columns[] = {{NOTICE_PROJECT, ALIGN_LEFT, 28},
                                            {NOTICE_UNIT, ALIGN_LEFT, 24},
                                            {NOTICE_BUDGET, ALIGN_RIGHT, 14},
                                            {title, ALIGN_RIGHT, 14},
                                            {NOTICE_PROJECTED, ALIGN_RIGHT, 14}};
    size_t shown = at_most(count, NOTICE_SHORT_LIST_MOST);

    if (count == 0)
        return;
    page_table(page, columns, COUNT(columns), TABLE_CARDS);
    for (size_t i = 0; i < shown; i++) {
        const struct notice_transfer *transfer = &transfers[i];
        document_row(page->document, ROW_PLAIN);
        document_cell(page->document, transfer->name, TONE_NONE);
        page_who(page, transfer->unit_name, transfer->answers);
        page_cell(page, TONE_NONE);
        page_money(page, transfer->budget);
        page_money(page, transfer->amount);
        catalogue_notice_money(&page->text, page->paper->money_unit, transfer->projected);
        catalogue_notice_basis(&page->text, page->paper->language, transfer->by_outlook);
        page_cell(page, TONE_NONE);
    }
    page_more(page, count, shown);
}

void notice_transfers_section(struct notice_page *page)
{
    const struct notice *notice = page->notice;

    if (notice->leaving_count + notice->short_count == 0)
        return;
    page_heading(page, NOTICE_TRANSFERS);
    catalogue_notice_transfers(&page->text, page->paper, notice);
    page_paragraph(page);
    add_transfers(page, NOTICE_LEAVING, notice->leaving, notice->leaving_count);
    add_transfers(page, NOTICE_SHORT, notice->short_, notice->short_count);
}

/* The score, and where the most points can be won back. */
void notice_score_section(struct notice_page *page)
{
    enum { WINNABLE_MOST = 5 };
    const struct notice_score *score = &page->notice->score;
    enum language language = page->paper->language;
    char points[DEC_TEXT];

    if (!score->known)
        return;
    page_heading(page, NOTICE_SCORE);
    catalogue_notice_score(&page->text, page->paper, page->notice);
    page_paragraph(page);
    if (score->sheet == NULL)
        return;
    size_t *order = mem_alloc((score->sheet->item_count + 1) * sizeof *order);
    size_t count = sheet_lost(score->sheet, order);
    for (size_t i = 0; i < count && i < WINNABLE_MOST; i++) {
        const struct sheet_item *item = &score->sheet->items[order[i]];
        if (item->winnable <= 0)
            break;
        buf_printf(&page->text, language == LANGUAGE_ZH ? "%s（可挽回%s分）：" : "%s (%s can be won back): ",
                   words_in(item->name, language), dec_format_short(item->winnable, SCALE_MICRO, points));
        catalogue_proposal(&page->text, language, item);
        page_item(page);
    }
    free(order);
}
