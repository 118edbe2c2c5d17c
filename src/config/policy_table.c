#include "config/policy_table.h"

#define ONE       INT64_C(1000000)
#define AT(field) .at = offsetof(struct policy_rules, field)
#define RULE(...) .path = {"rules", __VA_ARGS__}
#define ENABLED(name, rule)                                                                                  \
    {                                                                                                        \
        RULE(name, "enabled"), SETTING_BOOL, AT(enabled[rule]), .help = "Whether the rule speaks at all."    \
    }

enum { DAYS_MAX = 366 };

/* clang-format off */
const struct setting settings[] = {
    ENABLED("execution.pace", RULE_EXECUTION_PACE),
    {RULE("execution.pace", "red"), SETTING_SHARE, AT(pace_red), .max = 10 * ONE,
     .help = "Red where spent / expected is below this."},
    {RULE("execution.pace", "yellow"), SETTING_SHARE, AT(pace_yellow), .max = 10 * ONE,
     .help = "Yellow where spent / expected is below this."},
    {RULE("execution.pace", "late", "from_month"), SETTING_INTEGER, AT(pace_late_month), .min = 1,
     .max = 13,
     .help = "From the close of this month on the late thresholds count; 13: never."},
    {RULE("execution.pace", "late", "red"), SETTING_SHARE, AT(pace_late_red), .max = 10 * ONE,
     .help = "Red late in the year."},
    {RULE("execution.pace", "late", "yellow"), SETTING_SHARE, AT(pace_late_yellow), .max = 10 * ONE,
     .help = "Yellow late in the year."},
    {RULE("execution.pace", "ahead"), SETTING_SHARE, AT(pace_ahead), .max = 10 * ONE,
     .help = "Blue where spending is ahead by more than this share of the budget."},
    {RULE("execution.pace", "min_budget"), SETTING_MONEY, AT(pace_min_budget), .max = DEC_MAX,
     .help = "Smaller budgets are not asked."},
    {RULE("execution.pace", "from_month"), SETTING_INTEGER, AT(pace_from_month), .min = 1, .max = 12,
     .help = "Silent before the close of this month."},

    ENABLED("execution.overspent", RULE_EXECUTION_OVERSPENT),
    ENABLED("execution.unbudgeted", RULE_EXECUTION_UNBUDGETED),
    ENABLED("execution.reversal", RULE_EXECUTION_REVERSAL),
    ENABLED("execution.checkpoint", RULE_EXECUTION_CHECKPOINT),
    {RULE("execution.checkpoint", "table"), SETTING_SHARE_TABLE, AT(checkpoint), .max = ONE,
     .help = "Share of the budget that must be spent by the end of these months."},
    ENABLED("execution.missing", RULE_EXECUTION_MISSING),
    {RULE("execution.missing", "red_workdays"), SETTING_INTEGER, AT(missing_red_workdays), .max = DAYS_MAX,
     .help = "Red where a closed month is unreported for more working days than this."},
    {RULE("execution.missing", "yellow_workdays"), SETTING_INTEGER, AT(missing_yellow_workdays),
     .max = DAYS_MAX,
     .help = "Yellow where it is unreported for more working days than this."},
    {RULE("execution.missing", "missing_by"), SETTING_BY, AT(missing_by_project),
     .help = "Whether a month is reported by its unit's first row, or by each project's own."},

    ENABLED("indicator.pace", RULE_INDICATOR_PACE),
    {RULE("indicator.pace", "part", "red"), SETTING_SHARE, AT(indicator_part_red), .max = 10 * ONE,
     .help = "Red below this progress, of indicators that grow over the year (sum, max)."},
    {RULE("indicator.pace", "part", "yellow"), SETTING_SHARE, AT(indicator_part_yellow), .max = 10 * ONE,
     .help = "Yellow below this progress."},
    {RULE("indicator.pace", "whole", "red"), SETTING_SHARE, AT(indicator_whole_red), .max = 10 * ONE,
     .help = "Red below this progress, of indicators that must be at their target (latest, mean, due "
             "once)."},
    {RULE("indicator.pace", "whole", "yellow"), SETTING_SHARE, AT(indicator_whole_yellow), .max = 10 * ONE,
     .help = "Yellow below this progress."},
    {RULE("indicator.pace", "low_target"), SETTING_SHARE, AT(indicator_low_target), .min = ONE,
     .max = 1000 * ONE,
     .help = "Blue where the value has reached this multiple of the full year's target."},
    {RULE("indicator.pace", "from_month"), SETTING_INTEGER, AT(indicator_from_month), .min = 1, .max = 12,
     .help = "Silent before the indicator's own value of this month."},
    ENABLED("indicator.missing", RULE_INDICATOR_MISSING),
    {RULE("indicator.missing", "red_workdays"), SETTING_INTEGER, AT(indicator_missing_red_workdays),
     .max = DAYS_MAX,
     .help = "Red where a due month is unreported for more working days than this."},
    {RULE("indicator.missing", "yellow_workdays"), SETTING_INTEGER, AT(indicator_missing_yellow_workdays),
     .max = DAYS_MAX,
     .help = "Yellow where it is unreported for more working days than this."},

    ENABLED("goal.gap", RULE_GOAL_GAP),
    {RULE("goal.gap", "gap"), SETTING_SHARE, AT(goal_gap), .max = ONE,
     .help = "Yellow where the share spent is ahead of goal completion by more than this."},
    {RULE("goal.gap", "from_month"), SETTING_INTEGER, AT(goal_gap_from_month), .min = 1, .max = 12,
     .help = "Silent before the close of this month."},
    {RULE("goal.gap", "completion", "achieved"), SETTING_SHARE, AT(completion_achieved), .max = ONE,
     .help = "What a qualitative goal that is achieved counts."},
    {RULE("goal.gap", "completion", "partial"), SETTING_SHARE, AT(completion_partial), .max = ONE,
     .help = "What one that is partly achieved counts."},
    {RULE("goal.gap", "completion", "missed"), SETTING_SHARE, AT(completion_missed), .max = ONE,
     .help = "What one that is missed counts."},

    ENABLED("milestone.due", RULE_MILESTONE_DUE),
    {RULE("milestone.due", "days"), SETTING_INTEGER, AT(milestone_days), .max = DAYS_MAX,
     .help = "Yellow where it is due within these days."},
    ENABLED("contract.intent", RULE_CONTRACT_INTENT),
    {RULE("contract.intent", "days"), SETTING_INTEGER, AT(contract_intent_days), .max = DAYS_MAX,
     .help = "Days between the published intent and the start of procurement, at least."},
    ENABLED("contract.signing", RULE_CONTRACT_SIGNING),
    {RULE("contract.signing", "days"), SETTING_INTEGER, AT(contract_signing_days), .max = DAYS_MAX,
     .help = "Days between award and signature, at most."},
    {RULE("contract.signing", "warning_days"), SETTING_INTEGER, AT(contract_signing_warning_days),
     .max = DAYS_MAX,
     .help = "Yellow within these days of the limit."},
    ENABLED("contract.publication", RULE_CONTRACT_PUBLICATION),
    {RULE("contract.publication", "workdays"), SETTING_INTEGER, AT(contract_publication_workdays), .min = 1,
     .max = DAYS_MAX,
     .help = "Working days between signature and publication, at most."},
    ENABLED("contract.filing", RULE_CONTRACT_FILING),
    {RULE("contract.filing", "workdays"), SETTING_INTEGER, AT(contract_filing_workdays), .min = 1,
     .max = DAYS_MAX,
     .help = "Working days between signature and filing, at most."},

    ENABLED("ceiling.pace", RULE_CEILING_PACE),
    {RULE("ceiling.pace", "warning"), SETTING_SHARE, AT(ceiling_warning), .max = ONE,
     .help = "Yellow where more than this share of the ceiling is spent."},
    {RULE("ceiling.pace", "warning_before_month"), SETTING_INTEGER, AT(ceiling_warning_before_month),
     .min = 1, .max = 13,
     .help = "... in a month before this one."},
    ENABLED("rectification.due", RULE_RECTIFICATION_DUE),
    {RULE("rectification.due", "days"), SETTING_INTEGER, AT(rectification_days), .max = DAYS_MAX,
     .help = "Yellow where it is due within these days."},

    {.path = {"reference", "curve"}, SETTING_CURVE, AT(curve), .min = CURVE_LINEAR, .max = CURVE_PEERS,
     .help = "What spending is compared with: linear, plan, checkpoints, last_year or peers."},
    {.path = {"reference", "table"}, SETTING_PERCENT_TABLE, AT(curve_table), .max = ONE,
     .help = "Percent of the budget expected by the end of these months, for checkpoints."},
    {.path = {"reminders", "red_days"}, SETTING_INTEGER, AT(remind_red_days), .max = DAYS_MAX,
     .help = "Days between reminders of a red deviation; 0: none."},
    {.path = {"reminders", "dated_days"}, SETTING_INTEGER, AT(remind_dated_days), .max = DAYS_MAX,
     .help = "Days between reminders of a rule on dates, whatever its severity; 0: none."},
};
/* clang-format on */

const size_t setting_count = sizeof settings / sizeof settings[0];
