/* Who asks, and what he may do: tokens, the sessions of browsers, and those who guess.
 *
 *   token --web_access_begin()--> session (a cookie) --used or not, until it is over--> gone
 *
 * Sessions are in memory alone, bounded, and end with the process. Time is an argument, on the monotonic
 * clock. Random numbers are the kernel's. */
#ifndef SERVICE_WEB_ACCESS_H
#define SERVICE_WEB_ACCESS_H

#include "base/clock.h"
#include "service/web_options.h"

enum web_level { WEB_NOBODY, WEB_READS, WEB_ACTS };

enum {
    WEB_SESSIONS = 64,
    WEB_SESSION_TEXT = 64 + 1,
    WEB_GUESSERS = 64,
    WEB_TRIES = 10,                    /* failed ones in a row, and then one each ... */
    WEB_TRY_EACH = 10 * 1000,          /* ... so many milliseconds */
    WEB_SESSION_IDLE = 60 * 60 * 1000, /* unused so long, it is over */
    WEB_SESSION_WHOLE = 12 * 60 * 60 * 1000,
};

struct web_session {
    enum web_level level; /* NOBODY: the place is free */
    char id[WEB_SESSION_TEXT], proof[WEB_SESSION_TEXT];
    msec began, used;
};

struct web_guesser {
    char peer[48];
    int tries; /* that have failed, less those that time has forgiven */
    msec at;   /* of the last reckoning */
};

struct web_access {
    struct web_tokens tokens;
    bool open; /* whoever can come in may read */
    struct web_session sessions[WEB_SESSIONS];
    struct web_guesser guessers[WEB_GUESSERS];
};

/* Takes the tokens over. Sessions stay only if both tokens are as they were. */
void web_access_set(struct web_access *access, struct web_tokens *tokens);
void web_access_done(struct web_access *access);

enum web_level web_access_token(const struct web_access *access, const char *token, size_t length);
/* "Bearer TOKEN"; anything else is NOBODY. */
enum web_level web_access_bearer(const struct web_access *access, const char *header);

/* A new session; the one used longest ago makes room. NULL: the kernel has no random numbers. */
struct web_session *web_access_begin(struct web_access *access, enum web_level level, msec now);
/* NULL: none by this id, or it is over. It has been used now. */
struct web_session *web_access_find(struct web_access *access, const char *id, size_t length, msec now);
void web_access_end(struct web_session *session);

/* Whether one at this address may try a token now. */
bool web_access_may_try(struct web_access *access, const char *peer, msec now);
void web_access_failed(struct web_access *access, const char *peer, msec now);

#endif
