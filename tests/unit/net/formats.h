/* An event for every kind of receiver, and its body. */
#ifndef TESTS_NET_FORMATS_H
#define TESTS_NET_FORMATS_H

#include "net/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

#include "an_event.h"
#include "base/mem.h"

static const struct message_event opened = {
    AN_EVENT,
    .manager = "李雷",
    .explanation = "截至3月累计支出 0.00 元",
    .answers_name = "李雷",
    .answers_role = "科长",
    .answers_unit = "U1",
    .answers_mobile = "13800000000",
    .answers_im_id = "ou_lilei",
    .answers_email = "lilei@example.org",
    .corrects_message = "",
};

static inline struct format format_for(enum channel_type type)
{
    return (struct format){
        .type = type, .language = LANGUAGE_ZH, .source = "urn:test", .message_id = "msg_1", .resend = 120000};
}

static inline char *event_body(enum channel_type type, const struct message_event *event)
{
    struct format format = format_for(type);
    struct buf body = {0};

    format_event(&body, &format, event);
    return buf_take(&body);
}

static inline const char *content_of(enum channel_type type, const json_t *body)
{
    const json_t *element = json_array_get(json_object_get(json_object_get(body, "card"), "elements"), 0);

    if (type == CHANNEL_WECOM || type == CHANNEL_DINGTALK)
        return json_string_value(
            json_object_get(json_object_get(body, "markdown"), type == CHANNEL_WECOM ? "content" : "text"));
    if (type == CHANNEL_FEISHU)
        return json_string_value(json_object_get(json_object_get(element, "text"), "content"));
    return json_string_value(json_object_get(body, "text"));
}

static const struct limit {
    enum channel_type type;
    size_t content, body;
} limits[] = {
    {CHANNEL_WECOM, 4096, 20000},     {CHANNEL_DINGTALK, 20000, 20000}, {CHANNEL_FEISHU, 20000, 19800},
    {CHANNEL_SLACK, 4000, 20000},     {CHANNEL_WEBHOOK, 0, 20000 - 1},  {CHANNEL_JOURNAL, 0, 20000 - 1},
    {CHANNEL_ALERTMANAGER, 0, 20000},
};

/* Robots take no \uXXXX, and jansson reads no text that is cut within a character. */
static inline void fits(const struct limit *limit, const char *body)
{
    json_t *json = json_loads(body, 0, NULL);

    assert_non_null(json);
    assert_true(strlen(body) <= limit->body);
    assert_null(strstr(body, "\\u"));
    if (limit->content > 0)
        assert_true(strlen(content_of(limit->type, json)) <= limit->content);
    json_decref(json);
}

#endif
