/* Each row has two lines, its words above its bar, so that long names fit on a phone. */
#include <stdlib.h>

#include "report/notice_charts.h"
#include "report/svg.h"
#include "report/table.h"

enum {
    WIDTH = 480,
    TOP = 34,
    STEP = 41,
    TEXT_BASE = 16,
    BAR_TOP = 22,
    BAR_HEIGHT = 12,
    NAME_COLUMNS = 42,
    FULL = 10000,       /* hundredths of a percent */
    MOST = 3 * FULL / 2 /* a higher rate has a full bar; its words say how much it is */
};

struct picture {
    struct buf *out;
    const struct notice *notice;
    const struct notice_paper *paper;
    const struct notice_row **rows; /* those with a rate, from the highest */
    size_t count, highest, lowest;
    size_t undrawn; /* of those that spent nothing; where there are few they are drawn */
    int64_t longest;
};

static void choose(struct picture *picture);
static void draw(struct picture *picture);
static void draw_reference(struct picture *picture);
static void draw_row(struct picture *picture, const struct notice_row *row, int y);
static void say_row(struct buf *out, const struct picture *picture, const struct notice_row *row);

bool notice_bars_svg(struct buf *out, struct buf *words, const struct notice *notice,
                     const struct notice_paper *paper)
{
    struct picture picture = {.out = out, .notice = notice, .paper = paper};
    const char *title = catalogue_notice(paper->language, NOTICE_RATE);

    choose(&picture);
    if (picture.count > 0) {
        size_t drawn = picture.highest + picture.lowest;
        int gap = drawn < picture.count ? STEP / 2 : 0;
        int height = TOP + STEP * (int)drawn + gap + (picture.undrawn > 0 ? STEP / 2 : 0);
        catalogue_notice_bars(words, paper->language, notice_of_units(notice), picture.highest,
                              picture.lowest, picture.count);
        buf_puts(words, paper->language == LANGUAGE_ZH ? "：" : ": ");
        for (size_t i = 0; i < picture.count; i++) {
            if (i >= picture.highest && i < picture.count - picture.lowest)
                continue;
            buf_puts(words, i == 0 ? "" : paper->language == LANGUAGE_ZH ? "；" : "; ");
            catalogue_notice_row(words, paper->language, picture.rows[i]);
            buf_putc(words, ' ');
            say_row(words, &picture, picture.rows[i]);
        }
        svg_open(out, WIDTH, height, title, buf_text(words));
        draw(&picture);
        svg_close(out);
    }
    free(picture.rows);
    return picture.count > 0;
}

static void choose(struct picture *picture)
{
    const struct notice *notice = picture->notice;

    picture->longest = FULL;
    picture->rows = mem_alloc((notice->row_count + 1) * sizeof(const struct notice_row *));
    for (size_t i = 0; i < notice->row_count; i++) {
        const struct notice_row *row = &notice->rows[i];
        if (!row->now.rate.known)
            continue;
        if (row->now.spent == 0 && notice->zero_count > NOTICE_BARS_ZERO) {
            picture->undrawn++;
            continue;
        }
        int64_t rate = notice_rate_shown(row->now.rate);
        picture->rows[picture->count++] = row;
        picture->longest = rate > picture->longest ? rate : picture->longest;
    }
    picture->longest = picture->longest < MOST ? picture->longest : MOST;
    picture->highest = picture->count;
    if (picture->count > NOTICE_BARS_ALL) {
        picture->highest = NOTICE_BARS_HIGHEST;
        picture->lowest = NOTICE_BARS_LOWEST;
    }
}

static void draw(struct picture *picture)
{
    struct buf others = {0};
    int y = TOP;

    svg_patterns(picture->out, "bar-");
    for (size_t i = 0; i < picture->count; i++) {
        if (i == picture->highest && picture->lowest > 0) {
            size_t left_out = picture->count - picture->highest - picture->lowest;
            buf_puts(&others, "⋯ ");
            catalogue_notice_others(&others, picture->paper->language, notice_of_units(picture->notice),
                                    left_out);
            buf_puts(&others, " ⋯");
            svg_text(picture->out, WIDTH / 2 * SVG_HUNDREDTHS, (y + TEXT_BASE - 3) * SVG_HUNDREDTHS,
                     " text-anchor=\"middle\" fill=\"#595959\"", buf_text(&others));
            y += STEP / 2;
            i += left_out;
        }
        draw_row(picture, picture->rows[i], y);
        y += STEP;
    }
    draw_reference(picture);
    if (picture->undrawn > 0) {
        buf_clear(&others);
        catalogue_notice_undrawn(&others, picture->paper->language, picture->undrawn);
        svg_text(picture->out, 0, (y + TEXT_BASE - 3) * SVG_HUNDREDTHS, " fill=\"#595959\"",
                 buf_text(&others));
    }
    buf_free(&others);
}

static void draw_reference(struct picture *picture)
{
    struct buf text = {0};
    int64_t at =
        svg_scaled(notice_rate_shown(picture->notice->reference), picture->longest, WIDTH * SVG_HUNDREDTHS);
    bool right = at > WIDTH * SVG_HUNDREDTHS / 2;

    if (!picture->notice->reference.known)
        return;
    buf_printf(&text, "%s ", catalogue_notice(picture->paper->language, NOTICE_REFERENCE));
    catalogue_notice_rate(&text, picture->notice->reference);
    svg_text(picture->out, right ? at - 6 * SVG_HUNDREDTHS : at + 6 * SVG_HUNDREDTHS, 20 * SVG_HUNDREDTHS,
             right ? " text-anchor=\"end\" font-weight=\"600\"" : " font-weight=\"600\"", buf_text(&text));
    svg_line(picture->out, at, 4 * SVG_HUNDREDTHS, at, 26 * SVG_HUNDREDTHS,
             " stroke=\"#1c1c1c\" stroke-width=\"2.5\"");
    buf_free(&text);
}

static void say_row(struct buf *out, const struct picture *picture, const struct notice_row *row)
{
    catalogue_notice_rate(out, row->now.rate);
    buf_printf(out, " %s", catalogue_notice_light(picture->paper->language, row->light));
}

static void draw_row(struct picture *picture, const struct notice_row *row, int y)
{
    static const char *const fills[] = {[NOTICE_UNLIT] = " fill=\"#8c8c8c\"",
                                        [NOTICE_GREEN] = " fill=\"#17663a\"",
                                        [NOTICE_BLUE] = " fill=\"#1f4e79\"",
                                        [NOTICE_YELLOW] = " fill=\"url(#bar-coming)\" stroke=\"#8a5a00\"",
                                        [NOTICE_RED] = " fill=\"url(#bar-lost)\" stroke=\"#b3261e\""};
    int64_t length = svg_scaled(notice_rate_shown(row->now.rate), picture->longest, WIDTH * SVG_HUNDREDTHS);
    int64_t at =
        svg_scaled(notice_rate_shown(picture->notice->reference), picture->longest, WIDTH * SVG_HUNDREDTHS);
    int64_t base = (y + TEXT_BASE) * SVG_HUNDREDTHS, top = (y + BAR_TOP) * SVG_HUNDREDTHS;
    struct buf words = {0}, whole = {0};

    catalogue_notice_row(&whole, picture->paper->language, row);
    char *name = text_cut(buf_text(&whole), NAME_COLUMNS);

    svg_text(picture->out, 0, base, "", name);
    say_row(&words, picture, row);
    svg_text(picture->out, WIDTH * SVG_HUNDREDTHS, base, " text-anchor=\"end\" font-weight=\"600\"",
             buf_text(&words));
    svg_rect(picture->out, 0, top, WIDTH * SVG_HUNDREDTHS, BAR_HEIGHT * SVG_HUNDREDTHS, " fill=\"#eceff2\"");
    svg_rect(picture->out, 0, top, length, BAR_HEIGHT * SVG_HUNDREDTHS, fills[row->light]);
    if (picture->notice->reference.known)
        svg_line(picture->out, at, top - 3 * SVG_HUNDREDTHS, at, top + (BAR_HEIGHT + 3) * SVG_HUNDREDTHS,
                 " stroke=\"#1c1c1c\" stroke-width=\"2.5\"");
    free(name);
    buf_free(&whole);
    buf_free(&words);
}
