/* The text format of metrics: OpenMetrics 1.0, or the older one of Prometheus where nothing else is asked
 * for. They differ in how counters are declared, and in the last line. Numbers are exact: times come in ms
 * and are written in seconds. */
#ifndef SERVICE_METRICS_TEXT_H
#define SERVICE_METRICS_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "service/meters.h"

enum metric_type { METRIC_GAUGE, METRIC_COUNTER, METRIC_HISTOGRAM, METRIC_INFO };

struct metrics_text {
    struct buf *out;
    bool openmetrics;
    const char *name; /* of the family at hand */
    enum metric_type type;
};

struct metric_label {
    const char *name, *value; /* a NULL name ends the list */
};

/* A family: its samples follow. `name` without the ending of a counter (_total) or an info (_info). */
void metrics_family(struct metrics_text *text, enum metric_type type, const char *name, const char *help);
/* `labels` may be NULL. */
void metrics_count(struct metrics_text *text, const struct metric_label *labels, int64_t value);
void metrics_seconds(struct metrics_text *text, const struct metric_label *labels, msec value);
void metrics_times(struct metrics_text *text, const struct metric_label *labels,
                   const struct meter_times *times);
void metrics_end(struct metrics_text *text);

#endif
