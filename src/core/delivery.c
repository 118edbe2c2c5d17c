#include "core/delivery.h"

static const msec day = 24 * 60 * 60 * 1000;

const char *delivery_result_name(enum delivery_result result)
{
    switch (result) {
    case DELIVERY_DELIVERED: return "delivered";
    case DELIVERY_RETRY: return "retry";
    case DELIVERY_THROTTLED: return "throttled";
    case DELIVERY_PERMANENT: return "permanent";
    case DELIVERY_HANDED_BACK: return "handed_back";
    }
    return "?";
}

static enum delivery_result judge_status(const struct answer *answer)
{
    int status = answer->status;

    if (status >= 200 && status <= 299)
        return DELIVERY_DELIVERED;
    if (status == 429)
        return DELIVERY_THROTTLED;
    if (answer->retry_after_s > 0 && (status == 502 || status == 503 || status == 504))
        return DELIVERY_THROTTLED;
    if (status == 408 || status >= 500)
        return DELIVERY_RETRY;
    return DELIVERY_PERMANENT;
}

/* A code that none of the classes knows is a dialogue gone wrong, which may go right the next time. */
static enum delivery_result judge_smtp(int status)
{
    if (status >= 200 && status <= 299)
        return DELIVERY_DELIVERED;
    if (status == 421)
        return DELIVERY_THROTTLED;
    return status >= 500 && status <= 599 ? DELIVERY_PERMANENT : DELIVERY_RETRY;
}

enum delivery_result delivery_judge(const struct answer *answer)
{
    switch (answer->kind) {
    case ANSWER_STATUS: return judge_status(answer);
    case ANSWER_UNREACHABLE: return DELIVERY_RETRY;
    case ANSWER_TIMEOUT: return DELIVERY_RETRY;
    case ANSWER_SMTP: return judge_smtp(answer->status);
    }
    return DELIVERY_RETRY;
}

/* What the receiver asked for. Nobody gets more than a day of silence. */
static msec asked_for(const struct answer *answer)
{
    if (answer->retry_after_s <= 0)
        return 0;
    return answer->retry_after_s < day / 1000 ? answer->retry_after_s * 1000 : day;
}

static msec longer(msec a, msec b)
{
    return a > b ? a : b;
}

struct delivery_next delivery_after(enum delivery_result result, const struct answer *answer, int attempt,
                                    const struct delivery_schedule *schedule, uint32_t jitter)
{
    struct delivery_next next = {0};

    if (result == DELIVERY_HANDED_BACK)
        return next;
    if (result == DELIVERY_THROTTLED)
        next.pause = asked_for(answer) > 0 ? asked_for(answer) : schedule->throttle_pause;
    if (result == DELIVERY_PERMANENT || attempt < 1 || (size_t)attempt > schedule->count) {
        next.dead = true;
        return next;
    }

    msec wait = longer(schedule->waits[attempt - 1], longer(asked_for(answer), next.pause));
    next.wait = wait + wait / 10 * (msec)(jitter % DELIVERY_JITTER) / DELIVERY_JITTER;
    return next;
}
