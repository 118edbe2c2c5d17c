/* The daemon is killed, or stopped past its leases and continued, or loses its database, at every point of
 * its path (points.h).
 *
 * Killed: one life a point, one after the other on one database. Each life finds changes that belong to it,
 * dies at its point, and whoever lives next does what it has left undone. Stopped: a second daemon takes over
 * while the first stands still, and does all there is to do; then the first goes on where it stood.
 * Restarted: the database goes away and comes back while the daemon stands at the point.
 *
 * At the end of a chapter everything must be as if nothing had ever happened. A point's trial changes one
 * project that no other touches, so that what is wrong stands in its row of the table.
 *
 * BUDGETWATCH_CRASH=full kills at every point, up to three times deep, stops at every point and
 * restarts at every statement and send, a chapter each with a database of its own. Without it each point of
 * the short list kills once, the daemon is stopped and restarted where a leader or a lease is at stake, and
 * all is one chapter.
 *
 * An argument names the only chapter to run: kill, again, stop, restart. */
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
#include "../support/smtp_server.c"
#include "../support/group.h"
#include "letters.c"
#include "points.c"
#include "trials.c"

enum { LIFE_S = 120, DEPTHS = 3, KILLED = 128 + 9 };

static struct cluster database;
static struct receiver receiver;
static struct smtp_server mail;
static struct points points;
static bool full;

static const char *only; /* the chapter to run; NULL: all */
static int chapter;
static bool chapter_is_open;

#include "provocation.h"

/* The leader's lease ends with it, so that the next one need not wait for it. */
static void bury(struct process *daemon, struct trial *trial)
{
    process_forget(daemon);
    department_sql(&database, "UPDATE leader SET until = now()");
    trial->outcome = "killed, made good";
    trial->ended = true;
}

/* Killed. */

static bool is_of_the_end(const struct point *point)
{
    return strcmp(point->name, tick_release_steps[0].name) == 0;
}

/* The dispatcher looks so where it was at rest when events came. */
static bool is_of_the_rest(const struct point *point)
{
    return strcmp(point->name, "stage_ahead") == 0;
}

static void rest_and_stop(struct process *daemon)
{
    /* There may be nothing left to do for it, and it must know of SIGTERM before it gets one. */
    department_wait_said(daemon, "budgetwatch runs", 1, LIFE_S, "the daemon runs");
    wait_for_rest(daemon, &database, DEPARTMENT_DAY);
    wait_until(daemon, &database, ALL_SENT, 60, "every message has come to its end");
    wait_until(daemon, &database, ALL_FORGOTTEN, 60, "what is old is forgotten");
    assert_int_equal(process_stop(daemon), 0);
    process_forget(daemon);
}

/* Something happens, and a daemon comes to the point. */
static void approach(struct process *daemon, const struct point *point, const char *fault)
{
    if (is_of_the_rest(point)) {
        /* What the life before left undone would lead there while nobody looks. */
        start(daemon, NULL);
        rest_and_stop(daemon);
        start(daemon, fault);
        wait_for_rest(daemon, &database, DEPARTMENT_DAY);
        wait_until(daemon, &database, ALL_SENT, 60, "every message has come to its end");
        provoke(trials.count);
        return;
    }
    provoke(trials.count);
    start(daemon, fault);
    if (is_of_the_end(point)) {
        wait_for_rest(daemon, &database, DEPARTMENT_DAY);
        process_signal(daemon, SIGTERM);
    }
}

/* A message that has been sent is to be sent again, and somebody holds the table: so the claim comes back
 * only when the daemon is stopping. Nothing else is left to do that would wait for the table before it. */
static void begin_handing_back(struct process *daemon, const char *fault)
{
    start(daemon, NULL);
    rest_and_stop(daemon);
    PGconn *pg = PQconnectdb(database.conninfo);
    department_sql(&database,
                   "UPDATE messages SET state = 'pending', next_attempt_at = now() WHERE seq = (SELECT "
                   "min(seq) FROM messages WHERE channel = 'hook')");
    PQclear(PQexec(pg, "BEGIN; LOCK TABLE messages IN SHARE ROW EXCLUSIVE MODE"));
    start(daemon, fault);
    wait_until(
        daemon, &database,
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'budgetwatch dispatcher' AND "
        "wait_event_type = 'Lock' AND query LIKE '-- Take messages%'",
        10, "the claim waits");
    process_signal(daemon, SIGTERM);
    department_wait_said(daemon, "stopping:", 1, 10, "it stops");
    PQfinish(pg);
}

struct life {
    struct process daemon;
    const char *rests; /* what holds once nothing is left to do */
};

/* Rests: everything is done and told, and a second has passed in which it did not die. */
static bool has_died_or_rests(void *ctx)
{
    static int quiet;
    struct life *life = ctx;

    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    quiet = process_is_running(&life->daemon) ? quiet + 1 : 0;
    if (quiet == 0)
        return true;
    if (quiet % 400 != 0)
        return false;
    bool rests = strcmp(cluster_sql(&database, life->rests), "t") == 0;
    if (rests)
        quiet = 0;
    return rests;
}

#define ALL_TOLD                                                                                             \
    "SELECT NOT EXISTS (SELECT FROM change_log) AND NOT EXISTS (SELECT FROM messages WHERE state IN "        \
    "('pending', 'sending')) AND proved_on = '" DEPARTMENT_DAY "' FROM full_pass"

/* Whether it died at the point. */
static bool live_and_die(const struct point *point, int depth)
{
    struct trial *trial = trials_new(point, "kill", depth);
    /* What is old is forgotten after a start, and not again while it lives. */
    struct life life = {.rests = is_of_the_rest(point) ? ALL_TOLD : ALL_TOLD " WHERE (" ALL_FORGOTTEN ")"};
    char fault[256];

    snprintf(fault, sizeof fault, "kill:%s:%s:%d", point->moment, point->name, depth);
    if (strcmp(point->name, FAULT_HANDING_BACK) == 0) {
        begin_handing_back(&life.daemon, fault);
    } else {
        trial->expected = 1;
        approach(&life.daemon, point, fault);
    }
    wait_until_true(NULL, has_died_or_rests, &life, LIFE_S, point->name);
    if (process_is_running(&life.daemon)) {
        if (depth == 1 && !is_of_the_rest(point))
            fail_msg("the daemon does not come to '%s %s': %s", point->moment, point->name,
                     process_log(&life.daemon));
        assert_int_equal(process_stop(&life.daemon), 0);
        trial->outcome = "not passed that often";
        trial->ended = true;
        process_forget(&life.daemon);
        return false;
    }
    char *log = process_log(&life.daemon);
    int status = process_wait(&life.daemon);
    if (status != KILLED)
        fail_msg("'%s %s' ended with status %d: %s", point->moment, point->name, status, log);
    free(log);
    bury(&life.daemon, trial);
    return true;
}

/* Whether a dispatcher is at rest just when events come is a matter of a moment: several are tried. */
static void die_once(const struct point *point)
{
    enum { LIVES = 12 };
    int lives = 1;

    while (!live_and_die(point, 1))
        if (++lives > LIVES)
            fail_msg("the daemon does not come to '%s %s' in %d lives", point->moment, point->name, LIVES);
}

/* A chapter: a ledger, a receiver and a mail server of its own. */

static void open_chapter(const char *name)
{
    if (only != NULL && name != NULL && strcmp(only, name) != 0)
        skip();
    if (chapter_is_open)
        return;
    chapter_is_open = true;
    trials_begin(full ? TRIALS_MAX : TRIALS_MAX_SHORT);
    receiver_start(&receiver, /* tls: */ false);
    smtp_server_start(&mail, (const char *[]){NULL});
    make_ledger();
}

static void close_chapter(bool last);

/* Where the log of a first import is emptied, no trial kills: all of them begin after the first pass. Where
 * somebody writes just then, that is given up, which leaves nothing behind. */
static bool is_of_the_first_pass(const char *name)
{
    if (strcmp(name, "ROLLBACK") == 0)
        return true;
    for (const struct db_step *step = batch_clear; step->name != NULL; step++)
        if (strcmp(step->name, name) == 0)
            return true;
    return false;
}

/* The first life is not disturbed, and writes down which points it passes: the matrix has each of them. Names
 * of the statements that come before the daemon is one are no part of it. */
static void every_point_that_is_passed_is_in_the_matrix(void **state)
{
    (void)state;
    char fault[256], line[256];
    struct process daemon;

    static const struct point nowhere = {.moment = "", .name = "none: the life before them"};
    open_chapter(only);
    struct trial *trial = trials_new(&nowhere, "none", 0);

    trial->expected = 1;
    trial->outcome = "undisturbed";
    trial->ended = true;
    provoke(trials.count);
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
        if (is_of_the_first_pass(name))
            continue;
        struct point *point = points_find(&points, line, name);
        if (begun && point == NULL)
            fail_msg("'%s %s' is passed and no trial kills there", line, name);
        if (begun)
            point->passes++;
    }
    fclose(trace);
}

static void killed_at_every_point(void **state)
{
    (void)state;
    struct process daemon;

    open_chapter("kill");
    for (size_t i = 0; i < points.count; i++)
        if (full || points.list[i].brief)
            die_once(&points.list[i]);
    start(&daemon, NULL);
    rest_and_stop(&daemon);
    close_chapter(/* last: */ false);
}

/* Where an undisturbed life passes so often. */
static void killed_later_at_every_point(void **state)
{
    (void)state;
    struct process daemon;

    if (!full)
        skip();
    open_chapter("again");
    for (int depth = 2; depth <= DEPTHS; depth++)
        for (size_t i = 0; i < points.count; i++)
            if (points.list[i].passes >= depth)
                (void)live_and_die(&points.list[i], depth);
    start(&daemon, NULL);
    rest_and_stop(&daemon);
    close_chapter(/* last: */ false);
}

/* Stopped. */

static bool is_stopped(void *ctx)
{
    const struct process *daemon = ctx;
    siginfo_t info = {0};

    return waitid(P_PID, (id_t)daemon->pid, &info, WSTOPPED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
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

/* Leases end by decree, where nothing is at stake that the wait itself could show. What the first has locked
 * it keeps until the database ends its session. */
static void end_the_leases(void)
{
    department_sql(
        &database,
        "UPDATE leader SET until = now() WHERE ctid = ANY (ARRAY(SELECT ctid FROM leader FOR UPDATE "
        "SKIP LOCKED));"
        "UPDATE messages SET lease_until = now(), next_attempt_at = now() WHERE id = ANY (ARRAY("
        "SELECT id FROM messages WHERE state = 'sending' FOR UPDATE SKIP LOCKED))");
}

static void stand_still_and_go_on(const struct point *point)
{
    struct trial *trial = trials_new(point, "stop", 1);
    struct process first, second;
    char fault[256];

    snprintf(fault, sizeof fault, "stop:%s:%s", point->moment, point->name);
    trial->expected = 1;
    approach(&first, point, fault);
    wait_until_true(NULL, is_stopped, &first, LIFE_S, point->name);
    if (!is_at_stake(point))
        end_the_leases();
    start(&second, NULL);
    wait_for_rest(&second, &database, DEPARTMENT_DAY);
    wait_until(&second, &database, ALL_SENT, 60, "the second daemon has sent every message");
    process_signal(&first, SIGCONT);
    assert_int_equal(process_stop(&first), 0);
    process_forget(&first);
    rest_and_stop(&second);
    trial->outcome = "stopped, made good";
    trial->ended = true;
}

static void stopped_past_the_leases_and_continued(void **state)
{
    (void)state;

    open_chapter("stop");
    for (size_t i = 0; i < points.count; i++)
        if (strcmp(points.list[i].name, FAULT_HANDING_BACK) != 0 && (full || is_at_stake(&points.list[i])))
            stand_still_and_go_on(&points.list[i]);
    close_chapter(/* last: */ false);
}

/* The database is restarted while the daemon stands at a point: it goes on by itself. */

static void lose_the_database(const struct point *point, int way)
{
    struct trial *trial = trials_new(point, way == SIGINT ? "restart" : "crash", 1);
    struct process daemon, next;
    char fault[256];

    snprintf(fault, sizeof fault, "stop:%s:%s", point->moment, point->name);
    trial->expected = 1;
    approach(&daemon, point, fault);
    wait_until_true(NULL, is_stopped, &daemon, LIFE_S, point->name);
    cluster_halt(&cluster, way);
    assert_true(cluster_resume(&cluster));
    process_signal(&daemon, SIGCONT);
    if (is_of_the_end(point)) {
        assert_int_equal(process_stop(&daemon), 0);
        process_forget(&daemon);
        start(&next, NULL);
        rest_and_stop(&next);
    } else {
        rest_and_stop(&daemon);
    }
    trial->outcome = "went on by itself";
    trial->ended = true;
}

/* Each statement and send once, under way, one way or the other; those at stake both ways. */
static void the_database_is_restarted_under_it(void **state)
{
    (void)state;
    int turn = 0;

    open_chapter("restart");
    for (size_t i = 0; i < points.count; i++) {
        const struct point *point = &points.list[i];
        bool both = full && is_at_stake(point);
        if (strcmp(point->name, FAULT_HANDING_BACK) == 0 ||
            (!is_at_stake(point) && !(full && strcmp(point->moment, FAULT_DURING) == 0)))
            continue;
        turn++;
        if (both || turn % 2 == 0)
            lose_the_database(point, SIGQUIT);
        if (both || turn % 2 == 1)
            lose_the_database(point, SIGINT);
    }
    close_chapter(/* last: */ true);
}

/* The verdict. */

/* Requests and duplicates are those to the hook and of letters: each under its first id, and as it was first
 * said. */
static void close_chapter(bool last)
{
    struct arrivals hook, letters;
    struct process none = {0};

    if (!full && !last && only == NULL)
        return;
    chapter_is_open = false;
    arrivals_read(&database, &receiver, "hook", "/hook", &hook);
    letters_read(&database, &mail, "letters", &letters);
    int violated = trials_judge(&database, (const struct arrivals *[]){&hook, &letters, NULL});
    if (violated > 0)
        fail_msg("%d trials do not hold: %s; %s", violated, hook.wrong, letters.wrong);
    arrivals_events(&database, trials_expected());
    arrivals_free(&hook);
    arrivals_free(&letters);
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
    receiver_stop(&receiver);
    smtp_server_stop(&mail);
}

static int start_all(void **state)
{
    const char *size = getenv("BUDGETWATCH_CRASH");

    full = size != NULL && strcmp(size, "full") == 0;
    points_make(&points);
    if (start_cluster(state) != 0)
        return -1;
    process_secret(&cluster);
    return 0;
}

static int stop_all(void **state)
{
    if (chapter_is_open) {
        receiver_stop(&receiver);
        smtp_server_stop(&mail);
    }
    return stop_cluster(state);
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_point_that_is_passed_is_in_the_matrix),
        cmocka_unit_test(killed_at_every_point),
        cmocka_unit_test(killed_later_at_every_point),
        cmocka_unit_test(stopped_past_the_leases_and_continued),
        cmocka_unit_test(the_database_is_restarted_under_it),
    };
    only = argc > 1 ? argv[1] : NULL;
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
