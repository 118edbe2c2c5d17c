/* budgetwatch channel: test NAME sends one marked message, now and by this command, and says what came of it;
 * list, on and off are in cli/channel_switch.c. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "service/channel_known.h"
#include "cli/channel_switch.h"
#include "cli/cli.h"
#include "net/answer.h"
#include "net/webhook.h"
#include "service/channel.h"
#include "service/flight.h"
#include "service/journal_channel.h"

static int act(struct cli *cli, const char *verb, const char *name, bool json, const char *reason,
               const char *by);
static int test_channel(const struct config *config, const char *name);
static int test_journal(const char *name, const char *id, const char *body);
static int test_by_sending(const struct config *config, const struct channel_config *said, const char *id,
                           const char *body);
static bool fly(struct flight *flight, const struct channel *channel, size_t answer_max, struct err *err);
static int explain(const struct flight *flight);

int cmd_channel(int argc, char **argv)
{
    const char *reason = NULL, *by = NULL;
    bool json = false;
    const struct cli_option options[] = {
        {"--reason", "TEXT", "off: why", .text = &reason},
        {"--by", "NAME", "off: who says so (default: who is logged in)", .text = &by},
        {"--json", NULL, "list: one JSON object a line", .flag = &json},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv,
            "channel test NAME\n       budgetwatch channel list [--json]\n       "
            "budgetwatch channel off NAME --reason TEXT [--by NAME]\n       budgetwatch channel on NAME",
            "test sends a message of type " MESSAGE_TYPE_TEST
            " to the channel of that name, waits for the answer\n"
            "and says what it means; nothing is written to the database, and a disabled channel can be\n"
            "tested. list shows how channels fare. off keeps a channel's messages until on; a channel whose\n"
            "receiver is gone is switched off by itself.",
            options, sizeof options / sizeof options[0], &result))
        return result;
    const char *verb = cli.rest_count > 0 ? cli.rest[0] : "";
    const char *name = cli.rest_count == 2 ? cli.rest[1] : NULL;
    if ((reason != NULL || by != NULL) && strcmp(verb, "off") != 0)
        result = cli_fail(CLI_USAGE, "channel: --reason and --by belong to channel off");
    else if (json && strcmp(verb, "list") != 0)
        result = cli_fail(CLI_USAGE, "channel: --json belongs to channel list");
    else
        result = act(&cli, verb, name, json, reason, by);
    cli_done(&cli);
    return result;
}

static int act(struct cli *cli, const char *verb, const char *name, bool json, const char *reason,
               const char *by)
{
    if (strcmp(verb, "list") == 0 && cli->rest_count == 1)
        return channel_list(cli, json);
    if (strcmp(verb, "on") == 0 && name != NULL)
        return channel_on(cli, name);
    if (strcmp(verb, "off") == 0 && name != NULL)
        return channel_off(cli, name, reason, by);
    if (strcmp(verb, "test") != 0 || name == NULL)
        return cli_fail(CLI_USAGE, "usage: budgetwatch channel test NAME | list | on NAME | off NAME");
    int result = test_channel(&cli->config, name);
    if (result == CLI_OK)
        channel_remind_off(cli, name);
    return result;
}

static int test_channel(const struct config *config, const char *name)
{
    const struct channel_config *said = channel_named(config, name);
    char id[WEBHOOK_ID_TEXT];
    struct buf body = {0};
    int result = CLI_FAILED;

    if (said == NULL)
        return cli_fail(CLI_FAILED, "the configuration has no channel named '%s'", name);
    struct format format = channel_format(said, config->language, webhook_id_make(id));
    format_test(&body, &format, name, clock_wall());
    if (said->type == CHANNEL_JOURNAL)
        result = test_journal(name, id, buf_text(&body));
    else
        result = test_by_sending(config, said, id, buf_text(&body));
    buf_free(&body);
    return result;
}

static int test_journal(const char *name, const char *id, const char *body)
{
    journal_channel_send(name, id, MESSAGE_TYPE_TEST, body);
    printf("Channel %s: the test message %s was written to the journal.\n", name, id);
    return CLI_OK;
}

/* Only this channel's secrets are read: another's may be missing. */
static int test_by_sending(const struct config *config, const struct channel_config *said, const char *id,
                           const char *body)
{
    struct channel channel = {0};
    struct err err = {0};
    int result;

    if (!channel_open(config, said, &channel, &err)) {
        err_prefix(&err, "channel %s", said->name);
        return cli_fail(err.code == ERR_CONFIG ? CLI_CONFIG : CLI_FAILED, "%s", err.text);
    }
    struct flight *flight = flight_new(id, said->name, MESSAGE_TYPE_TEST, body);
    if (fly(flight, &channel, (size_t)config->delivery.answer_limit, &err))
        result = explain(flight);
    else
        result = cli_fail(CLI_FAILED, "%s", err.text);
    flight_free(flight);
    channel_close(&channel);
    return result;
}

static void on_done(struct flight *flight)
{
    flight->finished = clock_wall();
    http_client_close(flight->owner, NULL);
}

/* Runs until nothing is left on the loop: the answer has come, or its deadline. */
static bool fly(struct flight *flight, const struct channel *channel, size_t answer_max, struct err *err)
{
    struct http_client http = {0};
    uv_loop_t loop;
    int failed = uv_loop_init(&loop);

    if (failed != 0)
        return err_set(err, ERR_IO, "cannot make an event loop: %s", uv_strerror(failed));
    bool ok = http_client_init(&http, &loop, &(struct http_settings){.answer_max = answer_max}, err);
    if (ok) {
        flight->owner = &http;
        ok = flight_send(flight, &http, channel, on_done);
        if (!ok) {
            err_set(err, flight_error(flight)->code, "%s", flight_error(flight)->text);
            http_client_close(&http, NULL);
        }
        uv_run(&loop, UV_RUN_DEFAULT);
    }
    uv_loop_close(&loop);
    return ok;
}

static int explain(const struct flight *flight)
{
    struct answer answer = flight_answer(flight);
    enum delivery_result result = delivery_judge(&answer);
    struct buf told = {0};
    int status = CLI_OK;

    flight_describe(&told, flight);
    if (result == DELIVERY_DELIVERED)
        cli_say(stdout, "Channel %s took the test message %s: %s, after %lld ms.\n", flight->channel,
                flight->id, buf_text(&told), (long long)(flight->finished - flight->started));
    else
        status = cli_fail(CLI_FAILED, "channel %s did not take the test message: %s. %s", flight->channel,
                          buf_text(&told), answer_advice(&answer));
    buf_free(&told);
    return status;
}
