/* The charts, made by the spreadsheet. What they show stands below them as plain numbers: a program that does
 * not calculate has no values of formulas to draw. */
#include <stdio.h>

#include "report/notice_xlsx_parts.h"

enum { BARS_MOST = 24, CHART_ROWS = 28, WIDTH = 1080, HEIGHT = 660, CHARTS = 3, COLUMNS = 8 };
enum { BLUE = 0x1F4E79, GREEN = 0x17663A, RED = 0xB3261E, BROWN = 0x7A5200, GRAY = 0x8C8C8C };
enum { QUARTERS = NOTICE_BOTH_BEHIND + 1 };

/* A column of figures: rows from `first` to `last`. */
struct range {
    lxw_col_t column;
    lxw_row_t first, last;
};

static lxw_chart *add_chart(struct notice_book *book, enum lxw_chart_type type, const char *title);
static void place_chart(struct notice_book *book, lxw_chart *chart, int at);
static size_t count_drawn(const struct notice *notice);
static void draw_rates(struct notice_book *book, size_t drawn, int at);
static void draw_year(struct notice_book *book, int at);
static void draw_goals(struct notice_book *book, int at);

void book_write_charts(struct notice_book *book)
{
    size_t drawn = count_drawn(book->notice);
    bool bars = drawn > 1, goals = book->notice->goal_count > 0;
    lxw_row_t breaks[CHARTS + 1] = {0};
    int count = 1 + bars + goals;

    book_page(book, BOOK_CHARTS);
    for (lxw_col_t column = 0; column < COLUMNS; column++)
        xlsx_width(&book->to, column, column == 0 ? 36 : 17);
    for (int i = 0; i < count; i++)
        breaks[i] = (lxw_row_t)(BOOK_HEADER_ROW + (i + 1) * CHART_ROWS);
    worksheet_set_h_pagebreaks(book->to.page, breaks);
    book->to.row = breaks[count - 1];
    xlsx_print(&book->to, COLUMNS, 0); /* the charts; their figures are on the other pages */
    draw_year(book, 0);
    if (bars)
        draw_rates(book, drawn, 1);
    if (goals)
        draw_goals(book, 1 + bars);
}

static lxw_chart *add_chart(struct notice_book *book, enum lxw_chart_type type, const char *title)
{
    lxw_chart *chart = workbook_add_chart(book->to.book, (uint8_t)type);
    lxw_chart_font font = {.size = 14, .bold = LXW_TRUE};

    chart_title_set_name(chart, title);
    chart_title_set_name_font(chart, &font);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    book_heading(book, title);
    return chart;
}

/* Once it has its series: the library takes no empty one. */
static void place_chart(struct notice_book *book, lxw_chart *chart, int at)
{
    lxw_chart_options options = {.x_scale = WIDTH / 480.0, .y_scale = HEIGHT / 288.0};

    worksheet_insert_chart_opt(book->to.page, (lxw_row_t)(BOOK_HEADER_ROW + at * CHART_ROWS), 0, chart,
                               &options);
}

static lxw_chart_series *add_series(struct notice_book *book, lxw_chart *chart, const char *name,
                                    struct range categories, struct range values)
{
    const char *page = book_word(book, BOOK_CHARTS);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

    chart_series_set_categories(series, page, categories.first, categories.column, categories.last,
                                categories.column);
    chart_series_set_values(series, page, values.first, values.column, values.last, values.column);
    chart_series_set_name(series, name);
    return series;
}

static void set_line(lxw_chart_series *series, lxw_color_t color, uint8_t dashes)
{
    lxw_chart_line line = {.color = color, .width = 2.25f, .dash_type = dashes};

    chart_series_set_line(series, &line);
}

static void set_grid(lxw_chart_axis *axis)
{
    lxw_chart_line line = {.color = 0xD9D9D9, .width = 0.75f};

    chart_axis_major_gridlines_set_visible(axis, LXW_TRUE);
    chart_axis_major_gridlines_set_line(axis, &line);
}

/* "序时进度 58.33%" */
static void reference_name(const struct notice_book *book, struct buf *name)
{
    buf_printf(name, "%s ", book_notice_word(book, NOTICE_REFERENCE));
    catalogue_notice_rate(name, book->notice->reference);
}

/* Rates ------------------------------------------------------------------------------------------- */

enum { RATE_NAME, RATE_RATE, RATE_REFERENCE, RATE_COLUMNS };

/* Of a row that has spent nothing there is no bar to see. */
static bool is_drawn(const struct notice_row *row)
{
    return row->now.rate.known && row->now.rate.value.num != 0;
}

static size_t count_drawn(const struct notice *notice)
{
    size_t count = 0;

    for (size_t i = 0; i < notice->row_count; i++)
        count += is_drawn(&notice->rows[i]);
    return count;
}

/* Returns the first of the rows that are drawn: all, or the lowest of many. */
static lxw_row_t write_rates(struct notice_book *book, size_t drawn)
{
    const struct notice *notice = book->notice;
    const struct book_column columns[RATE_COLUMNS] = {
        {.title = book_notice_word(book, notice_of_units(notice) ? NOTICE_UNIT : NOTICE_PROJECT)},
        {.title = book_notice_word(book, NOTICE_RATE)},
        {.title = book_notice_word(book, NOTICE_REFERENCE)}};
    size_t skip = drawn > BARS_MOST ? drawn - BARS_MOST : 0;

    book_header(book, columns, RATE_COLUMNS);
    lxw_row_t first = book->to.row;
    for (size_t i = 0; i < notice->row_count; i++) {
        const struct notice_row *row = &notice->rows[i];
        if (!is_drawn(row) || (skip > 0 && skip-- > 0))
            continue;
        catalogue_notice_row(&book->to.text, book->paper->language, row);
        xlsx_buf(&book->to, RATE_NAME, book->plain.text);
        book_rate(book, RATE_RATE, row->now.rate);
        book_rate(book, RATE_REFERENCE, notice->reference);
        xlsx_next_row(&book->to);
    }
    return first;
}

/* The reference is the trend of a series that is everywhere the same and is not drawn itself: bars have no
 * other line across them. */
static void draw_reference(struct notice_book *book, lxw_chart *chart, struct range names,
                           struct range references)
{
    struct buf name = {0};
    lxw_chart_fill no_fill = {.none = LXW_TRUE};
    lxw_chart_line red = {.color = RED, .width = 2.25f};

    reference_name(book, &name);
    lxw_chart_series *series = add_series(book, chart, buf_text(&name), names, references);
    chart_series_set_fill(series, &no_fill);
    chart_series_set_trendline(series, LXW_CHART_TRENDLINE_TYPE_LINEAR, 0);
    chart_series_set_trendline_name(series, buf_text(&name));
    chart_series_set_trendline_forecast(series, 0.5, 0.5);
    chart_series_set_trendline_line(series, &red);
    buf_free(&name);
}

/* It says what the bars and the line are: programs do not agree on the legend of what is not drawn. */
static void rates_title(const struct notice_book *book, size_t drawn, struct buf *title)
{
    const struct notice *notice = book->notice;
    bool zh = book->paper->language == LANGUAGE_ZH;

    buf_puts(title, book_word(book, drawn <= BARS_MOST ? BOOK_CHART_RATES : BOOK_CHART_LOWEST));
    if (notice->reference.known) {
        buf_puts(title, zh ? "（红线：" : " (red line: ");
        reference_name(book, title);
        buf_puts(title, zh ? "）" : ")");
    }
    if (notice->zero_count > 0) {
        buf_puts(title, zh ? "，" : ", ");
        catalogue_notice_undrawn(title, book->paper->language, notice->zero_count);
    }
}

static void draw_rates(struct notice_book *book, size_t drawn, int at)
{
    lxw_chart_font small = {.size = 8};
    size_t count = drawn < BARS_MOST ? drawn : BARS_MOST;
    struct buf title = {0};

    rates_title(book, drawn, &title);
    lxw_chart *chart = add_chart(book, LXW_CHART_BAR, buf_text(&title));
    buf_free(&title);
    lxw_row_t first = write_rates(book, drawn);
    struct range names = {RATE_NAME, first, first + (lxw_row_t)count - 1};
    struct range rates = {RATE_RATE, names.first, names.last};
    struct range references = {RATE_REFERENCE, names.first, names.last};
    lxw_chart_fill fill = {.color = BLUE};
    lxw_chart_series *series = add_series(book, chart, book_notice_word(book, NOTICE_RATE), names, rates);
    chart_series_set_fill(series, &fill);
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, "0.00%");
    if (book->notice->reference.known)
        draw_reference(book, chart, names, references);
    chart_set_series_overlap(chart, 100);
    chart_set_series_gap(chart, 45);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_set_interval_unit(chart->y_axis, 1);
    chart_axis_set_num_format(chart->x_axis, "0%");
    chart_axis_set_min(chart->x_axis, 0);
    set_grid(chart->x_axis);
    place_chart(book, chart, at);
}

/* The year ---------------------------------------------------------------------------------------- */

enum { MONTH_NAME, MONTH_SPENT, MONTH_PLAN, MONTH_PROJECTED, MONTH_REFERENCE, MONTH_COLUMNS };

static void write_month(struct notice_book *book, int month)
{
    const struct notice *notice = book->notice;
    const struct notice_curve *curve = &notice->year_curve;
    const struct notice_rate *reference = &curve->reference[month];

    buf_printf(&book->to.text, book->paper->language == LANGUAGE_ZH ? "%d月" : "%d", month);
    xlsx_buf(&book->to, MONTH_NAME, book->plain.center);
    for (lxw_col_t column = MONTH_SPENT; column < MONTH_COLUMNS; column++)
        worksheet_write_blank(book->to.page, book->to.row, column, book->plain.money);
    if (curve->has_spent[month])
        book_money(book, MONTH_SPENT, curve->spent[month]);
    if (curve->has_plan[month])
        book_money(book, MONTH_PLAN, curve->plan[month]);
    if (notice->projection.known && notice->month < MONTHS && month == notice->month)
        book_money(book, MONTH_PROJECTED, notice->now.spent);
    if (notice->projection.known && notice->month < MONTHS && month == MONTHS)
        book_money(book, MONTH_PROJECTED, notice->projection.spent);
    if (reference->known)
        book_number(book, MONTH_REFERENCE,
                    cell_ratio(reference->value) * book_amount(book, notice->now.budget), book->plain.money);
    xlsx_next_row(&book->to);
}

static bool has_plan(const struct notice *notice)
{
    bool some = false;

    for (int month = 1; month <= MONTHS; month++)
        some = some || notice->year_curve.has_plan[month];
    return some;
}

static void draw_year(struct notice_book *book, int at)
{
    static const lxw_color_t colors[] = {BLUE, GREEN, BROWN, GRAY};
    static const uint8_t dashes[] = {LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH,
                                     LXW_CHART_LINE_DASH_DASH_DOT, LXW_CHART_LINE_DASH_ROUND_DOT};
    const struct book_column columns[MONTH_COLUMNS] = {{.title = book_notice_word(book, NOTICE_MONTH)},
                                                       {book_notice_word(book, NOTICE_SPENT), 0, true},
                                                       {book_notice_word(book, NOTICE_PLAN), 0, true},
                                                       {book_notice_word(book, NOTICE_PROJECTION), 0, true},
                                                       {book_notice_word(book, NOTICE_REFERENCE), 0, true}};
    lxw_chart *chart = add_chart(book, LXW_CHART_LINE, book_word(book, BOOK_CHART_YEAR));

    book_header(book, columns, MONTH_COLUMNS);
    struct range months = {MONTH_NAME, book->to.row, book->to.row + MONTHS - 1};
    for (int month = 1; month <= MONTHS; month++)
        write_month(book, month);
    for (lxw_col_t column = MONTH_SPENT; column < MONTH_COLUMNS; column++) {
        if ((column == MONTH_PLAN && !has_plan(book->notice)) ||
            (column == MONTH_PROJECTED && !book->notice->projection.known))
            continue;
        struct range values = {column, months.first, months.last};
        lxw_chart_series *series = add_series(book, chart, columns[column].title, months, values);
        set_line(series, colors[column - MONTH_SPENT], dashes[column - MONTH_SPENT]);
        if (column == MONTH_SPENT)
            chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    }
    chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_CONNECTED);
    chart_axis_set_name(chart->y_axis, catalogue_notice_unit(book->paper->language, book->paper->money_unit));
    chart_axis_set_num_format(chart->y_axis, "#,##0");
    chart_axis_set_min(chart->y_axis, 0);
    set_grid(chart->y_axis);
    place_chart(book, chart, at);
}

/* Money against goals ----------------------------------------------------------------------------- */

enum { GOAL_NAME, GOAL_RATE, GOAL_COMPLETION, GOAL_QUARTER, GOAL_COLUMNS };

/* The points of one quarter, one below the other. */
static struct range write_points(struct notice_book *book, enum notice_quarter quarter)
{
    const struct notice *notice = book->notice;
    struct range points = {GOAL_RATE, book->to.row, 0};

    for (size_t i = 0; i < notice->goal_count; i++) {
        const struct notice_goal *goal = &notice->goals[i];
        if (goal->quarter != quarter)
            continue;
        book_text(book, GOAL_NAME, goal->name);
        book_number(book, GOAL_RATE, cell_ratio(goal->rate), book->plain.rate);
        book_number(book, GOAL_COMPLETION, cell_number(goal->completion), book->plain.rate);
        book_center(book, GOAL_QUARTER, catalogue_notice_quarter(book->paper->language, quarter));
        points.last = book->to.row;
        xlsx_next_row(&book->to);
    }
    return points;
}

static void draw_points(struct notice_book *book, lxw_chart *chart, enum notice_quarter quarter)
{
    static const lxw_color_t colors[QUARTERS] = {[NOTICE_BOTH_GOOD] = GREEN,
                                                 [NOTICE_MONEY_BEHIND] = BLUE,
                                                 [NOTICE_GOALS_BEHIND] = RED,
                                                 [NOTICE_BOTH_BEHIND] = BROWN};
    static const uint8_t shapes[QUARTERS] = {[NOTICE_BOTH_GOOD] = LXW_CHART_MARKER_CIRCLE,
                                             [NOTICE_MONEY_BEHIND] = LXW_CHART_MARKER_SQUARE,
                                             [NOTICE_GOALS_BEHIND] = LXW_CHART_MARKER_TRIANGLE,
                                             [NOTICE_BOTH_BEHIND] = LXW_CHART_MARKER_DIAMOND};
    lxw_chart_fill fill = {.color = colors[quarter]};
    struct range rates = write_points(book, quarter), completions = rates;

    if (rates.last == 0)
        return;
    completions.column = GOAL_COMPLETION;
    lxw_chart_series *series =
        add_series(book, chart, catalogue_notice_quarter(book->paper->language, quarter), rates, completions);
    chart_series_set_marker_type(series, shapes[quarter]);
    chart_series_set_marker_size(series, 9);
    chart_series_set_marker_fill(series, &fill);
}

/* The highest rate, or 1, in whole tenths. */
static double highest_rate(const struct notice *notice)
{
    enum { TENTHS = 1 };
    int64_t highest = 10, tenths;

    for (size_t i = 0; i < notice->goal_count; i++)
        if (ratio_compare(notice->goals[i].rate, (struct ratio){highest, 10}) > 0 &&
            ratio_round(notice->goals[i].rate, TENTHS, &tenths))
            highest = tenths + 1;
    return (double)highest / 10;
}

/* Up and across, in one stroke: one entry of the legend. */
static void draw_cross(struct notice_book *book, lxw_chart *chart, double reference)
{
    const double stroke[][2] = {{reference, 0},
                                {reference, 1},
                                {reference, reference},
                                {0, reference},
                                {highest_rate(book->notice), reference}};
    enum { POINTS = sizeof stroke / sizeof *stroke };
    lxw_chart_line gray = {.color = GRAY, .width = 1.5f, .dash_type = LXW_CHART_LINE_DASH_DASH};
    struct range x = {GOAL_RATE, book->to.row, book->to.row + POINTS - 1};
    struct range y = {GOAL_COMPLETION, x.first, x.last};
    struct buf name = {0};

    reference_name(book, &name);
    for (int i = 0; i < POINTS; i++) {
        book_text(book, GOAL_NAME, buf_text(&name));
        book_number(book, GOAL_RATE, stroke[i][0], book->plain.rate);
        book_number(book, GOAL_COMPLETION, stroke[i][1], book->plain.rate);
        xlsx_next_row(&book->to);
    }
    lxw_chart_series *series = add_series(book, chart, buf_text(&name), x, y);
    chart_series_set_line(series, &gray);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
    buf_free(&name);
}

static void draw_goals(struct notice_book *book, int at)
{
    const struct notice *notice = book->notice;
    lxw_chart *chart = add_chart(book, LXW_CHART_SCATTER, book_word(book, BOOK_CHART_GOALS));
    const struct book_column columns[GOAL_COLUMNS] = {{.title = book_notice_word(book, NOTICE_PROJECT)},
                                                      {.title = book_notice_word(book, NOTICE_RATE)},
                                                      {.title = book_notice_word(book, NOTICE_COMPLETION)},
                                                      {.title = book_notice_word(book, NOTICE_QUARTER)}};

    book_header(book, columns, GOAL_COLUMNS);
    for (int quarter = 0; quarter < QUARTERS; quarter++)
        draw_points(book, chart, (enum notice_quarter)quarter);
    if (notice->reference.known)
        draw_cross(book, chart, cell_ratio(notice->reference.value));
    chart_axis_set_name(chart->x_axis, book_notice_word(book, NOTICE_RATE));
    chart_axis_set_name(chart->y_axis, book_notice_word(book, NOTICE_COMPLETION));
    chart_axis_set_num_format(chart->x_axis, "0%");
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_max(chart->x_axis, highest_rate(notice));
    chart_axis_set_max(chart->y_axis, 1);
    set_grid(chart->x_axis);
    set_grid(chart->y_axis);
    place_chart(book, chart, at);
}
