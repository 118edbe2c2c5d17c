#include "report/sheet_outline.h"

#include <string.h>

struct outlining {
    const struct sheet *sheet;
    enum language language;
    struct sheet_outline *outline;
    bool *taken; /* items that are in a group already */
    size_t used; /* of `order` */
};

static void take_level1(struct outlining *outlining, size_t from);
static void take_group(struct outlining *outlining, size_t from);
static bool same_level1(const struct outlining *outlining, size_t a, size_t b);
static bool same_level2(const struct outlining *outlining, size_t a, size_t b);
static void sum_item(struct sheet_sum *sum, const struct sheet_item *item);
static micro held(micro a, micro b);

void sheet_outline_make(const struct sheet *sheet, enum language language, struct sheet_outline *ret_outline)
{
    size_t room = sheet->item_count + 1;
    struct arena arena = {0};

    *ret_outline = (struct sheet_outline){0};
    ret_outline->order = arena_alloc(&ret_outline->arena, room * sizeof *ret_outline->order);
    ret_outline->groups = arena_alloc(&ret_outline->arena, room * sizeof *ret_outline->groups);
    struct outlining outlining = {.sheet = sheet,
                                  .language = language,
                                  .outline = ret_outline,
                                  .taken = arena_alloc(&arena, room * sizeof(bool))};
    for (size_t i = 0; i < sheet->item_count; i++)
        if (!outlining.taken[i])
            take_level1(&outlining, i);
    arena_free(&arena);
}

void sheet_outline_done(struct sheet_outline *outline)
{
    arena_free(&outline->arena);
    *outline = (struct sheet_outline){0};
}

static void take_level1(struct outlining *outlining, size_t from)
{
    const struct sheet *sheet = outlining->sheet;
    struct sheet_group *opening = &outlining->outline->groups[outlining->outline->group_count];

    for (size_t i = from; i < sheet->item_count; i++) {
        if (!same_level1(outlining, from, i))
            continue;
        sum_item(&opening->level1_sum, &sheet->items[i]);
        if (!outlining->taken[i])
            take_group(outlining, i);
    }
    opening->opens_level1 = true;
}

static void take_group(struct outlining *outlining, size_t from)
{
    const struct sheet *sheet = outlining->sheet;
    struct sheet_outline *outline = outlining->outline;
    struct sheet_group *group = &outline->groups[outline->group_count++];

    group->level1 = words_in(sheet->items[from].level1, outlining->language);
    group->level2 = words_in(sheet->items[from].level2, outlining->language);
    group->first = outlining->used;
    for (size_t i = from; i < sheet->item_count; i++) {
        if (outlining->taken[i] || !same_level1(outlining, from, i) || !same_level2(outlining, from, i))
            continue;
        outlining->taken[i] = true;
        outline->order[outlining->used++] = i;
        sum_item(&group->sum, &sheet->items[i]);
        group->count++;
    }
}

static bool same_words(const struct outlining *outlining, struct words a, struct words b)
{
    return strcmp(words_in(a, outlining->language), words_in(b, outlining->language)) == 0;
}

static bool same_level1(const struct outlining *outlining, size_t a, size_t b)
{
    return same_words(outlining, outlining->sheet->items[a].level1, outlining->sheet->items[b].level1);
}

static bool same_level2(const struct outlining *outlining, size_t a, size_t b)
{
    return same_words(outlining, outlining->sheet->items[a].level2, outlining->sheet->items[b].level2);
}

static void sum_item(struct sheet_sum *sum, const struct sheet_item *item)
{
    sum->max = held(sum->max, item->max);
    sum->points = held(sum->points, item->points);
    sum->winnable = held(sum->winnable, item->winnable);
    if (item->has_assessed) {
        sum->has_assessed = true;
        sum->assessed = held(sum->assessed, item->assessed);
    }
}

static micro held(micro a, micro b)
{
    micro sum;

    return dec_add(a, b, &sum) ? sum : DEC_MAX;
}
