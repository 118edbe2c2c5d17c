#include "core/pace.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const msec second = 1000, minute = 60 * 1000;

/* While facts are evaluated, or a flood comes in. */
enum { LOOK_AGAIN = 1000 };

const char *pace_key_name(enum pace_key key)
{
    switch (key) {
    case PACE_BY_RULE: return "rule";
    case PACE_BY_UNIT: return "unit";
    case PACE_BY_SEVERITY: return "severity";
    case PACE_BY_SUBJECT: return "subject";
    case PACE_BY_EVENT: return "event";
    case PACE_KEY_COUNT: break;
    }
    return "?";
}

/* The makers' own limits. People read a robot's group, so five in a minute are a digest there. */
static const struct pace_rate twenty_a_minute[] = {{20, 60 * 1000}};
static const struct pace_rate feishu[] = {{100, 60 * 1000}, {5, 1000}};
static const struct pace_rate one_a_second[] = {{1, 1000}};

enum {
    MACHINE_DIGEST = 100,
    PEOPLE_DIGEST = 5,
    DIGEST_WAIT = 10000,
    GROUP_WAIT = 10000,
    BUSY_JITTER = 120000
};

static const struct {
    const char *type;
    struct pace pace;
} defaults[] = {
    {"webhook", {.digest_over = MACHINE_DIGEST, .digest_wait = DIGEST_WAIT}},
    {"log", {.digest_over = MACHINE_DIGEST, .digest_wait = DIGEST_WAIT}},
    {"journal", {.digest_over = MACHINE_DIGEST, .digest_wait = DIGEST_WAIT}},
    {"alertmanager", {.digest_over = MACHINE_DIGEST, .digest_wait = DIGEST_WAIT}},
    {"wecom", {twenty_a_minute, 1, PEOPLE_DIGEST, DIGEST_WAIT, 0, GROUP_WAIT, 0}},
    {"dingtalk", {twenty_a_minute, 1, PEOPLE_DIGEST, DIGEST_WAIT, 0, GROUP_WAIT, 0}},
    {"feishu", {feishu, 2, PEOPLE_DIGEST, DIGEST_WAIT, 0, GROUP_WAIT, BUSY_JITTER}},
    {"slack", {one_a_second, 1, PEOPLE_DIGEST, DIGEST_WAIT, 0, GROUP_WAIT, 0}},
    {"email", {twenty_a_minute, 1, PEOPLE_DIGEST, DIGEST_WAIT, 0, GROUP_WAIT, 0}},
};

const struct pace *pace_default(const char *type)
{
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
        if (strcmp(defaults[i].type, type) == 0)
            return &defaults[i].pace;
    return &defaults[0].pace;
}

/* A number of at most six digits, or -1. */
static long number(const char *text, char **ret_end)
{
    long value = 0;
    int digits = 0;

    for (; *text >= '0' && *text <= '9' && digits <= 6; text++, digits++)
        value = value * 10 + (*text - '0');
    *ret_end = (char *)(uintptr_t)text;
    return digits >= 1 && digits <= 6 ? value : -1;
}

bool pace_rate_parse(const char *text, struct pace_rate *ret_rate, struct err *err)
{
    char *at;
    long messages = number(text, &at);
    msec unit = 0;

    if (messages < 0 || *at != '/')
        return err_set(err, ERR_INPUT, "expected a number of messages and a time, as in \"20/1m\"");
    long units = number(at + 1, &at);
    if (strcmp(at, "s") == 0)
        unit = second;
    else if (strcmp(at, "m") == 0)
        unit = minute;
    else if (strcmp(at, "h") == 0)
        unit = 60 * minute;
    if (units < 1 || unit == 0 || units * unit > 24 * 60 * minute)
        return err_set(err, ERR_INPUT,
                       "expected a time of up to a day after the /, as in \"20/1m\" or \"5/1s\"");
    if (messages < 1 || messages > PACE_MESSAGES_MAX)
        return err_set(err, ERR_INPUT, "expected 1..%d messages", PACE_MESSAGES_MAX);
    *ret_rate = (struct pace_rate){(int)messages, units * unit};
    return true;
}

static struct pace_next wait_for(msec wait)
{
    return (struct pace_next){.wait = wait > 1 ? wait : 1};
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

/* What is still being evaluated is waited for as a flood is, since nobody knows what will come of it; but
 * only what came of it decides whether it is folded. */
struct pace_next pace_look(const struct pace *pace, const struct pace_seen *seen)
{
    int64_t events = (int64_t)seen->recent + seen->waiting;
    bool flood = seen->waiting > 1 && events > pace->digest_over;
    int room = INT_MAX;

    if (seen->waiting == 0)
        return wait_for(seen->due_in);
    if (seen->off)
        return (struct pace_next){.wait = PACE_NEVER};
    if (seen->due_in > 0 || seen->rest > 0)
        return wait_for(seen->due_in > seen->rest ? seen->due_in : seen->rest);
    if ((flood || seen->upstream > pace->digest_over) && seen->waited < pace->digest_wait)
        return wait_for(sooner(pace->digest_wait - seen->waited, LOOK_AGAIN));
    if (pace->quota_count > 0) {
        room = seen->free - seen->unsent;
        if (room < 1)
            return wait_for(seen->free_in > 0 ? sooner(seen->free_in, LOOK_AGAIN) : LOOK_AGAIN);
    }
    /* Who has just asked to be left alone is not given one message after the other. */
    return (struct pace_next){.go = true, .fold = flood || (seen->piled && seen->waiting > 1), .room = room};
}

enum { BUSY_BEFORE = 30 * 1000, BUSY_AFTER = 60 * 1000 };

msec pace_busy_wait(const struct pace *pace, msec now, uint32_t chance)
{
    const msec half = 30 * minute;
    msec since = now % half;

    if (pace->busy_jitter <= 0 || (since >= BUSY_AFTER && since < half - BUSY_BEFORE))
        return 0;
    msec to_end = since < BUSY_AFTER ? BUSY_AFTER - since : half - since + BUSY_AFTER;
    return to_end + (msec)(chance % (uint64_t)pace->busy_jitter);
}
