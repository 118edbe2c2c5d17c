#include "report/xlsx.h"

#include <string.h>

#include "base/visible.h"
#include "report/table.h"

enum { HEADER_COLOR = 0x1F4E79 };
/* Points; Excel stops at 409. A row is a little higher than its lines: Chinese fonts differ. */
enum { LINE_HEIGHT = 15, ROW_MORE = 3, LINES_MAX = 25 };
/* A cell holds 32,767 characters; in UTF-8 none takes more than 4 bytes, and those of 4 count twice. */
enum { CELL_BYTES = 32000 };

bool xlsx_open(struct xlsx *xlsx, const char *path, struct err *err)
{
    *xlsx = (struct xlsx){.book = workbook_new(path)};
    if (xlsx->book == NULL)
        return err_set(err, ERR_IO, "%s: the workbook cannot be made", path);
    xlsx->title = workbook_add_format(xlsx->book);
    format_set_bold(xlsx->title);
    format_set_font_size(xlsx->title, 14);
    xlsx->small = workbook_add_format(xlsx->book);
    format_set_font_color(xlsx->small, LXW_COLOR_GRAY);
    xlsx->header = workbook_add_format(xlsx->book);
    format_set_bold(xlsx->header);
    format_set_font_color(xlsx->header, LXW_COLOR_WHITE);
    format_set_bg_color(xlsx->header, HEADER_COLOR);
    format_set_border(xlsx->header, LXW_BORDER_THIN);
    format_set_align(xlsx->header, LXW_ALIGN_CENTER);
    format_set_align(xlsx->header, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(xlsx->header);
    return true;
}

bool xlsx_close(struct xlsx *xlsx, const char *path, struct err *err)
{
    buf_free(&xlsx->text);
    lxw_error bad = workbook_close(xlsx->book);
    if (bad != LXW_NO_ERROR)
        return err_set(err, ERR_IO, "%s: %s", path, lxw_strerror(bad));
    return true;
}

lxw_format *xlsx_look(struct xlsx *xlsx, lxw_color_t background, bool bold)
{
    lxw_format *look = workbook_add_format(xlsx->book);

    format_set_border(look, LXW_BORDER_THIN);
    format_set_bg_color(look, background);
    format_set_align(look, LXW_ALIGN_VERTICAL_TOP);
    if (bold)
        format_set_bold(look);
    return look;
}

void xlsx_page(struct xlsx *xlsx, const char *name)
{
    xlsx->page = workbook_add_worksheet(xlsx->book, name);
    worksheet_set_default_row(xlsx->page, LINE_HEIGHT + ROW_MORE, LXW_FALSE);
    xlsx->row = 0;
    xlsx->lines = 0;
    memset(xlsx->widths, 0, sizeof xlsx->widths);
}

void xlsx_width(struct xlsx *xlsx, lxw_col_t column, int width)
{
    worksheet_set_column(xlsx->page, column, column, width, NULL);
    xlsx->widths[column] = width;
}

void xlsx_print(struct xlsx *xlsx, size_t columns, lxw_row_t header)
{
    enum { A4 = 9 };
    lxw_worksheet *page = xlsx->page;

    worksheet_set_paper(page, A4);
    worksheet_set_landscape(page);
    worksheet_set_margins(page, 0.5, 0.5, 0.6, 0.6);
    worksheet_fit_to_pages(page, 1, 0);
    if (header > 0)
        worksheet_repeat_rows(page, header, header);
    worksheet_print_area(page, 0, 0, xlsx->row > 0 ? xlsx->row - 1 : 0, (lxw_col_t)(columns - 1));
    worksheet_set_footer(page, "&C&P / &N");
}

void xlsx_next_row(struct xlsx *xlsx)
{
    size_t lines = xlsx->lines > LINES_MAX ? LINES_MAX : xlsx->lines;

    if (lines > 1)
        worksheet_set_row(xlsx->page, xlsx->row, (double)(lines * LINE_HEIGHT + ROW_MORE), NULL);
    xlsx->lines = 0;
    xlsx->row++;
}

/* Words that move to the next line take a tenth, as a rule. */
static void count_lines(struct xlsx *xlsx, const char *text, int width)
{
    size_t room = width > 1 ? (size_t)width - 1 : 1, taken = text_width(text);
    size_t lines = taken > room ? 1 + taken * 10 / (room * 9) : 1;

    if (lines > xlsx->lines)
        xlsx->lines = lines;
}

/* Cut between characters, not inside one. */
static size_t cell_bytes(const char *text)
{
    size_t length = CELL_BYTES;

    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* To a spreadsheet _x202E_ in a text is the character U+202E. One that is meant as it stands has its first
 * character written in that way. */
static void add_literally(struct buf *out, const char *text)
{
    enum { DIGITS = 4 };

    for (const char *at = text; *at != '\0'; at++) {
        bool escape = strncmp(at, "_x", 2) == 0 && strspn(at + 2, "0123456789ABCDEFabcdef") >= DIGITS &&
                      at[2 + DIGITS] == '_';
        if (escape)
            buf_puts(out, "_x005F");
        buf_putc(out, *at);
    }
}

void xlsx_put(lxw_worksheet *page, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format)
{
    bool cut = strlen(text) > CELL_BYTES;
    struct buf clean = {0}, literal = {0};

    visible_add(&clean, text, cut ? cell_bytes(text) : strlen(text), /* lines */ true);
    buf_puts(&clean, cut ? "…" : "");
    add_literally(&literal, buf_text(&clean));
    worksheet_write_string(page, row, column, buf_text(&literal), format);
    buf_free(&literal);
    buf_free(&clean);
}

void xlsx_text(struct xlsx *xlsx, lxw_col_t column, const char *text, lxw_format *format)
{
    if (text == NULL || text[0] == '\0') {
        worksheet_write_blank(xlsx->page, xlsx->row, column, format);
        return;
    }
    if (format != xlsx->title && format != xlsx->small)
        count_lines(xlsx, text, xlsx->widths[column]);
    xlsx_put(xlsx->page, xlsx->row, column, text, format);
}

void xlsx_buf(struct xlsx *xlsx, lxw_col_t column, lxw_format *format)
{
    xlsx_text(xlsx, column, buf_text(&xlsx->text), format);
    buf_clear(&xlsx->text);
}

void xlsx_wide(struct xlsx *xlsx, lxw_col_t first, lxw_col_t last, const char *text, lxw_format *format)
{
    int own = xlsx->widths[first], width = 0;

    for (lxw_col_t column = first; column <= last; column++)
        width += xlsx->widths[column];
    if (last > first)
        worksheet_merge_range(xlsx->page, xlsx->row, first, xlsx->row, last, "", format);
    xlsx->widths[first] = width;
    xlsx_text(xlsx, first, text, format);
    xlsx->widths[first] = own;
}

double cell_number(micro value)
{
    return (double)value / 1e6;
}

double cell_ratio(struct ratio value)
{
    return (double)value.num / (double)value.den;
}
