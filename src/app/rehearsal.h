/* A rehearsal's clock: it stands on a day, or goes on by itself, a day at a time.
 *
 *   STANDING                      without a length of day
 *   GOING --the day is over, and all that fell due on it is done--> GOING ... --the last day--> STANDING
 *
 * So a year can be gone through in minutes, and nothing of it is passed over: however short a day is said to
 * be, it lasts until this daemon has evaluated what there was and sent the notices that were due. While the
 * database is away, or another daemon leads, the clock stands. Delivery goes by the true clock: quiet hours,
 * quotas and pauses are about people and receivers of now. */
#ifndef APP_REHEARSAL_H
#define APP_REHEARSAL_H

#include <uv.h>

#include "service/office_clock.h"

struct rehearsal_settings {
    date from;  /* DATE_NONE: no rehearsal */
    date until; /* the last day; DATE_NONE: today */
    msec day;   /* how long a day lasts at least; 0: the clock stands */
};

struct rehearsal {
    void *owner; /* the caller's own */
    /* Whether all is done that the day asks for. */
    bool (*may_go_on)(struct rehearsal *rehearsal);
    /* The clock has moved. */
    void (*on_day)(struct rehearsal *rehearsal);

    /* Private. */
    struct office_clock *clock;
    const struct config *config;
    struct rehearsal_settings settings;
    uv_timer_t timer;
};

/* `clock` and `config` are borrowed; the clock is set. Closed by uv_close() of `timer`. */
void rehearsal_start(struct rehearsal *rehearsal, uv_loop_t *loop, struct office_clock *clock,
                     const struct config *config, const struct rehearsal_settings *settings);

#endif
