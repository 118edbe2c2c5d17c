/* What a receiver's answer means, in the terms of core, and in words for a log or a table. */
#ifndef NET_ANSWER_H
#define NET_ANSWER_H

#include "base/buf.h"
#include "core/delivery.h"
#include "net/http.h"

enum { ANSWER_QUOTED_MAX = 200 }; /* bytes of the body that are quoted */

struct answer answer_of(const struct http_request *request);

/* "HTTP 404: no such hook", or why none came. One line of valid UTF-8 whatever was received. */
void answer_describe(struct buf *out, const struct http_request *request);

/* At most ANSWER_QUOTED_MAX bytes of what somebody else said, as one line of valid UTF-8. */
void answer_quote(struct buf *out, const char *text, size_t length);

#endif
