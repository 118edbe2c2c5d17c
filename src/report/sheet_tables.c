/* The tables of a score sheet. */
#include <stdlib.h>
#include <string.h>

#include "core/catalogue_evaluate.h"
#include "core/catalogue_ledger.h"
#include "core/catalogue_sheet.h"
#include "report/proposal.h"
#include "report/sheet_document_parts.h"

/* A column by the text of its title. */
struct column {
    enum evaluate_text title;
    enum column_align align;
    int width;
};

static void begin_table(struct document *document, const struct column *columns, size_t count, unsigned bits);
static void group_row(struct document *document, enum row_kind kind, const char *name,
                      const struct sheet_sum *sum);
static void group_rows(struct document *document, const struct sheet_group *group);
static void score_row(struct document *document, const struct sheet *sheet, const struct sheet_item *item);
static size_t some_rows(struct document *document, const struct sheet_item *item, size_t at);
static bool same_kind(const struct sheet_row *a, const struct sheet_row *b);

#define COUNT(columns) (sizeof(columns) / sizeof *(columns))

void sheet_score_table(struct document *document, const struct sheet *sheet,
                       const struct sheet_outline *outline)
{
    static const struct column columns[] = {
        {EVALUATE_ITEM, ALIGN_LEFT, 22},       {EVALUATE_MAX, ALIGN_RIGHT, 7},
        {EVALUATE_POINTS, ALIGN_RIGHT, 7},     {EVALUATE_LOST, ALIGN_RIGHT, 7},
        {EVALUATE_ASSESSED, ALIGN_RIGHT, 8},   {EVALUATE_MEASURED, ALIGN_RIGHT, 10},
        {EVALUATE_EXPLANATION, ALIGN_LEFT, 40}};
    struct sheet_sum all = {.max = sheet->max,
                            .points = sheet->total,
                            .assessed = sheet->assessed_total,
                            .has_assessed = sheet->has_assessed_total};

    begin_table(document, columns, COUNT(columns), TABLE_CARDS);
    for (size_t g = 0; g < outline->group_count; g++) {
        const struct sheet_group *group = &outline->groups[g];
        group_rows(document, group);
        for (size_t i = group->first; i < group->first + group->count; i++)
            score_row(document, sheet, &sheet->items[outline->order[i]]);
    }
    group_row(document, ROW_TOTAL, catalogue_evaluate(document->language, EVALUATE_SUM), &all);
}

static void group_rows(struct document *document, const struct sheet_group *group)
{
    if (group->opens_level1 && group->level1[0] != '\0')
        group_row(document, ROW_TOTAL, group->level1, &group->level1_sum);
    if (group->level2[0] != '\0')
        group_row(document, ROW_GROUP, group->level2, &group->sum);
}

static void group_row(struct document *document, enum row_kind kind, const char *name,
                      const struct sheet_sum *sum)
{
    document_row(document, kind);
    document_cell(document, name, TONE_NONE);
    score_cell(document, sum->max, TONE_NONE);
    score_cell(document, sum->points, TONE_NONE);
    if (sum->points < sum->max)
        score_cell(document, sum->max - sum->points, TONE_BAD);
    else
        document_cell(document, "", TONE_NONE);
    if (sum->has_assessed)
        score_cell(document, sum->assessed, TONE_NONE);
}

static void score_row(struct document *document, const struct sheet *sheet, const struct sheet_item *item)
{
    struct buf text = {0};

    document_row(document, ROW_PLAIN);
    item_title(&text, document->language, item);
    buf_cell(document, &text, TONE_NONE);
    score_cell(document, item->max, TONE_NONE);
    score_cell(document, item->points, item->points < item->max ? TONE_BAD : TONE_NONE);
    if (item->points < item->max)
        score_cell(document, item->max - item->points, TONE_BAD);
    else
        document_cell(document, "", TONE_NONE);
    if (item->has_assessed)
        score_cell(document, item->assessed, item->assessed != item->points ? TONE_NOTICE : TONE_NONE);
    else
        document_cell(document, "", TONE_NONE);
    item_measured(&text, document->language, item);
    buf_cell(document, &text, TONE_NONE);
    catalogue_item(&text, document->language, sheet, item);
    buf_cell(document, &text, TONE_NONE);
    buf_free(&text);
}

void sheet_winnable_table(struct document *document, const struct sheet *sheet)
{
    static const struct column columns[] = {
        {EVALUATE_ITEM, ALIGN_LEFT, 24},        {EVALUATE_WINNABLE, ALIGN_RIGHT, 10},
        {EVALUATE_POINTS, ALIGN_RIGHT, 8},      {EVALUATE_MAX, ALIGN_RIGHT, 8},
        {EVALUATE_EXPLANATION, ALIGN_LEFT, 28}, {EVALUATE_ACTION, ALIGN_LEFT, 28}};
    size_t *order = mem_alloc((sheet->item_count + 1) * sizeof *order);
    size_t count = sheet_lost(sheet, order);
    struct buf text = {0};

    begin_table(document, columns, COUNT(columns), TABLE_CARDS);
    for (size_t i = 0; i < count && sheet->items[order[i]].winnable > 0; i++) {
        const struct sheet_item *item = &sheet->items[order[i]];
        document_row(document, ROW_PLAIN);
        item_title(&text, document->language, item);
        buf_cell(document, &text, TONE_NONE);
        score_cell(document, item->winnable, TONE_NOTICE);
        score_cell(document, item->points, TONE_NONE);
        score_cell(document, item->max, TONE_NONE);
        catalogue_item(&text, document->language, sheet, item);
        buf_cell(document, &text, TONE_NONE);
        catalogue_proposal(&text, document->language, item);
        buf_cell(document, &text, TONE_NONE);
    }
    buf_free(&text);
    free(order);
}

void sheet_proposal_table(struct document *document, const struct sheet *sheet, date due)
{
    static const struct column columns[] = {
        {EVALUATE_ITEM, ALIGN_LEFT, 20},  {EVALUATE_LOST, ALIGN_RIGHT, 7},
        {EVALUATE_ISSUE, ALIGN_LEFT, 28}, {EVALUATE_ACTION, ALIGN_LEFT, 24},
        {EVALUATE_OWNER, ALIGN_LEFT, 13}, {EVALUATE_DUE, ALIGN_CENTER, 13}};
    struct proposals proposals;
    struct buf text = {0};
    char day[DATE_TEXT];

    proposals_make(sheet, document->language, due, &proposals);
    begin_table(document, columns, COUNT(columns), TABLE_CARDS);
    for (size_t i = 0; i < proposals.count; i++) {
        const struct proposal *proposal = &proposals.list[i];
        document_row(document, ROW_PLAIN);
        item_title(&text, document->language, proposal->item);
        buf_cell(document, &text, TONE_NONE);
        score_cell(document, proposal->lost, TONE_BAD);
        catalogue_item(&text, document->language, sheet, proposal->item);
        buf_cell(document, &text, TONE_NONE);
        document_cell(document, proposal->action, TONE_NONE);
        document_cell(document, proposal->owner, TONE_NONE);
        document_cell(document, date_format(proposal->due, day), TONE_NONE);
    }
    buf_free(&text);
    proposals_done(&proposals);
}

void sheet_discrepancy_table(struct document *document, const struct sheet *sheet)
{
    static const struct column columns[] = {
        {EVALUATE_KIND, ALIGN_LEFT, 20}, {EVALUATE_CODE, ALIGN_LEFT, 14}, {EVALUATE_FOUND, ALIGN_LEFT, 66}};
    struct buf text = {0};

    begin_table(document, columns, COUNT(columns), 0);
    for (size_t i = 0; i < sheet->discrepancy_count; i++) {
        const struct discrepancy *discrepancy = &sheet->discrepancies[i];
        document_row(document, ROW_PLAIN);
        document_cell(document, catalogue_discrepancy_kind(document->language, discrepancy->kind), TONE_NONE);
        document_cell(document, discrepancy->item, TONE_NONE);
        catalogue_discrepancy(&text, document->language, sheet, discrepancy);
        buf_cell(document, &text, TONE_NONE);
    }
    buf_free(&text);
}

void sheet_row_table(struct document *document, const struct sheet *sheet,
                     const struct sheet_outline *outline)
{
    static const struct column columns[] = {{EVALUATE_ROWS_TEXT, ALIGN_LEFT, 64},
                                            {EVALUATE_TABLE, ALIGN_LEFT, 14},
                                            {EVALUATE_EVIDENCE, ALIGN_LEFT, 22}};
    struct buf title = {0};

    begin_table(document, columns, COUNT(columns), TABLE_CARDS | TABLE_SMALL);
    for (size_t i = 0; i < sheet->item_count; i++) {
        const struct sheet_item *item = &sheet->items[outline->order[i]];
        document_row(document, ROW_GROUP);
        item_title(&title, document->language, item);
        if (item->row_count == 0)
            buf_puts(&title, catalogue_evaluate(document->language, EVALUATE_NO_ROWS));
        buf_cell(document, &title, TONE_NONE);
        for (size_t at = 0; at < item->row_count;)
            at += some_rows(document, item, at);
    }
    buf_free(&title);
}

/* Neighbours of one table with the same evidence share a line, or fifty contracts would fill a page. Returns
 * how many it took. */
static size_t some_rows(struct document *document, const struct sheet_item *item, size_t at)
{
    enum { TOGETHER = 24 };
    const struct sheet_row *first = &item->rows[at];
    struct buf text = {0};
    size_t count = 0;

    document_row(document, ROW_PLAIN);
    while (at + count < item->row_count && count < TOGETHER && same_kind(first, &item->rows[at + count])) {
        buf_puts(&text, count == 0 ? "" : document->language == LANGUAGE_ZH ? "；" : "; ");
        buf_printf(&text, "%s: ", item->rows[at + count].key);
        row_text(&text, &item->rows[at + count]);
        count++;
    }
    buf_cell(document, &text, TONE_NONE);
    catalogue_kind(&text, document->language, ledger_kind(first->table));
    buf_cell(document, &text, TONE_NONE);
    document_cell(document, first->evidence != NULL ? first->evidence : "", TONE_NONE);
    buf_free(&text);
    return count;
}

static bool same_kind(const struct sheet_row *a, const struct sheet_row *b)
{
    const char *of_a = a->evidence != NULL ? a->evidence : "", *of_b = b->evidence != NULL ? b->evidence : "";

    return a->table == b->table && strcmp(of_a, of_b) == 0;
}

static void begin_table(struct document *document, const struct column *columns, size_t count, unsigned bits)
{
    enum { COLUMNS_MAX = 8 };
    struct document_column made[COLUMNS_MAX];

    for (size_t i = 0; i < count; i++)
        made[i] = (struct document_column){catalogue_evaluate(document->language, columns[i].title),
                                           columns[i].align, columns[i].width};
    document_table(document, made, count, bits);
}

void score_cell(struct document *document, micro points, enum tone tone)
{
    char text[DEC_TEXT];

    document_cell(document, dec_format_short(points, SCALE_MICRO, text), tone);
}

void buf_cell(struct document *document, struct buf *text, enum tone tone)
{
    document_cell(document, buf_text(text), tone);
    buf_clear(text);
}

void item_title(struct buf *out, enum language language, const struct sheet_item *item)
{
    buf_printf(out, "%s %s", item->code, words_in(item->name, language));
}

bool row_is_money(const struct sheet_row *row)
{
    switch (row->table) {
    case LEDGER_BUDGETS:
    case LEDGER_BUDGET_ADJUSTMENTS:
    case LEDGER_EXECUTION:
    case LEDGER_CEILINGS:
    case LEDGER_CEILING_SPENDING: return true;
    case LEDGER_UNITS:
    case LEDGER_PEOPLE:
    case LEDGER_PROJECTS:
    case LEDGER_PLANS:
    case LEDGER_RECEIPTS:
    case LEDGER_INDICATORS:
    case LEDGER_INDICATOR_TARGETS:
    case LEDGER_INDICATOR_VALUES:
    case LEDGER_OUTLOOKS:
    case LEDGER_MILESTONES:
    case LEDGER_CONTRACTS:
    case LEDGER_NOTIFIED_RATES:
    case LEDGER_ASSESSMENTS:
    case LEDGER_RECTIFICATIONS:
    case LEDGER_CALENDAR:
    case LEDGER_COUNT: break;
    }
    return false;
}

void row_text(struct buf *out, const struct sheet_row *row)
{
    char text[DEC_TEXT];
    fen amount;

    if (row_is_money(row) && dec_parse(row->text, strlen(row->text), SCALE_FEN, &amount))
        buf_puts(out, dec_format_grouped(amount, SCALE_FEN, text));
    else
        buf_puts(out, row->text);
}

void item_measured(struct buf *out, enum language language, const struct sheet_item *item)
{
    catalogue_measured(out, language, &item->measured,
                       item->indicator != NULL ? item->indicator->measure_unit : NULL);
}
