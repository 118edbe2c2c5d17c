/* What falls due in the next days, and what is overdue: milestones, the statutory days of contracts,
 * rectifications, corrective actions. A date after the clock has not happened yet. */
#include <stdlib.h>
#include <string.h>

#include "core/notice_parts.h"

static int by_day(const void *a, const void *b)
{
    const struct notice_deadline *x = a, *y = b;

    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    if (x->kind != y->kind)
        return (int)x->kind - (int)y->kind;
    return strcmp(x->code, y->code);
}

void notice_deadline(struct noticing *at, struct notice_deadline deadline)
{
    struct notice *notice = at->notice;

    if (deadline.due == DATE_NONE || deadline.due > notice->clock + NOTICE_DAYS)
        return;
    deadline.days = deadline.due - notice->clock;
    deadline.unit_name = notice_unit_name(at, deadline.unit_code);
    notice->deadlines = mem_room(notice->deadlines, notice->deadline_count, &at->deadline_capacity,
                                 sizeof *notice->deadlines);
    notice->deadlines[notice->deadline_count++] = deadline;
}

static bool happened(const struct noticing *at, date day)
{
    return day != DATE_NONE && day <= at->notice->clock;
}

static struct policy_rules rules_of(const struct noticing *at, const char *unit_code)
{
    struct policy_rules rules;

    policy_rules_for(at->policy, &(struct policy_subject){CATEGORY_ANY, unit_code, NULL}, &rules);
    return rules;
}

static void milestones(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;

    for (size_t i = 0; i < set->milestone_count; i++) {
        const struct milestone_facts *m = &set->milestones[i];
        struct policy_rules rules = rules_of(at, m->unit_code);
        if (rules.enabled[RULE_MILESTONE_DUE] && !happened(at, m->completed))
            notice_deadline(
                at, (struct notice_deadline){
                        .kind = NOTICE_DUE_MILESTONE,
                        .due = m->planned,
                        .code = m->code,
                        .name = m->name,
                        .project_name = m->of_unit ? "" : notice_project_name(at, m->owner_code, m->year),
                        .unit_code = m->unit_code,
                        .answers = notice_answers(at, m->manager, m->unit_code)});
    }
}

/* So many working days after the signing. */
static void after_signing(struct noticing *at, const struct contract_facts *contract,
                          struct notice_deadline deadline, date done, int workdays)
{
    if (!happened(at, contract->signed_) || happened(at, done))
        return;
    deadline.due = calendar_workday_after(at->calendar, contract->signed_, workdays);
    deadline.unsure = !calendar_knows(at->calendar, date_year(contract->signed_)) ||
                      !calendar_knows(at->calendar, date_year(deadline.due));
    notice_deadline(at, deadline);
}

static void contract(struct noticing *at, const struct contract_facts *c)
{
    struct policy_rules rules = rules_of(at, c->unit_code);
    struct notice_deadline deadline = {.code = c->code,
                                       .name = c->title,
                                       .project_name = notice_project_name(at, c->project_code, c->year),
                                       .unit_code = c->unit_code,
                                       .answers = notice_answers(at, c->manager, c->unit_code)};

    if (rules.enabled[RULE_CONTRACT_SIGNING] && happened(at, c->awarded) && !happened(at, c->signed_)) {
        deadline.kind = NOTICE_DUE_SIGNING;
        deadline.due = c->awarded + rules.contract_signing_days;
        notice_deadline(at, deadline);
    }
    deadline.kind = NOTICE_DUE_PUBLICATION;
    if (rules.enabled[RULE_CONTRACT_PUBLICATION])
        after_signing(at, c, deadline, c->published, rules.contract_publication_workdays);
    deadline.kind = NOTICE_DUE_FILING;
    if (rules.enabled[RULE_CONTRACT_FILING])
        after_signing(at, c, deadline, c->filed, rules.contract_filing_workdays);
}

static void rectifications(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;

    for (size_t i = 0; i < set->rectification_count; i++) {
        const struct rectification_facts *r = &set->rectifications[i];
        struct policy_rules rules = rules_of(at, r->unit_code);
        if (rules.enabled[RULE_RECTIFICATION_DUE] && !happened(at, r->completed))
            notice_deadline(at,
                            (struct notice_deadline){.kind = NOTICE_DUE_RECTIFICATION,
                                                     .due = r->due,
                                                     .code = r->code,
                                                     .name = r->issue,
                                                     .project_name = "",
                                                     .unit_code = r->unit_code,
                                                     .answers = notice_answers(at, r->owner, r->unit_code)});
    }
}

void notice_deadlines(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct notice *notice = at->notice;

    milestones(at);
    for (size_t i = 0; i < set->contract_count; i++)
        contract(at, &set->contracts[i]);
    rectifications(at);
    if (notice->deadline_count > 0)
        qsort(notice->deadlines, notice->deadline_count, sizeof *notice->deadlines, by_day);
}
