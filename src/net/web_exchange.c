#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <arpa/inet.h>

#include "base/mem.h"
#include "net/web_form.h"
#include "net/web_server_parts.h"

/* The happy path: web_exchange_begin() keeps the target, web_exchange_take() is called for the headers, for
 * each piece of the body, and once more when all is there: the owner hears of it. Unless the answer is there
 * by then, the connection is suspended; web_exchange_answer() resumes it, and libmicrohttpd calls
 * web_exchange_take() again, which sends the answer.
 *
 * What can go wrong: a target or a body that is too long, and a peer that goes away; while it is suspended
 * that is noticed afterwards. */

/* Of every answer. Styles and pictures come from here alone, nothing else is loaded, no other site may show
 * a page in a frame or be sent a form, and nothing is kept where it was looked at. Not "no-referrer": with
 * that, browsers hide also from this site where a form was sent from. */
static const struct {
    const char *name, *value;
} always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
     "frame-ancestors 'none'; base-uri 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};

void web_reply_header(struct web_reply *reply, const char *name, const char *value)
{
    if (reply->header_count == WEB_REPLY_HEADERS)
        return;
    reply->headers[reply->header_count].name = name;
    buf_puts(&reply->headers[reply->header_count++].value, value);
}

void web_reply_free(struct web_reply *reply)
{
    buf_free(&reply->body);
    for (size_t i = 0; i < reply->header_count; i++)
        buf_free(&reply->headers[i].value);
    *reply = (struct web_reply){0};
}

/* NULL: no memory, or none that libmicrohttpd could get. A header with a line end in it is left out by
 * libmicrohttpd. */
static struct MHD_Response *make_response(struct web_reply *reply)
{
    size_t length = reply->body.length;
    char *body = length > 0 ? buf_take(&reply->body) : NULL;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        length, body, body != NULL ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);

    if (response == NULL) {
        free(body);
        return NULL;
    }
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        (void)MHD_add_response_header(response, always[i].name, always[i].value);
    if (reply->type != NULL)
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
    for (size_t i = 0; i < reply->header_count; i++)
        (void)MHD_add_response_header(response, reply->headers[i].name, buf_text(&reply->headers[i].value));
    return response;
}

void web_exchange_answer(struct web_exchange *exchange, struct web_reply *reply)
{
    struct web_server *server = exchange->server;

    exchange->status = reply->status != 0 ? reply->status : MHD_HTTP_OK;
    exchange->response = make_response(reply);
    web_reply_free(reply);
    exchange->heard = true;
    if (exchange->before != NULL)
        exchange->before->next = exchange->next;
    else
        server->asked = exchange->next;
    if (exchange->next != NULL)
        exchange->next->before = exchange->before;
    exchange->next = exchange->before = NULL;
    if (!exchange->suspended)
        return; /* web_exchange_take() sends it */
    exchange->suspended = false;
    MHD_resume_connection(exchange->connection);
    web_server_wake(server);
}

static enum MHD_Result send_response(struct web_exchange *exchange)
{
    struct MHD_Response *response = exchange->response;

    if (response == NULL)
        return MHD_NO; /* drops the connection */
    web_connection_turn(web_connection_of(exchange->connection), WEB_TAKES);
    exchange->response = NULL;
    enum MHD_Result queued = MHD_queue_response(exchange->connection, (unsigned)exchange->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* What is left of the request is not to be taken for another one: the connection ends. */
static enum MHD_Result refuse(struct web_exchange *exchange, int status, const char *sentence)
{
    struct web_reply reply = {.status = status, .type = "text/plain; charset=utf-8"};

    buf_printf(&reply.body, "%s\n", sentence);
    web_reply_header(&reply, MHD_HTTP_HEADER_CONNECTION, "close");
    exchange->status = status;
    exchange->response = make_response(&reply);
    web_reply_free(&reply);
    return send_response(exchange);
}

struct count {
    const char *name, *value;
    int times;
};

static enum MHD_Result count_header(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct count *count = ctx;
    (void)kind;

    if (strcasecmp(name, count->name) == 0) {
        count->value = value;
        count->times++;
    }
    return MHD_YES;
}

const char *web_exchange_header(const struct web_exchange *exchange, const char *name)
{
    struct count count = {.name = name};

    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, count_header, &count);
    return count.times == 1 ? count.value : NULL;
}

/* A proxy adds the address of who asked it at the end; what stands before that is anybody's word. */
static void take_forwarded(struct web_exchange *exchange)
{
    const char *header = web_exchange_header(exchange, "X-Forwarded-For");
    const char *comma = header != NULL ? strrchr(header, ',') : NULL,
               *last = comma != NULL ? comma + 1 : header;
    unsigned char bytes[sizeof(struct in6_addr)];
    char text[WEB_PEER_TEXT];

    if (header == NULL || !listen_is_loopback_host(exchange->peer))
        return;
    last += strspn(last, " \t");
    snprintf(text, sizeof text, "%.*s", (int)strcspn(last, " \t"), last);
    if (inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1)
        strcpy(exchange->peer, text);
}

static void name_peer(struct web_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info != NULL ? info->client_addr : NULL;
    const void *bytes = NULL;

    if (address != NULL && address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address != NULL && address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (bytes == NULL || inet_ntop(address->sa_family, bytes, exchange->peer, sizeof exchange->peer) == NULL)
        strcpy(exchange->peer, "?");
    take_forwarded(exchange);
}

void *web_exchange_begin(void *owner, const char *target, struct MHD_Connection *connection)
{
    struct web_exchange *exchange = mem_alloc(sizeof *exchange);

    exchange->server = owner;
    exchange->connection = connection;
    exchange->target = mem_text(target);
    return exchange;
}

struct framing {
    const char *length;
    int lengths, codings;
    bool odd;
};

/* libmicrohttpd takes a name with a blank before its colon, which others read as the name without it. */
static enum MHD_Result look_at_framing(void *ctx, enum MHD_ValueKind kind, const char *name,
                                       const char *value)
{
    struct framing *framing = ctx;
    (void)kind;

    if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        framing->length = value;
        framing->lengths++;
    } else if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0)
        framing->codings++;
    framing->odd = framing->odd || name[0] == '\0' || strpbrk(name, " \t") != NULL;
    return MHD_YES;
}

static enum MHD_Result take_headers(struct web_exchange *exchange, const char *method)
{
    struct framing framing = {0};

    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, look_at_framing, &framing);
    exchange->begun = true;
    exchange->method = method;
    name_peer(exchange);
    if (strlen(exchange->target) > WEB_TARGET_MAX)
        return refuse(exchange, MHD_HTTP_URI_TOO_LONG, "What is asked for is too long.");
    /* A proxy may see another end of it than we do, and what follows would be somebody else's. */
    if (framing.odd || framing.lengths + framing.codings > 1)
        return refuse(exchange, MHD_HTTP_BAD_REQUEST, "It is not clear where this request ends.");
    if (framing.length != NULL && strtoull(framing.length, NULL, 10) > WEB_BODY_MAX)
        return refuse(exchange, MHD_HTTP_CONTENT_TOO_LARGE, "The body is too long: 64 KiB at most.");
    return MHD_YES;
}

static enum MHD_Result take_body(struct web_exchange *exchange, const char *data, size_t *size)
{
    /* What is too long is still read, so that the peer gets to see the answer; its time is short. */
    if (exchange->body.length + *size > WEB_BODY_MAX)
        exchange->refused = MHD_HTTP_CONTENT_TOO_LARGE;
    else
        buf_add(&exchange->body, data, *size);
    *size = 0;
    return MHD_YES;
}

static enum MHD_Result take_all(struct web_exchange *exchange)
{
    struct web_server *server = exchange->server;

    if (exchange->refused != 0)
        return refuse(exchange, exchange->refused, "The body is too long: 64 KiB at most.");
    web_connection_turn(web_connection_of(exchange->connection), WEB_WAITS);
    exchange->next = server->asked;
    if (server->asked != NULL)
        server->asked->before = exchange;
    server->asked = exchange;
    server->on_request(server, exchange);
    if (exchange->heard)
        return send_response(exchange);
    exchange->suspended = true;
    MHD_suspend_connection(exchange->connection);
    return MHD_YES;
}

enum MHD_Result web_exchange_take(void *owner, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data, size_t *size,
                                  void **own)
{
    struct web_exchange *exchange = *own;
    (void)owner, (void)connection, (void)url, (void)version;

    if (!exchange->begun)
        return take_headers(exchange, method);
    if (*size > 0)
        return take_body(exchange, data, size);
    return exchange->heard ? send_response(exchange) : take_all(exchange);
}

void web_exchange_end(void *owner, struct MHD_Connection *connection, void **own,
                      enum MHD_RequestTerminationCode why)
{
    struct web_exchange *exchange = *own;
    struct web_connection *is_open = web_connection_of(connection);
    (void)owner, (void)why;

    if (is_open != NULL)
        web_connection_turn(is_open, WEB_ASKS);
    if (exchange == NULL)
        return;
    if (exchange->response != NULL)
        MHD_destroy_response(exchange->response);
    buf_free(&exchange->body);
    free(exchange->target);
    free(exchange);
    *own = NULL;
}
