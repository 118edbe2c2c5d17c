/* The API: what was told to whom, and how channels, sources and cities fare. */
#include <stdlib.h>
#include <string.h>

#include "base/dec.h"
#include "service/api_parts.h"
#include "service/channel_known.h"
#include "service/row_json.h"

bool api_deliveries(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err)
{
    const char *after = web_query(asked, "after"), *state;
    struct arena arena = {0};
    struct api_rows rows = {0};
    int64_t before = 0;
    int limit = 0;

    if (!api_only(asked->query, asked->query_count, "state channel after limit", err) ||
        !api_choice(asked, "state", "pending sending delivered dead", &state, err) ||
        !api_limit(asked, &limit, err))
        return false;
    if (after != NULL && (!dec_parse(after, strlen(after), 0, &before) || before <= 0))
        return err_set(err, ERR_INPUT, "after: this is no place where a list ended");
    bool ok = store_api_messages(context->session, state, web_query(asked, "channel"), before, limit + 1,
                                 &arena, &rows, err);
    if (ok) {
        json_t *items = json_array();
        for (size_t i = 0; i < rows.count && i < (size_t)limit; i++)
            json_array_append_new(items, api_parse(rows.list[i].json));
        api_answer_page(answer, items, rows.count > (size_t)limit ? rows.list[limit - 1].place : NULL);
    }
    arena_free(&arena);
    return ok;
}

/* With what it says, which is for a login that may read it. */
bool api_delivery(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err)
{
    struct delivery_rows rows = {0};

    if (!api_only(asked->query, asked->query_count, "", err) ||
        !store_deliveries_list(context->session, asked->arguments[0], false, 1, &rows, err))
        return false;
    if (rows.count > 0)
        api_answer(answer, delivery_json(&rows.list[0]));
    else
        api_answer_nothing(answer);
    store_deliveries_done(&rows);
    return true;
}

bool api_channels(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err)
{
    struct channel_fares fares = {0};
    struct arena arena = {0};
    bool ok = api_only(asked->query, asked->query_count, "", err) &&
              store_channels_status(context->session, channel_known(context->config, &arena),
                                    context->config->channel_count, &arena, &fares, err);

    if (ok) {
        json_t *items = json_array();
        for (size_t i = 0; i < fares.count; i++)
            json_array_append_new(items, channel_json(&fares.list[i]));
        api_answer_page(answer, items, NULL);
    }
    arena_free(&arena);
    return ok;
}

bool api_sources(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err)
{
    struct source_fares fares = {0};
    struct arena arena = {0};
    bool ok = api_only(asked->query, asked->query_count, "", err) &&
              store_source_list(context->session, &arena, &fares, err);

    if (ok)
        api_answer_page(answer, sources_json(context->config, &fares), NULL);
    arena_free(&arena);
    return ok;
}

bool api_cities(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                struct err *err)
{
    struct cities_known known = {0};
    struct arena arena = {0};
    bool ok = api_only(asked->query, asked->query_count, "", err) &&
              store_cities_read(context->session, /* search */ false, &arena, &known, err);

    if (ok) {
        json_t *cities = json_array(), *takers = json_array();
        for (size_t i = 0; i < known.city_count; i++)
            json_array_append_new(cities, city_json(&known.cities[i]));
        for (size_t i = 0; i < known.taker_count; i++)
            json_array_append_new(takers, city_taker_json(&known.takers[i]));
        api_answer(answer, json_pack("{s:o, s:o}", "cities", cities, "takers", takers));
    }
    arena_free(&arena);
    return ok;
}

bool api_notices(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err)
{
    struct notice_sent_rows rows = {0};
    int year = 0, month = 0;

    if (!api_only(asked->query, asked->query_count, "year month unit", err) ||
        !api_year(asked, 0, &year, err) || !api_number(asked, "month", 1, 12, 0, &month, err) ||
        !store_notices_list(context->session, year, month, web_query(asked, "unit"),
                            context->config->utc_offset, &rows, err))
        return false;
    json_t *items = json_array();
    for (size_t i = 0; i < rows.count; i++)
        json_array_append_new(items, notice_sent_json(&rows.list[i]));
    store_notices_done(&rows);
    return api_answer_page(answer, items, NULL);
}

/* Its figures as they were sent. */
bool api_notice(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                struct err *err)
{
    char *text = NULL;
    int64_t id;

    if (!api_only(asked->query, asked->query_count, "", err) || !api_id(asked, &id, err))
        return false;
    if (!store_notice_read(context->session, id, /* html */ false, &text, err)) {
        if (err->code != ERR_INPUT)
            return false;
        err_clear(err);
        return api_answer_nothing(answer);
    }
    json_t *figures = api_parse(text);
    free(text);
    return api_answer(answer, figures);
}
