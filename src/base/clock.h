/* Time at the edge. Nothing in core calls this: core is told what time it is. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

typedef int64_t msec; /* milliseconds, a length or a moment */

msec clock_monotonic(void); /* for deadlines; has no date */
msec clock_wall(void);      /* since 1970-01-01 UTC */

/* The civil date at `wall` where the office is; offset in minutes east of UTC. */
date clock_date(msec wall, int utc_offset_minutes);

enum { CLOCK_TEXT = 32 };
/* RFC 3339 in UTC with milliseconds: "2023-07-05T01:02:03.004Z". Returns `text`. */
const char *clock_format(msec wall, char text[static CLOCK_TEXT]);
/* The other way, with milliseconds or without. False: it is no such moment. */
bool clock_parse(const char *text, msec *ret_wall);

/* A random number below `bound`, for jitter; not for secrets. */
uint32_t clock_jitter(uint32_t bound);

#endif
