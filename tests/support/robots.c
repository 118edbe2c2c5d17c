#include "robots.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "net/robot_sign.h"

enum { ROBOT_MINUTE = 60 * 1000, ROBOT_HOUR_S = 3600 };

struct robot robot_of(enum robot_kind kind)
{
    struct robot robot = {.kind = kind, .rates = {{20, ROBOT_MINUTE}}};

    if (kind == ROBOT_FEISHU) {
        robot.rates[0] = (struct robot_rate){5, 1000};
        robot.rates[1] = (struct robot_rate){100, ROBOT_MINUTE};
        robot.impatient = true;
    }
    if (kind == ROBOT_SLACK)
        robot.rates[0] = (struct robot_rate){1, 1000};
    return robot;
}

static struct receiver_answer robot_say(struct robot *robot, const char *member, long long code,
                                        const char *words)
{
    if (code == 0) {
        robot->taken++;
    } else {
        robot->refused++;
        robot->last_refusal = code;
    }
    char *answer = robot->answers[robot->answer_count++ % 64];
    snprintf(answer, sizeof robot->answers[0], "{\"%s\":%lld,\"%s\":\"%s\"}", member, code,
             member[0] == 'e' ? "errmsg" : "msg", words);
    return (struct receiver_answer){.status = 200, .body = answer};
}

static size_t robot_length(const char *text)
{
    return text != NULL ? strlen(text) : 0;
}

static const char *robot_text(const json_t *object, const char *member)
{
    return json_string_value(json_object_get(object, member));
}

/* One more has come. */
static bool robot_is_pressed(struct robot *robot, long at)
{
    bool pressed = false;

    for (size_t i = 0; i < ROBOT_RATES; i++) {
        size_t messages = robot->rates[i].messages;
        if (messages > 0 && robot->count >= messages &&
            at - robot->arrivals[(robot->count - messages) % ROBOT_REMEMBERS] < robot->rates[i].window)
            pressed = true;
    }
    robot->arrivals[robot->count++ % ROBOT_REMEMBERS] = at;
    return pressed;
}

static bool robot_is_fresh(long long stamp_s)
{
    return llabs(stamp_s - (long long)time(NULL)) <= ROBOT_HOUR_S;
}

static struct receiver_answer robot_wecom(struct robot *robot, const struct received *request,
                                          const json_t *body)
{
    const char *markdown = robot_text(json_object_get(body, "markdown"), "content");
    const char *text = robot_text(json_object_get(body, "text"), "content");

    if (robot->key != NULL && strcmp(request->query, robot->key) != 0) {
        struct receiver_answer answer = robot_say(robot, "errcode", 93000, "");
        snprintf((char *)(uintptr_t)answer.body, sizeof robot->answers[0],
                 "{\"errcode\":93000,\"errmsg\":\"invalid webhook url, key=%s\"}", request->query);
        return answer;
    }
    if (strstr(request->body, "\\u") != NULL)
        return robot_say(robot, "errcode", 40033, "invalid characters");
    if ((markdown == NULL && text == NULL) || robot_length(markdown) > 4096 || robot_length(text) > 2048)
        return robot_say(robot, "errcode", 40058, "exceed max length");
    if (robot_is_pressed(robot, request->at))
        return robot_say(robot, "errcode", 45009, "api freq out of limit");
    return robot_say(robot, "errcode", 0, "ok");
}

/* What arrives is decoded, what is made for comparison is not. */
static bool robot_is_signed_in_its_address(const struct robot *robot, const struct received *request)
{
    const char *at = strstr(request->arguments, "timestamp=");
    const char *sign = strstr(request->arguments, "&sign=");
    long long stamp = at != NULL ? atoll(at + 10) : 0;
    struct buf expected = {0}, plain = {0};

    if (robot->secret == NULL)
        return true;
    if (sign == NULL || !robot_is_fresh(stamp / 1000))
        return false;
    robot_sign_dingtalk(&expected, "", robot->secret, stamp);
    for (const char *c = strstr(buf_text(&expected), "sign=") + 5; *c != '\0'; c++)
        if (*c == '%') {
            buf_putc(&plain, strncmp(c, "%2F", 3) == 0 ? '/' : strncmp(c, "%2B", 3) == 0 ? '+' : '=');
            c += 2;
        } else
            buf_putc(&plain, *c);
    bool same = strcmp(sign + 6, buf_text(&plain)) == 0;
    buf_free(&expected);
    buf_free(&plain);
    return same;
}

static bool robot_mentions(const json_t *body, const char *text, const char *mobile)
{
    const json_t *mobiles = json_object_get(json_object_get(body, "at"), "atMobiles");
    bool found = mobile == NULL;

    for (size_t i = 0; i < json_array_size(mobiles); i++) {
        const char *one = json_string_value(json_array_get(mobiles, i));
        char at[64];
        snprintf(at, sizeof at, "@%s", one != NULL ? one : "");
        if (strstr(text, at) == NULL)
            return false;
        found = found || strcmp(at + 1, mobile) == 0;
    }
    return found;
}

static struct receiver_answer robot_dingtalk(struct robot *robot, const struct received *request,
                                             const json_t *body)
{
    const json_t *markdown = json_object_get(body, "markdown");
    const char *text = robot_text(markdown, "text"), *title = robot_text(markdown, "title");
    char token[128];

    snprintf(token, sizeof token, "access_token=%s%s", robot->key != NULL ? robot->key : "",
             robot->secret != NULL ? "&" : "");
    if (robot->key != NULL && strncmp(request->arguments, token, strlen(token)) != 0)
        return robot_say(robot, "errcode", 300001, "token is not exist");
    if (!robot_is_signed_in_its_address(robot, request))
        return robot_say(robot, "errcode", 310000, "sign not match");
    if (robot_length(title) == 0 || robot_length(text) == 0 || request->length > 20000)
        return robot_say(robot, "errcode", 40035, "bad request");
    if (!robot_mentions(body, text, robot->mobile))
        return robot_say(robot, "errcode", 43004, "nobody is mentioned");
    if (request->at < robot->shut_until)
        return robot_say(robot, "errcode", 410100, "robot is throttled");
    if (robot_is_pressed(robot, request->at)) {
        robot->shut_until = request->at + 10 * ROBOT_MINUTE;
        return robot_say(robot, "errcode", 130101, "send too fast, exceed 20 times per minute");
    }
    return robot_say(robot, "errcode", 0, "ok");
}

static bool robot_is_signed_in_its_body(const struct robot *robot, const json_t *body)
{
    const char *stamp = robot_text(body, "timestamp"), *sign = robot_text(body, "sign");
    struct buf expected = {0};

    if (robot->secret == NULL)
        return true;
    if (stamp == NULL || robot_length(sign) == 0 || !robot_is_fresh(atoll(stamp)))
        return false;
    robot_sign_feishu(&expected, "{}", robot->secret, atoll(stamp));
    json_t *made = json_loads(buf_text(&expected), 0, NULL);
    bool same = strcmp(robot_text(made, "sign"), sign) == 0;
    json_decref(made);
    buf_free(&expected);
    return same;
}

static bool robot_is_busy(void)
{
    const long long half = 1800, since = (long long)time(NULL) % half;

    return since < 30;
}

static struct receiver_answer robot_feishu(struct robot *robot, const struct received *request,
                                           const json_t *body)
{
    const json_t *card = json_object_get(json_object_get(body, "card"), "elements");
    const char *text = robot_text(json_object_get(body, "content"), "text");

    if (!robot_is_signed_in_its_body(robot, body))
        return robot_say(robot, "code", 19021, "sign match fail or timestamp is not within one hour");
    if ((json_array_size(card) == 0 && text == NULL) || request->length > 20000)
        return robot_say(robot, "code", 9499, "Bad Request");
    if (robot_is_pressed(robot, request->at) || (robot->impatient && robot_is_busy()))
        return robot_say(robot, "code", 11232, "frequency limited psm");
    return robot_say(robot, "code", 0, "success");
}

static struct receiver_answer robot_slack(struct robot *robot, const struct received *request,
                                          const json_t *body)
{
    bool has_text = robot_length(robot_text(body, "text")) > 0;
    bool pressed = has_text && robot_is_pressed(robot, request->at);

    if (has_text && !pressed) {
        robot->taken++;
        return (struct receiver_answer){.status = 200, .body = "ok"};
    }
    robot->refused++;
    robot->last_refusal = pressed ? 429 : 400;
    return pressed ? (struct receiver_answer){.status = 429, .header = "Retry-After", .value = "30"}
                   : (struct receiver_answer){.status = 400, .body = "no_text"};
}

struct receiver_answer robot_answer(void *ctx, const struct received *request)
{
    static struct receiver_answer (*const kinds[])(struct robot *, const struct received *,
                                                   const json_t *) = {
        [ROBOT_WECOM] = robot_wecom,
        [ROBOT_DINGTALK] = robot_dingtalk,
        [ROBOT_FEISHU] = robot_feishu,
        [ROBOT_SLACK] = robot_slack,
    };
    struct robot *robot = ctx;
    json_t *body = json_loadb(request->body, request->length, JSON_REJECT_DUPLICATES, NULL);
    struct receiver_answer answer = kinds[robot->kind](robot, request, body);

    json_decref(body);
    return answer;
}

struct receiver_answer robots_answer(void *ctx, const struct received *request)
{
    static const char *const paths[] = {
        [ROBOT_WECOM] = "/cgi-bin/",
        [ROBOT_DINGTALK] = "/robot/",
        [ROBOT_FEISHU] = "/open-apis/",
        [ROBOT_SLACK] = "/services/",
    };
    struct robot *robots = ctx;

    for (int kind = 0; kind < ROBOT_KINDS; kind++)
        if (strncmp(request->path, paths[kind], strlen(paths[kind])) == 0)
            return robot_answer(&robots[kind], request);
    return (struct receiver_answer){.status = 404};
}
