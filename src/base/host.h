/* Whether a host is this one, by its name alone: nothing is looked up. */
#ifndef BASE_HOST_H
#define BASE_HOST_H

#include <stdbool.h>
#include <stddef.h>

/* "localhost", 127.0.0.0/8, ::1 with or without brackets; and of PostgreSQL's the path of a socket, "@name"
 * of an abstract one, and "". `host` need not end with a NUL. */
bool host_is_local(const char *host, size_t length);

/* The host of "https://host:port/path" or "host:port", as it stands there; "" where there is none. */
const char *host_of(const char *address, size_t *ret_length);

#endif
