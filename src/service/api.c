/* /api/v1: the routes, and what their handlers have in common. config/openapi.json describes them. */
#include <stdlib.h>
#include <string.h>

#include "base/dec.h"
#include "embedded/openapi.h"
#include "service/api_parts.h"
#include "service/asked.h"

static bool api_description(const struct web_context *context, const struct web_asked *asked,
                            struct web_answer *answer, struct err *err)
{
    (void)context, (void)asked, (void)err;
    answer->type = "application/json";
    buf_puts(&answer->body, openapi_openapi);
    return true;
}

const struct web_route api_routes[] = {
    {"GET", "/api/v1/openapi.json", api_description, false},
    {"GET", "/api/v1/status", api_status, false},
    {"GET", "/api/v1/units", api_units, false},
    {"GET", "/api/v1/projects", api_projects, false},
    {"GET", "/api/v1/projects/{}", api_project, false},
    {"GET", "/api/v1/deviations", api_deviations, false},
    {"GET", "/api/v1/deviations/{}", api_deviation, false},
    {"POST", "/api/v1/deviations/{}/acknowledge", api_acknowledge, true},
    {"GET", "/api/v1/silences", api_silences, false},
    {"POST", "/api/v1/silences", api_silence, true},
    {"POST", "/api/v1/silences/{}/end", api_silence_end, true},
    {"GET", "/api/v1/deliveries", api_deliveries, false},
    {"GET", "/api/v1/deliveries/{}", api_delivery, false},
    {"GET", "/api/v1/channels", api_channels, false},
    {"GET", "/api/v1/sources", api_sources, false},
    {"GET", "/api/v1/cities", api_cities, false},
    {"GET", "/api/v1/notices", api_notices, false},
    {"GET", "/api/v1/notices/{}", api_notice, false},
    {NULL, NULL, NULL, false},
};

bool api_answer(struct web_answer *answer, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);

    answer->type = "application/json";
    buf_printf(&answer->body, "%s\n", text != NULL ? text : "null");
    free(text);
    json_decref(value);
    return true;
}

bool api_answer_page(struct web_answer *answer, json_t *items, const char *next)
{
    return api_answer(answer, json_pack("{s:o, s:o}", "items", items, "next",
                                        next != NULL ? json_string(next) : json_null()));
}

bool api_answer_nothing(struct web_answer *answer)
{
    answer->status = 404;
    return true;
}

json_t *api_parse(const char *text)
{
    json_t *value = json_loads(text, 0, NULL);

    return value != NULL ? value : json_null();
}

bool api_number(const struct web_asked *asked, const char *name, int low, int high, int standard,
                int *ret_number, struct err *err)
{
    const char *text = web_query(asked, name);
    int64_t number = standard;

    if (text != NULL && (!dec_parse(text, strlen(text), 0, &number) || number < low || number > high))
        return err_set(err, ERR_INPUT, "%s: a whole number from %d to %d is meant", name, low, high);
    *ret_number = (int)number;
    return true;
}

bool api_year(const struct web_asked *asked, int standard, int *ret_year, struct err *err)
{
    return api_number(asked, "year", 2000, 2100, standard, ret_year, err);
}

bool api_limit(const struct web_asked *asked, int *ret_limit, struct err *err)
{
    return api_number(asked, "limit", 1, API_PAGE_MAX, API_PAGE, ret_limit, err);
}

bool api_id(const struct web_asked *asked, int64_t *ret_id, struct err *err)
{
    return id_parse(asked->arguments[0], ret_id) ||
           err_set(err, ERR_INPUT, "what stands in the path is not an id");
}

static bool is_among(const char *name, const char *names)
{
    size_t length = strlen(name);

    for (const char *at = names; *at != '\0'; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == length && strncmp(at, name, length) == 0)
            return true;
    return false;
}

bool api_only(const struct web_field *fields, size_t count, const char *names, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_among(fields[i].name, names))
            return err_set(err, ERR_INPUT, "'%.40s' is not known here%s%s", fields[i].name,
                           names[0] != '\0' ? "; these are: " : "", names);
        for (size_t k = 0; k < i; k++)
            if (strcmp(fields[i].name, fields[k].name) == 0)
                return err_set(err, ERR_INPUT, "'%.40s' is given twice", fields[i].name);
    }
    return true;
}

bool api_choice(const struct web_asked *asked, const char *name, const char *words, const char **ret_word,
                struct err *err)
{
    const char *text = web_query(asked, name);

    if (text != NULL && !is_among(text, words))
        return err_set(err, ERR_INPUT, "%s: one of these is meant: %s", name, words);
    *ret_word = text;
    return true;
}

bool api_form(const struct web_asked *asked, const struct api_field *fields, size_t count, struct err *err)
{
    struct buf names = {0};

    for (size_t i = 0; i < count; i++) {
        buf_printf(&names, "%s%s", i > 0 ? " " : "", fields[i].name);
        *fields[i].ret_text = web_form(asked, fields[i].name);
    }
    bool ok = api_only(asked->query, asked->query_count, "", err) &&
              api_only(asked->form, asked->form_count, buf_text(&names), err);
    buf_free(&names);
    return ok;
}

bool api_flag(const char *name, const char *text, bool *ret_flag, struct err *err)
{
    if (text != NULL && strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        return err_set(err, ERR_INPUT, "%s: true or false is meant", name);
    *ret_flag = text != NULL && strcmp(text, "true") == 0;
    return true;
}
