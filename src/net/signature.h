/* Standard Webhooks 1.0.0, symmetric signatures (v1): HMAC-SHA256 over "{id}.{timestamp}.{body}".
 *
 * The header `webhook-signature` holds "v1,<base64>", several with spaces between them while a secret is
 * being changed: the sender signs with the new and the old one, and a receiver is satisfied by any. */
#ifndef NET_SIGNATURE_H
#define NET_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum {
    SIGNATURE_KEY_MIN = 24,
    SIGNATURE_KEY_MAX = 64,
    SIGNATURE_TOLERANCE_S = 300, /* how far a timestamp may be from the receiver's clock */
};

struct signature_key {
    unsigned char bytes[SIGNATURE_KEY_MAX];
    size_t length;
};

/* What is signed. The texts are borrowed. */
struct signature_input {
    const char *id;
    int64_t timestamp; /* seconds since 1970; a new one for each attempt */
    const char *body;
    size_t body_length;
};

/* From "whsec_<base64>". The error never quotes the secret. */
MUST_CHECK bool signature_key_parse(const char *text, struct signature_key *ret_key, struct err *err);
void signature_key_wipe(struct signature_key *key);

/* Adds the header's value: one signature for each key. */
void signature_make(struct buf *out, const struct signature_key *keys, size_t key_count,
                    const struct signature_input *input);

/* Whether `header` holds a signature by one of the keys and the timestamp is within the tolerance of
 * `now`. Takes the same time whatever the signatures say. The error tells which of the two failed. */
MUST_CHECK bool signature_verify(const char *header, const struct signature_key *keys, size_t key_count,
                                 const struct signature_input *input, int64_t now, int64_t tolerance_s,
                                 struct err *err);

#endif
