#include "core/changes.h"

#include <stdlib.h>
#include <string.h>

/* What is found of one rule on one subject. */
struct sight {
    const struct known_deviation *known; /* NULL: nothing was ever found */
    const struct verdict *verdict;       /* NULL: nothing is found now */
    const struct basis *basis;           /* NULL: the subject is gone */
    const struct policy_rules *rules;
};

static void take_open(struct changes *changes, const struct finding *finding);
static void look(struct changes *changes, const struct deviation *subject, const struct sight *sight,
                 date *next);

static int order_of(enum subject_kind kind_a, const char *code_a, int year_a, enum subject_kind kind_b,
                    const char *code_b, int year_b)
{
    if (kind_a != kind_b)
        return kind_a < kind_b ? -1 : 1;
    int order = strcmp(code_a, code_b);
    return order != 0 ? order : (year_a > year_b) - (year_a < year_b);
}

static int by_key(const void *a, const void *b)
{
    const struct deviation *x = &((const struct known_deviation *)a)->deviation;
    const struct deviation *y = &((const struct known_deviation *)b)->deviation;
    int order = order_of(x->kind, x->code, x->year, y->kind, y->code, y->year);

    return order != 0 ? order : (x->rule > y->rule) - (x->rule < y->rule);
}

void changes_sort_known(struct changes *changes)
{
    if (changes->known_count > 0)
        qsort(changes->known, changes->known_count, sizeof *changes->known, by_key);
}

/* The first known deviation of the subject; they stand together. */
static size_t first_known(const struct changes *changes, const struct finding *finding)
{
    size_t low = 0, high = changes->known_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct deviation *d = &changes->known[middle].deviation;
        if (order_of(d->kind, d->code, d->year, finding->kind, finding->code, finding->year) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_of(const struct deviation *d, const struct finding *finding)
{
    return order_of(d->kind, d->code, d->year, finding->kind, finding->code, finding->year) == 0;
}

static void add_fault(struct changes *changes, const struct finding *finding)
{
    changes->faults =
        mem_room(changes->faults, changes->fault_count, &changes->fault_capacity, sizeof *changes->faults);
    changes->faults[changes->fault_count++] =
        (struct fault_of){arena_text(&changes->arena, finding->code), *finding->fault};
}

static void add_wake(struct changes *changes, enum subject_kind kind, const char *code, date next)
{
    changes->wakes =
        mem_room(changes->wakes, changes->wake_count, &changes->wake_capacity, sizeof *changes->wakes);
    changes->wakes[changes->wake_count++] =
        (struct wake){.kind = kind, .code = arena_text(&changes->arena, code), .next = next};
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

void changes_take(void *ctx, const struct finding *finding)
{
    struct changes *changes = ctx;

    if (!year_is_closed(&changes->closed, finding->year))
        take_open(changes, finding);
}

static void take_open(struct changes *changes, const struct finding *finding)
{
    const struct verdict *found[RULE_COUNT] = {0};
    const struct known_deviation *known[RULE_COUNT] = {0};
    struct deviation subject = {.kind = finding->kind,
                                .code = finding->code,
                                .year = finding->year,
                                .name = or_empty(finding->name),
                                .unit_code = or_empty(finding->unit_code),
                                .manager = or_empty(finding->manager)};

    for (size_t i = first_known(changes, finding);
         i < changes->known_count && is_of(&changes->known[i].deviation, finding); i++) {
        changes->known[i].seen = true;
        known[changes->known[i].deviation.rule] = &changes->known[i];
    }
    if (finding->verdicts == NULL) {
        add_fault(changes, finding);
        return;
    }
    date next = finding->verdicts->next;
    for (size_t i = 0; i < finding->verdicts->count; i++)
        found[finding->verdicts->list[i].rule] = &finding->verdicts->list[i];
    for (int rule = 0; rule < RULE_COUNT; rule++) {
        const struct sight sight = {known[rule], found[rule], &finding->verdicts->basis[rule],
                                    &finding->rules};
        subject.rule = (enum rule)rule;
        if (known[rule] != NULL || found[rule] != NULL)
            look(changes, &subject, &sight, &next);
    }
    add_wake(changes, finding->kind, finding->code, next);
}

static bool same_figures(const struct deviation *a, const struct deviation *b)
{
    return strcmp(a->observed, b->observed) == 0 && strcmp(a->expected, b->expected) == 0 &&
           strcmp(a->gap, b->gap) == 0;
}

static bool same_texts(const struct deviation *a, const struct deviation *b)
{
    return a->month == b->month && same_figures(a, b) && strcmp(a->explanation, b->explanation) == 0 &&
           strcmp(a->name, b->name) == 0 && strcmp(a->unit_code, b->unit_code) == 0 &&
           strcmp(a->manager, b->manager) == 0;
}

static bool same_state(const struct deviation_state *a, const struct deviation_state *b)
{
    return a->severity == b->severity && a->since == b->since && a->remind_on == b->remind_on &&
           a->reminders == b->reminders && a->acknowledged == b->acknowledged &&
           a->overdue_said == b->overdue_said && a->action_verified == b->action_verified;
}

/* The figures of a verdict as they are stored. */
static void put_figures(struct changes *changes, struct deviation *now, const struct verdict *verdict)
{
    char text[AMOUNT_TEXT];
    struct buf sentence = {0};

    now->month = verdict->month;
    now->observed = arena_text(&changes->arena, amount_format(verdict->observed, text));
    now->expected = arena_text(&changes->arena, amount_format(verdict->expected, text));
    now->gap = arena_text(&changes->arena, amount_format(verdict->gap, text));
    catalogue_explain(&sentence, changes->language, verdict);
    now->explanation = arena_text(&changes->arena, buf_text(&sentence));
    buf_free(&sentence);
}

static void keep_figures(struct changes *changes, struct deviation *now, const struct deviation *before)
{
    now->month = before->month;
    now->observed = arena_text(&changes->arena, before->observed);
    now->expected = arena_text(&changes->arena, before->expected);
    now->gap = arena_text(&changes->arena, before->gap);
    now->explanation = arena_text(&changes->arena, before->explanation);
}

static void explain_state(struct buf *text, const struct changes *changes, const struct sight *sight,
                          const struct change *change)
{
    const char *now = change->now.explanation;

    if (change->corrects != 0 && change->event == EVENT_RESOLVED)
        catalogue_withdrawn(text, changes->language, now);
    else if (change->corrects != 0)
        catalogue_corrected(text, changes->language, now, sight->known->deviation.explanation);
    else if (change->is_event && change->event == EVENT_RESOLVED && sight->basis == NULL)
        catalogue_gone(text, changes->language, now);
    else if (change->is_event && change->event == EVENT_RESOLVED)
        catalogue_resolved(text, changes->language, now);
    else
        buf_puts(text, now);
}

static const char *explain_event(struct changes *changes, const struct sight *sight,
                                 const struct change *change)
{
    bool is_overdue = change->is_event && change->event == EVENT_OVERDUE;
    struct buf text = {0}, whole = {0};

    explain_state(&text, changes, sight, change);
    if (is_overdue || change->check != ACTION_UNCHECKED) {
        const struct deviation_state *before = &sight->known->deviation.state;
        const struct action_words words = {
            .action = or_empty(sight->known->action),
            .owner = or_empty(sight->known->owner),
            .due = before->action_due,
            .done_on = before->action_done_on,
            .month = deviation_goes_by_days(change->now.rule) ? 0 : sight->basis->month,
            .today = changes->today,
        };
        if (is_overdue)
            catalogue_action_overdue(&whole, changes->language, &words, buf_text(&text));
        else if (change->check == ACTION_VERIFIED)
            catalogue_action_verified(&whole, changes->language, &words, buf_text(&text));
        else
            catalogue_action_refuted(&whole, changes->language, &words, buf_text(&text));
    } else
        buf_puts(&whole, buf_text(&text));
    const char *kept = arena_text(&changes->arena, buf_text(&whole));
    buf_free(&whole);
    buf_free(&text);
    return kept;
}

/* The last day that the data behind what is found speak of; see changes.h. */
static date data_until(const struct changes *changes, const struct deviation *subject,
                       const struct sight *sight)
{
    const struct deviation *before = sight->known != NULL ? &sight->known->deviation : NULL;
    enum severity found = sight->verdict != NULL ? sight->verdict->severity : SEVERITY_NONE;

    if (sight->basis == NULL)
        return DATE_NONE;
    if (deviation_goes_by_days(subject->rule))
        return before != NULL && found < before->state.severity ? changes->today : changes->today - 1;
    if (!sight->basis->by_month || sight->basis->month == 0)
        return DATE_NONE;
    return date_month_end(subject->year, sight->basis->month);
}

/* Somebody answers for it now who has heard nothing of it yet, whether or not anybody did before. */
static bool is_handed_over(const struct deviation *before, const struct deviation *now)
{
    return before != NULL && now->manager[0] != '\0' && strcmp(before->manager, now->manager) != 0;
}

/* The event that this one corrects; see changes.h. */
static int64_t corrected_event(const struct changes *changes, const struct sight *sight,
                               const struct change *change)
{
    const struct known_deviation *known = sight->known;
    const struct basis *basis = sight->basis;
    bool may =
        change->event == EVENT_ESCALATED || change->event == EVENT_EASED || change->event == EVENT_RESOLVED;

    if (!change->is_event || !may || known->said_event == 0 || basis == NULL || !basis->by_month)
        return 0;
    if (changes->changed == NULL || !work_has(changes->changed, change->now.kind, change->now.code))
        return 0;
    if (basis->month > known->deviation.month || basis->data > known->said_month)
        return 0;
    if (change->event != EVENT_RESOLVED && same_figures(&change->now, &known->deviation))
        return 0;
    return known->said_event;
}

static void look(struct changes *changes, const struct deviation *subject, const struct sight *sight,
                 date *next)
{
    static const struct deviation_state nothing = {.severity = SEVERITY_NONE,
                                                   .since = DATE_NONE,
                                                   .remind_on = DATE_NONE,
                                                   .action_due = DATE_NONE,
                                                   .action_done_on = DATE_NONE};
    const struct deviation *before = sight->known != NULL ? &sight->known->deviation : NULL;
    const struct verdict *verdict = sight->verdict;
    struct change change = {.now = *subject};
    enum severity found = verdict != NULL ? verdict->severity : SEVERITY_NONE;

    change.now.state = before != NULL ? before->state : nothing;
    change.previous = change.now.state.severity;
    const struct deviation_sight seen = {subject->rule, found, sight->rules, changes->today,
                                         data_until(changes, subject, sight)};
    struct deviation_news news = {0};
    change.is_event = deviation_look(&change.now.state, &seen, &news);
    change.event = news.event;
    change.check = news.check;
    if (!change.is_event && found != SEVERITY_NONE && is_handed_over(before, subject)) {
        change.is_event = true;
        change.event = EVENT_REMINDED;
    }
    change.event_severity = found != SEVERITY_NONE ? found : change.previous;
    date wake = deviation_next(&change.now.state, subject->rule);
    *next = wake < *next ? wake : *next;

    change.now.code = arena_text(&changes->arena, subject->code);
    change.now.name = arena_text(&changes->arena, subject->name);
    change.now.unit_code = arena_text(&changes->arena, subject->unit_code);
    change.now.manager = arena_text(&changes->arena, subject->manager);
    if (verdict != NULL)
        put_figures(changes, &change.now, verdict);
    else
        keep_figures(changes, &change.now, before);
    if (!change.is_event && before != NULL &&
        (found == SEVERITY_NONE ||
         (same_texts(&change.now, before) && same_state(&change.now.state, &before->state))))
        return;
    change.corrects = corrected_event(changes, sight, &change);
    change.event_explanation = explain_event(changes, sight, &change);
    changes->event_count += change.is_event ? 1 : 0;
    changes->list = mem_room(changes->list, changes->count, &changes->capacity, sizeof *changes->list);
    changes->list[changes->count++] = change;
}

/* Whether the batch was to speak of this deviation: the years outside are over or closed, and stay as they
 * were. */
static bool was_asked(const struct changes *changes, const struct deviation *d)
{
    if (year_is_closed(&changes->closed, d->year) ||
        (changes->work != NULL && !work_has(changes->work, d->kind, d->code)))
        return false;
    switch (d->kind) {
    case SUBJECT_UNIT:
    case SUBJECT_PROJECT:
    case SUBJECT_INDICATOR:
    case SUBJECT_CEILING: return d->year >= changes->first_year && d->year <= changes->last_year;
    case SUBJECT_MILESTONE:
    case SUBJECT_CONTRACT: return d->year >= changes->first_year;
    case SUBJECT_RECTIFICATION:
    case SUBJECT_COUNT: break;
    }
    return true;
}

void changes_finish(struct changes *changes)
{
    for (size_t i = 0; i < changes->known_count; i++) {
        const struct deviation *d = &changes->known[i].deviation;
        date next = DATE_NEVER;
        if (!changes->known[i].seen && d->state.severity != SEVERITY_NONE && was_asked(changes, d))
            look(changes, d, &(struct sight){.known = &changes->known[i], .rules = &changes->policy->rules},
                 &next);
    }
}

void changes_free(struct changes *changes)
{
    free(changes->list);
    free(changes->wakes);
    free(changes->faults);
    free(changes->known);
    arena_free(&changes->arena);
    *changes = (struct changes){0};
}
