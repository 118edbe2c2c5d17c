/* The API: how units and projects stand. */
#include <string.h>

#include "core/facts.h"
#include "service/api_parts.h"
#include "service/overview.h"
#include "service/row_json.h"

bool api_status(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                struct err *err)
{
    struct overview overview = {0};
    int year;

    if (!api_only(asked->query, asked->query_count, "year", err) || !api_year(asked, 0, &year, err))
        return false;
    bool ok = overview_read(context->session, context->config, year, context->today, &overview, err);
    json_t *all = ok ? overview_json(&overview) : NULL;
    overview_done(&overview);
    if (!ok || all == NULL)
        return err_set(err, ERR_OVERFLOW, "a sum is too large");
    return api_answer(answer, all);
}

bool api_units(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
               struct err *err)
{
    struct status status = {0};
    json_t *items = json_array();
    int year;

    bool ok = api_only(asked->query, asked->query_count, "year", err) && api_year(asked, 0, &year, err) &&
              (year != 0 || store_status_year(context->session, date_year(context->today), &year, err)) &&
              store_status_read(context->session, year, view_live(year, context->today).closed,
                                context->config->utc_offset, &status, err);
    for (size_t i = 0; ok && i < status.unit_count; i++) {
        json_t *unit = overview_unit_json(&status.units[i]);
        ok = unit != NULL || err_set(err, ERR_OVERFLOW, "a sum is too large");
        if (ok)
            json_array_append_new(items, unit);
    }
    store_status_done(&status);
    if (ok)
        return api_answer_page(answer, items, NULL);
    json_decref(items);
    return false;
}

static bool list_projects(const struct web_context *context, struct api_projects *what, struct arena *arena,
                          struct api_rows *ret_rows, struct err *err)
{
    if (what->year == 0 && !store_status_year(context->session, date_year(context->today), &what->year, err))
        return false;
    what->closed = view_live(what->year, context->today).closed;
    return store_api_projects(context->session, what, arena, ret_rows, err);
}

bool api_projects(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err)
{
    struct api_projects what = {
        .unit = web_query(asked, "unit"), .text = web_query(asked, "q"), .after = web_query(asked, "after")};
    struct arena arena = {0};
    struct api_rows rows = {0};
    int limit = 0;

    if (!api_only(asked->query, asked->query_count, "year unit category q after limit", err) ||
        !api_choice(asked, "category", "basic project", &what.category, err) ||
        !api_year(asked, 0, &what.year, err) || !api_limit(asked, &limit, err))
        return false;
    what.limit = limit + 1;
    bool ok = list_projects(context, &what, &arena, &rows, err);
    if (ok) {
        json_t *items = json_array();
        for (size_t i = 0; i < rows.count && i < (size_t)limit; i++)
            json_array_append_new(items, api_parse(rows.list[i].json));
        api_answer_page(answer, items, rows.count > (size_t)limit ? rows.list[limit - 1].place : NULL);
    }
    arena_free(&arena);
    return ok;
}

static json_t *deviations_among(const struct web_context *context, const char *ids, struct err *err)
{
    struct deviation_rows rows = {0};
    json_t *list = json_array();

    if (!store_deviations_find(context->session, &(struct deviation_filter){.ids = ids},
                               context->config->utc_offset, &rows, err)) {
        json_decref(list);
        return NULL;
    }
    for (size_t i = 0; i < rows.count; i++)
        json_array_append_new(list, deviation_json(&rows.list[i]));
    store_deviations_done(&rows);
    return list;
}

/* NULL without an error: there is no such project. */
static json_t *read_project(const struct web_context *context, const char *code, int year,
                            struct arena *arena, struct err *err)
{
    struct api_projects what = {.year = year, .code = code, .limit = 1};
    struct api_rows figures = {0};
    const char *known = NULL, *ids = NULL;

    if (!list_projects(context, &what, arena, &figures, err) ||
        !store_api_project(context->session, code, what.year, arena, &known, &ids, err) || known == NULL)
        return NULL;
    json_t *deviations = deviations_among(context, ids, err);
    if (deviations == NULL)
        return NULL;
    json_t *project = api_parse(known);
    json_object_set_new(project, "code", json_string(code));
    json_object_set_new(project, "fiscal_year", json_integer(what.year));
    json_object_set_new(project, "figures",
                        figures.count > 0 ? api_parse(figures.list[0].json) : json_null());
    json_object_set_new(project, "deviations", deviations);
    return project;
}

bool api_project(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err)
{
    struct arena arena = {0};
    int year;

    if (!api_only(asked->query, asked->query_count, "year", err) || !api_year(asked, 0, &year, err))
        return false;
    json_t *project = read_project(context, asked->arguments[0], year, &arena, err);
    arena_free(&arena);
    if (project != NULL)
        return api_answer(answer, project);
    return err->code == ERR_NONE && api_answer_nothing(answer);
}
