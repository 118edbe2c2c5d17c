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

static bool find_one(const struct web_context *context, int64_t id, struct deviation_rows *ret_rows,
                     struct err *err)
{
    struct buf ids = {0};

    buf_printf(&ids, "{%lld}", (long long)id);
    bool ok = store_deviations_find(context->session,
                                    &(struct deviation_filter){.all = true, .ids = buf_text(&ids)},
                                    context->config->utc_offset, ret_rows, err);
    buf_free(&ids);
    return ok;
}

static bool answer_one(const struct web_context *context, int64_t id, struct web_answer *answer,
                       struct err *err)
{
    struct deviation_rows rows = {0};
    struct arena arena = {0};
    const char *history = NULL;
    bool ok =
        find_one(context, id, &rows, err) && store_api_deviation(context->session, id, &arena, &history, err);

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
    const char *done = web_form(asked, "done");
    const struct acknowledge_asked said = {.by = web_form(asked, "by"),
                                           .cause = web_form(asked, "cause"),
                                           .decision = web_form(asked, "decision"),
                                           .action = web_form(asked, "action"),
                                           .due = web_form(asked, "due"),
                                           .owner = web_form(asked, "owner"),
                                           .done_on = web_form(asked, "done_on"),
                                           .note = web_form(asked, "note"),
                                           .done = done != NULL && strcmp(done, "true") == 0};
    struct acknowledgement what;
    int64_t id;

    if (!api_id(asked, &id, err) ||
        !api_only(asked->form, asked->form_count, "by cause decision action due owner done done_on note",
                  err) ||
        !acknowledge_check(&said, context->today, /* option */ false, &what, err) ||
        !store_deviations_acknowledge(context->session, &id, 1, &what, NULL, err))
        return false;
    return answer_one(context, id, answer, err);
}

bool api_silences(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err)
{
    const char *all = web_query(asked, "all");
    struct silence_rows rows = {0};

    if (!api_only(asked->query, asked->query_count, "all", err) ||
        !store_silences_list(context->session, all != NULL && strcmp(all, "true") == 0,
                             context->config->utc_offset, &rows, err))
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
    const struct silence_wanted wanted = {.rule = web_form(asked, "rule"),
                                          .unit = web_form(asked, "unit"),
                                          .subject = web_form(asked, "subject"),
                                          .severity = web_form(asked, "severity"),
                                          .until = web_form(asked, "until"),
                                          .for_how_long = web_form(asked, "for"),
                                          .daily = web_form(asked, "daily"),
                                          .reason = web_form(asked, "reason"),
                                          .by = web_form(asked, "by")};
    struct silence_new what;
    int64_t id;

    if (!api_only(asked->form, asked->form_count, "rule unit subject severity until for daily reason by",
                  err) ||
        !silence_check(&wanted, context->config->utc_offset, context->now, /* option */ false, &what, err) ||
        !store_silences_add(context->session, &what, &id, err))
        return false;
    answer->status = 201;
    return api_answer(answer, json_pack("{s:I}", "id", (json_int_t)id));
}

bool api_silence_end(const struct web_context *context, const struct web_asked *asked,
                     struct web_answer *answer, struct err *err)
{
    const char *by = web_form(asked, "by");
    int64_t id;

    if (!api_id(asked, &id, err) || !api_only(asked->form, asked->form_count, "by", err))
        return false;
    if (by == NULL || by[0] == '\0')
        return err_set(err, ERR_INPUT, "by is needed: who says so?");
    if (!store_silences_end(context->session, id, by, err))
        return false;
    return api_answer(answer, json_pack("{s:I}", "id", (json_int_t)id));
}
