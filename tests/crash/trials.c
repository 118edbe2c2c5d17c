#include "trials.h"

#include <stdlib.h>
#include <string.h>

void trials_begin(int most)
{
    trials = (struct trials){.most = most};
    trials.list[0] = (struct trial){.mode = "none", .outcome = "", .ended = true};
}

struct trial *trials_new(const struct point *point, const char *mode, int depth)
{
    assert_true(trials.count + 1 < trials.most);
    struct trial *trial = &trials.list[++trials.count];
    *trial = (struct trial){.point = point, .mode = mode, .depth = depth, .outcome = "NOT AS IT SHOULD"};
    return trial;
}

int trials_expected(void)
{
    int events = 0;

    for (int i = 1; i <= trials.count; i++)
        events += trials.list[i].expected;
    return events;
}

static struct trial *trial_of(const char *subject)
{
    int life = subject[0] == 'A' ? atoi(subject + 1) : 0;

    return &trials.list[life >= 1 && life <= trials.count ? life : 0];
}

/* Row 0 is for what belongs to no trial. */
static void count_events(const struct cluster *database)
{
    PGconn *pg = PQconnectdb(database->conninfo);
    PGresult *told = PQexec(pg, "SELECT subject_code, count(DISTINCT e.id), count(DISTINCT (m.channel, "
                                "m.message_id)) FROM " ARRIVALS_EVENTS
                                " e LEFT JOIN message_events m ON m.event_id = e.id "
                                "GROUP BY subject_code");

    assert_int_equal(PQresultStatus(told), PGRES_TUPLES_OK);
    for (int row = 0; row < PQntuples(told); row++) {
        struct trial *trial = trial_of(PQgetvalue(told, row, 0));
        trial->events += atoi(PQgetvalue(told, row, 1));
        trial->messages += atoi(PQgetvalue(told, row, 2));
    }
    PQclear(told);
    PQfinish(pg);
    for (int i = 0; i <= trials.count; i++) {
        struct trial *trial = &trials.list[i];
        int missing = trial->expected * TRIALS_CHANNELS - trial->messages;
        trial->untrue = trial->events > trial->expected ? trial->events - trial->expected : 0;
        trial->lost = missing > 0 ? missing : 0;
    }
}

static void count_requests(const struct arrivals *arrivals)
{
    for (size_t i = 0; i < arrivals->count; i++) {
        const struct arrival *message = &arrivals->list[i];
        struct trial *trial = trial_of(message->subject);
        trial->requests += message->requests;
        trial->duplicates += message->requests > 1 ? message->requests - 1 : 0;
        trial->lost += message->requests == 0;
        trial->changed += message->changed;
    }
    trials.list[0].untrue += (int)arrivals->strangers;
}

static bool is_violated(const struct trial *trial)
{
    return !trial->ended || trial->lost > 0 || trial->untrue > 0 || trial->changed > 0;
}

static void print_trial(const struct trial *trial, const char *moment, const char *name)
{
    print_message("%-7s %-6s %-44s %5d  %-21s %6d %8d %8zu %10zu %4d %6d %7d%s\n", trial->mode, moment, name,
                  trial->depth, trial->outcome, trial->events, trial->messages, trial->requests,
                  trial->duplicates, trial->lost, trial->untrue, trial->changed,
                  is_violated(trial) ? "  VIOLATED" : "");
}

/* Every trial, and the chapter's total. Returns the trials that do not hold. */
static int print_table(void)
{
    struct trial total = {.mode = "total:", .ended = true};
    char counted[64], verdict[32];
    int violated = 0;

    print_message("%-7s %-6s %-44s %5s  %-21s %6s %8s %8s %10s %4s %6s %7s\n", "mode", "moment", "point",
                  "depth", "outcome", "events", "messages", "requests", "duplicates", "lost", "untrue",
                  "changed");
    for (int i = 0; i <= trials.count; i++) {
        const struct trial *trial = &trials.list[i];
        violated += is_violated(trial);
        total.events += trial->events;
        total.messages += trial->messages;
        total.requests += trial->requests;
        total.duplicates += trial->duplicates;
        total.lost += trial->lost;
        total.untrue += trial->untrue;
        total.changed += trial->changed;
        if (i > 0)
            print_trial(trial, trial->point->moment, trial->point->name);
        else if (is_violated(trial))
            print_trial(trial, "", "of no trial");
    }
    snprintf(counted, sizeof counted, "%d trials, %d violated", trials.count, violated);
    snprintf(verdict, sizeof verdict, "%s", violated > 0 ? "DOES NOT HOLD" : "holds");
    total.outcome = verdict;
    print_trial(&total, "", counted);
    return violated;
}

int trials_judge(const struct cluster *database, const struct arrivals *const arrivals[])
{
    count_events(database);
    for (size_t i = 0; arrivals[i] != NULL; i++)
        count_requests(arrivals[i]);
    return print_table();
}
