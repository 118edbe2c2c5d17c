#include "report/sheet_xlsx_parts.h"

enum { LEVEL1_COLOR = 0xD6E0EA, LEVEL2_COLOR = 0xECF1F5, LOST_COLOR = 0xB3261E };

static struct sheet_look make_look(struct xlsx *to, lxw_color_t color, bool bold);

void sheet_formats(struct sheet_writer *writer)
{
    writer->money = make_look(&writer->to, LXW_COLOR_WHITE, false).number;
    format_set_num_format(writer->money, "#,##0.00");
    writer->value = make_look(&writer->to, LXW_COLOR_WHITE, false).number;
    format_set_num_format(writer->value, "General");
    writer->plain = make_look(&writer->to, LXW_COLOR_WHITE, false);
    writer->level2 = make_look(&writer->to, LEVEL2_COLOR, true);
    writer->level1 = make_look(&writer->to, LEVEL1_COLOR, true);
}

static struct sheet_look make_look(struct xlsx *to, lxw_color_t color, bool bold)
{
    struct sheet_look look = {xlsx_look(to, color, bold), xlsx_look(to, color, bold),
                              xlsx_look(to, color, bold)};

    format_set_text_wrap(look.text);
    format_set_indent(look.text, 1); /* a text does not touch the number before it */
    format_set_num_format(look.number, "0.00####");
    format_set_num_format(look.lost, "0.00####;-0.00####;;@"); /* nothing where nothing is lost */
    format_set_font_color(look.lost, LOST_COLOR);
    return look;
}

void sheet_begin(struct sheet_writer *writer, enum evaluate_text name, const struct xlsx_column *columns,
                 size_t count)
{
    struct xlsx *to = &writer->to;

    xlsx_page(to, catalogue_evaluate(writer->language, name));
    catalogue_evaluate_title(&to->text, writer->language, writer->sheet);
    to->row = TITLE_ROW;
    xlsx_buf(to, 0, to->title);
    catalogue_evaluate_basis(&to->text, writer->language, writer->sheet);
    to->row = BASIS_ROW;
    xlsx_buf(to, 0, to->small);
    catalogue_evaluate_result(&to->text, writer->language, writer->sheet);
    to->row = RESULT_ROW;
    xlsx_buf(to, 0, to->small);
    to->row = HEADER_ROW;
    for (size_t i = 0; i < count; i++) {
        xlsx_width(to, (lxw_col_t)i, columns[i].width);
        xlsx_text(to, (lxw_col_t)i, catalogue_evaluate(writer->language, columns[i].title), to->header);
    }
    to->row = FIRST_ROW;
    to->lines = 0;
}

void sheet_end(struct sheet_writer *writer, size_t columns, lxw_col_t frozen)
{
    worksheet_freeze_panes(writer->to.page, FIRST_ROW, frozen);
    xlsx_print(&writer->to, columns, HEADER_ROW);
}
