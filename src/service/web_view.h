/* What the daemon knows of itself, for the status page: no query is needed for it. */
#ifndef SERVICE_WEB_VIEW_H
#define SERVICE_WEB_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "base/clock.h"

struct web_view {
    bool evaluation; /* the monitor's connection works */
    bool delivery;   /* the dispatcher's */
    bool schema;     /* the database's is this program's */
    bool leads;
    int64_t epoch;
    bool passed; /* a full pass has been finished by somebody */

    msec started;  /* wall clock */
    msec reloaded; /* wall clock; of the start where there was no reload */
    bool reload_failed;
    int handles[UV_HANDLE_TYPE_MAX]; /* of the loop, that are active, by their type */
};

#endif
