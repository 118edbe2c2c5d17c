#include "core/monitor_form.h"

#include <stdlib.h>
#include <string.h>

#include "core/evaluate_parts.h"
#include "core/standing.h"

enum { FEN_DIGITS = 2, MICRO = 1000000 };

struct filling {
    const struct notice *notice;
    struct monitor_form *form;
    struct err *err;
    struct evaluation with;
    size_t gap_capacity;
};

static bool fill_projects(struct filling *at);
static bool fill_project(struct filling *at, const struct project_facts *facts, struct monitor_subject *ret);
static bool fill_whole(struct filling *at);
static bool fill_indicators(struct filling *at, struct monitor_subject *subject, bool of_unit);
static bool fill_indicator(struct filling *at, const struct indicator_facts *facts,
                           struct monitor_indicator *ret);
static void find_gaps(struct filling *at);

bool monitor_form_make(const struct notice *notice, struct monitor_form *ret_form, struct err *err)
{
    struct filling at = {.notice = notice,
                         .form = ret_form,
                         .err = err,
                         .with = {.view = view_replay(notice->year, notice->month, notice->clock)}};

    *ret_form = (struct monitor_form){.notice = notice};
    if (fill_projects(&at) && fill_whole(&at)) {
        find_gaps(&at);
        return true;
    }
    monitor_form_free(ret_form);
    return false;
}

void monitor_form_free(struct monitor_form *form)
{
    arena_free(&form->arena);
    *form = (struct monitor_form){0};
}

const char *monitor_gap_name(enum monitor_gap_kind kind)
{
    static const char *const names[MONITOR_GAP_KINDS] = {
        [MONITOR_NO_INDICATOR] = "no_indicator", [MONITOR_NO_TARGET] = "no_target",
        [MONITOR_NO_VALUE] = "no_value",         [MONITOR_NO_EXPECTED] = "no_expected",
        [MONITOR_NO_CAUSE] = "no_cause",         [MONITOR_NO_LIKELIHOOD] = "no_likelihood"};

    return names[kind];
}

static bool too_large(struct filling *at, const char *code)
{
    return err_set(at->err, ERR_OVERFLOW, "monitoring form %s, %d-%02d: its sums do not fit", code,
                   at->notice->year, at->notice->month);
}

/* What is said of a subject; they stand by kind and code. */
static const struct notice_outlook *outlook_of(const struct filling *at, bool of_indicator, const char *code)
{
    const struct notice_facts *facts = at->notice->facts;

    for (size_t i = 0; i < facts->outlook_count; i++)
        if (facts->outlooks[i].of_indicator == of_indicator && strcmp(facts->outlooks[i].code, code) == 0)
            return &facts->outlooks[i];
    return NULL;
}

static const struct notice_unit *unit_of(const struct filling *at, const char *code)
{
    const struct notice_facts *facts = at->notice->facts;

    for (size_t i = 0; code != NULL && i < facts->unit_count; i++)
        if (strcmp(facts->units[i].code, code) == 0)
            return &facts->units[i];
    return NULL;
}

/* Projects ---------------------------------------------------------------------------------------- */

static bool fill_projects(struct filling *at)
{
    const struct facts_set *set = &at->notice->facts->sheet.set;
    struct monitor_form *form = at->form;

    form->projects = arena_alloc(&form->arena, (set->project_count + 1) * sizeof *form->projects);
    for (size_t i = 0; i < set->project_count; i++) {
        if (!set->projects[i].watched && set->projects[i].indicator_count == 0)
            continue;
        if (!fill_project(at, &set->projects[i], &form->projects[form->project_count]))
            return false;
        form->project_count++;
    }
    return true;
}

static bool is_slow(const struct filling *at, const char *code)
{
    for (size_t i = 0; i < at->notice->deviation_count; i++) {
        const struct notice_deviation *deviation = &at->notice->deviations[i];
        if (deviation->kind == SUBJECT_PROJECT && deviation->verdict.rule == RULE_EXECUTION_PACE &&
            strcmp(deviation->code, code) == 0)
            return true;
    }
    return false;
}

static void fill_expected(struct monitor_subject *subject)
{
    const struct notice_outlook *outlook = subject->outlook;

    subject->has_expected =
        outlook != NULL && outlook->has_expected &&
        ratio_round((struct ratio){outlook->expected, MICRO}, FEN_DIGITS, &subject->expected);
}

static bool fill_project(struct filling *at, const struct project_facts *facts, struct monitor_subject *ret)
{
    const struct notice *notice = at->notice;
    const struct notice_unit *unit = unit_of(at, facts->unit_code);
    struct standing now;

    *ret = (struct monitor_subject){.code = facts->code,
                                    .name = facts->name,
                                    .unit_code = facts->unit_code,
                                    .unit_name = unit != NULL ? unit->name : "",
                                    .answers = facts->manager != NULL ? facts->manager
                                               : unit != NULL         ? unit->head
                                                                      : NULL,
                                    .behind = is_slow(at, facts->code),
                                    .outlook = outlook_of(at, false, facts->code)};
    if (!standing_at(facts, notice->month, date_month_end(notice->year, notice->month), &now) ||
        !initial_budget(facts, &ret->initial))
        return too_large(at, facts->code);
    ret->adjusted = now.budget;
    ret->spent = now.spent;
    ret->rate.known = now.budget > 0 && ratio_of(now.spent, now.budget, &ret->rate.value);
    fill_expected(ret);
    if (!fill_indicators(at, ret, false))
        return false;
    ret->without_form = facts->category == CATEGORY_BASIC && ret->indicator_count == 0;
    return true;
}

/* The whole's budget and spending are the notice's; what it began with and what is expected are sums. */
static bool fill_whole(struct filling *at)
{
    const struct notice *notice = at->notice;
    struct monitor_form *form = at->form;
    struct monitor_subject *whole = &form->whole;

    *whole = (struct monitor_subject){.code = notice->unit_code,
                                      .name = notice->unit_name,
                                      .unit_code = notice->unit_code,
                                      .unit_name = notice->unit_name,
                                      .answers = notice->head,
                                      .adjusted = notice->now.budget,
                                      .spent = notice->now.spent,
                                      .rate = notice->now.rate,
                                      .has_expected = form->project_count > 0};
    for (size_t i = 0; i < form->project_count; i++) {
        const struct monitor_subject *project = &form->projects[i];
        if (!dec_add(whole->initial, project->initial, &whole->initial) ||
            !dec_add(whole->expected, project->expected, &whole->expected))
            return too_large(at, whole->code);
        whole->has_expected = whole->has_expected && project->has_expected;
    }
    return fill_indicators(at, whole, true);
}

/* Indicators -------------------------------------------------------------------------------------- */

/* As the form has them: cost, output, benefit, satisfaction; what belongs together stands together. */
static int by_level(const void *a, const void *b)
{
    const struct indicator_facts *x = ((const struct monitor_indicator *)a)->facts;
    const struct indicator_facts *y = ((const struct monitor_indicator *)b)->facts;

    if (x->level1 != y->level1)
        return x->level1 < y->level1 ? -1 : 1;
    int order = strcmp(x->level2 != NULL ? x->level2 : "", y->level2 != NULL ? y->level2 : "");
    return order != 0 ? order : strcmp(x->code, y->code);
}

static bool fill_indicators(struct filling *at, struct monitor_subject *subject, bool of_unit)
{
    const struct facts_set *set = &at->notice->facts->sheet.set;
    size_t count = 0;

    for (size_t i = 0; i < set->indicator_count; i++)
        count += set->indicators[i].of_unit == of_unit &&
                 strcmp(set->indicators[i].owner_code, subject->code) == 0;
    subject->indicators = arena_alloc(&at->form->arena, (count + 1) * sizeof *subject->indicators);
    for (size_t i = 0; i < set->indicator_count; i++) {
        const struct indicator_facts *facts = &set->indicators[i];
        if (facts->of_unit != of_unit || strcmp(facts->owner_code, subject->code) != 0)
            continue;
        if (!fill_indicator(at, facts, &subject->indicators[subject->indicator_count]))
            return false;
        subject->indicator_count++;
    }
    if (subject->indicator_count > 0)
        qsort(subject->indicators, subject->indicator_count, sizeof *subject->indicators, by_level);
    return true;
}

static bool is_behind(const struct filling *at, const struct indicator_facts *facts)
{
    for (size_t i = 0; i < at->notice->indicator_count; i++)
        if (at->notice->indicators[i].facts == facts)
            return at->notice->indicators[i].severity != SEVERITY_BLUE;
    return false;
}

static bool fill_indicator(struct filling *at, const struct indicator_facts *facts,
                           struct monitor_indicator *ret)
{
    struct indicator_reading reading;

    if (!indicator_read(&at->with, facts, &reading, at->err))
        return false;
    *ret = (struct monitor_indicator){.facts = facts,
                                      .has_target = reading.has_target,
                                      .target = reading.target,
                                      .month = reading.month,
                                      .behind = is_behind(at, facts),
                                      .outlook = outlook_of(at, true, facts->code)};
    if (reading.month > 0 && reading.state == VALUE_NUMBER)
        ret->reached = (struct measured){.kind = MEASURED_NUMBER, .value = reading.value};
    else if (reading.month > 0)
        ret->reached = (struct measured){.kind = MEASURED_WORD, .word = reading.state};
    if (ret->outlook != NULL && ret->outlook->has_expected)
        ret->expected =
            (struct measured){.kind = MEASURED_NUMBER, .value = ratio_micro(ret->outlook->expected)};
    return true;
}

/* What is missing --------------------------------------------------------------------------------- */

static bool is_due(const struct filling *at, const struct monitor_indicator *indicator)
{
    int schedule = indicator->facts->schedule, month = at->notice->month;

    if (schedule <= SCHEDULE_ONCE_MAX)
        return month >= schedule;
    if (schedule == SCHEDULE_QUARTERLY)
        return month >= 3;
    return schedule == SCHEDULE_MONTHLY || month >= 6;
}

/* n/a in every month that has a value at all. */
static bool is_waived(const struct indicator_facts *facts)
{
    bool waived = false;

    for (int month = 1; month <= MONTHS; month++) {
        if (facts->values[month].state == VALUE_NOT_APPLICABLE)
            waived = true;
        else if (facts->values[month].state != VALUE_NONE)
            return false;
    }
    return waived;
}

static bool lacks_cause(const struct notice_outlook *outlook)
{
    return outlook == NULL || (outlook->cause == NULL && outlook->note == NULL);
}

static bool lacks(const struct filling *at, enum monitor_gap_kind kind, const struct monitor_subject *subject,
                  const struct monitor_indicator *indicator)
{
    bool of_project = subject != &at->form->whole;

    switch (kind) {
    case MONITOR_NO_INDICATOR:
        return indicator == NULL && of_project && subject->indicator_count == 0 && !subject->without_form;
    case MONITOR_NO_TARGET:
        return indicator != NULL && !indicator->has_target &&
               indicator->facts->direction != DIRECTION_QUALITATIVE;
    case MONITOR_NO_VALUE:
        return indicator != NULL && indicator->month == 0 && is_due(at, indicator) &&
               !is_waived(indicator->facts);
    case MONITOR_NO_EXPECTED:
        if (indicator == NULL)
            return subject->behind && !subject->has_expected;
        return indicator->behind && indicator->expected.kind == MEASURED_NOTHING &&
               indicator->facts->direction != DIRECTION_QUALITATIVE;
    case MONITOR_NO_CAUSE:
        if (indicator == NULL)
            return subject->behind && lacks_cause(subject->outlook);
        return indicator->behind && lacks_cause(indicator->outlook);
    case MONITOR_NO_LIKELIHOOD:
        return indicator != NULL && indicator->behind &&
               (indicator->outlook == NULL || indicator->outlook->likelihood == NULL);
    case MONITOR_GAP_KINDS: break;
    }
    return false;
}

static void check(struct filling *at, enum monitor_gap_kind kind, const struct monitor_subject *subject,
                  const struct monitor_indicator *indicator)
{
    struct monitor_form *form = at->form;

    if (!lacks(at, kind, subject, indicator))
        return;
    if (form->gap_count == at->gap_capacity) {
        size_t capacity = at->gap_capacity == 0 ? 64 : 2 * at->gap_capacity;
        struct monitor_gap *gaps = arena_alloc(&form->arena, capacity * sizeof *gaps);
        if (form->gap_count > 0)
            memcpy(gaps, form->gaps, form->gap_count * sizeof *gaps);
        form->gaps = gaps;
        at->gap_capacity = capacity;
    }
    form->gaps[form->gap_count++] = (struct monitor_gap){kind, subject, indicator};
}

static void check_subject(struct filling *at, enum monitor_gap_kind kind,
                          const struct monitor_subject *subject)
{
    check(at, kind, subject, NULL);
    for (size_t i = 0; i < subject->indicator_count; i++)
        check(at, kind, subject, &subject->indicators[i]);
}

static void find_gaps(struct filling *at)
{
    for (int kind = 0; kind < MONITOR_GAP_KINDS; kind++) {
        check_subject(at, (enum monitor_gap_kind)kind, &at->form->whole);
        for (size_t i = 0; i < at->form->project_count; i++)
            check_subject(at, (enum monitor_gap_kind)kind, &at->form->projects[i]);
    }
}
