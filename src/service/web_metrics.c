/* The metrics, family by family. Their names are an interface. */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "service/metrics_text.h"
#include "service/web_figures.h"
#include "service/web_parts.h"

#define LABELS(...) ((const struct metric_label[]){__VA_ARGS__, {NULL, NULL}})

static void one(struct metrics_text *text, const char *name, const char *help, int64_t value)
{
    metrics_family(text, METRIC_GAUGE, name, help);
    metrics_count(text, NULL, value);
}

static void one_time(struct metrics_text *text, const char *name, const char *help, msec value)
{
    metrics_family(text, METRIC_GAUGE, name, help);
    metrics_seconds(text, NULL, value);
}

static void total(struct metrics_text *text, const char *name, const char *help, int64_t value)
{
    metrics_family(text, METRIC_COUNTER, name, help);
    metrics_count(text, NULL, value);
}

static void write_view(struct metrics_text *text, const struct web_view *view)
{
    metrics_family(text, METRIC_INFO, "budgetwatch_build", "Which program this is");
    metrics_count(text, LABELS({"version", BUDGETWATCH_VERSION}), 1);
    one(text, "budgetwatch_evaluation_connected", "Whether the evaluation's database connection works",
        view->evaluation);
    one(text, "budgetwatch_delivery_connected", "Whether the delivery's database connection works",
        view->delivery);
    one(text, "budgetwatch_leader", "Whether this daemon leads and evaluates", view->leads);
    one(text, "budgetwatch_leader_epoch", "The takeover since which it leads, or the last that it knows of",
        view->epoch);
    one(text, "budgetwatch_reload_success", "Whether the latest reading of the configuration was taken",
        !view->reload_failed);
    one_time(text, "budgetwatch_reload_timestamp_seconds",
             "When the configuration was last read, at the start or later", view->reloaded);
    metrics_family(text, METRIC_GAUGE, "budgetwatch_loop_handles", "Active handles of the event loop");
    for (int type = UV_UNKNOWN_HANDLE + 1; type < UV_HANDLE_TYPE_MAX; type++)
        metrics_count(text, LABELS({"type", uv_handle_type_name((uv_handle_type)type)}), view->handles[type]);
}

static void write_evaluation(struct metrics_text *text, const struct meters *meters)
{
    metrics_family(text, METRIC_HISTOGRAM, "budgetwatch_batch_duration_seconds",
                   "Evaluating a batch of changes or due dates, until it is committed");
    metrics_times(text, NULL, &meters->batches);
    total(text, "budgetwatch_batch_failures", "Batches that failed, and were made again",
          meters->batch_failures);
    total(text, "budgetwatch_subjects_evaluated", "Subjects evaluated", meters->subjects);
    total(text, "budgetwatch_events", "Events committed", meters->events);
    total(text, "budgetwatch_full_passes", "Full passes over the ledger that were finished", meters->passes);
    total(text, "budgetwatch_proof_repairs", "States that a nightly proof had to set right", meters->repairs);
    msec lag = meters->lag > meters->lag_before ? meters->lag : meters->lag_before;
    one_time(text, "budgetwatch_loop_lag_max_seconds",
             "The longest that the event loop was late in the last minute", lag);
}

static void write_delivery(struct metrics_text *text, const struct meters *meters)
{
    metrics_family(text, METRIC_COUNTER, "budgetwatch_delivery_attempts",
                   "Attempts to deliver, by how they ended");
    for (size_t i = 0; i < meters->channel_count; i++) {
        const struct meter_channel *c = &meters->channels[i];
        for (int result = 0; result < METER_RESULTS; result++)
            metrics_count(text,
                          LABELS({"channel", c->name}, {"type", c->type},
                                 {"outcome", delivery_result_name((enum delivery_result)result)}),
                          c->results[result]);
    }
    metrics_family(text, METRIC_HISTOGRAM, "budgetwatch_delivery_latency_seconds",
                   "From an event's transaction until its message was delivered");
    for (size_t i = 0; i < meters->channel_count; i++) {
        const struct meter_channel *c = &meters->channels[i];
        metrics_times(text, LABELS({"channel", c->name}, {"type", c->type}), &c->latency);
    }
}

static void write_queues(struct metrics_text *text, const struct channel_fares *fares)
{
    metrics_family(text, METRIC_GAUGE, "budgetwatch_queue_events",
                   "Events that are in no message yet, by what they wait for");
    for (size_t i = 0; i < fares->count; i++) {
        const struct channel_fare *f = &fares->list[i];
        metrics_count(text, LABELS({"channel", f->channel}, {"state", "waiting"}), f->waiting);
        metrics_count(text, LABELS({"channel", f->channel}, {"state", "held"}), f->held);
        metrics_count(text, LABELS({"channel", f->channel}, {"state", "silenced"}), f->silenced);
        metrics_count(text, LABELS({"channel", f->channel}, {"state", "inhibited"}), f->inhibited);
    }
    metrics_family(text, METRIC_GAUGE, "budgetwatch_queue_messages",
                   "Messages that have not come to their end");
    for (size_t i = 0; i < fares->count; i++) {
        const struct channel_fare *f = &fares->list[i];
        metrics_count(text, LABELS({"channel", f->channel}, {"state", "pending"}), f->pending);
        metrics_count(text, LABELS({"channel", f->channel}, {"state", "sending"}), f->sending);
    }
    metrics_family(text, METRIC_GAUGE, "budgetwatch_dead_letters",
                   "Messages that were given up and are still kept");
    for (size_t i = 0; i < fares->count; i++)
        metrics_count(text, LABELS({"channel", fares->list[i].channel}), fares->list[i].dead);
    metrics_family(text, METRIC_GAUGE, "budgetwatch_channel_paused",
                   "Whether the channel rests because its receiver asked for it");
    for (size_t i = 0; i < fares->count; i++)
        metrics_count(text, LABELS({"channel", fares->list[i].channel}),
                      fares->list[i].paused_until[0] != '\0');
    metrics_family(text, METRIC_GAUGE, "budgetwatch_channel_off", "Whether the channel is switched off");
    for (size_t i = 0; i < fares->count; i++)
        metrics_count(text, LABELS({"channel", fares->list[i].channel}), fares->list[i].off_since[0] != '\0');
}

static void write_feeds(struct metrics_text *text, const struct web_figures *figures)
{
    metrics_family(text, METRIC_GAUGE, "budgetwatch_source_up",
                   "Whether the last reading of the source went well");
    for (size_t i = 0; i < figures->sources.count; i++) {
        const struct source_fare *f = &figures->sources.list[i];
        metrics_count(text, LABELS({"source", f->name}, {"kind", f->kind}), f->failing_since[0] == '\0');
    }
    metrics_family(text, METRIC_GAUGE, "budgetwatch_city_up", "Whether the city's ledger is followed");
    for (size_t i = 0; i < figures->cities.city_count; i++) {
        const struct city *city = &figures->cities.cities[i];
        bool up = strcmp(city->state, "works") == 0 || strcmp(city->state, "copies") == 0;
        metrics_count(text, LABELS({"city", city->name}), up);
    }
}

static void write_figures(struct metrics_text *text, const struct web_figures *figures)
{
    const struct store_metrics *daemon = &figures->daemon;

    metrics_family(text, METRIC_GAUGE, "budgetwatch_deviations",
                   "Deviations that stand, of fiscal years that are open");
    for (size_t i = 0; i < daemon->deviation_count; i++)
        metrics_count(
            text, LABELS({"rule", daemon->deviations[i].rule}, {"severity", daemon->deviations[i].severity}),
            daemon->deviations[i].count);
    one(text, "budgetwatch_led", "Whether any daemon leads", daemon->led);
    one(text, "budgetwatch_change_log_rows", "Changes that are not evaluated yet", daemon->change_rows);
    one_time(text, "budgetwatch_change_log_oldest_seconds", "Age of the oldest of them", daemon->change_age);
    one_time(text, "budgetwatch_full_pass_timestamp_seconds", "Day of the last full pass; 0: never",
             daemon->passed);
    one_time(text, "budgetwatch_proof_timestamp_seconds", "Day of the last nightly proof; 0: never",
             daemon->proved);
    write_queues(text, &figures->channels);
    write_feeds(text, figures);
}

static int64_t count_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int64_t count = 0;

    if (folder == NULL)
        return 0;
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count - 3; /* . and .. and its own */
}

static int64_t resident_bytes(void)
{
    FILE *file = fopen("/proc/self/statm", "re");
    int64_t pages = 0;

    if (file == NULL)
        return 0;
    if (fscanf(file, "%*d %" SCNd64, &pages) != 1)
        pages = 0;
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void write_process(struct metrics_text *text, msec started)
{
    struct rusage used = {0};
    struct rlimit limit = {0};

    getrusage(RUSAGE_SELF, &used);
    getrlimit(RLIMIT_NOFILE, &limit);
    metrics_family(text, METRIC_COUNTER, "process_cpu_seconds", "User and system time of the process");
    metrics_seconds(text, NULL,
                    (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * INT64_C(1000) +
                        (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000);
    one(text, "process_resident_memory_bytes", "Resident memory", resident_bytes());
    one(text, "process_open_fds", "Open descriptors", count_descriptors());
    one(text, "process_max_fds", "The most that may be open", (int64_t)limit.rlim_cur);
    one_time(text, "process_start_time_seconds", "When the process began, since 1970", started);
}

void web_metrics_write(struct buf *out, bool openmetrics, const struct web_view *view,
                       const struct meters *meters, const struct web_figures *figures)
{
    struct metrics_text text = {.out = out, .openmetrics = openmetrics};

    write_view(&text, view);
    write_evaluation(&text, meters);
    write_delivery(&text, meters);
    one(&text, "budgetwatch_database_up", "Whether these figures could be read from the database",
        figures != NULL);
    if (figures != NULL)
        write_figures(&text, figures);
    write_process(&text, view->started);
    metrics_end(&text);
}

/* In the thread. Without a database there are the process's own figures, which say so. */
static bool work(struct web_job *job, const struct web_context *context, struct err *err)
{
    struct web_request *request = job->owner;
    struct web_figures *figures = &request->web->figures;
    struct err none = {0};
    bool known =
        context->session != NULL && web_figures_read(figures, context->session, context->config, &none);

    if (!known && none.code == ERR_DB_LOST && !request->tried) {
        request->tried = true; /* the connection may have broken while nobody used it */
        *err = none;
        return false;
    }
    if (!known && none.code != ERR_NONE && !figures->failed)
        log_warning("the metrics of the database cannot be read; the others are shown without them", "reason",
                    none.text);
    figures->failed = !known && none.code != ERR_NONE;
    request->answer.type = request->openmetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                                : "text/plain; version=0.0.4; charset=utf-8";
    web_metrics_write(&request->answer.body, request->openmetrics, &request->view, request->meters,
                      known ? figures : NULL);
    return true;
}

void web_answer_metrics(struct web_request *request)
{
    const char *accept = web_exchange_header(request->exchange, "Accept");
    struct web *web = request->web;

    if (request->level == WEB_NOBODY) {
        web_login_wanted(request);
        return;
    }
    struct meters *copy = arena_alloc(&request->arena, sizeof *copy);
    *copy = *web->meters;
    request->meters = copy;
    web->look(web, &request->view);
    request->openmetrics = accept != NULL && strstr(accept, "application/openmetrics-text") != NULL;
    request->job.owner = request;
    request->job.again = request->job.always = true;
    request->job.work = work;
    if (!web_thread_ask(&web->thread, &request->job))
        web_request_fault(request, 503, catalogue_web(LANGUAGE_EN, WEB_BUSY_SAY));
}
