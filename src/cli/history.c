/* budgetwatch history: who changed what of a project or an indicator, and when. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "db/store_history.h"
#include "report/json_lines.h"
#include "report/table.h"

static int history(struct cli *cli, const char *code, int year, bool json);
static void print_json(const struct history_rows *rows);
static json_t *json_of(const struct history_row *row);
static const char *operation_name(enum history_operation operation);
static json_t *json_key(const struct history_change *change);
static json_t *json_changes(const struct history_change *change);
static void print_text(const struct history_rows *rows, const char *code, enum language language);
static bool same_act(const struct history_change *a, const struct history_change *b);

int cmd_history(int argc, char **argv)
{
    const char *year_text = NULL;
    bool json = false;
    const struct cli_option options[] = {
        {"--year", "YYYY", "only this fiscal year, and what belongs to none", .text = &year_text},
        {"--json", NULL, "one JSON object a line", .flag = &json},
    };
    struct cli cli;
    int result;
    long year = 0;

    if (!cli_start(
            &cli, argc, argv, "history PROJECT|INDICATOR [--year YYYY] [--json]",
            "Reads the audit trail of a project (with its money, contracts, milestones and indicators) or "
            "of\n"
            "an indicator: who changed or deleted what, when, and with which program; and who entered\n"
            "it again, or an adjustment of the budget or a revised target. Other first entries are not in "
            "it:\n"
            "the row itself says those.",
            options, sizeof options / sizeof options[0], &result))
        return result;

    if (cli.rest_count != 1)
        result = cli_fail(CLI_USAGE, "history: of what? Give one code, a project's or an indicator's");
    else if (year_text != NULL && !cli_number("--year", year_text, 2000, 2100, &year))
        result = CLI_USAGE;
    else
        result = history(&cli, cli.rest[0], (int)year, json);
    cli_done(&cli);
    return result;
}

static int history(struct cli *cli, const char *code, int year, bool json)
{
    struct history_rows rows = {0};
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_history_read(&session, code, year, cli->config.utc_offset, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (json)
        print_json(&rows);
    else
        print_text(&rows, code, cli->config.language);
    store_history_done(&rows);
    return CLI_OK;
}

static void print_json(const struct history_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        json_line_write(stdout, json_of(&rows->list[i]));
}

static json_t *json_of(const struct history_row *row)
{
    const struct history_change *change = &row->change;

    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "id", (json_int_t)row->id, "at", row->at,
                     "user", change->user, "application", change->application, "table", change->kind->name,
                     "operation", operation_name(change->operation), "key", json_key(change), "changes",
                     json_changes(change));
}

/* A changed key shows as two updates: one with nothing but old values, one with nothing but new ones. */
static const char *operation_name(enum history_operation operation)
{
    switch (operation) {
    case HISTORY_CHANGED:
    case HISTORY_REKEYED_FROM:
    case HISTORY_REKEYED_TO: return "update";
    case HISTORY_DELETED: return "delete";
    case HISTORY_ENTERED: return "insert";
    case HISTORY_EMPTIED: return "truncate";
    }
    return "";
}

static json_t *json_key(const struct history_change *change)
{
    size_t count = ledger_column_count(change->kind);
    json_t *key = json_object();

    if (change->operation == HISTORY_EMPTIED) {
        json_decref(key);
        return json_null();
    }
    for (size_t i = 0; i < count; i++) {
        const struct ledger_column *column = &change->kind->columns[i];
        if (change->cells[i].there && ledger_is_key(column))
            json_object_set_new(key, column->name, json_string(change->cells[i].before));
    }
    return key;
}

/* Values are strings as the table spells them; null: empty, or no row. */
static json_t *json_changes(const struct history_change *change)
{
    size_t count = ledger_column_count(change->kind);
    json_t *changes = json_array();

    for (size_t i = 0; i < count; i++) {
        const struct ledger_column *column = &change->kind->columns[i];
        const struct history_cell *cell = &change->cells[i];
        if (cell->there && !ledger_is_key(column))
            json_array_append_new(changes, json_pack("{s:s, s:s?, s:s?}", "column", column->name, "old",
                                                     cell->before, "new", cell->after));
    }
    return changes;
}

static void print_text(const struct history_rows *rows, const char *code, enum language language)
{
    struct buf out = {0}, safe = {0};

    for (size_t i = 0; i < rows->count; i++) {
        const struct history_change *change = &rows->list[i].change;
        if (i == 0 || !same_act(change, &rows->list[i - 1].change))
            catalogue_history_head(&out, language, change);
        catalogue_history_change(&out, language, change);
    }
    if (rows->count == 0)
        catalogue_history_none(&out, language, code);
    text_add_safe(&safe, buf_text(&out));
    fputs(buf_text(&safe), stdout);
    buf_free(&safe);
    buf_free(&out);
}

/* An import changes many rows within one second: it is named once. */
static bool same_act(const struct history_change *a, const struct history_change *b)
{
    return strcmp(a->at, b->at) == 0 && strcmp(a->user, b->user) == 0 &&
           strcmp(a->application, b->application) == 0;
}
