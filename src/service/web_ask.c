/* What may be asked for at all. */
#include <string.h>
#include <strings.h>

#include "service/web_parts.h"

/* A pattern is /, or parts each of which begins with one; {} stands for any part that is not empty. */
bool web_route_fits(const char *pattern, const struct web_target *target,
                    const char *arguments[static WEB_ARGUMENTS_MAX])
{
    size_t part = 0, found = 0;

    memset(arguments, 0, WEB_ARGUMENTS_MAX * sizeof *arguments);
    if (strcmp(pattern, "/") == 0)
        return target->part_count == 0;
    while (*pattern == '/') {
        size_t length = strcspn(++pattern, "/");
        if (part == target->part_count)
            return false;
        const char *text = target->parts[part++];
        if (length == 2 && strncmp(pattern, "{}", 2) == 0) {
            if (text[0] == '\0' || found == WEB_ARGUMENTS_MAX)
                return false;
            arguments[found++] = text;
        } else if (strlen(text) != length || strncmp(text, pattern, length) != 0)
            return false;
        pattern += length;
    }
    return part == target->part_count;
}

/* Nobody can make a name of his own lead to us by an address in figures. */
static bool is_address(const char *name)
{
    return name[0] == '[' || name[strspn(name, "0123456789.")] == '\0';
}

bool web_host_is_ours(const struct web *web, const char *name)
{
    const struct web_config *config = &web->config->web;
    size_t length = strlen(name);

    if (is_address(name) || strcmp(name, "localhost") == 0)
        return true;
    for (size_t i = 0; i < config->host_count; i++)
        if (strcasecmp(config->hosts[i], name) == 0)
            return true;
    /* The name in web.listen. */
    return strncasecmp(web->listen, name, length) == 0 && web->listen[length] == ':';
}

/* Browsers say one of the two for every form; who says neither is no browser, and holds no cookie either. */
bool web_is_same_site(const struct web_exchange *exchange)
{
    const char *site = web_exchange_header(exchange, "Sec-Fetch-Site");
    const char *origin = web_exchange_header(exchange, "Origin");
    const char *host = web_exchange_header(exchange, "Host");

    if (site != NULL && strcmp(site, "same-origin") != 0)
        return false;
    if (origin == NULL)
        return true;
    const char *colon = strstr(origin, "://");
    return colon != NULL && host != NULL && strcasecmp(colon + 3, host) == 0;
}

bool web_is_secure(const struct web_exchange *exchange)
{
    const char *scheme = web_exchange_header(exchange, "X-Forwarded-Proto");

    return scheme != NULL && strcasecmp(scheme, "https") == 0;
}
