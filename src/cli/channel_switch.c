#include "cli/channel_switch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "service/channel_known.h"
#include "cli/connect.h"
#include "report/json_lines.h"
#include "report/table.h"

static const char *state_of(const struct channel_fare *fare, const struct channel_config *said)
{
    if (said == NULL)
        return "not in the configuration";
    if (!said->enabled)
        return "disabled";
    if (fare->off_since[0] != '\0')
        return "off";
    return fare->paused_until[0] != '\0' ? "rests" : "on";
}

static const char *reason_of(struct arena *arena, const struct channel_fare *fare)
{
    struct buf text = {0};

    if (fare->off_since[0] != '\0') {
        buf_printf(&text, "%s since %s", fare->off_reason, fare->off_since);
        if (fare->off_by[0] != '\0')
            buf_printf(&text, " (%s)", fare->off_by);
    } else if (fare->paused_until[0] != '\0') {
        buf_printf(&text, "until %s", fare->paused_until);
    }
    const char *kept = arena_text(arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

static void print_json(const struct channel_fares *fares, const struct config *config)
{
    for (size_t i = 0; i < fares->count; i++) {
        const struct channel_fare *fare = &fares->list[i];
        const struct channel_config *said = channel_named(config, fare->channel);

        json_line_write(
            stdout,
            json_pack("{s:s, s:o, s:s, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "name", fare->channel, "type",
                      json_text_or_null(said != NULL ? channel_type_name(said->type) : NULL), "state",
                      state_of(fare, said), "events",
                      (json_int_t)(fare->waiting + fare->held + fare->silenced + fare->inhibited), "messages",
                      (json_int_t)(fare->pending + fare->sending), "dead", (json_int_t)fare->dead,
                      "paused_until", json_text_or_null(fare->paused_until), "off_since",
                      json_text_or_null(fare->off_since), "off_reason", json_text_or_null(fare->off_reason),
                      "off_by", json_text_or_null(fare->off_by)));
    }
}

static void add_number(struct table *table, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, number);
    table_cell(table, text);
}

static void print_text(const struct channel_fares *fares, const struct config *config, struct arena *arena)
{
    static const struct table_column columns[] = {
        {.title = "NAME"},
        {.title = "TYPE"},
        {.title = "STATE"},
        {.title = "EVENTS", .right = true},
        {.title = "MESSAGES", .right = true},
        {.title = "DEAD", .right = true},
        {.title = "WHY"},
    };
    struct buf out = {0};
    struct table table;

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < fares->count; i++) {
        const struct channel_fare *fare = &fares->list[i];
        const struct channel_config *said = channel_named(config, fare->channel);
        table_cell(&table, fare->channel);
        table_cell(&table, said != NULL ? channel_type_name(said->type) : "");
        table_cell(&table, state_of(fare, said));
        add_number(&table, fare->waiting + fare->held + fare->silenced + fare->inhibited);
        add_number(&table, fare->pending + fare->sending);
        add_number(&table, fare->dead);
        table_cell(&table, reason_of(arena, fare));
    }
    table_write(&table, &out);
    fputs(fares->count > 0 ? buf_text(&out) : "No channels.\n", stdout);
    buf_free(&out);
    table_done(&table);
}

int channel_list(struct cli *cli, bool json)
{
    struct channel_fares fares;
    struct db_session session;
    struct arena arena = {0};
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_channels_status(&session, channel_known(&cli->config, &arena), cli->config.channel_count,
                                    &arena, &fares, &err);
    db_session_close(&session);
    if (ok && json)
        print_json(&fares, &cli->config);
    else if (ok)
        print_text(&fares, &cli->config, &arena);
    arena_free(&arena);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

/* A name that neither the configuration nor the database knows is a slip. */
static bool is_known(struct cli *cli, struct db_session *session, const char *name, struct err *err)
{
    struct channel_fares fares;
    struct arena arena = {0};
    bool found = channel_named(&cli->config, name) != NULL;

    if (!found && store_channels_status(session, NULL, 0, &arena, &fares, err))
        for (size_t i = 0; i < fares.count; i++)
            found = found || strcmp(fares.list[i].channel, name) == 0;
    arena_free(&arena);
    return found || err->code != ERR_NONE ||
           err_set(err, ERR_INPUT, "there is no channel named '%s', and nothing waits for one", name);
}

int channel_on(struct cli *cli, const char *name)
{
    struct db_session session;
    struct err err = {0};
    bool was_off = false;

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = is_known(cli, &session, name, &err) && err.code == ERR_NONE &&
              store_channels_on(&session, name, &was_off, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (was_off)
        printf("Channel %s is on. What has gathered for it is sent now.\n", name);
    else
        printf("Channel %s was not switched off.\n", name);
    return CLI_OK;
}

int channel_off(struct cli *cli, const char *name, const char *reason, const char *by)
{
    struct db_session session;
    struct err err = {0};

    if (reason == NULL || reason[0] == '\0')
        return cli_fail(CLI_USAGE, "channel off: --reason TEXT is needed: why?");
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = is_known(cli, &session, name, &err) && err.code == ERR_NONE &&
              store_channels_off(&session, name, reason, by, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    printf("Channel %s is off. Its messages wait until `budgetwatch channel on %s`.\n", name, name);
    return CLI_OK;
}

void channel_remind_off(struct cli *cli, const char *name)
{
    struct channel_known known = {.name = name};
    struct channel_fares fares = {0};
    struct db_session session;
    struct arena arena = {0};
    struct err ignored = {0};

    if (!cli_try_connect(cli, &session, false, &ignored))
        return;
    if (store_channels_status(&session, &known, 1, &arena, &fares, &ignored))
        for (size_t i = 0; i < fares.count; i++)
            if (strcmp(fares.list[i].channel, name) == 0 && fares.list[i].off_since[0] != '\0')
                cli_say(stdout,
                        "It is switched off since %s (%s), and its messages wait: "
                        "`budgetwatch channel on %s` switches it on.\n",
                        fares.list[i].off_since, fares.list[i].off_reason, name);
    db_session_close(&session);
    arena_free(&arena);
}
