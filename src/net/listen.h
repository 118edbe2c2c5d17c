/* Listening for connections: "127.0.0.1:8080", "[::1]:0", "localhost:80". */
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include <stdbool.h>

#include "base/err.h"

enum { LISTEN_ADDRESS_TEXT = 64 };

/* "host:port" or "[host]:port" into its parts; the port points into `text`. */
MUST_CHECK bool listen_split(const char *text, char host[static LISTEN_ADDRESS_TEXT], const char **ret_port);

/* A listening socket, or -1: an address that cannot be read is ERR_USAGE, one that cannot be listened on
 * ERR_NET. A name is resolved, which may take its time: not from a loop that turns. */
MUST_CHECK int listen_on(const char *text, struct err *err);

/* The address it really has, which the system chose where the port was 0. */
void listen_name(int fd, char text[static LISTEN_ADDRESS_TEXT]);

/* Whether only this machine can come in there. */
bool listen_is_loopback(const char *text);
/* The same of an address without a port, or of "localhost". */
bool listen_is_loopback_host(const char *host);

#endif
