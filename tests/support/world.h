/* What is asked of the case at hand: of a `static struct world world` with a `database` and a `daemon`. After
 * that, and after department.c. */
#ifndef SUPPORT_WORLD_H
#define SUPPORT_WORLD_H

#include "department.h"

/* Until the query gives true. */
static inline void until(const char *sql, const char *sentence)
{
    wait_until(&world.daemon, &world.database, sql, 60, sentence);
}

static inline void until_all_have_ended(int messages)
{
    char sql[256];

    snprintf(sql, sizeof sql,
             "SELECT count(*) = %d AND bool_and(state IN ('delivered', 'dead')) FROM messages", messages);
    until(sql, "every message is delivered or given up");
}

static inline void expect(const char *sql, const char *value)
{
    assert_string_equal(department_sql(&world.database, "%s", sql), value);
}

/* With this configuration file, and until it has nothing left to do. */
static inline void watch_with(const char *config)
{
    department_watch(&world.daemon, &world.database, config);
    wait_for_rest(&world.daemon, &world.database, DEPARTMENT_DAY);
}

#endif
