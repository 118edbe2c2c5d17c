#include "app/rehearsal.h"

#include "base/log.h"

enum { ASK_AGAIN = 20 }; /* whether a day that is over is done */

static void on_timer(uv_timer_t *timer);

static date last_day(const struct rehearsal *rehearsal)
{
    date today = clock_date(clock_wall(), rehearsal->config->utc_offset), until = rehearsal->settings.until;

    return until != DATE_NONE && until < today ? until : today;
}

void rehearsal_start(struct rehearsal *rehearsal, uv_loop_t *loop, struct office_clock *clock,
                     const struct config *config, const struct rehearsal_settings *settings)
{
    rehearsal->clock = clock;
    rehearsal->config = config;
    rehearsal->settings = *settings;
    clock->as_of = settings->from;
    uv_timer_init(loop, &rehearsal->timer);
    rehearsal->timer.data = rehearsal;
    if (settings->day > 0)
        uv_timer_start(&rehearsal->timer, on_timer, (uint64_t)settings->day, 0);
}

static void on_timer(uv_timer_t *timer)
{
    struct rehearsal *rehearsal = timer->data;
    struct office_clock *clock = rehearsal->clock;
    char day[DATE_TEXT];

    if (clock->as_of >= last_day(rehearsal)) {
        log_notice("the rehearsal has come to its last day; its clock stands", "day",
                   date_format(clock->as_of, day));
        return;
    }
    if (!rehearsal->may_go_on(rehearsal)) {
        uv_timer_start(timer, on_timer, ASK_AGAIN, 0);
        return;
    }
    clock->as_of++;
    log_debug("a day of the rehearsal begins", "day", date_format(clock->as_of, day));
    rehearsal->on_day(rehearsal);
    uv_timer_start(timer, on_timer, (uint64_t)rehearsal->settings.day, 0);
}
