#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static msec read_clock(clockid_t which)
{
    struct timespec now;

    clock_gettime(which, &now);
    return (msec)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

msec clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

msec clock_wall(void)
{
    return read_clock(CLOCK_REALTIME);
}

date clock_date(msec wall, int utc_offset_minutes)
{
    const msec day = 24 * 60 * 60 * 1000;
    msec local = wall + (msec)utc_offset_minutes * 60 * 1000;
    msec days = local / day;

    return (date)(local % day < 0 ? days - 1 : days);
}

const char *clock_format(msec wall, char text[static CLOCK_TEXT])
{
    time_t seconds = (time_t)(wall / 1000);
    struct tm parts;
    char stamp[CLOCK_TEXT - 8];

    gmtime_r(&seconds, &parts);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text, CLOCK_TEXT, "%s.%03dZ", stamp, (int)(wall % 1000));
    return text;
}

/* `size` digits, below `bound`. */
static bool parse_part(const char *text, int size, int bound, int *ret_part)
{
    int part = 0;

    for (int i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        part = part * 10 + (text[i] - '0');
    }
    *ret_part = part;
    return part < bound;
}

bool clock_parse(const char *text, msec *ret_wall)
{
    enum { DAY = 10, WHOLE = 20, EXACT = 24 };
    size_t length = strlen(text);
    int hour, minute, second, part = 0;
    date day;

    if ((length != WHOLE && length != EXACT) || text[length - 1] != 'Z' || !date_parse(text, DAY, &day) ||
        text[DAY] != 'T' || text[13] != ':' || text[16] != ':' || !parse_part(text + 11, 2, 24, &hour) ||
        !parse_part(text + 14, 2, 60, &minute) || !parse_part(text + 17, 2, 60, &second))
        return false;
    if (length == EXACT && (text[19] != '.' || !parse_part(text + 20, 3, 1000, &part)))
        return false;
    *ret_wall = ((((msec)day * 24 + hour) * 60 + minute) * 60 + second) * 1000 + part;
    return true;
}

uint32_t clock_jitter(uint32_t bound)
{
    uint32_t value = 0;

    if (bound == 0)
        return 0;
    if (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value)
        value = (uint32_t)clock_monotonic();
    return value % bound;
}
