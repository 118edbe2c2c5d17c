/* What the parts of the HTTP server share. */
#ifndef NET_WEB_SERVER_PARTS_H
#define NET_WEB_SERVER_PARTS_H

#include <microhttpd.h>

#include "net/web_server.h"

/* An open connection, and until when it has to have done what it is at. */
struct web_connection {
    struct web_connection *next, *before;
    int fd;
    msec deadline; /* monotonic; 0: the answer is being made, which is not the peer's to hurry */
};

enum {
    WEB_ASK_WITHIN = 15 * 1000, /* a whole request, since the connection began or the last answer was taken */
    WEB_TAKE_WITHIN = 60 * 1000, /* a whole answer; large ones and slow lines are few */
};

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
