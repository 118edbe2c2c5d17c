/* One row of the matrix for each disturbance, and the verdict over all of them.
 *
 * A trial changes the project "A" and its number and nothing else that deviates: so each event, message and
 * request belongs to one trial. Used by #include "trials.c", after arrivals.c. */
#ifndef CRASH_TRIALS_H
#define CRASH_TRIALS_H

#include <stdbool.h>
#include <stddef.h>

#include "../support/arrivals.h"
#include "points.h"

enum { TRIALS_MAX = 480, TRIALS_MAX_SHORT = 160, TRIALS_CHANNELS = 4 };

struct trial {
    const struct point *point;
    const char *mode; /* "kill", "stop", "restart", "crash" */
    int depth;        /* the how many-th time that the point was passed */
    const char *outcome;
    bool ended;   /* as it should */
    int expected; /* events */

    /* Counted at the end. */
    int events, messages; /* each event is told to TRIALS_CHANNELS channels, a message each */
    size_t requests, duplicates;
    int lost;    /* messages of it that were never formed, or never arrived */
    int untrue;  /* events for a state that never was; requests under an id that nobody knows */
    int changed; /* messages of which two bodies came under one id */
};

static struct trials {
    struct trial list[TRIALS_MAX]; /* from 1 on; 0 is for what belongs to none */
    int count, most;
} trials;

void trials_begin(int most);
struct trial *trials_new(const struct point *point, const char *mode, int depth);
int trials_expected(void); /* events of all trials */

/* Counts what became of them, prints the table and its total. `arrivals`, ending with NULL, are those of the
 * channels whose requests count. Returns how many trials do not hold. */
int trials_judge(const struct cluster *database, const struct arrivals *const arrivals[]);

#endif
