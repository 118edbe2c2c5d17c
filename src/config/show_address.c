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

/* The length of the value at `text`, with its quotes. libpq's own form: a backslash takes the next. */
static size_t value_length(const char *text)
{
    bool quoted = text[0] == '\'';
    size_t at = quoted;

    while (text[at] != '\0' && (quoted ? text[at] != '\'' : !isspace((unsigned char)text[at])))
        at += text[at] == '\\' && text[at + 1] != '\0' ? 2 : 1;
    return at + (quoted && text[at] == '\'');
}

static bool tells_nobody(const char *name, size_t length, const char *value)
{
    static const char *const names[] = {"port",
                                        "dbname",
                                        "sslmode",
                                        "channel_binding",
                                        "gssencmode",
                                        "target_session_attrs",
                                        "load_balance_hosts",
                                        "connect_timeout",
                                        "tcp_user_timeout",
                                        "keepalives",
                                        "keepalives_idle",
                                        "keepalives_interval",
                                        "keepalives_count"};

    if (length == 4 && strncmp(name, "host", length) == 0)
        return value[0] == '/'; /* the folder of a socket */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == length && strncmp(name, names[i], length) == 0)
            return true;
    return false;
}

void config_mask_conninfo(struct buf *out, const char *conninfo)
{
    if (strstr(conninfo, "://") != NULL) {
        buf_puts(out, "***");
        return;
    }
    for (const char *at = conninfo + strspn(conninfo, " \t\n"); *at != '\0';) {
        size_t name = strcspn(at, "= \t\n");
        const char *value = at + name + strspn(at + name, " \t\n");
        if (*value != '=') {
            buf_puts(out, "***"); /* no connection string, as libpq will say */
            return;
        }
        value += 1 + strspn(value + 1, " \t\n");
        size_t length = value_length(value);
        buf_add(out, at, name);
        buf_putc(out, '=');
        if (tells_nobody(at, name, value))
            buf_add(out, value, length);
        else
            buf_puts(out, "***");
        at = value + length + strspn(value + length, " \t\n");
        if (*at != '\0')
            buf_putc(out, ' ');
    }
}
