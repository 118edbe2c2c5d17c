/* Silences, for the command line: list, add, end. The stage reads them by itself (db/store_stage.h). */
#ifndef DB_STORE_SILENCES_H
#define DB_STORE_SILENCES_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/mem.h"
#include "db/session.h"

/* "" where it does not matter. */
struct silence_listed {
    int64_t id;
    const char *rule, *unit, *subject, *severity, *recurring;
    const char *reason, *by, *login;
    const char *starts, *ends; /* the office's time */
    bool stands;
    const char *ended_by;
};

struct silence_rows {
    struct silence_listed *list;
    size_t count;
    struct pg_result *rows; /* private: the texts */
};

MUST_CHECK bool store_silences_list(struct db_session *session, bool all, int utc_offset,
                                    struct silence_rows *ret_rows, struct err *err);
void store_silences_done(struct silence_rows *rows);

/* NULL where it does not matter; at least one of the first four does. */
struct silence_new {
    const char *rule, *unit, *subject, *severity;
    const char *recurring;
    msec until; /* wall clock */
    const char *reason, *by;
};

MUST_CHECK bool store_silences_add(struct db_session *session, const struct silence_new *what,
                                   int64_t *ret_id, struct err *err);
/* Wakes the daemon. One that does not stand is ERR_INPUT. */
MUST_CHECK bool store_silences_end(struct db_session *session, int64_t id, const char *by, struct err *err);

#endif
