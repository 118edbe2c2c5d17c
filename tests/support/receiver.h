/* A webhook receiver, or a chat's or alert manager's, for tests: on loopback, a thread a connection, so that
 * the test itself may wait and look. It keeps every request that came whole and answers as it was told, else
 * 204.
 *
 * Used by #include "../support/receiver.c", after the headers of cmocka: what goes wrong here fails the
 * test. */
#ifndef SUPPORT_RECEIVER_H
#define SUPPORT_RECEIVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct received {
    char *path, *query; /* the query's "key" */
    char *arguments;    /* all of the query, decoded: "access_token=T&timestamp=1" */
    char *content_type;
    char *id, *timestamp, *signature; /* "" where the header was not there */
    char *body;
    size_t length;
    long at;    /* ms on the monotonic clock */
    int status; /* of the answer; RECEIVER_HANGS: none */
};

enum { RECEIVER_HANGS = -1 }; /* as a status: takes the request and says nothing until it is stopped */

/* The answer to one request, the next one on this path. */
struct receiver_answer {
    const char *path;
    int status;
    const char *header, *value; /* one header more; NULL: none */
    const char *body;           /* NULL: empty */
    bool endless;               /* the body is said again and again until the sender has enough */
};

struct receiver {
    int port;
    int slowness; /* ms that each answer takes; the test may set it before anything comes */
    int lateness; /* ms that every second request is on its way longer than the others; the same */
    /* What it answers where the script has nothing for the path; NULL: 204. The test may set both before
     * anything comes. Called from the receiver's threads, one at a time. */
    struct receiver_answer (*enforce)(void *ctx, const struct received *request);
    void *enforce_ctx;

    /* Private. */
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;
    pthread_cond_t stopping_said;
    bool stopping;
    const struct receiver_answer *script;
    size_t script_count;
    bool *used;
    struct received **list;
    size_t count, capacity;
    atomic_uint arrivals;
};

void receiver_start(struct receiver *receiver, bool tls); /* with the certificate of unit/net/tls_files.h */
/* With another certificate for the same key; NULL: without TLS. */
void receiver_start_as(struct receiver *receiver, const char *certificate);
void receiver_stop(struct receiver *receiver);

/* What it answers from now on, each once and in this order for its path. Borrowed until it is stopped. */
void receiver_script(struct receiver *receiver, const struct receiver_answer *script, size_t count);

/* Requests so far on a path, and the n-th of them, which lives until the receiver is stopped. A NULL path
 * is any. */
size_t receiver_count(struct receiver *receiver, const char *path);
const struct received *receiver_get(struct receiver *receiver, const char *path, size_t n);

#endif
