/* CloudEvents 1.0 in structured mode: the same data as in a Standard Webhook, in another envelope.
 *
 *   {"specversion":"1.0","id":MESSAGE ID,"source":…,"type":"deviation.opened",
 *    "subject":"2025/P0012/execution.pace","time":…,"datacontenttype":"application/json","data":{…}}
 *
 * `source` and `id` together are unique, and a message that is sent again keeps both, so the envelope is
 * frozen with its message. `subject` is there where one event is told of. */
#ifndef NET_CLOUDEVENTS_H
#define NET_CLOUDEVENTS_H

#include "base/buf.h"

#define CLOUDEVENTS_CONTENT_TYPE "application/cloudevents+json; charset=UTF-8"

/* `standard` is a body that net/webhook.h made. */
void cloudevents_body(struct buf *out, const char *standard, const char *id, const char *source);

#endif
