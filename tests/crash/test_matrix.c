/* The daemon is killed, or stopped past its leases and continued, at every point of its path (points.h).
 *
 * Killed: one life a point, one after the other on one database. Each life finds changes that belong to it,
 * dies at its point, and whoever lives next does what it has left undone. At the end everything must be as if
 * nobody had ever died. Stopped: a second daemon takes over while the first stands still, and does all there
 * is to do; then the first goes on where it stood.
 *
 * BUDGETWATCH_CRASH=full walks every point three times deep and stops at every point. Without it each point
 * of the short list kills once, and the daemon is stopped where a leader or a lease is at stake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "base/fault.h"

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/receiver.c"
#include "../support/arrivals.c"
#include "points.c"

enum { LIVES_MAX = 640, LIFE_S = 120, KILLED = 128 + 9 };

static struct cluster cluster, database;
static struct receiver receiver;
static struct points points;
static bool full;

/* What became of a point. `life` also numbers the unit and the projects whose facts changed for it. */
static struct trial {
    const struct point *point;
    const char *mode; /* "kill", "stop" */
    int depth;        /* the how many-th time */
    const char *outcome;
    int events;
    size_t requests, duplicates;
} trials[LIVES_MAX];
static int lives;

/* A subject of every kind, so that every table is read; none of them deviates. The sister projects of an
 * override that concerns no fund are read as well. */
static void make_ledger(void)
{
    process_database(&cluster, "matrix", &database);
    process_expect(0, (const char *[]){"migrate", "--rehearsal", "--database", database.conninfo, NULL});
    department_sql(
        &database,
        "INSERT INTO units SELECT 'U' || i, 'Unit ' || i FROM generate_series(0, %d) i;"
        "INSERT INTO projects SELECT k || i, 'U' || i, 'Project ' || k || i, 'project'"
        " FROM generate_series(0, %d) i, unnest(ARRAY['A', 'B']) k;"
        "INSERT INTO budgets SELECT code, 2025, '', 1000000 FROM projects;"
        "INSERT INTO execution SELECT code, 2025, '', 6, 500000 FROM projects;"
        "INSERT INTO plans SELECT code, 2025, 6, 500000 FROM projects WHERE code = 'B0';"
        "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
        " measure_unit, target, accumulation) VALUES ('I', 'unit', 'U0', 2025, 'output', 'quantity', "
        "'I', 'ge', 'n', '100', 'latest');"
        "INSERT INTO indicator_values VALUES ('I', 2025, 6, '100');"
        "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on) VALUES ('unit', "
        "'U0', 2025, 'M', '2025-12-01');"
        "INSERT INTO contracts (code, project_code, fiscal_year, title, amount) VALUES ('C', 'B0', "
        "2025, 'C', 1);"
        "INSERT INTO ceilings VALUES ('U0', 2025, 'reception', 1000000);"
        "INSERT INTO ceiling_spending VALUES ('U0', 2025, 'reception', 6, 1);"
        "INSERT INTO rectifications (code, source, subject, subject_code, fiscal_year, issue, action, "
        "due_on) VALUES ('R', 'audit', 'unit', 'U0', 2025, 'i', 'a', '2025-12-01')",
        LIVES_MAX / (full ? 1 : 5), LIVES_MAX / (full ? 1 : 5));
}

static const char *config(void)
{
    static const char policy[] =
        "{\"name\": \"sisters\", \"overrides\": [{\"when\": {\"fund\": \"nobody's\"},"
        " \"reference\": {\"curve\": \"peers\"}}]}";
    static char path[256];

    snprintf(path, sizeof path, "%s", process_file(&cluster, "sisters.json", "%s", policy));
    return process_file(&cluster, "matrix.json",
                        "{\"policy\": \"%s\", \"poll_interval\": \"100ms\", \"leader_lease\": \"2s\","
                        " \"batch_size\": 500, \"delivery\": {\"lease\": \"2s\"},"
                        " \"channels\": ["
                        "{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true,"
                        " \"secret_file\": \"secret\", \"timeout\": \"1500ms\","
                        " \"url\": \"http://127.0.0.1:%d/hook\"},"
                        "{\"name\": \"journal\", \"type\": \"log\"}]}",
                        path, receiver.port);
}

static void start(struct process *daemon, const char *fault)
{
    if (fault != NULL)
        setenv("BUDGETWATCH_FAULT", fault, 1);
    department_watch(daemon, &database, config());
    unsetenv("BUDGETWATCH_FAULT");
}

#define ALL_SENT "SELECT coalesce(bool_and(state IN ('delivered', 'dead')), true) FROM messages"

/* All that the daemon does: changes of every kind of subject, a month that a unit had not reported before, a
 * subject whose day has come, the nightly proof, which is a full pass, and a dead letter to be reported. */
static void provoke(int life)
{
    department_sql(
        &database,
        "BEGIN;"
        "UPDATE execution SET spent_cumulative = 1000 WHERE project_code = 'A%d';"
        "INSERT INTO execution VALUES ('B%d', 2025, '', 5, 400000);"
        "UPDATE indicator_values SET value = (100 + %d)::text;"
        "UPDATE milestones SET planned_on = planned_on + 1;"
        "UPDATE contracts SET amount = amount + 1;"
        "UPDATE ceilings SET amount = amount + 1;"
        "UPDATE rectifications SET due_on = due_on + 1;"
        "INSERT INTO schedule VALUES ('project', 'B0', '2025-07-15') ON CONFLICT (subject_kind, "
        "subject_code) DO UPDATE SET next_on = excluded.next_on;"
        "UPDATE full_pass SET proved_on = proved_on - 1;"
        "INSERT INTO messages (id, channel, type, body, state, settled_at) VALUES ('dead%d', 'away%d', "
        "'deviation.opened', '{}', 'dead', now());"
        "COMMIT",
        life, life, life % 20, life, life);
}

static struct trial *new_trial(const struct point *point, const char *mode, int depth)
{
    assert_true(lives + 1 < LIVES_MAX / (full ? 1 : 5));
    struct trial *trial = &trials[++lives];
    *trial = (struct trial){.point = point, .mode = mode, .depth = depth, .outcome = "not reached"};
    return trial;
}

/* The leader's lease ends with it, so that the next one need not wait for it. */
static void bury(struct process *daemon, struct trial *trial)
{
    process_forget(daemon);
    department_sql(&database, "UPDATE leader SET until = now()");
    trial->outcome = "killed, made good";
}

/* Killed. */

static bool is_of_the_end(const struct point *point)
{
    return strcmp(point->name, tick_release_steps[0].name) == 0;
}

/* A message that has been sent is to be sent again, and somebody holds the table: so the claim comes back
 * only when the daemon is stopping. */
static void begin_handing_back(struct process *daemon, const char *fault)
{
    PGconn *pg = PQconnectdb(database.conninfo);

    department_sql(&database,
                   "UPDATE messages SET state = 'pending', next_attempt_at = now() WHERE seq = (SELECT "
                   "min(seq) FROM messages WHERE channel = 'hook')");
    PQclear(PQexec(pg, "BEGIN; LOCK TABLE messages IN SHARE ROW EXCLUSIVE MODE"));
    start(daemon, fault);
    wait_until(
        daemon, &database,
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'budgetwatch dispatcher' AND "
        "wait_event_type = 'Lock'",
        10, "the claim waits");
    process_signal(daemon, SIGTERM);
    department_wait_said(daemon, "stopping:", 1, 10, "it stops");
    PQfinish(pg);
}

/* Rests: everything is done and told, and a second has passed in which it did not die. */
static bool has_died_or_rests(void *ctx)
{
    static int quiet;
    struct process *daemon = ctx;

    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    quiet = process_is_running(daemon) ? quiet + 1 : 0;
    if (quiet == 0)
        return true;
    if (quiet % 400 != 0)
        return false;
    bool rests =
        strcmp(cluster_sql(&database, "SELECT NOT EXISTS (SELECT FROM change_log) AND NOT EXISTS (SELECT "
                                      "FROM messages WHERE state IN ('pending', 'sending')) AND proved_on "
                                      "= '" DEPARTMENT_DAY "' FROM full_pass"),
               "t") == 0;
    if (rests)
        quiet = 0;
    return rests;
}

static void live_and_die(const struct point *point, int depth)
{
    struct trial *trial = new_trial(point, "kill", depth);
    struct process daemon;
    char fault[256];

    snprintf(fault, sizeof fault, "kill:%s:%s:%d", point->moment, point->name, depth);
    if (strcmp(point->name, FAULT_HANDING_BACK) == 0) {
        begin_handing_back(&daemon, fault);
    } else {
        provoke(lives);
        trial->events = 1;
        start(&daemon, fault);
        if (is_of_the_end(point)) {
            wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
            process_signal(&daemon, SIGTERM);
        }
    }
    wait_until_true(NULL, has_died_or_rests, &daemon, LIFE_S, point->name);
    if (process_is_running(&daemon) && depth == 1)
        fail_msg("the daemon does not come to '%s %s': %s", point->moment, point->name, process_log(&daemon));
    if (process_is_running(&daemon)) {
        assert_int_equal(process_stop(&daemon), 0);
        trial->outcome = "not passed that often";
        process_forget(&daemon);
        return;
    }
    char *log = process_log(&daemon);
    int status = process_wait(&daemon);
    if (status != KILLED)
        fail_msg("'%s %s' ended with status %d: %s", point->moment, point->name, status, log);
    free(log);
    bury(&daemon, trial);
}

static void rest_and_stop(struct process *daemon)
{
    /* There may be nothing left to do for it, and it must know of SIGTERM before it gets one. */
    department_wait_said(daemon, "budgetwatch runs", 1, LIFE_S, "the daemon runs");
    wait_for_rest(daemon, &database, DEPARTMENT_DAY);
    wait_until(daemon, &database, ALL_SENT, 60, "every message has come to its end");
    assert_int_equal(process_stop(daemon), 0);
    process_forget(daemon);
}

/* The first life is not disturbed, and writes down which points it passes: the matrix has each of them. Names
 * of the statements that come before the daemon is one are no part of it. */
static void every_point_that_is_passed_is_in_the_matrix(void **state)
{
    (void)state;
    char fault[256], line[256];
    struct process daemon;

    static const struct point nowhere = {.moment = "", .name = "none: the life before them"};
    struct trial *trial = new_trial(&nowhere, "none", 0);

    trial->events = 1;
    trial->outcome = "undisturbed";
    provoke(lives);
    snprintf(fault, sizeof fault, "trace:%s/trace", cluster.dir);
    start(&daemon, fault);
    rest_and_stop(&daemon);

    snprintf(line, sizeof line, "%s/trace", cluster.dir);
    FILE *trace = fopen(line, "r");
    assert_non_null(trace);
    bool begun = false;
    while (fgets(line, sizeof line, trace) != NULL) {
        char *name = strchr(line, ':');
        assert_non_null(name);
        *name++ = '\0';
        name[strcspn(name, "\n")] = '\0';
        begun = begun || strcmp(name, tick_steps[0].name) == 0 || strcmp(name, "LISTEN budgetwatch") == 0;
        if (begun && !points_have(&points, line, name))
            fail_msg("'%s %s' is passed and no trial kills there", line, name);
    }
    fclose(trace);
}

static void killed_at_every_point(void **state)
{
    (void)state;
    struct process daemon;

    for (int depth = 1; depth <= (full ? 3 : 1); depth++)
        for (size_t i = 0; i < points.count; i++)
            if (full || points.list[i].brief)
                live_and_die(&points.list[i], depth);
    start(&daemon, NULL);
    rest_and_stop(&daemon);
}

/* Stopped. */

static bool is_stopped(void *ctx)
{
    const struct process *daemon = ctx;
    siginfo_t info = {0};

    return waitid(P_PID, (id_t)daemon->pid, &info, WSTOPPED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

static void stand_still_and_go_on(const struct point *point)
{
    struct trial *trial = new_trial(point, "stop", 1);
    struct process first, second;
    char fault[256];

    snprintf(fault, sizeof fault, "stop:%s:%s", point->moment, point->name);
    provoke(lives);
    trial->events = 1;
    start(&first, fault);
    if (is_of_the_end(point)) {
        wait_for_rest(&first, &database, DEPARTMENT_DAY);
        process_signal(&first, SIGTERM);
    }
    wait_until_true(NULL, is_stopped, &first, LIFE_S, point->name);
    start(&second, NULL);
    wait_for_rest(&second, &database, DEPARTMENT_DAY);
    wait_until(&second, &database, ALL_SENT, 60, "the second daemon has sent every message");
    process_signal(&first, SIGCONT);
    assert_int_equal(process_stop(&first), 0);
    process_forget(&first);
    rest_and_stop(&second);
    trial->outcome = "stopped, made good";
}

/* Where a lease is held or an epoch checked, and something is still to be written. */
static bool is_at_stake(const struct point *point)
{
    static const struct {
        const char *moment, *name;
    } at_stake[] = {{FAULT_AFTER, "checking the leadership"},
                    {FAULT_AFTER, "renewing the leadership"},
                    {FAULT_BEFORE, "commit"},
                    {FAULT_AFTER, "events_unformed"},
                    {FAULT_BEFORE, FAULT_SENDING},
                    {FAULT_BEFORE, "messages_settle"}};

    for (size_t i = 0; i < sizeof at_stake / sizeof *at_stake; i++)
        if (strcmp(point->moment, at_stake[i].moment) == 0 && strcmp(point->name, at_stake[i].name) == 0)
            return true;
    return false;
}

static void stopped_past_the_leases_and_continued(void **state)
{
    (void)state;

    for (size_t i = 0; i < points.count; i++)
        if (strcmp(points.list[i].name, FAULT_HANDING_BACK) != 0 && (full || is_at_stake(&points.list[i])))
            stand_still_and_go_on(&points.list[i]);
}

/* The database is restarted while the daemon stands at a point: it goes on by itself. */

static void lose_the_database(const struct point *point, int way)
{
    struct trial *trial = new_trial(point, way == SIGINT ? "fast" : "crash", 1);
    struct process daemon;
    char fault[256];

    snprintf(fault, sizeof fault, "stop:%s:%s", point->moment, point->name);
    provoke(lives);
    trial->events = 1;
    start(&daemon, fault);
    wait_until_true(NULL, is_stopped, &daemon, LIFE_S, point->name);
    cluster_halt(&cluster, way);
    assert_true(cluster_resume(&cluster));
    process_signal(&daemon, SIGCONT);
    rest_and_stop(&daemon);
    trial->outcome = "went on by itself";
}

static void the_database_is_restarted_under_it(void **state)
{
    (void)state;
    int turn = 0;

    for (size_t i = 0; i < points.count; i++)
        if (is_at_stake(&points.list[i])) {
            turn++;
            if (full || turn % 2 == 0)
                lose_the_database(&points.list[i], SIGQUIT);
            if (full || turn % 2 == 1)
                lose_the_database(&points.list[i], SIGINT);
        }
}

/* The verdict. */

static void count_requests(const struct arrivals *arrivals)
{
    for (size_t i = 0; i < arrivals->count; i++) {
        const struct arrival *message = &arrivals->list[i];
        int life = message->subject[0] == 'A' ? atoi(message->subject + 1) : 0;
        trials[life].requests += message->requests;
        trials[life].duplicates += message->requests > 1 ? message->requests - 1 : 0;
    }
}

static void print_table(const struct arrivals *arrivals)
{
    print_message("%-6s %-7s %-46s %5s  %-22s %6s %8s %10s\n", "mode", "moment", "point", "depth", "outcome",
                  "events", "requests", "duplicates");
    for (int i = 1; i <= lives; i++)
        print_message("%-6s %-7s %-46s %5d  %-22s %6d %8zu %10zu\n", trials[i].mode, trials[i].point->moment,
                      trials[i].point->name, trials[i].depth, trials[i].outcome, trials[i].events,
                      trials[i].requests, trials[i].duplicates);
    print_message(
        "%d trials, %zu points, %zu messages in %zu requests, of which %zu duplicates under their first "
        "id\n",
        lives, points.count, arrivals->count, arrivals->requests, arrivals->duplicates);
}

static void nothing_is_lost_nor_told_twice_under_two_names(void **state)
{
    (void)state;
    struct arrivals arrivals;
    struct process none = {0};
    int events = 0;

    for (int i = 1; i <= lives; i++)
        events += trials[i].events;
    arrivals_events(&database, events);
    arrivals_check(&database, &receiver, "hook", NULL, &arrivals);
    count_requests(&arrivals);
    print_table(&arrivals);
    arrivals_free(&arrivals);
    assert_string_equal(
        department_sql(&database, "SELECT count(*) FROM messages WHERE state = 'dead' AND channel NOT LIKE "
                                  "'away%%'"),
        "0");
    assert_string_equal(
        department_sql(
            &database,
            "SELECT count(*) FROM messages dead WHERE state = 'dead' AND 1 <> "
            "(SELECT count(*) FROM messages r WHERE r.channel = 'journal' AND r.type = 'delivery.dead' "
            "AND r.created_at = dead.reported_at AND strpos(r.body, dead.id) > 0)"),
        "0");
    department_prove(&cluster, &database, &none);
}

static int start_all(void **state)
{
    const char *size = getenv("BUDGETWATCH_CRASH");

    (void)state;
    full = size != NULL && strcmp(size, "full") == 0;
    points_make(&points);
    if (!cluster_start(&cluster))
        return -1;
    receiver_start(&receiver, /* tls: */ false);
    chmod(process_file(&cluster, "secret", "%s", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), 0600);
    make_ledger();
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    receiver_stop(&receiver);
    cluster_stop(&cluster);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_point_that_is_passed_is_in_the_matrix),
        cmocka_unit_test(killed_at_every_point),
        cmocka_unit_test(stopped_past_the_leases_and_continued),
        cmocka_unit_test(the_database_is_restarted_under_it),
        cmocka_unit_test(nothing_is_lost_nor_told_twice_under_two_names),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
