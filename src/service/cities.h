/* Looks after the cities whose ledgers this database gathers: says once in the log what becomes of each, and
 * looks once a day, when the nightly proof is due, for rows that refer to nothing.
 *
 *   RESTING --timer, if this daemon leads--> CONNECTING --> LOOKING --> CLOSING --> RESTING
 *      |                                         |             |           |
 *      +--------------- stop --------------------+-------------+-----------+--> STOPPED
 *
 * On a connection of its own, opened for each look: the search reads the whole ledger, and the evaluation is
 * not to wait for it. Where there are no cities it looks rarely. A look that fails is made again at its next
 * time; that is said once, and once that it is over. */
#ifndef SERVICE_CITIES_H
#define SERVICE_CITIES_H

#include "config/config.h"
#include "db/store_cities.h"
#include "service/office_clock.h"

struct cities {
    void *owner; /* the caller's own */
    /* Whether this is the daemon to do it: asked before each look. */
    bool (*may_look)(struct cities *cities);

    /* Private. */
    enum cities_state {
        CITIES_RESTING,
        CITIES_CONNECTING,
        CITIES_LOOKING,
        CITIES_CLOSING,
        CITIES_STOPPED
    } state;
    const struct config *config;
    const struct office_clock *clock;
    uv_timer_t timer;
    struct db_conn conn;
    struct db_script script;
    struct cities_look look;
    date searched_on; /* the day of the last search; DATE_NONE: none yet */
    bool troubled;    /* the last look failed, which was said */
    bool stopping;
    void (*on_stopped)(struct cities *cities);
};

/* `config` (whose content may change under it), `conninfo` and `clock` are borrowed. */
void cities_start(struct cities *cities, uv_loop_t *loop, const struct config *config, const char *conninfo,
                  const struct office_clock *clock);

/* A look under way is cut short. `on_stopped` once, later. */
void cities_stop(struct cities *cities, void (*on_stopped)(struct cities *cities));

#endif
