#include "service/row_json.h"

#include <stdio.h>
#include <string.h>

#include "net/format.h"
#include "report/json_lines.h"

static json_t *json_action_check(const struct deviation_row *row)
{
    if (row->verified_on[0] == '\0' && row->refuted_on[0] == '\0')
        return json_null();
    return json_pack("{s:s, s:o, s:s, s:o, s:o}", "action", row->checked_action, "action_owner",
                     json_text_or_null(row->checked_owner), "action_done_on", row->checked_done_on,
                     "action_verified_on", json_text_or_null(row->verified_on), "action_refuted_on",
                     json_text_or_null(row->refuted_on));
}

static json_t *json_answers(const struct deviation_row *row)
{
    if (row->answers_name[0] == '\0')
        return json_null();
    return json_pack("{s:s, s:o, s:s}", "name", row->answers_name, "role",
                     json_text_or_null(row->answers_role), "unit", row->answers_unit);
}

static json_t *json_acknowledged(const struct deviation_row *row)
{
    if (row->acknowledged_at[0] == '\0')
        return json_null();
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "at", row->acknowledged_at, "by",
                     row->acknowledged_by, "cause", json_text_or_null(row->cause), "decision",
                     json_text_or_null(row->decision), "action", json_text_or_null(row->action), "action_due",
                     json_text_or_null(row->action_due), "action_done_on",
                     json_text_or_null(row->action_done_on), "action_owner",
                     json_text_or_null(row->action_owner), "action_verified_on",
                     json_text_or_null(row->action_verified_on));
}

json_t *deviation_json(const struct deviation_row *row)
{
    json_t *subject = json_pack("{s:s, s:s, s:s}", "kind", row->subject_kind, "code", row->subject_code,
                                "name", row->subject_name);
    json_t *unit = json_pack("{s:s, s:s}", "code", row->unit_code, "name", row->unit_name);

    return json_pack("{s:I, s:s, s:s, s:o, s:i, s:o, s:o, s:i, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "id",
                     (json_int_t)row->id, "severity", severity_name(row->severity), "rule", row->rule,
                     "subject", subject, "fiscal_year", row->year, "unit", unit, "since",
                     json_text_or_null(row->since), "month", row->month, "observed", row->observed,
                     "expected", row->expected, "gap", row->gap, "explanation", row->explanation, "manager",
                     json_text_or_null(row->manager), "answers", json_answers(row), "acknowledged",
                     json_acknowledged(row), "action_check", json_action_check(row));
}

json_t *silence_json(const struct silence_listed *row)
{
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:s, s:s, s:s, s:b, s:o}", "id",
                     (json_int_t)row->id, "rule", json_text_or_null(row->rule), "unit",
                     json_text_or_null(row->unit), "subject", json_text_or_null(row->subject), "severity",
                     json_text_or_null(row->severity), "recurring", json_text_or_null(row->recurring),
                     "reason", row->reason, "by", row->by, "login", row->login, "starts", row->starts, "ends",
                     row->ends, "stands", row->stands, "ended_by", json_text_or_null(row->ended_by));
}

static json_t *json_title(const char *body)
{
    struct buf title = {0};

    format_title(&title, body);
    json_t *json = json_text_or_null(buf_text(&title));
    buf_free(&title);
    return json;
}

/* One that mentions people says how to reach them, which is between the robot and its group. */
static json_t *json_body(const char *text)
{
    if (!format_is_shown(text))
        return json_null();
    json_t *body = json_loads(text, 0, NULL);

    return body != NULL ? body : json_string(text);
}

static json_t *json_history(const char *text)
{
    json_t *history = json_loads(text, 0, NULL);

    return history != NULL ? history : json_array();
}

json_t *delivery_json(const struct delivery_row *row)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", row->id,
                     "channel", row->channel, "type", row->type, "state", row->state, "attempts",
                     row->attempts, "created_at", row->created_at, "next_attempt_at",
                     json_text_or_null(row->next_attempt_at), "settled_at",
                     json_text_or_null(row->settled_at), "status",
                     row->last_status > 0 ? json_integer(row->last_status) : json_null(), "answer",
                     json_text_or_null(row->last_answer), "title", json_title(row->body), "body",
                     json_body(row->body), "history", json_history(row->history));
}

json_t *channel_json(const struct channel_fare *f)
{
    return json_pack("{s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "name", f->channel,
                     "configured", (int)f->configured, "waiting", (json_int_t)f->waiting, "held",
                     (json_int_t)f->held, "silenced", (json_int_t)f->silenced, "inhibited",
                     (json_int_t)f->inhibited, "pending", (json_int_t)f->pending, "sending",
                     (json_int_t)f->sending, "dead", (json_int_t)f->dead, "paused_until",
                     json_text_or_null(f->paused_until), "off_since", json_text_or_null(f->off_since),
                     "off_reason", json_text_or_null(f->off_reason), "off_by", json_text_or_null(f->off_by));
}

json_t *city_json(const struct city *city)
{
    return json_pack("{s:s, s:s, s:s, s:o, s:I}", "city", city->name, "state", city->state, "since",
                     city->since, "seconds_behind",
                     city->behind >= 0 ? json_integer(city->behind) : json_null(), "errors",
                     (json_int_t)city->errors);
}

json_t *city_taker_json(const struct city_taker *taker)
{
    return json_pack("{s:s, s:b, s:I, s:s}", "slot", taker->name, "connected", taker->connected, "kept_bytes",
                     (json_int_t)taker->kept_bytes, "wal", taker->wal_state);
}

json_t *notice_sent_json(const struct notice_sent_row *row)
{
    char period[32];

    snprintf(period, sizeof period, "%04d-%02d", row->year, row->month);
    return json_pack("{s:I, s:s, s:{s:s, s:o}, s:i, s:s, s:s, s:b, s:s, s:s, s:b, s:s, s:I, s:o}", "id",
                     (json_int_t)row->id, "period", period, "unit", "code", row->unit, "name",
                     json_text_or_null(row->unit_name), "version", row->version, "at", row->at, "by",
                     row->user, "by_daemon", row->by_daemon, "clock", row->clock, "due_on", row->due_on,
                     "late", row->late, "title", row->title, "changes", (json_int_t)row->changes, "messages",
                     json_loads(row->messages, 0, NULL));
}

json_t *source_json(const struct source_config *source, const struct source_fare *fare)
{
    static const struct source_fare none = {.rows = -1};
    const struct source_fare *f = fare != NULL ? fare : &none;
    const char *name = source != NULL ? source->name : f->name;
    const char *kind = source != NULL ? ledger_kind(source->kind)->name : f->kind;
    const char *texts[] = {f->read_at,       f->succeeded_at, f->changed_at,
                           f->failing_since, f->fault,        f->failure};
    static const char *const keys[] = {"read_at",       "succeeded_at", "changed_at",
                                       "failing_since", "fault",        "failure"};
    json_t *object = json_pack(
        "{s:s, s:s, s:b, s:b, s:o, s:o, s:I, s:I, s:I, s:I}", "name", name, "kind", kind, "configured",
        source != NULL, "enabled", source != NULL && source->enabled, "interval_seconds",
        source != NULL ? json_integer(source->interval / 1000) : json_null(), "rows",
        f->rows < 0 ? json_null() : json_integer(f->rows), "added", (json_int_t)f->added, "changed",
        (json_int_t)f->changed, "removed", (json_int_t)f->removed, "failures", (json_int_t)f->failures);

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        json_object_set_new(object, keys[i], json_text_or_null(texts[i] != NULL ? texts[i] : ""));
    return object;
}

json_t *sources_json(const struct config *config, const struct source_fares *fares)
{
    json_t *list = json_array();

    for (size_t i = 0; i < config->source_count; i++) {
        const struct source_fare *fare = NULL;
        for (size_t k = 0; k < fares->count && fare == NULL; k++)
            if (strcmp(fares->list[k].name, config->sources[i].name) == 0)
                fare = &fares->list[k];
        json_array_append_new(list, source_json(&config->sources[i], fare));
    }
    for (size_t k = 0; k < fares->count; k++) {
        bool known = false;
        for (size_t i = 0; i < config->source_count && !known; i++)
            known = strcmp(fares->list[k].name, config->sources[i].name) == 0;
        if (!known)
            json_array_append_new(list, source_json(NULL, &fares->list[k]));
    }
    return list;
}
