/* What an officer says or asks for, checked: for commands, pages and the API alike. In the sentences fields
 * are called as options ("--by") where `option` is set, else by their names ("by"). All texts are borrowed
 * and may be NULL: not given. What is wrong is ERR_USAGE. */
#ifndef SERVICE_ASKED_H
#define SERVICE_ASKED_H

#include "base/clock.h"
#include "db/store_deviations.h"
#include "db/store_silences.h"

struct acknowledge_asked {
    const char *by, *cause, *decision, *action, *due, *owner, *done_on, *note;
    bool done; /* today */
};
MUST_CHECK bool acknowledge_check(const struct acknowledge_asked *asked, date today, bool option,
                                  struct acknowledgement *ret_what, struct err *err);

struct silence_wanted {
    const char *rule, *unit, *subject, *severity;
    const char *until;        /* "YYYY-MM-DD" or "YYYY-MM-DD HH:MM", in the office's time */
    const char *for_how_long; /* "90m", "12h", "3d" */
    const char *daily, *reason, *by;
};
/* `now`: wall clock. */
MUST_CHECK bool silence_check(const struct silence_wanted *wanted, int utc_offset, msec now, bool option,
                              struct silence_new *ret_what, struct err *err);

/* "17": the id of a deviation, a silence. */
MUST_CHECK bool id_parse(const char *text, int64_t *ret_id);

#endif
