/* The channels of the configuration, as the database's readers want them. */
#ifndef SERVICE_CHANNEL_KNOWN_H
#define SERVICE_CHANNEL_KNOWN_H

#include "config/config.h"
#include "db/store_channels.h"

/* `config->channel_count` of them, in `arena`. */
struct channel_known *channel_known(const struct config *config, struct arena *arena);

/* NULL: there is none of that name. */
const struct channel_config *channel_named(const struct config *config, const char *name);

#endif
