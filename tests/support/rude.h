/* A receiver that is no HTTP server: it takes connections on loopback, reads a request and then does what it
 * was told, a thread a connection. For tests of what a sender makes of that.
 *
 * Used by #include "../support/rude.c", after the headers of cmocka. */
#ifndef SUPPORT_RUDE_H
#define SUPPORT_RUDE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum rude_manner {
    RUDE_ANSWERS,      /* what `answer` holds, and closes */
    RUDE_HANGS,        /* says nothing */
    RUDE_CLOSES,       /* at once, without an answer */
    RUDE_CLOSES_EARLY, /* before it has read the request */
    RUDE_HALF,         /* half of `answer`, and closes */
    RUDE_ENDLESS,      /* `answer`, and then a body without end */
    RUDE_TRICKLES,     /* `answer`, and then a byte now and then, without end */
};

enum { RUDE_IDS = 64 };

struct rude {
    int port;
    int changed; /* requests with another body than the first under the same webhook-id; 0 */

    /* Private. */
    enum rude_manner manner;
    const char *answer;
    int listener;
    int patience; /* requests it is rude to; then it answers 200. -1: it never learns */
    pthread_t thread;
    pthread_mutex_t lock;
    int requests;
    struct {
        char id[40];
        uint64_t body; /* its hash */
    } seen[RUDE_IDS];
    int seen_count;
    bool stopping;
};

/* `answer` is borrowed until it is stopped. */
void rude_start(struct rude *rude, enum rude_manner manner, const char *answer, int patience);
void rude_stop(struct rude *rude);

#endif
