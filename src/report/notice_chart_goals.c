/* Money against goals as a scatter. What names the quarters stands outside the plot, beside the shape that
 * their points have, so that nothing covers anything. */
#include <stdlib.h>

#include "report/notice_charts.h"
#include "report/svg.h"
#include "report/table.h"

enum {
    WIDTH = 480,
    LEFT = 58,
    TOP = 58,
    PLOT_WIDTH = 408,
    PLOT_HEIGHT = 290,
    BOTTOM = 86, /* below the plot: ticks, axis, quarters */
    NAMED_STEP = 23,
    FULL = 10000, /* hundredths of a percent */
    MONEY_MOST = FULL * 6 / 5,
    QUARTERS = 4,
    NAME_COLUMNS = 34
};

struct picture {
    struct buf *out;
    const struct notice *notice;
    const struct notice_paper *paper;
    size_t counts[QUARTERS];
    size_t named;
};

static void draw_axes(struct picture *picture);
static void draw_quarters(struct picture *picture);
static void draw_points(struct picture *picture);
static void draw_named(struct picture *picture);
static void draw_mark(struct buf *out, enum notice_quarter quarter, int64_t x, int64_t y);

bool notice_goals_svg(struct buf *out, struct buf *words, const struct notice *notice,
                      const struct notice_paper *paper)
{
    struct picture picture = {.out = out, .notice = notice, .paper = paper};

    if (notice->goal_count == 0)
        return false;
    for (size_t i = 0; i < notice->goal_count; i++)
        picture.counts[notice->goals[i].quarter]++;
    picture.named = notice->goal_count < NOTICE_GOALS_NAMED ? notice->goal_count : NOTICE_GOALS_NAMED;
    catalogue_notice_goals(words, paper, notice);
    svg_open(out, WIDTH, TOP + PLOT_HEIGHT + BOTTOM + NAMED_STEP * (int)picture.named,
             catalogue_notice(paper->language, NOTICE_GOALS), buf_text(words));
    draw_axes(&picture);
    draw_points(&picture);
    draw_quarters(&picture);
    draw_named(&picture);
    svg_close(out);
    return true;
}

static int64_t x_of(int64_t share)
{
    return (int64_t)LEFT * SVG_HUNDREDTHS +
           svg_scaled(share, MONEY_MOST, (int64_t)PLOT_WIDTH * SVG_HUNDREDTHS);
}

static int64_t y_of(int64_t share)
{
    return (int64_t)(TOP + PLOT_HEIGHT) * SVG_HUNDREDTHS -
           svg_scaled(share, FULL, (int64_t)PLOT_HEIGHT * SVG_HUNDREDTHS);
}

static int64_t money_of(const struct notice_goal *goal)
{
    return notice_rate_shown((struct notice_rate){true, goal->rate});
}

static int64_t goals_of(const struct notice_goal *goal)
{
    enum { MILLIONTHS_OF_FULL = 100 };

    return goal->completion / MILLIONTHS_OF_FULL;
}

static void draw_axes(struct picture *picture)
{
    enum { TICK = FULL / 4 };
    static const char grid[] = " stroke=\"#d5d9dd\"";
    enum language language = picture->paper->language;
    int64_t bottom = y_of(0), left = x_of(0), at = notice_rate_shown(picture->notice->reference);
    struct buf text = {0};

    for (int64_t tick = 0; tick <= FULL; tick += TICK) {
        svg_line(picture->out, x_of(tick), y_of(FULL), x_of(tick), bottom, grid);
        svg_line(picture->out, left, y_of(tick), x_of(MONEY_MOST), y_of(tick), grid);
        buf_clear(&text);
        buf_printf(&text, "%d%%", (int)(tick / SVG_HUNDREDTHS));
        svg_text(picture->out, x_of(tick), bottom + 20 * SVG_HUNDREDTHS,
                 " text-anchor=\"middle\" font-size=\"14\"", buf_text(&text));
        svg_text(picture->out, left - 6 * SVG_HUNDREDTHS, y_of(tick) + 5 * SVG_HUNDREDTHS,
                 " text-anchor=\"end\" font-size=\"14\"", buf_text(&text));
    }
    buf_clear(&text);
    buf_printf(&text, "%s →", catalogue_notice(language, NOTICE_RATE));
    svg_text(picture->out, x_of(MONEY_MOST), bottom + 40 * SVG_HUNDREDTHS,
             " text-anchor=\"end\" fill=\"#595959\" font-size=\"14\"", buf_text(&text));
    buf_clear(&text);
    buf_printf(&text, "↑ %s", catalogue_notice(language, NOTICE_COMPLETION));
    svg_text(picture->out, 0, (TOP - 14) * SVG_HUNDREDTHS, " fill=\"#595959\" font-size=\"14\"",
             buf_text(&text));
    if (picture->notice->reference.known) {
        static const char line[] = " stroke=\"#1c1c1c\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"";
        svg_line(picture->out, x_of(at), y_of(FULL), x_of(at), bottom, line);
        svg_line(picture->out, left, y_of(at), x_of(MONEY_MOST), y_of(at), line);
        buf_clear(&text);
        buf_printf(&text, "%s ", catalogue_notice(language, NOTICE_REFERENCE));
        catalogue_notice_rate(&text, picture->notice->reference);
        svg_text(picture->out, x_of(at), (TOP - 14) * SVG_HUNDREDTHS,
                 at > MONEY_MOST * 3 / 4 ? " text-anchor=\"end\" font-size=\"14\""
                                         : " text-anchor=\"middle\" font-size=\"14\"",
                 buf_text(&text));
    }
    buf_free(&text);
}

/* Points that fall on the same pixel are drawn once. */
static void draw_points(struct picture *picture)
{
    enum { ACROSS = PLOT_WIDTH + 1, DOWN = PLOT_HEIGHT + 1 };
    unsigned char *seen = mem_alloc((size_t)ACROSS * DOWN);

    for (size_t i = picture->notice->goal_count; i-- > 0;) {
        const struct notice_goal *goal = &picture->notice->goals[i];
        int64_t x = x_of(money_of(goal)), y = y_of(goals_of(goal));
        size_t pixel = (size_t)(y / SVG_HUNDREDTHS - TOP) * ACROSS + (size_t)(x / SVG_HUNDREDTHS - LEFT);
        if (seen[pixel] == (unsigned char)goal->quarter + 1)
            continue;
        seen[pixel] = (unsigned char)(goal->quarter + 1);
        draw_mark(picture->out, goal->quarter, x, y);
    }
    free(seen);
}

static void draw_mark(struct buf *out, enum notice_quarter quarter, int64_t x, int64_t y)
{
    static const char *const shapes[QUARTERS] = {
        [NOTICE_BOTH_GOOD] = "<circle r=\"4\" fill=\"#17663a\" fill-opacity=\"0.6\"",
        [NOTICE_MONEY_BEHIND] =
            "<path d=\"M-4-4h8v8h-8z\" fill=\"#fff\" stroke=\"#8a5a00\" stroke-width=\"1.5\"",
        [NOTICE_GOALS_BEHIND] = "<path d=\"M0-6 6 5H-6z\" fill=\"#b3261e\"",
        [NOTICE_BOTH_BEHIND] = "<path d=\"M-4-4 4 4M-4 4 4-4\" stroke=\"#1c1c1c\" stroke-width=\"2\""};

    buf_printf(out, "%s transform=\"translate(", shapes[quarter]);
    svg_number(out, x);
    buf_putc(out, ' ');
    svg_number(out, y);
    buf_puts(out, ")\"/>\n");
}

static void draw_quarters(struct picture *picture)
{
    enum { RIGHT = 252, UPPER = 14, LOWER = TOP + PLOT_HEIGHT + 64 };
    static const struct {
        enum notice_quarter quarter;
        int x, y;
    } places[] = {{NOTICE_MONEY_BEHIND, 8, UPPER},
                  {NOTICE_BOTH_GOOD, RIGHT, UPPER},
                  {NOTICE_BOTH_BEHIND, 8, LOWER},
                  {NOTICE_GOALS_BEHIND, RIGHT, LOWER}};
    struct buf text = {0};

    for (size_t i = 0; i < QUARTERS; i++) {
        int64_t x = (int64_t)places[i].x * SVG_HUNDREDTHS, y = (int64_t)places[i].y * SVG_HUNDREDTHS;
        buf_clear(&text);
        catalogue_notice_quarter_count(&text, picture->paper->language, places[i].quarter,
                                       picture->counts[places[i].quarter]);
        draw_mark(picture->out, places[i].quarter, x, y);
        svg_text(picture->out, x + 12 * SVG_HUNDREDTHS, y + 5 * SVG_HUNDREDTHS, " font-weight=\"600\"",
                 buf_text(&text));
    }
    buf_free(&text);
}

/* The first of the list are those whose money is furthest ahead of their goals. */
static void draw_named(struct picture *picture)
{
    struct buf text = {0};

    for (size_t i = 0; i < picture->named; i++) {
        const struct notice_goal *goal = &picture->notice->goals[i];
        int64_t y = (int64_t)(TOP + PLOT_HEIGHT + BOTTOM + NAMED_STEP * (int)i + 12) * SVG_HUNDREDTHS;
        char *name = text_cut(goal->name, NAME_COLUMNS);
        buf_clear(&text);
        buf_printf(&text, "%zu", i + 1);
        svg_text(picture->out, x_of(money_of(goal)) + 7 * SVG_HUNDREDTHS, y_of(goals_of(goal)),
                 " font-weight=\"700\" font-size=\"14\" paint-order=\"stroke\" stroke=\"#fff\" "
                 "stroke-width=\"3\"",
                 buf_text(&text));
        buf_printf(&text, " %s", name);
        svg_text(picture->out, 0, y, "", buf_text(&text));
        buf_clear(&text);
        catalogue_notice_rate(&text, (struct notice_rate){true, goal->rate});
        buf_puts(&text, " / ");
        catalogue_notice_rate(&text, (struct notice_rate){true, {goal->completion, 1000000}});
        svg_text(picture->out, WIDTH * SVG_HUNDREDTHS, y, " text-anchor=\"end\"", buf_text(&text));
        free(name);
    }
    buf_free(&text);
}
