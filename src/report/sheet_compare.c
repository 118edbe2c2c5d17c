#include "report/sheet_compare.h"

#include <string.h>

/* Both lists of one member; `key` finds the same one in the other. */
struct sides {
    const json_t *a, *b;
};

static json_t *parse(const char *text, struct err *err);
static json_t *compare_items(struct sides sides);
static json_t *compare_item(const char *code, const json_t *a, const json_t *b);
static json_t *compare_rows(const json_t *a, const json_t *b);
static json_t *texts_only_in(const json_t *list, const json_t *other);

bool sheet_compare(const char *a, const char *b, json_t **ret_difference, struct err *err)
{
    json_t *old = parse(a, err), *new = old != NULL ? parse(b, err) : NULL;

    if (new != NULL) {
        const json_t *before = json_object_get(old, "discrepancies"),
                     *after = json_object_get(new, "discrepancies");
        *ret_difference = json_pack(
            "{s:[O,O], s:[O,O], s:o, s:{s:o, s:o}}", "total", json_object_get(old, "total"),
            json_object_get(new, "total"), "grade", json_object_get(old, "grade"),
            json_object_get(new, "grade"), "items",
            compare_items((struct sides){json_object_get(old, "items"), json_object_get(new, "items")}),
            "discrepancies", "gone", texts_only_in(before, after), "new", texts_only_in(after, before));
    }
    json_decref(old);
    json_decref(new);
    return new != NULL;
}

static json_t *parse(const char *text, struct err *err)
{
    json_error_t fault;
    json_t *sheet = json_loads(text, 0, &fault);

    if (sheet != NULL && json_is_array(json_object_get(sheet, "items")) &&
        json_is_array(json_object_get(sheet, "discrepancies")) && json_object_get(sheet, "total") != NULL &&
        json_object_get(sheet, "grade") != NULL)
        return sheet;
    json_decref(sheet);
    err_set(err, ERR_INPUT, "a stored evaluation is not a score sheet%s%s", sheet == NULL ? ": " : "",
            sheet == NULL ? fault.text : "");
    return NULL;
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

static const json_t *item_of(const json_t *items, const char *code)
{
    size_t i;
    json_t *item;

    json_array_foreach((json_t *)items, i, item) if (strcmp(text_of(item, "code"), code) == 0) return item;
    return NULL;
}

/* In the order of the first, then what only the second has. */
static json_t *compare_items(struct sides sides)
{
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach((json_t *)sides.a, i, item)
    {
        const char *code = text_of(item, "code");
        json_t *difference = compare_item(code, item, item_of(sides.b, code));
        if (difference != NULL)
            json_array_append_new(list, difference);
    }
    json_array_foreach((json_t *)sides.b, i, item)
    {
        const char *code = text_of(item, "code");
        if (item_of(sides.a, code) == NULL)
            json_array_append_new(list, compare_item(code, NULL, item));
    }
    return list;
}

/* A member; null where it is missing. */
static json_t *member(const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    return value != NULL ? json_incref(value) : json_null();
}

/* The member of both, or NULL where it is the same. */
static json_t *pair(const json_t *a, const json_t *b, const char *name)
{
    json_t *both = json_pack("[o, o]", member(a, name), member(b, name));

    if (!json_equal(json_array_get(both, 0), json_array_get(both, 1)))
        return both;
    json_decref(both);
    return NULL;
}

static json_t *compare_item(const char *code, const json_t *a, const json_t *b)
{
    static const char *const members[] = {"max", "measured", "points", "assessed", "explanation"};
    json_t *difference = json_pack("{s:s, s:s}", "code", code, "name", text_of(b != NULL ? b : a, "name"));
    size_t own = json_object_size(difference);

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        json_t *both = pair(a, b, members[i]);
        if (both != NULL)
            json_object_set_new(difference, members[i], both);
    }
    json_t *rows = compare_rows(json_object_get(a, "evidence"), json_object_get(b, "evidence"));
    if (json_array_size(rows) > 0)
        json_object_set_new(difference, "rows", rows);
    else
        json_decref(rows);
    if (json_object_size(difference) > own)
        return difference;
    json_decref(difference);
    return NULL;
}

static const json_t *row_of(const json_t *rows, const json_t *row)
{
    size_t i;
    json_t *other;

    json_array_foreach((json_t *)rows, i,
                       other) if (strcmp(text_of(other, "table"), text_of(row, "table")) == 0 &&
                                  strcmp(text_of(other, "key"), text_of(row, "key")) == 0) return other;
    return NULL;
}

static void add_row(json_t *list, const json_t *a, const json_t *b)
{
    const json_t *row = b != NULL ? b : a;
    json_t *texts = pair(a, b, "text");

    if (texts != NULL)
        json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "table", text_of(row, "table"), "key",
                                              text_of(row, "key"), "text", texts));
}

static json_t *compare_rows(const json_t *a, const json_t *b)
{
    json_t *list = json_array(), *row;
    size_t i;

    json_array_foreach((json_t *)a, i, row) add_row(list, row, row_of(b, row));
    json_array_foreach((json_t *)b, i, row)
    {
        if (row_of(a, row) == NULL)
            add_row(list, NULL, row);
    }
    return list;
}

static bool has_text(const json_t *list, const char *text)
{
    size_t i;
    json_t *entry;

    json_array_foreach((json_t *)list, i, entry) if (strcmp(text_of(entry, "text"), text) == 0) return true;
    return false;
}

static json_t *texts_only_in(const json_t *list, const json_t *other)
{
    json_t *only = json_array(), *entry;
    size_t i;

    json_array_foreach((json_t *)list, i, entry)
    {
        if (!has_text(other, text_of(entry, "text")))
            json_array_append(only, json_object_get(entry, "text"));
    }
    return only;
}

/* "94.87 → 93.87"; a dash for what one side has not. */
static void write_pair(const json_t *both, struct buf *out)
{
    const char *old = json_string_value(json_array_get(both, 0)),
               *new = json_string_value(json_array_get(both, 1));

    buf_printf(out, "%s → %s", old != NULL ? old : "—", new != NULL ? new : "—");
}

static void write_named(const json_t *item, const char *name, const char *title, struct buf *out)
{
    const json_t *both = json_object_get(item, name);

    if (both == NULL)
        return;
    buf_printf(out, "    %s", title);
    write_pair(both, out);
    buf_putc(out, '\n');
}

static void write_item(const json_t *item, bool zh, struct buf *out)
{
    size_t i;
    json_t *row;

    buf_printf(out, "%s %s\n", text_of(item, "code"), text_of(item, "name"));
    write_named(item, "max", zh ? "满分：" : "maximum: ", out);
    write_named(item, "points", zh ? "得分：" : "points: ", out);
    write_named(item, "assessed", zh ? "评定分：" : "assessed: ", out);
    write_named(item, "measured", zh ? "实际值：" : "measured: ", out);
    json_array_foreach(json_object_get(item, "rows"), i, row)
    {
        buf_printf(out, zh ? "    数据 %s %s：" : "    row %s %s: ", text_of(row, "table"),
                   text_of(row, "key"));
        write_pair(json_object_get(row, "text"), out);
        buf_putc(out, '\n');
    }
}

static void write_texts(const json_t *texts, const char *title, struct buf *out)
{
    size_t i;
    json_t *text;

    json_array_foreach((json_t *)texts, i, text) buf_printf(out, "%s%s\n", title, json_string_value(text));
}

void sheet_compare_write(const json_t *difference, enum language language, struct buf *out)
{
    bool zh = language == LANGUAGE_ZH;
    const json_t *items = json_object_get(difference, "items"),
                 *discrepancies = json_object_get(difference, "discrepancies");
    size_t i;
    json_t *item;

    buf_puts(out, zh ? "总分：" : "total: ");
    write_pair(json_object_get(difference, "total"), out);
    buf_puts(out, zh ? "；等级：" : "; grade: ");
    write_pair(json_object_get(difference, "grade"), out);
    buf_putc(out, '\n');
    json_array_foreach((json_t *)items, i, item) write_item(item, zh, out);
    write_texts(json_object_get(discrepancies, "gone"), zh ? "已不存在的问题：" : "no longer: ", out);
    write_texts(json_object_get(discrepancies, "new"), zh ? "新出现的问题：" : "new: ", out);
    if (json_array_size(items) == 0)
        buf_puts(out, zh ? "各项得分和数据没有变化\n" : "no item and no row differs\n");
}
