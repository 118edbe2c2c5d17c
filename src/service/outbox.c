#include "service/outbox.h"

#include <stdlib.h>

#include "base/fault.h"
#include "base/mem.h"
#include "service/journal_channel.h"
#include "service/outbox_parts.h"

/* The happy path:
 *
 * - outbox_send() makes a flight, which waits for its turn; launch() gives it to the HTTP client, or a thread
 * that sends mail; a message for the journal lands at once.
 * - on_flight() is called with the answer: outbox_judge() makes an outcome of it, outbox_land() moves it.
 * - outbox_collect() turns outcomes into rows.
 *
 * What can go wrong is an outcome like any other: no answer, a refusal, a channel that is no more. */

static void launch(struct outbox *outbox, struct channel *channel);
static void take_off(struct outbox *outbox, struct flight *flight, struct channel *channel);
static void on_flight(struct flight *flight);
static void on_http_closed(struct http_client *http);
static void close_when_all_landed(struct outbox *outbox);

/* The HTTP client must never queue: time in its queue would count as the receiver's. */
static struct http_settings http_settings_of(const struct config *config)
{
    return (struct http_settings){.host_connections_max = config->delivery.in_flight,
                                  .answer_max = (size_t)config->delivery.answer_limit};
}

static void make_rooms(struct outbox *outbox)
{
    free(outbox->rooms);
    outbox->rooms = mem_alloc(outbox->channels.count * sizeof *outbox->rooms + 1);
}

bool outbox_open(struct outbox *outbox, uv_loop_t *loop, const struct config *config, outbox_landed on_landed,
                 struct err *err)
{
    struct http_settings settings = http_settings_of(config);

    *outbox = (struct outbox){.owner = outbox->owner, .config = config, .on_landed = on_landed};
    if (!channels_open(config, &outbox->channels, err))
        return false;
    outbox->http.owner = outbox;
    if (!http_client_init(&outbox->http, loop, &settings, err)) {
        channels_close(&outbox->channels);
        return false;
    }
    make_rooms(outbox);
    return true;
}

bool outbox_reload(struct outbox *outbox, const struct config *config, struct err *err)
{
    struct http_settings settings = http_settings_of(config);
    struct channels channels;

    if (!channels_open(config, &channels, err))
        return false;
    outbox_ground(outbox);
    channels_inherit(&channels, &outbox->channels);
    channels_close(&outbox->channels);
    outbox->channels = channels;
    outbox->config = config;
    make_rooms(outbox);
    http_client_adjust(&outbox->http, &settings);
    return true;
}

static void air_add(struct outbox *outbox, struct flight *flight)
{
    flight->next = outbox->air;
    if (outbox->air != NULL)
        outbox->air->previous = flight;
    outbox->air = flight;
    outbox->in_air++;
}

static void air_remove(struct outbox *outbox, struct flight *flight)
{
    if (flight->previous != NULL)
        flight->previous->next = flight->next;
    else
        outbox->air = flight->next;
    if (flight->next != NULL)
        flight->next->previous = flight->previous;
    outbox->in_air--;
}

static struct flight *flight_of(struct outbox *outbox, const struct store_message *message)
{
    struct flight *flight = flight_new(message->id, message->channel, message->type, message->body);

    flight->owner = outbox;
    flight->attempt = message->attempt;
    flight->before = message->before;
    flight->started = clock_wall();
    return flight;
}

/* Ends a flight that never took off. */
static void land_at_once(struct outbox *outbox, struct flight *flight, enum delivery_result result,
                         const char *told)
{
    flight->result = result;
    flight->dead = result == DELIVERY_PERMANENT;
    flight->told = mem_text(told);
    outbox_land(outbox, flight);
}

static void hand_back(struct outbox *outbox, struct flight *flight, const char *told)
{
    FAULT_POINT(FAULT_BEFORE, FAULT_HANDING_BACK);
    land_at_once(outbox, flight, DELIVERY_HANDED_BACK, told);
}

static void ready_add(struct outbox *outbox, struct channel *channel, struct flight *flight)
{
    if (channel->ready_last != NULL)
        channel->ready_last->next = flight;
    else
        channel->ready_first = flight;
    channel->ready_last = flight;
    channel->ready++;
    outbox->ready++;
}

static struct flight *ready_take(struct outbox *outbox, struct channel *channel)
{
    struct flight *flight = channel->ready_first;

    channel->ready_first = flight->next;
    if (channel->ready_first == NULL)
        channel->ready_last = NULL;
    flight->next = NULL;
    channel->ready--;
    outbox->ready--;
    return flight;
}

static void ground_channel(struct outbox *outbox, struct channel *channel, const char *told)
{
    while (channel->ready_first != NULL)
        hand_back(outbox, ready_take(outbox, channel), told);
}

void outbox_send(struct outbox *outbox, const struct store_message *message, msec claimed)
{
    struct flight *flight = flight_of(outbox, message);
    struct channel *channel = channels_find(&outbox->channels, message->channel);

    if (channel == NULL) {
        FAULT_POINT(FAULT_BEFORE, FAULT_SENDING);
        land_at_once(outbox, flight, DELIVERY_PERMANENT, "the channel is not in the configuration");
        return;
    }
    if (!channel->config
             ->enabled) { /* a reload has come between claiming and this; its secrets are not read */
        hand_back(outbox, flight, "the channel is switched off");
        return;
    }
    flight->until = claimed + outbox_spare_of(outbox, channel);
    if (channel->ready_first == NULL && channel->flights < outbox_most_of(outbox, channel))
        take_off(outbox, flight, channel);
    else
        ready_add(outbox, channel, flight);
}

void outbox_sent(struct outbox *outbox)
{
    outbox->low = outbox->ready / 2;
    http_client_push(&outbox->http);
}

void outbox_hand_back(struct outbox *outbox, const struct store_message *message)
{
    hand_back(outbox, flight_of(outbox, message), "stopped before it was sent");
}

void outbox_ground(struct outbox *outbox)
{
    for (size_t i = 0; i < outbox->channels.count; i++)
        ground_channel(outbox, &outbox->channels.list[i], "stopped before it was sent");
}

/* The next of the channel, while there is room in the air. */
static void launch(struct outbox *outbox, struct channel *channel)
{
    while (channel->ready_first != NULL && channel->flights < outbox_most_of(outbox, channel)) {
        struct flight *flight = ready_take(outbox, channel);

        if (clock_monotonic() > flight->until)
            hand_back(outbox, flight, "waited too long for its turn");
        else
            take_off(outbox, flight, channel);
    }
}

static void take_off(struct outbox *outbox, struct flight *flight, struct channel *channel)
{
    FAULT_POINT(FAULT_BEFORE, FAULT_SENDING);
    flight->started = clock_wall();
    if (channel->config->type == CHANNEL_JOURNAL) {
        journal_channel_send(flight->channel, flight->id, flight->type, flight->body);
        land_at_once(outbox, flight, DELIVERY_DELIVERED, "logged");
        return;
    }
    if (!flight_send(flight, &outbox->http, channel, on_flight)) {
        outbox_judge(outbox, flight, channel);
        outbox_land(outbox, flight);
        return;
    }
    channel->flights++;
    air_add(outbox, flight);
    FAULT_POINT(FAULT_DURING, FAULT_SENDING);
}

/* What comes next takes off before anything else is done: the receiver waits for it. */
static void on_flight(struct flight *flight)
{
    struct outbox *outbox = flight->owner;
    struct channel *channel = channels_find(&outbox->channels, flight->channel);

    air_remove(outbox, flight);
    if (channel != NULL)
        channel->flights--;
    outbox_judge(outbox, flight, channel);
    if (channel != NULL && flight->result == DELIVERY_DELIVERED)
        channel->delivered++;
    if (channel != NULL && (flight->pause > 0 || flight->result == DELIVERY_GONE))
        ground_channel(outbox, channel, "its receiver asked for a rest");
    else if (channel != NULL)
        launch(outbox, channel);
    outbox_land(outbox, flight);
    close_when_all_landed(outbox);
}

/* Repetitions are in no list: closing the HTTP client cancels them. */
static void on_repeated(struct flight *flight)
{
    struct outbox *outbox = flight->owner;
    struct channel *channel = channels_find(&outbox->channels, flight->channel);

    if (channel != NULL)
        channel->fired--;
    outbox_judge(outbox, flight, channel);
    flight_free(flight);
}

void outbox_repeat(struct outbox *outbox, struct channel *channel, const char *body)
{
    struct flight *flight = flight_new("(repeated)", channel->config->name, "deviation.standing", body);

    flight->owner = outbox;
    flight->attempt = 1;
    if (flight_send(flight, &outbox->http, channel, on_repeated))
        channel->fired++;
    else
        flight_free(flight);
}

void outbox_cancel(struct outbox *outbox)
{
    for (struct flight *flight = outbox->air; flight != NULL; flight = flight->next)
        flight_cancel(flight);
}

void outbox_close(struct outbox *outbox, outbox_closed on_closed)
{
    outbox->on_closed = on_closed;
    outbox_ground(outbox);
    outbox_cancel(outbox);
    http_client_close(&outbox->http, on_http_closed);
}

static void on_http_closed(struct http_client *http)
{
    struct outbox *outbox = http->owner;

    outbox->http_closed = true;
    close_when_all_landed(outbox);
}

/* Mails end by themselves, later than the HTTP client. */
static void close_when_all_landed(struct outbox *outbox)
{
    if (!outbox->http_closed || outbox->air != NULL)
        return;
    while (outbox->landed != NULL) {
        struct flight *flight = outbox->landed;
        outbox->landed = flight->next;
        flight_free(flight);
    }
    channels_close(&outbox->channels);
    free(outbox->rooms);
    outbox->rooms = NULL;
    outbox->on_closed(outbox);
}
