/* Short ways to write down an indicator, for the tests of its rules. Values and targets are whole numbers
 * or millionths, as the name says. */
#ifndef TESTS_UNIT_CORE_INDICATORS_H
#define TESTS_UNIT_CORE_INDICATORS_H

#include "rules.h"

#define MICRO(whole) ((whole)*INT64_C(1000000))

static inline struct indicator_facts indicator_of(enum direction direction, enum accumulation accumulation,
                                                  int schedule)
{
    return (struct indicator_facts){.code = "I1",
                                    .name = "indicator",
                                    .owner_code = "P1",
                                    .unit_code = "U1",
                                    .year = YEAR,
                                    .direction = direction,
                                    .accumulation = accumulation,
                                    .schedule = schedule};
}

static inline void indicator_target(struct indicator_facts *indicator, micro target)
{
    indicator->has_target = true;
    indicator->target = target;
}

static inline void indicator_number(struct indicator_facts *indicator, int month, micro number)
{
    indicator->values[month] = (struct indicator_value){VALUE_NUMBER, number};
}

static inline void indicator_weight(struct indicator_facts *indicator, micro weight)
{
    indicator->has_weight = true;
    indicator->weight = weight;
}

static inline struct verdicts indicator_verdicts(const struct indicator_facts *indicator,
                                                 struct evaluation with)
{
    struct verdicts verdicts;
    struct err err = {0};

    if (!evaluate_indicator(&with, indicator, &verdicts, &err))
        fail_msg("%s", err.text);
    return verdicts;
}

#endif
