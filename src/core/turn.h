/* Days on which the clock concerns the whole ledger at once: a month closes, or a month that closed has been
 * missing for as many working days as the policy allows. On such a day everything is looked at again, so that
 * no subject needs to be put down for it. */
#ifndef CORE_TURN_H
#define CORE_TURN_H

#include <stdbool.h>

#include "base/calendar.h"
#include "core/policy.h"

/* Whether there is such a day after `after` and not after `until`; `after` is not after `until`. */
bool turn_between(const struct policy *policy, const struct calendar *calendar, date after, date until);

#endif
