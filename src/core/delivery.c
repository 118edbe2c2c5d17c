#include "core/delivery.h"

static const msec day = 24 * 60 * 60 * 1000;

const char *delivery_result_name(enum delivery_result result)
{
    switch (result) {
    case DELIVERY_DELIVERED: return "delivered";
    case DELIVERY_RETRY: return "retry";
    case DELIVERY_THROTTLED: return "throttled";
    case DELIVERY_PERMANENT: return "permanent";
    case DELIVERY_GONE: return "gone";
    case DELIVERY_HANDED_BACK: return "handed_back";
    }
    return "?";
}

/* The codes of the robots' own pages. One that is not here is tried again: it may mean anything, and giving
 * up is what cannot be undone. */
static const struct robot_code {
    enum channel_type from;
    int64_t first, last;
    enum delivery_result result;
    const char *text;
} robot_codes[] = {
    {CHANNEL_WECOM, 0, 0, DELIVERY_DELIVERED, "The robot has taken it."},
    {CHANNEL_WECOM, -1, -1, DELIVERY_RETRY, "The robot's service is busy."},
    {CHANNEL_WECOM, 45009, 45009, DELIVERY_THROTTLED,
     "It has had more messages a minute than a robot may send."},
    {CHANNEL_WECOM, 40033, 40033, DELIVERY_PERMANENT,
     "There are characters in the message that it does not take."},
    {CHANNEL_WECOM, 40058, 40058, DELIVERY_PERMANENT, "The message is too long or malformed."},
    {CHANNEL_WECOM, 93000, 93000, DELIVERY_GONE, "The robot's key is not valid, or the robot is gone."},

    {CHANNEL_DINGTALK, 0, 0, DELIVERY_DELIVERED, "The robot has taken it."},
    {CHANNEL_DINGTALK, -1, -1, DELIVERY_RETRY, "The robot's service is busy."},
    {CHANNEL_DINGTALK, 130101, 130101, DELIVERY_THROTTLED, "It has had more than 20 messages a minute."},
    {CHANNEL_DINGTALK, 410100, 410100, DELIVERY_THROTTLED, "The robot is throttled."},
    {CHANNEL_DINGTALK, 310000, 310000, DELIVERY_PERMANENT,
     "Its security settings refuse it: a keyword is missing, the signature does not fit, or the address that "
     "this comes from is not allowed."},
    {CHANNEL_DINGTALK, 300001, 300001, DELIVERY_GONE, "The robot's token does not exist."},
    {CHANNEL_DINGTALK, 300005, 300005, DELIVERY_GONE, "The robot's token does not exist."},
    {CHANNEL_DINGTALK, 400101, 400101, DELIVERY_GONE, "The robot's token does not exist."},
    {CHANNEL_DINGTALK, 400102, 400102, DELIVERY_GONE, "The robot has been stopped."},
    {CHANNEL_DINGTALK, 400013, 400013, DELIVERY_GONE, "The group has been dissolved."},
    {CHANNEL_DINGTALK, 400000, 400999, DELIVERY_PERMANENT, "It does not take such a request."},
    {CHANNEL_DINGTALK, 40035, 40035, DELIVERY_PERMANENT, "It does not take such a request."},
    {CHANNEL_DINGTALK, 43002, 43004, DELIVERY_PERMANENT, "It does not take such a request."},

    {CHANNEL_FEISHU, 0, 0, DELIVERY_DELIVERED, "The robot has taken it."},
    {CHANNEL_FEISHU, -1, -1, DELIVERY_RETRY, "The robot's service is busy."},
    {CHANNEL_FEISHU, 11232, 11232, DELIVERY_THROTTLED, "It has had more messages than a robot may send."},
    {CHANNEL_FEISHU, 9499, 9499, DELIVERY_PERMANENT, "It does not take such a request."},
    {CHANNEL_FEISHU, 19001, 19001, DELIVERY_GONE, "The robot's token is not valid, or the robot is gone."},
    {CHANNEL_FEISHU, 19021, 19021, DELIVERY_PERMANENT,
     "The signature does not fit: compare the secrets, and the clocks."},
    {CHANNEL_FEISHU, 19022, 19022, DELIVERY_PERMANENT,
     "The address that this comes from is not among those it allows."},
    {CHANNEL_FEISHU, 19024, 19024, DELIVERY_PERMANENT, "The keyword that it asks for is missing."},

    {CHANNEL_SLACK, 0, 0, DELIVERY_DELIVERED, "The robot has taken it."},
    {CHANNEL_SLACK, ANSWER_SLACK_GONE, ANSWER_SLACK_GONE, DELIVERY_GONE,
     "The webhook has been revoked, or its channel or workspace is gone."},
};

static const struct robot_code *find_code(const struct answer *answer)
{
    for (size_t i = 0; answer->has_code && i < sizeof robot_codes / sizeof robot_codes[0]; i++)
        if (robot_codes[i].from == answer->from && answer->code >= robot_codes[i].first &&
            answer->code <= robot_codes[i].last)
            return &robot_codes[i];
    return NULL;
}

const char *delivery_code_text(const struct answer *answer)
{
    const struct robot_code *code = find_code(answer);

    return code != NULL ? code->text : NULL;
}

static enum delivery_result judge_status(const struct answer *answer)
{
    int status = answer->status;

    if (status >= 200 && status <= 299)
        return DELIVERY_DELIVERED;
    if (status == 410)
        return DELIVERY_GONE;
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

/* The status decides where it is no success. It may still come with a code that says more, as a robot that
 * is asked too often or is gone may do under any status: only then the code counts. */
static enum delivery_result judge_robot(const struct answer *answer)
{
    const struct robot_code *code = find_code(answer);
    enum delivery_result by_status = judge_status(answer);

    if (by_status != DELIVERY_DELIVERED)
        return code != NULL && (code->result == DELIVERY_THROTTLED || code->result == DELIVERY_GONE)
                   ? code->result
                   : by_status;
    if (!answer->has_code)
        return DELIVERY_THROTTLED;
    return code != NULL ? code->result : DELIVERY_RETRY;
}

enum delivery_result delivery_judge(const struct answer *answer)
{
    switch (answer->kind) {
    case ANSWER_STATUS:
        return channel_type_is_robot(answer->from) ? judge_robot(answer) : judge_status(answer);
    case ANSWER_UNREACHABLE: return DELIVERY_RETRY;
    case ANSWER_TIMEOUT: return DELIVERY_RETRY;
    case ANSWER_SMTP: return judge_smtp(answer->status);
    case ANSWER_IMPOSSIBLE: return DELIVERY_PERMANENT;
    }
    return DELIVERY_RETRY;
}

msec delivery_pause_least(enum channel_type type)
{
    const msec minute = 60 * 1000;

    if (type == CHANNEL_DINGTALK)
        return 10 * minute;
    return channel_type_is_robot(type) ? minute : 0;
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

    if (result == DELIVERY_HANDED_BACK || result == DELIVERY_GONE)
        return next;
    if (result == DELIVERY_THROTTLED)
        next.pause = longer(asked_for(answer) > 0 ? asked_for(answer) : schedule->throttle_pause,
                            schedule->pause_least);
    if (result == DELIVERY_PERMANENT || attempt < 1 || (size_t)attempt > schedule->count) {
        next.dead = true;
        return next;
    }

    msec wait = longer(schedule->waits[attempt - 1], longer(asked_for(answer), next.pause));
    next.wait = wait + wait / 10 * (msec)(jitter % DELIVERY_JITTER) / DELIVERY_JITTER;
    return next;
}
