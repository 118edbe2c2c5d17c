/* The year's curve. Lines differ by their dashes, points by their shapes. */
#include <inttypes.h>

#include "report/notice_charts.h"
#include "report/svg.h"

enum {
    WIDTH = 480,
    HEIGHT = 372,
    LEFT = 62,
    TOP = 84,
    PLOT_WIDTH = 404,
    PLOT_HEIGHT = 248,
    TICKS = 5,
    KEY_LENGTH = 34,
    KEY_COLUMN = 245,
    KEY_STEP = 24
};

struct axis {
    fen unit; /* so much is 1 on the axis */
    const char *names[2];
};

/* The largest that still gives whole numbers at the ticks. */
static const struct axis axes[][2] = {
    {{100, {"元", "yuan"}}, {100, {"元", "yuan"}}},
    {{1000000, {"万元", "wan yuan"}}, {100000, {"", "thousand yuan"}}},
    {{INT64_C(10000000000), {"亿元", ""}}, {100000000, {"", "million yuan"}}},
    {{INT64_C(10000000000), {"亿元", ""}}, {INT64_C(100000000000), {"", "billion yuan"}}}};

struct picture {
    struct buf *out;
    const struct notice *notice;
    const struct notice_paper *paper;
    int64_t top; /* the money at the upper edge */
    bool has_plan;
    int keys;
};

static int64_t highest(const struct notice *notice);
static void draw_axes(struct picture *picture);
static void draw_reference(struct picture *picture);
static void draw_series(struct picture *picture, const bool *has, const fen *values, const char *attributes,
                        const char *point);
static void draw_projection(struct picture *picture);
static void draw_key(struct picture *picture, const char *attributes, const char *point,
                     enum notice_text name, struct notice_rate rate);
static void say(struct buf *words, const struct notice *notice, const struct notice_paper *paper);

static const char spent_line[] = " stroke=\"#1f4e79\" stroke-width=\"3.5\" fill=\"none\"";
static const char plan_line[] =
    " stroke=\"#17663a\" stroke-width=\"2.5\" stroke-dasharray=\"10 5\" fill=\"none\"";
static const char reference_line[] =
    " stroke=\"#595959\" stroke-width=\"2\" stroke-dasharray=\"2 4\" fill=\"none\"";
static const char projection_line[] =
    " stroke=\"#b3261e\" stroke-width=\"2.5\" stroke-dasharray=\"10 4 2 4\" fill=\"none\"";
static const char spent_point[] = "<circle r=\"4\" fill=\"#1f4e79\"";
static const char plan_point[] =
    "<path d=\"M-4-4h8v8h-8z\" fill=\"#fff\" stroke=\"#17663a\" stroke-width=\"2\"";
static const char projection_point[] =
    "<path d=\"M0-6 6 5H-6z\" fill=\"#fff\" stroke=\"#b3261e\" stroke-width=\"2\"";

bool notice_curve_svg(struct buf *out, struct buf *words, const struct notice *notice,
                      const struct notice_paper *paper)
{
    struct picture picture = {.out = out, .notice = notice, .paper = paper, .top = highest(notice)};
    const struct notice_curve *curve = &notice->year_curve;
    enum language language = paper->language;

    if (picture.top <= 0)
        return false;
    for (int month = 1; month <= MONTHS; month++)
        picture.has_plan = picture.has_plan || curve->has_plan[month];
    say(words, notice, paper);
    svg_open(out, WIDTH, HEIGHT, catalogue_notice(language, NOTICE_YEAR), buf_text(words));
    draw_axes(&picture);
    draw_reference(&picture);
    if (picture.has_plan)
        draw_series(&picture, curve->has_plan, curve->plan, plan_line, plan_point);
    draw_projection(&picture);
    draw_series(&picture, curve->has_spent, curve->spent, spent_line, spent_point);
    draw_key(&picture, spent_line, spent_point, NOTICE_SPENT, notice->now.rate);
    draw_key(&picture, reference_line, NULL, NOTICE_REFERENCE, notice->reference);
    if (notice->projection.known && notice->month < MONTHS)
        draw_key(&picture, projection_line, projection_point, NOTICE_PROJECTION, notice->projection.rate);
    if (picture.has_plan)
        draw_key(&picture, plan_line, plan_point, NOTICE_PLAN, (struct notice_rate){0});
    svg_close(out);
    return true;
}

static int64_t highest(const struct notice *notice)
{
    const struct notice_curve *curve = &notice->year_curve;
    int64_t most = notice->now.budget;

    for (int month = 1; month <= MONTHS; month++) {
        if (curve->has_spent[month] && curve->spent[month] > most)
            most = curve->spent[month];
        if (curve->has_plan[month] && curve->plan[month] > most)
            most = curve->plan[month];
    }
    if (notice->projection.known && notice->projection.spent > most)
        most = notice->projection.spent;
    return most;
}

static int64_t x_of(int month)
{
    return (int64_t)(LEFT * SVG_HUNDREDTHS) + (int64_t)PLOT_WIDTH * SVG_HUNDREDTHS * month / MONTHS;
}

static int64_t y_of(const struct picture *picture, fen money)
{
    return (int64_t)(TOP + PLOT_HEIGHT) * SVG_HUNDREDTHS -
           svg_scaled(money, picture->top, (int64_t)PLOT_HEIGHT * SVG_HUNDREDTHS);
}

/* Lines at round numbers; the upper edge is the last of them. */
static void draw_axes(struct picture *picture)
{
    enum language language = picture->paper->language;
    const struct axis *axis = &axes[0][language];
    char text[DEC_TEXT];

    for (size_t i = 1; i < sizeof axes / sizeof *axes; i++)
        if (picture->top / TICKS >= axes[i][language].unit)
            axis = &axes[i][language];
    int64_t whole = picture->top / axis->unit + (picture->top % axis->unit != 0);
    int64_t step = svg_step(whole, TICKS), last = (whole + step - 1) / step;
    if (last * step <= DEC_MAX / axis->unit)
        picture->top = last * step * axis->unit;
    svg_text(picture->out, 0, (TOP - 14) * SVG_HUNDREDTHS, " fill=\"#595959\" font-size=\"14\"",
             axis->names[language]);
    for (int64_t tick = 0; tick <= last; tick++) {
        int64_t y = y_of(picture, tick * step * axis->unit);
        svg_line(picture->out, x_of(0), y, x_of(MONTHS), y,
                 tick == 0 ? " stroke=\"#1c1c1c\"" : " stroke=\"#d5d9dd\"");
        svg_text(picture->out, x_of(0) - 6 * SVG_HUNDREDTHS, y + 5 * SVG_HUNDREDTHS,
                 " text-anchor=\"end\" font-size=\"14\"", dec_format_grouped(tick * step, 0, text));
    }
    for (int month = 1; month <= MONTHS; month++) {
        struct buf name = {0};
        buf_printf(&name, "%d", month);
        if (month == MONTHS && language == LANGUAGE_ZH)
            buf_puts(&name, "月");
        svg_text(picture->out, x_of(month), (TOP + PLOT_HEIGHT + 20) * SVG_HUNDREDTHS,
                 " text-anchor=\"middle\" font-size=\"14\"", buf_text(&name));
        buf_free(&name);
    }
    if (language == LANGUAGE_EN)
        svg_text(picture->out, x_of(MONTHS), (TOP + PLOT_HEIGHT + 38) * SVG_HUNDREDTHS,
                 " text-anchor=\"end\" font-size=\"14\" fill=\"#595959\"", "month");
}

/* Of the whole's budget; a share that does not fit is not drawn. */
static bool reference_of(const struct notice *notice, int month, fen *ret_money)
{
    const struct notice_rate *rate = &notice->year_curve.reference[month];
    struct ratio money;

    return rate->known && ratio_mul(rate->value, ratio_int(notice->now.budget), &money) &&
           ratio_round(money, 0, ret_money);
}

static void draw_reference(struct picture *picture)
{
    bool has[MONTHS + 1] = {false};
    fen money[MONTHS + 1] = {0};

    for (int month = 1; month <= MONTHS; month++)
        has[month] = reference_of(picture->notice, month, &money[month]);
    draw_series(picture, has, money, reference_line, NULL);
}

static void draw_point(struct buf *out, const char *point, int64_t x, int64_t y)
{
    buf_printf(out, "%s transform=\"translate(", point);
    svg_number(out, x);
    buf_putc(out, ' ');
    svg_number(out, y);
    buf_puts(out, ")\"/>\n");
}

/* From nothing at the year's beginning over the months that are known. */
static void draw_series(struct picture *picture, const bool *has, const fen *values, const char *attributes,
                        const char *point)
{
    buf_puts(picture->out, "<polyline points=\"");
    svg_number(picture->out, x_of(0));
    buf_putc(picture->out, ' ');
    svg_number(picture->out, y_of(picture, 0));
    for (int month = 1; month <= MONTHS; month++) {
        if (!has[month])
            continue;
        buf_putc(picture->out, ' ');
        svg_number(picture->out, x_of(month));
        buf_putc(picture->out, ' ');
        svg_number(picture->out, y_of(picture, values[month]));
    }
    buf_printf(picture->out, "\"%s/>\n", attributes);
    for (int month = 1; month <= MONTHS && point != NULL; month++)
        if (has[month])
            draw_point(picture->out, point, x_of(month), y_of(picture, values[month]));
}

static void draw_projection(struct picture *picture)
{
    const struct notice *notice = picture->notice;

    if (!notice->projection.known || notice->month >= MONTHS)
        return;
    int64_t y = y_of(picture, notice->projection.spent);
    svg_line(picture->out, x_of(notice->month), y_of(picture, notice->now.spent), x_of(MONTHS), y,
             projection_line);
    draw_point(picture->out, projection_point, x_of(MONTHS), y);
}

/* Two beside each other, with the rate that the line has come to. */
static void draw_key(struct picture *picture, const char *attributes, const char *point,
                     enum notice_text name, struct notice_rate rate)
{
    struct buf text = {0};

    int64_t x = (int64_t)(picture->keys % 2 * KEY_COLUMN) * SVG_HUNDREDTHS;
    int64_t y = (int64_t)(14 + picture->keys / 2 * KEY_STEP) * SVG_HUNDREDTHS;

    svg_line(picture->out, x, y, x + KEY_LENGTH * SVG_HUNDREDTHS, y, attributes);
    if (point != NULL)
        draw_point(picture->out, point, x + KEY_LENGTH * SVG_HUNDREDTHS / 2, y);
    buf_puts(&text, catalogue_notice(picture->paper->language, name));
    if (rate.known) {
        buf_putc(&text, ' ');
        catalogue_notice_rate(&text, rate);
    }
    svg_text(picture->out, x + (KEY_LENGTH + 8) * SVG_HUNDREDTHS, y + 5 * SVG_HUNDREDTHS, "",
             buf_text(&text));
    picture->keys++;
    buf_free(&text);
}

static void say(struct buf *words, const struct notice *notice, const struct notice_paper *paper)
{
    bool zh = paper->language == LANGUAGE_ZH;
    const struct notice_curve *curve = &notice->year_curve;

    buf_printf(words, "%s", catalogue_notice(paper->language, NOTICE_SPENT));
    for (int month = 1; month <= MONTHS; month++) {
        if (!curve->has_spent[month])
            continue;
        buf_printf(words, zh ? "，%d月" : ", month %d: ", month);
        catalogue_notice_sum(words, paper, curve->spent[month]);
    }
    if (notice->projection.known) {
        buf_printf(words, zh ? "；%s" : "; %s: ", catalogue_notice(paper->language, NOTICE_PROJECTION));
        catalogue_notice_sum(words, paper, notice->projection.spent);
    }
}
