/* The tables of money: rows of units or projects, and the lines of the whole. */
#include "report/notice_document_parts.h"

#define COUNT(columns) (sizeof(columns) / sizeof *(columns))

/* What the shown rows add up to, each rounded. */
struct shown_sum {
    int64_t budget, spent;
};

static void add_row(struct notice_page *page, const struct notice_row *row, struct shown_sum *shown);
static void add_others(struct notice_page *page, size_t from, size_t to, struct shown_sum *shown);
static void add_total(struct notice_page *page);
static void say_difference(struct notice_page *page, const struct shown_sum *shown,
                           const struct notice_money *total);
static void add_shown(struct notice_page *page, struct shown_sum *shown, const struct notice_money *money);
static bool has_last_year(const struct notice *notice);

void notice_rows_table(struct notice_page *page)
{
    const struct notice *notice = page->notice;
    const int money = page->paper->money_unit == MONEY_WAN ? 13 : 19; /* wide */
    const struct notice_column columns[] = {
        {notice_of_units(notice) ? NOTICE_UNIT : NOTICE_PROJECT, ALIGN_LEFT, 22},
        {NOTICE_RANK, ALIGN_CENTER, 9},
        {NOTICE_BUDGET, ALIGN_RIGHT, money},
        {NOTICE_SPENT, ALIGN_RIGHT, money},
        {NOTICE_RATE, ALIGN_RIGHT, 10},
        {NOTICE_GAP, ALIGN_RIGHT, 9},
        {NOTICE_LIGHT, ALIGN_CENTER, 8},
        {NOTICE_LAST_MONTH, ALIGN_RIGHT, 9},
        {NOTICE_PROJECTED_RATE, ALIGN_RIGHT, 10},
        {NOTICE_LAST_YEAR, ALIGN_RIGHT, 9}};
    size_t count = COUNT(columns) - (has_last_year(notice) ? 0 : 1);
    bool cut = notice->row_count > NOTICE_ROWS_ALL;
    size_t first = cut ? NOTICE_ROWS_FIRST : notice->row_count;
    size_t last = cut ? notice->row_count - NOTICE_ROWS_LAST : notice->row_count;
    struct shown_sum shown = {0};

    page_table(page, columns, count, TABLE_CARDS | TABLE_SMALL);
    for (size_t i = 0; i < first; i++)
        add_row(page, &notice->rows[i], &shown);
    if (cut)
        add_others(page, first, last, &shown);
    for (size_t i = last; i < notice->row_count; i++)
        add_row(page, &notice->rows[i], &shown);
    add_total(page);
    say_difference(page, &shown, &notice->now);
    if (cut)
        page_more(page, last, first);
}

static bool has_last_year(const struct notice *notice)
{
    bool some = notice->has_last_year;

    for (size_t i = 0; i < notice->row_count && !some; i++)
        some = notice->rows[i].has_last_year;
    return some;
}

static enum tone light_tone(enum notice_light light)
{
    switch (light) {
    case NOTICE_RED: return TONE_BAD;
    case NOTICE_YELLOW: return TONE_NOTICE;
    case NOTICE_BLUE: return TONE_INFO;
    case NOTICE_GREEN: return TONE_GOOD;
    case NOTICE_UNLIT: break;
    }
    return TONE_NONE;
}

static void add_rank(struct notice_page *page, const struct notice_row *row)
{
    if (row->rank > 0)
        buf_printf(&page->text, "%d", row->rank);
    else
        buf_puts(&page->text, "—");
    if (row->rank > 0 && row->last_month_rank > 0) {
        buf_putc(&page->text, ' ');
        catalogue_notice_movement(&page->text, row->rank, row->last_month_rank);
    }
    page_cell(page, TONE_NONE);
}

static struct notice_rate projected_rate(const struct notice_row *row)
{
    struct notice_rate rate = {.known = row->projected_known && row->now.budget > 0};

    rate.known = rate.known && ratio_of(row->projected, row->now.budget, &rate.value);
    return rate;
}

static void add_row(struct notice_page *page, const struct notice_row *row, struct shown_sum *shown)
{
    enum language language = page->paper->language;

    document_row(page->document, ROW_PLAIN);
    catalogue_notice_row(&page->text, language, row);
    if (row->answers != NULL)
        buf_printf(&page->text, language == LANGUAGE_ZH ? "（%s）" : " (%s)", row->answers);
    page_cell(page, TONE_NONE);
    add_rank(page, row);
    page_money(page, row->now.budget);
    page_money(page, row->now.spent);
    page_rate(page, row->now.rate);
    page_points(page, row->gap, true);
    document_cell(page->document, catalogue_notice_light(language, row->light), light_tone(row->light));
    page_points(page,
                page->notice->month > 1 ? notice_rate_less(row->now.rate, row->last_month.rate)
                                        : (struct notice_rate){0},
                true);
    page_rate(page, projected_rate(row));
    if (has_last_year(page->notice))
        page_points(page,
                    row->has_last_year ? notice_rate_less(row->now.rate, row->last_year.rate)
                                       : (struct notice_rate){0},
                    true);
    add_shown(page, shown, &row->now);
}

/* Sums that do not fit are those of a whole that does not fit, and such a notice is not made. */
static void add_shown(struct notice_page *page, struct shown_sum *shown, const struct notice_money *money)
{
    (void)!dec_add(shown->budget, notice_money_shown(page->paper->money_unit, money->budget), &shown->budget);
    (void)!dec_add(shown->spent, notice_money_shown(page->paper->money_unit, money->spent), &shown->spent);
}

/* Those that are not shown, as one row, so that what is shown adds up. */
static void add_others(struct notice_page *page, size_t from, size_t to, struct shown_sum *shown)
{
    const struct notice *notice = page->notice;
    struct notice_money sum = {0};

    for (size_t i = from; i < to; i++) {
        (void)!dec_add(sum.budget, notice->rows[i].now.budget, &sum.budget);
        (void)!dec_add(sum.spent, notice->rows[i].now.spent, &sum.spent);
    }
    sum.rate.known = sum.budget > 0 && ratio_of(sum.spent, sum.budget, &sum.rate.value);
    document_row(page->document, ROW_GROUP);
    catalogue_notice_others(&page->text, page->paper->language, notice_of_units(notice), to - from);
    page_cell(page, TONE_NONE);
    document_cell(page->document, "", TONE_NONE);
    page_money(page, sum.budget);
    page_money(page, sum.spent);
    page_rate(page, sum.rate);
    page_points(page, notice_rate_less(sum.rate, notice->reference), true);
    add_shown(page, shown, &sum);
}

static void add_total(struct notice_page *page)
{
    const struct notice *notice = page->notice;

    document_row(page->document, ROW_TOTAL);
    page_fixed_cell(page, NOTICE_SUM);
    document_cell(page->document, "", TONE_NONE);
    page_money(page, notice->now.budget);
    page_money(page, notice->now.spent);
    page_rate(page, notice->now.rate);
    page_points(page, notice->gap, true);
    document_cell(page->document, "", TONE_NONE);
    page_points(page,
                notice->month > 1 ? notice_rate_less(notice->now.rate, notice->last_month.rate)
                                  : (struct notice_rate){0},
                true);
    page_rate(page, notice->projection.known ? notice->projection.rate : (struct notice_rate){0});
    if (has_last_year(notice))
        page_points(page,
                    notice->has_last_year ? notice_rate_less(notice->now.rate, notice->last_year.rate)
                                          : (struct notice_rate){0},
                    true);
}

static void say_difference(struct notice_page *page, const struct shown_sum *shown,
                           const struct notice_money *total)
{
    int64_t budget = shown->budget - notice_money_shown(page->paper->money_unit, total->budget);
    int64_t spent = shown->spent - notice_money_shown(page->paper->money_unit, total->spent);

    if (budget == 0 && spent == 0)
        return;
    catalogue_notice_rounding(&page->text, page->paper, budget, spent);
    page_note(page);
}

static void add_line(struct notice_page *page, const char *name, const struct notice_line *line)
{
    document_row(page->document, ROW_PLAIN);
    document_cell(page->document, name, TONE_NONE);
    page_money(page, line->now.budget);
    page_money(page, line->now.spent);
    page_rate(page, line->now.rate);
    page_points(page, line->gap, true);
}

static void begin_lines(struct notice_page *page, enum notice_text title)
{
    const struct notice_column columns[] = {{title, ALIGN_LEFT, 36},
                                            {NOTICE_BUDGET, ALIGN_RIGHT, 18},
                                            {NOTICE_SPENT, ALIGN_RIGHT, 18},
                                            {NOTICE_RATE, ALIGN_RIGHT, 14},
                                            {NOTICE_GAP, ALIGN_RIGHT, 14}};

    page_table(page, columns, COUNT(columns), TABLE_CARDS);
}

static void add_unreceived(struct notice_page *page)
{
    static const struct notice_column columns[] = {{NOTICE_PROJECT, ALIGN_LEFT, 40},
                                                   {NOTICE_BUDGET, ALIGN_RIGHT, 20},
                                                   {NOTICE_RECEIVED, ALIGN_RIGHT, 20},
                                                   {NOTICE_SPENT, ALIGN_RIGHT, 20}};
    const struct notice *notice = page->notice;
    size_t shown =
        notice->unreceived_count < NOTICE_SHORT_LIST_MOST ? notice->unreceived_count : NOTICE_SHORT_LIST_MOST;

    catalogue_notice_unreceived(&page->text, page->paper, notice);
    page_paragraph(page);
    page_table(page, columns, COUNT(columns), TABLE_CARDS);
    for (size_t i = 0; i < shown; i++) {
        const struct notice_line *line = &notice->unreceived[i];
        document_row(page->document, ROW_PLAIN);
        document_cell(page->document, line->name, TONE_NONE);
        page_money(page, line->now.budget);
        page_money(page, line->now.received);
        page_money(page, line->now.spent);
    }
    page_more(page, notice->unreceived_count, shown);
}

static bool is_used(const struct notice_line *line)
{
    return line->now.budget != 0 || line->now.spent != 0;
}

/* A table of one line would say what the key figures say. */
void notice_lines_tables(struct notice_page *page)
{
    const struct notice *notice = page->notice;
    enum language language = page->paper->language;
    size_t shown = notice->fund_count < NOTICE_LIST_MOST ? notice->fund_count : NOTICE_LIST_MOST;

    if (is_used(&notice->categories[CATEGORY_BASIC]) && is_used(&notice->categories[CATEGORY_PROJECT])) {
        begin_lines(page, NOTICE_CATEGORY);
        add_line(page, catalogue_notice(language, NOTICE_BASIC), &notice->categories[CATEGORY_BASIC]);
        add_line(page, catalogue_notice(language, NOTICE_PROJECTS), &notice->categories[CATEGORY_PROJECT]);
    }
    if (notice->fund_count > 1) {
        begin_lines(page, NOTICE_FUND);
        for (size_t i = 0; i < shown; i++)
            add_line(page,
                     notice->funds[i].name[0] != '\0' ? notice->funds[i].name
                                                      : catalogue_notice(language, NOTICE_NO_FUND),
                     &notice->funds[i]);
        page_more(page, notice->fund_count, shown);
    }
    if (notice->unreceived_count > 0)
        add_unreceived(page);
}
