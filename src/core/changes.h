/* From findings to what must be written: which deviations change, and the events.
 *
 * Pure: known deviations and findings in, changes out. A deviation whose figures moved while its
 * state stayed changes without an event, so that what people read is current. Where another person
 * answers for one that stands, that person is reminded of it; where nobody answers any more, nobody is.
 *
 * Of a year that is closed nothing changes: no event, no reminder, no day to look again; not even where its
 * subject is gone. What is found of it is passed over.
 *
 * An event that changes or ends a deviation is a correction (更正; of one that ends: 撤回) where the figures
 * of a month of which something was said have changed, be it that they were wrong or not complete:
 *   - facts of the subject did change: a day that came or another policy corrects nothing;
 *   - the rule goes by closed months: a date that was kept or moved corrects nothing;
 *   - it looks at no later month than before: otherwise the year went on;
 *   - the subject's own figures do not reach beyond the month that its last event spoke of: what was said of
 *     an earlier month still holds then;
 *   - unless it ended, the figures are others than before.
 * It names that last event. What opens corrects nothing: nothing stood.
 *
 * An action that is said to be done is checked (core/deviation.h) against data of after that day: of a rule
 * that goes by months, the last day of the closed month that it went by; of one that goes by days, yesterday,
 * since what was done today may be entered until tonight, and today where the deviation is over or milder. */
#ifndef CORE_CHANGES_H
#define CORE_CHANGES_H

#include "core/catalogue.h"
#include "core/deviation.h"
#include "core/facts_set.h"

/* A deviation as it is stored. Texts are borrowed. */
struct deviation {
    enum rule rule;
    enum subject_kind kind;
    const char *code;
    int year;
    struct deviation_state state;
    int month;
    const char *observed, *expected, *gap;
    const char *explanation;
    const char *name, *unit_code, *manager; /* "" where there is none */
};

struct known_deviation {
    struct deviation deviation;
    int64_t said_event; /* its last event; 0: none is kept */
    int said_month;     /* the month that one spoke of */
    const char *action; /* the corrective action that was acknowledged; NULL or "": none */
    const char *owner;  /* who is to do it; NULL or "": nobody is known */
    bool seen;          /* a finding spoke of its subject */
};

struct change {
    struct deviation now;
    bool is_event;
    enum event_kind event;
    enum severity event_severity; /* of a resolved one: the severity it had */
    enum severity previous;
    const char *event_explanation;
    int64_t corrects;        /* the event that this one corrects; 0: none */
    enum action_check check; /* what the data say of the action, decided with this event */
};

/* The next day on which a subject must be looked at again; DATE_NEVER: none. */
struct wake {
    enum subject_kind kind;
    const char *code;
    date next;
};

struct changes {
    /* Given. */
    enum language language;
    date today;
    struct known_deviation *known; /* sorted with changes_sort_known() */
    size_t known_count;
    int first_year, last_year;  /* whose money and goals are watched */
    struct closed_years closed; /* whose deviations stay as they are, whatever is found */
    const struct work *work;    /* whose absence means that they are gone */
    const struct work *changed; /* whose facts did change; NULL: nobody's */
    const struct policy *policy;

    /* Made. */
    struct change *list;
    size_t count, capacity;
    struct wake *wakes; /* one for each finding; a subject may have several */
    size_t wake_count, wake_capacity;
    struct fault_of {
        const char *code;
        struct err err;
    } * faults;
    size_t fault_count, fault_capacity;
    size_t event_count;
    struct arena arena; /* texts of the changes */
};

void changes_sort_known(struct changes *changes);
/* A finding_sink with `ctx` a struct changes. */
void changes_take(void *ctx, const struct finding *finding);
/* After the last finding: what stands for subjects that are gone resolves. */
void changes_finish(struct changes *changes);
void changes_free(struct changes *changes);

#endif
