/* The numbers of the rules (design: the policy). A policy is data: the file is read and checked by
 * config, core only looks things up. Fractions are in millionths: 0.60 is 600000. */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dec.h"
#include "core/rule.h"

enum category { CATEGORY_BASIC /* 基本支出 */, CATEGORY_PROJECT /* 项目支出 */, CATEGORY_ANY };
enum curve { CURVE_LINEAR, CURVE_PLAN, CURVE_CHECKPOINTS, CURVE_LAST_YEAR, CURVE_PEERS };

enum { MONTHS = 12, NO_CHECKPOINT = -1 };

/* The settings in force for one subject. Every rule can be switched off. */
struct policy_rules {
    bool enabled[RULE_COUNT];

    enum curve curve; /* the reference that execution.pace compares with */
    micro
        curve_table[MONTHS + 1]; /* CURVE_CHECKPOINTS: share due by the end of the month, or NO_CHECKPOINT */
    micro pace_red, pace_yellow; /* pace below: red, yellow */
    int pace_late_month;         /* from this month on the two below count; 13: never */
    micro pace_late_red, pace_late_yellow;
    micro pace_ahead;    /* blue: ahead by more than this share of the budget */
    fen pace_min_budget; /* smaller budgets are not asked */
    int pace_from_month;

    micro checkpoint[MONTHS + 1]; /* execution.checkpoint: share at the end of the month, or NO_CHECKPOINT */

    int missing_red_workdays, missing_yellow_workdays; /* execution.missing: more than */
    bool missing_by_project;

    micro indicator_part_red, indicator_part_yellow;   /* sum, max: against the phase target */
    micro indicator_whole_red, indicator_whole_yellow; /* latest, mean, due once: against the target */
    micro indicator_low_target;                        /* blue: value at or above this share of the target */
    int indicator_from_month;
    int indicator_missing_red_workdays, indicator_missing_yellow_workdays;

    micro goal_gap; /* yellow: spending ahead of goal completion by more than this */
    int goal_gap_from_month;
    micro completion_achieved, completion_partial, completion_missed; /* of qualitative indicators */

    int milestone_days;                /* yellow: due within */
    int contract_intent_days;          /* between intent and procurement, at least */
    int contract_signing_days;         /* after award, at most */
    int contract_signing_warning_days; /* yellow: within these of the limit */
    int contract_publication_workdays; /* after signing, at most */
    int contract_filing_workdays;      /* after signing, at most */
    micro ceiling_warning;             /* yellow: more than this share of the ceiling */
    int ceiling_warning_before_month;  /* ... in a month before this one */
    int rectification_days;            /* yellow: due within */

    int remind_red_days;   /* reminders while a red deviation stands, 0: none */
    int remind_dated_days; /* the same for rules on dates, whatever their severity */
    int remind_max;        /* reminders between two changes of state; 0: as many as there are */
    bool remind_doubling;  /* each comes after twice the time of the one before */
};

/* Settings that replace the common ones for some subjects: later overrides win. NULL or ANY matches
 * all. `fund` matches a project whose money is all in that fund. */
struct policy_override {
    enum category category;
    char *fund;
    char *unit_code;
    struct policy_rules rules; /* whole: the common ones with this override's changes applied */
    unsigned char *changed;    /* one byte for each byte of `rules`: 1 where the override says something */
};

struct policy {
    char *name;
    struct policy_rules rules;
    struct policy_override *overrides;
    size_t override_count;
    uint64_t fingerprint; /* changes when anything that can change a verdict does */
};

/* What the rules of one subject depend on. */
struct policy_subject {
    enum category category; /* CATEGORY_ANY where the subject has none */
    const char *unit_code;  /* may be NULL */
    const char *only_fund;  /* the one fund of a project, NULL where there are several or none */
};

void policy_rules_for(const struct policy *policy, const struct policy_subject *subject,
                      struct policy_rules *ret_rules);

/* The defaults of the design's table, without overrides. The shipped file says the same; a test
 * compares the two. */
void policy_rules_default(struct policy_rules *ret_rules);

void policy_free(struct policy *policy); /* NULL is fine */

#endif
