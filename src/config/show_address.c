#include "config/show.h"

#include <ctype.h>
#include <string.h>

#include "base/host.h"

/* An address may carry its secret where nobody can tell it from the rest: in the query, and in parts of the
 * path. */

enum { KEY_LENGTH = 16 }; /* of a part of a path from which on it may be a key: with a digit in it */

static bool looks_like_key(const char *part, size_t length)
{
    if (length < KEY_LENGTH)
        return false;
    for (size_t i = 0; i < length; i++)
        if (isdigit((unsigned char)part[i]))
            return true;
    return false;
}

static void mask_path(struct buf *out, const char *path, size_t length, enum config_show who)
{
    if (who == CONFIG_SHOW_OTHERS) {
        buf_puts(out, length > 1 ? "/***" : "");
        return;
    }
    for (size_t at = 0; at < length;) {
        size_t part = 0;
        while (at + part < length && path[at + part] != '/')
            part++;
        if (looks_like_key(path + at, part))
            buf_puts(out, "***");
        else
            buf_add(out, path + at, part);
        at += part;
        if (at < length)
            buf_putc(out, path[at++]);
    }
}

/* "{unit}" in the link of a notice is no secret. */
static void mask_query(struct buf *out, const char *query, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t name = 0, end = 0;
        while (at + end < length && query[at + end] != '&')
            end++;
        while (name < end && query[at + name] != '=')
            name++;
        if (name < end && query[at + name + 1] == '{') {
            buf_add(out, query + at, end);
        } else {
            buf_add(out, query + at, name < end ? name + 1 : 0);
            buf_puts(out, "***");
        }
        at += end;
        if (at < length)
            buf_putc(out, query[at++]);
    }
}

void config_mask_address(struct buf *out, const char *address, enum config_show who)
{
    size_t host_length = 0;
    const char *host = host_of(address, &host_length);
    const char *path = host + strcspn(host, "/?#");
    size_t path_length = strcspn(path, "?#");
    const char *query = path + path_length;

    buf_add(out, address, (size_t)(path - address));
    mask_path(out, path, path_length, who);
    if (query[0] == '?' && who == CONFIG_SHOW_OWNER) {
        buf_putc(out, '?');
        mask_query(out, query + 1, strcspn(query + 1, "#"));
    }
}
