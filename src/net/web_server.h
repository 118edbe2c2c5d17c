/* An HTTP server on the loop: libmicrohttpd without a thread of its own.
 *
 *   bytes --> exchange --on_request--> the owner --web_exchange_answer(), now or later--> bytes
 *
 * Between the two the connection is suspended: nothing of it is read. Whoever asks has little time: a request
 * that is not whole, and an answer that is not taken, within seconds ends the connection, however busy it
 * seems; where many are open, sooner. Connections are limited, also those of one address, and so are headers
 * and bodies. Every answer carries headers that tell a browser to take nothing from elsewhere and to keep
 * nothing. */
#ifndef NET_WEB_SERVER_H
#define NET_WEB_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include <uv.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "net/listen.h"

struct MHD_Connection;
struct MHD_Daemon;
struct MHD_Response;
struct web_server;

enum { WEB_REPLY_HEADERS = 4, WEB_PEER_TEXT = 48 };

/* Texts in it are taken over with it. */
struct web_reply {
    int status;
    const char *type; /* of the program's own; NULL: there is no body */
    struct buf body;
    struct {
        const char *name; /* of the program's own */
        struct buf value;
    } headers[WEB_REPLY_HEADERS];
    size_t header_count;
};

void web_reply_header(struct web_reply *reply, const char *name, const char *value);
void web_reply_free(struct web_reply *reply);

struct web_exchange {
    const char *method;
    char *target; /* as it was sent */
    struct buf body;
    /* The address of who asks, without its port; where that is this machine, the one that it asks for, as a
     * proxy says (X-Forwarded-For). */
    char peer[WEB_PEER_TEXT];

    /* Private. */
    struct web_server *server;
    struct MHD_Connection *connection;
    struct web_exchange *next, *before; /* of those that the owner has */
    struct MHD_Response *response;
    int status;
    bool begun, heard, suspended;
    int refused; /* a status: it will not be heard */
};

/* A header; NULL where it is missing, or there more than once. Lives until the exchange is answered. */
const char *web_exchange_header(const struct web_exchange *exchange, const char *name);

/* Once for each exchange that was given to `on_request`, there or later, in the loop's thread. The reply is
 * empty afterwards, and the exchange gone. */
void web_exchange_answer(struct web_exchange *exchange, struct web_reply *reply);

typedef void (*web_server_stopped)(struct web_server *server);

struct web_server {
    void *owner; /* the caller's own */
    void (*on_request)(struct web_server *server, struct web_exchange *exchange);
    char address[LISTEN_ADDRESS_TEXT]; /* where it listens, with the port that was chosen */

    /* Private. */
    struct MHD_Daemon *daemon;
    uv_poll_t poll;
    uv_timer_t timer;                   /* when libmicrohttpd wants to run again */
    uv_timer_t sweep;                   /* looks for connections whose time is over */
    struct web_connection *connections; /* all that are open */
    size_t connection_count;
    struct web_exchange *asked; /* those that the owner has */
    int closing;
    web_server_stopped on_stopped;
};

/* `owner` and `on_request` are set before. SIGPIPE must be ignored. Resolves a name, see listen_on(); on
 * false there is nothing to stop. */
MUST_CHECK bool web_server_start(struct web_server *server, uv_loop_t *loop, const char *listen,
                                 struct err *err);

/* Listens no more and ends all connections; what the owner has not answered by now is answered with 503, and
 * is gone. `on_stopped` (may be NULL) once, later. */
void web_server_stop(struct web_server *server, web_server_stopped on_stopped);

#endif
