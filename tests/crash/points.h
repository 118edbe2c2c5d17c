/* Every point at which the daemon can be killed or stopped: what the matrix walks.
 *
 * Nothing is listed twice. Statements of scripts are taken from the scripts, those of the dispatcher from the
 * files below sql/statements, and what is no statement from base/fault.h: a statement that is added to one of
 * them is in the matrix by itself, and where the trial does not come to it, the matrix fails. */
#ifndef CRASH_POINTS_H
#define CRASH_POINTS_H

#include <stdbool.h>
#include <stddef.h>

struct point {
    const char *moment, *name;
    int passes; /* of an undisturbed life */
    bool brief; /* one of those that a short run is content with */
};

struct points {
    struct point list[512];
    size_t count;
};

void points_make(struct points *points);
/* NULL: the matrix does not have it. */
struct point *points_find(struct points *points, const char *moment, const char *name);

#endif
