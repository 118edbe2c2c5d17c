#include "db/store_views.h"

#include <inttypes.h>
#include <stdio.h>

#include "db/array.h"
#include "embedded/statements.h"

enum { NUMBER_TEXT = 24, PARAMS_MOST = 12 };

/* The parameters of one statement; numbers are written into it. */
struct params {
    const char *list[PARAMS_MOST];
    char numbers[PARAMS_MOST][NUMBER_TEXT];
    int count;
};

static void add_text(struct params *params, const char *text)
{
    params->list[params->count++] = text;
}

static void add_int(struct params *params, int64_t number)
{
    char *text = params->numbers[params->count];

    snprintf(text, NUMBER_TEXT, "%" PRId64, number);
    add_text(params, text);
}

static void add_date(struct params *params, date day)
{
    add_text(params, date_format(day, params->numbers[params->count]));
}

static bool view(struct db_session *session, const char *sql, const struct params *params, const char *what,
                 struct pg_result **ret_rows, struct err *err)
{
    const struct db_call call = {.sql = sql, .param_count = params->count, .params = params->list};

    return db_session_run(session, &call, ret_rows, err) || err_prefix(err, "reading %s", what);
}

static void add_projects(struct params *params, const struct view_projects *which)
{
    add_int(params, which->year);
    add_int(params, which->closed);
    add_text(params, which->unit);
    add_text(params, which->light);
    add_text(params, which->like);
    add_text(params, which->after);
    add_int(params, which->limit);
}

bool store_view_projects(struct db_session *session, const struct view_projects *which,
                         struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_projects(&params, which);
    add_text(&params, NULL);
    return view(session, sql_view_projects, &params, "the projects", ret_rows, err);
}

bool store_view_projects_by_rate(struct db_session *session, const struct view_projects *which,
                                 struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_projects(&params, which);
    return view(session, sql_view_projects_by_rate, &params, "the projects by rate", ret_rows, err);
}

bool store_view_projects_of(struct db_session *session, const char *const *codes, size_t count, int year,
                            int closed, struct pg_result **ret_rows, struct err *err)
{
    const struct view_projects which = {.year = year, .closed = closed, .unit = "", .limit = (int)count};
    struct params params = {0};
    struct db_array array = {0};

    for (size_t i = 0; i < count; i++)
        db_array_text(&array, codes[i]);
    add_projects(&params, &which);
    add_text(&params, db_array_end(&array));
    bool ok = view(session, sql_view_projects, &params, "the project", ret_rows, err);
    db_array_free(&array);
    return ok;
}

bool store_view_deviations(struct db_session *session, const struct view_deviations *which,
                           struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_int(&params, which->year);
    if (which->year == 0)
        params.list[0] = NULL;
    add_text(&params, which->unit);
    add_text(&params, which->light);
    add_text(&params, which->rule);
    add_text(&params, which->state == VIEW_ANY ? NULL : which->state == VIEW_STANDING ? "true" : "false");
    add_text(&params, which->project);
    add_text(&params, which->subject_kind);
    add_text(&params, which->subject_code);
    add_int(&params, which->after);
    if (which->after == 0)
        params.list[params.count - 1] = NULL;
    add_int(&params, which->limit);
    add_text(&params, which->own ? "true" : "false");
    return view(session, sql_view_deviations, &params, "the deviations", ret_rows, err);
}

bool store_view_lights(struct db_session *session, int year, const char *unit, struct pg_result **ret_rows,
                       struct err *err)
{
    struct params params = {0};

    add_int(&params, year);
    add_text(&params, unit);
    return view(session, sql_view_lights, &params, "the lights", ret_rows, err);
}

bool store_view_events(struct db_session *session, int64_t deviation, int limit, int utc_offset,
                       struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_int(&params, deviation);
    add_int(&params, limit);
    add_int(&params, utc_offset);
    return view(session, sql_view_events, &params, "the events", ret_rows, err);
}

bool store_view_acknowledgements(struct db_session *session, int64_t deviation, int limit, int utc_offset,
                                 struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_int(&params, deviation);
    add_int(&params, limit);
    add_int(&params, utc_offset);
    return view(session, sql_view_acknowledgements, &params, "the acknowledgements", ret_rows, err);
}

bool store_view_messages(struct db_session *session, const struct view_messages *which, int limit,
                         int utc_offset, struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_text(&params, which->channel);
    add_text(&params, which->state);
    add_text(&params, which->after);
    add_int(&params, limit);
    add_int(&params, utc_offset);
    add_text(&params, which->notice);
    return view(session, sql_view_messages, &params, "the messages", ret_rows, err);
}

bool store_view_message_events(struct db_session *session, const char *message, int limit,
                               struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_text(&params, message);
    add_int(&params, limit);
    return view(session, sql_view_message_events, &params, "what the message tells", ret_rows, err);
}

bool store_view_deviation_messages(struct db_session *session, const int64_t *deviations, size_t count,
                                   int limit, int utc_offset, struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};
    struct db_array ids = {0};

    for (size_t i = 0; i < count; i++)
        db_array_int(&ids, deviations[i]);
    add_text(&params, db_array_end(&ids));
    add_int(&params, limit);
    add_int(&params, utc_offset);
    bool ok = view(session, sql_view_deviation_messages, &params, "the messages", ret_rows, err);
    db_array_free(&ids);
    return ok;
}

bool store_view_due(struct db_session *session, const struct view_due *which, struct pg_result **ret_rows,
                    struct err *err)
{
    struct params params = {0};

    add_int(&params, which->year);
    add_text(&params, which->unit);
    add_text(&params, which->project);
    add_date(&params, which->today);
    add_date(&params, which->until);
    add_date(&params, which->awarded_from);
    add_date(&params, which->signed_from);
    add_int(&params, which->limit);
    return view(session, sql_view_due, &params, "what falls due", ret_rows, err);
}

bool store_view_notice(struct db_session *session, const char *unit, int year, int utc_offset,
                       struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_text(&params, unit);
    add_int(&params, year);
    add_int(&params, utc_offset);
    return view(session, sql_view_notice, &params, "the last notice", ret_rows, err);
}

bool store_view_people(struct db_session *session, const char *unit, int limit, struct pg_result **ret_rows,
                       struct err *err)
{
    struct params params = {0};

    add_text(&params, unit);
    add_int(&params, limit);
    return view(session, sql_view_people, &params, "the people", ret_rows, err);
}

bool store_view_unit(struct db_session *session, const char *unit, struct pg_result **ret_rows,
                     struct err *err)
{
    struct params params = {0};

    add_text(&params, unit);
    return view(session, sql_view_unit, &params, "the unit", ret_rows, err);
}

bool store_view_subject_project(struct db_session *session, const char *kind, const char *code, int year,
                                struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_text(&params, kind);
    add_text(&params, code);
    add_int(&params, year);
    return view(session, sql_view_subject_project, &params, "the project of a deviation", ret_rows, err);
}

bool store_view_evidence(struct db_session *session, const char *indicator, int year, int limit,
                         struct pg_result **ret_rows, struct err *err)
{
    struct params params = {0};

    add_text(&params, indicator);
    add_int(&params, year);
    add_int(&params, limit);
    return view(session, sql_view_evidence, &params, "the evidence", ret_rows, err);
}

bool store_view_years(struct db_session *session, struct pg_result **ret_rows, struct err *err)
{
    const struct params none = {0};

    return view(session, sql_view_years, &none, "the years", ret_rows, err);
}
