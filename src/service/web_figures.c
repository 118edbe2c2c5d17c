#include "service/web_figures.h"

#include "service/channel_known.h"

void web_figures_done(struct web_figures *figures)
{
    arena_free(&figures->arena);
    *figures = (struct web_figures){0};
}

bool web_figures_read(struct web_figures *figures, struct db_session *session, const struct config *config,
                      struct err *err)
{
    msec now = clock_monotonic();

    if (figures->read_at != 0 && now - figures->read_at < WEB_FIGURES_STAY)
        return true;
    web_figures_done(figures);
    struct arena *arena = &figures->arena;
    bool ok = store_metrics_read(session, arena, &figures->daemon, err) &&
              store_channels_status(session, channel_known(config, arena), config->channel_count, arena,
                                    &figures->channels, err) &&
              store_source_list(session, arena, &figures->sources, err) &&
              store_cities_read(session, /* search */ false, arena, &figures->cities, err);
    if (ok)
        figures->read_at = now;
    else
        web_figures_done(figures);
    return ok;
}
