#include "service/office_clock.h"

bool office_rehearses(const struct office_clock *clock)
{
    return clock->as_of != DATE_NONE;
}

date office_today(const struct office_clock *clock, const struct config *config)
{
    return office_rehearses(clock) ? clock->as_of : clock_date(clock_wall(), config->utc_offset);
}
