/* The pages of money: the rows in the order of their rates, and what the whole consists of. */
#include "report/notice_xlsx_parts.h"

#define COUNT(columns) (sizeof(columns) / sizeof *(columns))

static void write_row(struct notice_book *book, const struct notice_row *row);
static void write_rank(struct notice_book *book, lxw_col_t column, int rank);
static void write_total(struct notice_book *book);

void book_write_rows(struct notice_book *book)
{
    const struct notice *notice = book->notice;
    const struct book_column columns[ROWS_COLUMNS] = {
        [ROWS_RANK] = {book_word(book, BOOK_RANK), 7, false},
        [ROWS_LAST_RANK] = {book_word(book, BOOK_LAST_RANK), 8, false},
        [ROWS_CODE] = {book_word(book, BOOK_CODE), 13, false},
        [ROWS_NAME] = {book_notice_word(book, notice_of_units(notice) ? NOTICE_UNIT : NOTICE_PROJECT), 32,
                       false},
        [ROWS_ANSWERS] = {book_word(book, BOOK_WHO), 11, false},
        [ROWS_BUDGET] = {book_notice_word(book, NOTICE_BUDGET), 17, true},
        [ROWS_SPENT] = {book_notice_word(book, NOTICE_SPENT), 17, true},
        [ROWS_RATE] = {book_notice_word(book, NOTICE_RATE), 11, false},
        [ROWS_GAP] = {book_notice_word(book, NOTICE_GAP), 11, false},
        [ROWS_LIGHT] = {book_notice_word(book, NOTICE_LIGHT), 9, false},
        [ROWS_LAST_MONTH] = {book_notice_word(book, NOTICE_LAST_MONTH), 11, false},
        [ROWS_LAST_YEAR] = {book_notice_word(book, NOTICE_LAST_YEAR), 11, false},
        [ROWS_PROJECTED] = {book_notice_word(book, NOTICE_PROJECTED), 17, true},
        [ROWS_PROJECTED_RATE] = {book_notice_word(book, NOTICE_PROJECTED_RATE), 11, false},
        [ROWS_RED] = {book_word(book, BOOK_RED), 7, false},
        [ROWS_YELLOW] = {book_word(book, BOOK_YELLOW), 7, false},
        [ROWS_BLUE] = {book_word(book, BOOK_BLUE), 7, false},
        [ROWS_REPORTED] = {book_word(book, BOOK_REPORTED), 9, false},
    };

    book_page(book, BOOK_ROWS);
    book_columns(book, columns, ROWS_COLUMNS);
    book_header(book, columns, ROWS_COLUMNS);
    for (size_t i = 0; i < notice->row_count; i++)
        write_row(book, &notice->rows[i]);
    book_colour(book, ROWS_LIGHT, BOOK_FIRST_ROW);
    book_table_end(book, ROWS_COLUMNS, ROWS_ANSWERS);
    write_total(book);
    xlsx_print(&book->to, ROWS_COLUMNS, BOOK_HEADER_ROW); /* with its total */
}

static struct notice_rate projected_rate(const struct notice_row *row)
{
    struct notice_rate rate = {.known = row->projected_known && row->now.budget > 0};

    rate.known = rate.known && ratio_of(row->projected, row->now.budget, &rate.value);
    return rate;
}

static void write_row(struct notice_book *book, const struct notice_row *row)
{
    enum language language = book->paper->language;
    struct xlsx *to = &book->to;

    write_rank(book, ROWS_RANK, row->rank);
    write_rank(book, ROWS_LAST_RANK, row->last_month_rank);
    book_text(book, ROWS_CODE, row->code);
    catalogue_notice_row(&to->text, language, row);
    xlsx_buf(to, ROWS_NAME, book->plain.text);
    book_text(book, ROWS_ANSWERS, row->answers);
    book_money(book, ROWS_BUDGET, row->now.budget);
    book_money(book, ROWS_SPENT, row->now.spent);
    book_rate_of(book, ROWS_RATE, ROWS_SPENT, ROWS_BUDGET, row->now.rate, book->plain.rate);
    book_gap_of(book, ROWS_GAP, ROWS_RATE, row->gap, book->plain.points);
    book_center(book, ROWS_LIGHT, catalogue_notice_light(language, row->light));
    book_points(book, ROWS_LAST_MONTH,
                book->notice->month > 1 ? notice_rate_less(row->now.rate, row->last_month.rate)
                                        : (struct notice_rate){0});
    book_points(book, ROWS_LAST_YEAR,
                row->has_last_year ? notice_rate_less(row->now.rate, row->last_year.rate)
                                   : (struct notice_rate){0});
    if (row->projected_known) {
        book_money(book, ROWS_PROJECTED, row->projected);
        book_rate_of(book, ROWS_PROJECTED_RATE, ROWS_PROJECTED, ROWS_BUDGET, projected_rate(row),
                     book->plain.rate);
    } else {
        book_unknown(book, ROWS_PROJECTED);
        book_unknown(book, ROWS_PROJECTED_RATE);
    }
    book_count(book, ROWS_RED, row->deviations.red);
    book_count(book, ROWS_YELLOW, row->deviations.yellow);
    book_count(book, ROWS_BLUE, row->deviations.blue);
    book_count(book, ROWS_REPORTED, row->month);
    xlsx_next_row(to);
}

static void write_rank(struct notice_book *book, lxw_col_t column, int rank)
{
    if (rank > 0)
        book_number(book, column, rank, book->plain.number);
    else
        xlsx_text(&book->to, column, "—", book->plain.center);
}

/* Budget and spent are those of the head-line: the rows are all of the whole. */
static void write_total(struct notice_book *book)
{
    const struct notice *notice = book->notice;
    const struct book_look *look = &book->total;
    int red = 0, yellow = 0, blue = 0;

    for (size_t i = 0; i < notice->row_count; i++) {
        red += notice->rows[i].deviations.red;
        yellow += notice->rows[i].deviations.yellow;
        blue += notice->rows[i].deviations.blue;
    }
    book_total(book, ROWS_NAME, ROWS_COLUMNS);
    book_sum(book, ROWS_BUDGET, BOOK_FIRST_ROW, book_amount(book, notice->now.budget), look->money);
    book_sum(book, ROWS_SPENT, BOOK_FIRST_ROW, book_amount(book, notice->now.spent), look->money);
    book_rate_of(book, ROWS_RATE, ROWS_SPENT, ROWS_BUDGET, notice->now.rate, look->rate);
    book_gap_of(book, ROWS_GAP, ROWS_RATE, notice->gap, look->points);
    if (notice->month > 1 && notice->now.rate.known && notice->last_month.rate.known)
        book_number(book, ROWS_LAST_MONTH,
                    cell_ratio(notice_rate_less(notice->now.rate, notice->last_month.rate).value) * 100,
                    look->points);
    if (notice->has_last_year && notice->now.rate.known && notice->last_year.rate.known)
        book_number(book, ROWS_LAST_YEAR,
                    cell_ratio(notice_rate_less(notice->now.rate, notice->last_year.rate).value) * 100,
                    look->points);
    if (notice->projection.known) {
        book_number(book, ROWS_PROJECTED, book_amount(book, notice->projection.spent), look->money);
        book_rate_of(book, ROWS_PROJECTED_RATE, ROWS_PROJECTED, ROWS_BUDGET, notice->projection.rate,
                     look->rate);
    }
    book_sum(book, ROWS_RED, BOOK_FIRST_ROW, red, look->number);
    book_sum(book, ROWS_YELLOW, BOOK_FIRST_ROW, yellow, look->number);
    book_sum(book, ROWS_BLUE, BOOK_FIRST_ROW, blue, look->number);
    xlsx_next_row(&book->to);
}

/* The money page: one column layout for its three tables. ------------------------------------------ */

enum { LINE_NAME, LINE_BUDGET, LINE_SPENT, LINE_RATE, LINE_GAP, LINE_UNSPENT, LINE_COLUMNS };

static void begin_lines(struct notice_book *book, enum notice_text title)
{
    const struct book_column columns[LINE_COLUMNS] = {
        {book_notice_word(book, title), 44, false},       {book_notice_word(book, NOTICE_BUDGET), 20, true},
        {book_notice_word(book, NOTICE_SPENT), 20, true}, {book_notice_word(book, NOTICE_RATE), 13, false},
        {book_notice_word(book, NOTICE_GAP), 15, false},  {book_word(book, BOOK_UNSPENT), 20, true},
    };

    book_heading(book, book_notice_word(book, title));
    book_columns(book, columns, LINE_COLUMNS);
    book_header(book, columns, LINE_COLUMNS);
}

static void write_line(struct notice_book *book, const char *name, const struct notice_line *line)
{
    unsigned row = book->to.row + 1;

    book_text(book, LINE_NAME, name);
    book_money(book, LINE_BUDGET, line->now.budget);
    book_money(book, LINE_SPENT, line->now.spent);
    book_rate_of(book, LINE_RATE, LINE_SPENT, LINE_BUDGET, line->now.rate, book->plain.rate);
    book_gap_of(book, LINE_GAP, LINE_RATE, line->gap, book->plain.points);
    book_formula(book, LINE_UNSPENT, book_amount(book, line->now.budget) - book_amount(book, line->now.spent),
                 book->plain.money, "=B%u-C%u", row, row);
    xlsx_next_row(&book->to);
}

static void end_lines(struct notice_book *book, lxw_row_t first)
{
    const struct notice *notice = book->notice;
    double budget = book_amount(book, notice->now.budget), spent = book_amount(book, notice->now.spent);

    book_total(book, LINE_NAME, LINE_COLUMNS);
    book_sum(book, LINE_BUDGET, first, budget, book->total.money);
    book_sum(book, LINE_SPENT, first, spent, book->total.money);
    book_rate_of(book, LINE_RATE, LINE_SPENT, LINE_BUDGET, notice->now.rate, book->total.rate);
    book_gap_of(book, LINE_GAP, LINE_RATE, notice->gap, book->total.points);
    book_sum(book, LINE_UNSPENT, first, budget - spent, book->total.money);
    xlsx_next_row(&book->to);
}

static void write_unreceived(struct notice_book *book)
{
    enum { NAME, BUDGET, RECEIVED, RECEIVED_RATE, SPENT, SPENT_RATE, COLUMNS };
    const struct notice *notice = book->notice;
    const struct book_column columns[COLUMNS] = {
        [NAME] = {book_notice_word(book, NOTICE_PROJECT), 0, false},
        [BUDGET] = {book_notice_word(book, NOTICE_BUDGET), 0, true},
        [RECEIVED] = {book_notice_word(book, NOTICE_RECEIVED), 0, true},
        [RECEIVED_RATE] = {book_word(book, BOOK_RECEIVED_RATE), 0, false},
        [SPENT] = {book_notice_word(book, NOTICE_SPENT), 0, true},
        [SPENT_RATE] = {book_notice_word(book, NOTICE_RATE), 0, false},
    };

    book_heading(book, book_notice_word(book, NOTICE_UNRECEIVED));
    catalogue_notice_unreceived(&book->to.text, book->paper, notice);
    book_paragraph(book, COLUMNS);
    book_header(book, columns, COLUMNS);
    for (size_t i = 0; i < notice->unreceived_count; i++) {
        const struct notice_line *line = &notice->unreceived[i];
        struct notice_rate received = {.known = line->now.budget > 0};
        received.known = received.known && ratio_of(line->now.received, line->now.budget, &received.value);
        book_text(book, NAME, line->name);
        book_money(book, BUDGET, line->now.budget);
        book_money(book, RECEIVED, line->now.received);
        book_rate_of(book, RECEIVED_RATE, RECEIVED, BUDGET, received, book->plain.rate);
        book_money(book, SPENT, line->now.spent);
        book_rate_of(book, SPENT_RATE, SPENT, BUDGET, line->now.rate, book->plain.rate);
        xlsx_next_row(&book->to);
    }
}

void book_write_money(struct notice_book *book)
{
    const struct notice *notice = book->notice;
    lxw_row_t first;

    book_page(book, BOOK_MONEY);
    begin_lines(book, NOTICE_CATEGORY);
    first = book->to.row;
    write_line(book, book_notice_word(book, NOTICE_BASIC), &notice->categories[CATEGORY_BASIC]);
    write_line(book, book_notice_word(book, NOTICE_PROJECTS), &notice->categories[CATEGORY_PROJECT]);
    end_lines(book, first);
    if (notice->fund_count > 0) {
        begin_lines(book, NOTICE_FUND);
        first = book->to.row;
        for (size_t i = 0; i < notice->fund_count; i++)
            write_line(book,
                       notice->funds[i].name[0] != '\0' ? notice->funds[i].name
                                                        : book_notice_word(book, NOTICE_NO_FUND),
                       &notice->funds[i]);
        end_lines(book, first);
    }
    if (notice->unreceived_count > 0)
        write_unreceived(book);
    xlsx_print(&book->to, LINE_COLUMNS, 0);
}
