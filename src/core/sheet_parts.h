/* Pieces of the making of a score sheet; private to core. */
#ifndef CORE_SHEET_PARTS_H
#define CORE_SHEET_PARTS_H

#include "core/evaluate_parts.h"
#include "core/sheet.h"

struct making {
    const struct rubric *rubric;
    const struct sheet_facts *facts;
    const struct calendar *calendar;
    struct sheet *sheet;
    struct err *err;
    int month; /* the clock's: rows of later months do not exist yet */
    size_t item_capacity, discrepancy_capacity;
    struct {
        struct sheet_row *list;
        size_t count, capacity;
    } rows; /* of the item being made */
    struct {
        struct sheet_part *list;
        size_t count, capacity;
    } parts;
};

/* The measures: each fills in `ret` and adds the rows behind it. MEASURED_NOTHING where there are no data.
 * False on overflow, with the error set. */
MUST_CHECK bool measure_item(struct making *making, const struct rubric_item *item, struct measured *ret);
MUST_CHECK bool measure_money(struct making *making, const struct rubric_item *item, struct measured *ret);
MUST_CHECK bool measure_contracts(struct making *making, const struct rubric_item *item,
                                  struct measured *ret);
MUST_CHECK bool measure_milestones(struct making *making, const struct rubric_item *item,
                                   struct measured *ret);
MUST_CHECK bool measure_indicators(struct making *making, const struct rubric_item *item,
                                   struct measured *ret);

/* The meaning of measured.figures:
 *   EXECUTION, CARRYOVER      spent, budget (fen)
 *   CEILING                   spent, ceiling (fen)
 *   NOTIFIED_RATES            sum (millionths of a percent), number of notices
 *   CONTRACT_*, MILESTONES    in time, counted, still open
 *   FINDINGS                  number
 *   INDICATORS                met in full, counted */

/* What one indicator has reached by the clock. */
struct indicator_result {
    struct indicator_reading reading;
    bool not_applicable; /* nothing but n/a was reported */
    bool has_completion;
    micro completion;
};
MUST_CHECK bool indicator_result(struct making *making, const struct indicator_facts *indicator,
                                 struct indicator_result *ret);
struct measured indicator_measured(const struct indicator_result *result);
void indicator_rows(struct making *making, const struct indicator_facts *indicator);
/* What it can still earn: 0..1. While the year runs that is all, unless its value can only grow further over
 * its limit. */
struct ratio indicator_best(const struct making *making, const struct indicator_facts *indicator,
                            struct ratio share);
/* What is odd about a target that a completion was computed from: so far exceeded that it was too low
 * (目标偏低), or below 0. */
void indicator_check_target(struct making *making, const struct indicator_facts *indicator,
                            const struct indicator_result *result);

/* What an item earns: 0..1 of its maximum. False on overflow. */
MUST_CHECK bool score_share(const struct rubric_item *item, struct ratio value, struct ratio *ret_share);

/* The assessment of an item, or NULL. */
const struct assessment_row *assessment_of(const struct sheet_facts *facts, const char *item_code);
/* A number that people wrote: "78%" is 0.78 with two decimals of its percentage, "1" is 1. */
struct written_number {
    struct ratio value;
    int decimals; /* written behind the point */
    bool percent;
};
bool written_number(const char *text, struct written_number *ret);
bool written_not_applicable(const char *text);
bool assessed_not_applicable(const struct sheet_item *item); /* people wrote so of it */

void row_add(struct making *making, enum ledger_id table, const char *key, const char *text);
/* The arena's text of a format. */
const char *sheet_text(struct making *making, const char *format, ...) PRINTF_LIKE(2, 3);
struct sheet_part *part_add(struct making *making);
/* The parts' weights become shares of one, and value and best the weighted means. Where all weights are 0
 * they are equal; parts that are left out have none. `item` is the code of the item they are of. */
MUST_CHECK bool parts_weigh(struct making *making, const char *item, struct measured *ret);
/* Valid until the next is added. */
struct discrepancy *discrepancy_add(struct making *making, enum discrepancy_kind kind, const char *item);
bool discrepancy_found(const struct making *making, enum discrepancy_kind kind, const char *item);

/* The items, in three files: each makes one, with its rows and parts, and settles what it earns. */
MUST_CHECK bool sheet_item_of_rubric(struct making *making, const struct rubric_item *rubric);
MUST_CHECK bool sheet_item_of_indicator(struct making *making, const struct indicator_facts *indicator);
struct sheet_item *sheet_item_next(struct making *making);
void sheet_item_assessment(struct making *making, struct sheet_item *item); /* sets what people wrote of it */
void sheet_item_keep(struct making *making, struct sheet_item *item); /* the rows and parts gathered for it */
/* Whether it is an execution that no budget above 0 stands behind: by the rules 0 points, whatever people
 * wrote. */
bool sheet_item_without_budget(const struct sheet_item *item);
/* Without a formula, or without data for it: the assessed points within the item's range, else nothing. */
void sheet_item_by_people(struct making *making, struct sheet_item *item);

/* figures[0] of DISCREPANCY_STATED. */
enum { STATED_LEVEL1, STATED_LEVEL2, STATED_ITEMS, STATED_MAX };

/* What does not agree: everything that can be said of the finished items. */
void sheet_check(struct making *making);

#endif
