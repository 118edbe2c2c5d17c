/* What the service manager shows of the daemon (systemctl status): STATUS= says what it is doing.
 *
 * The parts are asked, they do not tell: before the loop waits for what comes next, what they do is compared
 * with what was said last, and only a change is said. So nothing is forgotten, and nothing wakes the daemon
 * for it. Of what goes on all the time, single batches and messages, there is no word. Without a service
 * manager (NOTIFY_SOCKET) there is nothing of this. */
#ifndef APP_SERVICE_STATUS_H
#define APP_SERVICE_STATUS_H

#include <uv.h>

#include "base/buf.h"
#include "service/dispatcher.h"
#include "service/monitor.h"

enum channel_trouble { CHANNEL_FAILING, CHANNEL_RESTING, CHANNEL_SWITCHED_OFF, CHANNEL_TROUBLES };

/* What is compared: a change of any of it is said. */
struct service_facts {
    struct monitor_doing monitor;
    bool delivers;                       /* the dispatcher's connection works */
    uint64_t channels[CHANNEL_TROUBLES]; /* which channels have it; 0: none */
    enum service_reload { RELOAD_NONE, RELOAD_TAKEN, RELOAD_REFUSED } reload;
    msec reloaded_at; /* on the wall */
};

struct service_status {
    const struct monitor *monitor; /* borrowed, as are the rest */
    const struct dispatcher *dispatcher;
    const struct config *config;

    /* Private. */
    uv_prepare_t prepare;
    struct service_facts said;
    char trouble[256]; /* of `said`, whose own is the monitor's and changes with it */
    bool ready;        /* told that it is up */
};

/* The handle is initialised in any case, and closed by the caller. */
void service_status_start(struct service_status *status, uv_loop_t *loop, const struct config *config,
                          const struct monitor *monitor, const struct dispatcher *dispatcher);

void service_status_reloading(void);                                     /* RELOADING=1, and since when */
void service_status_reloaded(struct service_status *status, bool taken); /* READY=1, and what came of it */
void service_status_stopping(struct service_status *status);             /* the last that is said */

/* One line in English, for people; of what is borrowed it asks only for names of channels. */
void service_status_text(const struct service_status *status, const struct service_facts *facts,
                         struct buf *out);

#endif
