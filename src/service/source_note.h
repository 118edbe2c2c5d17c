/* Writing down what a reading of a source means for the alerts about it. */
#ifndef SERVICE_SOURCE_NOTE_H
#define SERVICE_SOURCE_NOTE_H

#include "service/source_run.h"

struct source_note {
    const struct source_order *order;
    const char *name; /* NULL: that of the order's source */
    const char *kind;
    bool gone; /* it is read no longer */
    int failures;
    enum source_fault fault;
    const char *reason;
    const char *last_well;
};

/* Inside a transaction, as its last part: deviations and events, and the look whether this daemon still
 * leads.
 * `*ret_events` counts the events. */
MUST_CHECK bool source_note_write(struct db_session *session, const struct source_note *note,
                                  size_t *ret_events, struct err *err);

#endif
