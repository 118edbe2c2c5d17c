/* What the making of a sheet puts together: texts, rows, parts, discrepancies, and the items they belong to.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/sheet_parts.h"

const char *sheet_text(struct making *making, const char *format, ...)
{
    va_list args;
    char small[256];

    va_start(args, format);
    int length = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (length >= 0 && (size_t)length < sizeof small)
        return arena_text_n(&making->sheet->arena, small, (size_t)length);
    char *large = arena_alloc(&making->sheet->arena, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(large, (size_t)length + 1, format, args);
    va_end(args);
    return large;
}

/* Several are one text. */
static const char *evidence_text(struct making *making, enum ledger_id table, const char *key)
{
    size_t count;
    const struct row_evidence *list = sheet_facts_evidence(making->facts, table, key, &count);
    struct buf text = {0};

    if (count == 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%s%s", i > 0 ? "; " : "", list[i].evidence);
    const char *kept = arena_text(&making->sheet->arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

void row_add(struct making *making, enum ledger_id table, const char *key, const char *text)
{
    making->rows.list =
        mem_room(making->rows.list, making->rows.count, &making->rows.capacity, sizeof *making->rows.list);
    making->rows.list[making->rows.count++] = (struct sheet_row){
        .table = table, .key = key, .text = text, .evidence = evidence_text(making, table, key)};
}

struct sheet_part *part_add(struct making *making)
{
    making->parts.list = mem_room(making->parts.list, making->parts.count, &making->parts.capacity,
                                  sizeof *making->parts.list);
    struct sheet_part *part = &making->parts.list[making->parts.count++];
    *part = (struct sheet_part){.code = "", .weight = {0, 1}, .share = {0, 1}, .best = {0, 1}};
    return part;
}

/* Weights to shares of one. Where all are 0, those that count share equally. */
static bool settle_weights(struct making *making)
{
    struct sheet_part *parts = making->parts.list;
    struct ratio sum = {0, 1};

    for (size_t i = 0; i < making->parts.count; i++) {
        if (parts[i].left_out)
            parts[i].weight = ratio_int(0);
        if (!ratio_add(sum, parts[i].weight, &sum))
            return false;
    }
    bool equal = sum.num == 0;
    for (size_t i = 0; equal && i < making->parts.count; i++) {
        parts[i].weight = ratio_int(parts[i].left_out ? 0 : 1);
        sum.num += parts[i].weight.num;
    }
    for (size_t i = 0; sum.num != 0 && i < making->parts.count; i++)
        if (!ratio_div(parts[i].weight, sum, &parts[i].weight))
            return false;
    return true;
}

static bool add_product(struct ratio *sum, struct ratio a, struct ratio b)
{
    struct ratio product;

    return ratio_mul(a, b, &product) && ratio_add(*sum, product, sum);
}

bool parts_weigh(struct making *making, const char *item, struct measured *ret)
{
    const struct sheet_part *parts = making->parts.list;

    ret->value = ret->best = ratio_int(0);
    bool ok = settle_weights(making);
    for (size_t i = 0; ok && i < making->parts.count; i++)
        ok = add_product(&ret->value, parts[i].weight, parts[i].share) &&
             add_product(&ret->best, parts[i].weight, parts[i].best);
    if (!ok)
        return err_set(making->err, ERR_OVERFLOW, "item %s: its parts are too uneven to be added exactly",
                       item);
    return true;
}

bool discrepancy_found(const struct making *making, enum discrepancy_kind kind, const char *item)
{
    const struct sheet *sheet = making->sheet;

    for (size_t i = 0; i < sheet->discrepancy_count; i++)
        if (sheet->discrepancies[i].kind == kind && strcmp(sheet->discrepancies[i].item, item) == 0)
            return true;
    return false;
}

struct discrepancy *discrepancy_add(struct making *making, enum discrepancy_kind kind, const char *item)
{
    struct sheet *sheet = making->sheet;
    bool whole = item[0] == '\0' || strcmp(item, "total") == 0;

    sheet->discrepancies = mem_room(sheet->discrepancies, sheet->discrepancy_count,
                                    &making->discrepancy_capacity, sizeof *sheet->discrepancies);
    struct discrepancy *discrepancy = &sheet->discrepancies[sheet->discrepancy_count];
    *discrepancy = (struct discrepancy){.kind = kind,
                                        .item = item,
                                        .subject = "",
                                        .order = (uint64_t)(whole ? 0 : making->sheet->item_count) << 32 |
                                                 sheet->discrepancy_count};
    sheet->discrepancy_count++;
    return discrepancy;
}

struct sheet_item *sheet_item_next(struct making *making)
{
    struct sheet *sheet = making->sheet;

    sheet->items = mem_room(sheet->items, sheet->item_count, &making->item_capacity, sizeof *sheet->items);
    struct sheet_item *item = &sheet->items[sheet->item_count++];
    *item = (struct sheet_item){.weight = {0, 1},
                                .share = {0, 1},
                                .best = {0, 1},
                                .exact = {0, 1},
                                .rounding = making->rubric->rounding};
    making->rows.count = making->parts.count = 0;
    return item;
}

static void *keep(struct making *making, const void *list, size_t count, size_t size)
{
    void *kept = arena_alloc(&making->sheet->arena, count * size + 1);

    if (count > 0)
        memcpy(kept, list, count * size);
    return kept;
}

/* The rows and parts that were gathered for it. */
void sheet_item_keep(struct making *making, struct sheet_item *item)
{
    item->rows = keep(making, making->rows.list, making->rows.count, sizeof *item->rows);
    item->row_count = making->rows.count;
    item->parts = keep(making, making->parts.list, making->parts.count, sizeof *item->parts);
    item->part_count = making->parts.count;
}

void sheet_item_assessment(struct making *making, struct sheet_item *item)
{
    const struct assessment_row *row = assessment_of(making->facts, item->code);

    item->assessment = row;
    if (row == NULL)
        return;
    item->has_assessed = row->has_points;
    item->assessed = row->points;
    row_add(making, LEDGER_ASSESSMENTS,
            sheet_text(making, "%s/%s/%d/%s", making->facts->of_unit ? "unit" : "project",
                       making->facts->code, making->facts->year, row->item_code),
            row->note != NULL       ? row->note
            : row->measured != NULL ? row->measured
                                    : "");
}

bool assessed_not_applicable(const struct sheet_item *item)
{
    return item->assessment != NULL && written_not_applicable(item->assessment->measured);
}

static struct ratio assessed_share(const struct sheet_item *item)
{
    struct ratio share;

    if (item->max <= 0 || !ratio_of(item->assessed, item->max, &share))
        return ratio_int(0);
    return within_0_and_1(share);
}

bool sheet_item_without_budget(const struct sheet_item *item)
{
    return item->rubric != NULL && item->rubric->measure.kind == MEASURE_EXECUTION &&
           item->measured.kind == MEASURED_NOTHING && item->measured.figures[1] <= 0;
}

void sheet_item_by_people(struct making *making, struct sheet_item *item)
{
    item->best = ratio_int(making->facts->open ? 1 : 0);
    if (item->has_assessed && !sheet_item_without_budget(item)) {
        item->state = ITEM_ASSESSED;
        item->share = assessed_share(item);
        return;
    }
    item->state = ITEM_NO_DATA;
}
