/* HTTP POST without blocking the loop: libcurl's multi interface on libuv.
 *
 * One client serves a whole daemon and keeps connections alive between requests. A request is one
 * struct of the caller's, which must stay where it is until `done` has been called:
 *
 *   http_post() --> in flight --(answered, failed, timed out, canceled)--> done(), once, later
 *
 * TLS is always verified. Redirects are not followed: a 3xx is an answer like any other. An answer that
 * grows over `answer_max` is cut and its connection dropped, but still judged by its status.
 *
 * The addresses of group robots carry their secret in the path or query, so no error text made here
 * holds more of an address than http_redact() leaves. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "net/http_watch.h"

struct http_client;
struct http_request;
struct http_easy;

typedef void (*http_done)(struct http_request *request);
typedef void (*http_closed)(struct http_client *client);

struct http_settings {
    long host_connections_max; /* per receiver; 0: 16 */
    size_t answer_max;         /* bytes of a body that are read; 0: 64 KiB */
};

enum { HTTP_ANSWER_KEPT = 4096 }; /* a robot explains itself at length, and its code must be read */

struct http_request {
    void *owner; /* the caller's own */

    /* The question; borrowed until `done`. */
    const char *url;
    const char *const *headers; /* "name: value", ends with NULL; may be NULL */
    const char *body;
    size_t body_length;
    const char *ca_file; /* PEM; NULL: the system's */
    bool allow_http;     /* plain http, too; otherwise only https is spoken */
    msec timeout;        /* for everything from name resolution to the last byte; above 0 */

    /* The answer. */
    struct err err;        /* ERR_NONE: `status` came. ERR_TIMEOUT, ERR_NET, ERR_CANCELED otherwise */
    int status;            /* 0 where none came */
    int64_t retry_after_s; /* of Retry-After, as seconds from now; 0: none, or now */
    bool cut;              /* the answer was longer than answer_max */
    size_t answer_length;  /* of the bytes kept */

    /* Private. */
    struct http_client *client;
    struct http_easy *easy; /* libcurl's handle */
    size_t read;            /* bytes of the body so far */
    bool finished;          /* waits for its `done` in the client's second list */
    http_done done;
    struct http_request *next, *previous;

    /* Of the answer, too: the body's first bytes, then a NUL. At the end, as it is not cleared. */
    char answer[HTTP_ANSWER_KEPT + 1];
};

struct http_list {
    struct http_request *first, *last;
};

struct http_client {
    void *owner; /* the caller's own */

    /* Private. */
    uv_loop_t *loop;
    void *multi; /* libcurl's handle; NULL once it is gone */
    size_t answer_max;
    uv_timer_t timer; /* libcurl's one timeout */
    uv_idle_t kick;   /* work for the next turn of the loop */
    struct http_watches watches;
    struct http_easy *spare; /* handles to be used again */
    struct http_list flying, finished;
    int handles_open;
    bool closing;
    http_closed on_closed;
};

/* A zeroed `settings` is fine. After a failure there is nothing to close. */
MUST_CHECK bool http_client_init(struct http_client *client, uv_loop_t *loop,
                                 const struct http_settings *settings, struct err *err);

/* Change the settings of a running client. */
void http_client_adjust(struct http_client *client, const struct http_settings *settings);

/* The loop that it was made for. */
uv_loop_t *http_client_loop(const struct http_client *client);

/* On true `done` will be called once, later; the request may be reused or freed from there. On false
 * (an address that cannot be used) it will not, and `request->err` says why. */
MUST_CHECK bool http_post(struct http_client *client, struct http_request *request, http_done done);

/* Send what was posted now, as far as the sockets take it, instead of in the next turn of the loop: for a
 * caller who has other work for it to do, and receivers who wait. `done` is still later. */
void http_client_push(struct http_client *client);

/* End the request with ERR_CANCELED, unless it is over already. `done` is still called, later. */
void http_cancel(struct http_request *request);

/* Requests in flight are canceled first (their `done` is called), then `on_closed` (may be NULL) once,
 * when no handle is left: the struct may be freed there. */
void http_client_close(struct http_client *client, http_closed on_closed);

/* What may be said of an address: "https://host:port", without user, path and query. */
void http_redact(struct buf *out, const char *url);

#endif
