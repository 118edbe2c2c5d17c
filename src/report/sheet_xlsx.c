#include "report/sheet_xlsx.h"

#include <string.h>

#include "core/catalogue_evaluate.h"
#include "core/catalogue_ledger.h"
#include "core/catalogue_sheet.h"
#include "report/sheet_document_parts.h"
#include "report/sheet_xlsx_parts.h"

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

enum { CELL_TEXT = 16 };

static const struct xlsx_column score_columns[COLUMN_COUNT] = {
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

static void write_scores(struct sheet_writer *writer);
static void write_level1(struct sheet_writer *writer, size_t from, lxw_row_t *ret_row);
static void write_items(struct sheet_writer *writer, const struct sheet_group *group);
static void write_item(struct sheet_writer *writer, const struct sheet_item *item);
static void write_sums(struct sheet_writer *writer, lxw_row_t row, const char *name,
                       const struct sheet_look *look, const struct sheet_sum *sum, const char *rows);
static void write_rows(struct sheet_writer *writer);
static void write_row_text(struct sheet_writer *writer, lxw_col_t column, const struct sheet_row *row);
static void write_discrepancies(struct sheet_writer *writer);

bool sheet_xlsx(const char *path, const struct sheet *sheet, enum language language, struct err *err)
{
    struct sheet_writer writer = {.sheet = sheet, .language = language};

    if (!xlsx_open(&writer.to, path, err))
        return false;
    sheet_outline_make(sheet, language, &writer.outline);
    sheet_formats(&writer);
    write_scores(&writer);
    write_rows(&writer);
    write_discrepancies(&writer);
    sheet_outline_done(&writer.outline);
    return xlsx_close(&writer.to, path, err);
}

/* The row of each first level sums its groups' rows, each group's row its items', the last row all of the
 * first levels'. */
static void write_scores(struct sheet_writer *writer)
{
    const struct sheet *sheet = writer->sheet;
    struct sheet_sum all = {sheet->max, sheet->total, sheet->assessed_total, 0, sheet->has_assessed_total};
    struct buf rows = {0};

    sheet_begin(writer, EVALUATE_SCORES, score_columns, COLUMN_COUNT);
    for (size_t i = 0; i < writer->outline.group_count; i++) {
        lxw_row_t row;
        if (!writer->outline.groups[i].opens_level1)
            continue;
        write_level1(writer, i, &row);
        buf_printf(&rows, "%s#%u", rows.length > 0 ? "," : "", row + 1);
    }
    write_sums(writer, writer->to.row, catalogue_evaluate(writer->language, EVALUATE_SUM), &writer->level1,
               &all, buf_text(&rows));
    writer->to.row++;
    buf_free(&rows);
    sheet_end(writer, COLUMN_COUNT, COLUMN_MAX);
    writer->to.row += 1;
    xlsx_text(&writer->to, 0, catalogue_evaluate(writer->language, EVALUATE_SUM_NOTE), writer->to.small);
}

static void write_level1(struct sheet_writer *writer, size_t from, lxw_row_t *ret_row)
{
    const struct sheet_group *groups = writer->outline.groups;
    struct buf rows = {0}, items = {0};

    *ret_row = writer->to.row++;
    for (size_t i = from; i < writer->outline.group_count && (i == from || !groups[i].opens_level1); i++) {
        lxw_row_t row = writer->to.row++;
        buf_printf(&rows, "%s#%u", i > from ? "," : "", row + 1);
        buf_clear(&items);
        buf_printf(&items, "#%u:#%u", row + 2, row + 1 + (unsigned)groups[i].count);
        write_sums(writer, row, groups[i].level2[0] != '\0' ? groups[i].level2 : groups[i].level1,
                   &writer->level2, &groups[i].sum, buf_text(&items));
        write_items(writer, &groups[i]);
    }
    write_sums(writer, *ret_row, groups[from].level1, &writer->level1, &groups[from].level1_sum,
               buf_text(&rows));
    buf_free(&rows);
    buf_free(&items);
}

static void write_items(struct sheet_writer *writer, const struct sheet_group *group)
{
    for (size_t i = group->first; i < group->first + group->count; i++) {
        write_item(writer, &writer->sheet->items[writer->outline.order[i]]);
        xlsx_next_row(&writer->to);
    }
}

static void write_item(struct sheet_writer *writer, const struct sheet_item *item)
{
    const struct sheet_look *look = &writer->plain;
    char lost[2 * CELL_TEXT];

    xlsx_text(&writer->to, COLUMN_CODE, item->code, look->text);
    xlsx_text(&writer->to, COLUMN_NAME, words_in(item->name, writer->language), look->text);
    worksheet_write_number(writer->to.page, writer->to.row, COLUMN_MAX, cell_number(item->max), look->number);
    worksheet_write_number(writer->to.page, writer->to.row, COLUMN_POINTS, cell_number(item->points),
                           look->number);
    snprintf(lost, sizeof lost, "=C%u-D%u", writer->to.row + 1, writer->to.row + 1);
    worksheet_write_formula_num(writer->to.page, writer->to.row, COLUMN_LOST, lost, look->lost,
                                cell_number(item->max - item->points));
    if (item->has_assessed)
        worksheet_write_number(writer->to.page, writer->to.row, COLUMN_ASSESSED, cell_number(item->assessed),
                               look->number);
    else
        worksheet_write_blank(writer->to.page, writer->to.row, COLUMN_ASSESSED, look->number);
    item_measured(&writer->to.text, writer->language, item);
    xlsx_buf(&writer->to, COLUMN_MEASURED, look->text);
    xlsx_text(&writer->to, COLUMN_STATE, catalogue_item_state(writer->language, item->state), look->text);
    if (item->rubric != NULL)
        catalogue_scoring(&writer->to.text, writer->language, item->rubric);
    xlsx_buf(&writer->to, COLUMN_RULE, look->text);
    catalogue_item(&writer->to.text, writer->language, writer->sheet, item);
    xlsx_buf(&writer->to, COLUMN_EXPLANATION, look->text);
}

/* A row of SUM formulas, with the values that they have. `rows` names the cells, # standing for the column.
 */
static void write_sums(struct sheet_writer *writer, lxw_row_t row, const char *name,
                       const struct sheet_look *look, const struct sheet_sum *sum, const char *rows)
{
    const micro values[COLUMN_COUNT] = {[COLUMN_MAX] = sum->max,
                                        [COLUMN_POINTS] = sum->points,
                                        [COLUMN_LOST] = sum->max - sum->points,
                                        [COLUMN_ASSESSED] = sum->assessed};
    struct buf formula = {0};

    for (lxw_col_t column = 0; column < COLUMN_COUNT; column++)
        worksheet_write_blank(writer->to.page, row, column, look->text);
    xlsx_put(writer->to.page, row, COLUMN_NAME, name, look->text);
    for (lxw_col_t column = COLUMN_MAX; column <= COLUMN_ASSESSED; column++) {
        if (column == COLUMN_ASSESSED && !sum->has_assessed)
            continue;
        buf_clear(&formula);
        buf_puts(&formula, "=SUM(");
        for (const char *at = rows; *at != '\0'; at++)
            buf_putc(&formula, *at == '#' ? (char)('A' + column) : *at);
        buf_putc(&formula, ')');
        worksheet_write_formula_num(writer->to.page, row, column, buf_text(&formula),
                                    column == COLUMN_LOST ? look->lost : look->number,
                                    cell_number(values[column]));
    }
    buf_free(&formula);
}

static void write_rows(struct sheet_writer *writer)
{
    static const struct xlsx_column columns[] = {{EVALUATE_CODE, 10},  {EVALUATE_ITEM, 36},
                                                 {EVALUATE_TABLE, 16}, {EVALUATE_KEY, 34},
                                                 {EVALUATE_TEXT, 40},  {EVALUATE_EVIDENCE, 56}};

    sheet_begin(writer, EVALUATE_ROWS, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < writer->sheet->item_count; i++) {
        const struct sheet_item *item = &writer->sheet->items[writer->outline.order[i]];
        for (size_t r = 0; r < item->row_count; r++) {
            const struct sheet_row *row = &item->rows[r];
            xlsx_text(&writer->to, 0, item->code, writer->plain.text);
            xlsx_text(&writer->to, 1, words_in(item->name, writer->language), writer->plain.text);
            catalogue_kind(&writer->to.text, writer->language, ledger_kind(row->table));
            xlsx_buf(&writer->to, 2, writer->plain.text);
            xlsx_text(&writer->to, 3, row->key, writer->plain.text);
            write_row_text(writer, 4, row);
            xlsx_text(&writer->to, 5, row->evidence, writer->plain.text);
            xlsx_next_row(&writer->to);
        }
    }
    if (writer->to.row > FIRST_ROW)
        worksheet_autofilter(writer->to.page, HEADER_ROW, 0, writer->to.row - 1,
                             sizeof columns / sizeof *columns - 1);
    sheet_end(writer, sizeof columns / sizeof *columns, 0);
}

/* Amounts and values are numbers, so that they can be summed. */
static void write_row_text(struct sheet_writer *writer, lxw_col_t column, const struct sheet_row *row)
{
    bool money = row_is_money(row);
    micro value;

    if ((money || row->table == LEDGER_INDICATOR_VALUES) &&
        dec_parse(row->text, strlen(row->text), SCALE_MICRO, &value))
        worksheet_write_number(writer->to.page, writer->to.row, column, cell_number(value),
                               money ? writer->money : writer->value);
    else
        xlsx_text(&writer->to, column, row->text, writer->plain.text);
}

static void write_discrepancies(struct sheet_writer *writer)
{
    static const struct xlsx_column columns[] = {
        {EVALUATE_KIND, 22}, {EVALUATE_CODE, 14}, {EVALUATE_FOUND, 110}};
    const struct sheet *sheet = writer->sheet;

    sheet_begin(writer, EVALUATE_DISCREPANCIES, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sheet->discrepancy_count; i++) {
        const struct discrepancy *discrepancy = &sheet->discrepancies[i];
        xlsx_text(&writer->to, 0, catalogue_discrepancy_kind(writer->language, discrepancy->kind),
                  writer->plain.text);
        xlsx_text(&writer->to, 1, discrepancy->item, writer->plain.text);
        catalogue_discrepancy(&writer->to.text, writer->language, sheet, discrepancy);
        xlsx_buf(&writer->to, 2, writer->plain.text);
        xlsx_next_row(&writer->to);
    }
    if (sheet->discrepancy_count == 0) {
        xlsx_text(&writer->to, 0, catalogue_evaluate(writer->language, EVALUATE_NO_DISCREPANCY),
                  writer->to.small);
        writer->to.row++;
    }
    sheet_end(writer, sizeof columns / sizeof *columns, 0);
}
