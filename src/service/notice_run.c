#include "service/notice_run.h"

#include <stdlib.h>
#include <string.h>

#include "config/rubric_file.h"
#include "db/migrate.h"
#include "db/store_notices.h"
#include "db/subjects.h"

struct running {
    const struct notice_run_order *order;
    struct notice_run *run;
    struct db_session session;
    struct rubric *rubric;
    struct calendar calendar;
    struct notice_rhythm rhythm;
    const char **units;
    size_t unit_count;
    struct notice_state *states;
    struct arena arena;
};

static void run_session(struct running *running, struct err *err);
static bool list_units(struct running *running, struct err *err);
static void send_unit(struct running *running, size_t at);

static bool load_rubric(const char *name, struct rubric **ret_rubric, struct err *err)
{
    struct faults faults = {0};
    struct buf text = {0};

    if (rubric_load(name, ret_rubric, &faults))
        return true;
    faults_format(&faults, &text);
    err_set(err, ERR_CONFIG, "the rubric cannot be read: %s", buf_text(&text));
    buf_free(&text);
    faults_done(&faults);
    return false;
}

void notice_run(const struct notice_run_order *order, struct notice_run *ret_run)
{
    const struct config *config = order->config;
    struct running running = {.order = order, .run = ret_run};
    const struct db_settings settings = {.conninfo = order->conninfo,
                                         .application_name = "budgetwatch notices",
                                         .connect_timeout = config->connect_timeout,
                                         .statement_timeout = config->statement_timeout};

    *ret_run = (struct notice_run){0};
    if (load_rubric(config->rubric, &running.rubric, &ret_run->err) &&
        db_session_open(&running.session, &settings, &ret_run->err)) {
        run_session(&running, &ret_run->err);
        db_session_close(&running.session);
    }
    calendar_done(&running.calendar);
    rubric_free(running.rubric);
    arena_free(&running.arena);
}

static bool prepare(struct running *running, struct err *err)
{
    const struct notice_config *notice = &running->order->config->notice;
    const struct db_section calendar = {calendar_steps, &running->calendar};

    if (!migrate_require(&running->session, err) || !db_script_run(&running->session, &calendar, 1, err) ||
        !list_units(running, err))
        return false;
    running->rhythm = (struct notice_rhythm){notice->workday, notice->at, &running->calendar};
    running->states = arena_alloc(&running->arena, (running->unit_count + 1) * sizeof *running->states);
    return store_notice_states(&running->session, running->units, running->unit_count, running->states, err);
}

static bool is_over(const struct running *running)
{
    return running->run->err.code != ERR_NONE || running->run->cut_short;
}

static void run_session(struct running *running, struct err *err)
{
    if (!prepare(running, err))
        return;
    for (size_t i = 0; i < running->unit_count && !is_over(running); i++)
        send_unit(running, i);
    running->run->next = notice_next_look(&running->rhythm, running->order->now);
}

/* Each once, in the order of the configuration. */
static void add_unit(struct running *running, const char *code)
{
    for (size_t i = 0; i < running->unit_count; i++)
        if (strcmp(running->units[i], code) == 0)
            return;
    running->units[running->unit_count++] = code;
}

/* A ledger that has no units yet owes nobody a notice. */
static bool list_units(struct running *running, struct err *err)
{
    const struct notice_config *notice = &running->order->config->notice;
    const char **all = NULL, *root = NULL;
    struct err none = {0};
    size_t count = 0;

    if (!store_notice_units(&running->session, &running->arena, &all, &count, err))
        return false;
    if (!store_notice_root(&running->session, &running->arena, &root, &none) && none.code != ERR_INPUT) {
        *err = none;
        return false;
    }
    running->units = arena_alloc(&running->arena, (notice->unit_count + count + 1) * sizeof *running->units);
    for (size_t i = 0; i < notice->unit_count && root != NULL; i++) {
        bool is_all = strcmp(notice->units[i], CONFIG_NOTICE_ALL) == 0;
        if (strcmp(notice->units[i], CONFIG_NOTICE_TOP) == 0)
            add_unit(running, root);
        else if (!is_all)
            add_unit(running, notice->units[i]);
        for (size_t k = 0; k < count && is_all; k++)
            add_unit(running, all[k]);
    }
    return true;
}

static struct notice_outcome *add_outcome(struct running *running, const char *unit,
                                          struct notice_month month)
{
    struct notice_run *run = running->run;

    run->list = mem_room(run->list, run->count, &run->capacity, sizeof *run->list);
    run->list[run->count] = (struct notice_outcome){.unit = mem_text(unit), .month = month};
    return &run->list[run->count++];
}

static void forget_last(struct notice_run *run)
{
    struct notice_outcome *last = &run->list[--run->count];

    notice_sent_done(&last->sent);
    free(last->unit);
}

/* What is the matter with this notice, and not with the connection. */
static bool is_of_the_notice(enum err_code code)
{
    return code == ERR_INPUT || code == ERR_OVERFLOW || code == ERR_IO || code == ERR_DB_QUERY;
}

/* Whether the notice was dealt with. After a lost connection the run is over. */
static bool send_one(struct running *running, const char *unit, struct notice_month month)
{
    const struct notice_run_order *order = running->order;
    const struct notice_send_order send = {.config = order->config,
                                           .policy = order->policy,
                                           .rubric = running->rubric,
                                           .unit = unit,
                                           .year = month.year,
                                           .month = month.month,
                                           .today = order->now.day,
                                           .by_daemon = true,
                                           .language = order->config->language,
                                           .money_unit = order->config->notice.money_unit,
                                           .link = order->config->notice.link};
    struct notice_outcome *outcome = add_outcome(running, unit, month);
    bool ok = notice_send(&running->session, &send, &outcome->sent, &outcome->err);

    running->run->cut_short = atomic_load(order->enough);
    if (!ok && !is_of_the_notice(outcome->err.code))
        running->run->err = outcome->err;
    if (ok && (outcome->sent.result == NOTICE_UNCHANGED || outcome->sent.result == NOTICE_SENT_OTHERS))
        forget_last(running->run);
    return ok;
}

/* A month that somebody else has sent meanwhile was dealt with, too. */
static void send_unit(struct running *running, size_t at)
{
    const struct notice_run_order *order = running->order;
    const char *unit = running->units[at];
    const struct notice_state *state = &running->states[at];
    struct notice_month last = {state->year, state->month}, next;
    bool ok = true;

    while (ok && !is_over(running) && notice_next_due(&running->rhythm, last, order->now, &next)) {
        ok = send_one(running, unit, next);
        last = next;
    }
    if (ok && !is_over(running) && order->corrections && state->year != 0 && last.year == state->year &&
        last.month == state->month && state->sent_on < order->now.day)
        (void)send_one(running, unit, last);
}

void notice_run_done(struct notice_run *run)
{
    while (run->count > 0)
        forget_last(run);
    free(run->list);
    *run = (struct notice_run){0};
}
