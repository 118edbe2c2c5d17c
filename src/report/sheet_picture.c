/* The key figures of a score sheet, and the picture of where points were lost. */
#include <stdlib.h>

#include "core/catalogue_evaluate.h"
#include "report/bars.h"
#include "report/sheet_document_parts.h"

enum { KEYS_MAX = 6, TEXT_COLUMNS = 10 };

struct picture {
    const struct sheet *sheet;
    enum language language;
    struct arena arena;
    struct bar *bars;
    size_t count, capacity;
};

static void add_key(struct document_key *keys, size_t *count, enum language language,
                    enum evaluate_text label, const char *value, enum tone tone);
static void add_group(struct picture *picture, const struct sheet_outline *outline,
                      const struct sheet_group *group);
static void add_bar(struct picture *picture, const char *label, bool inner, micro points, micro max,
                    micro winnable);
static void add_text_table(struct document *document, const struct picture *picture);

void sheet_keys(struct document *document, const struct sheet *sheet)
{
    enum language language = document->language;
    struct document_key keys[KEYS_MAX];
    char total[DEC_TEXT], lost[DEC_TEXT], winnable[DEC_TEXT], assessed[DEC_TEXT], printed[DEC_TEXT];
    struct buf of = {0};
    size_t count = 0;

    dec_format_short(sheet->total, SCALE_MICRO, total);
    dec_format_short(sheet->max - sheet->total, SCALE_MICRO, lost);
    dec_format_short(sheet->winnable, SCALE_MICRO, winnable);
    dec_format_short(sheet->assessed_total, SCALE_MICRO, assessed);
    dec_format_short(sheet->printed_total, SCALE_MICRO, printed);
    catalogue_evaluate_of(&of, language, sheet->max);
    add_key(keys, &count, language, EVALUATE_TOTAL, total, TONE_INFO);
    keys[0].note = buf_text(&of);
    if (sheet->grade[0] != '\0')
        add_key(keys, &count, language, EVALUATE_GRADE, sheet->grade, TONE_INFO);
    add_key(keys, &count, language, EVALUATE_LOST, lost, sheet->total < sheet->max ? TONE_BAD : TONE_GOOD);
    if (sheet->facts->open)
        add_key(keys, &count, language, EVALUATE_WINNABLE, winnable, TONE_NOTICE);
    if (sheet->has_assessed_total && sheet->assessed_total != sheet->total)
        add_key(keys, &count, language, EVALUATE_ASSESSED_TOTAL, assessed, TONE_NONE);
    if (sheet->has_printed_total && sheet->printed_total != sheet->total)
        add_key(keys, &count, language, EVALUATE_PRINTED_TOTAL, printed, TONE_NONE);
    document_keys(document, keys, count);
    buf_free(&of);
}

static void add_key(struct document_key *keys, size_t *count, enum language language,
                    enum evaluate_text label, const char *value, enum tone tone)
{
    keys[(*count)++] = (struct document_key){
        .label = catalogue_evaluate(language, label), .value = value, .note = "", .tone = tone};
}

void sheet_picture(struct document *document, const struct sheet *sheet, const struct sheet_outline *outline)
{
    struct picture picture = {.sheet = sheet, .language = document->language};
    struct bar_legend legend = {
        .reached = catalogue_evaluate(document->language, EVALUATE_POINTS),
        .coming = sheet->winnable > 0 ? catalogue_evaluate(document->language, EVALUATE_WINNABLE) : NULL,
        .lost = catalogue_evaluate(document->language, EVALUATE_LOST)};
    struct buf svg = {0}, words = {0};

    for (size_t i = 0; i < outline->group_count; i++)
        add_group(&picture, outline, &outline->groups[i]);
    bars_svg(&svg, picture.bars, picture.count, &legend);
    for (size_t i = 0; i < picture.count; i++)
        buf_printf(&words, "%s%s %s",
                   i == 0                              ? ""
                   : document->language == LANGUAGE_ZH ? "；"
                                                       : "; ",
                   picture.bars[i].label, picture.bars[i].words);
    document_figure(document, buf_text(&svg), buf_text(&words));
    add_text_table(document, &picture);
    buf_free(&svg);
    buf_free(&words);
    free(picture.bars);
    arena_free(&picture.arena);
}

static void add_group(struct picture *picture, const struct sheet_outline *outline,
                      const struct sheet_group *group)
{
    const char *label = group->level2[0] != '\0' ? group->level2 : group->level1;

    add_bar(picture, label, false, group->sum.points, group->sum.max, group->sum.winnable);
    for (size_t i = group->first; i < group->first + group->count; i++) {
        const struct sheet_item *item = &picture->sheet->items[outline->order[i]];
        if (item->points < item->max)
            add_bar(picture, words_in(item->name, picture->language), true, item->points, item->max,
                    item->winnable);
    }
}

static void add_bar(struct picture *picture, const char *label, bool inner, micro points, micro max,
                    micro winnable)
{
    struct buf words = {0};

    catalogue_evaluate_bar(&words, picture->language, points, max, winnable);
    picture->bars = mem_room(picture->bars, picture->count, &picture->capacity, sizeof *picture->bars);
    picture->bars[picture->count++] = (struct bar){.label = label,
                                                   .words = arena_text(&picture->arena, buf_text(&words)),
                                                   .inner = inner,
                                                   .whole = max,
                                                   .part = points,
                                                   .coming = winnable};
    buf_free(&words);
}

/* The same in characters, for formats without pictures. */
static void add_text_table(struct document *document, const struct picture *picture)
{
    const struct document_column columns[] = {
        {catalogue_evaluate(document->language, EVALUATE_ITEM), ALIGN_LEFT, 44},
        {catalogue_evaluate(document->language, EVALUATE_SHARE), ALIGN_LEFT, 22},
        {catalogue_evaluate(document->language, EVALUATE_POINTS_OF), ALIGN_LEFT, 34}};
    struct buf text = {0};

    document_table(document, columns, sizeof columns / sizeof *columns, TABLE_INSTEAD);
    for (size_t i = 0; i < picture->count; i++) {
        const struct bar *bar = &picture->bars[i];
        document_row(document, ROW_PLAIN);
        buf_printf(&text, "%s%s", bar->inner ? "└ " : "", bar->label);
        buf_cell(document, &text, TONE_NONE);
        bar_text(&text, bar, TEXT_COLUMNS);
        buf_cell(document, &text, TONE_NONE);
        document_cell(document, bar->words, TONE_NONE);
    }
    buf_free(&text);
}
