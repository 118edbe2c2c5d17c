/* What must hold after every disturbance, however it came: each event is in exactly one message of each
 * channel, each message has come to its end, and what a receiver got is what was formed, under the same id.
 *
 * Used by #include "../support/arrivals.c", after department.c and receiver.c. */
#ifndef SUPPORT_ARRIVALS_H
#define SUPPORT_ARRIVALS_H

#include <stdbool.h>
#include <stddef.h>

#include "cluster.h"
#include "receiver.h"

/* One message of a channel, and how often it came. */
struct arrival {
    char *id, *body, *subject; /* subject: the code of its first event's, "" where it has none */
    size_t requests;
    bool delivered; /* as the database says */
    bool changed;   /* a copy of it came that was not as it was formed */
};

struct arrivals {
    struct arrival *list;
    size_t count;
    size_t requests, duplicates; /* of all; a duplicate is a request more than one for an id */
    size_t strangers;            /* requests under an id that no message has */
    char wrong[512];             /* the first thing that is not as it must be; "": nothing */
};

/* Fails the test unless there is one `opened` event for each of `subjects` subjects and no other event, each
 * in one message of each channel that has any. */
void arrivals_events(const struct cluster *database, int subjects);

/* Piece by piece: the messages of a channel, what came of them, and what has never come. */
void arrivals_expect(const struct cluster *database, const char *channel, struct arrivals *ret_arrivals);
struct arrival *arrivals_find(const struct arrivals *arrivals, const char *id); /* NULL: no such message */
void arrivals_add(struct arrivals *arrivals, const char *id, const char *body);
void arrivals_end(struct arrivals *arrivals);

/* Compares the messages of `channel` with what has come on `path` (NULL: any). */
void arrivals_read(const struct cluster *database, struct receiver *receiver, const char *channel,
                   const char *path, struct arrivals *ret_arrivals);

/* The same, and fails the test unless each message of `channel` that the database calls delivered has
 * come, every copy as it was formed, and nothing came that is not a message. */
void arrivals_check(const struct cluster *database, struct receiver *receiver, const char *channel,
                    const char *path, struct arrivals *ret_arrivals);
void arrivals_free(struct arrivals *arrivals);

#endif
