/* Changes something in PostgreSQL, again and again, and takes the time until a webhook says so.
 *
 *   latency --database CONNINFO --port-file FILE --subjects SQL --change SQL [options]
 *
 * Writer and receiver are this one process, so both times are of one clock: from the moment when the writer
 * has its commit to the moment when a post that names the subject is there. Who brings it about (the daemon,
 * the floor program, another stack) is started beside it once FILE holds the port.
 *
 *   --subjects  yields the codes that are changed in turn
 *   --change    what is run for one: %C its code, %B true and false in turn; several statements are one
 * transaction
 *   --ready     nothing begins before this yields true
 *   --samples   how many are measured (200); --warm-up how many come before (20)
 *   --pause     ms between a post and the next change, by chance up to half more (5)
 *   --timeout   seconds to wait for one post (60)
 *   --others, --other-subjects, --other-change
 *               so many other changes a second meanwhile, each a transaction, from four connections
 *
 * Prints `p50_ms p99_ms others_a_second`. There is one change at a time under way, so queues of changes are
 * not measured. Given --all FILE it writes each sample there, in ms, a line each. */
#include <getopt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"
#include "sink.h"

enum { WRITERS = 4 }; /* one alone would wait for the disk after each change, and not get to a thousand */

struct settings {
    const char *database, *port_file, *subjects, *change, *ready, *all, *other_subjects, *other_change;
    long samples, warm_up, pause, timeout, others;
};

/* What the receiver looks for. `seen` is 0 until a post has it. */
struct wanted {
    pthread_mutex_t lock;
    pthread_cond_t there;
    char code[256];
    int64_t seen;
};

static struct settings settings = {.samples = 200, .warm_up = 20, .pause = 5, .timeout = 60};
static struct wanted wanted = {.lock = PTHREAD_MUTEX_INITIALIZER};
static _Atomic long others_made;

static void on_post(void *ctx, const char *body, size_t length, int64_t at)
{
    (void)ctx;
    pthread_mutex_lock(&wanted.lock);
    if (wanted.code[0] != '\0' && wanted.seen == 0 &&
        memmem(body, length, wanted.code, strlen(wanted.code)) != NULL) {
        wanted.seen = at;
        pthread_cond_signal(&wanted.there);
    }
    pthread_mutex_unlock(&wanted.lock);
}

/* With its quotes, so that one code is never found in another. */
static void want(const char *code)
{
    pthread_mutex_lock(&wanted.lock);
    snprintf(wanted.code, sizeof wanted.code, "\"%s\"", code);
    wanted.seen = 0;
    pthread_mutex_unlock(&wanted.lock);
}

static int64_t wait_for_post(const char *code)
{
    struct timespec until;
    int64_t seen;
    int failed = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += settings.timeout;
    pthread_mutex_lock(&wanted.lock);
    while (wanted.seen == 0 && failed == 0)
        failed = pthread_cond_timedwait(&wanted.there, &wanted.lock, &until);
    seen = wanted.seen;
    wanted.code[0] = '\0';
    pthread_mutex_unlock(&wanted.lock);
    if (seen == 0)
        bench_fail("after %ld s no post has named %s", settings.timeout, code);
    return seen;
}

/* Of the subjects each writer has its own, so that none waits for another's row. */
static void *change_others(void *ctx)
{
    PGconn *conn = bench_connect(settings.database);
    PGresult *codes = bench_sql(conn, settings.other_subjects);
    int first = (int)(intptr_t)ctx;
    int64_t next = bench_now() + first * NS_PER_S / settings.others;

    if (PQntuples(codes) < WRITERS)
        bench_fail("--other-subjects yields too few");
    for (int i = first;; i = i + WRITERS < PQntuples(codes) ? i + WRITERS : first) {
        char *sql = bench_fill(settings.other_change, PQgetvalue(codes, i, 0), "true");
        next += WRITERS * NS_PER_S / settings.others;
        bench_sleep(next - bench_now()); /* late ones are made up for at once */
        bench_do(conn, sql);
        free(sql);
        others_made++;
    }
    return NULL;
}

static int64_t measure_one(PGconn *conn, const char *code, bool flag)
{
    char *sql = bench_fill(settings.change, code, flag ? "true" : "false");

    want(code);
    bench_do(conn, sql);
    int64_t committed = bench_now();
    int64_t seen = wait_for_post(code);
    free(sql);
    return seen - committed;
}

static void read_settings(int argc, char **argv)
{
    static const struct option options[] = {{"database", required_argument, NULL, 'd'},
                                            {"port-file", required_argument, NULL, 'f'},
                                            {"subjects", required_argument, NULL, 's'},
                                            {"change", required_argument, NULL, 'c'},
                                            {"ready", required_argument, NULL, 'r'},
                                            {"samples", required_argument, NULL, 'n'},
                                            {"warm-up", required_argument, NULL, 'w'},
                                            {"pause", required_argument, NULL, 'p'},
                                            {"timeout", required_argument, NULL, 't'},
                                            {"others", required_argument, NULL, 'o'},
                                            {"other-subjects", required_argument, NULL, 'S'},
                                            {"other-change", required_argument, NULL, 'C'},
                                            {"all", required_argument, NULL, 'a'},
                                            {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'd': settings.database = optarg; break;
        case 'f': settings.port_file = optarg; break;
        case 's': settings.subjects = optarg; break;
        case 'c': settings.change = optarg; break;
        case 'r': settings.ready = optarg; break;
        case 'a': settings.all = optarg; break;
        case 'S': settings.other_subjects = optarg; break;
        case 'C': settings.other_change = optarg; break;
        case 'n': settings.samples = bench_number(optarg, 1, 1000000, "samples"); break;
        case 'w': settings.warm_up = bench_number(optarg, 0, 100000, "warm-up"); break;
        case 'p': settings.pause = bench_number(optarg, 0, 60000, "pause"); break;
        case 't': settings.timeout = bench_number(optarg, 1, 3600, "timeout"); break;
        case 'o': settings.others = bench_number(optarg, 0, 1000000, "others"); break;
        default: exit(1);
        }
    }
    if (settings.database == NULL || settings.port_file == NULL || settings.subjects == NULL ||
        settings.change == NULL ||
        (settings.others > 0 && (!settings.other_subjects || !settings.other_change)))
        bench_fail("an option is missing; the head of latency.c names them");
}

static void write_all(const int64_t *took, size_t count)
{
    FILE *file = settings.all != NULL ? fopen(settings.all, "a") : NULL;

    for (size_t i = 0; file != NULL && i < count; i++)
        fprintf(file, "%.4f\n", (double)took[i] / NS_PER_MS);
    if (settings.all != NULL && (file == NULL || fclose(file) != 0))
        bench_fail("%s cannot be written", settings.all);
}

static void wait_until_ready(PGconn *conn)
{
    int64_t until = bench_now() + 600 * NS_PER_S;

    while (settings.ready != NULL && !bench_holds(conn, settings.ready)) {
        if (bench_now() > until)
            bench_fail("after ten minutes it still does not hold: %s", settings.ready);
        bench_sleep(10 * NS_PER_MS);
    }
}

int main(int argc, char **argv)
{
    struct sink sink;
    pthread_condattr_t monotonic;
    pthread_t other;

    read_settings(argc, argv);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&wanted.there, &monotonic);
    PGconn *conn = bench_connect(settings.database);
    PGresult *codes = bench_sql(conn, settings.subjects);
    int subjects = PQntuples(codes);
    int64_t *took = calloc((size_t)settings.samples, sizeof *took);
    if (subjects == 0 || took == NULL)
        bench_fail("--subjects yields none, or no memory");
    sink_start(&sink, on_post, NULL);
    bench_write_port(settings.port_file, sink.port);
    wait_until_ready(conn);
    for (int i = 0; i < WRITERS && settings.others > 0; i++)
        if (pthread_create(&other, NULL, change_others, (void *)(intptr_t)i) != 0)
            bench_fail("no thread");
    int64_t start = bench_now();
    for (long i = 0; i < settings.warm_up + settings.samples; i++) {
        int64_t one = measure_one(conn, PQgetvalue(codes, (int)(i % subjects), 0), i / subjects % 2 == 0);
        if (i >= settings.warm_up)
            took[i - settings.warm_up] = one;
        bench_sleep(settings.pause * NS_PER_MS + random() % (settings.pause * NS_PER_MS / 2 + 1));
    }
    double seconds = (double)(bench_now() - start) / NS_PER_S;
    size_t count = (size_t)settings.samples;
    write_all(took, count);
    bench_sort(took, count);
    printf("%.4f %.4f %.0f\n", (double)bench_percentile(took, count, 50) / NS_PER_MS,
           (double)bench_percentile(took, count, 99) / NS_PER_MS, (double)others_made / seconds);
    return 0;
}
