/* What the monitor asks before each batch: does it lead, and is there anything to do. */
#ifndef DB_TICK_H
#define DB_TICK_H

#include "base/calendar.h"
#include "base/date.h"
#include "db/log_floor.h"
#include "db/script.h"

struct tick {
    /* Given. */
    const char *holder;
    msec lease;
    date today;
    bool renew;         /* the leadership, or take it. Else `leads` and `epoch` are given, too */
    int64_t from;       /* log rows with this id or a smaller one are not looked for */
    bool first;         /* of a connection: check the schema, LISTEN, read the calendar */
    bool read_calendar; /* again: a full pass is about to begin */
    struct calendar *calendar;

    /* Made. */
    int freed; /* sessions of daemons that stand still, ended */
    bool leads;
    int64_t epoch;
    struct log_look look;
    bool changes;     /* the change log has rows for subjects */
    char *everything; /* ids of the log rows that ask for a full pass, as an array; NULL: none. The taker
                         frees it */
    bool due;         /* the schedule has subjects */
    char fingerprint[64];
    date finished_on, proved_on; /* of the last full pass; DATE_NONE: there was none */
    int schema_version;          /* with `first` */

    /* Private. */
    const char *params[2];
    char text[24];
    char day[DATE_TEXT];
};

extern const struct db_step tick_steps[];

/* Stop leading at once. `ctx` is a struct tick. */
extern const struct db_step tick_release_steps[];

#endif
