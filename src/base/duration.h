/* Lengths of time as people write them: "500ms", "30s", "5m", "2h". In milliseconds. */
#ifndef BASE_DURATION_H
#define BASE_DURATION_H

#include <stdint.h>

#include "base/err.h"

enum { DURATION_TEXT = 32 };

/* The largest unit that is exact: "90s", "2h"; nothing is "0s". Returns `text`. */
const char *duration_format(int64_t duration, char text[static DURATION_TEXT]);

/* False: it is none. Nine digits at most, so that it cannot overflow. */
MUST_CHECK bool duration_parse(const char *text, int64_t *ret_duration);

#endif
