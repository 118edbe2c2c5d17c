/* What one attempt puts around a frozen body: the address, the headers and the signature of now.
 *
 *   webhook        the address as it is; Standard Webhooks' headers, which sign the body
 *   dingtalk       timestamp and sign in the address
 *   feishu         timestamp and sign in the body
 *   others         the address is the key, or there is none */
#ifndef SERVICE_ENVELOPE_H
#define SERVICE_ENVELOPE_H

#include "net/webhook.h"
#include "service/channel.h"

/* A zeroed struct is empty; made again, it forgets the attempt before. */
struct envelope {
    struct buf url, body;
    const char *const *headers; /* for http_post() */

    /* Private. */
    struct webhook_headers signature;
};

/* `now` is wall clock. */
void envelope_make(struct envelope *envelope, const struct channel *channel, const char *id, const char *body,
                   msec now);
void envelope_free(struct envelope *envelope); /* wipes the address, which may hold a key */

#endif
