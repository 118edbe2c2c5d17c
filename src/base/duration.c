#include "base/duration.h"

#include <stdio.h>
#include <string.h>

static const struct duration_unit {
    const char *name;
    int64_t length;
} duration_units[] = {{"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}};

enum { DURATION_UNITS = sizeof duration_units / sizeof duration_units[0], DURATION_DIGITS = 9 };

const char *duration_format(int64_t duration, char text[static DURATION_TEXT])
{
    for (size_t i = 0; i < DURATION_UNITS; i++)
        if (duration % duration_units[i].length == 0 && (duration > 0 || i == DURATION_UNITS - 2)) {
            snprintf(text, DURATION_TEXT, "%lld%s", (long long)(duration / duration_units[i].length),
                     duration_units[i].name);
            break;
        }
    return text;
}

/* Nine digits of hours still fit; no bound in the table is anywhere near. */
bool duration_parse(const char *text, int64_t *ret_duration)
{
    size_t digits = strspn(text, "0123456789");
    int64_t number = 0;

    if (digits == 0 || digits > DURATION_DIGITS)
        return false;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    for (size_t i = 0; i < DURATION_UNITS; i++)
        if (strcmp(text + digits, duration_units[i].name) == 0) {
            *ret_duration = number * duration_units[i].length;
            return true;
        }
    return false;
}
