#include "base/host.h"

#include <string.h>
#include <strings.h>

static bool is(const char *host, size_t length, const char *name)
{
    return strlen(name) == length && strncasecmp(host, name, length) == 0;
}

bool host_is_local(const char *host, size_t length)
{
    static const char network[] = "127.";

    if (length == 0 || host[0] == '/' || host[0] == '@')
        return true;
    if (is(host, length, "localhost") || is(host, length, "::1") || is(host, length, "[::1]"))
        return true;
    /* "127.example.org" is a name: only digits and dots are an address. */
    if (length < sizeof network - 1 || memcmp(host, network, sizeof network - 1) != 0)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((host[i] < '0' || host[i] > '9') && host[i] != '.')
            return false;
    return true;
}

const char *host_of(const char *address, size_t *ret_length)
{
    const char *scheme = strstr(address, "://");
    const char *host = scheme != NULL ? scheme + 3 : address;

    *ret_length = host[0] == '[' ? strcspn(host, "]") + (strchr(host, ']') != NULL) : strcspn(host, ":/?#");
    return host;
}
