/* The overview as JSON. */
#include "report/json_lines.h"
#include "service/overview.h"
#include "service/row_json.h"

static bool set_money(json_t *object, const struct money_sum *money)
{
    struct money_rates shares;
    char text[DEC_TEXT];

    json_object_set_new(object, "budget", json_money(money->budget));
    json_object_set_new(object, "spent", json_money(money->spent));
    if (!money_rates_of(money, &shares))
        return false;
    const struct {
        const char *key;
        struct ratio share;
    } keys[] = {{"rate", shares.rate}, {"reference_rate", shares.reference}, {"gap_pp", shares.gap}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (shares.known && !money_percent(keys[i].share, text))
            return false;
        json_object_set_new(object, keys[i].key, shares.known ? json_string(text) : json_null());
    }
    return true;
}

static json_t *json_lights(const struct status_lights *lights)
{
    return json_pack("{s:I, s:I, s:I}", "red", (json_int_t)lights->red, "yellow", (json_int_t)lights->yellow,
                     "blue", (json_int_t)lights->blue);
}

static json_t *json_age(int64_t seconds)
{
    return seconds < 0 ? json_null() : json_integer(seconds);
}

static json_t *json_daemon(const struct status_daemon *daemon)
{
    json_t *leader = json_pack("{s:o, s:I, s:o, s:b}", "holder", json_text_or_null(daemon->holder), "epoch",
                               (json_int_t)daemon->epoch, "until", json_text_or_null(daemon->until),
                               "leading", (int)daemon->leading);
    json_t *changes = json_pack("{s:I, s:o}", "rows", (json_int_t)daemon->change_rows, "oldest_seconds",
                                json_age(daemon->change_age));
    json_t *pass =
        json_pack("{s:o, s:o, s:o}", "fingerprint", json_text_or_null(daemon->fingerprint), "finished_on",
                  json_text_or_null(daemon->finished_on), "proved_on", json_text_or_null(daemon->proved_on));
    json_t *messages = json_pack("{s:I, s:o, s:I}", "waiting", (json_int_t)daemon->waiting, "oldest_seconds",
                                 json_age(daemon->waiting_age), "dead", (json_int_t)daemon->dead);

    return json_pack("{s:o, s:o, s:o, s:o}", "leader", leader, "change_log", changes, "full_pass", pass,
                     "messages", messages);
}

json_t *overview_unit_json(const struct status_unit *u)
{
    struct money_sum money;
    json_t *unit = json_pack("{s:s, s:s, s:o, s:i, s:o}", "code", u->code, "name", u->name, "parent_code",
                             json_text_or_null(u->parent_code), "depth", u->depth, "month",
                             u->month == 0 ? json_null() : json_integer(u->month));

    if (!unit_money(u, &money) || !set_money(unit, &money)) {
        json_decref(unit);
        return NULL;
    }
    json_object_set_new(unit, "deviations", json_lights(&u->lights));
    return unit;
}

static json_t *json_total(const struct overview *overview)
{
    const struct totals *totals = &overview->totals;
    json_t *total = json_object(), *basic = json_object(), *project = json_object();
    bool ok = set_money(total, &totals->all) && set_money(basic, &totals->basic) &&
              set_money(project, &totals->project);

    json_object_set_new(total, "basic", basic);
    json_object_set_new(total, "project", project);
    json_object_set_new(total, "deviations", json_lights(&overview->status.lights));
    if (ok)
        return total;
    json_decref(total);
    return NULL;
}

static json_t *json_units(const struct status *status)
{
    json_t *units = json_array();

    for (size_t i = 0; i < status->unit_count; i++) {
        json_t *unit = overview_unit_json(&status->units[i]);
        if (unit == NULL) {
            json_decref(units);
            return NULL;
        }
        json_array_append_new(units, unit);
    }
    return units;
}

static json_t *json_channels(const struct channel_fares *fares)
{
    json_t *list = json_array();

    for (size_t i = 0; i < fares->count; i++)
        json_array_append_new(list, channel_json(&fares->list[i]));
    return list;
}

static json_t *json_sources(const struct source_fares *fares)
{
    json_t *list = json_array();

    for (size_t i = 0; i < fares->count; i++) {
        const struct source_fare *f = &fares->list[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "name", f->name, "kind",
                                              f->kind, "succeeded_at", json_text_or_null(f->succeeded_at),
                                              "rows", f->rows < 0 ? json_null() : json_integer(f->rows),
                                              "failing_since", json_text_or_null(f->failing_since), "fault",
                                              json_text_or_null(f->fault), "failure",
                                              json_text_or_null(f->failure)));
    }
    return list;
}

json_t *overview_json(const struct overview *overview)
{
    const struct status *status = &overview->status;
    const struct totals *totals = &overview->totals;
    json_t *units = json_units(status), *total = json_total(overview), *year_closed = json_null();

    if (units == NULL || total == NULL) {
        json_decref(units);
        json_decref(total);
        return NULL;
    }
    if (status->closed_on[0] != '\0')
        year_closed = json_pack("{s:s, s:s}", "on", status->closed_on, "by", status->closed_by);
    return json_pack("{s:i, s:o, s:i, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "fiscal_year", status->year,
                     "year_closed", year_closed, "closed_months", overview->closed, "month",
                     totals->month == 0 ? json_null() : json_integer(totals->month), "units_watched",
                     (json_int_t)totals->units, "units_unreported", (json_int_t)totals->missing, "units",
                     units, "total", total, "daemon", json_daemon(&status->daemon), "channels",
                     json_channels(&overview->channels), "sources", json_sources(&overview->sources));
}
