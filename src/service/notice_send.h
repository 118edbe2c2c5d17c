/* A notice sent: made of the ledger, written for every channel that wants it, and stored with its messages in
 * one transaction; delivering is the dispatcher's.
 *
 *   nothing was sent of the month        --> version 1
 *   figures differ from those sent       --> a version more, a correction (更正通报) that says what changed
 *   figures are as sent                  --> nothing
 *   somebody else stored it meanwhile    --> nothing
 *
 * Synchronous, on a session of its own: for the command, and for a thread of the daemon's. Without any
 * channel a notice is stored all the same. */
#ifndef SERVICE_NOTICE_SEND_H
#define SERVICE_NOTICE_SEND_H

#include "config/config.h"
#include "service/notice_made.h"

struct notice_send_order {
    const struct config *config;
    const struct policy *policy;
    const struct rubric *rubric; /* NULL: no score */
    const char *unit;            /* as in struct notice_order */
    int year, month;
    date today; /* the office's */
    bool by_daemon;
    enum language language;
    enum money_unit money_unit;
    const char *link; /* with {unit} and {period} in it; NULL: none */
};

enum notice_send_result {
    NOTICE_SENT_FIRST,
    NOTICE_SENT_CORRECTION,
    NOTICE_UNCHANGED,  /* `id` is that of the one that stands */
    NOTICE_SENT_OTHERS /* somebody else was faster */
};

struct notice_sent {
    enum notice_send_result result;
    int64_t id;
    int version;
    bool late;
    size_t messages, changes;
    char *unit;             /* its code; "" of all together */
    struct buf title, said; /* `said`: what changed, a sentence a line */
    struct err no_score;    /* as in struct notice_made */
};

/* Ends with notice_sent_done(), also where it fails. */
MUST_CHECK bool notice_send(struct db_session *session, const struct notice_send_order *order,
                            struct notice_sent *ret_sent, struct err *err);
void notice_sent_done(struct notice_sent *sent); /* a zeroed struct is fine */

/* "https://office/{unit}/{period}" -> "https://office/330100/2023-07", the code percent-encoded. */
void notice_link(struct buf *out, const char *link, const char *unit, const char *period);

#endif
