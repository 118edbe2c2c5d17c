#include "service/metrics_text.h"

#include <inttypes.h>
#include <stdio.h>

void metrics_family(struct metrics_text *text, enum metric_type type, const char *name, const char *help)
{
    static const char *const types[] = {"gauge", "counter", "histogram", "info"};
    const char *word = types[type], *ending = "";

    if (!text->openmetrics && type == METRIC_INFO) {
        word = "gauge";
        ending = "_info";
    }
    if (!text->openmetrics && type == METRIC_COUNTER)
        ending = "_total";
    buf_printf(text->out, "# HELP %s%s %s\n# TYPE %s%s %s\n", name, ending, help, name, ending, word);
    text->name = name;
    text->type = type;
}

static void add_value(struct buf *out, const char *value)
{
    for (const char *c = value; *c != '\0'; c++)
        if (*c == '\n')
            buf_puts(out, "\\n");
        else if (*c == '"' || *c == '\\')
            buf_printf(out, "\\%c", *c);
        else
            buf_putc(out, *c);
}

static void add_labels(struct buf *out, const struct metric_label *labels, const char *le)
{
    const char *between = "{";

    for (; labels != NULL && labels->name != NULL; labels++) {
        buf_printf(out, "%s%s=\"", between, labels->name);
        add_value(out, labels->value);
        buf_putc(out, '"');
        between = ",";
    }
    if (le != NULL) {
        buf_printf(out, "%sle=\"%s\"", between, le);
        between = ",";
    }
    if (between[0] == ',')
        buf_putc(out, '}');
}

static void begin(struct metrics_text *text, const struct metric_label *labels)
{
    buf_puts(text->out, text->name);
    if (text->type == METRIC_COUNTER)
        buf_puts(text->out, "_total");
    if (text->type == METRIC_INFO)
        buf_puts(text->out, "_info");
    add_labels(text->out, labels, NULL);
}

void metrics_count(struct metrics_text *text, const struct metric_label *labels, int64_t value)
{
    begin(text, labels);
    buf_printf(text->out, " %" PRId64 "\n", value);
}

/* "0.025", "1.0": as short as it may be, with one digit after the point at least. */
static const char *seconds(msec value, char out[static 32])
{
    int length = snprintf(out, 32, "%s%" PRId64 ".%03d", value < 0 ? "-" : "",
                          value < 0 ? -(value / 1000) : value / 1000,
                          (int)(value < 0 ? -(value % 1000) : value % 1000));

    for (int cut = 0; cut < 2 && out[length - 1] == '0'; cut++)
        out[--length] = '\0';
    return out;
}

void metrics_seconds(struct metrics_text *text, const struct metric_label *labels, msec value)
{
    char number[32];

    begin(text, labels);
    buf_printf(text->out, " %s\n", seconds(value, number));
}

void metrics_times(struct metrics_text *text, const struct metric_label *labels,
                   const struct meter_times *times)
{
    int64_t so_far = 0;
    char number[32];

    for (size_t i = 0; i <= METER_BUCKETS; i++) {
        so_far += times->counts[i];
        buf_printf(text->out, "%s_bucket", text->name);
        add_labels(text->out, labels, i < METER_BUCKETS ? seconds(meter_bounds[i], number) : "+Inf");
        buf_printf(text->out, " %" PRId64 "\n", so_far);
    }
    buf_printf(text->out, "%s_sum", text->name);
    add_labels(text->out, labels, NULL);
    buf_printf(text->out, " %s\n%s_count", seconds(times->sum, number), text->name);
    add_labels(text->out, labels, NULL);
    buf_printf(text->out, " %" PRId64 "\n", times->count);
}

void metrics_end(struct metrics_text *text)
{
    if (text->openmetrics)
        buf_puts(text->out, "# EOF\n");
}
