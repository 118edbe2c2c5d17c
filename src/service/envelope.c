#include "service/envelope.h"

#include <string.h>

#include "net/cloudevents.h"
#include "net/robot_sign.h"

static const char *const json_headers[] = {"Content-Type: application/json; charset=utf-8", NULL};

static void clear(struct buf *text)
{
    if (text->data != NULL)
        explicit_bzero(text->data, text->capacity);
    buf_clear(text);
}

static void sign_webhook(struct envelope *envelope, const struct channel *channel, const char *id, msec now)
{
    struct signature_input input = {
        .id = id, .timestamp = now / 1000, .body = envelope->body.data, .body_length = envelope->body.length};

    webhook_headers_make(&envelope->signature, &input, channel->keys, channel->key_count);
    if (channel->config->format == WEBHOOK_CLOUDEVENTS)
        envelope->signature.list[0] = "Content-Type: " CLOUDEVENTS_CONTENT_TYPE;
    envelope->headers = envelope->signature.list;
}

void envelope_make(struct envelope *envelope, const struct channel *channel, const char *id, const char *body,
                   msec now)
{
    const char *secret = channel->secret.bytes;
    bool by_address = channel->config->type == CHANNEL_DINGTALK && secret != NULL;
    bool by_body = channel->config->type == CHANNEL_FEISHU && secret != NULL;

    clear(&envelope->url);
    buf_clear(&envelope->body);
    envelope->headers = json_headers;
    if (by_address)
        robot_sign_dingtalk(&envelope->url, channel_url(channel), secret, now);
    else
        buf_puts(&envelope->url, channel_url(channel));
    if (by_body)
        robot_sign_feishu(&envelope->body, body, secret, now / 1000);
    else
        buf_puts(&envelope->body, body);
    if (channel->config->type == CHANNEL_WEBHOOK)
        sign_webhook(envelope, channel, id, now);
}

void envelope_free(struct envelope *envelope)
{
    clear(&envelope->url);
    buf_free(&envelope->url);
    buf_free(&envelope->body);
    webhook_headers_free(&envelope->signature);
}
