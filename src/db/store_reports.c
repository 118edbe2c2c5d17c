#include "db/store_reports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/mem.h"
#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

void store_reports_due(struct db_trip *trip)
{
    char most[NUMBER_TEXT], shown[NUMBER_TEXT], pause[NUMBER_TEXT];
    const char *params[] = {most, shown, pause};

    snprintf(most, sizeof most, "%d", STORE_REPORT_MAX);
    snprintf(shown, sizeof shown, "%d", STORE_REPORT_SHOWN);
    snprintf(pause, sizeof pause, "%d", STORE_REPORT_PAUSE);
    db_trip_add(trip, sql_reports_due, 3, params);
}

static const char *member(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

void store_report_row(const struct pg_result *result, int row, struct store_report *ret_report)
{
    struct store_report report = {.failure = {.channel = db_text(result, row, 0),
                                              .off = db_bool(result, row, 1),
                                              .count = (size_t)db_int(result, row, 3)},
                                  .wait = db_int(result, row, 2),
                                  .ids = db_text(result, row, 4),
                                  .json = json_loads(db_text(result, row, 5), 0, NULL)};

    *ret_report = report;
    for (size_t i = 0; i < json_array_size(report.json) && i < STORE_REPORT_SHOWN; i++) {
        const json_t *dead = json_array_get(report.json, i);
        ret_report->first[ret_report->failure.shown++] =
            (struct message_dead){.message_id = member(dead, "id"),
                                  .type = member(dead, "type"),
                                  .reason = member(dead, "reason"),
                                  .attempts = (int)json_integer_value(json_object_get(dead, "attempts"))};
    }
    ret_report->failure.first = ret_report->first;
}

void store_report_done(struct store_report *report)
{
    json_decref(report->json);
    report->json = NULL;
}

void store_reporting_begin(struct store_reporting *reporting, const struct store_report *report)
{
    store_reporting_free(reporting);
    reporting->channel = mem_text(report->failure.channel);
    reporting->dead_ids = mem_text(report->ids);
    reporting->off = report->failure.off;
}

void store_reporting_add(struct store_reporting *reporting, const char *id, const char *channel,
                         const char *type, const char *body)
{
    db_array_text(&reporting->ids, id);
    db_array_text(&reporting->channels, channel);
    db_array_text(&reporting->types, type);
    db_array_text(&reporting->bodies, body);
}

void store_reports_write(struct db_trip *trip, struct store_reporting *reporting)
{
    char pause[NUMBER_TEXT];
    const char *params[] = {reporting->channel,
                            reporting->off ? "true" : "false",
                            reporting->dead_ids,
                            pause,
                            db_array_end(&reporting->ids),
                            db_array_end(&reporting->channels),
                            db_array_end(&reporting->types),
                            db_array_end(&reporting->bodies)};

    snprintf(pause, sizeof pause, "%d", STORE_REPORT_PAUSE);
    db_trip_add(trip, sql_reports_write, 8, params);
}

void store_reporting_free(struct store_reporting *reporting)
{
    free(reporting->channel);
    free(reporting->dead_ids);
    db_array_free(&reporting->ids);
    db_array_free(&reporting->channels);
    db_array_free(&reporting->types);
    db_array_free(&reporting->bodies);
    *reporting = (struct store_reporting){0};
}
