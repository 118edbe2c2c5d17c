#include "service/web_access.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <sys/random.h>

static bool same_secret(const struct secret *a, const struct secret *b)
{
    if (a->bytes == NULL || b->bytes == NULL)
        return a->bytes == b->bytes;
    return web_same(a->bytes, a->length, b->bytes, b->length);
}

void web_access_set(struct web_access *access, struct web_tokens *tokens)
{
    bool same =
        same_secret(&access->tokens.read, &tokens->read) && same_secret(&access->tokens.act, &tokens->act);

    if (!same)
        memset(access->sessions, 0, sizeof access->sessions);
    web_tokens_wipe(&access->tokens);
    access->tokens = *tokens;
    *tokens = (struct web_tokens){0};
    access->open = access->tokens.read.bytes == NULL;
}

void web_access_done(struct web_access *access)
{
    web_tokens_wipe(&access->tokens);
    memset(access->sessions, 0, sizeof access->sessions);
}

enum web_level web_access_token(const struct web_access *access, const char *token, size_t length)
{
    const struct secret *act = &access->tokens.act, *read = &access->tokens.read;

    if (act->bytes != NULL && web_same(token, length, act->bytes, act->length))
        return WEB_ACTS;
    if (read->bytes != NULL && web_same(token, length, read->bytes, read->length))
        return WEB_READS;
    return WEB_NOBODY;
}

enum web_level web_access_bearer(const struct web_access *access, const char *header)
{
    if (strncasecmp(header, "Bearer ", 7) != 0)
        return WEB_NOBODY;
    header += 7;
    header += strspn(header, " ");
    size_t length = strlen(header);
    while (length > 0 &&
           (header[length - 1] == ' ' || header[length - 1] == '\t')) /* no part of the header */
        length--;
    return web_access_token(access, header, length);
}

static bool make_random(char text[static WEB_SESSION_TEXT])
{
    unsigned char bytes[(WEB_SESSION_TEXT - 1) / 2];

    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

static bool is_over(const struct web_session *session, msec now)
{
    return session->level == WEB_NOBODY || now - session->used > WEB_SESSION_IDLE ||
           now - session->began > WEB_SESSION_WHOLE;
}

struct web_session *web_access_begin(struct web_access *access, enum web_level level, msec now)
{
    struct web_session *place = &access->sessions[0];

    for (size_t i = 0; i < WEB_SESSIONS && !is_over(place, now); i++)
        if (is_over(&access->sessions[i], now) || access->sessions[i].used < place->used)
            place = &access->sessions[i];
    *place = (struct web_session){.began = now, .used = now};
    if (!make_random(place->id) || !make_random(place->proof))
        return NULL;
    place->level = level;
    return place;
}

struct web_session *web_access_find(struct web_access *access, const char *id, size_t length, msec now)
{
    struct web_session *found = NULL;

    if (length != WEB_SESSION_TEXT - 1)
        return NULL;
    for (size_t i = 0; i < WEB_SESSIONS; i++)
        if (!is_over(&access->sessions[i], now) && web_same(id, length, access->sessions[i].id, length))
            found = &access->sessions[i];
    if (found != NULL)
        found->used = now;
    return found;
}

void web_access_end(struct web_session *session)
{
    *session = (struct web_session){0};
}

static void forgive(struct web_guesser *guesser, msec now)
{
    msec turns = (now - guesser->at) / WEB_TRY_EACH;

    if (turns >= guesser->tries) {
        *guesser = (struct web_guesser){0};
        return;
    }
    guesser->tries -= (int)turns;
    guesser->at += turns * WEB_TRY_EACH;
}

/* The place of this peer; with `make`, else that of who has failed least. NULL: he has none. */
static struct web_guesser *find_guesser(struct web_access *access, const char *peer, bool make, msec now)
{
    struct web_guesser *least = &access->guessers[0];

    for (size_t i = 0; i < WEB_GUESSERS; i++) {
        struct web_guesser *guesser = &access->guessers[i];
        forgive(guesser, now);
        if (guesser->tries > 0 && strcmp(guesser->peer, peer) == 0)
            return guesser;
        if (guesser->tries < least->tries)
            least = guesser;
    }
    if (!make)
        return NULL;
    *least = (struct web_guesser){.at = now};
    snprintf(least->peer, sizeof least->peer, "%s", peer);
    return least;
}

bool web_access_may_try(struct web_access *access, const char *peer, msec now)
{
    const struct web_guesser *guesser = find_guesser(access, peer, false, now);

    return guesser == NULL || guesser->tries < WEB_TRIES;
}

void web_access_failed(struct web_access *access, const char *peer, msec now)
{
    struct web_guesser *guesser = find_guesser(access, peer, true, now);

    if (guesser->tries < WEB_TRIES)
        guesser->tries++;
}
