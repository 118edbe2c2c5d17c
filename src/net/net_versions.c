#include "net/net_versions.h"

#include <curl/curl.h>
#include <microhttpd.h>

void net_versions(struct buf *out)
{
    buf_printf(out, "%s, libmicrohttpd %s", curl_version(), MHD_get_version());
}
