/* A rubric (评分标准): the score sheet of a jurisdiction as data. The file is read and checked by config;
 * core only follows it. Everything a rubric points to lives in its arena.
 *
 * Scores, maxima and weights are in millionths. What is measured is a number whose unit the measure fixes:
 * rates are shares (95 % is 950000 millionths), counts are counts. */
#ifndef CORE_RUBRIC_H
#define CORE_RUBRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dec.h"
#include "base/mem.h"
#include "core/catalogue.h"
#include "core/facts.h"

/* A text of the file in both languages. `en` is `zh` where the file gives one text only. */
struct words {
    const char *zh, *en;
};
const char *words_in(struct words words, enum language language); /* "" for none */

enum rubric_subject { RUBRIC_UNIT, RUBRIC_PROJECT };

enum rounding_mode { ROUND_TRUNCATE /* 截尾 */, ROUND_HALF_UP /* 四舍五入 */ };
struct rounding {
    enum rounding_mode mode;
    int digits; /* 0..6 */
};

/* Where something does not apply (不适用): full points, or its weight spread over the other items in
 * proportion to theirs. */
enum not_applicable { NOT_APPLICABLE_FULL, NOT_APPLICABLE_SPREAD };

enum measure_kind {
    MEASURE_ASSESSED,         /* nothing is computed: people give the points */
    MEASURE_NUMBER,           /* what people measured: assessments.measured, "78%" is a share */
    MEASURE_INDICATORS,       /* 绩效指标完成情况: mean completion of the subject's own indicators */
    MEASURE_EXECUTION,        /* 预算执行率: spent / budget, all funds, sums over sums */
    MEASURE_NOTIFIED_RATES,   /* 通报支出进度: mean of notified_rates / 100 */
    MEASURE_CARRYOVER,        /* 结转结余率: (budget - spent) / budget, not below 0 */
    MEASURE_CONTRACT_INTENT,  /* share of contracts that ... had their intent published `days` before */
    MEASURE_CONTRACT_SIGNING, /* ... were signed within `days` after the award */
    MEASURE_CONTRACT_PUBLICATION, /* ... were published within `days` working days after signing */
    MEASURE_CONTRACT_FILING,      /* ... were filed within `days` working days after signing */
    MEASURE_CONTRACT_SME,         /* ... reserve `share` of their amount for small enterprises */
    MEASURE_MILESTONES,           /* share of milestones of a kind that were completed by their day */
    MEASURE_CEILING,              /* 控制率: (spent - ceiling) / ceiling */
    MEASURE_FINDINGS,             /* number of rectifications of the item, of the given sources */
    MEASURE_COUNT
};

/* Bits of level1 of indicators. */
enum { LEVEL_COST = 1, LEVEL_OUTPUT = 2, LEVEL_BENEFIT = 4, LEVEL_SATISFACTION = 8, LEVEL_ALL = 15 };
/* Bits of the sources of findings. */
enum { SOURCE_SELF_EVALUATION = 1, SOURCE_AUDIT = 2, SOURCE_FINANCE_BUREAU = 4, SOURCE_MONITORING = 8 };

struct measure {
    enum measure_kind kind;
    unsigned levels;        /* INDICATORS */
    bool weighted;          /* INDICATORS: by their weights; else equally (等权) */
    int days;               /* CONTRACT_*: the limit, in days or working days as the clock is */
    micro share;            /* CONTRACT_SME: at least so much of the amount */
    const char *milestones; /* MILESTONES: their kind */
    const char *name_part;  /* MILESTONES: only those whose name contains this; NULL: all */
    const char *ceiling;    /* CEILING: running_cost, three_public, ... */
    unsigned sources;       /* FINDINGS */
};

enum score_method {
    SCORE_ASSESSED,   /* the assessed points, 0..max */
    SCORE_PROPORTION, /* max x measured / full, not above max; 0 where measured / full < floor */
    SCORE_REVERSE,    /* at or under `full`: max; over it: national or Hubei form, not below 0 */
    SCORE_STEPS,      /* the points of the first step that holds; none: 0 */
    SCORE_DEDUCT, /* max - deduct x (measured - beyond) / per, within 0..max; `below`: (beyond - measured) */
    SCORE_YES_NO, /* max where the one step holds, else 0 */
    SCORE_COMPOSITE, /* of children */
    SCORE_METHOD_COUNT
};

/* Over a target t: national max x (1 - (v - t) / t), 0 from 2t on; Hubei max x t / v. */
enum reverse_form { REVERSE_NATIONAL, REVERSE_HUBEI };

struct score_step {
    bool at_most; /* measured <= bound; else measured >= bound */
    micro bound;
    micro points; /* of max; not used by YES_NO */
};

struct scoring {
    enum score_method method;
    micro full;  /* PROPORTION, REVERSE */
    micro floor; /* PROPORTION; 0: none */
    enum reverse_form reverse;
    struct score_step *steps; /* STEPS, in order; YES_NO: one */
    size_t step_count;
    micro deduct, per, beyond; /* DEDUCT */
    bool below;                /* DEDUCT: what falls short of `beyond` counts, not what goes beyond it */
    bool started;              /* DEDUCT: each part of `per` begun counts whole */
};

struct rubric_item {
    const char *code; /* unique in the rubric; of a child: NULL */
    struct words level1, level2, name;
    struct words about;      /* what it examines; "" for none */
    struct words assumption; /* set where the published sheet does not reveal the step; "" for none */
    micro max;               /* of a child: its weight; all 0: equal ones */
    struct measure measure;
    struct scoring scoring;
    enum not_applicable not_applicable;
    struct rounding rounding;
    struct rubric_item *children; /* COMPOSITE: not composites themselves */
    size_t child_count;
};

/* A group of indicators, each of which becomes an item of a project's sheet. */
struct rubric_level {
    struct words name;
    unsigned holds; /* bits of level1; no bit is in two levels */
    micro max;      /* what indicators without a weight share */
};

struct rubric_grade {
    const char *name; /* 优 */
    micro from;       /* the shown total is at least this; in falling order, the last from 0 */
};

struct rubric {
    struct arena arena;
    char *text; /* the file as it was read: what an evaluation is stored with */
    const char *name;
    struct words title, basis;
    enum rubric_subject subject;
    struct rounding rounding;
    enum not_applicable not_applicable; /* of the levels' indicators; items have their own */

    /* What the sheet says of itself; 0: it does not say. */
    int stated_level1, stated_level2, stated_items;
    micro stated_max;

    /* Completion of indicators (design section 4), which a rubric may replace. */
    micro completion_achieved, completion_partial, completion_missed;
    enum reverse_form reverse;
    /* Assessed points of a qualitative indicator lie, as shares of its weight, in [achieved_from, 1],
     * [partial_from, achieved_from), [0, partial_from). */
    micro band_achieved_from, band_partial_from;
    micro low_target; /* 目标偏低: value at or above this share of the target; 1.30 */
    micro far_apart;  /* goal score and execution further apart than this; 0.20 */

    struct rubric_item *items; /* in the order of the sheet */
    size_t item_count;
    struct rubric_level *levels; /* PROJECT only */
    size_t level_count;
    struct rubric_grade *grades;
    size_t grade_count;
};

/* Everything that a file need not say: as in mof-project-2020. */
void rubric_defaults(struct rubric *rubric);
void rubric_free(struct rubric *rubric); /* NULL is fine */

const char *measure_name(enum measure_kind kind);        /* "notified_rates" */
const char *score_method_name(enum score_method method); /* "steps" */
/* Whether the measure is a rate (shown in percent) and not a count or a plain number. */
bool measure_is_share(enum measure_kind kind);

#endif
