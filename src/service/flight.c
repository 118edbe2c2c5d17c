#include "service/flight.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void on_answer(struct http_request *request);

struct flight *flight_new(const char *id, const char *channel, const char *type, const char *body)
{
    struct flight *flight = mem_alloc(sizeof *flight);

    flight->id = mem_text(id);
    flight->channel = mem_text(channel);
    flight->type = mem_text(type);
    flight->body = mem_text(body);
    return flight;
}

bool flight_send(struct flight *flight, struct http_client *http, const struct channel *channel,
                 flight_done done)
{
    flight->started = clock_wall();
    flight->done = done;
    flight->url = mem_text(channel->config->url);
    flight->ca_file = mem_text(channel->config->ca_file);

    struct signature_input input = {.id = flight->id,
                                    .timestamp = flight->started / 1000,
                                    .body = flight->body,
                                    .body_length = strlen(flight->body)};
    webhook_headers_make(&flight->headers, &input, channel->keys, channel->key_count);
    flight->request = (struct http_request){.owner = flight,
                                            .url = flight->url,
                                            .headers = flight->headers.list,
                                            .body = flight->body,
                                            .body_length = input.body_length,
                                            .ca_file = flight->ca_file,
                                            .allow_http = channel->config->allow_http,
                                            .timeout = channel->config->timeout};
    return http_post(http, &flight->request, on_answer);
}

static void on_answer(struct http_request *request)
{
    struct flight *flight = request->owner;

    flight->done(flight);
}

void flight_cancel(struct flight *flight)
{
    http_cancel(&flight->request);
}

void flight_free(struct flight *flight)
{
    if (flight == NULL)
        return;
    free(flight->id);
    free(flight->channel);
    free(flight->type);
    free(flight->body);
    free(flight->url);
    free(flight->ca_file);
    free(flight->told);
    webhook_headers_free(&flight->headers);
    free(flight);
}
