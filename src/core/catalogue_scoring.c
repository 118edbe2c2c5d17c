/* The rule of an item in one sentence. */
#include <string.h>

#include "core/catalogue_parts.h"
#include "core/catalogue_sheet.h"

/* A printf format in both languages. */
static const char *bound_text(micro bound, bool share, char text[static DEC_TEXT])
{
    if (!share)
        return dec_format_short(bound, SCALE_MICRO, text);
    /* A share of millionths is a percentage of ten-thousandths. */
    size_t length = strlen(dec_format_short(bound, SCALE_MICRO - 2, text));
    text[length] = '%';
    text[length + 1] = '\0';
    return text;
}

/* What people measure is a share where its bound is one. */
static bool is_share(const struct rubric_item *item, micro bound)
{
    if (item->measure.kind != MEASURE_NUMBER)
        return measure_is_share(item->measure.kind);
    return item->scoring.method == SCORE_PROPORTION ? bound <= 1000000 : bound > 0 && bound < 1000000;
}

static void say_step(struct buf *out, enum language language, const struct rubric_item *item,
                     const struct score_step *step)
{
    char bound[DEC_TEXT + 1], points[DEC_TEXT];

    buf_printf(out, "%s%s", step->at_most ? "≤" : "≥",
               bound_text(step->bound, is_share(item, step->bound), bound));
    buf_printf(out, in(language, "得%s分", ": %s"),
               score(item->scoring.method == SCORE_YES_NO ? item->max : step->points, points));
}

static void say_deduct(struct buf *out, enum language language, const struct rubric_item *item)
{
    const struct scoring *scoring = &item->scoring;
    bool share = is_share(item, scoring->per);
    char deduct[DEC_TEXT], per[DEC_TEXT + 1], beyond[DEC_TEXT + 1];

    score(scoring->deduct, deduct);
    bound_text(scoring->per, share, per);
    if (scoring->beyond == 0 && !scoring->below && !share)
        buf_printf(out, in(language, "每%s个扣%s分", "for each %s: %s off"), per, deduct);
    else
        buf_printf(out,
                   scoring->below
                       ? in(language, "低于%s的部分，每%s扣%s分", "below %s, for each %s: %s off")
                       : in(language, "超过%s的部分，每%s扣%s分", "beyond %s, for each %s: %s off"),
                   bound_text(scoring->beyond, share, beyond), per, deduct);
    if (scoring->started)
        buf_printf(out, in(language, "（不足%s的按%s计）", " (each %s begun counts as %s)"), per, per);
    buf_puts(out, in(language, "，扣完为止", ", down to 0"));
}

void catalogue_scoring(struct buf *out, enum language language, const struct rubric_item *item)
{
    const struct scoring *scoring = &item->scoring;
    char text[DEC_TEXT + 1];

    switch (scoring->method) {
    case SCORE_ASSESSED: buf_puts(out, in(language, "人工评定", "assessed by people")); break;
    case SCORE_PROPORTION:
        buf_printf(out,
                   in(language, "达到%s得满分，不足的按比例", "full points at %s, below it in proportion"),
                   bound_text(scoring->full, is_share(item, scoring->full), text));
        if (scoring->floor > 0)
            buf_printf(out, in(language, "，低于其%s不得分", ", none below %s of it"),
                       bound_text(scoring->floor, true, text));
        break;
    case SCORE_REVERSE:
        buf_printf(out, in(language, "不超过%s得满分，", "full points up to %s, "),
                   bound_text(scoring->full, is_share(item, scoring->full), text));
        buf_puts(out, scoring->reverse == REVERSE_HUBEI
                          ? in(language, "超过的按标准值÷实际值计", "above it the bound ÷ the value")
                          : in(language, "超过的按超出比例扣减，达到2倍不得分",
                               "above it less in proportion to the excess, none from twice the bound"));
        break;
    case SCORE_STEPS:
    case SCORE_YES_NO:
        for (size_t i = 0; i < scoring->step_count; i++) {
            buf_puts(out, i > 0 ? in(language, "，", ", ") : "");
            say_step(out, language, item, &scoring->steps[i]);
        }
        buf_puts(out, in(language, "，其余不得分", ", else none"));
        break;
    case SCORE_DEDUCT: say_deduct(out, language, item); break;
    case SCORE_COMPOSITE:
        buf_printf(out, in(language, "%zu个部分加权合计", "%zu parts by weight"), item->child_count);
        break;
    case SCORE_METHOD_COUNT: break;
    }
}
