#include "net/cloudevents.h"

#include <stdlib.h>

#include <jansson.h>

#include "net/format_parts.h"

static void add_subject(json_t *envelope, const json_t *data)
{
    const char *code = json_string_value(json_object_get(json_object_get(data, "subject"), "code"));
    const char *rule = json_string_value(json_object_get(data, "rule"));
    const char *period = json_string_value(json_object_get(data, "period"));
    const char *unit = json_string_value(json_object_get(json_object_get(data, "unit"), "code"));
    struct buf subject = {0};

    if (code != NULL && rule != NULL)
        buf_printf(&subject, "%lld/%s/%s",
                   (long long)json_integer_value(json_object_get(data, "fiscal_year")), code, rule);
    else if (period != NULL && unit != NULL)
        buf_printf(&subject, "%s/%s", period, unit);
    else
        return;
    json_object_set_new(envelope, "subject", json_string(buf_text(&subject)));
    buf_free(&subject);
}

void cloudevents_body(struct buf *out, const char *standard, const char *id, const char *source)
{
    json_t *body = json_loads(standard, 0, NULL);
    json_t *data = json_object_get(body, "data");
    json_t *envelope = json_pack("{s:s, s:s, s:s, s:O}", "specversion", "1.0", "id", id, "source", source,
                                 "type", json_object_get(body, "type"));

    if (envelope == NULL)
        abort(); /* out of memory: we made the body, and the configuration checked the source */
    add_subject(envelope, data);
    json_object_set(envelope, "time", json_object_get(body, "timestamp"));
    json_object_set_new(envelope, "datacontenttype", json_string("application/json"));
    json_object_set(envelope, "data", data);
    format_write(out, envelope);
    json_decref(body);
}
