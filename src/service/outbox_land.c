/* What comes of the outbox's flights: an answer is judged, and its outcome kept until it is collected. */
#include "base/fault.h"
#include "base/log.h"
#include "net/answer.h"
#include "net/webhook.h"
#include "service/outbox_parts.h"

static void note_health(const struct flight *flight, struct channel *channel);

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

void outbox_judge(struct outbox *outbox, struct flight *flight, struct channel *channel)
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
        log_warning_of(
            JOURNAL_CHANNEL_FAILS,
            flight->dead ? "a receiver refuses its messages; what it refuses is given up"
                         : "a receiver does not take its messages; they are tried again as the schedule says",
            "channel", flight->channel, "message", flight->id, "answer", flight->told);
    else
        log_notice_of(JOURNAL_CHANNEL_WORKS, "the receiver takes its messages again", "channel",
                      flight->channel);
}

/* What a message says of when it happened is when it was committed, but for the transaction's own time. */
static void count(struct outbox *outbox, const struct flight *flight)
{
    const struct channel *channel = channels_find(&outbox->channels, flight->channel);
    msec created = 0;
    bool known = flight->result == DELIVERY_DELIVERED && webhook_created(flight->body, &created);

    if (outbox->meters != NULL)
        meters_attempt(outbox->meters, flight->channel,
                       channel != NULL ? channel_type_name(channel->config->type) : "", flight->result,
                       known ? flight->finished - created : -1);
}

void outbox_land(struct outbox *outbox, struct flight *flight)
{
    FAULT_POINT(FAULT_AFTER, FAULT_SENDING);
    flight->finished = clock_wall();
    flight->next = outbox->landed;
    outbox->landed = flight;
    outbox->landed_count++;
    count(outbox, flight);
    if (flight->dead)
        log_warning_of(JOURNAL_MESSAGE_DEAD, "a message could not be delivered and is given up", "channel",
                       flight->channel, "message", flight->id, "type", flight->type, "answer", flight->told);
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
