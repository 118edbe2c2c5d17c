/* budgetwatch source: list shows how the sources of the ledger fare; test NAME reads one and shows what it
 * would change, and keeps nothing; run NAME does once what the daemon does at every interval. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "cli/import_changes.h"
#include "base/duration.h"
#include "config/policy_file.h"
#include "db/store_source.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/row_json.h"
#include "service/source_run.h"

static int act(struct cli *cli, const char *verb, const char *name, bool json);
static int list_sources(struct cli *cli, bool json);
static void print_list(const struct config *config, const struct source_fares *fares);
static void print_json(const struct config *config, const struct source_fares *fares);
static int read_source(struct cli *cli, const char *name, bool trial);
static int run_source(struct cli *cli, const struct source_config *source, const struct policy *policy,
                      bool trial);
static bool look(void *ctx, struct store_import *import, const struct import_file *file, unsigned present,
                 struct err *err);
static int print_outcome(const struct source_order *order, const struct source_outcome *outcome,
                         const struct import_changes *changes);

int cmd_source(int argc, char **argv)
{
    bool json = false;
    const struct cli_option own[] = {
        {"--json", NULL, "list: one JSON object a line", .flag = &json},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv,
            "source list [--json]\n       budgetwatch source test NAME\n       budgetwatch source run NAME",
            "list shows the sources of the configuration and how they fare. test reads one, checks its rows\n"
            "and shows what they would change; nothing is kept. run does the same and keeps it, once and\n"
            "now, as the daemon does at every interval. Both write as a member of budgetwatch_source.",
            own, sizeof own / sizeof own[0], &result))
        return result;
    const char *verb = cli.rest_count > 0 ? cli.rest[0] : "";
    if (json && strcmp(verb, "list") != 0)
        result = cli_fail(CLI_USAGE, "source: --json belongs to source list");
    else
        result = act(&cli, verb, cli.rest_count == 2 ? cli.rest[1] : NULL, json);
    cli_done(&cli);
    return result;
}

static int act(struct cli *cli, const char *verb, const char *name, bool json)
{
    if (strcmp(verb, "list") == 0 && cli->rest_count == 1)
        return list_sources(cli, json);
    if (strcmp(verb, "test") == 0 && name != NULL)
        return read_source(cli, name, /* trial */ true);
    if (strcmp(verb, "run") == 0 && name != NULL)
        return read_source(cli, name, /* trial */ false);
    return cli_fail(CLI_USAGE, "usage: budgetwatch source list | test NAME | run NAME");
}

static int list_sources(struct cli *cli, bool json)
{
    struct source_fares fares = {0};
    struct db_session session;
    struct arena arena = {0};
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_source_list(&session, &arena, &fares, &err);
    db_session_close(&session);
    if (ok && json)
        print_json(&cli->config, &fares);
    else if (ok)
        print_list(&cli->config, &fares);
    arena_free(&arena);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

static const struct source_fare *fare_of(const struct source_fares *fares, const char *name)
{
    for (size_t i = 0; i < fares->count; i++)
        if (strcmp(fares->list[i].name, name) == 0)
            return &fares->list[i];
    return NULL;
}

static const struct source_config *source_named(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->source_count; i++)
        if (strcmp(config->sources[i].name, name) == 0)
            return &config->sources[i];
    return NULL;
}

static void add_row(struct table *table, const char *name, const char *kind, const char *every,
                    const struct source_fare *fare)
{
    char rows[24];

    snprintf(rows, sizeof rows, "%" PRId64, fare != NULL ? fare->rows : -1);
    table_cell(table, name);
    table_cell(table, kind);
    table_cell(table, every);
    table_cell(table, fare != NULL && fare->succeeded_at[0] != '\0' ? fare->succeeded_at : "-");
    table_cell(table, rows[0] != '-' ? rows : "-");
    table_cell(table, fare != NULL && fare->failing_since[0] != '\0' ? fare->failing_since : "-");
    table_cell(table, fare != NULL ? fare->failure : "");
}

static void print_list(const struct config *config, const struct source_fares *fares)
{
    static const struct table_column columns[] = {{.title = "source"},
                                                  {.title = "kind"},
                                                  {.title = "every"},
                                                  {.title = "last success"},
                                                  {.title = "rows", .right = true},
                                                  {.title = "failing since"},
                                                  {.title = "why", .widest = 100}};
    struct table table;
    struct buf out = {0};
    char every[DURATION_TEXT];

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < config->source_count; i++) {
        const struct source_config *source = &config->sources[i];
        add_row(&table, source->name, ledger_kind(source->kind)->name,
                source->enabled ? duration_format(source->interval, every) : "off",
                fare_of(fares, source->name));
    }
    for (size_t i = 0; i < fares->count; i++)
        if (source_named(config, fares->list[i].name) == NULL)
            add_row(&table, fares->list[i].name, fares->list[i].kind, "not here", &fares->list[i]);
    table_write(&table, &out);
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    table_done(&table);
}

static void print_json(const struct config *config, const struct source_fares *fares)
{
    json_t *list = sources_json(config, fares);

    for (size_t i = 0; i < json_array_size(list); i++)
        json_line_write(stdout, json_incref(json_array_get(list, i)));
    json_decref(list);
}

/* What an alert is called for is the policy's to say; a trial needs none. */
static int read_source(struct cli *cli, const char *name, bool trial)
{
    const struct source_config *source = source_named(&cli->config, name);
    struct policy *policy = NULL;
    struct faults faults = {0};

    if (source == NULL)
        return cli_fail(CLI_FAILED, "the configuration has no source named '%s'", name);
    if (!policy_load(cli->config.policy, &policy, &faults))
        return cli_fail_faults(&faults);
    int result = run_source(cli, source, policy, trial);
    policy_free(policy);
    return result;
}

static int run_source(struct cli *cli, const struct source_config *source, const struct policy *policy,
                      bool trial)
{
    const struct config *config = &cli->config;
    struct import_changes changes;
    const struct source_order order = {
        .source = source,
        .place = {.ledger = cli->database != NULL ? cli->database : config->database,
                  .folder = config->folder,
                  .connect_timeout = config->connect_timeout},
        .language = config->language,
        .utc_offset = config->utc_offset,
        .today = clock_date(clock_wall(), config->utc_offset),
        .rules = policy->rules,
        .trial = trial,
        .look = trial ? look : NULL,
        .ctx = &changes};
    struct source_outcome outcome;
    struct db_session session;

    /* That the schema is this program's. */
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    db_session_close(&session);
    import_changes_init(&changes);
    source_run(&order, &outcome);
    int result = print_outcome(&order, &outcome, &changes);
    source_outcome_done(&outcome);
    import_changes_done(&changes);
    return result;
}

static bool look(void *ctx, struct store_import *import, const struct import_file *file, unsigned present,
                 struct err *err)
{
    return import_changes_add(ctx, import, file, SOURCE_PICKED, present, err);
}

static int print_failure(const struct source_order *order, const struct source_outcome *outcome)
{
    const char *name = order->source->name;

    if (outcome->in_doubt)
        return cli_fail(CLI_FAILED, "%s; it is not known whether the rows were kept: run it again",
                        outcome->err.text);
    import_faults_print(&outcome->faults, stderr);
    if (outcome->result == SOURCE_DONE && outcome->faults.total > 0)
        return cli_fail(CLI_FAILED, "source %s: %" PRId64 " %s; nothing was changed", name,
                        outcome->faults.total, outcome->faults.total == 1 ? "fault" : "faults");
    return cli_fail(CLI_FAILED, "source %s: %s; nothing was changed", name, outcome->err.text);
}

static int print_outcome(const struct source_order *order, const struct source_outcome *outcome,
                         const struct import_changes *changes)
{
    const struct source_counts *counts = &outcome->counts;
    struct buf out = {0};

    if (outcome->result != SOURCE_DONE || outcome->fault != SOURCE_WELL)
        return print_failure(order, outcome);
    for (size_t i = 0; i < outcome->doubts.kept; i++)
        fprintf(stderr, "warning: %s\n", outcome->doubts.first[i].text);
    if (outcome->doubts.total > (int64_t)outcome->doubts.kept)
        fprintf(stderr, "warning: and %" PRId64 " more\n",
                outcome->doubts.total - (int64_t)outcome->doubts.kept);
    printf("source %s: %" PRId64 " rows: %" PRId64 " new, %" PRId64 " changed, %" PRId64
           " unchanged; %" PRId64 " taken out\n",
           order->source->name, counts->rows, counts->added, counts->changed,
           counts->rows - counts->added - counts->changed, counts->removed);
    if (order->trial) {
        import_changes_write(changes, &out);
        printf("%s%strial: nothing was changed\n", out.length > 0 ? "\n" : "", buf_text(&out));
    }
    buf_free(&out);
    return CLI_OK;
}
