/* What a central database knows of the cities whose ledgers it gathers, and what a city knows of who takes
 * its ledger. See sql/migrations/0020_cities.sql. */
#ifndef DB_STORE_CITIES_H
#define DB_STORE_CITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "db/script.h"

/* A subscription. */
struct city {
    const char *name;
    const char *state; /* works, copies, disabled, fails, away */
    const char *since; /* RFC 3339 */
    int64_t errors;    /* PostgreSQL has counted */
    int64_t behind;    /* seconds since the moment up to which it is followed; -1: it is not yet */
};

/* A replication slot. */
struct city_taker {
    const char *name;
    bool connected;
    int64_t kept_bytes;    /* of WAL, for it */
    const char *wal_state; /* reserved, extended, unreserved, lost */
};

/* Rows of one table that lack the same. */
struct city_orphans {
    const char *table, *lacks;
    int64_t total;
    const char *examples; /* with commas between them */
    const char *since;    /* RFC 3339; "": not known before */
};

struct cities_known {
    struct city *cities;
    size_t city_count;
    struct city_taker *takers;
    size_t taker_count;
    struct city_orphans *orphans;
    size_t orphan_count;
};

/* Everything in `ret_known` lives in `arena`. `search`: look for orphans now, which reads the whole ledger;
 * else what the daemon found last. */
MUST_CHECK bool store_cities_read(struct db_session *session, bool search, struct arena *arena,
                                  struct cities_known *ret_known, struct err *err);

/* Publishes this ledger. `taker` NULL: nobody is given rights. `*ret_logical` is false where the server's
 * wal_level does not do. */
MUST_CHECK bool store_cities_publish(struct db_session *session, const char *taker, bool *ret_logical,
                                     struct err *err);

/* `parent` NULL: the unit is no longer adopted. */
MUST_CHECK bool store_cities_adopt(struct db_session *session, const char *unit, const char *parent,
                                   bool *ret_there, struct err *err);

/* Deletes the unit with all below it and their facts. */
MUST_CHECK bool store_cities_forget(struct db_session *session, const char *unit, int64_t *ret_rows,
                                    struct err *err);

/* For the daemon: look at the cities, then (if `search`) for orphans, and put down what is seen. Each row is
 * handed on as it is; the texts live until the call returns. */
struct cities_look {
    /* Given. */
    void *owner;
    bool search;
    /* `state` NULL: its subscription is gone; `was` NULL: it is new. */
    void (*on_city)(void *owner, const char *name, const char *state, const char *was, const char *since);
    /* `total` 0: none any more. */
    void (*on_orphans)(void *owner, const char *table, const char *lacks, int64_t total, const char *examples,
                       bool news);

    /* Made. */
    size_t cities;
};

extern const struct db_step cities_look_steps[];

#endif
