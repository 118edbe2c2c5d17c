#include "service/reports.h"

#include <string.h>

#include "core/pace.h"
#include "net/webhook.h"

void reports_look(struct reports *reports)
{
    reports->look = true;
}

void reports_forget(struct reports *reports)
{
    store_reporting_free(&reports->reporting);
    reports->writing = false;
    reports->look = true;
}

void reports_free(struct reports *reports)
{
    store_reporting_free(&reports->reporting);
    *reports = (struct reports){0};
}

bool reports_have_work(const struct reports *reports, msec now)
{
    return reports->look || reports->reporting.channel != NULL || reports->look_at <= now;
}

void reports_add(struct reports *reports, struct db_trip *trip)
{
    reports->writing = reports->reporting.channel != NULL;
    if (reports->writing) {
        store_reports_write(trip, &reports->reporting);
        return;
    }
    reports->look = false;
    reports->look_at = PACE_NEVER;
    store_reports_due(trip);
}

/* A report of nobody's is written, too: with no other channel there is nobody to tell, and the log has said
 * it. */
static void make(struct reports *reports, const struct store_report *report, const struct channels *channels,
                 enum language language)
{
    char id[WEBHOOK_ID_TEXT];
    struct buf body = {0};

    store_reporting_begin(&reports->reporting, report);
    for (size_t i = 0; i < channels->count; i++) {
        const struct channel_config *other = channels->list[i].config;
        if (!other->enabled || !other->alerts || strcmp(other->name, report->failure.channel) == 0)
            continue;
        struct format format = channel_format(other, language, webhook_id_make(id));
        buf_clear(&body);
        format_failure(&body, &format, &report->failure, clock_wall());
        store_reporting_add(&reports->reporting, id, other->name,
                            report->failure.off ? MESSAGE_TYPE_OFF : MESSAGE_TYPE_DEAD, buf_text(&body));
    }
    buf_free(&body);
}

/* The first that may be told now is; the next look finds the others. */
static void take_due(struct reports *reports, const struct pg_result *result, const struct channels *channels,
                     enum language language)
{
    msec now = clock_monotonic();

    for (int row = 0; row < db_rows(result) && reports->reporting.channel == NULL; row++) {
        struct store_report report;
        store_report_row(result, row, &report);
        if (report.wait <= 0)
            make(reports, &report, channels, language);
        else if (now + report.wait < reports->look_at)
            reports->look_at = now + report.wait;
        store_report_done(&report);
    }
}

bool reports_take(struct reports *reports, const struct pg_result *result, const struct channels *channels,
                  enum language language)
{
    bool written = reports->writing;

    reports->writing = false;
    if (written) {
        store_reporting_free(&reports->reporting);
        reports->look = true;
    } else {
        take_due(reports, result, channels, language);
    }
    return written;
}

msec reports_wait(const struct reports *reports, msec now)
{
    if (reports->look_at == PACE_NEVER)
        return PACE_NEVER;
    return reports->look_at > now ? reports->look_at - now : 0;
}
