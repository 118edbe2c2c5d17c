/* The pages of a notice's workbook, and what stands in a cell; private to report. */
#ifndef REPORT_NOTICE_XLSX_PARTS_H
#define REPORT_NOTICE_XLSX_PARTS_H

#include "core/catalogue_book.h"
#include "report/notice_xlsx.h"
#include "report/xlsx.h"

/* Each page begins with its title and its subtitle; a page of one table goes on with that. */
enum { BOOK_TITLE_ROW, BOOK_SUBTITLE_ROW, BOOK_HEADER_ROW, BOOK_FIRST_ROW };

/* Columns of the rows' page that other pages and charts refer to. */
enum {
    ROWS_RANK,
    ROWS_LAST_RANK,
    ROWS_CODE,
    ROWS_NAME,
    ROWS_ANSWERS,
    ROWS_BUDGET,
    ROWS_SPENT,
    ROWS_RATE,
    ROWS_GAP,
    ROWS_LIGHT,
    ROWS_LAST_MONTH,
    ROWS_LAST_YEAR,
    ROWS_PROJECTED,
    ROWS_PROJECTED_RATE,
    ROWS_RED,
    ROWS_YELLOW,
    ROWS_BLUE,
    ROWS_REPORTED,
    ROWS_COLUMNS
};

enum { LIGHTS = NOTICE_RED + 1, BOOK_FORMULA = 160 };

struct book_column {
    const char *title;
    int width;
    bool money; /* its unit stands behind the title */
};

/* One look of cells by what is in them. */
struct book_look {
    lxw_format *text, *center, *money, *rate, *points, *number, *score, *day;
};

struct notice_book {
    const struct notice *notice;
    const struct notice_paper *paper;
    struct xlsx to;
    struct book_look plain, total;
    lxw_format *heading, *paragraph;
    lxw_format *lights[LIGHTS]; /* for conditions */
    lxw_row_t reference_row;    /* of the first page: where the reference stands */
};

enum { BOOK_VALUE_COLUMN = 2 }; /* of the first page */

/* Where the rows' page has its total. */
lxw_row_t book_total_row(const struct notice *notice);

void book_looks(struct notice_book *book);
const char *book_word(const struct notice_book *book, enum book_text text);
const char *book_notice_word(const struct notice_book *book, enum notice_text text);

/* A new page with its title. */
void book_page(struct notice_book *book, enum book_text name);
/* The header of a table, and the rows after it. */
void book_header(struct notice_book *book, const struct book_column *columns, size_t count);
void book_columns(struct notice_book *book, const struct book_column *columns, size_t count);
/* The end of a page of one table: filters over its rows, header frozen, columns before `frozen` too. */
void book_table_end(struct notice_book *book, size_t columns, lxw_col_t frozen);
/* Over `columns` columns; `book->to.text`, which is empty then. */
void book_paragraph(struct notice_book *book, size_t columns);
void book_heading(struct notice_book *book, const char *text);

/* Cells of the row being written. What is not known is "—". */
void book_text(struct notice_book *book, lxw_col_t column, const char *text);
void book_center(struct notice_book *book, lxw_col_t column, const char *text);
void book_unknown(struct notice_book *book, lxw_col_t column);
void book_money(struct notice_book *book, lxw_col_t column, fen amount);
void book_rate(struct notice_book *book, lxw_col_t column, struct notice_rate rate);
void book_points(struct notice_book *book, lxw_col_t column, struct notice_rate points);
void book_number(struct notice_book *book, lxw_col_t column, double number, lxw_format *format);
void book_count(struct notice_book *book, lxw_col_t column, int64_t count); /* 0 is blank */
void book_day(struct notice_book *book, lxw_col_t column, date day);
double book_amount(const struct notice_book *book, fen amount);

/* Formulas with the values that they have. */
void book_formula(struct notice_book *book, lxw_col_t column, double value, lxw_format *format,
                  const char *formula, ...) PRINTF_LIKE(5, 6);
/* spent / budget where there is a budget, of cells in the same row. */
void book_rate_of(struct notice_book *book, lxw_col_t column, lxw_col_t spent, lxw_col_t budget,
                  struct notice_rate rate, lxw_format *format);
/* What the cell of a rate is above the reference, in points. */
void book_gap_of(struct notice_book *book, lxw_col_t column, lxw_col_t rate, struct notice_rate gap,
                 lxw_format *format);
/* The sum of the column's rows from `first` to the one above; of none it is 0. */
void book_sum(struct notice_book *book, lxw_col_t column, lxw_row_t first, double value, lxw_format *format);
/* Colours words of lights in the rows from `first` to the one above. */
void book_colour(struct notice_book *book, lxw_col_t column, lxw_row_t first);
/* Blank cells of a total's row, with its name in the column `name`. */
void book_total(struct notice_book *book, lxw_col_t name, size_t columns);

/* The pages, in the order in which they stand. */
void book_write_notice(struct notice_book *book);
void book_write_rows(struct notice_book *book);
void book_write_money(struct notice_book *book);
void book_write_deviations(struct notice_book *book);
void book_write_deadlines(struct notice_book *book);
void book_write_indicators(struct notice_book *book);
void book_write_goals(struct notice_book *book);
void book_write_transfers(struct notice_book *book);
void book_write_charts(struct notice_book *book);

#endif
