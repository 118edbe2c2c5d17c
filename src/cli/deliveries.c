/* budgetwatch deliveries: the messages and what became of them; sending dead ones again. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/deliveries_waiting.h"
#include "db/store_deliveries.h"
#include "net/format.h"
#include "net/webhook.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/row_json.h"

enum { LIMIT_DEFAULT = 200, LIMIT_MAX = 100000, TITLE_COLUMNS = 44, ANSWER_COLUMNS = 40 };

static int list(struct cli *cli, bool only_dead, bool json, long limit);
static int show(struct cli *cli, const char *id, bool json);
static void print_json(const struct delivery_rows *rows);
static void print_text(const struct delivery_rows *rows);
static const char *title_of(struct arena *arena, const struct delivery_row *row, const char **ret_corrects);
static int retry(struct cli *cli);

int cmd_deliveries(int argc, char **argv)
{
    const char *limit_text = NULL;
    bool only_dead = false, waiting = false, json = false;
    const struct cli_option options[] = {
        {"--dead", NULL, "only messages that were given up", .flag = &only_dead},
        {"--waiting", NULL, "what has not come to its end, the oldest first, and what it waits for",
         .flag = &waiting},
        {"--limit", "N", "how many (default: 200)", .text = &limit_text},
        {"--json", NULL, "one JSON object a line, with the body", .flag = &json},
    };
    struct cli cli;
    int result;
    long limit = LIMIT_DEFAULT;

    if (!cli_start(
            &cli, argc, argv,
            "deliveries [--dead | --waiting] [--limit N] [--json]\n       budgetwatch deliveries ID "
            "[--json]\n       "
            "budgetwatch deliveries retry ID...",
            "Lists messages, the newest first, with the last answer to each. With --waiting, the events and\n"
            "messages that wait, with the reason of each in a sentence. With an id, that message and\n"
            "every attempt to deliver it. With retry, dead messages are sent again: the same id and body,\n"
            "and a fresh schedule of attempts. A body that says how to reach a person is not shown.",
            options, sizeof options / sizeof options[0], &result))
        return result;
    if (limit_text != NULL && !cli_number("--limit", limit_text, 1, LIMIT_MAX, &limit))
        result = CLI_USAGE;
    else if (waiting && (only_dead || cli.rest_count > 0))
        result = cli_fail(CLI_USAGE, "deliveries: --waiting goes with --limit and --json only");
    else if (waiting)
        result = deliveries_waiting(&cli, json, (int)limit);
    else if (cli.rest_count == 0)
        result = list(&cli, only_dead, json, limit);
    else if (strcmp(cli.rest[0], "retry") != 0 && cli.rest_count > 1)
        result = cli_fail(CLI_USAGE, "deliveries: one id, or retry and ids");
    else if (strcmp(cli.rest[0], "retry") != 0 && (only_dead || limit_text != NULL))
        result = cli_fail(CLI_USAGE, "deliveries: --dead and --limit do not belong to one id");
    else if (strcmp(cli.rest[0], "retry") != 0)
        result = show(&cli, cli.rest[0], json);
    else if (only_dead || json || limit_text != NULL)
        result =
            cli_fail(CLI_USAGE, "deliveries: --dead, --limit and --json do not belong to deliveries retry");
    else
        result = retry(&cli);
    cli_done(&cli);
    return result;
}

static int list(struct cli *cli, bool only_dead, bool json, long limit)
{
    struct delivery_rows rows = {0};
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_deliveries_list(&session, NULL, only_dead, (int)limit, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (json)
        print_json(&rows);
    else
        print_text(&rows);
    store_deliveries_done(&rows);
    return CLI_OK;
}

static json_t *json_history(const char *text)
{
    json_t *history = json_loads(text, 0, NULL);

    return history != NULL ? history : json_array();
}

static void print_json(const struct delivery_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        json_line_write(stdout, delivery_json(&rows->list[i]));
}

static void print_text(const struct delivery_rows *rows)
{
    static const struct table_column columns[] = {
        {.title = "ID"},
        {.title = "CREATED"},
        {.title = "CHANNEL"},
        {.title = "TYPE"},
        {.title = "STATE"},
        {.title = "TRIES", .right = true},
        {.title = "LAST ANSWER", .widest = ANSWER_COLUMNS},
        {.title = "TITLE", .widest = TITLE_COLUMNS},
        {.title = "CORRECTS"},
    };
    struct arena arena = {0};
    struct buf out = {0};
    struct table table;
    char tries[16];

    if (rows->count == 0) {
        puts("No messages.");
        return;
    }
    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < rows->count; i++) {
        const struct delivery_row *row = &rows->list[i];

        snprintf(tries, sizeof tries, "%d", row->attempts);
        table_cell(&table, row->id);
        table_cell(&table, row->created_at);
        table_cell(&table, row->channel);
        table_cell(&table, row->type);
        table_cell(&table, row->state);
        table_cell(&table, tries);
        table_cell(&table, row->last_answer);
        const char *corrects;
        table_cell(&table, title_of(&arena, row, &corrects));
        table_cell(&table, corrects);
    }
    table_write(&table, &out);
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    table_done(&table);
    arena_free(&arena);
}

/* `*ret_corrects`: the id of the message that this one corrects, or "". */
static const char *title_of(struct arena *arena, const struct delivery_row *row, const char **ret_corrects)
{
    struct webhook_text text;
    struct buf title = {0};
    struct err err = {0};

    *ret_corrects = "";
    format_title(&title, row->body);
    const char *shown = arena_text(arena, buf_text(&title));
    buf_free(&title);
    if (webhook_text_read(row->body, strlen(row->body), &text, &err)) {
        *ret_corrects = arena_text(arena, text.corrects);
        webhook_text_done(&text);
    }
    return shown;
}

static const char *member(const json_t *attempt, const char *key)
{
    const char *text = json_string_value(json_object_get(attempt, key));

    return text != NULL ? text : "";
}

static void print_attempts(const struct delivery_row *row)
{
    static const struct table_column columns[] = {
        {.title = "TRY", .right = true},
        {.title = "STARTED"},
        {.title = "ENDED"},
        {.title = "RESULT"},
        {.title = "ANSWER"},
    };
    json_t *history = json_history(row->history);
    struct buf out = {0};
    struct table table;

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < json_array_size(history); i++) {
        const json_t *attempt = json_array_get(history, i);
        char number[24];

        snprintf(number, sizeof number, "%lld",
                 (long long)json_integer_value(json_object_get(attempt, "attempt")));
        table_cell(&table, number);
        table_cell(&table, member(attempt, "started_at"));
        table_cell(&table, member(attempt, "finished_at"));
        table_cell(&table, member(attempt, "result"));
        table_cell(&table, member(attempt, "answer"));
    }
    table_write(&table, &out);
    fputs(json_array_size(history) > 0 ? buf_text(&out) : "No attempt has ended yet.\n", stdout);
    buf_free(&out);
    table_done(&table);
    json_decref(history);
}

static int show(struct cli *cli, const char *id, bool json)
{
    struct delivery_rows rows = {0};
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_deliveries_list(&session, id, false, 1, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (rows.count == 0) {
        store_deliveries_done(&rows);
        return cli_fail(CLI_FAILED, "deliveries: there is no message %s", id);
    }
    if (json)
        print_json(&rows);
    else {
        print_text(&rows);
        putchar('\n');
        print_attempts(&rows.list[0]);
    }
    store_deliveries_done(&rows);
    return CLI_OK;
}

static int retry(struct cli *cli)
{
    struct db_session session;
    struct err err = {0};
    size_t count = (size_t)cli->rest_count - 1;

    if (count == 0)
        return cli_fail(CLI_USAGE,
                        "deliveries retry: which? `budgetwatch deliveries --dead` lists their ids");
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_deliveries_retry(&session, cli->rest + 1, count, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    printf("%zu message%s will be sent again.\n", count, count == 1 ? "" : "s");
    return CLI_OK;
}
