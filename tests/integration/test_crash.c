/* kill -9 at twenty random moments of a run of 5,000 events: nothing is lost, nothing is said twice under
 * different names, and what stands is what an undisturbed run finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/receiver.c"
#include "../support/group.h"

enum { EVENTS = 5000, KILLS = 20, TRANSACTION = 25, LONGEST_LIFE = 1000, SLOWNESS = 20 /* ms */ };

static struct cluster database;
static struct receiver receiver;
static unsigned seed;

static const char *config(int batch_size)
{
    return process_file(&cluster, "crash.json",
                        "{\"poll_interval\": \"100ms\", \"leader_lease\": \"2s\", \"batch_size\": %d,"
                        " \"delivery\": {\"lease\": \"2s\", \"retry_schedule\": [%s]},"
                        " \"channels\": ["
                        "{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true,"
                        " \"secret_file\": \"secret\", \"timeout\": \"1500ms\", \"digest_over\": 1000000,"
                        " \"url\": \"http://127.0.0.1:%d/hook\"},"
                        "{\"name\": \"journal\", \"type\": \"log\", \"digest_over\": 1000000}]}",
                        batch_size,
                        "\"200ms\", \"200ms\", \"200ms\", \"200ms\", \"200ms\", \"200ms\", \"200ms\"",
                        receiver.port);
}

/* A ledger that is watched already, so that the first life does not begin with an evaluation of all. */
static void watch_once(void)
{
    struct process daemon;

    department_watch(&daemon, &database, config(1000));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    assert_int_equal(process_stop(&daemon), 0);
    process_forget(&daemon);
}

static int start_all(void **state)
{
    seed = group_seed();
    if (start_cluster(state) != 0)
        return -1;
    receiver_start(&receiver, /* tls: */ false);
    process_secret(&cluster);
    receiver.slowness = SLOWNESS;
    department_create(&cluster, "crash", EVENTS, &database);
    watch_once();
    return 0;
}

static int stop_all(void **state)
{
    receiver_stop(&receiver);
    return stop_cluster(state);
}

/* The ids of messages that the daemon wrote into its log. */
struct ids {
    char **list;
    size_t count;
};

static void ids_add_log(struct ids *ids, const struct process *daemon)
{
    char *log = process_log(daemon);

    for (char *line = strtok(log, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        const char *id = strstr(line, "channel=journal message=");
        if (id == NULL)
            continue;
        ids->list = realloc(ids->list, (ids->count + 1) * sizeof *ids->list);
        ids->list[ids->count++] = strdup(id + strlen("channel=journal message="));
    }
    free(log);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t ids_distinct(struct ids *ids)
{
    size_t distinct = 0;

    qsort(ids->list, ids->count, sizeof *ids->list, by_text);
    for (size_t i = 0; i < ids->count; i++)
        if (i == 0 || strcmp(ids->list[i], ids->list[i - 1]) != 0)
            distinct++;
    return distinct;
}

static void ids_free(struct ids *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        free(ids->list[i]);
    free(ids->list);
}

/* Lives for a random time, while a share of the ledger changes under it. The leader's lease ends with it,
 * so that the next one leads at once; what the dead one's server processes were about may still go on. */
static void live_and_die(int life, unsigned *random, struct ids *logged)
{
    const int share = EVENTS / KILLS;
    long left = rand_r(random) % LONGEST_LIFE;
    struct process daemon;

    department_watch(&daemon, &database, config(10));
    for (int first = life * share + 1; first <= (life + 1) * share; first += TRANSACTION)
        department_turn_red(&database, first, first + TRANSACTION - 1);
    nanosleep(&(struct timespec){.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000}, NULL);
    if (!process_is_running(&daemon))
        fail_msg("the daemon ended by itself: %s", process_log(&daemon));
    process_kill(&daemon);
    department_sql(&database, "UPDATE leader SET until = now()");
    ids_add_log(logged, &daemon);
    process_forget(&daemon);
}

static void run_and_be_killed(struct ids *logged)
{
    unsigned random = seed;
    struct process daemon;

    for (int life = 0; life < KILLS; life++)
        live_and_die(life, &random, logged);
    print_message("after the last kill: %s\n",
                  department_sql(&database, "SELECT count(*) || ' events, ' || count(*) FILTER (WHERE "
                                            "formed) || ' formed, ' || (SELECT count(*) FROM messages "
                                            "WHERE state = 'delivered') || ' messages delivered, ' || "
                                            "(SELECT count(*) FROM messages WHERE attempts > 1) || ' sent "
                                            "more than once' FROM events"));
    department_watch(&daemon, &database, config(10));
    /* There may be nothing left to do for it, and it must know of SIGTERM before it gets one. */
    department_wait_said(&daemon, "budgetwatch runs", 1, 30, "the last daemon runs");
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    wait_until(&daemon, &database,
               "SELECT count(*) > 0 AND bool_and(state IN ('delivered', 'dead')) FROM messages", 60,
               "every message has come to its end");
    assert_int_equal(process_stop(&daemon), 0);
    ids_add_log(logged, &daemon);
    process_forget(&daemon);
}

static void expect(const char *sql, const char *value)
{
    assert_string_equal(department_sql(&database, "%s", sql), value);
}

static void every_event_is_in_one_message_of_each_channel(void)
{
    expect("SELECT count(*) FROM events", "5000");
    expect("SELECT count(*) FROM events WHERE event <> 'opened' OR rule <> 'execution.pace'", "0");
    expect("SELECT count(DISTINCT subject_code) FROM events", "5000");
    expect("SELECT count(*) FROM messages WHERE state <> 'delivered'", "0");
    expect("SELECT count(*) FROM messages", "10000");
    expect("SELECT string_agg(channel || ' ' || messages || ' ' || events, ', ' ORDER BY channel) FROM "
           "(SELECT channel, count(DISTINCT message_id) AS messages, count(DISTINCT event_id) AS events "
           "FROM message_events GROUP BY channel) c",
           "hook 5000 5000, journal 5000 5000");
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(struct received *const *)a)->id, (*(struct received *const *)b)->id);
}

/* Both sorted by id: what was received, many perhaps more than once, and what the database says was sent.
 * No copy of a message may differ from it. */
static void every_message_arrived_as_it_was_formed(void)
{
    PGconn *pg = PQconnectdb(database.conninfo);
    PGresult *sent =
        PQexec(pg, "SELECT id, body FROM messages WHERE channel = 'hook' ORDER BY id COLLATE \"C\"");
    size_t at = 0;

    qsort(receiver.list, receiver.count, sizeof(struct received *), by_id);
    for (int row = 0; row < PQntuples(sent); row++) {
        const char *id = PQgetvalue(sent, row, 0), *body = PQgetvalue(sent, row, 1);
        size_t first = at;
        for (; at < receiver.count && strcmp(receiver.list[at]->id, id) == 0; at++)
            if (strcmp(receiver.list[at]->body, body) != 0)
                fail_msg("%s was formed as %s and arrived as %s", id, body, receiver.list[at]->body);
        if (at == first)
            fail_msg("%s has never arrived", id);
    }
    if (at != receiver.count)
        fail_msg("%s arrived, and there is no such message", receiver.list[at]->id);
    print_message("%zu requests for %d messages\n", receiver.count, PQntuples(sent));
    PQclear(sent);
    PQfinish(pg);
}

static void killed_at_twenty_moments_it_loses_nothing_and_repeats_nothing(void **state)
{
    (void)state;
    struct ids logged = {0};
    struct process none = {0};

    run_and_be_killed(&logged);

    every_event_is_in_one_message_of_each_channel();
    every_message_arrived_as_it_was_formed();
    assert_int_equal(ids_distinct(&logged), EVENTS);
    ids_free(&logged);
    department_prove(&cluster, &database, &none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_twenty_moments_it_loses_nothing_and_repeats_nothing),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
