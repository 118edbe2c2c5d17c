/* A webhook receiver that costs as little as one can: HTTP/1.1 with keep-alive on loopback, one thread on
 * epoll, nothing allocated for a request, 204 to each. It is the end of every way that the bench measures, so
 * it must never be the narrow part: load.c finds out how much it takes.
 *
 * It knows POST with a Content-Length and no more of HTTP; what else comes ends the program. */
#ifndef BENCH_SINK_H
#define BENCH_SINK_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/* Called in the sink's thread for each request. `body` is the sink's, and no text: length counts. */
typedef void (*sink_hook)(void *ctx, const char *body, size_t length, int64_t at);

struct sink {
    int port;

    /* Private. */
    sink_hook hook;
    void *ctx;
    int listener, poll;
    pthread_t thread;
};

/* Listens on a port that was free and begins to answer. It runs until the program ends. */
void sink_start(struct sink *sink, sink_hook hook, void *ctx);

#endif
