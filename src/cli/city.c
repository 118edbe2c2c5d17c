/* budgetwatch city: on a central database list, adopt, release, forget and orphans, on a city's publish. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "db/store_cities.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/row_json.h"

static int act(struct cli *cli, const char *verb, const char *unit, const char *under, const char *to,
               bool json);
static int list(struct cli *cli, bool json);
static int orphans(struct cli *cli, bool json);
static int publish(struct cli *cli, const char *to);
static int adopt(struct cli *cli, const char *unit, const char *parent);
static int forget(struct cli *cli, const char *unit);

int cmd_city(int argc, char **argv)
{
    const char *under = NULL, *to = NULL;
    bool json = false;
    const struct cli_option options[] = {
        {"--under", "CODE", "adopt: the unit above it", .text = &under},
        {"--to", "ROLE", "publish: the role that the central database logs in with may read", .text = &to},
        {"--json", NULL, "list, orphans: one JSON object a line", .flag = &json},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv,
            "city list [--json]\n       budgetwatch city orphans [--json]\n       "
            "budgetwatch city adopt UNIT --under CODE\n       budgetwatch city release UNIT\n       "
            "budgetwatch city forget UNIT\n       budgetwatch city publish [--to ROLE]",
            "One central database gathers the ledgers of several cities by logical replication. There list\n"
            "shows how each city fares, and in a city who takes its ledger. orphans looks for rows that "
            "refer\n"
            "to nothing, exit status 1 where there are any. adopt puts a city's first unit under one of the\n"
            "central database's, release takes it away again. forget deletes a unit with all below it and\n"
            "their facts, once its subscription is dropped. publish, in a city, offers its ledger.",
            options, sizeof options / sizeof options[0], &result))
        return result;
    const char *verb = cli.rest_count > 0 ? cli.rest[0] : "";
    const char *unit = cli.rest_count == 2 ? cli.rest[1] : NULL;
    if (under != NULL && strcmp(verb, "adopt") != 0)
        result = cli_fail(CLI_USAGE, "city: --under belongs to city adopt");
    else if (to != NULL && strcmp(verb, "publish") != 0)
        result = cli_fail(CLI_USAGE, "city: --to belongs to city publish");
    else if (json && strcmp(verb, "list") != 0 && strcmp(verb, "orphans") != 0)
        result = cli_fail(CLI_USAGE, "city: --json belongs to city list and city orphans");
    else
        result = act(&cli, verb, unit, under, to, json);
    cli_done(&cli);
    return result;
}

static int act(struct cli *cli, const char *verb, const char *unit, const char *under, const char *to,
               bool json)
{
    bool alone = cli->rest_count == 1;

    if (strcmp(verb, "list") == 0 && alone)
        return list(cli, json);
    if (strcmp(verb, "orphans") == 0 && alone)
        return orphans(cli, json);
    if (strcmp(verb, "publish") == 0 && alone)
        return publish(cli, to);
    if (strcmp(verb, "adopt") == 0 && unit != NULL && under != NULL)
        return adopt(cli, unit, under);
    if (strcmp(verb, "release") == 0 && unit != NULL)
        return adopt(cli, unit, NULL);
    if (strcmp(verb, "forget") == 0 && unit != NULL)
        return forget(cli, unit);
    return cli_fail(CLI_USAGE,
                    "usage: budgetwatch city list | orphans | adopt UNIT --under CODE | release UNIT | "
                    "forget UNIT | publish [--to ROLE]");
}

static bool read_known(struct cli *cli, bool search, struct arena *arena, struct cities_known *known)
{
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return false;
    bool ok = store_cities_read(&session, search, arena, known, &err);
    db_session_close(&session);
    if (!ok)
        cli_fail(CLI_FAILED, "%s", err.text);
    return ok;
}

static void add_number(struct table *table, int64_t number)
{
    char text[24] = "";

    if (number >= 0)
        snprintf(text, sizeof text, "%" PRId64, number);
    table_cell(table, text);
}

static void print_table(struct table *table)
{
    struct buf out = {0};

    table_write(table, &out);
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    table_done(table);
}

static void print_cities(const struct cities_known *known)
{
    static const struct table_column columns[] = {{.title = "CITY"},
                                                  {.title = "STATE"},
                                                  {.title = "SINCE"},
                                                  {.title = "SECONDS BEHIND", .right = true},
                                                  {.title = "ERRORS", .right = true}};
    struct table table;

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < known->city_count; i++) {
        table_cell(&table, known->cities[i].name);
        table_cell(&table, known->cities[i].state);
        table_cell(&table, known->cities[i].since);
        add_number(&table, known->cities[i].behind);
        add_number(&table, known->cities[i].errors);
    }
    print_table(&table);
}

static void print_takers(const struct cities_known *known)
{
    static const struct table_column columns[] = {{.title = "TAKEN BY (SLOT)"},
                                                  {.title = "STATE"},
                                                  {.title = "WAL KEPT, BYTES", .right = true},
                                                  {.title = "WAL"}};
    struct table table;

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < known->taker_count; i++) {
        table_cell(&table, known->takers[i].name);
        table_cell(&table, known->takers[i].connected ? "connected" : "away");
        add_number(&table, known->takers[i].kept_bytes);
        table_cell(&table, known->takers[i].wal_state);
    }
    print_table(&table);
}

static void print_list_json(const struct cities_known *known)
{
    for (size_t i = 0; i < known->city_count; i++) {
        const struct city *city = &known->cities[i];
        json_line_write(stdout, city_json(city));
    }
    for (size_t i = 0; i < known->taker_count; i++) {
        const struct city_taker *taker = &known->takers[i];
        json_line_write(stdout, city_taker_json(taker));
    }
}

static int list(struct cli *cli, bool json)
{
    struct arena arena = {0};
    struct cities_known known = {0};

    bool ok = read_known(cli, /* search */ false, &arena, &known);
    if (ok && json) {
        print_list_json(&known);
    } else if (ok) {
        if (known.city_count > 0)
            print_cities(&known);
        if (known.taker_count > 0)
            print_takers(&known);
        if (known.city_count + known.taker_count == 0)
            puts("No city is gathered here, and nobody takes this ledger.");
    }
    arena_free(&arena);
    return ok ? CLI_OK : CLI_FAILED;
}

static int orphans(struct cli *cli, bool json)
{
    struct arena arena = {0};
    struct cities_known known = {0};

    bool ok = read_known(cli, /* search */ true, &arena, &known);
    for (size_t i = 0; i < known.orphan_count; i++) {
        const struct city_orphans *found = &known.orphans[i];
        if (json)
            json_line_write(stdout, json_pack("{s:s, s:s, s:I, s:s, s:o}", "table", found->table, "lacks",
                                              found->lacks, "rows", (json_int_t)found->total, "first",
                                              found->examples, "since", json_text_or_null(found->since)));
        else
            cli_say(stdout, "%s: %" PRId64 " rows lack %s: %s%s\n", found->table, found->total, found->lacks,
                    found->examples, found->total > 5 ? ", ..." : "");
    }
    if (ok && !json && known.orphan_count == 0)
        puts("Every row refers to something.");
    bool clean = ok && known.orphan_count == 0;
    arena_free(&arena);
    return clean ? CLI_OK : CLI_FAILED;
}

static int publish(struct cli *cli, const char *to)
{
    struct db_session session;
    struct err err = {0};
    bool logical = false;

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_cities_publish(&session, to, &logical, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    puts("the ledger is published as \"budgetwatch\"");
    if (!logical)
        return cli_fail(CLI_FAILED,
                        "this server's wal_level is not logical: set it, restart the server; until "
                        "then nobody can take the ledger");
    return CLI_OK;
}

static int adopt(struct cli *cli, const char *unit, const char *parent)
{
    struct db_session session;
    struct err err = {0};
    bool there = false;

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_cities_adopt(&session, unit, parent, &there, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (!there && parent != NULL)
        cli_say(stdout, "unit %s is not there yet; it will stand under %s when it arrives\n", unit, parent);
    return CLI_OK;
}

static int forget(struct cli *cli, const char *unit)
{
    struct db_session session;
    struct err err = {0};
    int64_t rows = 0;

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_cities_forget(&session, unit, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    printf("%" PRId64 " rows deleted\n", rows);
    return CLI_OK;
}
