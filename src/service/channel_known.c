#include "service/channel_known.h"

#include <string.h>

struct channel_known *channel_known(const struct config *config, struct arena *arena)
{
    struct channel_known *known = arena_alloc(arena, config->channel_count * sizeof *known + 1);

    for (size_t i = 0; i < config->channel_count; i++)
        known[i] =
            (struct channel_known){config->channels[i].name, (int)config->channels[i].pace.quota_count};
    return known;
}

const struct channel_config *channel_named(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->channel_count; i++)
        if (strcmp(config->channels[i].name, name) == 0)
            return &config->channels[i];
    return NULL;
}
