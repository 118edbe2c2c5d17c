#include "core/catalogue_amount.h"

#include <string.h>

#include "base/dec.h"
#include "core/catalogue_parts.h"
#include "core/money_rate.h"

/* As the evaluation makes them (core/evaluate_*.c). */
static enum quantity quantity_of(enum rule rule)
{
    switch (rule) {
    case RULE_EXECUTION_PACE:
    case RULE_EXECUTION_CHECKPOINT:
    case RULE_GOAL_GAP: return QUANTITY_RATE;
    case RULE_EXECUTION_OVERSPENT:
    case RULE_EXECUTION_UNBUDGETED:
    case RULE_EXECUTION_REVERSAL:
    case RULE_CEILING_PACE: return QUANTITY_MONEY;
    case RULE_INDICATOR_PACE: return QUANTITY_VALUE;
    case RULE_EXECUTION_MISSING:
    case RULE_INDICATOR_MISSING:
    case RULE_MILESTONE_DUE:
    case RULE_CONTRACT_INTENT:
    case RULE_CONTRACT_SIGNING:
    case RULE_CONTRACT_PUBLICATION:
    case RULE_CONTRACT_FILING:
    case RULE_RECTIFICATION_DUE: return QUANTITY_DAYS;
    case RULE_SOURCE_FAILED:
    case RULE_SOURCE_ROWS:
    case RULE_COUNT: break;
    }
    return QUANTITY_NONE;
}

static bool percent_of(int64_t millionths, char text[static DEC_TEXT])
{
    struct ratio share;

    return ratio_of(millionths, 1000000, &share) && money_percent(share, text);
}

void catalogue_amount(struct buf *out, enum language language, const char *name, const char *text,
                      bool difference)
{
    enum rule rule;
    enum quantity quantity = rule_by_name(name, &rule) ? quantity_of(rule) : QUANTITY_NONE;
    int scale = quantity == QUANTITY_DAYS ? 0 : quantity == QUANTITY_MONEY ? SCALE_FEN : SCALE_MICRO;
    int64_t value;
    char shown[DEC_TEXT];

    if (quantity == QUANTITY_NONE || !dec_parse(text, strlen(text), scale, &value) ||
        (quantity == QUANTITY_RATE && !percent_of(value, shown))) {
        buf_puts(out, text);
        return;
    }
    if (quantity == QUANTITY_RATE)
        buf_printf(out, "%s%s", shown, difference ? in(language, "个百分点", " points") : "%");
    else if (quantity == QUANTITY_MONEY)
        buf_printf(out, in(language, "%s元", "%s yuan"), dec_format_grouped(value, scale, shown));
    else if (quantity == QUANTITY_VALUE)
        buf_puts(out, dec_format_short(value, scale, shown));
    else
        buf_printf(out, in(language, "%s天", value == 1 || value == -1 ? "%s day" : "%s days"),
                   dec_format(value, scale, shown));
}
