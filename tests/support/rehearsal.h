/* A made-up department for tests of the daemon, and the proof that nothing was missed.
 *
 * Its clock stands on REHEARSAL_DAY, so June is the last closed month. Every project has a budget of one
 * million for 2025 and has spent, and reported in June, what half a year would have: nothing deviates.
 * Twenty projects are a unit.
 *
 * Used by #include "../support/rehearsal.c", after process.c. */
#ifndef SUPPORT_REHEARSAL_H
#define SUPPORT_REHEARSAL_H

#include "process.h"

#define REHEARSAL_DAY "2025-07-15"

/* A database of this name with the schema and so many projects, numbered from 1. */
void rehearsal_create(const struct cluster *cluster, const char *name, int projects,
                      struct cluster *ret_database);

/* Run a statement made like by printf; fails the test unless it works. Returns its first value (static). */
const char *rehearsal_sql(const struct cluster *database, const char *sql, ...)
    __attribute__((format(printf, 2, 3)));

/* Projects `first` to `last` turn out to have spent next to nothing: each is then red in execution.pace,
 * and one event. One transaction. */
void rehearsal_turn_red(const struct cluster *database, int first, int last);

/* The daemon, with a configuration of cluster_file()'s folder. */
void rehearsal_start(struct process *process, const struct cluster *database, const char *config);

/* The daemon is stopped, everything it knows is forgotten, and another one looks at the ledger as if for
 * the first time: what stands then must be exactly what stood before. A copy of the events that there were
 * is left in the table `events_before`. */
void rehearsal_prove(const struct cluster *cluster, const struct cluster *database, struct process *process);

/* How many lines of a log hold the text. The log is freed. */
int rehearsal_lines(char *log, const char *text);
/* ... of what the daemon said so far. */
int rehearsal_said(const struct process *process, const char *text);
/* Waits until it has said this so many times. */
void rehearsal_wait_said(struct process *process, const char *text, int times, int seconds,
                         const char *sentence);

#endif
