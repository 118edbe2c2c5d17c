/* Which libraries of the network this program runs with. */
#ifndef NET_NET_VERSIONS_H
#define NET_NET_VERSIONS_H

#include "base/buf.h"

/* "libcurl/7.88.1 OpenSSL/3.0.17 ..., libmicrohttpd 0.9.75": adds. */
void net_versions(struct buf *out);

#endif
