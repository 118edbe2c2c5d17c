#include "net/receiver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "net/receiver_judge.h"
#include "net/listen.h"

/* The happy path: libmicrohttpd calls on_request() once for the headers, for each piece of the body, and
 * once more when all of it is there: then the message is judged, handed to the owner and answered.
 *
 * What can go wrong: another method (405), a body that is too long (413), a signature that does not
 * verify (401), a peer that goes away or stalls (libmicrohttpd drops it). */

/* Polling, because libmicrohttpd 0.9.75 hangs for good in its epoll mode when 128 sockets are ready at once;
 * and fewer connections than that. */
enum { CONNECTIONS_MAX = 100, IDLE_SECONDS = 30 };

struct upload {
    struct buf body;
    bool too_long;
};

static enum MHD_Result on_request(void *owner, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data, size_t *size,
                                  void **own);
static enum MHD_Result receive(struct receiver *receiver, struct MHD_Connection *connection,
                               const struct upload *upload);
static void judge(const struct receiver *receiver, struct MHD_Connection *connection,
                  struct receiver_message *message, struct err *err);
static enum MHD_Result answer(struct MHD_Connection *connection, int status);
static void on_completed(void *owner, struct MHD_Connection *connection, void **own,
                         enum MHD_RequestTerminationCode why);

bool receiver_start(struct receiver *receiver, const struct receiver_settings *settings, struct err *err)
{
    *receiver = (struct receiver){.heard = settings->heard, .ctx = settings->ctx};
    if (settings->key_count > RECEIVER_KEYS_MAX)
        return err_set(err, ERR_USAGE, "more than %d secrets", RECEIVER_KEYS_MAX);
    for (size_t i = 0; i < settings->key_count; i++)
        receiver->keys[receiver->key_count++] = settings->keys[i];

    int fd = listen_on(settings->listen, err);
    if (fd < 0)
        return false;
    listen_name(fd, receiver->address);
    receiver->daemon =
        MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, receiver,
                         MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS, MHD_OPTION_NOTIFY_COMPLETED,
                         on_completed, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    if (receiver->daemon != NULL)
        return true;
    close(fd);
    return err_set(err, ERR_NET, "cannot serve %s", settings->listen);
}

void receiver_stop(struct receiver *receiver)
{
    MHD_stop_daemon(receiver->daemon); /* closes the socket, too */
    receiver->daemon = NULL;
    for (size_t i = 0; i < receiver->key_count; i++)
        signature_key_wipe(&receiver->keys[i]);
}

static enum MHD_Result on_request(void *owner, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data, size_t *size,
                                  void **own)
{
    struct upload *upload = *own;
    (void)url, (void)version;

    if (upload == NULL) {
        if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
            return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED);
        *own = mem_alloc(sizeof *upload);
        return MHD_YES;
    }
    if (*size > 0) {
        /* What is too long is still read, so that the peer gets to see the answer. */
        if (upload->body.length + *size > RECEIVER_BODY_MAX)
            upload->too_long = true;
        else
            buf_add(&upload->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (upload->too_long)
        return answer(connection, MHD_HTTP_CONTENT_TOO_LARGE);
    return receive(owner, connection, upload);
}

static enum MHD_Result receive(struct receiver *receiver, struct MHD_Connection *connection,
                               const struct upload *upload)
{
    struct receiver_message message = {
        .at = clock_wall(), .body = buf_text(&upload->body), .body_length = upload->body.length};
    struct err err = {0};

    judge(receiver, connection, &message, &err);
    message.why = err.text;
    int status = receiver->heard(receiver->ctx, &message);
    return answer(connection, message.verdict == RECEIVER_BAD_SIGNATURE ? MHD_HTTP_UNAUTHORIZED : status);
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);

    return value != NULL ? value : "";
}

static void judge(const struct receiver *receiver, struct MHD_Connection *connection,
                  struct receiver_message *message, struct err *err)
{
    const struct receiver_headers headers = {header(connection, "webhook-id"),
                                             header(connection, "webhook-timestamp"),
                                             header(connection, "webhook-signature")};

    message->id = headers.id;
    message->verdict = receiver_judge(&headers, receiver->keys, receiver->key_count, message->body,
                                      message->body_length, message->at / 1000, err);
}

static enum MHD_Result answer(struct MHD_Connection *connection, int status)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);

    if (response == NULL)
        return MHD_NO; /* drops the connection */
    enum MHD_Result queued = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return queued;
}

static void on_completed(void *owner, struct MHD_Connection *connection, void **own,
                         enum MHD_RequestTerminationCode why)
{
    struct upload *upload = *own;
    (void)owner, (void)connection, (void)why;

    if (upload == NULL)
        return;
    buf_free(&upload->body);
    free(upload);
    *own = NULL;
}
