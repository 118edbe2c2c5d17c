#include "service/year_ahead.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"

enum { LOOK_AGAIN = 600000 };

bool year_ahead_has_work(const struct year_ahead *ahead, date today, msec now)
{
    return ahead->looked_on != today && now >= ahead->again_at;
}

/* Whatever becomes of it, it is not tried again and again. */
void year_ahead_add(struct year_ahead *ahead, date today, struct db_trip *trip, const char *holder)
{
    ahead->looked_on = today;
    store_years_next(trip, holder, today);
}

void year_ahead_take(struct year_ahead *ahead, const struct year_made *made, msec now)
{
    char year[16], count[24];

    if (!made->leads) {
        ahead->looked_on = 0;
        ahead->again_at = now + LOOK_AGAIN;
        return;
    }
    bool troubled = made->trouble[0] != '\0';

    snprintf(year, sizeof year, "%d", date_year(ahead->looked_on) + 1);
    snprintf(count, sizeof count, "%" PRId64, made->made);
    if (made->made > 0)
        log_notice("the partitions of the next fiscal year are made", "year", year, "partitions", count);
    if (troubled && !ahead->troubled)
        log_warning(
            "the partitions of the next fiscal year could not be made; it is tried once a day, or run "
            "budgetwatch migrate",
            "year", year, "reason", made->trouble);
    ahead->troubled = troubled;
}
