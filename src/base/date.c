#include "base/date.h"

#include <stdio.h>

/* The civil-from-days arithmetic of Howard Hinnant ("chrono-compatible low-level date algorithms"):
 * years are counted from 1 March, so that the leap day is the last of its year. */
date date_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

void date_parts(date d, int *ret_year, int *ret_month, int *ret_day)
{
    int z = d + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int day_of_era = z - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153;

    *ret_day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *ret_month = shifted < 10 ? shifted + 3 : shifted - 9;
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2 ? 1 : 0);
}

int date_year(date d)
{
    int year, month, day;

    date_parts(d, &year, &month, &day);
    return year;
}

int date_month(date d)
{
    int year, month, day;

    date_parts(d, &year, &month, &day);
    return month;
}

date date_month_end(int year, int month)
{
    return (month == 12 ? date_of(year + 1, 1, 1) : date_of(year, month + 1, 1)) - 1;
}

int date_weekday(date d)
{
    int shifted = (d + 3) % 7; /* 1970-01-01 was a Thursday */

    return shifted < 0 ? shifted + 7 : shifted;
}

static int digits(const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool date_parse(const char *text, size_t length, date *ret_date)
{
    if (length != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1)
        return false;
    date d = date_of(year, month, day);
    if (d > date_month_end(year, month))
        return false;
    *ret_date = d;
    return true;
}

const char *date_format(date d, char text[static DATE_TEXT])
{
    int year, month, day;

    if (d == DATE_NONE || d == DATE_NEVER) {
        snprintf(text, DATE_TEXT, "-");
        return text;
    }
    date_parts(d, &year, &month, &day);
    snprintf(text, DATE_TEXT, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)day % 100);
    return text;
}
