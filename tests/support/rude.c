#include "rude.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RUDE_REQUEST = 65536, RUDE_TURN_MS = 20 };

struct rude_guest {
    struct rude *rude;
    int fd;
    bool rudely;
};

/* Under one id always the same body. What has no id says nothing. */
static void rude_note(struct rude *rude, const char *head, const char *body)
{
    static const char header[] = "\r\nwebhook-id:";
    const char *at = strcasestr(head, header);
    uint64_t hash = 14695981039346656037u;
    char id[sizeof rude->seen[0].id] = "";

    if (at == NULL || at > body || sscanf(at + strlen(header), " %39[^\r]", id) != 1)
        return;
    while (*body != '\0')
        hash = (hash ^ (unsigned char)*body++) * 1099511628211u;
    pthread_mutex_lock(&rude->lock);
    int i = 0;
    while (i < rude->seen_count && strcmp(rude->seen[i].id, id) != 0)
        i++;
    if (i == rude->seen_count && i < RUDE_IDS) {
        strcpy(rude->seen[i].id, id);
        rude->seen[rude->seen_count++].body = hash;
    } else if (i < RUDE_IDS && rude->seen[i].body != hash) {
        rude->changed++;
    }
    pthread_mutex_unlock(&rude->lock);
}

/* Until head and body are there. False: the other side has gone. */
static bool rude_read(struct rude *rude, int fd)
{
    static _Thread_local char text[RUDE_REQUEST];
    size_t length = 0;

    for (;;) {
        ssize_t n = recv(fd, text + length, sizeof text - 1 - length, 0);
        if (n <= 0)
            return false;
        length += (size_t)n;
        text[length] = '\0';
        const char *body = strstr(text, "\r\n\r\n"), *said = strcasestr(text, "content-length:");
        if (body != NULL && said != NULL &&
            length >= (size_t)(body + 4 - text) + strtoul(said + strlen("content-length:"), NULL, 10)) {
            rude_note(rude, text, body);
            return true;
        }
    }
}

static bool rude_says(int fd, const char *text, size_t length)
{
    return send(fd, text, length, MSG_NOSIGNAL) == (ssize_t)length;
}

/* Until the other side goes, or the test ends. */
static void rude_waits(struct rude_guest *guest, bool trickling)
{
    struct pollfd socket = {.fd = guest->fd, .events = POLLIN};
    char byte;

    while (!guest->rude->stopping) {
        if (poll(&socket, 1, RUDE_TURN_MS) > 0 && recv(guest->fd, &byte, 1, 0) <= 0)
            return;
        if (trickling && !rude_says(guest->fd, "x", 1))
            return;
    }
}

static void rude_misbehaves(struct rude_guest *guest)
{
    const struct rude *rude = guest->rude;
    static const char much[4096] = {'x'};

    switch (rude->manner) {
    case RUDE_ANSWERS: rude_says(guest->fd, rude->answer, strlen(rude->answer)); break;
    case RUDE_HALF: rude_says(guest->fd, rude->answer, strlen(rude->answer) / 2); break;
    case RUDE_HANGS: rude_waits(guest, false); break;
    case RUDE_CLOSES:
    case RUDE_CLOSES_EARLY: break;
    case RUDE_ENDLESS:
        rude_says(guest->fd, rude->answer, strlen(rude->answer));
        while (!rude->stopping && rude_says(guest->fd, much, sizeof much))
            ;
        break;
    case RUDE_TRICKLES:
        rude_says(guest->fd, rude->answer, strlen(rude->answer));
        rude_waits(guest, true);
        break;
    }
}

static void *rude_serve(void *ctx)
{
    /* Robots look into the body. */
    static const char well[] = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 25\r\n\r\n"
                               "{\"errcode\": 0, \"code\": 0}";
    struct rude_guest *guest = ctx;
    struct rude *rude = guest->rude;

    pthread_mutex_lock(&rude->lock);
    guest->rudely = rude->patience < 0 || rude->requests < rude->patience;
    rude->requests++;
    pthread_mutex_unlock(&rude->lock);
    if (!(guest->rudely && rude->manner == RUDE_CLOSES_EARLY) && rude_read(rude, guest->fd)) {
        if (guest->rudely)
            rude_misbehaves(guest);
        else
            rude_says(guest->fd, well, strlen(well));
    }
    shutdown(guest->fd, SHUT_RDWR);
    close(guest->fd);
    free(guest);
    return NULL;
}

static void *rude_accept(void *ctx)
{
    struct rude *rude = ctx;
    struct pollfd socket = {.fd = rude->listener, .events = POLLIN};

    while (!rude->stopping) {
        if (poll(&socket, 1, RUDE_TURN_MS) <= 0)
            continue;
        struct rude_guest *guest = calloc(1, sizeof *guest);
        pthread_t thread;
        *guest = (struct rude_guest){.rude = rude, .fd = accept(rude->listener, NULL, NULL)};
        if (guest->fd >= 0 && pthread_create(&thread, NULL, rude_serve, guest) == 0)
            pthread_detach(thread);
        else
            free(guest);
    }
    return NULL;
}

void rude_start(struct rude *rude, enum rude_manner manner, const char *answer, int patience)
{
    struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof loopback;

    *rude = (struct rude){.manner = manner, .answer = answer, .patience = patience};
    pthread_mutex_init(&rude->lock, NULL);
    rude->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (rude->listener < 0 || bind(rude->listener, (struct sockaddr *)&loopback, size) != 0 ||
        listen(rude->listener, 64) != 0 ||
        getsockname(rude->listener, (struct sockaddr *)&loopback, &size) != 0 ||
        pthread_create(&rude->thread, NULL, rude_accept, rude) != 0)
        fail_msg("the rude receiver does not start");
    rude->port = ntohs(loopback.sin_port);
}

/* Its guests see that it stops and go by themselves; the struct stays where it is for them. */
void rude_stop(struct rude *rude)
{
    if (rude->listener <= 0)
        return;
    rude->stopping = true;
    pthread_join(rude->thread, NULL);
    close(rude->listener);
    rude->listener = 0;
}
