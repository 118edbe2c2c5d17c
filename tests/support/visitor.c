#include "visitor.h"

#include <arpa/inet.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "base/buf.h"

static bool visitor_is_told(void *ctx)
{
    char *log = process_log(ctx);
    bool told = strstr(log, "the status page is served") != NULL;

    free(log);
    return told;
}

int visitor_port(struct process *daemon)
{
    wait_until_true(daemon, visitor_is_told, daemon, PROCESS_PATIENCE,
                    "the daemon does not say where it serves");
    char *log = process_log(daemon);
    const char *at = strstr(strstr(log, "the status page is served"), "address=127.0.0.1:");
    int port = at != NULL ? atoi(at + strlen("address=127.0.0.1:")) : 0;

    free(log);
    assert_in_range(port, 1, 65535);
    return port;
}

int visitor_send(int port, const char *bytes, size_t length)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval limit = {.tv_sec = PROCESS_PATIENCE};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        fail_msg("nobody serves on port %d", port);
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            break; /* it has heard enough, and says so */
        bytes += sent;
        length -= (size_t)sent;
    }
    return fd;
}

struct visit visitor_ask(int port, const char *method, const char *target, const char *headers,
                         const char *body)
{
    struct buf request = {0}, answer = {0};
    char piece[4096];
    ssize_t got;

    buf_printf(&request, "%s %s HTTP/1.1\r\nConnection: close\r\n%s", method, target,
               headers != NULL ? headers : "");
    if (headers == NULL || strstr(headers, "Host:") == NULL)
        buf_printf(&request, "Host: 127.0.0.1:%d\r\n", port);
    if (body != NULL)
        buf_printf(&request, "Content-Length: %zu\r\n", strlen(body));
    buf_printf(&request, "\r\n%s", body != NULL ? body : "");
    int fd = visitor_send(port, request.data, request.length);
    while ((got = recv(fd, piece, sizeof piece, 0)) > 0)
        buf_add(&answer, piece, (size_t)got);
    close(fd);
    buf_free(&request);
    struct visit visit = {.text = mem_text(buf_text(&answer))};
    buf_free(&answer);
    if (sscanf(visit.text, "HTTP/1.1 %d ", &visit.status) != 1)
        fail_msg("%s %s: there is no answer: %s", method, target, visit.text);
    visit.body = strstr(visit.text, "\r\n\r\n");
    visit.body = visit.body != NULL ? visit.body + 4 : "";
    return visit;
}

void visit_free(struct visit *visit)
{
    free(visit->text);
    *visit = (struct visit){0};
}

const char *visit_header(const struct visit *visit, const char *name)
{
    static char value[1024];
    size_t length = strlen(name);

    for (const char *line = strstr(visit->text, "\r\n"); line != NULL && line + 2 < visit->body - 2;
         line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) != 0 || line[2 + length] != ':')
            continue;
        snprintf(value, sizeof value, "%.*s", (int)strcspn(line + length + 4, "\r"), line + length + 4);
        return value;
    }
    return NULL;
}
