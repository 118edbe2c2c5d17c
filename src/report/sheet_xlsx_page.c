#include "report/sheet_xlsx_parts.h"

#include "report/table.h"

enum { HEADER_COLOR = 0x1F4E79, LEVEL1_COLOR = 0xD6E0EA, LEVEL2_COLOR = 0xECF1F5, LOST_COLOR = 0xB3261E };
enum { ROW_HEIGHT = 15, LINES_MAX = 25 }; /* points; Excel stops at 409 */

static struct sheet_look make_look(lxw_workbook *book, lxw_color_t color, bool bold);

void xlsx_formats(struct sheet_writer *writer)
{
    writer->title = workbook_add_format(writer->book);
    format_set_bold(writer->title);
    format_set_font_size(writer->title, 14);
    writer->small = workbook_add_format(writer->book);
    format_set_font_color(writer->small, LXW_COLOR_GRAY);
    writer->header = workbook_add_format(writer->book);
    format_set_bold(writer->header);
    format_set_font_color(writer->header, LXW_COLOR_WHITE);
    format_set_bg_color(writer->header, HEADER_COLOR);
    format_set_border(writer->header, LXW_BORDER_THIN);
    format_set_align(writer->header, LXW_ALIGN_CENTER);
    format_set_align(writer->header, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(writer->header);
    writer->money = make_look(writer->book, LXW_COLOR_WHITE, false).number;
    format_set_num_format(writer->money, "#,##0.00");
    writer->value = make_look(writer->book, LXW_COLOR_WHITE, false).number;
    format_set_num_format(writer->value, "General");
    writer->plain = make_look(writer->book, LXW_COLOR_WHITE, false);
    writer->level2 = make_look(writer->book, LEVEL2_COLOR, true);
    writer->level1 = make_look(writer->book, LEVEL1_COLOR, true);
}

static struct sheet_look make_look(lxw_workbook *book, lxw_color_t color, bool bold)
{
    lxw_format *made[3];

    for (size_t i = 0; i < 3; i++) {
        made[i] = workbook_add_format(book);
        format_set_border(made[i], LXW_BORDER_THIN);
        format_set_bg_color(made[i], color);
        format_set_align(made[i], LXW_ALIGN_VERTICAL_TOP);
        if (bold)
            format_set_bold(made[i]);
        if (i > 0)
            format_set_num_format(made[i], "0.00####");
    }
    format_set_text_wrap(made[0]);
    format_set_indent(made[0], 1);                           /* a text does not touch the number before it */
    format_set_num_format(made[2], "0.00####;-0.00####;;@"); /* nothing where nothing is lost */
    format_set_font_color(made[2], LOST_COLOR);
    return (struct sheet_look){made[0], made[1], made[2]};
}

void xlsx_begin(struct sheet_writer *writer, enum evaluate_text name, const struct xlsx_column *columns,
                size_t count)
{
    writer->page = workbook_add_worksheet(writer->book, catalogue_evaluate(writer->language, name));
    writer->columns = columns;
    catalogue_evaluate_title(&writer->text, writer->language, writer->sheet);
    writer->row = TITLE_ROW;
    xlsx_buf(writer, 0, writer->title);
    catalogue_evaluate_basis(&writer->text, writer->language, writer->sheet);
    writer->row = BASIS_ROW;
    xlsx_buf(writer, 0, writer->small);
    catalogue_evaluate_result(&writer->text, writer->language, writer->sheet);
    writer->row = RESULT_ROW;
    xlsx_buf(writer, 0, writer->small);
    writer->row = HEADER_ROW;
    for (size_t i = 0; i < count; i++) {
        worksheet_set_column(writer->page, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL);
        xlsx_text(writer, (lxw_col_t)i, catalogue_evaluate(writer->language, columns[i].title),
                  writer->header);
    }
    writer->row = FIRST_ROW;
    writer->lines = 0;
}

void xlsx_end(struct sheet_writer *writer, size_t columns, lxw_col_t frozen)
{
    lxw_worksheet *page = writer->page;

    worksheet_freeze_panes(page, FIRST_ROW, frozen);
    worksheet_set_paper(page, 9); /* A4 */
    worksheet_set_landscape(page);
    worksheet_set_margins(page, 0.5, 0.5, 0.6, 0.6);
    worksheet_fit_to_pages(page, 1, 0);
    worksheet_repeat_rows(page, HEADER_ROW, HEADER_ROW);
    worksheet_print_area(page, 0, 0, writer->row > 0 ? writer->row - 1 : 0, (lxw_col_t)(columns - 1));
    worksheet_set_footer(page, "&C&P / &N");
}

/* Spreadsheets do not agree on whether rows of wrapped text grow by themselves, so that the height is set. */
void xlsx_next_row(struct sheet_writer *writer)
{
    size_t lines = writer->lines > LINES_MAX ? LINES_MAX : writer->lines;

    if (lines > 1)
        worksheet_set_row(writer->page, writer->row, (double)(lines * ROW_HEIGHT), NULL);
    writer->lines = 0;
    writer->row++;
}

/* As text, whatever it begins with: a name is never a formula. */
void xlsx_text(struct sheet_writer *writer, lxw_col_t column, const char *text, lxw_format *format)
{
    size_t width = (size_t)writer->columns[column].width - 1;
    size_t lines = text == NULL || format == writer->title || format == writer->small
                       ? 1
                       : (text_width(text) + width - 1) / width;

    if (lines > writer->lines)
        writer->lines = lines;
    if (text == NULL || text[0] == '\0')
        worksheet_write_blank(writer->page, writer->row, column, format);
    else
        worksheet_write_string(writer->page, writer->row, column, text, format);
}

void xlsx_buf(struct sheet_writer *writer, lxw_col_t column, lxw_format *format)
{
    xlsx_text(writer, column, buf_text(&writer->text), format);
    buf_clear(&writer->text);
}

/* A workbook's numbers are doubles: the one place where a score becomes one. It was computed and rounded
 * before, and with two decimals it is shown as it is. */
double cell_number(micro points)
{
    return (double)points / 1e6;
}
