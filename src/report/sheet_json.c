#include "report/sheet_json.h"

#include "core/catalogue_sheet.h"
#include "core/ledger.h"
#include "report/json_lines.h"

static json_t *item_json(const struct sheet *sheet, const struct sheet_item *item, enum language language);
static json_t *discrepancy_json(const struct sheet *sheet, const struct discrepancy *discrepancy,
                                enum language language);
static json_t *row_json(const struct sheet_row *row);
static json_t *score_json(micro points);
static json_t *taken(struct buf *text);
static void set(json_t *object, const char *key, json_t *value);

json_t *sheet_json(const struct sheet *sheet, enum language language)
{
    const struct sheet_facts *facts = sheet->facts;
    json_t *all = json_object(), *items = json_array(), *discrepancies = json_array();
    char clock[DATE_TEXT];

    for (size_t i = 0; i < sheet->item_count; i++)
        json_array_append_new(items, item_json(sheet, &sheet->items[i], language));
    for (size_t i = 0; i < sheet->discrepancy_count; i++)
        json_array_append_new(discrepancies, discrepancy_json(sheet, &sheet->discrepancies[i], language));

    set(all, "fiscal_year", json_integer(facts->year));
    set(all, "subject",
        json_pack("{s:s, s:s, s:s}", "kind", facts->of_unit ? "unit" : "project", "code", facts->code, "name",
                  facts->name));
    set(all, "rubric", json_string(sheet->rubric->name));
    set(all, "items", items);
    set(all, "max", score_json(sheet->max));
    set(all, "total", score_json(sheet->total));
    set(all, "assessed_total", sheet->has_assessed_total ? score_json(sheet->assessed_total) : json_null());
    set(all, "printed_total", sheet->has_printed_total ? score_json(sheet->printed_total) : json_null());
    set(all, "grade", json_text_or_null(sheet->grade));
    set(all, "discrepancies", discrepancies);
    set(all, "clock", json_string(date_format(facts->clock, clock)));
    set(all, "open", json_boolean(facts->open));
    set(all, "winnable", score_json(sheet->winnable));
    return all;
}

static json_t *item_json(const struct sheet *sheet, const struct sheet_item *item, enum language language)
{
    json_t *object = json_object(), *evidence = json_array();
    struct buf measured = {0}, explanation = {0};

    measured_plain(&measured, &item->measured);
    catalogue_item(&explanation, language, sheet, item);
    for (size_t i = 0; i < item->row_count; i++)
        json_array_append_new(evidence, row_json(&item->rows[i]));

    set(object, "code", json_string(item->code));
    set(object, "level1", json_string(words_in(item->level1, language)));
    set(object, "level2", json_string(words_in(item->level2, language)));
    set(object, "name", json_string(words_in(item->name, language)));
    set(object, "max", score_json(item->max));
    set(object, "measured", taken(&measured));
    set(object, "points", score_json(item->points));
    set(object, "assessed", item->has_assessed ? score_json(item->assessed) : json_null());
    set(object, "explanation", taken(&explanation));
    set(object, "evidence", evidence);
    set(object, "state", json_string(item_state_name(item->state)));
    set(object, "winnable", score_json(item->winnable));
    return object;
}

static json_t *row_json(const struct sheet_row *row)
{
    json_t *object = json_object();

    set(object, "table", json_string(ledger_kind(row->table)->name));
    set(object, "key", json_string(row->key));
    set(object, "text", json_text_or_null(row->text));
    set(object, "evidence", json_text_or_null(row->evidence));
    return object;
}

static json_t *discrepancy_json(const struct sheet *sheet, const struct discrepancy *discrepancy,
                                enum language language)
{
    json_t *object = json_object();
    struct buf text = {0};

    catalogue_discrepancy(&text, language, sheet, discrepancy);
    set(object, "kind", json_string(discrepancy_name(discrepancy->kind)));
    set(object, "item", json_text_or_null(discrepancy->item));
    set(object, "text", taken(&text));
    return object;
}

static json_t *score_json(micro points)
{
    char text[DEC_TEXT];

    return json_string(dec_format_short(points, SCALE_MICRO, text));
}

/* The buffer's text, or null for an empty one; the buffer is freed. */
static json_t *taken(struct buf *text)
{
    json_t *value = json_text_or_null(buf_text(text));

    buf_free(text);
    return value;
}

/* json_string() refuses what is not UTF-8, which the ledger cannot hold; then the value is null and not a
 * missing key. */
static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value != NULL ? value : json_null());
}
