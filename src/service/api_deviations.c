/* The API: deviations, what officers say of them, and silences. */
#include <string.h>

#include "service/api_parts.h"
#include "service/asked.h"
#include "service/row_json.h"

static bool read_filter(const struct web_asked *asked, struct deviation_filter *ret_filter, struct err *err)
{
    const char *state = web_query(asked, "state");
    struct deviation_filter filter = {.severity = web_query(asked, "severity"),
                                      .rule = web_query(asked, "rule"),
                                      .unit = web_query(asked, "unit"),
                                      .subject = web_query(asked, "subject"),
                                      .after = web_query(asked, "after")};
    enum severity severity;
    enum rule rule;

    if (!api_only(asked->query, asked->query_count, "year severity rule unit subject state after limit",
                  err) ||
        !api_year(asked, 0, &filter.year, err) || !api_limit(asked, &filter.limit, err))
        return false;
    if (filter.severity != NULL && !severity_by_name(filter.severity, &severity))
        return err_set(err, ERR_INPUT, "severity: red, yellow, blue or none is meant");
    if (filter.rule != NULL && !rule_by_name(filter.rule, &rule))
        return err_set(err, ERR_INPUT, "rule: the name of a rule is meant, as execution.pace");
    if (state != NULL && strcmp(state, "all") == 0)
        filter.all = true;
    else if (state != NULL && (strcmp(state, "acknowledged") == 0 || strcmp(state, "open") == 0))
        filter.acknowledged = strcmp(state, "open") == 0 ? "false" : "true";
    else if (state != NULL && strcmp(state, "standing") != 0)
        return err_set(err, ERR_INPUT, "state: standing, open, acknowledged or all is meant");
    filter.all = filter.all || (filter.severity != NULL && severity == SEVERITY_NONE);
    *ret_filter = filter;
    return true;
}

bool api_deviations(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err)
{
    struct deviation_filter filter;
    struct deviation_rows rows = {0};
    char place[DEVIATION_PLACE_TEXT];

    if (!read_filter(asked, &filter, err))
        return false;
    size_t limit = (size_t)filter.limit++; /* one more says whether there is another page */
    if (!store_deviations_find(context->session, &filter, context->config->utc_offset, &rows, err))
        return false;
    json_t *items = json_array();
    for (size_t i = 0; i < rows.count && i < limit; i++)
        json_array_append_new(items, deviation_json(&rows.list[i]));
    const char *next = rows.count > limit ? store_deviation_place(&rows.list[limit - 1], place) : NULL;
    store_deviations_done(&rows);
    return api_answer_page(answer, items, next);
}

static bool answer_one(const struct web_context *context, int64_t id, struct web_answer *answer,
                       struct err *err)
{
    struct deviation_rows rows = {0};
    struct arena arena = {0};
    const char *history = NULL;
    bool ok = store_deviations_of(context->session, &id, 1, context->config->utc_offset, &rows, err) &&
              store_api_deviation(context->session, id, &arena, &history, err);

    if (ok && rows.count == 0)
        api_answer_nothing(answer);
    else if (ok) {
        json_t *one = deviation_json(&rows.list[0]), *more = api_parse(history);
        json_object_update(one, more);
        json_decref(more);
        api_answer(answer, one);
    }
    store_deviations_done(&rows);
    arena_free(&arena);
    return ok;
}

bool api_deviation(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err)
{
    int64_t id;

    return api_only(asked->query, asked->query_count, "", err) && api_id(asked, &id, err) &&
           answer_one(context, id, answer, err);
}

bool api_acknowledge(const struct web_context *context, const struct web_asked *asked,
                     struct web_answer *answer, struct err *err)
{
    struct acknowledge_asked said;
    struct acknowledgement what;
    enum ack_fault fault = ACK_FINE;
    const char *done;
    int64_t id;
    const struct api_field fields[] = {
        {"by", &said.by},         {"cause", &said.cause},     {"decision", &said.decision},
        {"action", &said.action}, {"due", &said.due},         {"owner", &said.owner},
        {"done", &done},          {"done_on", &said.done_on}, {"note", &said.note}};

    if (!api_id(asked, &id, err) || !api_form(asked, fields, sizeof fields / sizeof fields[0], err) ||
        !api_flag("done", done, &said.done, err) ||
        !acknowledge_check(&said, context->today, /* option */ false, &what, err))
        return false;
    if (!store_deviations_acknowledge(context->session, &id, 1, &what, &fault, err)) {
        if (err->code == ERR_INPUT && fault == ACK_NOT_STANDING)
            err->code = ERR_CONFLICT; /* it has cleared since it was read */
        return false;
    }
    return answer_one(context, id, answer, err);
}

bool api_silences(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err)
{
    struct silence_rows rows = {0};
    bool all;

    if (!api_only(asked->query, asked->query_count, "all", err) ||
        !api_flag("all", web_query(asked, "all"), &all, err) ||
        !store_silences_list(context->session, all, context->config->utc_offset, &rows, err))
        return false;
    json_t *items = json_array();
    for (size_t i = 0; i < rows.count; i++)
        json_array_append_new(items, silence_json(&rows.list[i]));
    store_silences_done(&rows);
    return api_answer_page(answer, items, NULL);
}

bool api_silence(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err)
{
    struct silence_wanted wanted;
    struct silence_new what;
    int64_t id;
    const struct api_field fields[] = {
        {"rule", &wanted.rule},         {"unit", &wanted.unit},     {"subject", &wanted.subject},
        {"severity", &wanted.severity}, {"until", &wanted.until},   {"for", &wanted.for_how_long},
        {"daily", &wanted.daily},       {"reason", &wanted.reason}, {"by", &wanted.by}};

    if (!api_form(asked, fields, sizeof fields / sizeof fields[0], err) ||
        !silence_check(&wanted, context->config->utc_offset, context->now, /* option */ false, &what, err) ||
        !store_silences_add(context->session, &what, &id, err))
        return false;
    answer->status = 201;
    return api_answer(answer, json_pack("{s:I}", "id", (json_int_t)id));
}

bool api_silence_end(const struct web_context *context, const struct web_asked *asked,
                     struct web_answer *answer, struct err *err)
{
    const char *by;
    int64_t id;

    if (!api_id(asked, &id, err) || !api_form(asked, &(struct api_field){"by", &by}, 1, err))
        return false;
    if (by == NULL || by[0] == '\0')
        return err_set(err, ERR_INPUT, "by is needed: who says so?");
    if (!store_silences_end(context->session, id, by, err)) {
        if (err->code == ERR_INPUT)
            err->code = ERR_CONFLICT; /* it has ended since it was read */
        return false;
    }
    return api_answer(answer, json_pack("{s:I}", "id", (json_int_t)id));
}
