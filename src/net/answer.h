/* What a receiver's answer means, in the terms of core, and in words for a log or a table. */
#ifndef NET_ANSWER_H
#define NET_ANSWER_H

#include "base/buf.h"
#include "core/delivery.h"
#include "net/http.h"

enum { ANSWER_QUOTED_MAX = 200 }; /* bytes of the body that are quoted */

/* Of a robot the code is read from what was kept of the body: "errcode" of WeCom and DingTalk, "code" of
 * Feishu, Slack's "ok", which counts as 0, and its words
 * for a webhook that is gone. Whatever else stands there is no code. */
struct answer answer_of(const struct http_request *request, enum channel_type from);

/* "HTTP 404: no such hook", or why none came. One line of valid UTF-8 whatever was received. What stands in
 * the address behind its host is blotted out where the receiver repeats it: it may be a key. */
void answer_describe(struct buf *out, const struct http_request *request);

/* At most ANSWER_QUOTED_MAX bytes of what somebody else said, as one line of valid UTF-8. */
void answer_quote(struct buf *out, const char *text, size_t length);

/* The answer explained in one sentence, for whoever has just tried the channel. */
const char *answer_advice(const struct answer *answer);

#endif
