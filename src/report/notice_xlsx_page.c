#include <stdarg.h>
#include <stdio.h>

#include "report/notice_xlsx_parts.h"

enum { TOTAL_COLOR = 0xD6E0EA, HEADING_COLOR = 0x1F4E79 };

static struct book_look make_look(struct xlsx *to, lxw_color_t color, bool bold);
static void make_lights(struct notice_book *book);

void book_looks(struct notice_book *book)
{
    book->plain = make_look(&book->to, LXW_COLOR_WHITE, false);
    book->total = make_look(&book->to, TOTAL_COLOR, true);
    book->heading = workbook_add_format(book->to.book);
    format_set_bold(book->heading);
    format_set_font_size(book->heading, 12);
    format_set_font_color(book->heading, HEADING_COLOR);
    book->paragraph = workbook_add_format(book->to.book);
    format_set_text_wrap(book->paragraph);
    format_set_align(book->paragraph, LXW_ALIGN_VERTICAL_TOP);
    make_lights(book);
}

static struct book_look make_look(struct xlsx *to, lxw_color_t color, bool bold)
{
    struct book_look look = {.text = xlsx_look(to, color, bold),
                             .center = xlsx_look(to, color, bold),
                             .money = xlsx_look(to, color, bold),
                             .rate = xlsx_look(to, color, bold),
                             .points = xlsx_look(to, color, bold),
                             .number = xlsx_look(to, color, bold),
                             .score = xlsx_look(to, color, bold),
                             .day = xlsx_look(to, color, bold)};

    format_set_text_wrap(look.text);
    format_set_indent(look.text, 1);
    format_set_align(look.center, LXW_ALIGN_CENTER);
    format_set_num_format(look.money, "#,##0.00");
    format_set_num_format(look.rate, "0.00%");
    format_set_num_format(look.points, "+0.00;-0.00;0.00");
    format_set_num_format(look.number, "General");
    format_set_num_format(look.score, "0.00");
    format_set_num_format(look.day, "yyyy-mm-dd");
    format_set_align(look.rate, LXW_ALIGN_RIGHT);
    format_set_align(look.points, LXW_ALIGN_RIGHT);
    format_set_align(look.number, LXW_ALIGN_CENTER);
    format_set_align(look.day, LXW_ALIGN_CENTER);
    return look;
}

/* Dark words on pale grounds: they stay legible when printed in black and white. */
static void make_lights(struct notice_book *book)
{
    static const lxw_color_t grounds[LIGHTS] = {[NOTICE_UNLIT] = 0xEDEDED,
                                                [NOTICE_GREEN] = 0xD5EBDD,
                                                [NOTICE_BLUE] = 0xD6E4F5,
                                                [NOTICE_YELLOW] = 0xFCEBB6,
                                                [NOTICE_RED] = 0xF8D0CC};
    static const lxw_color_t words[LIGHTS] = {[NOTICE_UNLIT] = 0x595959,
                                              [NOTICE_GREEN] = 0x17663A,
                                              [NOTICE_BLUE] = 0x1F4E79,
                                              [NOTICE_YELLOW] = 0x7A5200,
                                              [NOTICE_RED] = 0xB3261E};

    for (int light = 0; light < LIGHTS; light++) {
        book->lights[light] = workbook_add_format(book->to.book);
        format_set_bg_color(book->lights[light], grounds[light]);
        format_set_font_color(book->lights[light], words[light]);
    }
}

const char *book_word(const struct notice_book *book, enum book_text text)
{
    return catalogue_book(book->paper->language, text);
}

const char *book_notice_word(const struct notice_book *book, enum notice_text text)
{
    return catalogue_notice(book->paper->language, text);
}

lxw_row_t book_total_row(const struct notice *notice)
{
    return BOOK_FIRST_ROW + (lxw_row_t)notice->row_count;
}

/* Pages and tables -------------------------------------------------------------------------------- */

void book_page(struct notice_book *book, enum book_text name)
{
    struct xlsx *to = &book->to;

    xlsx_page(to, book_word(book, name));
    catalogue_notice_title(&to->text, book->paper, book->notice);
    xlsx_buf(to, 0, to->title);
    to->row = BOOK_SUBTITLE_ROW;
    catalogue_notice_subtitle(&to->text, book->paper, book->notice);
    xlsx_buf(to, 0, to->small);
    to->row = BOOK_HEADER_ROW;
}

void book_columns(struct notice_book *book, const struct book_column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        xlsx_width(&book->to, (lxw_col_t)i, columns[i].width);
}

void book_header(struct notice_book *book, const struct book_column *columns, size_t count)
{
    enum language language = book->paper->language;
    struct buf title = {0};

    for (size_t i = 0; i < count; i++) {
        buf_puts(&title, columns[i].title);
        if (columns[i].money)
            buf_printf(&title, language == LANGUAGE_ZH ? "（%s）" : " (%s)",
                       catalogue_notice_unit(language, book->paper->money_unit));
        xlsx_text(&book->to, (lxw_col_t)i, buf_text(&title), book->to.header);
        buf_clear(&title);
    }
    buf_free(&title);
    if (book->to.lines > 1)
        book->to.lines++; /* a bracket that may not begin a line takes its word along */
    xlsx_next_row(&book->to);
}

void book_table_end(struct notice_book *book, size_t columns, lxw_col_t frozen)
{
    lxw_worksheet *page = book->to.page;

    if (book->to.row > BOOK_FIRST_ROW)
        worksheet_autofilter(page, BOOK_HEADER_ROW, 0, book->to.row - 1, (lxw_col_t)(columns - 1));
    worksheet_freeze_panes(page, BOOK_FIRST_ROW, frozen);
    xlsx_print(&book->to, columns, BOOK_HEADER_ROW);
}

void book_paragraph(struct notice_book *book, size_t columns)
{
    xlsx_wide(&book->to, 0, (lxw_col_t)(columns - 1), buf_text(&book->to.text), book->paragraph);
    buf_clear(&book->to.text);
    xlsx_next_row(&book->to);
}

void book_heading(struct notice_book *book, const char *text)
{
    book->to.row++;
    xlsx_put(book->to.page, book->to.row, 0, text, book->heading);
    xlsx_next_row(&book->to);
}

void book_total(struct notice_book *book, lxw_col_t name, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        worksheet_write_blank(book->to.page, book->to.row, (lxw_col_t)i, book->total.text);
    worksheet_write_string(book->to.page, book->to.row, name, book_notice_word(book, NOTICE_SUM),
                           book->total.text);
}

/* Cells ------------------------------------------------------------------------------------------- */

void book_text(struct notice_book *book, lxw_col_t column, const char *text)
{
    xlsx_text(&book->to, column, text, book->plain.text);
}

void book_center(struct notice_book *book, lxw_col_t column, const char *text)
{
    xlsx_text(&book->to, column, text, book->plain.center);
}

void book_unknown(struct notice_book *book, lxw_col_t column)
{
    xlsx_text(&book->to, column, "—", book->plain.points);
}

double book_amount(const struct notice_book *book, fen amount)
{
    return cell_ratio((struct ratio){amount, book->paper->money_unit == MONEY_WAN ? 1000000 : 100});
}

void book_money(struct notice_book *book, lxw_col_t column, fen amount)
{
    book_number(book, column, book_amount(book, amount), book->plain.money);
}

void book_rate(struct notice_book *book, lxw_col_t column, struct notice_rate rate)
{
    if (rate.known)
        book_number(book, column, cell_ratio(rate.value), book->plain.rate);
    else
        book_unknown(book, column);
}

void book_points(struct notice_book *book, lxw_col_t column, struct notice_rate points)
{
    if (points.known)
        book_number(book, column, cell_ratio(points.value) * 100, book->plain.points);
    else
        book_unknown(book, column);
}

void book_number(struct notice_book *book, lxw_col_t column, double number, lxw_format *format)
{
    worksheet_write_number(book->to.page, book->to.row, column, number, format);
}

void book_count(struct notice_book *book, lxw_col_t column, int64_t count)
{
    if (count != 0)
        book_number(book, column, (double)count, book->plain.number);
    else
        worksheet_write_blank(book->to.page, book->to.row, column, book->plain.number);
}

void book_day(struct notice_book *book, lxw_col_t column, date day)
{
    lxw_datetime parts = {0};

    if (day == DATE_NONE || day == DATE_NEVER) {
        worksheet_write_blank(book->to.page, book->to.row, column, book->plain.day);
        return;
    }
    date_parts(day, &parts.year, &parts.month, &parts.day);
    worksheet_write_datetime(book->to.page, book->to.row, column, &parts, book->plain.day);
}

/* Formulas ---------------------------------------------------------------------------------------- */

void book_formula(struct notice_book *book, lxw_col_t column, double value, lxw_format *format,
                  const char *formula, ...)
{
    char text[BOOK_FORMULA];
    va_list arguments;

    va_start(arguments, formula);
    vsnprintf(text, sizeof text, formula, arguments);
    va_end(arguments);
    worksheet_write_formula_num(book->to.page, book->to.row, column, text, format, value);
}

void book_rate_of(struct notice_book *book, lxw_col_t column, lxw_col_t spent, lxw_col_t budget,
                  struct notice_rate rate, lxw_format *format)
{
    char text[BOOK_FORMULA];
    unsigned row = book->to.row + 1;

    snprintf(text, sizeof text, "=IF(%c%u>0,%c%u/%c%u,\"—\")", 'A' + budget, row, 'A' + spent, row,
             'A' + budget, row);
    if (rate.known)
        worksheet_write_formula_num(book->to.page, book->to.row, column, text, format,
                                    cell_ratio(rate.value));
    else
        worksheet_write_formula_str(book->to.page, book->to.row, column, text, format, "—");
}

void book_gap_of(struct notice_book *book, lxw_col_t column, lxw_col_t rate, struct notice_rate gap,
                 lxw_format *format)
{
    char text[BOOK_FORMULA];
    unsigned row = book->to.row + 1;

    snprintf(text, sizeof text, "=IF(ISNUMBER(%c%u),(%c%u-'%s'!$%c$%u)*100,\"—\")", 'A' + rate, row,
             'A' + rate, row, book_word(book, BOOK_NOTICE), 'A' + BOOK_VALUE_COLUMN, book->reference_row + 1);
    if (gap.known)
        worksheet_write_formula_num(book->to.page, book->to.row, column, text, format,
                                    cell_ratio(gap.value) * 100);
    else
        worksheet_write_formula_str(book->to.page, book->to.row, column, text, format, "—");
}

void book_sum(struct notice_book *book, lxw_col_t column, lxw_row_t first, double value, lxw_format *format)
{
    if (book->to.row > first)
        book_formula(book, column, value, format, "=SUM(%c%u:%c%u)", 'A' + column, first + 1, 'A' + column,
                     book->to.row);
    else
        book_number(book, column, value, format);
}

void book_colour(struct notice_book *book, lxw_col_t column, lxw_row_t first)
{
    char formula[BOOK_FORMULA];

    if (book->to.row <= first)
        return;
    for (int light = 0; light < LIGHTS; light++) {
        snprintf(formula, sizeof formula, "=$%c%u=\"%s\"", 'A' + column, first + 1,
                 catalogue_notice_light(book->paper->language, (enum notice_light)light));
        lxw_conditional_format condition = {
            .type = LXW_CONDITIONAL_TYPE_FORMULA, .value_string = formula, .format = book->lights[light]};
        worksheet_conditional_format_range(book->to.page, first, column, book->to.row - 1, column,
                                           &condition);
    }
}
