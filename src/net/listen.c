#include "net/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 100 };

bool listen_split(const char *text, char host[static LISTEN_ADDRESS_TEXT], const char **ret_port)
{
    const char *colon = strrchr(text, ':');

    if (colon == NULL || colon == text || colon[1] == '\0')
        return false;
    bool bracketed = text[0] == '[';
    size_t length = (size_t)(colon - text);
    if (bracketed && (length < 3 || text[length - 1] != ']'))
        return false;
    int written = snprintf(host, LISTEN_ADDRESS_TEXT, "%.*s", (int)(bracketed ? length - 2 : length),
                           bracketed ? text + 1 : text);
    *ret_port = colon + 1;
    /* A port that is too large would be taken modulo 65536 by the system. */
    return written > 0 && written < LISTEN_ADDRESS_TEXT && strlen(*ret_port) <= 5 &&
           strspn(*ret_port, "0123456789") == strlen(*ret_port) && strtol(*ret_port, NULL, 10) <= 65535;
}

void listen_name(int fd, char text[static LISTEN_ADDRESS_TEXT])
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char host[48] = "?", port[8] = "?";

    if (getsockname(fd, (struct sockaddr *)&address, &length) == 0)
        getnameinfo((struct sockaddr *)&address, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(text, LISTEN_ADDRESS_TEXT, strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host, port);
}

static int open_socket(const struct addrinfo *address)
{
    int on = 1, fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

int listen_on(const char *text, struct err *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char host[LISTEN_ADDRESS_TEXT];
    const char *port;

    if (!listen_split(text, host, &port)) {
        err_set(err, ERR_USAGE, "'%s' is not an address and a port, like 127.0.0.1:8080", text);
        return -1;
    }
    int failed = getaddrinfo(host, port, &hints, &found);
    if (failed != 0) {
        err_set(err, ERR_USAGE, "'%s': %s", text, gai_strerror(failed));
        return -1;
    }
    int fd = open_socket(found);
    if (fd < 0)
        err_set(err, ERR_NET, "cannot listen on %s: %s", text, strerror(errno));
    freeaddrinfo(found);
    return fd;
}

bool listen_is_loopback_host(const char *host)
{
    struct in_addr four;
    struct in6_addr six;

    if (strcasecmp(host, "localhost") == 0)
        return true;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool listen_is_loopback(const char *text)
{
    char host[LISTEN_ADDRESS_TEXT];
    const char *port;

    return listen_split(text, host, &port) && listen_is_loopback_host(host);
}
