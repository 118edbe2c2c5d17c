/* The web thread: what pages and API need of the database is done in it, one request at a time, with a
 * session of its own. So whatever the commands use serves here, and the loop never waits.
 *
 *   web_thread_ask() --> queue --> the thread: work() --> on_done(), in the loop
 *
 * The session is opened when it is first needed, and again after it was lost. Where that fails, requests fail
 * at once for a moment, so that none piles up. A request whose time is over before its turn fails with
 * ERR_TIMEOUT. Configuration and policy must not change while the thread reads them: see
 * web_thread_when_free(). */
#ifndef SERVICE_WEB_THREAD_H
#define SERVICE_WEB_THREAD_H

#include <uv.h>

#include "service/office_clock.h"
#include "service/web_page.h"

struct web_job {
    void *owner; /* the caller's own */
    bool again;  /* it changes nothing, and may be done again where the connection was lost */
    bool always; /* it is done also without a database: then the context has no session */
    /* In the thread. On false `err` says why. */
    bool (*work)(struct web_job *job, const struct web_context *context, struct err *err);

    /* Made. */
    struct err err; /* ERR_NONE: it went well */
    bool away;      /* it failed because the database is away, or not fit */
    bool forbidden; /* the login may not do that */
    bool unfit;     /* the database does not take what was to be written; `err` says why not */

    /* Private. */
    struct web_job *next;
    msec deadline; /* monotonic */
    date today;    /* when it was asked */
};

enum { WEB_QUEUE_MAX = 64 };

struct web_thread {
    void *owner; /* the caller's own */
    void (*on_done)(struct web_thread *thread, struct web_job *job);

    /* Private. */
    const struct config *config;
    const struct policy *policy;
    const char *conninfo; /* the daemon's own */
    const struct office_clock *clock;
    uv_thread_t thread;
    uv_async_t async;
    uv_timer_t timer; /* looks for jobs whose time is over */
    uv_mutex_t lock;  /* of what follows, up to the session */
    uv_cond_t more;
    struct web_job *first, *last; /* the queue */
    struct web_job *done;         /* the newest first */
    size_t count;                 /* in the queue */
    bool busy, held, renew, stopping, ended;
    atomic_bool enough;

    /* The thread's. */
    struct db_session session;
    bool connected;
    char *login;     /* the connection string in use */
    msec retry_at;   /* not before */
    struct err away; /* why not */

    /* The loop's. */
    int closing;
    void (*then)(struct web_thread *thread);
    void (*on_stopped)(struct web_thread *thread);
};

/* `owner` and `on_done` are set before. `config`, `policy`, `conninfo` and `clock` are borrowed. ERR_IO:
 * there is no thread, and nothing to stop. */
MUST_CHECK bool web_thread_start(struct web_thread *thread, uv_loop_t *loop, const struct config *config,
                                 const struct policy *policy, const char *conninfo,
                                 const struct office_clock *clock, struct err *err);

/* False: the queue is full, or the thread is being stopped or is gone; `on_done` will not be called. */
MUST_CHECK bool web_thread_ask(struct web_thread *thread, struct web_job *job);

/* Begin nothing more, and call `then` when configuration and policy are not read: at once, or when the
 * request at hand is done. Until web_thread_reload(), with which the session is opened anew. */
void web_thread_when_free(struct web_thread *thread, void (*then)(struct web_thread *thread));
void web_thread_reload(struct web_thread *thread, const struct config *config, const struct policy *policy);

/* The request at hand is broken off, those that wait fail. `on_stopped` once, later. */
void web_thread_stop(struct web_thread *thread, void (*on_stopped)(struct web_thread *thread));

#endif
