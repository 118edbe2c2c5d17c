/* Rows of the store as JSON: commands print them, and the API serves the same. Each is new, for
 * json_object_set_new() and its like. */
#ifndef SERVICE_ROW_JSON_H
#define SERVICE_ROW_JSON_H

#include <jansson.h>

#include "config/config.h"
#include "db/store_channels.h"
#include "db/store_cities.h"
#include "db/store_deliveries.h"
#include "db/store_deviations.h"
#include "db/store_notices.h"
#include "db/store_silences.h"
#include "db/store_sources.h"

json_t *deviation_json(const struct deviation_row *row);
json_t *silence_json(const struct silence_listed *row);
json_t *delivery_json(const struct delivery_row *row); /* a body that says how to reach a person is null */
json_t *channel_json(const struct channel_fare *fare);
json_t *city_json(const struct city *city);
json_t *city_taker_json(const struct city_taker *taker);
json_t *notice_sent_json(const struct notice_sent_row *row);
/* Of a source that is in the configuration, has been read, or both: one of the two may be NULL. */
json_t *source_json(const struct source_config *source, const struct source_fare *fare);
/* All of them: those of the configuration first. */
json_t *sources_json(const struct config *config, const struct source_fares *fares);

#endif
