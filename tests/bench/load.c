/* What the receiver takes: requests as fast as sockets can be written, put together beforehand.
 *
 *   load PORT CONNECTIONS COUNT BODY_FILE
 *
 * Posts the first line of BODY_FILE over so many connections, one request in flight on each, and ends when
 * COUNT are answered. No HTTP library and no database: where this is much faster than the floor, the receiver
 * narrows neither. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

enum { BATCH = 64 };

static char *request;
static size_t request_length;

static void put_together(const char *path)
{
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    ssize_t length = file != NULL ? getline(&line, &size, file) : -1;

    if (length <= 1)
        bench_fail("%s has no line to post", path);
    line[--length] = '\0';
    int made = asprintf(&request,
                        "POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zd\r\n\r\n%s",
                        length, line);
    if (made < 0)
        bench_fail("out of memory");
    request_length = (size_t)made;
    free(line);
    fclose(file);
}

static void say(int fd)
{
    if (write(fd, request, request_length) != (ssize_t)request_length)
        bench_fail("a request cannot be written whole: %s", strerror(errno));
}

static void join(int poll, int port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) != 0)
        bench_fail("no connection to port %d: %s", port, strerror(errno));
    say(fd);
}

int main(int argc, char **argv)
{
    struct epoll_event events[BATCH];
    char answer[512];

    if (argc != 5)
        bench_fail("usage: load PORT CONNECTIONS COUNT BODY_FILE");
    int port = (int)bench_number(argv[1], 1, 65535, "port");
    long connections = bench_number(argv[2], 1, 1000, "connections");
    long count = bench_number(argv[3], connections, 100000000, "count");
    put_together(argv[4]);
    int poll = epoll_create1(EPOLL_CLOEXEC);
    for (long i = 0; i < connections; i++)
        join(poll, port);
    for (long said = connections, answered = 0; answered < count;) {
        int ready = epoll_wait(poll, events, BATCH, -1);
        for (int i = 0; i < ready; i++) {
            if (read(events[i].data.fd, answer, sizeof answer) <= 0)
                bench_fail("the receiver hung up");
            answered++;
            if (said < count) {
                said++;
                say(events[i].data.fd);
            }
        }
    }
    free(request);
    return 0;
}
