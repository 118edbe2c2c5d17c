#include "net/http.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/mem.h"
#include "net/curl_list.h"
#include "net/failure.h"

/* The happy path:
 *
 * - http_post() makes an easy handle, gives it to the multi handle and kicks: the next turn of the loop
 *   lets libcurl start. libcurl is never driven from inside http_post(), so `done` is always later.
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

/* A socket of libcurl's. Closing is asynchronous while libcurl may open a new socket under the same
 * number at once, so each watcher is its own allocation, freed when it is closed. */
struct http_watch {
    uv_poll_t poll;
    struct http_client *client;
    curl_socket_t socket;
    int wanted; /* UV_READABLE | UV_WRITABLE, as libcurl last said */
    int active; /* what the poll handle was last started with */
    struct http_watch *next;
};

static bool set_options(struct http_request *request);
static size_t on_body(char *data, size_t size, size_t count, void *owner);
static void kick(struct http_client *client);
static int on_watch(CURL *easy, curl_socket_t socket, int what, void *owner, void *watch);
static int on_wish(CURLM *multi, long timeout_ms, void *owner);
static void on_kick(uv_idle_t *handle);
static void on_timer(uv_timer_t *handle);
static void on_socket(uv_poll_t *handle, int status, int events);
static void turn(struct http_client *client);
static void judge(struct http_request *request, CURLcode code);
static void finish(struct http_request *request);
static void tear_down(struct http_client *client);
static void on_handle_closed(uv_handle_t *handle);

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
    client->timer.data = client->kick.data = client;
    client->handles_open = 2;
    return true;
}

void http_client_adjust(struct http_client *client, const struct http_settings *settings)
{
    long per_host =
        settings->host_connections_max > 0 ? settings->host_connections_max : DEFAULT_HOST_CONNECTIONS;

    client->answer_max = settings->answer_max > 0 ? settings->answer_max : DEFAULT_ANSWER_MAX;
    curl_multi_setopt(client->multi, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
}

uv_loop_t *http_client_loop(const struct http_client *client)
{
    return client->loop;
}

bool http_post(struct http_client *client, struct http_request *request, http_done done)
{
    *request = (struct http_request){.owner = request->owner,
                                     .url = request->url,
                                     .headers = request->headers,
                                     .body = request->body,
                                     .body_length = request->body_length,
                                     .ca_file = request->ca_file,
                                     .allow_http = request->allow_http,
                                     .timeout = request->timeout,
                                     .client = client,
                                     .done = done};
    if (client->closing)
        return err_set(&request->err, ERR_CANCELED, "the HTTP client is closing");
    request->easy = curl_easy_init();
    request->reason = mem_alloc(CURL_ERROR_SIZE);
    if (request->easy == NULL || !set_options(request) ||
        curl_multi_add_handle(client->multi, request->easy) != CURLM_OK) {
        finish(request);
        return err_set(&request->err, ERR_NET, "the request cannot be set up");
    }
    list_add(&client->flying, request);
    kick(client);
    return true;
}

/* `Expect:` goes, because the bodies are small and a receiver that does not know it costs a second. */
static bool set_headers(struct http_request *request)
{
    struct curl_slist *list = NULL;
    bool ok = curl_list_add(&list, "Expect:");

    for (const char *const *header = request->headers; ok && header != NULL && *header != NULL; header++)
        ok = curl_list_add(&list, *header);
    request->list = list; /* finish() frees it */
    return ok && curl_easy_setopt(request->easy, CURLOPT_HTTPHEADER, list) == CURLE_OK;
}

static bool set_options(struct http_request *request)
{
    CURL *easy = request->easy;
    bool ok = set_headers(request);

    ok = ok && curl_easy_setopt(easy, CURLOPT_URL, request->url) == CURLE_OK;
    ok = ok && curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, request->allow_http ? "http,https" : "https") ==
                   CURLE_OK;
    ok = ok &&
         (request->ca_file == NULL || curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file) == CURLE_OK);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "budgetwatch/" BUDGETWATCH_VERSION);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)request->timeout);
    /* Otherwise a name server that hangs would hold up the loop after the deadline, while libcurl joins
     * its resolver thread. With it the thread is let go and frees what it holds when it ends. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body_length > 0 ? request->body : "");
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->reason);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
    return ok;
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

static void watch_update(struct http_watch *watch)
{
    if (watch->wanted == watch->active || uv_is_closing((uv_handle_t *)&watch->poll))
        return;
    if (uv_poll_start(&watch->poll, watch->wanted, on_socket) == 0)
        watch->active = watch->wanted;
}

static void on_watch_closed(uv_handle_t *handle)
{
    struct http_watch *watch = handle->data;
    struct http_client *client = watch->client;

    handle->data = client;
    on_handle_closed(handle);
    free(watch);
}

static void watch_close(struct http_watch *watch)
{
    struct http_watch **at = &watch->client->watches;

    while (*at != watch)
        at = &(*at)->next;
    *at = watch->next;
    /* libcurl closes the descriptor next: libuv must have let go of it by then, and uv_close() does. */
    uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
}

static struct http_watch *watch_open(struct http_client *client, curl_socket_t socket)
{
    struct http_watch *watch = mem_alloc(sizeof *watch);

    if (uv_poll_init_socket(client->loop, &watch->poll, socket) != 0) {
        free(watch);
        return NULL;
    }
    watch->client = client;
    watch->socket = socket;
    watch->poll.data = watch;
    watch->next = client->watches;
    client->watches = watch;
    client->handles_open++;
    curl_multi_assign(client->multi, socket, watch);
    return watch;
}

/* libcurl: this socket is to be watched for that, or no longer. */
static int on_watch(CURL *easy, curl_socket_t socket, int what, void *owner, void *known)
{
    struct http_client *client = owner;
    struct http_watch *watch = known;
    (void)easy;

    if (what == CURL_POLL_REMOVE) {
        if (watch != NULL) {
            curl_multi_assign(client->multi, socket, NULL);
            watch_close(watch);
        }
        return 0;
    }
    if (watch == NULL && (watch = watch_open(client, socket)) == NULL)
        return 0;
    watch->wanted =
        ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) | ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0);
    watch_update(watch);
    return 0;
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

static void on_socket(uv_poll_t *handle, int status, int events)
{
    struct http_watch *watch = handle->data;
    struct http_client *client = watch->client;
    int running, flags = 0;

    if (status < 0) {
        /* libuv reports every socket error so, and has stopped the watcher. */
        flags = CURL_CSELECT_ERR;
        watch->active = 0;
    }
    if ((events & UV_READABLE) != 0)
        flags |= CURL_CSELECT_IN;
    if ((events & UV_WRITABLE) != 0)
        flags |= CURL_CSELECT_OUT;
    curl_multi_socket_action(client->multi, watch->socket, flags, &running);
    /* Still there: a closed watcher is freed in a later turn only. libcurl says what it wants when that
     * changes, so a watcher that libuv stopped has to be started again from here. */
    watch_update(watch);
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

static void judge(struct http_request *request, CURLcode code)
{
    struct buf where = {0};
    curl_off_t retry_after = 0;
    long status = 0;

    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && request->cut)) {
        curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(request->easy, CURLINFO_RETRY_AFTER, &retry_after);
        request->status = (int)status;
        request->retry_after_s = retry_after > 0 ? retry_after : 0;
        return;
    }
    http_redact(&where, request->url);
    if (code == CURLE_OPERATION_TIMEDOUT)
        err_set(&request->err, ERR_TIMEOUT, "%s: no answer within %lld ms", buf_text(&where),
                (long long)request->timeout);
    else
        err_set(&request->err, ERR_NET, "%s: %s", buf_text(&where), failure_words(code, request->reason));
    buf_free(&where);
}

/* The one end of every request: nothing of libcurl's is left, the owner will be told. Also clears up
 * after a request that could not be started, which is in no list. */
static void finish(struct http_request *request)
{
    struct http_client *client = request->client;
    bool flying = request->previous != NULL || client->flying.first == request;

    if (request->easy != NULL) {
        curl_multi_remove_handle(client->multi, request->easy);
        curl_easy_cleanup(request->easy);
    }
    curl_slist_free_all(request->list);
    free(request->reason);
    request->easy = request->list = request->reason = NULL;
    if (!flying)
        return;
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
    while (client->watches != NULL)
        watch_close(client->watches);
    curl_multi_cleanup(client->multi);
    client->multi = NULL;
    curl_global_cleanup();
    uv_close((uv_handle_t *)&client->timer, on_handle_closed);
    uv_close((uv_handle_t *)&client->kick, on_handle_closed);
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct http_client *client = handle->data;

    if (--client->handles_open > 0)
        return;
    if (client->on_closed != NULL)
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
