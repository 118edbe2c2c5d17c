/* A made-up department for tests of the daemon, and the proof that nothing was missed.
 *
 * Its clock stands on DEPARTMENT_DAY, so June is the last closed month. Every project has a budget of one
 * million for 2025 and has spent, and reported in June, what half a year would have: nothing deviates.
 * Twenty projects are a unit.
 *
 * Used by #include "../support/department.c", after process.c. */
#ifndef SUPPORT_DEPARTMENT_H
#define SUPPORT_DEPARTMENT_H

#include "process.h"

#define DEPARTMENT_DAY "2025-07-15"

/* A database of this name with the schema and so many projects, numbered from 1. */
void department_create(const struct cluster *cluster, const char *name, int projects,
                       struct cluster *ret_database);

/* Run a statement made like by printf; fails the test unless it works. Returns its first value (static). */
const char *department_sql(const struct cluster *database, const char *sql, ...)
    __attribute__((format(printf, 2, 3)));

/* Projects `first` to `last` turn out to have spent next to nothing: each is then red in execution.pace,
 * and one event. One transaction. */
void department_turn_red(const struct cluster *database, int first, int last);

/* Start the daemon with a configuration file. */
void department_watch(struct process *daemon, const struct cluster *database, const char *config);

/* The daemon is stopped (a process of none is fine), everything it knows is forgotten, and another one
 * looks at the ledger as if for the first time: what stands then must be exactly what stood before. A copy
 * of the events that there were is left in the table `events_before`. */
void department_prove(const struct cluster *cluster, const struct cluster *database, struct process *daemon);

/* How many lines hold the text, of all that the daemon has said so far. */
int department_said(const struct process *daemon, const char *text);
/* Wait until it has said this so many times. */
void department_wait_said(struct process *daemon, const char *text, int times, int seconds,
                          const char *sentence);

#endif
