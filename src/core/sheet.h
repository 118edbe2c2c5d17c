/* The score sheet (自评表): a rubric applied to the facts of a subject, with the arithmetic and the rows
 * behind every point. Pure; everything in it lives in its arena, or in the facts and the rubric, which
 * must outlive it.
 *
 * Three things are kept apart (design section 6): what the rules give (points, total), what people wrote
 * (assessed, assessed_total) and what a printed sheet claims (printed_total). */
#ifndef CORE_SHEET_H
#define CORE_SHEET_H

#include "base/calendar.h"
#include "core/ledger.h"
#include "core/rubric.h"
#include "core/sheet_facts.h"

enum measured_kind {
    MEASURED_NOTHING, /* there are no data */
    MEASURED_SHARE,   /* a rate: 0.78 is 78 % */
    MEASURED_NUMBER,  /* a count, or an indicator's value */
    MEASURED_WORD,    /* a qualitative indicator's */
    MEASURED_NOT_APPLICABLE,
};

enum { MEASURED_FIGURES = 3 };

struct measured {
    enum measured_kind kind;
    struct ratio value;
    enum value_state word;
    struct ratio best; /* what it can still become while the year runs; in a closed year `value` */
    int64_t figures[MEASURED_FIGURES]; /* the arithmetic; meaning by measure, see sheet_parts.h */
};

/* A row of the ledger behind an item. */
struct sheet_row {
    enum ledger_id table;
    const char *key;      /* "GZ/2023/3", the parts of the table's key with slashes */
    const char *text;     /* what it says: "99.93", "签订 2023-03-20, 中标 2023-03-07" */
    const char *evidence; /* NULL: none */
};

/* How an item came to its points. */
enum item_state {
    ITEM_COMPUTED,
    ITEM_ASSESSED,       /* no formula, or no data for it: the assessed points */
    ITEM_NOT_APPLICABLE, /* full points, or spread */
    ITEM_NO_DATA,        /* 0 */
};

/* One indicator inside an item that measures several, or a child of a composite. */
struct sheet_part {
    const char *code; /* "" for a child */
    struct words name;
    struct measured measured;
    struct ratio weight; /* its share of the item's maximum */
    struct ratio share;  /* of that share, what it earns: 0..1 */
    struct ratio best;   /* in a running year: what it can still earn */
    bool left_out;       /* it does not apply, and the others share its weight */
    enum item_state state;
};

struct sheet_item {
    const char *code;
    struct words level1, level2, name;
    const struct rubric_item *rubric;        /* NULL for an indicator's item */
    const struct indicator_facts *indicator; /* NULL for the others */
    struct rounding rounding;

    struct measured measured;
    bool has_target; /* indicator: the target in force */
    micro target;

    enum item_state state;
    struct ratio weight; /* the maximum, exactly */
    struct ratio share;  /* what the item earns of it: 0..1 */
    struct ratio best;   /* in a running year: what it can still earn of it */
    micro max;           /* as shown */
    struct ratio exact;  /* points before rounding: weight x share, or what was assessed */
    micro points;
    micro winnable; /* in a running year: what can still be won back, as points; else 0 */

    bool has_assessed;
    micro assessed;
    const struct assessment_row *assessment; /* NULL: nobody wrote anything */

    struct sheet_part *parts;
    size_t part_count;
    struct sheet_row *rows;
    size_t row_count;
};

enum discrepancy_kind {
    DISCREPANCY_MAX,             /* the maxima do not sum to 100 */
    DISCREPANCY_STATED,          /* stated counts or maximum differ from what is there */
    DISCREPANCY_ASSESSED,        /* assessed points contradict the formula */
    DISCREPANCY_BAND,            /* assessed points outside the qualitative band */
    DISCREPANCY_RANGE,           /* assessed points below 0 or above the maximum */
    DISCREPANCY_MEASURED,        /* what people measured differs from what the ledger gives */
    DISCREPANCY_PRINTED,         /* the printed total differs from its parts */
    DISCREPANCY_NO_DATA,         /* neither data nor assessed points: 0 */
    DISCREPANCY_NO_VALUE,        /* an indicator without a value */
    DISCREPANCY_NO_TARGET,       /* a numeric indicator without a target */
    DISCREPANCY_NO_BUDGET,       /* budget <= 0: the execution item has 0 points */
    DISCREPANCY_TARGET_LOW,      /* 目标偏低: explanation due */
    DISCREPANCY_TARGET_NEGATIVE, /* a share of a target below 0 says little */
    DISCREPANCY_FAR_APART,       /* goal score and execution */
    DISCREPANCY_WEIGHTS,         /* a level's weights leave nothing for those without one */
    DISCREPANCY_CODE,            /* an indicator has the code of another item, or of the total */
    DISCREPANCY_PERCENT,         /* people measured more than all, perhaps for want of a percent sign */
    DISCREPANCY_UNKNOWN_ITEM,    /* an assessment of something that is not on the sheet */
    DISCREPANCY_FINDING,         /* a finding that names no item of the sheet */
    DISCREPANCY_OPEN_YEAR,
    DISCREPANCY_CALENDAR, /* a deadline in a year whose holidays are not known */
    DISCREPANCY_KIND_COUNT
};

enum { DISCREPANCY_FIGURES = 3 };

struct discrepancy {
    enum discrepancy_kind kind;
    const char *item;    /* an item's or indicator's code, "total", "execution"; "" for the whole sheet */
    const char *subject; /* a name for the sentence; "" for none */
    int64_t figures[DISCREPANCY_FIGURES]; /* by kind, see catalogue_sheet.c */
    uint64_t order;                       /* private: which item, and when it was found */
};

struct sheet {
    struct arena arena;
    const struct rubric *rubric;
    const struct sheet_facts *facts;

    struct sheet_item *items; /* of a unit in the rubric's order; of a project in code order */
    size_t item_count;
    micro max, total;
    bool has_assessed_total;
    micro assessed_total;
    bool has_printed_total;
    micro printed_total;
    const char *grade;
    micro winnable; /* sum over the items */

    struct discrepancy *discrepancies; /* whole sheet first, then in the order of items */
    size_t discrepancy_count;
};

/* False only on overflow, or where the rubric is not for this kind of subject. */
MUST_CHECK bool sheet_make(const struct rubric *rubric, const struct sheet_facts *facts,
                           const struct calendar *calendar, struct sheet *ret_sheet, struct err *err);
void sheet_free(struct sheet *sheet);

const char *discrepancy_name(enum discrepancy_kind kind); /* "stated" */
const char *item_state_name(enum item_state state);       /* "computed" */
/* As the rounding says. False where the points do not fit. */
MUST_CHECK bool round_score(struct ratio exact, struct rounding rounding, micro *ret_points);

/* Whether it is below its maximum. What is complete and only rounded, 33.33 of 33.333333, lost nothing. */
bool sheet_item_lost(const struct sheet_item *item);

/* Indexes of the items that lost points, those with most lost points first; in a running year by what can be
 * won back. `ret_order` has room for all items. Returns how many. */
size_t sheet_lost(const struct sheet *sheet, size_t *ret_order);

#endif
