/* What the parts of the API share. */
#ifndef SERVICE_API_PARTS_H
#define SERVICE_API_PARTS_H

#include <jansson.h>

#include "db/store_api.h"
#include "service/web_page.h"

enum { API_PAGE = 100, API_PAGE_MAX = 1000 };

/* The answer is this value, which is let go of. True, so that a handler can end in it. */
bool api_answer(struct web_answer *answer, json_t *value);
/* The same as a page of a list: {"items": [...], "next": PLACE or null}. */
bool api_answer_page(struct web_answer *answer, json_t *items, const char *next);
bool api_answer_nothing(struct web_answer *answer); /* 404 */

/* A text that the database made; it is JSON. */
json_t *api_parse(const char *text);

/* Fields of the query: a whole number between the two, else `standard` where it is missing. */
MUST_CHECK bool api_number(const struct web_asked *asked, const char *name, int low, int high, int standard,
                           int *ret_number, struct err *err);
/* `year`; 0 where it is missing and nothing is to be shown but the running one. */
MUST_CHECK bool api_year(const struct web_asked *asked, int standard, int *ret_year, struct err *err);
MUST_CHECK bool api_limit(const struct web_asked *asked, int *ret_limit, struct err *err);
/* An id in the path. */
MUST_CHECK bool api_id(const struct web_asked *asked, int64_t *ret_id, struct err *err);
/* No field but these, with spaces between them. */
MUST_CHECK bool api_only(const struct web_field *fields, size_t count, const char *names, struct err *err);

/* One of these words, with spaces between them; NULL where it is missing. */
MUST_CHECK bool api_choice(const struct web_asked *asked, const char *name, const char *words,
                           const char **ret_word, struct err *err);

/* The form: no field but these, each to its place, NULL where it is missing. No query stands beside it. */
struct api_field {
    const char *name;
    const char **ret_text;
};
MUST_CHECK bool api_form(const struct web_asked *asked, const struct api_field *fields, size_t count,
                         struct err *err);
/* "true" or "false"; false where it is missing. */
MUST_CHECK bool api_flag(const char *name, const char *text, bool *ret_flag, struct err *err);

bool api_status(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                struct err *err);
bool api_units(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
               struct err *err);
bool api_projects(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err);
bool api_project(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err);
bool api_deviations(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err);
bool api_deviation(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err);
bool api_acknowledge(const struct web_context *context, const struct web_asked *asked,
                     struct web_answer *answer, struct err *err);
bool api_silences(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err);
bool api_silence(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err);
bool api_silence_end(const struct web_context *context, const struct web_asked *asked,
                     struct web_answer *answer, struct err *err);
bool api_deliveries(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err);
bool api_delivery(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err);
bool api_channels(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err);
bool api_sources(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err);
bool api_cities(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                struct err *err);
bool api_notices(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err);
bool api_notice(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                struct err *err);

#endif
