#include "service/flight.h"

#include <stdlib.h>

#include "base/mem.h"
#include "net/answer.h"

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
    flight->ca_file = mem_text(channel->config->ca_file);
    flight->type_of_channel = channel->config->type;
    envelope_make(&flight->envelope, channel, flight->id, flight->body, flight->started);
    flight->request = (struct http_request){.owner = flight,
                                            .url = buf_text(&flight->envelope.url),
                                            .headers = flight->envelope.headers,
                                            .body = buf_text(&flight->envelope.body),
                                            .body_length = flight->envelope.body.length,
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

struct answer flight_answer(const struct flight *flight)
{
    return answer_of(&flight->request, flight->type_of_channel);
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
    free(flight->ca_file);
    free(flight->told);
    envelope_free(&flight->envelope);
    free(flight);
}
