#include "cli/silence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/dec.h"
#include "core/quiet.h"
#include "core/rule.h"
#include "db/store_silences.h"
#include "report/json_lines.h"
#include "report/table.h"

static const msec minute = 60 * 1000;

bool silence_asked_any(const struct silence_asked *asked)
{
    return asked->rule || asked->unit || asked->subject || asked->severity || asked->until ||
           asked->for_how_long || asked->daily || asked->reason;
}

/* "YYYY-MM-DD" (its end) or "YYYY-MM-DD HH:MM" in the office's time, also with a T. */
static bool parse_until(const char *text, int utc_offset, msec *ret_until)
{
    size_t length = strlen(text);
    int64_t hours = 24, minutes = 0;
    date day;

    if (length != 10 && length != 16)
        return false;
    if (!date_parse(text, 10, &day))
        return false;
    if (length == 16 &&
        ((text[10] != ' ' && text[10] != 'T') || text[13] != ':' || !dec_parse(text + 11, 2, 0, &hours) ||
         !dec_parse(text + 14, 2, 0, &minutes) || hours < 0 || hours > 23 || minutes < 0 || minutes > 59))
        return false;
    *ret_until = ((int64_t)day * 24 * 60 + hours * 60 + minutes - utc_offset) * minute;
    return true;
}

/* "90m", "12h", "3d" */
static bool parse_length(const char *text, msec *ret_length)
{
    size_t length = strlen(text);
    int64_t count;

    if (length < 2 || length > 7 || !dec_parse(text, length - 1, 0, &count) || count < 1)
        return false;
    switch (text[length - 1]) {
    case 'm': *ret_length = count * minute; return true;
    case 'h': *ret_length = count * 60 * minute; return true;
    case 'd': *ret_length = count * 24 * 60 * minute; return true;
    }
    return false;
}

static bool rule_is_known(const char *name)
{
    enum rule rule;

    return rule_by_name(name, &rule);
}

/* NULL: all is well. */
static const char *fault_of(const struct silence_asked *asked, const struct config *config, msec *ret_until)
{
    enum severity severity;
    struct quiet_span span;
    struct err err = {0};
    msec now = clock_wall(), length = 0;

    if (!asked->rule && !asked->unit && !asked->subject && !asked->severity)
        return "what? Give --rule, --unit, --subject or --severity";
    if (asked->rule && !rule_is_known(asked->rule))
        return "--rule asks for the name of a rule, as execution.pace";
    if (asked->severity && (!severity_by_name(asked->severity, &severity) || severity == SEVERITY_NONE))
        return "--severity is one of blue, yellow, red";
    if ((asked->until == NULL) == (asked->for_how_long == NULL))
        return "until when? Give --until TIME or --for DURATION";
    if (asked->until != NULL && !parse_until(asked->until, config->utc_offset, ret_until))
        return "--until asks for YYYY-MM-DD or \"YYYY-MM-DD HH:MM\", in the office's time";
    if (asked->for_how_long != NULL && !parse_length(asked->for_how_long, &length))
        return "--for asks for a time as 90m, 12h or 3d";
    if (asked->for_how_long != NULL)
        *ret_until = now + length;
    if (*ret_until <= now)
        return "--until is over already";
    if (asked->daily != NULL && !quiet_parse(asked->daily, &span, &err))
        return "--daily asks for hours as 22:00-07:00, or \"sat,sun 08:00-12:00\"";
    if (asked->reason == NULL || asked->reason[0] == '\0')
        return "--reason TEXT is needed: why?";
    if (asked->by == NULL || asked->by[0] == '\0')
        return "--by NAME is needed: who says so?";
    return NULL;
}

int silence_add(struct cli *cli, const struct silence_asked *asked)
{
    struct silence_new what = {.rule = asked->rule,
                               .unit = asked->unit,
                               .subject = asked->subject,
                               .severity = asked->severity,
                               .recurring = asked->daily,
                               .reason = asked->reason,
                               .by = asked->by};
    const char *fault = fault_of(asked, &cli->config, &what.until);
    struct db_session session;
    struct err err = {0};
    int64_t id;

    if (fault != NULL)
        return cli_fail(CLI_USAGE, "alerts silence: %s", fault);
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

static void print_json(const struct silence_listed *row)
{
    json_line_write(stdout,
                    json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:s, s:s, s:s, s:b, s:o}", "id",
                              (json_int_t)row->id, "rule", json_text_or_null(row->rule), "unit",
                              json_text_or_null(row->unit), "subject", json_text_or_null(row->subject),
                              "severity", json_text_or_null(row->severity), "recurring",
                              json_text_or_null(row->recurring), "reason", row->reason, "by", row->by,
                              "login", row->login, "starts", row->starts, "ends", row->ends, "stands",
                              row->stands, "ended_by", json_text_or_null(row->ended_by)));
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
        print_json(&rows.list[i]);
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

    if (cli->rest_count != 2 || !dec_parse(cli->rest[1], strlen(cli->rest[1]), 0, &id) || id <= 0)
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
