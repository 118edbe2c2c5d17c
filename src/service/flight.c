#include "service/flight.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/answer.h"

static void on_answer(struct http_request *request);
static void on_sent(struct smtp_sending *sending);

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
    flight->type_of_channel = channel->config->type;
    memcpy(flight->address, channel->address, sizeof flight->address);
    if (flight->type_of_channel == CHANNEL_EMAIL) {
        flight->sending.owner = flight;
        return email_channel_send(&flight->sending, http_client_loop(http), channel, flight->id, flight->body,
                                  flight->attempt - flight->before, on_sent);
    }
    flight->ca_file = mem_text(channel->config->ca_file);
    envelope_make(&flight->envelope, channel, flight->id, flight->body, flight->started);
    struct http_request *request = &flight->request;
    request->owner = flight;
    request->url = buf_text(&flight->envelope.url);
    request->headers = flight->envelope.headers;
    request->body = buf_text(&flight->envelope.body);
    request->body_length = flight->envelope.body.length;
    request->ca_file = flight->ca_file;
    request->allow_http = channel->config->allow_http;
    request->timeout = channel->config->timeout;
    return http_post(http, &flight->request, on_answer);
}

static void on_answer(struct http_request *request)
{
    struct flight *flight = request->owner;

    flight->done(flight);
}

static void on_sent(struct smtp_sending *sending)
{
    struct flight *flight = sending->owner;

    flight->done(flight);
}

struct answer flight_answer(const struct flight *flight)
{
    if (flight->type_of_channel == CHANNEL_EMAIL)
        return smtp_answer(&flight->sending);
    return answer_of(&flight->request, flight->type_of_channel);
}

void flight_describe(struct buf *out, const struct flight *flight)
{
    if (flight->type_of_channel == CHANNEL_EMAIL)
        smtp_describe(out, &flight->sending);
    else
        answer_describe(out, &flight->request);
}

const struct err *flight_error(const struct flight *flight)
{
    return flight->type_of_channel == CHANNEL_EMAIL ? &flight->sending.err : &flight->request.err;
}

int flight_status(const struct flight *flight)
{
    return flight->type_of_channel == CHANNEL_EMAIL ? flight->sending.status : flight->request.status;
}

bool flight_left_out(const struct flight *flight)
{
    return flight->sending.refused.length > 0 && flight->result == DELIVERY_DELIVERED;
}

void flight_cancel(struct flight *flight)
{
    if (flight->type_of_channel == CHANNEL_EMAIL)
        smtp_cancel(&flight->sending);
    else
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
    smtp_sending_done(&flight->sending);
    free(flight);
}
