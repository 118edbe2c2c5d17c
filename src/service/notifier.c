#include "service/notifier.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

enum {
    MINUTE = 60 * 1000,
    LOOK_AGAIN = 60 * MINUTE, /* a ledger may have got its first units, a unit its first project */
    ASK_AGAIN = 5 * 1000,     /* whether this daemon leads, at most */
    FIRST_DELAY = 2000,       /* after the first failure in a row; doubles */
    LONGEST_DELAY = 15 * MINUTE,
    MINUTES_OF_DAY = 24 * 60
};

static void rest(struct notifier *notifier, msec wait);
static void on_timer(uv_timer_t *timer);
static void begin(struct notifier *notifier);
static void on_thread(void *arg);
static void on_ended(uv_async_t *ended);
static void say_outcome(const struct notice_outcome *outcome);
static void finish(struct notifier *notifier);
static void on_closed(uv_handle_t *handle);

/* A rehearsal's clock stands at the day's end, so that what falls due on it is due. */
static struct notice_moment moment_now(const struct notifier *notifier)
{
    int offset = notifier->config->utc_offset;

    if (office_rehearses(notifier->clock))
        return (struct notice_moment){notifier->clock->as_of, MINUTES_OF_DAY - 1};
    msec now = clock_wall();
    return (struct notice_moment){clock_date(now, offset), (int)((now / MINUTE + offset) % MINUTES_OF_DAY)};
}

void notifier_start(struct notifier *notifier, uv_loop_t *loop, const struct config *config,
                    const struct policy *policy, const char *conninfo, const struct office_clock *clock)
{
    notifier->loop = loop;
    notifier->config = config;
    notifier->policy = policy;
    notifier->conninfo = conninfo;
    notifier->clock = clock;
    notifier->looked_on = notifier->checked_on = DATE_NONE;
    atomic_init(&notifier->enough, false);
    uv_timer_init(loop, &notifier->timer);
    notifier->timer.data = notifier;
    uv_async_init(loop, &notifier->ended, on_ended);
    notifier->ended.data = notifier;
    rest(notifier, 0);
}

void notifier_when_free(struct notifier *notifier, void (*then)(struct notifier *notifier))
{
    notifier->held = true;
    atomic_store(&notifier->enough, true);
    if (notifier->state == NOTIFIER_RUNNING)
        notifier->then = then;
    else
        then(notifier);
}

void notifier_reload(struct notifier *notifier, const struct config *config, const struct policy *policy)
{
    notifier->config = config;
    notifier->policy = policy;
    notifier->held = false;
    notifier->delay = 0;
    atomic_store(&notifier->enough, false);
    rest(notifier, 0);
}

void notifier_wake(struct notifier *notifier)
{
    if (notifier->state == NOTIFIER_RESTING && !notifier->held && notifier->delay == 0)
        rest(notifier, 0);
}

bool notifier_is_settled(const struct notifier *notifier)
{
    return !notifier->config->notice.enabled ||
           (notifier->state == NOTIFIER_RESTING && notifier->looked_on == moment_now(notifier).day);
}

void notifier_stop(struct notifier *notifier, void (*on_stopped)(struct notifier *notifier))
{
    notifier->stopping = true;
    notifier->on_stopped = on_stopped;
    atomic_store(&notifier->enough, true);
    if (notifier->state == NOTIFIER_RESTING)
        finish(notifier);
}

static void finish(struct notifier *notifier)
{
    notifier->state = NOTIFIER_STOPPED;
    notifier->closing = 2;
    uv_close((uv_handle_t *)&notifier->timer, on_closed);
    uv_close((uv_handle_t *)&notifier->ended, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
    struct notifier *notifier = handle->data;

    if (--notifier->closing > 0)
        return;
    buf_free(&notifier->trouble);
    if (notifier->on_stopped != NULL)
        notifier->on_stopped(notifier);
}

/* A timer that fires while the notifier is held does nothing; notifier_reload() starts it again. */
static void rest(struct notifier *notifier, msec wait)
{
    notifier->state = NOTIFIER_RESTING;
    uv_timer_start(&notifier->timer, on_timer, (uint64_t)wait, /* once */ 0);
}

static void on_timer(uv_timer_t *timer)
{
    struct notifier *notifier = timer->data;
    msec poll = notifier->config->poll_interval;

    if (notifier->held || !notifier->config->notice.enabled)
        return;
    if (notifier->may_run(notifier))
        begin(notifier);
    else
        rest(notifier, poll < ASK_AGAIN ? poll : ASK_AGAIN);
}

static void begin(struct notifier *notifier)
{
    const struct notice_config *notice = &notifier->config->notice;
    struct notice_moment now = moment_now(notifier);

    notifier->order = (struct notice_run_order){
        .config = notifier->config,
        .policy = notifier->policy,
        .conninfo = notifier->conninfo,
        .now = now,
        .corrections = notice->corrections && now.minute >= notice->at && now.day != notifier->checked_on,
        .enough = &notifier->enough};
    notifier->state = NOTIFIER_RUNNING;
    int failed = uv_thread_create(&notifier->thread, on_thread, notifier);
    if (failed != 0) {
        log_error_of(JOURNAL_NOTICE_FAILS, "notices cannot be sent: no thread; it is tried again", "reason",
                     uv_strerror(failed));
        rest(notifier, LONGEST_DELAY);
    }
}

static void on_thread(void *arg)
{
    struct notifier *notifier = arg;

    notice_run(&notifier->order, &notifier->run);
    mem_give_back();
    uv_async_send(&notifier->ended);
}

static msec moment_ms(struct notice_moment moment)
{
    return ((msec)moment.day * MINUTES_OF_DAY + moment.minute) * MINUTE;
}

static msec wait_after(const struct notifier *notifier)
{
    msec wait = moment_ms(notifier->run.next) - moment_ms(moment_now(notifier));

    if (notifier->delay > 0)
        return notifier->delay;
    if (office_rehearses(notifier->clock) || wait > LOOK_AGAIN)
        return LOOK_AGAIN;
    return wait > MINUTE ? wait : MINUTE;
}

static void make_trouble(struct buf *out, const struct notice_run *run)
{
    if (run->err.code != ERR_NONE)
        buf_printf(out, "%s\n", run->err.text);
    for (size_t i = 0; i < run->count; i++)
        if (run->list[i].err.code != ERR_NONE)
            buf_printf(out, "%s: %s\n", run->list[i].unit, run->list[i].err.text);
}

static void say_trouble(const struct notifier *notifier)
{
    const struct notice_run *run = &notifier->run;
    char wait[24];

    snprintf(wait, sizeof wait, "%" PRId64, notifier->delay / 1000);
    if (run->err.code != ERR_NONE) {
        log_error_of(JOURNAL_NOTICE_FAILS, "notices cannot be sent; it is tried again", "reason",
                     run->err.text, "in_seconds", wait);
        return;
    }
    for (size_t i = 0; i < run->count; i++)
        if (run->list[i].err.code != ERR_NONE)
            log_error_of(JOURNAL_NOTICE_FAILS, "a notice could not be sent; it is tried again", "unit",
                         run->list[i].unit, "reason", run->list[i].err.text, "in_seconds", wait);
}

/* Said when it is new, and when it is over. */
static void settle(struct notifier *notifier)
{
    struct buf trouble = {0};

    make_trouble(&trouble, &notifier->run);
    if (trouble.length == 0) {
        if (notifier->trouble.length > 0)
            log_notice("notices can be sent again");
        notifier->delay = 0;
        if (notifier->run.count == 0)
            log_debug("no notice is due");
        if (!notifier->run.cut_short && notifier->order.corrections)
            notifier->checked_on = notifier->order.now.day;
    } else {
        notifier->delay = notifier->delay == 0 ? FIRST_DELAY : notifier->delay * 2;
        if (notifier->delay > LONGEST_DELAY)
            notifier->delay = LONGEST_DELAY;
        if (strcmp(buf_text(&trouble), buf_text(&notifier->trouble)) != 0)
            say_trouble(notifier);
    }
    buf_free(&notifier->trouble);
    notifier->trouble = trouble;
}

static void on_ended(uv_async_t *ended)
{
    struct notifier *notifier = ended->data;
    size_t messages = 0;

    uv_thread_join(&notifier->thread);
    for (size_t i = 0; i < notifier->run.count; i++) {
        messages += notifier->run.list[i].sent.messages;
        say_outcome(&notifier->run.list[i]);
    }
    settle(notifier);
    if (!notifier->run.cut_short)
        notifier->looked_on = notifier->order.now.day;
    msec wait = wait_after(notifier);
    notice_run_done(&notifier->run);
    if (messages > 0)
        notifier->on_sent(notifier);
    if (notifier->stopping) {
        finish(notifier);
        return;
    }
    rest(notifier, wait);
    if (notifier->then != NULL) {
        void (*then)(struct notifier *) = notifier->then;
        notifier->then = NULL;
        then(notifier);
    }
}

static void say_outcome(const struct notice_outcome *outcome)
{
    const struct notice_sent *sent = &outcome->sent;
    char period[32], id[24], version[16], messages[24];

    if (outcome->err.code != ERR_NONE)
        return;
    snprintf(period, sizeof period, "%04d-%02d", outcome->month.year, outcome->month.month);
    snprintf(id, sizeof id, "%" PRId64, sent->id);
    snprintf(version, sizeof version, "%d", sent->version);
    snprintf(messages, sizeof messages, "%zu", sent->messages);
    log_notice_of(JOURNAL_NOTICE_SENT,
                  sent->result == NOTICE_SENT_CORRECTION ? "a notice has been corrected"
                                                         : "a notice has been sent",
                  "unit", sent->unit, "period", period, "notice", id, "version", version, "late",
                  sent->late ? "true" : NULL, "messages", messages, "score",
                  sent->no_score.code != ERR_NONE ? sent->no_score.text : NULL);
}
