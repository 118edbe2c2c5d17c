/* What stands now, of a fiscal year: what `budgetwatch status` shows and the API serves. Money and lights
 * come in one snapshot (db/store_status.h); rates and gaps are made here from the exact sums, and rounded
 * once, when they are shown. */
#ifndef SERVICE_OVERVIEW_H
#define SERVICE_OVERVIEW_H

#include <jansson.h>

#include "config/config.h"
#include "core/catalogue_source.h"
#include "core/catalogue_status.h"
#include "core/money_rate.h"
#include "db/store_channels.h"
#include "db/store_sources.h"
#include "db/store_status.h"

struct totals {
    struct money_sum all, basic, project;
    int month; /* the latest that any unit reported */
    int64_t units, missing;
    struct status_lights lights; /* of the units that were added */
};

/* A zeroed struct is of none. False: a sum is too large. */
MUST_CHECK bool totals_add(struct totals *totals, const struct status_unit *unit);

struct overview {
    struct status status;
    struct channel_fares channels;
    struct source_fares sources;
    struct totals totals;
    int closed;         /* months of the year */
    struct arena arena; /* private: of the channels and the sources */
};

/* `year` 0: the one running on `today`, or the latest with a budget. A sum that is too large is ERR_OVERFLOW.
 * Ends with overview_done(), also after a failure. */
MUST_CHECK bool overview_read(struct db_session *session, const struct config *config, int year, date today,
                              struct overview *ret_overview, struct err *err);
void overview_done(struct overview *overview);

MUST_CHECK bool unit_money(const struct status_unit *unit, struct money_sum *ret_money);

/* What the catalogue makes a line of: texts are borrowed from the fare. */
struct status_channel_words overview_channel_words(const struct channel_fare *fare);
struct source_words overview_source_words(const struct source_fare *fare);

/* NULL: a sum is too large. */
json_t *overview_json(const struct overview *overview);
json_t *overview_unit_json(const struct status_unit *unit);

#endif
