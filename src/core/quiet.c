#include "core/quiet.h"

#include <string.h>

static const msec minute = 60 * 1000, day_length = 24 * 60 * 60 * (msec)1000;

static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "workdays", "holidays"};
enum { WORKDAYS = 7, HOLIDAYS = 8, NAMES = 9, EVERY_DAY = 0x7f, DAY_MINUTES = 24 * 60 };

static bool add_day(struct quiet_span *span, const char *text, size_t length)
{
    for (int i = 0; i < NAMES; i++) {
        if (strlen(names[i]) != length || strncmp(names[i], text, length) != 0)
            continue;
        if (i == WORKDAYS)
            span->workdays = true;
        else if (i == HOLIDAYS)
            span->holidays = true;
        else
            span->weekdays |= (uint8_t)(1u << i);
        return true;
    }
    return false;
}

/* Exactly HH:MM, or 24:00. */
static bool read_time(const char *text, int *ret_minutes)
{
    for (int i = 0; i < 5; i++)
        if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
            return false;
    int minutes = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
    if (text[3] > '5' || minutes > DAY_MINUTES)
        return false;
    *ret_minutes = minutes;
    return true;
}

bool quiet_parse(const char *text, struct quiet_span *ret_span, struct err *err)
{
    struct quiet_span span = {0};
    const char *space = strchr(text, ' ');

    for (const char *at = text; space != NULL && at < space;) {
        size_t length = strcspn(at, ", ");
        if (!add_day(&span, at, length))
            return err_set(err, ERR_INPUT,
                           "expected days as in \"mon,tue 12:00-14:00\": mon ... sun, workdays, "
                           "holidays");
        at += length + 1;
    }
    if (space == NULL)
        span.weekdays = EVERY_DAY;
    const char *time = space != NULL ? space + 1 : text;
    if ((!span.weekdays && !span.workdays && !span.holidays) || strlen(time) != 11 || time[5] != '-' ||
        !read_time(time, &span.from) || span.from == DAY_MINUTES || !read_time(time + 6, &span.to))
        return err_set(err, ERR_INPUT, "expected hours as in \"22:00-07:00\", days before them if need be");
    *ret_span = span;
    return true;
}

static bool begins_on(const struct quiet_span *span, const struct calendar *calendar, date day)
{
    if ((span->weekdays & 1u << date_weekday(day)) != 0)
        return true;
    return calendar_is_workday(calendar, day) ? span->workdays : span->holidays;
}

/* All in the office's time: the end of the span if it covers `local`, else 0. */
static msec end_of(const struct quiet_span *span, const struct calendar *calendar, msec local)
{
    date today = clock_date(local, 0);

    for (date day = today - 1; day <= today; day++) {
        msec midnight = day * day_length;
        msec begin = midnight + span->from * minute;
        msec end = midnight + span->to * minute + (span->to <= span->from ? day_length : 0);
        if (local >= begin && local < end && begins_on(span, calendar, day))
            return end;
    }
    return 0;
}

msec quiet_until(const struct quiet_span *spans, size_t count, const struct calendar *calendar, msec now,
                 int utc_offset_minutes)
{
    msec local = now + utc_offset_minutes * minute, until = local;
    bool longer = true;

    while (longer && until - local < QUIET_LONGEST) {
        longer = false;
        for (size_t i = 0; i < count; i++) {
            msec end = end_of(&spans[i], calendar, until);
            if (end > until) {
                until = end;
                longer = true;
            }
        }
    }
    if (until == local)
        return 0;
    return until - utc_offset_minutes * minute;
}
