/* The rules on dates: milestones, statutory procurement deadlines, rectifications.
 *
 * A date after the clock has not happened yet. Contracts and milestones are looked at until 31 March
 * after their year, also before it begins; rectifications live by their own dates alone. */
#include "core/evaluate.h"

#include "core/evaluate_parts.h"

struct date_look {
    const struct evaluation *with;
    struct policy_rules rules;
    struct verdicts *verdicts;
};

static void intent(const struct date_look *look, const struct contract_facts *contract);
static void signing(const struct date_look *look, const struct contract_facts *contract);
static void after_signing(const struct date_look *look, enum rule rule, date from, date done, int workdays);

static struct date_look look_begin(const struct evaluation *with, const char *unit_code,
                                   struct verdicts *verdicts)
{
    struct date_look look = {.with = with, .verdicts = verdicts};

    *verdicts = (struct verdicts){.next = DATE_NEVER};
    policy_rules_for(with->policy, &(struct policy_subject){CATEGORY_ANY, unit_code, NULL}, &look.rules);
    return look;
}

/* Whether the date has come; if it lies ahead, it is a day to look again. */
static bool happened(const struct date_look *look, date day)
{
    verdicts_wake(look->verdicts, look->with->view.today, day);
    return day != DATE_NONE && day <= look->with->view.today;
}

static bool year_over(const struct evaluation *with, int year)
{
    return with->view.today > date_of(year + 1, 3, 31);
}

/* Due on a day and not done: overdue after it, due soon within `warning` days before it. */
static void due(const struct date_look *look, enum rule rule, date planned, date completed, int warning)
{
    date today = look->with->view.today;

    if (planned == DATE_NONE || happened(look, completed))
        return;
    verdicts_wake(look->verdicts, today, planned - warning);
    verdicts_wake(look->verdicts, today, planned + 1);
    int left = planned - today;
    enum severity severity = severity_below(left < 0, left <= warning);
    if (severity == SEVERITY_NONE)
        return;
    struct verdict *verdict =
        verdict_add(look->verdicts, rule, severity, left < 0 ? REASON_OVERDUE : REASON_DUE_SOON, 0);
    verdict->observed = (struct amount){QUANTITY_DAYS, left};
    verdict->expected = (struct amount){QUANTITY_DAYS, left < 0 ? 0 : warning};
    verdict->gap = (struct amount){QUANTITY_DAYS, left};
    verdict->figures[0] = planned;
    verdict->figures[1] = left;
}

void evaluate_milestone(const struct evaluation *with, const struct milestone_facts *milestone,
                        struct verdicts *ret_verdicts)
{
    struct date_look look = look_begin(with, milestone->unit_code, ret_verdicts);

    if (look.rules.enabled[RULE_MILESTONE_DUE] && !year_over(with, milestone->year))
        due(&look, RULE_MILESTONE_DUE, milestone->planned, milestone->completed, look.rules.milestone_days);
}

void evaluate_rectification(const struct evaluation *with, const struct rectification_facts *rectification,
                            struct verdicts *ret_verdicts)
{
    struct date_look look = look_begin(with, rectification->unit_code, ret_verdicts);

    if (look.rules.enabled[RULE_RECTIFICATION_DUE])
        due(&look, RULE_RECTIFICATION_DUE, rectification->due, rectification->completed,
            look.rules.rectification_days);
}

void evaluate_contract(const struct evaluation *with, const struct contract_facts *contract,
                       struct verdicts *ret_verdicts)
{
    struct date_look look = look_begin(with, contract->unit_code, ret_verdicts);

    if (year_over(with, contract->year))
        return;
    intent(&look, contract);
    signing(&look, contract);
    after_signing(&look, RULE_CONTRACT_PUBLICATION, contract->signed_, contract->published,
                  look.rules.contract_publication_workdays);
    after_signing(&look, RULE_CONTRACT_FILING, contract->signed_, contract->filed,
                  look.rules.contract_filing_workdays);
}

static void intent(const struct date_look *look, const struct contract_facts *contract)
{
    if (!look->rules.enabled[RULE_CONTRACT_INTENT] || !happened(look, contract->procurement))
        return;
    bool published = happened(look, contract->intent);
    int days = published ? contract->procurement - contract->intent : 0;
    enum reason reason = !published ? REASON_NO_INTENT : days < 0 ? REASON_INTENT_AFTER : REASON_INTENT_LATE;
    if (published && days >= look->rules.contract_intent_days)
        return;
    struct verdict *verdict = verdict_add(look->verdicts, RULE_CONTRACT_INTENT, SEVERITY_RED, reason, 0);
    if (published)
        verdict->observed = (struct amount){QUANTITY_DAYS, days};
    verdict->expected = (struct amount){QUANTITY_DAYS, look->rules.contract_intent_days};
    verdict->gap = (struct amount){QUANTITY_DAYS, days - look->rules.contract_intent_days};
    verdict->figures[0] = contract->procurement;
    verdict->figures[1] = contract->intent;
    verdict->figures[2] = days;
    verdict->figures[3] = look->rules.contract_intent_days;
}

/* 政府采购法 46: within 30 days of the award. */
static void signing(const struct date_look *look, const struct contract_facts *contract)
{
    date today = look->with->view.today;
    int limit = look->rules.contract_signing_days;

    if (!look->rules.enabled[RULE_CONTRACT_SIGNING] || !happened(look, contract->awarded) ||
        happened(look, contract->signed_))
        return;
    int days = today - contract->awarded;
    int warn_from = limit - look->rules.contract_signing_warning_days;
    verdicts_wake(look->verdicts, today, contract->awarded + warn_from);
    verdicts_wake(look->verdicts, today, contract->awarded + limit + 1);
    enum severity severity = severity_below(days > limit, days >= warn_from);
    if (severity == SEVERITY_NONE)
        return;
    struct verdict *verdict = verdict_add(look->verdicts, RULE_CONTRACT_SIGNING, severity,
                                          days > limit ? REASON_OVERDUE : REASON_DUE_SOON, 0);
    verdict->observed = (struct amount){QUANTITY_DAYS, days};
    verdict->expected = (struct amount){QUANTITY_DAYS, limit};
    verdict->gap = (struct amount){QUANTITY_DAYS, days - limit};
    verdict->figures[0] = contract->awarded;
    verdict->figures[1] = days;
    verdict->figures[2] = limit;
    verdict->figures[3] = contract->awarded + limit;
}

/* 政府采购法 47 (filing) and 实施条例 50 (publication): so many working days after signing. */
static void after_signing(const struct date_look *look, enum rule rule, date from, date done, int limit)
{
    date today = look->with->view.today;

    if (!look->rules.enabled[rule] || !happened(look, from) || happened(look, done))
        return;
    date last = calendar_workday_after(look->with->calendar, from, limit);
    date late = calendar_workday_after(look->with->calendar, last, 1);
    verdicts_wake(look->verdicts, today, last);
    verdicts_wake(look->verdicts, today, late);
    enum severity severity = severity_below(today >= late, today >= last);
    if (severity == SEVERITY_NONE)
        return;
    int workdays = calendar_workdays(look->with->calendar, from, today);
    struct verdict *verdict =
        verdict_add(look->verdicts, rule, severity, today >= late ? REASON_OVERDUE : REASON_DUE_SOON, 0);
    verdict->observed = (struct amount){QUANTITY_DAYS, workdays};
    verdict->expected = (struct amount){QUANTITY_DAYS, limit};
    verdict->gap = (struct amount){QUANTITY_DAYS, workdays - limit};
    verdict->figures[0] = from;
    verdict->figures[1] = workdays;
    verdict->figures[2] = limit;
    verdict->figures[3] = last;
}
