#include "service/web_thread.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/migrate.h"

enum { RETRY_AFTER = 2000, LOOK_EVERY = 1000 };

static void on_thread(void *arg);
static void work_on(struct web_thread *thread, struct web_job *job);
static void on_async(uv_async_t *async);
static void on_timer(uv_timer_t *timer);
static void on_closed(uv_handle_t *handle);

bool web_thread_start(struct web_thread *thread, uv_loop_t *loop, const struct config *config,
                      const struct policy *policy, const char *conninfo, const struct office_clock *clock,
                      struct err *err)
{
    thread->config = config;
    thread->policy = policy;
    thread->conninfo = conninfo;
    thread->clock = clock;
    atomic_init(&thread->enough, false);
    uv_mutex_init(&thread->lock);
    uv_cond_init(&thread->more);
    int failed = uv_thread_create(&thread->thread, on_thread, thread);
    if (failed != 0) {
        uv_cond_destroy(&thread->more);
        uv_mutex_destroy(&thread->lock);
        return err_set(err, ERR_IO, "no thread for the status page: %s", uv_strerror(failed));
    }
    uv_async_init(loop, &thread->async, on_async);
    uv_timer_init(loop, &thread->timer);
    thread->async.data = thread->timer.data = thread;
    return true;
}

/* The loop's side. */

bool web_thread_ask(struct web_thread *thread, struct web_job *job)
{
    /* The loop alone writes it. The server goes on until after the thread, and then there is no lock. */
    if (thread->stopping)
        return false;
    uv_mutex_lock(&thread->lock);
    bool fits = thread->count < WEB_QUEUE_MAX;
    if (fits) {
        job->next = NULL;
        job->today = office_today(thread->clock, thread->config);
        job->deadline = clock_monotonic() + thread->config->web.timeout;
        if (thread->last != NULL)
            thread->last->next = job;
        else
            thread->first = job;
        thread->last = job;
        thread->count++;
        uv_cond_signal(&thread->more);
    }
    uv_mutex_unlock(&thread->lock);
    if (fits && !uv_is_active((uv_handle_t *)&thread->timer))
        uv_timer_start(&thread->timer, on_timer, LOOK_EVERY, LOOK_EVERY);
    return fits;
}

/* Takes those out whose time is over by `now`. They are in the order of their time. */
static struct web_job *take_late(struct web_thread *thread, msec now, bool *ret_empty)
{
    struct web_job *late = NULL, **end = &late;

    uv_mutex_lock(&thread->lock);
    while (thread->first != NULL && thread->first->deadline <= now) {
        *end = thread->first;
        end = &thread->first->next;
        thread->first = thread->first->next;
        thread->count--;
    }
    *end = NULL;
    if (thread->first == NULL)
        thread->last = NULL;
    *ret_empty = thread->first == NULL;
    uv_mutex_unlock(&thread->lock);
    return late;
}

static void fail_all(struct web_thread *thread, struct web_job *late, enum err_code code, const char *why)
{
    while (late != NULL) {
        struct web_job *job = late;
        late = late->next;
        err_clear(&job->err);
        err_set(&job->err, code, "%s", why);
        thread->on_done(thread, job);
    }
}

static void on_timer(uv_timer_t *timer)
{
    struct web_thread *thread = timer->data;
    bool empty;
    struct web_job *late = take_late(thread, clock_monotonic(), &empty);

    if (empty)
        uv_timer_stop(timer);
    fail_all(thread, late, ERR_TIMEOUT, "the request has waited too long for its turn");
}

static void on_async(uv_async_t *async)
{
    struct web_thread *thread = async->data;
    struct web_job *done, *ordered = NULL;
    void (*then)(struct web_thread *) = NULL;

    uv_mutex_lock(&thread->lock);
    done = thread->done;
    thread->done = NULL;
    if (thread->then != NULL && !thread->busy) {
        then = thread->then;
        thread->then = NULL;
    }
    bool ended = thread->ended;
    uv_mutex_unlock(&thread->lock);
    while (done != NULL) {
        struct web_job *job = done;
        done = done->next;
        job->next = ordered;
        ordered = job;
    }
    while (ordered != NULL) {
        struct web_job *job = ordered;
        ordered = ordered->next;
        thread->on_done(thread, job);
    }
    if (ended) {
        uv_thread_join(&thread->thread);
        thread->closing = 2;
        uv_close((uv_handle_t *)&thread->async, on_closed);
        uv_close((uv_handle_t *)&thread->timer, on_closed);
    } else if (then != NULL)
        then(thread);
}

static void on_closed(uv_handle_t *handle)
{
    struct web_thread *thread = handle->data;

    if (--thread->closing > 0)
        return;
    uv_cond_destroy(&thread->more);
    uv_mutex_destroy(&thread->lock);
    thread->on_stopped(thread);
}

void web_thread_when_free(struct web_thread *thread, void (*then)(struct web_thread *thread))
{
    uv_mutex_lock(&thread->lock);
    thread->held = true;
    bool busy = thread->busy;
    thread->then = busy ? then : NULL;
    uv_mutex_unlock(&thread->lock);
    if (!busy)
        then(thread);
}

void web_thread_reload(struct web_thread *thread, const struct config *config, const struct policy *policy)
{
    uv_mutex_lock(&thread->lock);
    thread->config = config;
    thread->policy = policy;
    thread->held = false;
    thread->renew = true;
    uv_cond_signal(&thread->more);
    uv_mutex_unlock(&thread->lock);
}

void web_thread_stop(struct web_thread *thread, void (*on_stopped)(struct web_thread *thread))
{
    bool empty;

    thread->on_stopped = on_stopped;
    atomic_store(&thread->enough, true);
    uv_mutex_lock(&thread->lock);
    thread->stopping = true;
    thread->then = NULL;
    uv_cond_signal(&thread->more);
    uv_mutex_unlock(&thread->lock);
    fail_all(thread, take_late(thread, INT64_MAX, &empty), ERR_CANCELED, "the service is stopping");
}

/* The thread's side. */

/* NULL: it is over. */
static struct web_job *next_job(struct web_thread *thread)
{
    struct web_job *job = NULL;

    uv_mutex_lock(&thread->lock);
    while (!thread->stopping && (thread->held || thread->first == NULL))
        uv_cond_wait(&thread->more, &thread->lock);
    if (!thread->stopping) {
        job = thread->first;
        thread->first = job->next;
        if (thread->first == NULL)
            thread->last = NULL;
        thread->count--;
        thread->busy = true;
    }
    uv_mutex_unlock(&thread->lock);
    return job;
}

static void disconnect(struct web_thread *thread)
{
    if (thread->connected)
        db_session_close(&thread->session);
    thread->connected = false;
}

static bool connect_now(struct web_thread *thread, struct err *err)
{
    const struct config *config = thread->config;

    free(thread->login);
    thread->login = mem_text(config->web.database != NULL ? config->web.database : thread->conninfo);
    const struct db_settings settings = {.conninfo = thread->login,
                                         .application_name = "budgetwatch web",
                                         .enough = &thread->enough,
                                         .connect_timeout = config->connect_timeout,
                                         .statement_timeout = config->web.timeout};
    if (!db_session_open(&thread->session, &settings, err))
        return false;
    thread->connected = true;
    if (migrate_require(&thread->session, err))
        return true;
    disconnect(thread);
    return false;
}

/* A session that works; said once where there is none, and once when there is again. */
static bool connect_if_needed(struct web_thread *thread, struct err *err)
{
    struct err why = {0};

    if (thread->connected)
        return true;
    if (thread->away.code != ERR_NONE && clock_monotonic() < thread->retry_at)
        return err_set(err, ERR_DB_LOST, "%s", thread->away.text);
    if (connect_now(thread, &why)) {
        if (thread->away.code != ERR_NONE)
            log_notice("the status page reaches its database again");
        err_clear(&thread->away);
        return true;
    }
    if (thread->away.code == ERR_NONE && why.code != ERR_CANCELED)
        log_warning("the status page cannot reach its database; it answers so, and tries again", "reason",
                    why.text);
    thread->away = why;
    thread->retry_at = clock_monotonic() + RETRY_AFTER;
    return err_set(err, ERR_DB_LOST, "%s", why.text);
}

static bool is_lost(enum err_code code)
{
    return code == ERR_DB_LOST || code == ERR_TIMEOUT || code == ERR_CANCELED;
}

static void run(struct web_thread *thread, struct web_job *job)
{
    const struct config *config = thread->config;
    struct web_context context = {.session = thread->connected ? &thread->session : NULL,
                                  .config = config,
                                  .policy = thread->policy,
                                  .language = config->language,
                                  .today = job->today,
                                  .now = clock_wall()};

    err_clear(&job->err);
    if (job->work(job, &context, &job->err))
        return;
    const char *sqlstate = thread->connected ? thread->session.sqlstate : "";
    bool refused = job->err.code == ERR_DB_QUERY;
    job->forbidden = refused && strcmp(sqlstate, "42501") == 0;
    /* A check of the schema's own; of what is only read none can be broken. */
    job->unfit = refused && !job->again && strcmp(sqlstate, "23514") == 0;
    /* Statement timeout, or the server is shutting down. */
    job->away = is_lost(job->err.code) || (refused && strncmp(sqlstate, "57", 2) == 0);
    struct err none = {0};
    if (thread->connected &&
        (is_lost(job->err.code) || !db_session_exec(&thread->session, "ROLLBACK", &none)))
        disconnect(thread);
}

static void work_on(struct web_thread *thread, struct web_job *job)
{
    struct err none = {0};
    bool was_connected = thread->connected;

    /* What cannot be done again is not begun on a connection that broke while nobody used it. */
    if (thread->connected && !job->again && !db_session_exec(&thread->session, "SELECT 1", &none))
        disconnect(thread);
    if (!connect_if_needed(thread, &job->err)) {
        job->away = true;
        if (job->always)
            run(thread, job);
        return;
    }
    run(thread, job);
    if (job->err.code != ERR_DB_LOST || !job->again || !was_connected)
        return;
    if (connect_if_needed(thread, &none) || job->always) {
        job->away = false;
        run(thread, job);
    }
}

static void on_thread(void *arg)
{
    struct web_thread *thread = arg;
    struct web_job *job;

    while ((job = next_job(thread)) != NULL) {
        if (thread->renew) { /* nobody writes it while the thread is busy */
            disconnect(thread);
            thread->retry_at = 0;
        }
        work_on(thread, job);
        uv_mutex_lock(&thread->lock);
        thread->renew = false;
        thread->busy = false;
        job->next = thread->done;
        thread->done = job;
        uv_mutex_unlock(&thread->lock);
        uv_async_send(&thread->async);
    }
    disconnect(thread);
    free(thread->login);
    uv_mutex_lock(&thread->lock);
    thread->ended = true;
    uv_mutex_unlock(&thread->lock);
    uv_async_send(&thread->async);
}
