/* Of gathered cities, and of whoever takes this ledger; nothing where there is neither. */
#include <inttypes.h>
#include <string.h>

#include "cli/check.h"
#include "db/store_cities.h"

static void say_city(struct check *check, const struct city *city)
{
    bool works = strcmp(city->state, "works") == 0, fails = strcmp(city->state, "fails") == 0;

    if (works || strcmp(city->state, "copies") == 0)
        check_say(check, CHECK_OK, "city %s: %s", city->name, city->state);
    else if (city->behind < 0)
        check_say(check, fails ? CHECK_FAILED : CHECK_WARNING,
                  "city %s: %s since %s, and was not followed yet%s", city->name, city->state, city->since,
                  fails ? "; the database server's log says why" : "");
    else
        check_say(check, fails ? CHECK_FAILED : CHECK_WARNING,
                  "city %s: %s since %s, %" PRId64 " seconds behind%s", city->name, city->state, city->since,
                  city->behind, fails ? "; the database server's log says why" : "");
}

void check_cities(struct check *check, struct db_session *session)
{
    struct arena arena = {0};
    struct cities_known known = {0};
    struct err err = {0};

    if (!store_cities_read(session, /* search */ false, &arena, &known, &err))
        check_say(check, CHECK_FAILED, "cities: %s", err.text);
    for (size_t i = 0; i < known.city_count; i++)
        say_city(check, &known.cities[i]);
    for (size_t i = 0; i < known.orphan_count; i++)
        check_say(check, CHECK_WARNING, "ledger: %" PRId64 " rows of %s lack %s: %s", known.orphans[i].total,
                  known.orphans[i].table, known.orphans[i].lacks,
                  check->for_others ? "(not named)" : known.orphans[i].examples);
    for (size_t i = 0; i < known.taker_count; i++) {
        const struct city_taker *taker = &known.takers[i];
        bool well = taker->connected && strcmp(taker->wal_state, "lost") != 0;
        check_say(check, well ? CHECK_OK : CHECK_WARNING,
                  "taken by %s: %s, %" PRId64 " bytes of WAL are kept for it (%s)", taker->name,
                  taker->connected ? "connected" : "away", taker->kept_bytes, taker->wal_state);
    }
    arena_free(&arena);
}
