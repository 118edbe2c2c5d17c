#include "service/cities.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

enum {
    MINUTE = 60 * 1000,
    LOOK_AGAIN = MINUTE / 2,
    NOBODY_AGAIN = 10 * MINUTE, /* a first subscription may have been made */
    ASK_AGAIN = 5 * 1000,       /* whether this daemon leads */
    SEARCH_TIMEOUT = 30 * MINUTE
};

static void rest(struct cities *cities, msec wait);
static void on_timer(uv_timer_t *timer);
static void begin(struct cities *cities);
static void on_opened(struct db_conn *conn, bool ok);
static void on_looked(struct db_script *script);
static void settle(struct cities *cities, const struct err *err);
static void on_closed(struct db_conn *conn);
static void on_stop_closed(uv_handle_t *handle);

void cities_start(struct cities *cities, uv_loop_t *loop, const struct config *config, const char *conninfo,
                  const struct office_clock *clock)
{
    const struct db_settings settings = {.conninfo = conninfo,
                                         .application_name = "budgetwatch cities",
                                         .connect_timeout = config->connect_timeout,
                                         .statement_timeout = SEARCH_TIMEOUT};

    cities->config = config;
    cities->clock = clock;
    cities->searched_on = DATE_NONE;
    db_conn_init(&cities->conn, loop, &settings);
    cities->conn.owner = cities;
    cities->script.owner = cities;
    uv_timer_init(loop, &cities->timer);
    cities->timer.data = cities;
    rest(cities, 0);
}

void cities_stop(struct cities *cities, void (*on_stopped)(struct cities *cities))
{
    cities->stopping = true;
    cities->on_stopped = on_stopped;
    uv_timer_stop(&cities->timer);
    /* What is under way hears of it, and then this does. */
    if (cities->state != CITIES_CLOSING)
        db_conn_close(&cities->conn, on_closed);
    cities->state = CITIES_CLOSING;
}

static void rest(struct cities *cities, msec wait)
{
    cities->state = CITIES_RESTING;
    uv_timer_start(&cities->timer, on_timer, (uint64_t)wait, /* once */ 0);
}

static void on_timer(uv_timer_t *timer)
{
    struct cities *cities = timer->data;

    if (cities->may_look(cities))
        begin(cities);
    else
        rest(cities, ASK_AGAIN);
}

static date today(const struct cities *cities)
{
    return office_today(cities->clock, cities->config);
}

/* At the hour of the nightly proof, and once after a start. */
static bool search_is_due(const struct cities *cities)
{
    msec minute = (clock_wall() / MINUTE + cities->config->utc_offset) % (24 * 60);

    return cities->searched_on == DATE_NONE ||
           (cities->searched_on != today(cities) && minute >= cities->config->nightly_proof);
}

static void begin(struct cities *cities)
{
    cities->state = CITIES_CONNECTING;
    if (!db_conn_open(&cities->conn, on_opened))
        rest(cities, LOOK_AGAIN);
}

static void say_city(void *owner, const char *name, const char *state, const char *was, const char *since)
{
    (void)owner;
    if (state == NULL) {
        log_notice("a city is no longer gathered: its subscription is gone; its rows stay as they are",
                   "city", name);
        return;
    }
    if (was != NULL && strcmp(state, was) == 0)
        return;
    if (strcmp(state, "fails") == 0)
        log_error_of(
            JOURNAL_CITY_FAILS,
            "what a city sends cannot be applied; PostgreSQL tries again and again, and its own log says "
            "why; until then the city stays as it was",
            "city", name, "since", since);
    else if (strcmp(state, "away") == 0)
        log_warning_of(JOURNAL_CITY_FAILS,
                       "nothing is heard of a city; it stays as it was until it is there again", "city", name,
                       "since", since);
    else if (strcmp(state, "disabled") == 0)
        log_warning_of(JOURNAL_CITY_FAILS, "a city's subscription is disabled; it stays as it was", "city",
                       name, "since", since);
    else if (strcmp(state, "copies") == 0)
        log_notice("a city's tables are being copied", "city", name);
    else
        log_notice_of(JOURNAL_CITY_WORKS, "a city is followed", "city", name, "was", was);
}

static void say_orphans(void *owner, const char *table, const char *lacks, int64_t total,
                        const char *examples, bool news)
{
    char rows[24];

    (void)owner;
    snprintf(rows, sizeof rows, "%" PRId64, total);
    if (!news)
        return;
    if (total == 0)
        log_notice("no row refers to nothing there any more", "table", table, "lacked", lacks);
    else
        log_error_of(
            JOURNAL_ORPHANS,
            "rows that came from a city refer to nothing; what hangs on them stands under no unit or "
            "is not evaluated, until it is mended there",
            "table", table, "lacks", lacks, "rows", rows, "first", examples);
}

static void on_opened(struct db_conn *conn, bool ok)
{
    struct cities *cities = conn->owner;
    const struct db_section section = {cities_look_steps, &cities->look};

    if (cities->stopping)
        return; /* cities_stop() has begun to close */
    if (!ok) {
        settle(cities, &conn->err);
        rest(cities, LOOK_AGAIN);
        return;
    }
    cities->state = CITIES_LOOKING;
    cities->look = (struct cities_look){
        .owner = cities, .search = search_is_due(cities), .on_city = say_city, .on_orphans = say_orphans};
    if (!db_script_start(&cities->script, conn, &section, 1, on_looked)) {
        settle(cities, &cities->script.err);
        cities->state = CITIES_CLOSING;
        db_conn_close(conn, on_closed);
    }
}

static void on_looked(struct db_script *script)
{
    struct cities *cities = script->owner;

    if (cities->stopping)
        return;
    settle(cities, &script->err);
    if (script->err.code == ERR_NONE && cities->look.search)
        cities->searched_on = today(cities);
    cities->state = CITIES_CLOSING;
    db_conn_close(&cities->conn, on_closed);
}

static void settle(struct cities *cities, const struct err *err)
{
    if (err->code != ERR_NONE && !cities->troubled)
        log_error("the cities cannot be looked at; it is tried again", "reason", err->text);
    else if (err->code == ERR_NONE && cities->troubled)
        log_notice("the cities can be looked at again");
    cities->troubled = err->code != ERR_NONE;
}

static void on_closed(struct db_conn *conn)
{
    struct cities *cities = conn->owner;

    if (!cities->stopping) {
        rest(cities, cities->look.cities > 0 || cities->troubled ? LOOK_AGAIN : NOBODY_AGAIN);
        return;
    }
    cities->state = CITIES_STOPPED;
    uv_close((uv_handle_t *)&cities->timer, on_stop_closed);
}

static void on_stop_closed(uv_handle_t *handle)
{
    struct cities *cities = handle->data;

    if (cities->on_stopped != NULL)
        cities->on_stopped(cities);
}
