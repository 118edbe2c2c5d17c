#include "report/notice_changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { NUMBER_TEXT = 24 };

/* Of what a figure is. */
struct place {
    enum notice_scope scope;
    const char *code, *name;
};

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void compare(struct notice_changes *changes, const struct place *place, enum notice_figure figure,
                    const char *before, const char *now)
{
    if (before == now || (before != NULL && now != NULL && strcmp(before, now) == 0))
        return;
    changes->list = mem_room(changes->list, changes->count, &changes->capacity, sizeof *changes->list);
    changes->list[changes->count++] = (struct notice_change){.scope = place->scope,
                                                             .code = place->code,
                                                             .name = place->name,
                                                             .figure = figure,
                                                             .before = before,
                                                             .now = now};
}

static void compare_money(struct notice_changes *changes, const struct place *place, const json_t *before,
                          const json_t *now)
{
    compare(changes, place, NOTICE_FIGURE_BUDGET, text_of(before, "budget"), text_of(now, "budget"));
    compare(changes, place, NOTICE_FIGURE_SPENT, text_of(before, "spent"), text_of(now, "spent"));
    compare(changes, place, NOTICE_FIGURE_RECEIVED, text_of(before, "received"), text_of(now, "received"));
}

static void compare_counts(struct notice_changes *changes, const struct place *place,
                           enum notice_figure figure, int64_t before, int64_t now)
{
    char text[NUMBER_TEXT];

    if (before == now)
        return;
    snprintf(text, sizeof text, "%lld", (long long)before);
    const char *old = arena_text(&changes->arena, text);
    snprintf(text, sizeof text, "%lld", (long long)now);
    compare(changes, place, figure, old, arena_text(&changes->arena, text));
}

static int64_t count_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    return json_is_array(value) ? (int64_t)json_array_size(value) : (int64_t)json_integer_value(value);
}

static void compare_whole(struct notice_changes *changes, const json_t *before, const json_t *now)
{
    static const struct {
        const char *key;
        enum notice_figure figure;
    } counts[] = {{"above", NOTICE_FIGURE_ABOVE},
                  {"below", NOTICE_FIGURE_BELOW},
                  {"zero_codes", NOTICE_FIGURE_ZERO},
                  {"missing", NOTICE_FIGURE_MISSING}};
    const json_t *unit = json_object_get(now, "unit");
    const struct place place = {NOTICE_SCOPE_WHOLE, or_empty(text_of(unit, "code")),
                                or_empty(text_of(unit, "name"))};

    compare_money(changes, &place, before, now);
    compare(changes, &place, NOTICE_FIGURE_LAST_MONTH,
            text_of(json_object_get(before, "last_month"), "spent"),
            text_of(json_object_get(now, "last_month"), "spent"));
    compare(changes, &place, NOTICE_FIGURE_LAST_YEAR, text_of(json_object_get(before, "last_year"), "spent"),
            text_of(json_object_get(now, "last_year"), "spent"));
    compare(changes, &place, NOTICE_FIGURE_REFERENCE, text_of(before, "reference_rate"),
            text_of(now, "reference_rate"));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        compare_counts(changes, &place, counts[i].figure, count_of(before, counts[i].key),
                       count_of(now, counts[i].key));
}

/* What an element of a list is known by: a row by kind and code, a line by its name. */
static void add_key(struct buf *key, const json_t *element, enum notice_scope scope)
{
    buf_clear(key);
    if (scope == NOTICE_SCOPE_ROW)
        buf_printf(key, "%s/%s", or_empty(text_of(element, "kind")), or_empty(text_of(element, "code")));
    else
        buf_puts(key, or_empty(text_of(element, "name")));
}

static json_t *by_key(const json_t *list, enum notice_scope scope)
{
    json_t *index = json_object();
    struct buf key = {0};

    for (size_t i = 0; i < json_array_size(list); i++) {
        add_key(&key, json_array_get(list, i), scope);
        json_object_set(index, buf_text(&key), json_array_get(list, i));
    }
    buf_free(&key);
    return index;
}

/* In the order of today's list; what is gone comes behind. */
static void compare_lists(struct notice_changes *changes, const json_t *before, const json_t *now,
                          const char *list, enum notice_scope scope)
{
    const json_t *old_list = json_object_get(before, list), *new_list = json_object_get(now, list);
    json_t *old = by_key(old_list, scope), *new = by_key(new_list, scope);
    struct buf key = {0};

    for (size_t i = 0; i < json_array_size(new_list) + json_array_size(old_list); i++) {
        bool gone = i >= json_array_size(new_list);
        const json_t *element =
            gone ? json_array_get(old_list, i - json_array_size(new_list)) : json_array_get(new_list, i);
        add_key(&key, element, scope);
        if (gone && json_object_get(new, buf_text(&key)) != NULL)
            continue;
        const struct place place = {scope, or_empty(text_of(element, "code")),
                                    or_empty(text_of(element, "name"))};
        compare_money(changes, &place, json_object_get(old, buf_text(&key)), gone ? NULL : element);
    }
    buf_free(&key);
    json_decref(old);
    json_decref(new);
}

void notice_changes_find(const json_t *before, const json_t *now, struct notice_changes *ret_changes)
{
    *ret_changes = (struct notice_changes){0};
    compare_whole(ret_changes, before, now);
    compare_lists(ret_changes, before, now, "rows", NOTICE_SCOPE_ROW);
    compare_lists(ret_changes, before, now, "funds", NOTICE_SCOPE_FUND);
    compare_lists(ret_changes, before, now, "categories", NOTICE_SCOPE_CATEGORY);
}

void notice_changes_done(struct notice_changes *changes)
{
    free(changes->list);
    arena_free(&changes->arena);
    *changes = (struct notice_changes){0};
}

json_t *notice_changes_json(const struct notice_changes *changes)
{
    json_t *list = json_array();

    for (size_t i = 0; i < changes->count; i++) {
        const struct notice_change *change = &changes->list[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?}", "scope",
                                              notice_scope_name(change->scope), "code", change->code, "name",
                                              change->name, "figure", notice_figure_name(change->figure),
                                              "old", change->before, "new", change->now));
    }
    return list;
}
