#include "net/answer.h"

#include <string.h>

#include <jansson.h>

#include "base/visible.h"

/* Of the three that answer in JSON. A code that is a text or a fraction is none. */
static void read_code(const struct http_request *request, const char *member, struct answer *answer)
{
    json_error_t fault;
    json_t *body = json_loadb(request->answer, request->answer_length, 0, &fault);
    const json_t *code = json_object_get(body, member);

    if (json_is_integer(code)) {
        answer->has_code = true;
        answer->code = json_integer_value(code);
    }
    json_decref(body);
}

/* Slack's words for what will not come back. */
static const char *const slack_gone[] = {"no_service",    "no_team",           "team_disabled",
                                         "invalid_token", "channel_not_found", "channel_is_archived"};

static void read_word(const struct http_request *request, struct answer *answer)
{
    size_t length = request->answer_length;

    while (length > 0 && strchr("\r\n \t", request->answer[length - 1]) != NULL)
        length--;
    answer->has_code = length == 2 && memcmp(request->answer, "ok", 2) == 0;
    for (size_t i = 0; i < sizeof slack_gone / sizeof slack_gone[0]; i++) {
        if (strlen(slack_gone[i]) != length || memcmp(request->answer, slack_gone[i], length) != 0)
            continue;
        answer->has_code = true;
        answer->code = ANSWER_SLACK_GONE;
    }
}

struct answer answer_of(const struct http_request *request, enum channel_type from)
{
    struct answer answer = {.kind = ANSWER_STATUS,
                            .status = request->status,
                            .retry_after_s = request->retry_after_s,
                            .from = from};

    if (request->err.code == ERR_TIMEOUT)
        answer.kind = ANSWER_TIMEOUT;
    else if (request->err.code != ERR_NONE)
        answer.kind = ANSWER_UNREACHABLE;
    else if (from == CHANNEL_WECOM || from == CHANNEL_DINGTALK)
        read_code(request, "errcode", &answer);
    else if (from == CHANNEL_FEISHU)
        read_code(request, "code", &answer);
    else if (from == CHANNEL_SLACK)
        read_word(request, &answer);
    return answer;
}

void answer_quote(struct buf *out, const char *text, size_t length)
{
    size_t max = length < ANSWER_QUOTED_MAX ? length : visible_whole(text, ANSWER_QUOTED_MAX);

    visible_add(out, text, max, /* lines */ false);
    if (length > max)
        buf_puts(out, "…");
}

/* The pieces of an address behind its host that are long enough to be a secret. */
enum { SECRET_PIECE = 8, PIECES_MAX = 16 };

struct piece {
    const char *at;
    size_t length;
};

static size_t pieces_of(const char *url, struct piece pieces[static PIECES_MAX])
{
    const char *host = url != NULL ? strstr(url, "://") : NULL;
    size_t count = 0;

    if (host == NULL)
        return 0;
    for (const char *at = host + 3 + strcspn(host + 3, "/?"); *at != '\0' && count < PIECES_MAX;) {
        at += strspn(at, "/?&=#");
        size_t length = strcspn(at, "/?&=#");
        if (length >= SECRET_PIECE)
            pieces[count++] = (struct piece){at, length};
        at += length;
    }
    return count;
}

static void hide_address(struct buf *out, const char *text, size_t length, const char *url)
{
    struct piece pieces[PIECES_MAX];
    size_t count = pieces_of(url, pieces);

    for (size_t i = 0; i < length;) {
        size_t hidden = 0;
        for (size_t p = 0; p < count && hidden == 0; p++)
            if (pieces[p].length <= length - i && memcmp(text + i, pieces[p].at, pieces[p].length) == 0)
                hidden = pieces[p].length;
        if (hidden > 0)
            buf_puts(out, "***");
        else
            buf_putc(out, text[i]);
        i += hidden > 0 ? hidden : 1;
    }
}

void answer_describe(struct buf *out, const struct http_request *request)
{
    if (request->err.code != ERR_NONE) {
        answer_quote(out, request->err.text, strlen(request->err.text));
        return;
    }
    buf_printf(out, "HTTP %d", request->status);
    if (request->answer_length > 0) {
        buf_puts(out, ": ");
        struct buf hidden = {0};
        hide_address(&hidden, request->answer, request->answer_length, request->url);
        answer_quote(out, buf_text(&hidden), hidden.length);
        buf_free(&hidden);
    }
}

static const char *advice_of_mail(int status)
{
    if (status == 421)
        return "The mail server turns senders away for now: the daemon would pause the channel.";
    if (status == 530 || status == 534 || status == 535)
        return "The mail server wants a login, or another one: check username and password_file; some "
               "providers want a code made for programs instead of the password.";
    if (status == 550 || status == 551 || status == 553)
        return "The mail server does not take mail from this sender, or for these addresses: check from and "
               "to.";
    if (status == 552)
        return "The mail is too large, or a mailbox is full.";
    if (status >= 500)
        return "The mail server refuses the mail: the daemon would not try again.";
    return "The mail server cannot take the mail now: the daemon would try again later.";
}

const char *answer_advice(const struct answer *answer)
{
    const char *code = delivery_code_text(answer);

    if (answer->kind == ANSWER_SMTP)
        return advice_of_mail(answer->status);
    if (answer->kind == ANSWER_IMPOSSIBLE)
        return "It was not sent, and the daemon would not try again.";
    if (answer->kind == ANSWER_UNREACHABLE)
        return "The receiver cannot be reached from here: check its address, the network and the "
               "certificate.";
    if (answer->kind == ANSWER_TIMEOUT)
        return "The receiver is too slow, or something between drops what is sent.";
    if (code != NULL && answer->code != 0)
        return code;
    if (answer->status >= 300 && answer->status <= 399)
        return "The address has moved and redirects are not followed: configure the new address.";
    if (answer->status == 401 || answer->status == 403)
        return "The receiver does not trust the message: compare the secrets, and the clocks.";
    if (answer->status == 410)
        return "Nobody receives messages there any more: the daemon would switch the channel off.";
    if (answer->status == 404)
        return "Nobody receives messages at this address: check its path.";
    if (channel_type_is_robot(answer->from) && answer->status <= 299 && !answer->has_code)
        return "That is no robot's answer: check the address, and what stands between; the daemon would "
               "pause "
               "the channel.";
    if (delivery_judge(answer) == DELIVERY_THROTTLED)
        return "The receiver asks to be left alone for a while: the daemon would pause the channel.";
    if (delivery_judge(answer) == DELIVERY_RETRY)
        return "The receiver has a fault of its own: the daemon would try again later.";
    return "The receiver refuses the message: the daemon would not try again.";
}
