/* Sources: tables of the office's own that the ledger is kept in step with. What a reading that went well or
 * badly means for the alerts about it.
 *
 *   source.failed  red     it could not be read: refused, lost, timed out, the query is wrong
 *   source.rows    yellow  it was read, and its rows cannot be used: a cell, a reference, far fewer than
 * before
 *
 * Either way the ledger stays as of the last success. A source that cannot be read says nothing about its
 * rows: what stands of them stands on. Pure: what is known and what happened in, what to write out. */
#ifndef CORE_SOURCE_H
#define CORE_SOURCE_H

#include "base/mem.h"
#include "core/catalogue.h"
#include "core/deviation.h"

enum source_fault { SOURCE_WELL, SOURCE_FAILED, SOURCE_ROWS_UNFIT };

const char *source_fault_name(enum source_fault fault); /* "", "failed", "rows": as they are stored */

/* What went wrong as it can be stored and told: on one line, without control characters and bytes that are no
 * text (a server may speak before it is agreed in what encoding), cut at a character where it is long.
 * Returns `out`. */
enum { SOURCE_REASON_MAX = 800 };
const char *source_reason(const char *text, char out[static SOURCE_REASON_MAX]);

/* Whether more than `percent` of the rows of last time are missing. 100: never. */
bool source_shrank(int64_t before, int64_t now, int percent);

/* A deviation of a source as it is stored, or is to be. Texts are borrowed. */
struct source_deviation {
    enum rule rule;
    int year; /* in which it opened */
    struct deviation_state state;
    const char *explanation;
};

struct source_change {
    struct source_deviation now;
    bool is_event;
    enum event_kind event;
    enum severity event_severity; /* of a resolved one: the severity it had */
    enum severity previous;
    const char *event_explanation;
};

/* One reading. */
struct source_reading {
    enum language language;
    date today;
    const struct policy_rules *rules;
    enum source_fault fault;
    bool gone;             /* it is read no longer: whatever stands is over */
    int failures;          /* in a row, with this one */
    int fail_after;        /* from how many on there is an alert */
    const char *reason;    /* what went wrong */
    const char *last_well; /* when it last went well, "2026-03-01 08:00"; "" or NULL: never */
    const struct source_deviation
        *known; /* those that stand first; of each rule one of them at most stands */
    size_t known_count;
};

enum { SOURCE_CHANGES_MAX = 2 };

/* What is to be written, at most one change a rule; returns how many. Texts go into the arena. */
size_t source_decide(const struct source_reading *reading, struct arena *arena,
                     struct source_change ret_changes[static SOURCE_CHANGES_MAX]);

#endif
