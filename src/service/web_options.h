/* Whether the options of the status page fit together, and the tokens. */
#ifndef SERVICE_WEB_OPTIONS_H
#define SERVICE_WEB_OPTIONS_H

#include "config/config.h"
#include "config/secret.h"

enum { WEB_TOKEN_LEAST = 32 };

struct web_tokens {
    struct secret read, act; /* empty: there is none */
};

/* What no single option can tell: an address that others can reach without allow_http or a token, names
 * without a token, a password in the connection string. Nothing where the page is switched off. ERR_CONFIG.
 */
MUST_CHECK bool web_options_check(const struct config *config, struct err *err);

/* Reads the token files: too short, with anything but printing characters in it, or twice the same is
 * ERR_CONFIG. On false there is nothing to wipe. */
MUST_CHECK bool web_tokens_read(const struct config *config, struct web_tokens *ret_tokens, struct err *err);
void web_tokens_wipe(struct web_tokens *tokens);

/* In a time that says nothing of where they differ. */
bool web_same(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
