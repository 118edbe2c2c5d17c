/* Replay: the real rules over a finished or running year, month by month, as they would have spoken
 * (design section 6). Nothing is written; all of it is read in one snapshot.
 *
 * For each month the clock stands on the tenth working day after its end, and only what was known then
 * is shown to the rules. A bounded batch of subjects is read once and walked through all months, so
 * memory grows with the events, not with the ledger. */
#ifndef SERVICE_REPLAY_H
#define SERVICE_REPLAY_H

#include "core/catalogue.h"
#include "core/facts_set.h"
#include "db/session.h"

struct replay_event {
    int month;
    enum event_kind event;
    struct verdict verdict; /* of a resolved one: the verdict it had */
    enum subject_kind kind;
    const char *code, *name, *unit_code;
    size_t order; /* in which they were found: keeps printing stable */
};

struct replay {
    /* Given. */
    int year;
    date today; /* months whose clock lies after it are not replayed */
    const struct policy *policy;
    int batch_size;

    /* Made. */
    int months;
    struct replay_event *events; /* in the order of months */
    size_t event_count;
    int64_t projects, indicators;
    int64_t by_event[EVENT_COUNT];
    int64_t by_rule[RULE_COUNT];
    int64_t open[SEVERITY_RED + 1];
    int64_t faults; /* subjects that could not be evaluated; each was told to `on_fault` */
    void (*on_fault)(const char *code, const struct err *err);

    /* Private. */
    struct arena arena;
    struct calendar calendar;
    struct unit_table reported;
    size_t event_capacity;
    struct standing *standing;
    size_t standing_capacity, position;
    int month;
};

MUST_CHECK bool replay_run(struct replay *replay, struct db_session *session, struct err *err);
void replay_done(struct replay *replay);

#endif
