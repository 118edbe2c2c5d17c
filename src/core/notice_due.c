#include "core/notice_due.h"

#include "core/facts.h"

date notice_due_on(const struct notice_rhythm *rhythm, struct notice_month month)
{
    return calendar_workday_after(rhythm->calendar, date_month_end(month.year, month.month), rhythm->workday);
}

bool notice_is_due(const struct notice_rhythm *rhythm, struct notice_month month, struct notice_moment now)
{
    date due = notice_due_on(rhythm, month);

    return now.day > due || (now.day == due && now.minute >= rhythm->at);
}

bool notice_is_late(const struct notice_rhythm *rhythm, struct notice_month month, date today)
{
    return today > notice_due_on(rhythm, month);
}

struct notice_month notice_month_after(struct notice_month month)
{
    return month.month < MONTHS ? (struct notice_month){month.year, month.month + 1}
                                : (struct notice_month){month.year + 1, 1};
}

static struct notice_month month_before(struct notice_month month)
{
    return month.month > 1 ? (struct notice_month){month.year, month.month - 1}
                           : (struct notice_month){month.year - 1, MONTHS};
}

/* Of this month it is never due, and with 20 working days and the longest holidays it is within two. */
struct notice_month notice_latest_due(const struct notice_rhythm *rhythm, struct notice_moment now)
{
    struct notice_month month = {date_year(now.day), date_month(now.day)};

    while (!notice_is_due(rhythm, month, now))
        month = month_before(month);
    return month;
}

bool notice_next_due(const struct notice_rhythm *rhythm, struct notice_month last, struct notice_moment now,
                     struct notice_month *ret_month)
{
    struct notice_month next = last.year != 0 ? notice_month_after(last) : notice_latest_due(rhythm, now);

    if (!notice_is_due(rhythm, next, now))
        return false;
    *ret_month = next;
    return true;
}

struct notice_moment notice_next_look(const struct notice_rhythm *rhythm, struct notice_moment now)
{
    return (struct notice_moment){now.minute < rhythm->at ? now.day : now.day + 1, rhythm->at};
}
