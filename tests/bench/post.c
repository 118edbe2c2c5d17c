/* The floor of delivery: bodies posted by plain libcurl multi on libuv, without a database.
 *
 *   post URL CONNECTIONS BODY_FILE
 *
 * Posts each line of BODY_FILE once over so many kept-alive connections, one request in flight on each. What
 * is posted is read beforehand, so nothing but HTTP is in the way: no claim, no signature, no settlement. It
 * is the receiver (receive.c) that takes the time. A post that fails ends the program. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "bench.h"

struct bodies {
    char *text;
    char **lines;
    size_t count, next;
};

static CURLM *multi;
static uv_loop_t *loop;
static uv_timer_t timer;
static struct bodies bodies;

static void read_bodies(const char *path)
{
    FILE *file = fopen(path, "r");
    size_t size = 0, length;
    FILE *copy = open_memstream(&bodies.text, &size);
    char chunk[65536];

    if (file == NULL || copy == NULL)
        bench_fail("%s cannot be read", path);
    while ((length = fread(chunk, 1, sizeof chunk, file)) > 0)
        fwrite(chunk, 1, length, copy);
    fclose(file);
    fclose(copy);
    for (const char *at = bodies.text; (at = strchr(at, '\n')) != NULL; at++)
        bodies.count++;
    bodies.lines = calloc(bodies.count + 1, sizeof *bodies.lines);
    if (bodies.lines == NULL || bodies.count == 0)
        bench_fail("%s has no lines", path);
    char *rest = bodies.text;
    for (size_t i = 0; i < bodies.count; i++)
        bodies.lines[i] = strsep(&rest, "\n");
}

static void post_next(CURL *easy)
{
    if (bodies.next == bodies.count)
        return;
    const char *body = bodies.lines[bodies.next++];
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_multi_add_handle(multi, easy);
}

static void look_at_finished(void)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        CURL *easy = message->easy_handle;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        if (message->data.result != CURLE_OK || status != 204)
            bench_fail("a post failed: %s, status %ld", curl_easy_strerror(message->data.result), status);
        curl_multi_remove_handle(multi, easy);
        post_next(easy);
    }
}

static void act(curl_socket_t fd, int mask)
{
    int running;

    curl_multi_socket_action(multi, fd, mask, &running);
    look_at_finished();
}

static void on_socket(uv_poll_t *handle, int status, int events)
{
    int mask = ((events & UV_READABLE) != 0 ? CURL_CSELECT_IN : 0) |
               ((events & UV_WRITABLE) != 0 ? CURL_CSELECT_OUT : 0);

    act((curl_socket_t)(intptr_t)handle->data, status < 0 ? CURL_CSELECT_ERR : mask);
}

static void on_timer(uv_timer_t *handle)
{
    (void)handle;
    act(CURL_SOCKET_TIMEOUT, 0);
}

static void on_poll_closed(uv_handle_t *handle)
{
    free(handle);
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *assigned)
{
    uv_poll_t *handle = assigned;

    (void)easy;
    (void)ctx;
    if (what == CURL_POLL_REMOVE) {
        if (handle != NULL)
            uv_close((uv_handle_t *)handle, on_poll_closed);
        curl_multi_assign(multi, fd, NULL);
        return 0;
    }
    if (handle == NULL) {
        handle = malloc(sizeof *handle);
        if (handle == NULL || uv_poll_init_socket(loop, handle, fd) != 0)
            bench_fail("a socket cannot be watched");
        handle->data = (void *)(intptr_t)fd;
        curl_multi_assign(multi, fd, handle);
    }
    uv_poll_start(handle,
                  ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) |
                      ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0),
                  on_socket);
    return 0;
}

static int set_timer(CURLM *which, long wait, void *ctx)
{
    (void)which;
    (void)ctx;
    if (wait < 0)
        uv_timer_stop(&timer);
    else
        uv_timer_start(&timer, on_timer, (uint64_t)wait, 0);
    return 0;
}

static size_t ignore(char *data, size_t size, size_t count, void *ctx)
{
    (void)data;
    (void)ctx;
    return size * count;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        bench_fail("usage: post URL CONNECTIONS BODY_FILE");
    long connections = bench_number(argv[2], 1, 1000, "connections");
    read_bodies(argv[3]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    loop = uv_default_loop();
    uv_timer_init(loop, &timer);
    multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, connections);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    for (long i = 0; i < connections; i++) {
        CURL *easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT, 60L);
        post_next(easy);
    }
    uv_run(loop, UV_RUN_DEFAULT); /* until the last connection rests: curl then watches nothing */
    return 0;                     /* the system takes back what is left */
}
