#include "report/sheet_xlsx.h"

#include <string.h>
#include <xlsxwriter.h>

#include "core/catalogue_evaluate.h"
#include "core/catalogue_ledger.h"
#include "core/catalogue_sheet.h"
#include "report/sheet_document_parts.h"
#include "report/table.h"

/* Columns of the score sheet. */
enum {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_MAX,
    COLUMN_POINTS,
    COLUMN_LOST,
    COLUMN_ASSESSED,
    COLUMN_MEASURED,
    COLUMN_STATE,
    COLUMN_RULE,
    COLUMN_EXPLANATION,
    COLUMN_COUNT
};

enum { TITLE_ROW, BASIS_ROW, RESULT_ROW, HEADER_ROW, FIRST_ROW };
enum { HEADER_COLOR = 0x1F4E79, LEVEL1_COLOR = 0xD6E0EA, LEVEL2_COLOR = 0xECF1F5, LOST_COLOR = 0xB3261E };
enum { CELL_TEXT = 16 };

struct column {
    enum evaluate_text title;
    int width; /* in characters */
};

static const struct column score_columns[COLUMN_COUNT] = {
    [COLUMN_CODE] = {EVALUATE_CODE, 10},
    [COLUMN_NAME] = {EVALUATE_ITEM, 30},
    [COLUMN_MAX] = {EVALUATE_MAX, 9},
    [COLUMN_POINTS] = {EVALUATE_POINTS, 9},
    [COLUMN_LOST] = {EVALUATE_LOST, 9},
    [COLUMN_ASSESSED] = {EVALUATE_ASSESSED, 10},
    [COLUMN_MEASURED] = {EVALUATE_MEASURED, 13},
    [COLUMN_STATE] = {EVALUATE_STATE, 12},
    [COLUMN_RULE] = {EVALUATE_RULE, 34},
    [COLUMN_EXPLANATION] = {EVALUATE_EXPLANATION, 54},
};

/* One look of cells: texts, numbers, and numbers of lost points. */
struct look {
    lxw_format *text, *number, *lost;
};

enum { ROW_HEIGHT = 15, LINES_MAX = 25 }; /* points; Excel stops at 409 */

struct writer {
    const struct sheet *sheet;
    enum language language;
    struct sheet_outline outline;
    lxw_workbook *book;
    lxw_worksheet *page; /* the one being written */
    const struct column *columns;
    lxw_row_t row;
    lxw_format *title, *small, *header, *money, *value;
    struct look plain, level2, level1;
    size_t lines; /* of the tallest cell of the row so far */
    struct buf text;
};

static void make_formats(struct writer *writer);
static struct look make_look(lxw_workbook *book, lxw_color_t color, bool bold);
static void begin_page(struct writer *writer, enum evaluate_text name, const struct column *columns,
                       size_t count);
static void end_page(struct writer *writer, size_t columns);
static void write_scores(struct writer *writer);
static void write_level1(struct writer *writer, size_t from, lxw_row_t *ret_row);
static void write_items(struct writer *writer, const struct sheet_group *group);
static void write_item(struct writer *writer, const struct sheet_item *item);
static void write_sums(struct writer *writer, lxw_row_t row, const char *name, const struct look *look,
                       const struct sheet_sum *sum, const char *rows);
static void write_rows(struct writer *writer);
static void write_row_text(struct writer *writer, lxw_col_t column, const struct sheet_row *row);
static void write_discrepancies(struct writer *writer);
static void write_text(struct writer *writer, lxw_col_t column, const char *text, lxw_format *format);
static void write_buf(struct writer *writer, lxw_col_t column, lxw_format *format);
static void next_row(struct writer *writer);
static double cell_number(micro points);

bool sheet_xlsx(const char *path, const struct sheet *sheet, enum language language, struct err *err)
{
    struct writer writer = {.sheet = sheet, .language = language, .book = workbook_new(path)};

    if (writer.book == NULL)
        return err_set(err, ERR_IO, "%s: the workbook cannot be made", path);
    sheet_outline_make(sheet, language, &writer.outline);
    make_formats(&writer);
    write_scores(&writer);
    write_rows(&writer);
    write_discrepancies(&writer);
    sheet_outline_done(&writer.outline);
    buf_free(&writer.text);

    lxw_error bad = workbook_close(writer.book);
    if (bad != LXW_NO_ERROR)
        return err_set(err, ERR_IO, "%s: %s", path, lxw_strerror(bad));
    return true;
}

static void make_formats(struct writer *writer)
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

static struct look make_look(lxw_workbook *book, lxw_color_t color, bool bold)
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
    return (struct look){made[0], made[1], made[2]};
}

static void begin_page(struct writer *writer, enum evaluate_text name, const struct column *columns,
                       size_t count)
{
    writer->page = workbook_add_worksheet(writer->book, catalogue_evaluate(writer->language, name));
    writer->columns = columns;
    catalogue_evaluate_title(&writer->text, writer->language, writer->sheet);
    writer->row = TITLE_ROW;
    write_buf(writer, 0, writer->title);
    catalogue_evaluate_basis(&writer->text, writer->language, writer->sheet);
    writer->row = BASIS_ROW;
    write_buf(writer, 0, writer->small);
    catalogue_evaluate_result(&writer->text, writer->language, writer->sheet);
    writer->row = RESULT_ROW;
    write_buf(writer, 0, writer->small);
    writer->row = HEADER_ROW;
    for (size_t i = 0; i < count; i++) {
        worksheet_set_column(writer->page, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL);
        write_text(writer, (lxw_col_t)i, catalogue_evaluate(writer->language, columns[i].title),
                   writer->header);
    }
    writer->row = FIRST_ROW;
    writer->lines = 0;
}

static void end_page(struct writer *writer, size_t columns)
{
    lxw_worksheet *page = writer->page;

    worksheet_freeze_panes(page, FIRST_ROW, columns == COLUMN_COUNT ? COLUMN_MAX : 0);
    worksheet_set_paper(page, 9); /* A4 */
    worksheet_set_landscape(page);
    worksheet_set_margins(page, 0.5, 0.5, 0.6, 0.6);
    worksheet_fit_to_pages(page, 1, 0);
    worksheet_repeat_rows(page, HEADER_ROW, HEADER_ROW);
    worksheet_print_area(page, 0, 0, writer->row > 0 ? writer->row - 1 : 0, (lxw_col_t)(columns - 1));
    worksheet_set_footer(page, "&C&P / &N");
}

/* The row of each first level sums its groups' rows, each group's row its items', the last row all of the
 * first levels'. */
static void write_scores(struct writer *writer)
{
    const struct sheet *sheet = writer->sheet;
    struct sheet_sum all = {sheet->max, sheet->total, sheet->assessed_total, 0, sheet->has_assessed_total};
    struct buf rows = {0};

    begin_page(writer, EVALUATE_SCORES, score_columns, COLUMN_COUNT);
    for (size_t i = 0; i < writer->outline.group_count; i++) {
        lxw_row_t row;
        if (!writer->outline.groups[i].opens_level1)
            continue;
        write_level1(writer, i, &row);
        buf_printf(&rows, "%s#%u", rows.length > 0 ? "," : "", row + 1);
    }
    write_sums(writer, writer->row, catalogue_evaluate(writer->language, EVALUATE_SUM), &writer->level1, &all,
               buf_text(&rows));
    writer->row++;
    buf_free(&rows);
    end_page(writer, COLUMN_COUNT);
    writer->row += 1;
    write_text(writer, 0, catalogue_evaluate(writer->language, EVALUATE_SUM_NOTE), writer->small);
}

static void write_level1(struct writer *writer, size_t from, lxw_row_t *ret_row)
{
    const struct sheet_group *groups = writer->outline.groups;
    struct buf rows = {0}, items = {0};

    *ret_row = writer->row++;
    for (size_t i = from; i < writer->outline.group_count && (i == from || !groups[i].opens_level1); i++) {
        lxw_row_t row = writer->row++;
        buf_printf(&rows, "%s#%u", i > from ? "," : "", row + 1);
        buf_clear(&items);
        buf_printf(&items, "#%u:#%u", row + 2, row + 1 + (unsigned)groups[i].count);
        write_sums(writer, row, groups[i].level2, &writer->level2, &groups[i].sum, buf_text(&items));
        write_items(writer, &groups[i]);
    }
    write_sums(writer, *ret_row, groups[from].level1, &writer->level1, &groups[from].level1_sum,
               buf_text(&rows));
    buf_free(&rows);
    buf_free(&items);
}

static void write_items(struct writer *writer, const struct sheet_group *group)
{
    for (size_t i = group->first; i < group->first + group->count; i++) {
        write_item(writer, &writer->sheet->items[writer->outline.order[i]]);
        next_row(writer);
    }
}

static void write_item(struct writer *writer, const struct sheet_item *item)
{
    const struct look *look = &writer->plain;
    char lost[2 * CELL_TEXT];

    write_text(writer, COLUMN_CODE, item->code, look->text);
    write_text(writer, COLUMN_NAME, words_in(item->name, writer->language), look->text);
    worksheet_write_number(writer->page, writer->row, COLUMN_MAX, cell_number(item->max), look->number);
    worksheet_write_number(writer->page, writer->row, COLUMN_POINTS, cell_number(item->points), look->number);
    snprintf(lost, sizeof lost, "=C%u-D%u", writer->row + 1, writer->row + 1);
    worksheet_write_formula_num(writer->page, writer->row, COLUMN_LOST, lost, look->lost,
                                cell_number(item->max - item->points));
    if (item->has_assessed)
        worksheet_write_number(writer->page, writer->row, COLUMN_ASSESSED, cell_number(item->assessed),
                               look->number);
    else
        worksheet_write_blank(writer->page, writer->row, COLUMN_ASSESSED, look->number);
    item_measured(&writer->text, writer->language, item);
    write_buf(writer, COLUMN_MEASURED, look->text);
    write_text(writer, COLUMN_STATE, catalogue_item_state(writer->language, item->state), look->text);
    if (item->rubric != NULL)
        catalogue_scoring(&writer->text, writer->language, item->rubric);
    write_buf(writer, COLUMN_RULE, look->text);
    catalogue_item(&writer->text, writer->language, writer->sheet, item);
    write_buf(writer, COLUMN_EXPLANATION, look->text);
}

/* A row of SUM formulas, with the values that they have. `rows` names the cells, # standing for the column.
 */
static void write_sums(struct writer *writer, lxw_row_t row, const char *name, const struct look *look,
                       const struct sheet_sum *sum, const char *rows)
{
    const micro values[COLUMN_COUNT] = {[COLUMN_MAX] = sum->max,
                                        [COLUMN_POINTS] = sum->points,
                                        [COLUMN_LOST] = sum->max - sum->points,
                                        [COLUMN_ASSESSED] = sum->assessed};
    struct buf formula = {0};

    for (lxw_col_t column = 0; column < COLUMN_COUNT; column++)
        worksheet_write_blank(writer->page, row, column, look->text);
    worksheet_write_string(writer->page, row, COLUMN_NAME, name, look->text);
    for (lxw_col_t column = COLUMN_MAX; column <= COLUMN_ASSESSED; column++) {
        if (column == COLUMN_ASSESSED && !sum->has_assessed)
            continue;
        buf_clear(&formula);
        buf_puts(&formula, "=SUM(");
        for (const char *at = rows; *at != '\0'; at++)
            buf_putc(&formula, *at == '#' ? (char)('A' + column) : *at);
        buf_putc(&formula, ')');
        worksheet_write_formula_num(writer->page, row, column, buf_text(&formula),
                                    column == COLUMN_LOST ? look->lost : look->number,
                                    cell_number(values[column]));
    }
    buf_free(&formula);
}

static void write_rows(struct writer *writer)
{
    static const struct column columns[] = {{EVALUATE_CODE, 10},  {EVALUATE_ITEM, 36},
                                            {EVALUATE_TABLE, 16}, {EVALUATE_KEY, 34},
                                            {EVALUATE_TEXT, 40},  {EVALUATE_EVIDENCE, 56}};

    begin_page(writer, EVALUATE_ROWS, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < writer->sheet->item_count; i++) {
        const struct sheet_item *item = &writer->sheet->items[writer->outline.order[i]];
        for (size_t r = 0; r < item->row_count; r++) {
            const struct sheet_row *row = &item->rows[r];
            write_text(writer, 0, item->code, writer->plain.text);
            write_text(writer, 1, words_in(item->name, writer->language), writer->plain.text);
            catalogue_kind(&writer->text, writer->language, ledger_kind(row->table));
            write_buf(writer, 2, writer->plain.text);
            write_text(writer, 3, row->key, writer->plain.text);
            write_row_text(writer, 4, row);
            write_text(writer, 5, row->evidence, writer->plain.text);
            next_row(writer);
        }
    }
    if (writer->row > FIRST_ROW)
        worksheet_autofilter(writer->page, HEADER_ROW, 0, writer->row - 1,
                             sizeof columns / sizeof *columns - 1);
    end_page(writer, sizeof columns / sizeof *columns);
}

/* Amounts and values are numbers, so that they can be summed. */
static void write_row_text(struct writer *writer, lxw_col_t column, const struct sheet_row *row)
{
    bool money = row_is_money(row);
    micro value;

    if ((money || row->table == LEDGER_INDICATOR_VALUES) &&
        dec_parse(row->text, strlen(row->text), SCALE_MICRO, &value))
        worksheet_write_number(writer->page, writer->row, column, cell_number(value),
                               money ? writer->money : writer->value);
    else
        write_text(writer, column, row->text, writer->plain.text);
}

static void write_discrepancies(struct writer *writer)
{
    static const struct column columns[] = {{EVALUATE_KIND, 22}, {EVALUATE_CODE, 14}, {EVALUATE_FOUND, 110}};
    const struct sheet *sheet = writer->sheet;

    begin_page(writer, EVALUATE_DISCREPANCIES, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sheet->discrepancy_count; i++) {
        const struct discrepancy *discrepancy = &sheet->discrepancies[i];
        write_text(writer, 0, catalogue_discrepancy_kind(writer->language, discrepancy->kind),
                   writer->plain.text);
        write_text(writer, 1, discrepancy->item, writer->plain.text);
        catalogue_discrepancy(&writer->text, writer->language, sheet, discrepancy);
        write_buf(writer, 2, writer->plain.text);
        next_row(writer);
    }
    if (sheet->discrepancy_count == 0) {
        write_text(writer, 0, catalogue_evaluate(writer->language, EVALUATE_NO_DISCREPANCY), writer->small);
        writer->row++;
    }
    end_page(writer, sizeof columns / sizeof *columns);
}

/* Spreadsheets do not agree on whether rows of wrapped text grow by themselves, so that the height is set. */
static void next_row(struct writer *writer)
{
    size_t lines = writer->lines > LINES_MAX ? LINES_MAX : writer->lines;

    if (lines > 1)
        worksheet_set_row(writer->page, writer->row, (double)(lines * ROW_HEIGHT), NULL);
    writer->lines = 0;
    writer->row++;
}

/* As text, whatever it begins with: a name is never a formula. */
static void write_text(struct writer *writer, lxw_col_t column, const char *text, lxw_format *format)
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

static void write_buf(struct writer *writer, lxw_col_t column, lxw_format *format)
{
    write_text(writer, column, buf_text(&writer->text), format);
    buf_clear(&writer->text);
}

/* A workbook's numbers are doubles: the one place where a score becomes one. It was computed and rounded
 * before, and with two decimals it is shown as it is. */
static double cell_number(micro points)
{
    return (double)points / 1e6;
}
