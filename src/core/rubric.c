#include "core/rubric.h"

#include <stdlib.h>

#define PERCENT(n) ((n)*INT64_C(10000)) /* of 1, in millionths */

const char *words_in(struct words words, enum language language)
{
    const char *text = language == LANGUAGE_EN ? words.en : words.zh;

    return text != NULL ? text : "";
}

void rubric_defaults(struct rubric *rubric)
{
    *rubric = (struct rubric){
        .subject = RUBRIC_PROJECT,
        .rounding = {.mode = ROUND_HALF_UP, .digits = 2},
        .not_applicable = NOT_APPLICABLE_FULL,
        .completion_achieved = PERCENT(100),
        .completion_partial = PERCENT(70),
        .completion_missed = 0,
        .reverse = REVERSE_NATIONAL,
        .band_achieved_from = PERCENT(80),
        .band_partial_from = PERCENT(60),
        .low_target = PERCENT(130),
        .far_apart = PERCENT(20),
    };
}

void rubric_free(struct rubric *rubric)
{
    if (rubric == NULL)
        return;
    arena_free(&rubric->arena);
    free(rubric);
}

const char *measure_name(enum measure_kind kind)
{
    static const char *const names[] = {
        [MEASURE_ASSESSED] = "assessed",
        [MEASURE_NUMBER] = "number",
        [MEASURE_INDICATORS] = "indicators",
        [MEASURE_EXECUTION] = "execution",
        [MEASURE_NOTIFIED_RATES] = "notified_rates",
        [MEASURE_CARRYOVER] = "carryover",
        [MEASURE_CONTRACT_INTENT] = "contract_intent",
        [MEASURE_CONTRACT_SIGNING] = "contract_signing",
        [MEASURE_CONTRACT_PUBLICATION] = "contract_publication",
        [MEASURE_CONTRACT_FILING] = "contract_filing",
        [MEASURE_CONTRACT_SME] = "contract_sme",
        [MEASURE_MILESTONES] = "milestones",
        [MEASURE_CEILING] = "ceiling",
        [MEASURE_FINDINGS] = "findings",
    };
    _Static_assert(sizeof names / sizeof names[0] == MEASURE_COUNT, "each measure has a name");

    return names[kind];
}

const char *score_method_name(enum score_method method)
{
    static const char *const names[] = {
        [SCORE_ASSESSED] = "assessed",   [SCORE_PROPORTION] = "proportion", [SCORE_REVERSE] = "reverse",
        [SCORE_STEPS] = "steps",         [SCORE_DEDUCT] = "deduct",         [SCORE_YES_NO] = "yes_no",
        [SCORE_COMPOSITE] = "composite",
    };
    _Static_assert(sizeof names / sizeof names[0] == SCORE_METHOD_COUNT, "each method has a name");

    return names[method];
}

bool measure_is_share(enum measure_kind kind)
{
    switch (kind) {
    case MEASURE_INDICATORS:
    case MEASURE_EXECUTION:
    case MEASURE_NOTIFIED_RATES:
    case MEASURE_CARRYOVER:
    case MEASURE_CONTRACT_INTENT:
    case MEASURE_CONTRACT_SIGNING:
    case MEASURE_CONTRACT_PUBLICATION:
    case MEASURE_CONTRACT_FILING:
    case MEASURE_CONTRACT_SME:
    case MEASURE_MILESTONES:
    case MEASURE_CEILING: return true;
    case MEASURE_ASSESSED:
    case MEASURE_NUMBER:
    case MEASURE_FINDINGS:
    case MEASURE_COUNT: return false;
    }
    return false;
}
