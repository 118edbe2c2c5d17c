/* The official calendar for all tests of a program: open_calendar() and close_calendar() are for
 * cmocka_run_group_tests(). */
#ifndef SUPPORT_OFFICIAL_CALENDAR_H
#define SUPPORT_OFFICIAL_CALENDAR_H

#include "base/calendar.h"

static struct calendar calendar;

static inline int open_calendar(void **state)
{
    (void)state;
    calendar_init_official(&calendar);
    return 0;
}

static inline int close_calendar(void **state)
{
    (void)state;
    calendar_done(&calendar);
    return 0;
}

#endif
