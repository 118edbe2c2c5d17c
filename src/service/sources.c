#include "service/sources.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "service/source_run.h"

enum {
    AT_ONCE = 4,           /* threads; each has two connections */
    ASK_AGAIN = 5 * 1000,  /* whether this daemon leads, at most */
    FIRST_DELAY = 30000,   /* after the first failure in a row; doubles, up to the interval */
    BUSY_DELAY = 10 * 1000 /* an import is under way, or the ledger cannot be reached */
};

/* A source, or what is done once about those that are no longer there (`tidies`). Copies of the configuration
 * are in the arena. */
struct source_job {
    struct sources *sources;
    struct arena arena;
    struct source_config source;
    const char *folder;
    bool tidies;
    const char **names; /* of all that are read, where it tidies */
    size_t name_count;
    bool running, waiting_to_go;
    msec due, began;    /* on the monotonic clock; while it runs `due` is when it was */
    msec delay;         /* of the next try after failures; 0: none has failed */
    struct buf trouble; /* what failed last, as it was said; empty: nothing */
    uv_thread_t thread;
    uv_async_t ended;
    struct source_order order;
    struct source_outcome outcome;
    size_t events;
};

static void make_jobs(struct sources *sources);
static void drop_jobs(struct sources *sources);
static void plan(struct sources *sources);
static void on_timer(uv_timer_t *timer);
static void begin(struct source_job *job, int64_t epoch);
static void on_thread(void *arg);
static void on_ended(uv_async_t *ended);
static void settle(struct source_job *job);
static void on_job_closed(uv_handle_t *handle);
static void finish_if_over(struct sources *sources);
static void on_closed(uv_handle_t *handle);

void sources_start(struct sources *sources, uv_loop_t *loop, const struct config *config,
                   const struct policy *policy, const char *conninfo, const char *holder,
                   const struct office_clock *clock)
{
    sources->loop = loop;
    sources->config = config;
    sources->policy = policy;
    sources->conninfo = conninfo;
    sources->holder = holder;
    sources->clock = clock;
    sources->epoch = -1;
    atomic_init(&sources->enough, false);
    uv_timer_init(loop, &sources->timer);
    sources->timer.data = sources;
    make_jobs(sources);
    uv_timer_start(&sources->timer, on_timer, 0, 0);
}

void sources_reload(struct sources *sources, const struct config *config, const struct policy *policy)
{
    sources->config = config;
    sources->policy = policy;
    if (sources->stopping)
        return;
    drop_jobs(sources);
    make_jobs(sources);
    uv_timer_start(&sources->timer, on_timer, 0, 0);
}

void sources_stop(struct sources *sources, void (*on_stopped)(struct sources *sources))
{
    sources->stopping = true;
    sources->on_stopped = on_stopped;
    atomic_store(&sources->enough, true);
    uv_timer_stop(&sources->timer);
    drop_jobs(sources);
    finish_if_over(sources);
}

static void finish_if_over(struct sources *sources)
{
    if (!sources->stopping || sources->count > 0)
        return;
    free(sources->jobs);
    sources->jobs = NULL;
    uv_close((uv_handle_t *)&sources->timer, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
    struct sources *sources = handle->data;

    if (sources->on_stopped != NULL)
        sources->on_stopped(sources);
}

static const char *keep(struct arena *arena, const char *text)
{
    return text != NULL ? arena_text(arena, text) : NULL;
}

static struct source_job *add_job(struct sources *sources)
{
    struct source_job *job = mem_alloc(sizeof *job);

    job->sources = sources;
    uv_async_init(sources->loop, &job->ended, on_ended);
    job->ended.data = job;
    job->folder = keep(&job->arena, sources->config->folder);
    sources->jobs = mem_room(sources->jobs, sources->count, &sources->capacity, sizeof *sources->jobs);
    sources->jobs[sources->count++] = job;
    return job;
}

static void add_source(struct sources *sources, const struct source_config *source)
{
    struct source_job *job = add_job(sources);

    job->source = *source;
    job->source.name = keep(&job->arena, source->name);
    job->source.database = keep(&job->arena, source->database);
    job->source.password_file = keep(&job->arena, source->password_file);
    job->source.query = keep(&job->arena, source->query);
    job->source.query_file = keep(&job->arena, source->query_file);
    job->source.map = keep(&job->arena, source->map);
}

static void add_tidying(struct sources *sources)
{
    const struct config *config = sources->config;
    struct source_job *job = add_job(sources);

    job->tidies = true;
    job->source.name = "";
    job->names = arena_alloc(&job->arena, (config->source_count + 1) * sizeof *job->names);
    for (size_t i = 0; i < config->source_count; i++)
        if (config->sources[i].enabled)
            job->names[job->name_count++] = keep(&job->arena, config->sources[i].name);
}

static void make_jobs(struct sources *sources)
{
    add_tidying(sources);
    for (size_t i = 0; i < sources->config->source_count; i++)
        if (sources->config->sources[i].enabled)
            add_source(sources, &sources->config->sources[i]);
}

static void drop_job(struct source_job *job)
{
    job->waiting_to_go = true;
    if (!job->running)
        uv_close((uv_handle_t *)&job->ended, on_job_closed);
}

static void drop_jobs(struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        if (!sources->jobs[i]->waiting_to_go)
            drop_job(sources->jobs[i]);
}

static void on_job_closed(uv_handle_t *handle)
{
    struct source_job *job = handle->data;
    struct sources *sources = job->sources;

    for (size_t i = 0; i < sources->count; i++)
        if (sources->jobs[i] == job) {
            memmove(&sources->jobs[i], &sources->jobs[i + 1],
                    (sources->count - i - 1) * sizeof sources->jobs[0]);
            sources->count--;
            break;
        }
    buf_free(&job->trouble);
    arena_free(&job->arena);
    free(job);
    finish_if_over(sources);
}

/* Rows of the one refer to rows of the other. */
static bool refers(enum ledger_id from, enum ledger_id to)
{
    for (const struct ledger_reference *r = ledger_kind(from)->references; r->from[0] != NULL; r++)
        if (r->kind == to && from != to)
            return true;
    return false;
}

/* Tidying goes before all others, and waits for those of before; a source for its own of before, and for
 * those that bring what its rows refer to, unless it has waited longer than they: else it would wait for ever
 * for one that is always due. */
static bool is_held_up(const struct sources *sources, const struct source_job *job)
{
    for (size_t i = 0; i < sources->count; i++) {
        const struct source_job *other = sources->jobs[i];
        if (other == job)
            continue;
        bool same = strcmp(other->source.name, job->source.name) == 0;
        bool is_due = !other->waiting_to_go && other->due <= clock_monotonic();
        bool goes_first =
            other->tidies || (refers(job->source.kind, other->source.kind) && other->due <= job->due);
        if (other->running && (job->tidies || goes_first || same))
            return true;
        if (!job->tidies && is_due && goes_first)
            return true;
    }
    return false;
}

static void on_timer(uv_timer_t *timer)
{
    struct sources *sources = timer->data;
    int64_t epoch = -1;

    if (!sources->may_run(sources, &epoch)) {
        msec poll = sources->config->poll_interval;
        uv_timer_start(&sources->timer, on_timer, (uint64_t)(poll < ASK_AGAIN ? poll : ASK_AGAIN), 0);
        return;
    }
    for (size_t i = 0; i < sources->count && sources->epoch != epoch; i++)
        sources->jobs[i]->due = 0;
    sources->epoch = epoch;
    for (size_t i = 0; i < sources->count && sources->running < AT_ONCE; i++) {
        struct source_job *job = sources->jobs[i];
        if (!job->running && !job->waiting_to_go && job->due <= clock_monotonic() &&
            !is_held_up(sources, job))
            begin(job, epoch);
    }
    plan(sources);
}

/* When the next is due. What is held up is begun by the end of what holds it up. Never later than a look
 * whether this daemon still leads, and has led without a break. */
static void plan(struct sources *sources)
{
    msec wait = ASK_AGAIN;

    for (size_t i = 0; i < sources->count; i++) {
        const struct source_job *job = sources->jobs[i];
        msec left = job->due - clock_monotonic();
        if (!job->running && !job->waiting_to_go && left > 0 && left < wait)
            wait = left;
    }
    uv_timer_start(&sources->timer, on_timer, (uint64_t)wait, 0);
}

static void begin(struct source_job *job, int64_t epoch)
{
    struct sources *sources = job->sources;
    const struct config *config = sources->config;

    job->order = (struct source_order){.source = &job->source,
                                       .place = {.ledger = sources->conninfo,
                                                 .folder = job->folder,
                                                 .connect_timeout = config->connect_timeout,
                                                 .enough = &sources->enough},
                                       .language = config->language,
                                       .utc_offset = config->utc_offset,
                                       .today = office_today(sources->clock, config),
                                       .rules = sources->policy->rules,
                                       .holder = sources->holder,
                                       .epoch = epoch};
    job->began = clock_monotonic();
    int failed = uv_thread_create(&job->thread, on_thread, job);
    if (failed != 0) {
        log_error_of(JOURNAL_SOURCE_FAILS, "a source cannot be read: no thread; it is tried again", "source",
                     job->source.name, "reason", uv_strerror(failed));
        job->due = job->began + BUSY_DELAY;
        return;
    }
    job->running = true;
    sources->running++;
}

static void tidy(struct source_job *job)
{
    struct source_outcome *outcome = &job->outcome;

    *outcome = (struct source_outcome){0};
    if (!source_forget_others(&job->order, job->names, job->name_count, &outcome->events, &outcome->err))
        outcome->result = SOURCE_NOTHING;
}

static void on_thread(void *arg)
{
    struct source_job *job = arg;

    if (job->tidies)
        tidy(job);
    else
        source_run(&job->order, &job->outcome);
    uv_async_send(&job->ended);
}

static void on_ended(uv_async_t *ended)
{
    struct source_job *job = ended->data;
    struct sources *sources = job->sources;

    uv_thread_join(&job->thread);
    job->running = false;
    sources->running--;
    bool events = job->outcome.events > 0;
    settle(job);
    source_outcome_done(&job->outcome);
    if (events)
        sources->on_events(sources);
    if (job->waiting_to_go)
        drop_job(job);
    if (!sources->stopping)
        uv_timer_start(&sources->timer, on_timer, 0, 0);
}

static void say_changes(const struct source_job *job)
{
    const struct source_counts *counts = &job->outcome.counts;
    char rows[24], added[24], changed[24], removed[24];

    if (counts->added + counts->changed + counts->removed == 0) {
        log_debug("a source says what the ledger says", "source", job->source.name);
        return;
    }
    snprintf(rows, sizeof rows, "%" PRId64, counts->rows);
    snprintf(added, sizeof added, "%" PRId64, counts->added);
    snprintf(changed, sizeof changed, "%" PRId64, counts->changed);
    snprintf(removed, sizeof removed, "%" PRId64, counts->removed);
    log_notice_of(JOURNAL_SOURCE_CHANGED, "a source has changed the ledger", "source", job->source.name,
                  "rows", rows, "added", added, "changed", changed, "removed", removed);
}

/* Said when it is new. */
static void say_trouble(struct source_job *job, const char *text)
{
    const char *reason = job->outcome.err.text;
    char wait[24];

    snprintf(wait, sizeof wait, "%" PRId64, (job->due - job->began) / 1000);
    if (strcmp(buf_text(&job->trouble), reason) != 0 && job->outcome.err.code != ERR_CANCELED)
        log_warning_of(JOURNAL_SOURCE_FAILS, text, "source", job->tidies ? NULL : job->source.name, "reason",
                       reason, "in_seconds", wait);
    buf_clear(&job->trouble);
    buf_puts(&job->trouble, reason);
}

static msec least(msec a, msec b)
{
    return a < b ? a : b;
}

static void settle_well(struct source_job *job)
{
    if (job->trouble.length > 0 && !job->tidies)
        log_notice_of(JOURNAL_SOURCE_WORKS, "a source can be read again", "source", job->source.name);
    buf_clear(&job->trouble);
    job->delay = 0;
    job->due = job->tidies ? INT64_MAX : job->began + job->source.interval;
    if (!job->tidies)
        say_changes(job);
}

static void settle(struct source_job *job)
{
    struct source_outcome *outcome = &job->outcome;
    msec interval = job->source.interval;

    if (outcome->result != SOURCE_DONE) {
        job->due = clock_monotonic() + (job->tidies ? BUSY_DELAY : least(BUSY_DELAY, interval));
        say_trouble(job, outcome->result == SOURCE_BUSY
                             ? "a source waits for an import; it is tried again"
                             : "the ledger cannot be kept in step with a source; it is tried again");
        return;
    }
    if (outcome->fault == SOURCE_WELL) {
        settle_well(job);
        return;
    }
    job->delay = least(job->delay == 0 ? FIRST_DELAY : job->delay * 2, interval);
    job->due = clock_monotonic() + job->delay;
    say_trouble(job, outcome->fault == SOURCE_FAILED
                         ? "a source could not be read; the ledger stays as it was, and it is tried again"
                         : "the rows of a source cannot be used; the ledger stays as it was, and it is tried "
                           "again");
}
