/* budgetwatch year: the fiscal years of the ledger; closing one, and opening it again. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "core/facts.h"
#include "db/store_years.h"
#include "report/json_lines.h"
#include "report/table.h"

enum {
    WAIT_FOR = 15000, /* the daemon evaluates what has changed, an import ends */
    WAIT_STEP = 250,
};

struct asked {
    const char *by, *reason;
    bool json;
};

static int list_years(struct cli *cli, const struct asked *asked);
static int show_year(struct cli *cli, const struct asked *asked);
static int close_year(struct cli *cli, const struct asked *asked);
static int reopen_year(struct cli *cli, const struct asked *asked);

int cmd_year(int argc, char **argv)
{
    struct asked asked = {0};
    const struct cli_option options[] = {
        {"--by", "NAME", "who says so (default: who is logged in)", .text = &asked.by},
        {"--reason", "TEXT", "why; opening a year again needs one", .text = &asked.reason},
        {"--json", NULL, "one JSON object a line", .flag = &asked.json},
    };
    struct cli cli;
    int status;

    if (!cli_start(
            &cli, argc, argv,
            "year [YYYY] [--json]\n"
            "       budgetwatch year close YYYY [--by NAME] [--reason TEXT]\n"
            "       budgetwatch year reopen YYYY --reason TEXT [--by NAME]",
            "Lists the fiscal years of the ledger: how many rows each table has, and which are closed;\n"
            "with a year, when it was closed and opened again. Of a closed year no fact can be changed\n"
            "any more, and nothing is evaluated: its deviations stay as they are.",
            options, sizeof options / sizeof options[0], &status))
        return status;
    const char *verb = cli.rest_count > 0 ? cli.rest[0] : "";
    if (strcmp(verb, "close") == 0)
        status = close_year(&cli, &asked);
    else if (strcmp(verb, "reopen") == 0)
        status = reopen_year(&cli, &asked);
    else if (asked.by != NULL || asked.reason != NULL)
        status = cli_fail(CLI_USAGE, "year: --by and --reason go with close and reopen");
    else
        status = cli.rest_count > 0 ? show_year(&cli, &asked) : list_years(&cli, &asked);
    cli_done(&cli);
    return status;
}

/* The year that stands at `at` among the arguments, which must be the last one. */
static bool year_at(struct cli *cli, int at, int *ret_year)
{
    long year = 0;

    if (cli->rest_count <= at) {
        cli_fail(CLI_USAGE, "year %s: which year? Give one as 2023", cli->rest[0]);
        return false;
    }
    if (cli->rest_count > at + 1) {
        cli_fail(CLI_USAGE, "year: '%s' is one argument too many", cli->rest[at + 1]);
        return false;
    }
    if (!cli_number("year", cli->rest[at], FISCAL_YEAR_LOW, FISCAL_YEAR_HIGH, &year))
        return false;
    *ret_year = (int)year;
    return true;
}

/* Listing. */

static int64_t rows_of(const struct year_listed *year, const char *table)
{
    int64_t rows = 0;

    for (size_t i = 0; i < year->table_count; i++)
        if (table == NULL || strcmp(year->tables[i].table, table) == 0)
            rows += year->tables[i].rows;
    return rows;
}

static void print_year_json(const struct year_listed *year)
{
    json_t *rows = json_object(), *closed = json_null();

    for (size_t i = 0; i < year->table_count; i++)
        json_object_set_new(rows, year->tables[i].table, json_integer((json_int_t)year->tables[i].rows));
    if (year->closed_at[0] != '\0')
        closed = json_pack("{s:s, s:s, s:s, s:o}", "at", year->closed_at, "by", year->closed_by, "login",
                           year->login, "reason", json_text_or_null(year->reason));
    json_line_write(stdout, json_pack("{s:i, s:o, s:o, s:I}", "fiscal_year", year->year, "rows", rows,
                                      "closed", closed, "partitions", (json_int_t)year->partitions));
}

static void add_number(struct table *table, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, number);
    table_cell(table, text);
}

/* Years that are only prepared are told on one line below. */
static void print_years(const struct year_list *years)
{
    static const struct table_column columns[] = {
        {.title = "YEAR"},
        {.title = "BUDGETS", .right = true},
        {.title = "EXECUTION", .right = true},
        {.title = "INDICATORS", .right = true},
        {.title = "VALUES", .right = true},
        {.title = "OTHERS", .right = true},
        {.title = "CLOSED"},
        {.title = "BY"},
        {.title = "REASON"},
    };
    static const char *const shown[] = {"budgets", "execution", "indicators", "indicator_values"};
    struct buf out = {0}, prepared = {0};
    struct table table;

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < years->count; i++) {
        const struct year_listed *year = &years->list[i];
        int64_t others = rows_of(year, NULL);
        if (others == 0 && year->closed_at[0] == '\0') {
            buf_printf(&prepared, "%s%d", prepared.length > 0 ? ", " : "", year->year);
            continue;
        }
        char text[16];
        snprintf(text, sizeof text, "%d", year->year);
        table_cell(&table, text);
        for (size_t t = 0; t < sizeof shown / sizeof shown[0]; t++) {
            add_number(&table, rows_of(year, shown[t]));
            others -= rows_of(year, shown[t]);
        }
        add_number(&table, others);
        table_cell(&table, year->closed_at_office);
        table_cell(&table, year->closed_by);
        table_cell(&table, year->reason);
    }
    if (table.cell_count > 0)
        table_write(&table, &out);
    else
        buf_puts(&out, "No facts yet.\n");
    if (prepared.length > 0)
        buf_printf(&out, "Prepared, without facts: %s\n", buf_text(&prepared));
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    buf_free(&prepared);
    table_done(&table);
}

static int list_years(struct cli *cli, const struct asked *asked)
{
    struct year_list years = {0};
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_years_list(&session, cli->config.utc_offset, &years, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    for (size_t i = 0; asked->json && i < years.count; i++)
        print_year_json(&years.list[i]);
    if (!asked->json)
        print_years(&years);
    store_years_done(&years);
    return CLI_OK;
}

/* One year's closings and reopenings. */

static void print_trail(const struct year_closing *list, size_t count)
{
    static const struct table_column columns[] = {
        {.title = "AT"}, {.title = "WHAT"}, {.title = "BY"}, {.title = "LOGIN"}, {.title = "REASON"},
    };
    struct buf out = {0};
    struct table table;

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        table_cell(&table, list[i].at_office);
        table_cell(&table, list[i].closes ? "closed" : "reopened");
        table_cell(&table, list[i].by);
        table_cell(&table, list[i].login);
        table_cell(&table, list[i].reason);
    }
    table_write(&table, &out);
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    table_done(&table);
}

static int show_year(struct cli *cli, const struct asked *asked)
{
    struct year_closing *list = NULL;
    struct arena arena = {0};
    struct db_session session;
    struct err err = {0};
    size_t count = 0;
    int year;

    if (!year_at(cli, 0, &year))
        return CLI_USAGE;
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_years_trail(&session, &arena, year, cli->config.utc_offset, &list, &count, &err);
    db_session_close(&session);
    for (size_t i = 0; ok && asked->json && i < count; i++)
        json_line_write(stdout,
                        json_pack("{s:i, s:s, s:s, s:s, s:s, s:o}", "fiscal_year", year, "what",
                                  list[i].closes ? "close" : "reopen", "at", list[i].at, "by", list[i].by,
                                  "login", list[i].login, "reason", json_text_or_null(list[i].reason)));
    if (ok && !asked->json && count > 0)
        print_trail(list, count);
    else if (ok && !asked->json)
        printf("Fiscal year %d was never closed.\n", year);
    arena_free(&arena);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

/* Closing and opening. */

typedef bool (*year_deed)(struct db_session *session, int year, const char *by, const char *reason,
                          struct err *err);

/* What others have to end first is waited for, a while: the daemon's evaluation, somebody who writes. */
static bool try_until_done(struct db_session *session, year_deed deed, int year, const struct asked *asked,
                           struct err *err)
{
    msec until = clock_monotonic() + WAIT_FOR;

    while (!deed(session, year, asked->by, asked->reason, err)) {
        if (err->code != ERR_DB_QUERY || !store_years_may_retry(session) || clock_monotonic() >= until)
            return false;
        err_clear(err);
        uv_sleep(WAIT_STEP);
    }
    return true;
}

static int do_to_year(struct cli *cli, const struct asked *asked, int year, year_deed deed)
{
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = try_until_done(&session, deed, year, asked, &err);
    bool is_busy = !ok && strcmp(session.sqlstate, "55P03") == 0;
    db_session_close(&session);
    if (is_busy)
        return cli_fail(CLI_FAILED,
                        "somebody is writing facts or evaluating them all the time; nothing was changed, "
                        "try again when that is over (%s)",
                        err.text);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

static int close_year(struct cli *cli, const struct asked *asked)
{
    date today = clock_date(clock_wall(), cli->config.utc_offset);
    int year;

    if (asked->json)
        return cli_fail(CLI_USAGE, "year close prints no JSON");
    if (!year_at(cli, 1, &year))
        return CLI_USAGE;
    if (year > date_year(today))
        return cli_fail(CLI_FAILED, "fiscal year %d has not begun: there is nothing to close", year);
    int status = do_to_year(cli, asked, year, store_years_close);
    if (status == CLI_OK)
        printf(
            "Fiscal year %d is closed: its facts cannot be changed, and its deviations stay as they are.\n",
            year);
    return status;
}

static int reopen_year(struct cli *cli, const struct asked *asked)
{
    int year;

    if (asked->json)
        return cli_fail(CLI_USAGE, "year reopen prints no JSON");
    if (!year_at(cli, 1, &year))
        return CLI_USAGE;
    if (asked->reason == NULL || asked->reason[0] == '\0')
        return cli_fail(CLI_USAGE, "year reopen: --reason TEXT is needed: why?");
    int status = do_to_year(cli, asked, year, store_years_reopen);
    if (status == CLI_OK)
        printf("Fiscal year %d is open again; all of it is evaluated anew.\n", year);
    return status;
}
