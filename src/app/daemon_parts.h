/* What the parts of the daemon share. */
#ifndef APP_DAEMON_PARTS_H
#define APP_DAEMON_PARTS_H

#include <uv.h>

#include "app/daemon.h"
#include "app/log_level.h"
#include "app/service_status.h"
#include "service/cities.h"
#include "service/dispatcher.h"
#include "service/monitor.h"
#include "service/notifier.h"
#include "service/sources.h"
#include "service/web.h"

struct daemon {
    uv_loop_t loop;
    struct daemon_settings *settings;
    struct config config;
    struct policy *policy;
    struct monitor monitor;
    struct dispatcher dispatcher;
    struct notifier notifier;
    struct cities cities;
    struct sources sources;
    struct office_clock clock;
    struct rehearsal rehearsal;
    struct service_status status;
    struct web web;
    struct meters meters;
    msec started;  /* wall clock */
    bool serves;   /* the status page is switched on */
    msec reloaded; /* wall clock */
    bool reload_failed;
    uv_signal_t terminate, interrupt, hangup;
    struct log_levels log_levels;
    uv_timer_t watchdog;
    int parts_running;
    bool stopping;
    struct err unusable; /* the database cannot be used as it is to be reached: why the daemon stops */
    char
        *database; /* for the life of the process: neither a reload nor the end of a configuration moves it */
    char holder[128];
};

/* Has configuration and policy read again as soon as nobody reads the old ones; says to the service manager
 * that it begins and, later, what came of it. Nothing comes of it once the daemon is stopping. Again before
 * the first has come to its end: one reading does for both. */
void daemon_reload(struct daemon *daemon);

#endif
