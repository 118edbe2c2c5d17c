#include "net/http.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/mem.h"
#include "net/failure.h"
#include "net/http_easy.h"

/* The happy path:
 *
 * - http_post() takes an easy handle, gives it to the multi handle and kicks: the next turn of the loop
 *   lets libcurl start, unless http_client_push() has. Neither calls an owner, so `done` is always later.
 * - libcurl says which sockets to watch (on_watch) and when it wants to be woken (on_wish).
 * - Each wake (on_socket, on_timer, on_kick) drives libcurl and then turn(): requests that libcurl calls
 *   done move from `flying` to `finished`, and the owners of `finished` are called.
 *
 * What can go wrong:
 *
 * - No connection, a broken one, a certificate that does not verify: ERR_NET.
 * - The deadline passes: ERR_TIMEOUT.
 * - The answer is too long: its bytes are cut off, its status counts.
 * - The owner gives up, or closes the client: ERR_CANCELED, delivered by the next kick.
 * - A socket cannot be watched (out of memory in the kernel): its request runs into its deadline. */

enum { DEFAULT_HOST_CONNECTIONS = 16, DEFAULT_ANSWER_MAX = 64 * 1024 };

static size_t on_body(char *data, size_t size, size_t count, void *owner);
static void kick(struct http_client *client);
static int on_watch(CURL *easy, curl_socket_t socket, int what, void *owner, void *known);
static int on_close(void *owner, curl_socket_t socket);
static int on_wish(CURLM *multi, long timeout_ms, void *owner);
static void on_kick(uv_idle_t *handle);
static void on_timer(uv_timer_t *handle);
static void on_socket(struct http_watches *watches, int socket, int flags);
static void turn(struct http_client *client);
static void judge(struct http_request *request, CURLcode code);
static void finish(struct http_request *request);
static void tear_down(struct http_client *client);
static void on_handle_closed(uv_handle_t *handle);
static void on_watch_closed(struct http_watches *watches);
static void one_closed(struct http_client *client);

static void list_add(struct http_list *list, struct http_request *request)
{
    request->next = NULL;
    request->previous = list->last;
    if (list->last != NULL)
        list->last->next = request;
    else
        list->first = request;
    list->last = request;
}

static void list_remove(struct http_list *list, struct http_request *request)
{
    if (request->previous != NULL)
        request->previous->next = request->next;
    else
        list->first = request->next;
    if (request->next != NULL)
        request->next->previous = request->previous;
    else
        list->last = request->previous;
}

bool http_client_init(struct http_client *client, uv_loop_t *loop, const struct http_settings *settings,
                      struct err *err)
{
    *client = (struct http_client){.owner = client->owner, .loop = loop};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_NET, "libcurl cannot be initialized");
    client->multi = curl_multi_init();
    if (client->multi == NULL) {
        curl_global_cleanup();
        return err_set(err, ERR_NET, "libcurl cannot be initialized");
    }
    curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, on_watch);
    curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client);
    curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, on_wish);
    curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client);
    http_client_adjust(client, settings);

    uv_timer_init(loop, &client->timer);
    uv_idle_init(loop, &client->kick);
    client->timer.data = client->kick.data = client->watches.owner = client;
    http_watches_init(&client->watches, loop, on_socket, on_watch_closed);
    client->handles_open = 2;
    return true;
}

void http_client_adjust(struct http_client *client, const struct http_settings *settings)
{
    long per_host =
        settings->host_connections_max > 0 ? settings->host_connections_max : DEFAULT_HOST_CONNECTIONS;

    client->answer_max = settings->answer_max > 0 ? settings->answer_max : DEFAULT_ANSWER_MAX;
    curl_multi_setopt(client->multi, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
    /* Without it libcurl keeps four for each request under way, and closes the others when a burst ends. */
    curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, per_host);
}

uv_loop_t *http_client_loop(const struct http_client *client)
{
    return client->loop;
}

/* The answer's bytes stay as they are: they are many, and an empty text says that there are none. */
static void begin(struct http_client *client, struct http_request *request, http_done done)
{
    request->err = (struct err){0};
    request->status = 0;
    request->retry_after_s = 0;
    request->cut = request->finished = false;
    request->answer_length = request->read = 0;
    request->answer[0] = '\0';
    request->client = client;
    request->easy = NULL;
    request->next = request->previous = NULL;
    request->done = done;
}

bool http_post(struct http_client *client, struct http_request *request, http_done done)
{
    const struct http_calls calls = {client, on_close, on_body};

    begin(client, request, done);
    if (client->closing)
        return err_set(&request->err, ERR_CANCELED, "the HTTP client is closing");
    request->easy = http_easy_take(&client->spare, request, &calls);
    if (request->easy == NULL || curl_multi_add_handle(client->multi, request->easy->curl) != CURLM_OK) {
        http_easy_free(request->easy);
        request->easy = NULL;
        return err_set(&request->err, ERR_NET, "the request cannot be set up");
    }
    list_add(&client->flying, request);
    kick(client);
    return true;
}

/* What ends meanwhile is handed out by the kick. */
void http_client_push(struct http_client *client)
{
    int running;

    if (client->flying.first != NULL)
        curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

/* Taking fewer bytes than offered makes libcurl give up on the transfer and its connection. */
static size_t on_body(char *data, size_t size, size_t count, void *owner)
{
    struct http_request *request = owner;
    size_t offered = size * count;
    size_t room = HTTP_ANSWER_KEPT - request->answer_length;
    size_t kept = offered < room ? offered : room;

    memcpy(request->answer + request->answer_length, data, kept);
    request->answer_length += kept;
    request->answer[request->answer_length] = '\0';
    request->read += offered;
    if (request->read <= request->client->answer_max)
        return offered;
    request->cut = true;
    return 0;
}

void http_cancel(struct http_request *request)
{
    struct http_client *client = request->client;

    if (request->finished)
        return;
    request->status = 0;
    err_set(&request->err, ERR_CANCELED, "canceled");
    finish(request);
    kick(client);
}

void http_client_close(struct http_client *client, http_closed on_closed)
{
    client->closing = true;
    client->on_closed = on_closed;
    while (client->flying.first != NULL)
        http_cancel(client->flying.first);
    kick(client);
}

static void kick(struct http_client *client)
{
    if (client->multi != NULL)
        uv_idle_start(&client->kick, on_kick);
}

/* libcurl: this socket is to be watched for that, or no longer. */
static int on_watch(CURL *easy, curl_socket_t socket, int what, void *owner, void *known)
{
    struct http_client *client = owner;
    (void)easy, (void)known;

    http_watches_want(&client->watches, socket, what);
    return 0;
}

static int on_close(void *owner, curl_socket_t socket)
{
    struct http_client *client = owner;

    http_watches_drop(&client->watches, socket);
    return close(socket);
}

/* libcurl: wake me after so long; -1: never mind. It must not be called back from in here, so "at once"
 * is one millisecond. */
static int on_wish(CURLM *multi, long timeout_ms, void *owner)
{
    struct http_client *client = owner;
    (void)multi;

    if (timeout_ms < 0)
        uv_timer_stop(&client->timer);
    else
        uv_timer_start(&client->timer, on_timer, timeout_ms > 0 ? (uint64_t)timeout_ms : 1, 0);
    return 0;
}

static void on_kick(uv_idle_t *handle)
{
    struct http_client *client = handle->data;
    int running;

    uv_idle_stop(handle);
    curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    turn(client);
}

static void on_timer(uv_timer_t *handle)
{
    struct http_client *client = handle->data;
    int running;

    curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    turn(client);
}

static void on_socket(struct http_watches *watches, int socket, int flags)
{
    struct http_client *client = watches->owner;
    int running;

    curl_multi_socket_action(client->multi, socket, flags, &running);
    turn(client);
}

/* After libcurl has been driven: hand out what has ended. Owners may post, cancel and close from their
 * callbacks, which only changes the lists. */
static void turn(struct http_client *client)
{
    struct CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(client->multi, &left)) != NULL) {
        struct http_request *request;
        CURLcode code = message->data.result;

        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&request);
        judge(request, code);
        finish(request);
    }
    while (client->finished.first != NULL) {
        struct http_request *request = client->finished.first;

        list_remove(&client->finished, request);
        request->done(request);
    }
    if (client->closing && client->flying.first == NULL)
        tear_down(client);
}

/* The first answer of a connection. Asking for it looks through all that there are, so it is asked once. */
static void keep_connection(struct http_request *request)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    long made = 0;

    if (curl_easy_getinfo(request->easy->curl, CURLINFO_NUM_CONNECTS, &made) == CURLE_OK && made > 0 &&
        curl_easy_getinfo(request->easy->curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD)
        http_watches_keep(&request->client->watches, socket);
}

static void judge(struct http_request *request, CURLcode code)
{
    struct buf where = {0};
    curl_off_t retry_after = 0;
    long status = 0;

    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && request->cut)) {
        curl_easy_getinfo(request->easy->curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(request->easy->curl, CURLINFO_RETRY_AFTER, &retry_after);
        request->status = (int)status;
        request->retry_after_s = retry_after > 0 ? retry_after : 0;
        if (code == CURLE_OK)
            keep_connection(request);
        return;
    }
    http_redact(&where, request->url);
    if (code == CURLE_OPERATION_TIMEDOUT)
        err_set(&request->err, ERR_TIMEOUT, "%s: no answer within %lld ms", buf_text(&where),
                (long long)request->timeout);
    else
        err_set(&request->err, ERR_NET, "%s: %s", buf_text(&where),
                failure_words(code, request->easy->reason));
    buf_free(&where);
}

/* The one end of every request: nothing of libcurl's is left, the owner will be told. */
static void finish(struct http_request *request)
{
    struct http_client *client = request->client;

    curl_multi_remove_handle(client->multi, request->easy->curl);
    if (request->err.code == ERR_NONE)
        http_easy_give(&client->spare, request->easy);
    else
        http_easy_free(request->easy);
    request->easy = NULL;
    list_remove(&client->flying, request);
    request->finished = true;
    list_add(&client->finished, request);
}

/* Watchers go before libcurl closes the descriptors under them, and libcurl must not speak to us from
 * its cleanup, which is when it lets go of idle connections. */
static void tear_down(struct http_client *client)
{
    if (client->multi == NULL)
        return;
    curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, NULL);
    curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, NULL);
    http_watches_drop_all(&client->watches);
    http_easy_free_all(&client->spare);
    curl_multi_cleanup(client->multi);
    client->multi = NULL;
    curl_global_cleanup();
    uv_close((uv_handle_t *)&client->timer, on_handle_closed);
    uv_close((uv_handle_t *)&client->kick, on_handle_closed);
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct http_client *client = handle->data;

    client->handles_open--;
    one_closed(client);
}

static void on_watch_closed(struct http_watches *watches)
{
    one_closed(watches->owner);
}

static void one_closed(struct http_client *client)
{
    if (client->handles_open == 0 && client->watches.open == 0 && client->on_closed != NULL)
        client->on_closed(client);
}

void http_redact(struct buf *out, const char *url)
{
    CURLU *parts = curl_url();
    char *scheme = NULL, *host = NULL, *port = NULL;

    if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK)
        buf_printf(out, "%s://%s:%s", scheme, host, port);
    else
        buf_puts(out, "(an address that cannot be read)");
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(parts);
}
