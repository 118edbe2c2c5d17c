/* What the other channels are told of one that fails: reading what is to be told, and writing the reports.
 * For the dispatcher; each function adds its statement to a trip (db/trip.h). */
#ifndef DB_STORE_REPORTS_H
#define DB_STORE_REPORTS_H

#include "base/clock.h"
#include "core/message.h"
#include "db/array.h"
#include "db/trip.h"

enum {
    STORE_REPORT_MAX = 1000,    /* dead letters that one report stands for */
    STORE_REPORT_SHOWN = 3,     /* ... and that it tells with their reasons */
    STORE_REPORT_PAUSE = 60000, /* between two reports of the dead letters of one channel */
};

void store_reports_due(struct db_trip *trip);

/* A row of the result, which holds the texts. `first` has room for what is shown. */
struct store_report {
    struct message_failure failure;
    struct message_dead first[STORE_REPORT_SHOWN];
    const char *ids; /* of its dead letters, for store_reports_write() */
    msec wait;       /* until it may be told; 0: now */
    void *json;      /* private */
};
void store_report_row(const struct pg_result *result, int row, struct store_report *ret_report);
void store_report_done(struct store_report *report);

/* The messages of one report; a zeroed struct is empty. */
struct store_reporting {
    char *channel, *dead_ids; /* what is reported */
    bool off;
    struct db_array ids, channels, types, bodies;
};

void store_reporting_begin(struct store_reporting *reporting, const struct store_report *report);
void store_reporting_add(struct store_reporting *reporting, const char *id, const char *channel,
                         const char *type, const char *body);
/* Writes all of it, or nothing where somebody else has reported any of it. */
void store_reports_write(struct db_trip *trip, struct store_reporting *reporting);
void store_reporting_free(struct store_reporting *reporting);

#endif
