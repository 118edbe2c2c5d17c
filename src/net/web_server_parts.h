/* What the parts of the HTTP server share. */
#ifndef NET_WEB_SERVER_PARTS_H
#define NET_WEB_SERVER_PARTS_H

#include <microhttpd.h>

#include "net/web_server.h"

/* Whose turn it is. */
enum web_turn {
    WEB_ASKS,  /* a whole request is to come; since the connection began, or the last answer was taken */
    WEB_WAITS, /* the answer is being made, which is not the peer's to hurry */
    WEB_TAKES, /* a whole answer is to be taken */
    WEB_TURNS
};

/* An open connection. */
struct web_connection {
    struct web_connection *next, *before;
    int fd;
    enum web_turn turn;
    msec since; /* monotonic */
};

void web_connection_turn(struct web_connection *connection, enum web_turn turn);

struct web_connection *web_connection_of(struct MHD_Connection *connection);

/* libmicrohttpd's callbacks about one request; the first takes it up, the last forgets it. */
void *web_exchange_begin(void *server, const char *target, struct MHD_Connection *connection);
enum MHD_Result web_exchange_take(void *server, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data, size_t *size,
                                  void **own);
void web_exchange_end(void *server, struct MHD_Connection *connection, void **own,
                      enum MHD_RequestTerminationCode why);

/* Have libmicrohttpd run soon. */
void web_server_wake(struct web_server *server);

#endif
