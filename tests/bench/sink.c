#include "sink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

enum {
    REQUEST_MAX = 1 << 20, /* Alertmanager puts many alerts into one post */
    BATCH = 64,
};

/* One for each connection, never given back: clients of the bench are few. */
struct client {
    int fd;
    size_t filled;
    char buffer[REQUEST_MAX + 1];
};

static const char answer[] = "HTTP/1.1 204 No Content\r\n\r\n";

static size_t content_length(const char *head)
{
    static const char name[] = "\r\ncontent-length:";
    const char *found = strcasestr(head, name);

    if (found == NULL)
        bench_fail("a request without Content-Length came: %.60s", head);
    return strtoul(found + sizeof name - 1, NULL, 10);
}

/* Length of the whole request at the buffer's start, 0 where it is not all there. */
static size_t take_request(struct sink *sink, char *start, size_t filled)
{
    char *end = memmem(start, filled, "\r\n\r\n", 4);
    size_t head, body;

    if (end == NULL)
        return 0;
    head = (size_t)(end - start) + 4;
    end[2] = '\0'; /* strcasestr stops here */
    body = content_length(start);
    end[2] = '\r';
    if (filled < head + body)
        return 0;
    if (sink->hook != NULL)
        sink->hook(sink->ctx, start + head, body, bench_now());
    return head + body;
}

static void forget(struct client *client)
{
    close(client->fd);
    free(client);
}

static void on_readable(struct sink *sink, struct client *client)
{
    ssize_t got = read(client->fd, client->buffer + client->filled, REQUEST_MAX - client->filled);
    size_t used = 0, taken;

    if (got <= 0) {
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        forget(client);
        return;
    }
    client->filled += (size_t)got;
    while ((taken = take_request(sink, client->buffer + used, client->filled - used)) > 0) {
        used += taken;
        if (write(client->fd, answer, sizeof answer - 1) != (ssize_t)sizeof answer - 1) {
            forget(client);
            return;
        }
    }
    client->filled -= used;
    memmove(client->buffer, client->buffer + used, client->filled);
    if (client->filled == REQUEST_MAX)
        bench_fail("a request of more than %d bytes came", REQUEST_MAX);
}

static void accept_one(struct sink *sink)
{
    const int on = 1;
    struct client *client = malloc(sizeof *client);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};

    if (client == NULL)
        bench_fail("out of memory");
    client->filled = 0;
    client->fd = accept4(sink->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client->fd < 0 || setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        epoll_ctl(sink->poll, EPOLL_CTL_ADD, client->fd, &event) != 0)
        bench_fail("a connection cannot be taken: %s", strerror(errno));
}

static void *serve(void *ctx)
{
    struct sink *sink = ctx;
    struct epoll_event events[BATCH];

    for (;;) {
        int count = epoll_wait(sink->poll, events, BATCH, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr == NULL)
                accept_one(sink);
            else
                on_readable(sink, events[i].data.ptr);
        }
    }
    return NULL;
}

void sink_start(struct sink *sink, sink_hook hook, void *ctx)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct epoll_event event = {.events = EPOLLIN};

    *sink = (struct sink){.hook = hook, .ctx = ctx};
    sink->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sink->poll = epoll_create1(EPOLL_CLOEXEC);
    if (sink->listener < 0 || sink->poll < 0 ||
        bind(sink->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(sink->listener, 256) != 0 ||
        getsockname(sink->listener, (struct sockaddr *)&address, &length) != 0 ||
        epoll_ctl(sink->poll, EPOLL_CTL_ADD, sink->listener, &event) != 0)
        bench_fail("cannot listen on loopback: %s", strerror(errno));
    sink->port = ntohs(address.sin_port);
    if (pthread_create(&sink->thread, NULL, serve, sink) != 0)
        bench_fail("no thread");
}
