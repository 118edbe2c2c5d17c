#include "receiver.h"

#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <microhttpd.h>

#include "../unit/net/tls_files.h"

/* A request on its way in. */
struct receiver_request {
    char *body;
    size_t length;
};

static char *receiver_copy(const char *text)
{
    return strdup(text != NULL ? text : "");
}

static void receiver_keep(struct receiver *receiver, struct received *request)
{
    if (receiver->count == receiver->capacity) {
        receiver->capacity = receiver->capacity > 0 ? 2 * receiver->capacity : 64;
        receiver->list = realloc(receiver->list, receiver->capacity * sizeof(struct received *));
    }
    receiver->list[receiver->count++] = request;
}

/* Under the lock. */
static struct receiver_answer receiver_next(struct receiver *receiver, const struct received *request)
{
    const char *path = request->path;

    for (size_t i = 0; i < receiver->script_count; i++)
        if (!receiver->used[i] && strcmp(receiver->script[i].path, path) == 0) {
            receiver->used[i] = true;
            return receiver->script[i];
        }
    if (receiver->enforce != NULL)
        return receiver->enforce(receiver->enforce_ctx, request);
    return (struct receiver_answer){.status = 204};
}

static enum MHD_Result receiver_add_argument(void *ctx, enum MHD_ValueKind kind, const char *key,
                                             const char *value)
{
    char **arguments = ctx, *longer = NULL;

    (void)kind;
    if (asprintf(&longer, "%s%s%s=%s", *arguments, (*arguments)[0] != '\0' ? "&" : "", key,
                 value != NULL ? value : "") < 0)
        return MHD_NO;
    free(*arguments);
    *arguments = longer;
    return MHD_YES;
}

static struct receiver_answer receiver_take(struct receiver *receiver, struct MHD_Connection *connection,
                                            const char *path, const struct receiver_request *request)
{
    struct received *received = calloc(1, sizeof *received);
    struct timespec now;
    const char *query = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "key");

    clock_gettime(CLOCK_MONOTONIC, &now);
    *received = (struct received){
        .path = receiver_copy(path),
        .query = receiver_copy(query),
        .arguments = receiver_copy(NULL),
        .content_type =
            receiver_copy(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type")),
        .id = receiver_copy(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-id")),
        .timestamp =
            receiver_copy(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-timestamp")),
        .signature =
            receiver_copy(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-signature")),
        .body = receiver_copy(request->body),
        .length = request->length,
        .at = now.tv_sec * 1000 + now.tv_nsec / 1000000,
    };
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, receiver_add_argument, &received->arguments);
    pthread_mutex_lock(&receiver->lock);
    struct receiver_answer answer = receiver_next(receiver, received);
    received->status = answer.status;
    receiver_keep(receiver, received);
    while (answer.status == RECEIVER_HANGS && !receiver->stopping)
        pthread_cond_wait(&receiver->stopping_said, &receiver->lock);
    pthread_mutex_unlock(&receiver->lock);
    return answer;
}

static ssize_t receiver_repeat(void *ctx, uint64_t position, char *out, size_t room)
{
    const char *text = ctx;
    size_t length = strlen(text);

    for (size_t i = 0; i < room; i++)
        out[i] = text[(position + i) % length];
    return (ssize_t)room;
}

static enum MHD_Result receiver_answer(struct MHD_Connection *connection,
                                       const struct receiver_answer *answer)
{
    if (answer->status == RECEIVER_HANGS)
        return MHD_NO;
    const char *body = answer->body != NULL ? answer->body : "";
    struct MHD_Response *response =
        answer->endless
            ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, receiver_repeat,
                                                (void *)(uintptr_t)body, NULL)
            : MHD_create_response_from_buffer(strlen(body), (void *)(uintptr_t)body, MHD_RESPMEM_MUST_COPY);
    if (answer->header != NULL)
        MHD_add_response_header(response, answer->header, answer->value);
    enum MHD_Result queued = MHD_queue_response(connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return queued;
}

static void receiver_pass(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

/* Called for the head, for each piece of the body, and once more at the end of it. */
static enum MHD_Result receiver_on_request(void *ctx, struct MHD_Connection *connection, const char *url,
                                           const char *method, const char *version, const char *data,
                                           size_t *size, void **state)
{
    struct receiver_request *request = *state;

    (void)method, (void)version;
    if (request == NULL) {
        *state = calloc(1, sizeof *request);
        return MHD_YES;
    }
    if (*size > 0) {
        request->body = realloc(request->body, request->length + *size + 1);
        memcpy(request->body + request->length, data, *size);
        request->length += *size;
        request->body[request->length] = '\0';
        *size = 0;
        return MHD_YES;
    }
    struct receiver *receiver = ctx;
    if (atomic_fetch_add(&receiver->arrivals, 1) % 2 == 0)
        receiver_pass(receiver->lateness);
    struct receiver_answer answer = receiver_take(receiver, connection, url, request);
    receiver_pass(receiver->slowness);
    return receiver_answer(connection, &answer);
}

static void receiver_on_end(void *ctx, struct MHD_Connection *connection, void **state,
                            enum MHD_RequestTerminationCode code)
{
    struct receiver_request *request = *state;

    (void)ctx, (void)connection, (void)code;
    if (request != NULL)
        free(request->body);
    free(request);
}

void receiver_start(struct receiver *receiver, bool tls)
{
    receiver_start_as(receiver, tls ? tls_certificate : NULL);
}

void receiver_start_as(struct receiver *receiver, const char *certificate)
{
    bool tls = certificate != NULL;
    const unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION;
    const struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    *receiver = (struct receiver){0};
    pthread_mutex_init(&receiver->lock, NULL);
    pthread_cond_init(&receiver->stopping_said, NULL);
    receiver->daemon =
        MHD_start_daemon(flags | (tls ? MHD_USE_TLS : 0), 0, NULL, NULL, receiver_on_request, receiver,
                         MHD_OPTION_SOCK_ADDR, &loopback, MHD_OPTION_NOTIFY_COMPLETED, receiver_on_end, NULL,
                         tls ? MHD_OPTION_HTTPS_MEM_KEY : MHD_OPTION_END, tls_key, MHD_OPTION_HTTPS_MEM_CERT,
                         certificate, MHD_OPTION_END);
    if (receiver->daemon == NULL)
        fail_msg("the receiver does not start");
    receiver->port = MHD_get_daemon_info(receiver->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void receiver_stop(struct receiver *receiver)
{
    if (receiver->daemon == NULL)
        return;
    pthread_mutex_lock(&receiver->lock);
    receiver->stopping = true;
    pthread_cond_broadcast(&receiver->stopping_said);
    pthread_mutex_unlock(&receiver->lock);
    MHD_stop_daemon(receiver->daemon);
    for (size_t i = 0; i < receiver->count; i++) {
        struct received *received = receiver->list[i];
        free(received->path);
        free(received->query);
        free(received->arguments);
        free(received->content_type);
        free(received->id);
        free(received->timestamp);
        free(received->signature);
        free(received->body);
        free(received);
    }
    free(receiver->list);
    free(receiver->used);
    pthread_cond_destroy(&receiver->stopping_said);
    pthread_mutex_destroy(&receiver->lock);
    *receiver = (struct receiver){0};
}

void receiver_script(struct receiver *receiver, const struct receiver_answer *script, size_t count)
{
    pthread_mutex_lock(&receiver->lock);
    free(receiver->used);
    receiver->used = calloc(count + 1, sizeof *receiver->used);
    receiver->script = script;
    receiver->script_count = count;
    pthread_mutex_unlock(&receiver->lock);
}

static const struct received *receiver_find(struct receiver *receiver, const char *path, size_t n,
                                            size_t *ret_seen)
{
    const struct received *found = NULL;

    *ret_seen = 0;
    pthread_mutex_lock(&receiver->lock);
    for (size_t i = 0; i < receiver->count; i++) {
        if (path != NULL && strcmp(receiver->list[i]->path, path) != 0)
            continue;
        if ((*ret_seen)++ == n)
            found = receiver->list[i];
    }
    pthread_mutex_unlock(&receiver->lock);
    return found;
}

size_t receiver_count(struct receiver *receiver, const char *path)
{
    size_t seen;

    receiver_find(receiver, path, 0, &seen);
    return seen;
}

const struct received *receiver_get(struct receiver *receiver, const char *path, size_t n)
{
    size_t seen;
    const struct received *found = receiver_find(receiver, path, n, &seen);

    if (found == NULL)
        fail_msg("the receiver has had %zu requests on %s, not %zu", seen, path != NULL ? path : "any path",
                 n + 1);
    return found;
}
