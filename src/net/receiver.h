/* A receiver of webhooks, for trying channels: it checks the signature of each post and hands the message to
 * its owner, who says how to answer. Small and for one peer at a time; no part of the daemon.
 *
 * It runs in a thread of its own, in which `heard` is called; the owner's functions are called one at a
 * time. */
#ifndef NET_RECEIVER_H
#define NET_RECEIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/err.h"
#include "net/listen.h"
#include "net/signature.h"

enum { RECEIVER_BODY_MAX = 1024 * 1024, RECEIVER_KEYS_MAX = 8 };

enum receiver_verdict {
    RECEIVER_VERIFIED,
    RECEIVER_UNVERIFIED,    /* there is no secret to check with */
    RECEIVER_BAD_SIGNATURE, /* answered with 401, whatever the owner says */
};

struct receiver_message {
    msec at;        /* wall clock */
    const char *id; /* "" where the header is missing */
    enum receiver_verdict verdict;
    const char *why;  /* of a bad signature */
    const char *body; /* ends with a NUL that is not counted */
    size_t body_length;
};

/* Returns the HTTP status to answer with. */
typedef int (*receiver_heard)(void *ctx, const struct receiver_message *message);

struct receiver_settings {
    const char *listen; /* "127.0.0.1:8080", "[::1]:0"; port 0: any */
    const struct signature_key *keys;
    size_t key_count; /* none: nothing is verified; RECEIVER_KEYS_MAX at most */
    receiver_heard heard;
    void *ctx;
};

struct receiver {
    char address[LISTEN_ADDRESS_TEXT]; /* where it listens, with the port that was chosen */

    /* Private. */
    struct MHD_Daemon *daemon;
    struct signature_key keys[RECEIVER_KEYS_MAX];
    size_t key_count;
    receiver_heard heard;
    void *ctx;
};

/* The struct must stay where it is until receiver_stop(). SIGPIPE must be ignored. An address that cannot be
 * read is ERR_USAGE, one that cannot be listened on ERR_NET; then there is nothing to stop. */
MUST_CHECK bool receiver_start(struct receiver *receiver, const struct receiver_settings *settings,
                               struct err *err);
void receiver_stop(struct receiver *receiver); /* waits for the answer being given */

#endif
