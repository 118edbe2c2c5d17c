/* The status page, the API and what monitoring asks for: an HTTP server on the daemon's loop.
 *
 *   request --> is it ours, well formed, allowed? --no--> said at once
 *                |                          |
 *                | /healthz /readyz /login  | pages, /api/v1, /metrics
 *                v                          v
 *              said at once             the web thread (web_thread.h) --> said later
 *
 * Who may ask: at a loopback address without a token whoever is on this machine; else who shows the token, as
 * a bearer, or as a browser that has logged in with it. Acting always asks for the token that allows it. What
 * comes from a form must have been sent by a page of this site; what comes as JSON needs a token, as no
 * cookie counts there. */
#ifndef SERVICE_WEB_H
#define SERVICE_WEB_H

#include "net/web_server.h"
#include "service/meters.h"
#include "service/web_access.h"
#include "service/web_figures.h"
#include "service/web_thread.h"
#include "service/web_view.h"

struct web {
    void *owner; /* the caller's own */
    /* What the daemon knows of itself. */
    void (*look)(struct web *web, struct web_view *ret_view);
    struct meters *meters; /* the loop's lateness is counted here, too */

    /* Private. */
    const struct config *config;
    char *listen; /* as it was at the start; for the owner's reading, too */
    struct web_server server;
    struct web_thread thread;
    struct web_access access;
    struct web_figures figures; /* the thread's */
    uv_timer_t pulse;           /* by which the loop's lateness is seen */
    uint64_t pulse_due;         /* ns, of uv_hrtime() */
    int pulses;
    void (*then)(struct web *web);
    void (*on_stopped)(struct web *web);
};

/* `owner`, `look` and `meters` are set before. `config`, `policy` and `conninfo` are borrowed. Says where it
 * listens. On false (ERR_CONFIG: options or tokens; ERR_NET: the address) there is nothing to stop. To be
 * called only where web.enabled is set. */
MUST_CHECK bool web_start(struct web *web, uv_loop_t *loop, const struct config *config,
                          const struct policy *policy, const char *conninfo, const struct office_clock *clock,
                          struct err *err);

/* As with struct web_thread. Meanwhile requests wait. */
void web_when_free(struct web *web, void (*then)(struct web *web));
/* With the tokens that belong to it, which are taken over. */
void web_reload(struct web *web, const struct config *config, const struct policy *policy,
                struct web_tokens *tokens);

/* As before, where nothing has changed after all. */
void web_go_on(struct web *web);

void web_stop(struct web *web, void (*on_stopped)(struct web *web));

#endif
