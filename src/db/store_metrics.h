/* What monitoring asks the database. */
#ifndef DB_STORE_METRICS_H
#define DB_STORE_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/mem.h"
#include "db/session.h"

struct metric_deviations {
    const char *rule, *severity; /* in the arena */
    int64_t count;
};

struct store_metrics {
    struct metric_deviations *deviations; /* in the arena */
    size_t deviation_count;
    bool led; /* by any daemon */
    int64_t epoch, change_rows;
    msec change_age;     /* of the oldest row; 0: there is none */
    msec passed, proved; /* the days, at midnight UTC; 0: never */
};

MUST_CHECK bool store_metrics_read(struct db_session *session, struct arena *arena,
                                   struct store_metrics *ret_metrics, struct err *err);

#endif
