/* budgetwatch receive: a receiver for trying channels. It verifies, prints, and answers as it is told. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/visible.h"
#include "cli/cli.h"
#include "config/secret.h"
#include "core/catalogue_delivery.h"
#include "net/receiver.h"
#include "net/webhook.h"
#include "report/json_lines.h"
#include "report/table.h"

#define SECRET_OPTION "--secret-file"

enum { ANSWER_WELL = 204, ANSWER_FAILED = 503, FAIL_MAX = 1000000 };

/* Used by the receiver's thread alone while it runs. */
struct hearing {
    enum language language;
    bool json;
    bool always; /* answer every message with `status`, not only the first `fail` */
    long fail;   /* how many more */
    long status;
};

static bool read_secrets(int argc, char **argv, struct signature_key *keys, size_t *ret_count,
                         struct err *err);
static int serve(const char *address, const struct signature_key *keys, size_t key_count,
                 struct hearing *hearing);
static int on_heard(void *ctx, const struct receiver_message *message);
static void print_text(const struct receiver_message *message, const struct webhook_text *text, int status,
                       enum language language);
static void print_json(const struct receiver_message *message, const struct webhook_text *text, int status,
                       bool readable);

int cmd_receive(int argc, char **argv)
{
    const char *address = NULL, *secret = NULL, *fail = NULL, *status = NULL;
    bool json = false;
    const struct cli_option options[] = {
        {"--listen", "ADDR:PORT", "where to listen, like 127.0.0.1:8080; port 0 takes any", .text = &address},
        {SECRET_OPTION, "FILE", "verify with this secret; may be given again", .text = &secret},
        {"--json", NULL, "one JSON object a line, with the body as it came", .flag = &json},
        {"--fail", "N", "answer the first N messages with 503 (or --status)", .text = &fail},
        {"--status", "CODE", "answer with this status: all messages, or those of --fail", .text = &status},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv,
            "receive --listen ADDR:PORT [" SECRET_OPTION " FILE]... [--json] [--fail N] [--status CODE]",
            "Receives webhooks, verifies their signatures and prints each with its text. A message with a\n"
            "wrong signature is answered with 401. Ends well on SIGINT and SIGTERM.",
            options, sizeof options / sizeof options[0], &result))
        return result;

    struct hearing hearing = {.language = cli.config.language,
                              .json = json,
                              .always = status != NULL && fail == NULL,
                              .status = ANSWER_FAILED};
    struct signature_key keys[RECEIVER_KEYS_MAX];
    size_t key_count = 0;
    struct err err = {0};
    if (cli.rest_count > 0)
        result = cli_fail(CLI_USAGE, "receive: unexpected argument '%s'", cli.rest[0]);
    else if (address == NULL)
        result = cli_fail(CLI_USAGE, "receive: --listen ADDR:PORT is needed");
    else if ((fail != NULL && !cli_number("--fail", fail, 0, FAIL_MAX, &hearing.fail)) ||
             (status != NULL && !cli_number("--status", status, 200, 599, &hearing.status)))
        result = CLI_USAGE;
    else if (!read_secrets(argc, argv, keys, &key_count, &err))
        result = cli_fail(CLI_FAILED, "%s", err.text);
    else
        result = serve(address, keys, key_count, &hearing);
    for (size_t i = 0; i < key_count; i++)
        signature_key_wipe(&keys[i]);
    cli_done(&cli);
    return result;
}

static bool read_secret(const char *file, struct signature_key *ret_key, struct err *err)
{
    struct secret secret = {0};

    if (!secret_read(file, ".", &secret, err))
        return false;
    bool ok = signature_key_parse(secret.bytes, ret_key, err) || err_prefix(err, "%s", file);
    secret_wipe(&secret);
    return ok;
}

/* The options' table keeps the last value of each; here all count, in both forms that it takes. */
static bool read_secrets(int argc, char **argv, struct signature_key *keys, size_t *ret_count,
                         struct err *err)
{
    const size_t length = sizeof SECRET_OPTION - 1;
    size_t count = 0;

    for (int at = 1; at < argc && strcmp(argv[at], "--") != 0; at++) {
        const char *file = NULL;
        if (strcmp(argv[at], SECRET_OPTION) == 0 && at + 1 < argc)
            file = argv[++at];
        else if (strncmp(argv[at], SECRET_OPTION "=", length + 1) == 0)
            file = argv[at] + length + 1;
        if (file == NULL)
            continue;
        if (count == RECEIVER_KEYS_MAX)
            return err_set(err, ERR_USAGE, "more than %d secrets", RECEIVER_KEYS_MAX);
        if (!read_secret(file, &keys[count], err))
            return false;
        *ret_count = ++count;
    }
    return true;
}

/* The signals are blocked before the receiver's thread is made, which inherits that: so they come here. */
static int serve(const char *address, const struct signature_key *keys, size_t key_count,
                 struct hearing *hearing)
{
    struct receiver receiver;
    struct err err = {0};
    sigset_t ends;
    int caught;

    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    if (!receiver_start(
            &receiver,
            &(struct receiver_settings){
                .listen = address, .keys = keys, .key_count = key_count, .heard = on_heard, .ctx = hearing},
            &err))
        return cli_fail(err.code == ERR_USAGE ? CLI_USAGE : CLI_FAILED, "receive: %s", err.text);
    /* With --json nothing but JSON goes to standard output. */
    fprintf(hearing->json ? stderr : stdout, "listening on %s\n", receiver.address);
    fflush(stdout);
    sigwait(&ends, &caught);
    receiver_stop(&receiver);
    return CLI_OK;
}

static int status_for(struct hearing *hearing)
{
    if (hearing->always)
        return (int)hearing->status;
    if (hearing->fail == 0)
        return ANSWER_WELL;
    hearing->fail--;
    return (int)hearing->status;
}

static int on_heard(void *ctx, const struct receiver_message *message)
{
    struct hearing *hearing = ctx;
    struct webhook_text text = {.type = "",
                                .title = "",
                                .explanation = "",
                                .manager = "",
                                .answers = "",
                                .answers_role = "",
                                .corrects = ""};
    struct err err = {0};
    int status = message->verdict == RECEIVER_BAD_SIGNATURE ? 401 : status_for(hearing);

    bool readable = webhook_text_read(message->body, message->body_length, &text, &err);
    if (hearing->json)
        print_json(message, &text, status, readable);
    else
        print_text(message, &text, status, hearing->language);
    if (readable)
        webhook_text_done(&text);
    /* Each line at once, for a reader at the other end of a pipe. When that one has gone, so do we. */
    if (fflush(stdout) != 0)
        kill(getpid(), SIGTERM);
    return status;
}

static const char *verdict_name(enum receiver_verdict verdict)
{
    switch (verdict) {
    case RECEIVER_VERIFIED: return "verified";
    case RECEIVER_UNVERIFIED: return "unverified";
    case RECEIVER_BAD_SIGNATURE: return "BAD SIGNATURE";
    }
    return "?";
}

static void add_part(struct buf *line, const char *before, const char *text)
{
    struct buf one = {0};

    if (text[0] == '\0')
        return;
    for (const char *c = text; *c != '\0'; c++)
        buf_putc(&one, *c == '\n' ? ' ' : *c);
    buf_puts(line, before);
    text_add_safe(line, one.data);
    buf_free(&one);
}

static void print_text(const struct receiver_message *message, const struct webhook_text *text, int status,
                       enum language language)
{
    const char *answers = text->answers[0] != '\0' ? text->answers : text->manager;
    struct buf line = {0}, whom = {0};
    char stamp[CLOCK_TEXT];

    buf_puts(&line, clock_format(message->at, stamp));
    add_part(&line, " ", text->type[0] != '\0' ? text->type : "-");
    add_part(&line, " ", message->id[0] != '\0' ? message->id : "-");
    buf_printf(&line, " %s", verdict_name(message->verdict));
    if (message->verdict == RECEIVER_BAD_SIGNATURE)
        buf_printf(&line, " (%s)", message->why);
    add_part(&line, " ", text->title);
    add_part(&line, " | ", text->explanation);
    if (answers[0] != '\0')
        catalogue_answers(&whom, language, answers, text->answers_role);
    add_part(&line, " | ", buf_text(&whom));
    add_part(&line, " | corrects ", text->corrects);
    if (status != ANSWER_WELL)
        buf_printf(&line, " -> %d", status);
    puts(line.data);
    buf_free(&line);
    buf_free(&whom);
}

/* The body byte for byte, but for line ends, which JSON has only between its tokens. A terminal, which would
 * obey what anybody posts, gets escapes that say the same. */
static void print_body(const struct receiver_message *message)
{
    struct buf line = {0}, shown = {0};
    bool terminal = isatty(STDOUT_FILENO) == 1;

    buf_add(&line, message->body, message->body_length);
    for (size_t i = 0; i < line.length; i++)
        if (line.data[i] == '\n' || line.data[i] == '\r' || (terminal && line.data[i] == '\t'))
            line.data[i] = ' ';
    if (terminal)
        visible_add_escaped(&shown, buf_text(&line), line.length);
    const struct buf *printed = terminal ? &shown : &line;
    fwrite(buf_text(printed), 1, printed->length, stdout);
    buf_free(&line);
    buf_free(&shown);
}

/* A body that is not JSON stands in the line as a text, null where it is no text either. */
static void print_json(const struct receiver_message *message, const struct webhook_text *text, int status,
                       bool readable)
{
    char stamp[CLOCK_TEXT];
    json_t *id =
        message->id[0] != '\0' ? json_string(message->id) : NULL; /* NULL, too, where it is no UTF-8 */
    json_t *head = json_pack("{s:s, s:o, s:o, s:b, s:s, s:i}", "time", clock_format(message->at, stamp), "id",
                             id != NULL ? id : json_null(), "type", json_text_or_null(text->type), "verified",
                             message->verdict == RECEIVER_VERIFIED, "signature",
                             verdict_name(message->verdict), "status", status);

    if (!readable) {
        json_t *body = json_stringn(message->body, message->body_length);
        json_object_set_new(head, "body", body != NULL ? body : json_null());
        json_line_write(stdout, head);
        return;
    }
    char *dumped = json_dumps(head, JSON_COMPACT);
    size_t length = strlen(dumped) - 1; /* without the brace that ends it */
    fwrite(dumped, 1, length, stdout);
    fputs(",\"body\":", stdout);
    print_body(message);
    puts("}");
    free(dumped);
    json_decref(head);
}
