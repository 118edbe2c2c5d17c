/* The sockets of an HTTP client, watched for libcurl.
 *
 *   want --> watched --REMOVE--> gone
 *               |
 *   keep: ------+----REMOVE--> idle --want--> watched ... drop --> gone
 *
 * A connection that has carried an answer is kept: watched until it is closed, also while it is idle. libcurl
 * lets go of a socket after each request and asks for it again with the next, which would be five system
 * calls each time. What is readable while libcurl does not ask (a receiver that hangs up) ends the watch
 * until it does. Any other socket is let go when libcurl says so, as nobody is told when it closes one that
 * never got so far. */
#ifndef NET_HTTP_WATCH_H
#define NET_HTTP_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include <uv.h>

struct http_slot;
struct http_watches;

typedef void (*http_watch_event)(struct http_watches *watches, int socket, int flags);
typedef void (*http_watch_closed)(struct http_watches *watches);

struct http_watches {
    void *owner; /* the caller's own */
    int open;    /* handles that are not closed yet */

    /* Private. */
    uv_loop_t *loop;
    struct http_slot *list; /* by number of the socket */
    size_t room;
    http_watch_event on_event;   /* flags as for curl_multi_socket_action() */
    http_watch_closed on_closed; /* one less is open */
};

void http_watches_init(struct http_watches *watches, uv_loop_t *loop, http_watch_event on_event,
                       http_watch_closed on_closed);

/* libcurl: this socket is to be watched for that (CURL_POLL_IN, ...), or no longer. One that cannot be
 * watched, for want of memory in the kernel, is not: its request runs into its deadline. */
void http_watches_want(struct http_watches *watches, int socket, int what);
/* It is a connection whose end will be said: by a drop, before its number is free. */
void http_watches_keep(struct http_watches *watches, int socket);
void http_watches_drop(struct http_watches *watches, int socket);
void http_watches_drop_all(struct http_watches *watches); /* ... and free the list */

#endif
