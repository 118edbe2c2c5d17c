#include "cli/silence.h"

#include <inttypes.h>
#include <stdio.h>

#include "db/store_silences.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/asked.h"
#include "service/row_json.h"

bool silence_asked_any(const struct silence_asked *asked)
{
    return asked->rule || asked->unit || asked->subject || asked->severity || asked->until ||
           asked->for_how_long || asked->daily || asked->reason;
}

int silence_add(struct cli *cli, const struct silence_asked *asked)
{
    const struct silence_wanted wanted = {.rule = asked->rule,
                                          .unit = asked->unit,
                                          .subject = asked->subject,
                                          .severity = asked->severity,
                                          .until = asked->until,
                                          .for_how_long = asked->for_how_long,
                                          .daily = asked->daily,
                                          .reason = asked->reason,
                                          .by = asked->by};
    struct silence_new what;
    struct db_session session;
    struct err err = {0};
    int64_t id;

    if (!silence_check(&wanted, cli->config.utc_offset, clock_wall(), /* option */ true, &what, &err))
        return cli_fail(CLI_USAGE, "alerts silence: %s", err.text);
    if (cli->rest_count > 1)
        return cli_fail(CLI_USAGE, "alerts silence: '%s' is one argument too many", cli->rest[1]);
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_silences_add(&session, &what, &id, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    printf("%" PRId64 "\n", id);
    return CLI_OK;
}

static void print_text(const struct silence_rows *rows)
{
    static const struct table_column columns[] = {
        {.title = "ID", .right = true},
        {.title = "RULE"},
        {.title = "UNIT"},
        {.title = "SUBJECT"},
        {.title = "SEVERITY"},
        {.title = "TIMES"},
        {.title = "ENDS"},
        {.title = "BY"},
        {.title = "REASON"},
    };
    struct buf out = {0};
    struct table table;
    char id[24];

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < rows->count; i++) {
        const struct silence_listed *row = &rows->list[i];
        snprintf(id, sizeof id, "%" PRId64, row->id);
        table_cell(&table, id);
        table_cell(&table, row->rule);
        table_cell(&table, row->unit);
        table_cell(&table, row->subject);
        table_cell(&table, row->severity);
        table_cell(&table, row->recurring);
        table_cell(&table, row->ends);
        table_cell(&table, row->by);
        table_cell(&table, row->reason);
    }
    table_write(&table, &out);
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    table_done(&table);
}

int silence_list(struct cli *cli, const struct silence_asked *asked)
{
    struct silence_rows rows = {0};
    struct db_session session;
    struct err err = {0};

    if (silence_asked_any(asked) || asked->by != NULL || cli->rest_count > 1)
        return cli_fail(CLI_USAGE, "alerts silences: takes only --all and --json");
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_silences_list(&session, asked->all, cli->config.utc_offset, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    for (size_t i = 0; asked->json && i < rows.count; i++)
        json_line_write(stdout, silence_json(&rows.list[i]));
    if (!asked->json && rows.count > 0)
        print_text(&rows);
    if (!asked->json && rows.count == 0)
        puts("No silences.");
    store_silences_done(&rows);
    return CLI_OK;
}

int silence_end(struct cli *cli, const struct silence_asked *asked)
{
    struct db_session session;
    struct err err = {0};
    int64_t id;

    if (cli->rest_count != 2 || !id_parse(cli->rest[1], &id))
        return cli_fail(CLI_USAGE,
                        "alerts unsilence: which? Give one id that budgetwatch alerts silences shows");
    if (asked->by == NULL || asked->by[0] == '\0')
        return cli_fail(CLI_USAGE, "alerts unsilence: --by NAME is needed: who says so?");
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_silences_end(&session, id, asked->by, &err);
    db_session_close(&session);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}
