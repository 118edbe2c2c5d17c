/* What was measured, and how the points of an item follow from it, in sentences. */
#include "core/catalogue_sheet.h"

#include <inttypes.h>
#include <string.h>

#include "core/catalogue_parts.h"
#include "core/sheet_parts.h"

/* A printf format in both languages. */
const char *catalogue_level1(enum language language, unsigned level_bit)
{
    switch (level_bit) {
    case LEVEL_COST: return in(language, "成本指标", "Cost");
    case LEVEL_OUTPUT: return in(language, "产出指标", "Output");
    case LEVEL_BENEFIT: return in(language, "效益指标", "Benefit");
    case LEVEL_SATISFACTION: return in(language, "满意度指标", "Satisfaction");
    default: return "";
    }
}

const char *catalogue_level2(enum language language, const char *level2)
{
    static const struct {
        const char *word, *zh, *en;
    } names[] = {
        {"quantity", "数量指标", "Quantity"},
        {"quality", "质量指标", "Quality"},
        {"timeliness", "时效指标", "Timeliness"},
        {"cost", "成本指标", "Cost"},
        {"economic_cost", "经济成本指标", "Economic cost"},
        {"social_cost", "社会成本指标", "Social cost"},
        {"ecological_cost", "生态环境成本指标", "Ecological cost"},
        {"economic", "经济效益指标", "Economic benefit"},
        {"social", "社会效益指标", "Social benefit"},
        {"ecological", "生态效益指标", "Ecological benefit"},
        {"sustainable", "可持续影响指标", "Sustained effect"},
        {"satisfaction", "服务对象满意度指标", "Satisfaction of those served"},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (level2 != NULL && strcmp(names[i].word, level2) == 0)
            return language == LANGUAGE_ZH ? names[i].zh : names[i].en;
    return level2 != NULL ? level2 : "";
}

const char *catalogue_item_state(enum language language, enum item_state state)
{
    switch (state) {
    case ITEM_COMPUTED: return in(language, "按规则计算", "computed");
    case ITEM_ASSESSED: return in(language, "人工评定", "assessed");
    case ITEM_NOT_APPLICABLE: return in(language, "不适用", "not applicable");
    case ITEM_NO_DATA: return in(language, "缺少数据", "no data");
    }
    return "";
}

const char *catalogue_sign(enum direction direction)
{
    switch (direction) {
    case DIRECTION_GE: return "≥";
    case DIRECTION_GT: return ">";
    case DIRECTION_LE: return "≤";
    case DIRECTION_LT: return "<";
    case DIRECTION_EQ: return "=";
    case DIRECTION_QUALITATIVE: break;
    }
    return "";
}

static const char *value_word(enum language language, enum value_state word)
{
    switch (word) {
    case VALUE_ACHIEVED: return in(language, "达成年度指标", "achieved");
    case VALUE_PARTIAL: return in(language, "部分达成年度指标并具有一定效果", "achieved in part");
    case VALUE_MISSED: return in(language, "未达成年度指标且效果较差", "missed");
    case VALUE_NOT_APPLICABLE: return in(language, "不适用", "not applicable");
    case VALUE_NONE:
    case VALUE_NUMBER: break;
    }
    return "—";
}

/* Percent with up to `decimals`, without zeros at the end where `is_short`. */
static const char *percent(struct ratio share, int decimals, bool is_short, char text[static DEC_TEXT])
{
    struct ratio hundred;

    if (!ratio_mul(share, ratio_int(100), &hundred))
        return "?";
    micro value = ratio_shown(hundred, decimals);
    return is_short ? dec_format_short(value, decimals, text) : dec_format(value, decimals, text);
}

void measured_plain(struct buf *out, const struct measured *measured)
{
    static const char *const words[] = {[VALUE_NONE] = "",
                                        [VALUE_NUMBER] = "",
                                        [VALUE_NOT_APPLICABLE] = "n/a",
                                        [VALUE_ACHIEVED] = "achieved",
                                        [VALUE_PARTIAL] = "partial",
                                        [VALUE_MISSED] = "missed"};
    char text[DEC_TEXT];

    switch (measured->kind) {
    case MEASURED_NOTHING: break;
    case MEASURED_SHARE: buf_puts(out, percent(measured->value, 2, false, text)); break;
    case MEASURED_NUMBER: buf_puts(out, score(ratio_shown(measured->value, SCALE_MICRO), text)); break;
    case MEASURED_WORD: buf_puts(out, words[measured->word]); break;
    case MEASURED_NOT_APPLICABLE: buf_puts(out, "n/a"); break;
    }
}

void catalogue_measured(struct buf *out, enum language language, const struct measured *measured,
                        const char *measure_unit)
{
    switch (measured->kind) {
    case MEASURED_NOTHING: buf_puts(out, "—"); break;
    case MEASURED_SHARE:
        measured_plain(out, measured);
        buf_putc(out, '%');
        break;
    case MEASURED_NUMBER:
        measured_plain(out, measured);
        buf_puts(out, measure_unit != NULL ? measure_unit : "");
        break;
    case MEASURED_WORD: buf_puts(out, value_word(language, measured->word)); break;
    case MEASURED_NOT_APPLICABLE: buf_puts(out, in(language, "不适用", "not applicable")); break;
    }
}

static void say_money(struct buf *out, enum language language, const struct sheet_item *item)
{
    char spent[DEC_TEXT], limit[DEC_TEXT], rate[DEC_TEXT];
    const struct measured *measured = &item->measured;

    dec_format_grouped(measured->figures[0], SCALE_FEN, spent);
    dec_format_grouped(measured->figures[1], SCALE_FEN, limit);
    percent(measured->value, 2, false, rate);
    if (item->rubric->measure.kind == MEASURE_CEILING)
        buf_printf(out,
                   in(language, "支出%s元，控制数%s元，控制率%s%%", "spent %s of a ceiling of %s, %s %%"),
                   spent, limit, rate);
    else if (item->rubric->measure.kind == MEASURE_CARRYOVER)
        buf_printf(out,
                   in(language, "支出%s元，预算%s元，结转结余率%s%%",
                      "spent %s of a budget of %s, carried over %s %%"),
                   spent, limit, rate);
    else
        buf_printf(out, in(language, "支出%s元，预算%s元，执行率%s%%", "spent %s of a budget of %s, %s %%"),
                   spent, limit, rate);
}

static void say_counted(struct buf *out, enum language language, const struct sheet_item *item)
{
    const struct measured *measured = &item->measured;
    enum measure_kind kind = item->rubric->measure.kind;
    char rate[DEC_TEXT];

    percent(measured->value, 2, false, rate);
    buf_printf(
        out,
        kind == MEASURE_CONTRACT_SME ? in(language, "%" PRId64 "份合同中%" PRId64 "份达到预留比例，占%s%%",
                                          "of %" PRId64 " contracts %" PRId64 " reserve enough, %s %%")
        : kind == MEASURE_MILESTONES ? in(language, "%" PRId64 "项工作中%" PRId64 "项按时完成，占%s%%",
                                          "of %" PRId64 " tasks %" PRId64 " were done in time, %s %%")
                                     : in(language, "%" PRId64 "份合同中%" PRId64 "份符合时限，占%s%%",
                                          "of %" PRId64 " contracts %" PRId64 " kept the limit, %s %%"),
        measured->figures[1], measured->figures[0], rate);
    if (measured->figures[2] > 0)
        buf_printf(out, in(language, "（另有%" PRId64 "项未到期限）", " (%" PRId64 " more are not due yet)"),
                   measured->figures[2]);
}

enum { PARTS_SHOWN = 5 };

/* Which fell short, the first few by name. */
static void say_short_parts(struct buf *out, enum language language, const struct sheet_item *item)
{
    size_t said = 0, short_of = 0;
    char share[DEC_TEXT];

    for (size_t i = 0; i < item->part_count; i++) {
        const struct sheet_part *part = &item->parts[i];
        if (ratio_compare(part->share, ratio_int(1)) >= 0 || part->state == ITEM_NOT_APPLICABLE)
            continue;
        if (++short_of > PARTS_SHOWN)
            continue;
        buf_puts(out, said++ == 0 ? in(language, "；未完成：", "; short: ") : in(language, "、", ", "));
        buf_puts(out, words_in(part->name, language));
        if (part->state == ITEM_NO_DATA)
            buf_puts(out, part->measured.kind == MEASURED_NOTHING
                              ? in(language, "（无实际值）", " (no value)")
                              : in(language, "（无目标值）", " (no target)"));
        else
            buf_printf(out, " %s%%", percent(part->share, 4, true, share));
    }
    if (short_of > PARTS_SHOWN)
        buf_printf(out, in(language, "等%zu项", " and others, %zu in all"), short_of);
}

static void say_indicators(struct buf *out, enum language language, const struct sheet_item *item)
{
    char rate[DEC_TEXT];

    buf_printf(out,
               in(language, "%" PRId64 "项指标中%" PRId64 "项全部完成",
                  "of %" PRId64 " indicators %" PRId64 " were reached in full"),
               item->measured.figures[1], item->measured.figures[0]);
    buf_printf(out,
               item->rubric->measure.weighted
                   ? in(language, "，按权重平均完成率%s%%", ", mean completion by weight %s %%")
                   : in(language, "，平均完成率%s%%", ", mean completion %s %%"),
               percent(item->measured.value, 4, true, rate));
    say_short_parts(out, language, item);
}

/* Each with its weight, so that the sum can be done again. */
static void say_children(struct buf *out, enum language language, const struct sheet_item *item)
{
    char share[DEC_TEXT], weight[DEC_TEXT], rate[DEC_TEXT];

    for (size_t i = 0; i < item->part_count; i++) {
        const struct sheet_part *part = &item->parts[i];
        buf_puts(out, i > 0 ? " + " : "");
        buf_puts(out, words_in(part->name, language));
        if (part->state == ITEM_NO_DATA)
            buf_puts(out, in(language, "（无数据）", " (no data)"));
        else if (part->state == ITEM_NOT_APPLICABLE)
            buf_puts(out, in(language, "（不适用）", " (not applicable)"));
        buf_printf(out, " %s%% × %s%%", percent(part->share, 4, true, share),
                   percent(part->weight, 4, true, weight));
    }
    buf_printf(out, " = %s%%", percent(item->measured.value, 4, true, rate));
}

static void say_rates(struct buf *out, enum language language, const struct measured *measured)
{
    char sum[DEC_TEXT], mean[DEC_TEXT];

    buf_printf(out,
               in(language, "通报%" PRId64 "次，累计%s%%，平均%s%%",
                  "notices: %" PRId64 ", together %s %%, on average %s %%"),
               measured->figures[1], dec_format_short(measured->figures[0], SCALE_MICRO, sum),
               percent(measured->value, 4, true, mean));
}

static void say_indicator(struct buf *out, enum language language, const struct sheet_item *item)
{
    const struct indicator_facts *indicator = item->indicator;
    char target[DEC_TEXT], share[DEC_TEXT];

    buf_puts(out, item->measured.kind == MEASURED_WORD ? in(language, "完成情况：", "")
                                                       : in(language, "实际值", "value "));
    catalogue_measured(out, language, &item->measured, indicator->measure_unit);
    if (item->measured.kind == MEASURED_NUMBER && item->has_target)
        buf_printf(out, in(language, "，目标值%s%s%s", ", target %s%s%s"),
                   catalogue_sign(indicator->direction), dec_format_short(item->target, SCALE_MICRO, target),
                   indicator->measure_unit);
    if (item->state == ITEM_COMPUTED)
        buf_printf(out, in(language, "，完成率%s%%", ", completion %s %%"),
                   percent(item->share, 4, true, share));
}

/* What was measured and from what. Nothing is said where nothing was. */
static void say_measured(struct buf *out, enum language language, const struct sheet_item *item)
{
    if (item->indicator != NULL) {
        if (item->measured.kind != MEASURED_NOTHING && item->measured.kind != MEASURED_NOT_APPLICABLE)
            say_indicator(out, language, item);
        return;
    }
    if (item->measured.kind != MEASURED_SHARE && item->measured.kind != MEASURED_NUMBER)
        return;
    if (item->rubric->scoring.method == SCORE_COMPOSITE) {
        say_children(out, language, item);
        return;
    }
    switch (item->rubric->measure.kind) {
    case MEASURE_EXECUTION:
    case MEASURE_CARRYOVER:
    case MEASURE_CEILING: say_money(out, language, item); break;
    case MEASURE_NOTIFIED_RATES: say_rates(out, language, &item->measured); break;
    case MEASURE_CONTRACT_INTENT:
    case MEASURE_CONTRACT_SIGNING:
    case MEASURE_CONTRACT_PUBLICATION:
    case MEASURE_CONTRACT_FILING:
    case MEASURE_CONTRACT_SME:
    case MEASURE_MILESTONES: say_counted(out, language, item); break;
    case MEASURE_INDICATORS: say_indicators(out, language, item); break;
    case MEASURE_FINDINGS:
        buf_printf(out, in(language, "发现问题%" PRId64 "个", "findings: %" PRId64),
                   item->measured.figures[0]);
        break;
    case MEASURE_NUMBER:
        buf_puts(out, in(language, "填报值", "reported "));
        catalogue_measured(out, language, &item->measured, NULL);
        break;
    case MEASURE_ASSESSED:
    case MEASURE_COUNT: break;
    }
}

/* A weight that its level's indicators share is seldom a whole number of hundredths: "50 ÷ 3". */
static void say_weight(struct buf *out, const struct sheet_item *item)
{
    char text[DEC_TEXT];
    struct ratio weight = item->weight;

    if (ratio_compare(weight, ratio_micro(item->max)) == 0 || weight.den > INT64_MAX / 1000000) {
        buf_puts(out, score(item->max, text));
        return;
    }
    struct ratio whole = {weight.num, 1};
    buf_printf(out, "%s ÷ ", dec_format_short(ratio_shown(whole, 0), 0, text));
    buf_puts(out, dec_format_short((int64_t)weight.den, 0, text));
}

/* "=" where what is shown multiplies to it exactly, else "≈". */
static void say_rounding(struct buf *out, enum language language, const struct sheet_item *item)
{
    micro shown;
    char exact[DEC_TEXT], points[DEC_TEXT], share[DEC_TEXT];
    struct ratio rounded_share, product;

    say_weight(out, item);
    buf_printf(out, " × %s%%", percent(item->share, 4, true, share));
    if (!round_score(item->exact, (struct rounding){ROUND_HALF_UP, SCALE_MICRO}, &shown))
        return;
    bool same = ratio_of(ratio_shown(item->share, SCALE_MICRO), 1000000, &rounded_share) &&
                ratio_mul(item->weight, rounded_share, &product) &&
                ratio_compare(product, ratio_micro(shown)) == 0;
    buf_printf(out, same ? " = %s" : " ≈ %s", score(shown, exact));
    if (shown != item->points)
        buf_printf(out,
                   item->rounding.mode == ROUND_TRUNCATE
                       ? in(language, "，截取%d位小数", ", cut off after %d decimals")
                       : in(language, "，四舍五入保留%d位小数", ", rounded to %d decimals"),
                   item->rounding.digits);
    buf_printf(out, in(language, "，得%s分", ", %s points"), score(item->points, points));
}

static void say_computed(struct buf *out, enum language language, const struct sheet_item *item)
{
    char points[DEC_TEXT], max[DEC_TEXT], lost[DEC_TEXT];
    enum score_method method = item->rubric != NULL ? item->rubric->scoring.method : SCORE_PROPORTION;

    switch (method) {
    case SCORE_STEPS:
        buf_printf(out, in(language, "按分档标准得%s分（满分%s分）", "the step gives %s of %s points"),
                   score(item->points, points), score(item->max, max));
        return;
    case SCORE_YES_NO:
        buf_printf(out,
                   item->share.num > 0 ? in(language, "符合要求，得%s分", "as required: %s points")
                                       : in(language, "不符合要求，得%s分", "not as required: %s points"),
                   score(item->points, points));
        return;
    case SCORE_DEDUCT:
        buf_printf(out, in(language, "满分%s分，扣%s分，得%s分", "of %s points %s are deducted, %s points"),
                   score(item->max, max), score(item->max - item->points, lost), score(item->points, points));
        return;
    case SCORE_PROPORTION:
    case SCORE_REVERSE:
    case SCORE_COMPOSITE:
    case SCORE_ASSESSED:
    case SCORE_METHOD_COUNT: break;
    }
    say_rounding(out, language, item);
}

static void say_not_applicable(struct buf *out, enum language language, const struct sheet *sheet,
                               const struct sheet_item *item)
{
    enum not_applicable how =
        item->rubric != NULL ? item->rubric->not_applicable : sheet->rubric->not_applicable;
    char points[DEC_TEXT];

    if (how == NOT_APPLICABLE_SPREAD && item->weight.num == 0)
        buf_puts(out, in(language, "不适用，分值由其他项目分摊",
                         "not applicable, its weight is spread over the others"));
    else
        buf_printf(out, in(language, "不适用，按满分%s分计", "not applicable, full points: %s"),
                   score(item->points, points));
}

static void say_nothing(struct buf *out, enum language language, const struct sheet_item *item)
{
    char budget[DEC_TEXT];

    if (sheet_item_without_budget(item))
        buf_printf(out,
                   in(language, "全年预算为%s元，无法计算执行率，得0分",
                      "the year's budget is %s, so there is no rate: 0 points"),
                   dec_format_grouped(item->measured.figures[1], SCALE_FEN, budget));
    else if (item->measured.kind == MEASURED_NUMBER) /* an indicator's */
        buf_puts(out, in(language, "没有目标值，也没有人工评定，得0分",
                         "neither a target nor assessed points: 0 points"));
    else
        buf_puts(out, in(language, "没有可用的数据，也没有人工评定，得0分",
                         "neither data nor assessed points: 0 points"));
}

/* Where "maximum x share" alone does not say how the measured value became that share. */
static bool needs_rule(const struct sheet_item *item)
{
    const struct scoring *scoring = &item->rubric->scoring;

    switch (scoring->method) {
    case SCORE_PROPORTION: return scoring->full != 1000000 || scoring->floor > 0;
    case SCORE_REVERSE:
    case SCORE_STEPS:
    case SCORE_DEDUCT:
    case SCORE_YES_NO: return true;
    case SCORE_ASSESSED:
    case SCORE_COMPOSITE:
    case SCORE_METHOD_COUNT: break;
    }
    return false;
}

/* An assumption says the rule in words. */
static void say_rule(struct buf *out, enum language language, const struct sheet_item *item)
{
    if (item->rubric == NULL)
        return;
    const char *assumption = words_in(item->rubric->assumption, language);
    if (assumption[0] != '\0') {
        buf_printf(out, in(language, "（评分标准为假设：%s）", " (assumed rule: %s)"), assumption);
    } else if (item->state == ITEM_COMPUTED && needs_rule(item)) {
        buf_puts(out, in(language, "（评分标准：", " (rule: "));
        catalogue_scoring(out, language, item->rubric);
        buf_puts(out, in(language, "）", ")"));
    }
}

void catalogue_item(struct buf *out, enum language language, const struct sheet *sheet,
                    const struct sheet_item *item)
{
    char points[DEC_TEXT], max[DEC_TEXT];
    size_t before = out->length;

    say_measured(out, language, item);
    if (out->length > before)
        buf_puts(out, in(language, "；", "; "));
    switch (item->state) {
    case ITEM_COMPUTED: say_computed(out, language, item); break;
    case ITEM_ASSESSED:
        buf_printf(out, in(language, "人工评定%s分（满分%s分）", "assessed by people: %s of %s points"),
                   score(item->points, points), score(item->max, max));
        break;
    case ITEM_NOT_APPLICABLE: say_not_applicable(out, language, sheet, item); break;
    case ITEM_NO_DATA: say_nothing(out, language, item); break;
    }
    say_rule(out, language, item);
}
