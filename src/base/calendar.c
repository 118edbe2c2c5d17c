#include "base/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { DAYS_THAT_MAKE_A_YEAR_KNOWN = 3 };

/* Index of the first entry not before `day`. */
static size_t position(const struct calendar *calendar, date day)
{
    size_t low = 0, high = calendar->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->days[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void calendar_init_official(struct calendar *calendar)
{
    *calendar = (struct calendar){0};
    for (size_t i = 0; i < calendar_official_count; i++)
        calendar_set(calendar, calendar_official_days[i].day, calendar_official_days[i].off);
}

void calendar_set(struct calendar *calendar, date day, bool off)
{
    size_t at = position(calendar, day);

    if (at == calendar->count || calendar->days[at].day != day) {
        calendar->days =
            mem_room(calendar->days, calendar->count, &calendar->capacity, sizeof *calendar->days);
        memmove(calendar->days + at + 1, calendar->days + at,
                (calendar->count - at) * sizeof *calendar->days);
        calendar->count++;
    }
    calendar->days[at] = (struct calendar_day){.day = day, .off = off};
}

void calendar_done(struct calendar *calendar)
{
    free(calendar->days);
    *calendar = (struct calendar){0};
}

bool calendar_knows(const struct calendar *calendar, int year)
{
    size_t first = position(calendar, date_of(year, 1, 1));
    size_t end = position(calendar, date_of(year + 1, 1, 1));

    return end - first >= DAYS_THAT_MAKE_A_YEAR_KNOWN;
}

bool calendar_is_workday(const struct calendar *calendar, date day)
{
    size_t at = position(calendar, day);

    if (at < calendar->count && calendar->days[at].day == day)
        return !calendar->days[at].off;
    return date_weekday(day) < 5;
}

int calendar_workdays(const struct calendar *calendar, date after, date until)
{
    int count = 0;

    for (date day = after + 1; day <= until && day > after; day++)
        count += calendar_is_workday(calendar, day) ? 1 : 0;
    return count;
}

date calendar_workday_after(const struct calendar *calendar, date day, int n)
{
    while (n > 0) {
        day++;
        n -= calendar_is_workday(calendar, day) ? 1 : 0;
    }
    return day;
}
