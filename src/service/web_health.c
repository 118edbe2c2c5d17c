/* Whether the loop turns, and whether the daemon can do its work: from what it knows already. */
#include <stdlib.h>

#include <jansson.h>

#include "service/web_parts.h"

static void answer_json(struct web_request *request, int status, json_t *body)
{
    struct web_reply reply = {.status = status, .type = "application/json"};
    char *text = json_dumps(body, JSON_COMPACT);

    buf_printf(&reply.body, "%s\n", text);
    free(text);
    json_decref(body);
    if (status == 503)
        web_reply_header(&reply, "Retry-After", "5");
    web_request_answer(request, &reply);
}

void web_answer_health(struct web_request *request)
{
    answer_json(request, 200, json_pack("{s:s}", "status", "ok"));
}

/* Anybody may ask: it says nothing of the ledger, nor how the database is reached. */
void web_answer_ready(struct web_request *request)
{
    struct web_view view = {0};
    json_t *reasons = json_array();

    request->web->look(request->web, &view);
    bool database = view.evaluation && view.delivery;
    if (!view.evaluation)
        json_array_append_new(reasons,
                              json_string("the evaluation has no connection to the database that works"));
    if (!view.delivery)
        json_array_append_new(reasons,
                              json_string("the delivery has no connection to the database that works"));
    if (view.evaluation && !view.schema)
        json_array_append_new(reasons,
                              json_string("the schema of the database is not known to be this program's"));
    if (view.evaluation && view.schema && view.leads && !view.passed)
        json_array_append_new(reasons, json_string("the first pass over the ledger is not finished"));
    bool ready = json_array_size(reasons) == 0;
    answer_json(request, ready ? 200 : 503,
                json_pack("{s:s, s:b, s:b, s:s, s:b, s:o}", "status", ready ? "ready" : "not ready",
                          "database", (int)database, "schema", (int)view.schema, "role",
                          view.leads ? "leader" : "follower", "first_pass", (int)view.passed, "reasons",
                          reasons));
}
