#include "service/outbox.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/answer.h"
#include "service/journal_channel.h"

/* The happy path:
 *
 * - outbox_send() makes a flight, which waits for its turn; launch() gives it to the HTTP client, or a thread
 * that sends mail; a message for the journal lands at once.
 * - on_flight() is called with the answer: judge() makes an outcome of it, land() moves it.
 * - outbox_collect() turns outcomes into rows.
 *
 * What can go wrong is an outcome like any other: no answer, a refusal, a channel that is no more. */

enum {
    AHEAD_SPAN = 1000, /* of time, for which messages are claimed ahead */
    AHEAD_MAX = 1024,  /* of all channels: what they say is in memory */
    PLAN_EVERY = 5,
    SETTLE_BATCH = 256, /* outcomes that are worth a transaction of their own */
};

static void launch(struct outbox *outbox, struct channel *channel);
static void take_off(struct outbox *outbox, struct flight *flight, struct channel *channel);
static void on_flight(struct flight *flight);
static void judge(struct outbox *outbox, struct flight *flight, struct channel *channel);
static void note_health(const struct flight *flight, struct channel *channel);
static void land(struct outbox *outbox, struct flight *flight);
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

static int enabled_channels(const struct outbox *outbox)
{
    int enabled = 0;

    for (size_t i = 0; i < outbox->channels.count; i++)
        if (outbox->channels.list[i].config->enabled)
            enabled++;
    return enabled;
}

/* How many of a channel may be in the air at once. */
static int most_of(const struct outbox *outbox, const struct channel *channel)
{
    int enabled = enabled_channels(outbox);
    int share = enabled > 0 ? outbox->config->delivery.in_flight / enabled : 0;

    if (channel->config->type == CHANNEL_EMAIL && share > EMAIL_FLIGHTS_MAX)
        share = EMAIL_FLIGHTS_MAX;
    return share > 0 ? share : 1;
}

struct store_room *outbox_rooms(struct outbox *outbox, msec now)
{
    for (size_t i = 0; i < outbox->channels.count; i++) {
        const struct channel *channel = &outbox->channels.list[i];
        int room = most_of(outbox, channel) + channel->ahead - channel->flights - channel->ready;

        if (!channel->config->enabled || channel->paused_until > now || room < 0)
            room = 0;
        outbox->rooms[i] = (struct store_room){.channel = channel->config->name,
                                               .room = room,
                                               .rates = (int)channel->config->pace.quota_count,
                                               .severities = UINT32_MAX,
                                               .address = channel->address};
    }
    return outbox->rooms;
}

/* How long a message may be ours before it is sent: the rest of its lease is for the answer. */
static msec spare_of(const struct outbox *outbox, const struct channel *channel)
{
    msec timeout = channel->config->type == CHANNEL_JOURNAL ? 0 : channel->config->timeout;

    return outbox->config->delivery.lease - timeout;
}

/* What it took in a second of late. Claimed in vain are at most so many, for as long as a lease.
 */
static int ahead_of(const struct outbox *outbox, const struct channel *channel, msec elapsed)
{
    const struct channel_config *config = channel->config;
    msec spare = spare_of(outbox, channel) / 4;
    msec span = spare < AHEAD_SPAN ? spare : AHEAD_SPAN;
    int most = AHEAD_MAX / enabled_channels(outbox);

    if (channel->failing || config->pace.quota_count > 0 || config->type == CHANNEL_EMAIL || span < 0)
        return 0;
    msec ahead = channel->delivered * span / elapsed;
    return ahead < most ? (int)ahead : most;
}

void outbox_plan(struct outbox *outbox, msec now)
{
    for (size_t i = 0; i < outbox->channels.count; i++) {
        struct channel *channel = &outbox->channels.list[i];
        msec elapsed = now - channel->planned_at;

        if (!channel->config->enabled || elapsed < PLAN_EVERY)
            continue;
        channel->ahead = ahead_of(outbox, channel, elapsed);
        channel->delivered = 0;
        channel->planned_at = now;
    }
}

bool outbox_is_busy(const struct outbox *outbox)
{
    return outbox->ready > outbox->low && outbox->landed_count < SETTLE_BATCH;
}

msec outbox_pause(const struct outbox *outbox, msec now)
{
    msec shortest = STORE_DUE_NEVER;

    for (size_t i = 0; i < outbox->channels.count; i++) {
        msec left = outbox->channels.list[i].paused_until - now;
        if (left > 0 && left < shortest)
            shortest = left;
    }
    return shortest;
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
    land(outbox, flight);
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
    flight->until = claimed + spare_of(outbox, channel);
    if (channel->ready_first == NULL && channel->flights < most_of(outbox, channel))
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
    while (channel->ready_first != NULL && channel->flights < most_of(outbox, channel)) {
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
        judge(outbox, flight, channel);
        land(outbox, flight);
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
    judge(outbox, flight, channel);
    if (channel != NULL && flight->result == DELIVERY_DELIVERED)
        channel->delivered++;
    if (channel != NULL && (flight->pause > 0 || flight->result == DELIVERY_GONE))
        ground_channel(outbox, channel, "its receiver asked for a rest");
    else if (channel != NULL)
        launch(outbox, channel);
    land(outbox, flight);
    close_when_all_landed(outbox);
}

static struct delivery_schedule schedule_of(const struct outbox *outbox, const struct channel *channel)
{
    const struct delivery_config *said = &outbox->config->delivery;
    struct delivery_schedule schedule = {
        .waits = said->retry_schedule, .count = said->retry_count, .throttle_pause = said->throttle_pause};

    if (channel != NULL)
        schedule.pause_least = channel->config->throttle_pause > 0
                                   ? channel->config->throttle_pause
                                   : delivery_pause_least(channel->config->type);
    return schedule;
}

/* `channel` is NULL where a reload has removed it meanwhile. */
static void judge(struct outbox *outbox, struct flight *flight, struct channel *channel)
{
    struct delivery_schedule schedule = schedule_of(outbox, channel);
    struct answer answer = flight_answer(flight);
    bool canceled = flight_error(flight)->code == ERR_CANCELED;
    struct buf told = {0};

    flight_describe(&told, flight);
    flight->told = buf_take(&told);
    flight->result = canceled ? DELIVERY_HANDED_BACK : delivery_judge(&answer);
    if (flight->result != DELIVERY_DELIVERED) {
        struct delivery_next next = delivery_after(flight->result, &answer, flight->attempt - flight->before,
                                                   &schedule, clock_jitter(DELIVERY_JITTER));
        flight->dead = next.dead;
        flight->wait = next.wait;
        flight->pause = next.pause;
        if (channel != NULL && next.pause > 0)
            channel->paused_until = clock_monotonic() + next.pause;
    }
    if (channel != NULL && !canceled)
        note_health(flight, channel);
}

/* Repetitions are in no list: closing the HTTP client cancels them. */
static void on_repeated(struct flight *flight)
{
    struct outbox *outbox = flight->owner;
    struct channel *channel = channels_find(&outbox->channels, flight->channel);

    if (channel != NULL)
        channel->fired--;
    judge(outbox, flight, channel);
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

/* State changes are logged, not attempts: the first failure of a channel, and the first success after. */
static void note_health(const struct flight *flight, struct channel *channel)
{
    bool failed = flight->result != DELIVERY_DELIVERED;

    if (failed == channel->failing)
        return;
    channel->failing = failed;
    if (flight->result == DELIVERY_GONE)
        return; /* that it is switched off for it is said when it is written */
    if (failed)
        log_warning(flight->dead
                        ? "a receiver refuses its messages; what it refuses is given up"
                        : "a receiver does not take its messages; they are tried again as the schedule says",
                    "channel", flight->channel, "message", flight->id, "answer", flight->told);
    else
        log_notice("the receiver takes its messages again", "channel", flight->channel);
}

static void land(struct outbox *outbox, struct flight *flight)
{
    FAULT_POINT(FAULT_AFTER, FAULT_SENDING);
    flight->finished = clock_wall();
    flight->next = outbox->landed;
    outbox->landed = flight;
    outbox->landed_count++;
    if (flight->dead)
        log_warning("a message could not be delivered and is given up", "channel", flight->channel, "message",
                    flight->id, "type", flight->type, "answer", flight->told);
    if (flight_left_out(flight))
        log_warning("a mail was not taken for all its recipients", "channel", flight->channel, "message",
                    flight->id, "answer", flight->told);
    outbox->on_landed(outbox);
}

bool outbox_has_landed(const struct outbox *outbox)
{
    return outbox->landed != NULL;
}

void outbox_collect(struct outbox *outbox, struct store_settling *settling)
{
    while (outbox->landed != NULL) {
        struct flight *flight = outbox->landed;

        outbox->landed = flight->next;
        outbox->landed_count--;
        store_settling_add(settling, &(struct store_outcome){.id = flight->id,
                                                             .attempt = flight->attempt,
                                                             .started = flight->started,
                                                             .finished = flight->finished,
                                                             .result = flight->result,
                                                             .status = flight_status(flight),
                                                             .answer = flight->told,
                                                             .dead = flight->dead,
                                                             .wait = flight->wait,
                                                             .pause = flight->pause,
                                                             .address = flight->address});
        flight_free(flight);
    }
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
