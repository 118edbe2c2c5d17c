/* A scripted HTTP peer on the test's own loop: it keeps what it was sent and answers what it was told
 * to, byte for byte. For tests only; functions are static so that each test is one file. */
#ifndef TEST_PEER_H
#define TEST_PEER_H

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <uv.h>

#include "base/buf.h"
#include "base/mem.h"

struct peer {
    uv_tcp_t listener;
    int port;
    const char *answer;        /* raw; NULL: none is ever given */
    size_t answer_length;      /* 0: of the text */
    const char *const *script; /* answers of the first requests, ends with NULL; then `answer` */
    int connections, requests;
    struct buf last; /* the last whole request */
    struct peer_connection *open;
};

struct peer_connection {
    uv_tcp_t tcp;
    struct peer *peer;
    struct buf input;
    struct peer_connection *next;
};

static void peer_connection_closed(uv_handle_t *handle)
{
    struct peer_connection *connection = handle->data;

    buf_free(&connection->input);
    free(connection);
}

static void peer_drop(struct peer_connection *connection)
{
    struct peer_connection **at = &connection->peer->open;

    while (*at != connection)
        at = &(*at)->next;
    *at = connection->next;
    uv_close((uv_handle_t *)&connection->tcp, peer_connection_closed);
}

static void peer_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buf)
{
    (void)handle;
    *ret_buf = uv_buf_init(mem_alloc(suggested), (unsigned)suggested);
}

static void peer_written(uv_write_t *write, int status)
{
    (void)status;
    free(write);
}

static void peer_answer(struct peer_connection *connection)
{
    struct peer *peer = connection->peer;
    const char *answer = peer->answer;

    buf_clear(&peer->last);
    buf_puts(&peer->last, buf_text(&connection->input));
    buf_clear(&connection->input);
    peer->requests++;
    if (peer->script != NULL && *peer->script != NULL)
        answer = *peer->script++;
    if (answer == NULL)
        return;
    uv_write_t *write = mem_alloc(sizeof *write);
    size_t length = answer == peer->answer && peer->answer_length > 0 ? peer->answer_length : strlen(answer);
    uv_buf_t out = uv_buf_init((char *)(uintptr_t)answer, (unsigned)length);
    uv_write(write, (uv_stream_t *)&connection->tcp, &out, 1, peer_written);
}

static bool peer_has_whole(const struct buf *input)
{
    const char *end = strstr(buf_text(input), "\r\n\r\n");
    const char *length = strcasestr(buf_text(input), "content-length:");

    return end != NULL &&
           input->length >= (size_t)(end + 4 - input->data) +
                                (length != NULL && length < end ? strtoul(length + 15, NULL, 10) : 0);
}

static void peer_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *data)
{
    struct peer_connection *connection = stream->data;

    if (count > 0)
        buf_add(&connection->input, data->base, (size_t)count);
    free(data->base);
    if (count < 0)
        peer_drop(connection);
    else if (peer_has_whole(&connection->input))
        peer_answer(connection);
}

static void peer_accept(uv_stream_t *listener, int status)
{
    struct peer *peer = listener->data;
    struct peer_connection *connection = mem_alloc(sizeof *connection);
    (void)status;

    connection->peer = peer;
    connection->next = peer->open;
    peer->open = connection;
    peer->connections++;
    uv_tcp_init(listener->loop, &connection->tcp);
    connection->tcp.data = connection;
    uv_accept(listener, (uv_stream_t *)&connection->tcp);
    uv_read_start((uv_stream_t *)&connection->tcp, peer_alloc, peer_read);
}

/* Returns the port, 0 where it cannot listen. */
static int peer_start(struct peer *peer, uv_loop_t *loop)
{
    struct sockaddr_in address;
    int length = sizeof address;

    *peer = (struct peer){.answer = "HTTP/1.1 204 No Content\r\n\r\n"};
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_init(loop, &peer->listener);
    peer->listener.data = peer;
    if (uv_tcp_bind(&peer->listener, (const struct sockaddr *)&address, 0) != 0 ||
        uv_listen((uv_stream_t *)&peer->listener, 128, peer_accept) != 0 ||
        uv_tcp_getsockname(&peer->listener, (struct sockaddr *)&address, &length) != 0)
        return 0;
    peer->port = ntohs(address.sin_port);
    return peer->port;
}

static void peer_stop(struct peer *peer)
{
    while (peer->open != NULL)
        peer_drop(peer->open);
    uv_close((uv_handle_t *)&peer->listener, NULL);
    buf_free(&peer->last);
}

#endif
