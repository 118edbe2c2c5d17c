/* What /metrics shows beside the meters: the database's figures, read at most every few seconds however often
 * they are asked for, and the process's. For the web thread. */
#ifndef SERVICE_WEB_FIGURES_H
#define SERVICE_WEB_FIGURES_H

#include "config/config.h"
#include "db/store_channels.h"
#include "db/store_cities.h"
#include "db/store_metrics.h"
#include "db/store_sources.h"
#include "service/meters.h"
#include "service/web_view.h"

enum { WEB_FIGURES_STAY = 5000 };

/* A zeroed struct has none. */
struct web_figures {
    msec read_at; /* monotonic; 0: never */
    bool failed;  /* which has been said */
    struct store_metrics daemon;
    struct channel_fares channels;
    struct source_fares sources;
    struct cities_known cities;
    struct arena arena;
};

/* Read them where they are older. On false there are none. */
MUST_CHECK bool web_figures_read(struct web_figures *figures, struct db_session *session,
                                 const struct config *config, struct err *err);
void web_figures_done(struct web_figures *figures);

/* `figures` NULL: the database is away. */
void web_metrics_write(struct buf *out, bool openmetrics, const struct web_view *view,
                       const struct meters *meters, const struct web_figures *figures);

#endif
