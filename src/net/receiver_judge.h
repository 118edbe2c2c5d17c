/* Whether a post is to be believed, from its headers and body alone: pure, so that it can be tried with what
 * no honest sender would send. */
#ifndef NET_RECEIVER_JUDGE_H
#define NET_RECEIVER_JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include "net/receiver.h"

/* The headers webhook-id, webhook-timestamp and webhook-signature as they came; "" where one is missing. */
struct receiver_headers {
    const char *id, *timestamp, *signatures;
};

/* `now` in seconds since 1970. Without a key nothing can be verified. `err` is set for RECEIVER_BAD_SIGNATURE
 * alone. */
enum receiver_verdict receiver_judge(const struct receiver_headers *headers, const struct signature_key *keys,
                                     size_t key_count, const char *body, size_t length, int64_t now,
                                     struct err *err);

#endif
