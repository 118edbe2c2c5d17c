/* A notice and everything that it rests on, read and made in one go. */
#ifndef SERVICE_NOTICE_MADE_H
#define SERVICE_NOTICE_MADE_H

#include "core/notice.h"
#include "db/session.h"

struct notice_order {
    const char *unit; /* NULL: the unit above all others, or all together */
    int year, month;
    date today;
    const struct policy *policy;
    const struct rubric *rubric;   /* for the score; NULL: without */
    const char *const *head_roles; /* as in the configuration */
    size_t head_role_count;
};

struct notice_made {
    struct notice notice;

    /* What it points into. */
    struct calendar calendar;
    struct notice_facts facts;
    struct sheet sheet;
    struct err no_score; /* why there is no score, where one was asked for; ERR_NONE: there is */
};

/* The day from which a month is seen: today in the month after it; for older months the tenth working day
 * after its end, as in a replay. False, with a sentence, while the month is not over. */
MUST_CHECK bool notice_clock(int year, int month, date today, const struct calendar *calendar,
                             date *ret_clock, struct err *err);

/* The policy and the rubric must outlive it. Ends with notice_made_done(). */
MUST_CHECK bool notice_prepare(struct db_session *session, const struct notice_order *order,
                               struct notice_made *ret_made, struct err *err);
void notice_made_done(struct notice_made *made);

#endif
