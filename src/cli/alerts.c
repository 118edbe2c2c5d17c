/* budgetwatch alerts: the deviations that stand, and what officers say of them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/silence.h"
#include "core/catalogue_status.h"
#include "db/store_deviations.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/asked.h"
#include "service/row_json.h"

#define ALERTS_USAGE                                                                                         \
    "alerts [--year YYYY] [--all] [--json]\n"                                                                \
    "       budgetwatch alerts ack ID... --by NAME [--cause CAUSE] [--decision DECISION]\n"                  \
    "                   [--action TEXT --due YYYY-MM-DD] [--owner NAME]\n"                                   \
    "                   [--done | --done-on YYYY-MM-DD] [--note TEXT]\n"                                     \
    "       budgetwatch alerts silence [--rule R] [--unit CODE] [--subject CODE] [--severity S]\n"           \
    "                   --until TIME | --for DURATION [--daily HH:MM-HH:MM] --reason TEXT --by NAME\n"       \
    "       budgetwatch alerts silences [--all] [--json]\n"                                                  \
    "       budgetwatch alerts unsilence ID --by NAME"

/* Every option of both forms, as given. */
struct asked {
    const char *year, *by, *cause, *decision, *action, *due, *owner, *done_on, *note;
    bool all, json, done;
    struct silence_asked silence;
};

static int silencing(struct cli *cli, const struct asked *asked);
static int list(struct cli *cli, const struct asked *asked);
static void print_json(const struct deviation_rows *rows);
static void print_text(const struct deviation_rows *rows, enum language language);
static int acknowledge(struct cli *cli, const struct asked *asked);
static bool parse_ids(char *const *texts, int count, int64_t *ids);
static bool write_acknowledgement(struct cli *cli, const int64_t *ids, const struct acknowledgement *what);

int cmd_alerts(int argc, char **argv)
{
    struct asked asked = {0};
    const struct cli_option options[] = {
        {"--year", "YYYY", "only this fiscal year", .text = &asked.year},
        {"--all", NULL, "also those that stand no longer", .flag = &asked.all},
        {"--json", NULL, "one JSON object a line", .flag = &asked.json},
        {"--by", "NAME", "ack: who says so", .text = &asked.by},
        {"--cause", "CAUSE", "ack: funding, institution, personnel, hardware, other (or 经费保障 ...)",
         .text = &asked.cause},
        {"--decision", "DECISION", "ack: continue, transfer, cancel (or 继续实施 ...)",
         .text = &asked.decision},
        {"--action", "TEXT", "ack: the corrective action (整改措施)", .text = &asked.action},
        {"--due", "YYYY-MM-DD", "ack: when the action is to be done", .text = &asked.due},
        {"--owner", "NAME", "ack: who is to do it (责任人), of people; else who answers",
         .text = &asked.owner},
        {"--done", NULL, "ack: the action is done today", .flag = &asked.done},
        {"--done-on", "YYYY-MM-DD", "ack: the action was done on that day", .text = &asked.done_on},
        {"--note", "TEXT", "ack: anything else, kept in the history", .text = &asked.note},
        {"--rule", "RULE", "silence: only this rule", .text = &asked.silence.rule},
        {"--unit", "CODE", "silence: only this unit and those below it", .text = &asked.silence.unit},
        {"--subject", "CODE", "silence: only this subject", .text = &asked.silence.subject},
        {"--severity", "blue|yellow|red", "silence: only blue, yellow or red",
         .text = &asked.silence.severity},
        {"--until", "TIME", "silence: YYYY-MM-DD or \"YYYY-MM-DD HH:MM\"", .text = &asked.silence.until},
        {"--for", "DURATION", "silence: 90m, 12h, 3d", .text = &asked.silence.for_how_long},
        {"--daily", "HOURS", "silence: only at these times, as \"sat,sun 08:00-12:00\"",
         .text = &asked.silence.daily},
        {"--reason", "TEXT", "silence: why", .text = &asked.silence.reason},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv, ALERTS_USAGE,
            "Lists the deviations that stand, red first. With ack, acknowledges them: reminders stop until\n"
            "the deviation escalates, and a corrective action that is late is reported. One that is done is\n"
            "checked: where newer data show that the deviation still stands, the acknowledgement lapses. "
            "With\n"
            "silence, what fits is not sent for a while; what still stands then is said once. Prints the\n"
            "silence's id.",
            options, sizeof options / sizeof options[0], &result))
        return result;

    if (cli.rest_count > 0 && strcmp(cli.rest[0], "ack") == 0)
        result = acknowledge(&cli, &asked);
    else if (cli.rest_count > 0)
        result = silencing(&cli, &asked);
    else
        result = list(&cli, &asked);
    cli_done(&cli);
    return result;
}

/* The forms that are about silences. */
static int silencing(struct cli *cli, const struct asked *asked)
{
    struct silence_asked silence = asked->silence;

    silence.by = asked->by;
    silence.all = asked->all;
    silence.json = asked->json;
    if (asked->year || asked->cause || asked->decision || asked->action || asked->due || asked->note ||
        asked->owner || asked->done || asked->done_on)
        return cli_fail(CLI_USAGE,
                        "alerts %s: --year belongs to the list, --cause, --decision, --action, --due, "
                        "--owner, --done, --done-on and --note to alerts ack",
                        cli->rest[0]);
    if (strcmp(cli->rest[0], "silence") == 0)
        return silence_add(cli, &silence);
    if (strcmp(cli->rest[0], "silences") == 0)
        return silence_list(cli, &silence);
    if (strcmp(cli->rest[0], "unsilence") == 0)
        return silence_end(cli, &silence);
    return cli_fail(CLI_USAGE,
                    "alerts: '%s' is unknown; it may be followed by ack, silence, silences or unsilence",
                    cli->rest[0]);
}

static int list(struct cli *cli, const struct asked *asked)
{
    struct db_session session;
    struct deviation_rows rows = {0};
    struct err err = {0};
    long year = 0;

    if (asked->by || asked->cause || asked->decision || asked->action || asked->due || asked->note ||
        asked->owner || asked->done || asked->done_on)
        return cli_fail(CLI_USAGE,
                        "alerts: --by, --cause, --decision, --action, --due, --owner, --done, --done-on "
                        "and --note belong to alerts ack ID...");
    if (silence_asked_any(&asked->silence))
        return cli_fail(CLI_USAGE,
                        "alerts: --rule, --unit, --subject, --severity, --until, --for, --daily and "
                        "--reason belong to alerts silence");
    if (asked->year != NULL && !cli_number("--year", asked->year, 2000, 2100, &year))
        return CLI_USAGE;
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_deviations_list(&session, (int)year, asked->all, cli->config.utc_offset, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (asked->json)
        print_json(&rows);
    else
        print_text(&rows, cli->config.language);
    store_deviations_done(&rows);
    return CLI_OK;
}

static void print_json(const struct deviation_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        json_line_write(stdout, deviation_json(&rows->list[i]));
}

static void print_text(const struct deviation_rows *rows, enum language language)
{
    struct buf out = {0}, safe = {0};

    for (size_t i = 0; i < rows->count; i++) {
        const struct deviation_row *row = &rows->list[i];
        const struct alert_words words = {
            .id = row->id,
            .severity = row->severity,
            .rule = row->rule,
            .subject_code = row->subject_code,
            .subject_name = row->subject_name,
            .unit_name = row->unit_name[0] != '\0' ? row->unit_name : row->unit_code,
            .year = row->year,
            .month = row->month,
            .since = row->since,
            .explanation = row->explanation,
            .answers = row->answers_name[0] != '\0' ? row->answers_name : row->manager,
            .role = row->answers_role,
            .acknowledged_on = row->acknowledged_on,
            .acknowledged_by = row->acknowledged_by,
            .cause = row->cause,
            .decision = row->decision,
            .action = row->action,
            .action_due = row->action_due,
            .action_done_on = row->action_done_on,
            .action_owner = row->action_owner,
            .action_verified_on = row->action_verified_on,
            .refuted_action = row->checked_action,
            .refuted_done_on = row->checked_done_on,
            .refuted_on = row->refuted_on,
        };
        catalogue_alert(&out, language, &words);
    }
    if (rows->count == 0)
        catalogue_alerts_none(&out, language);
    text_add_safe(&safe, buf_text(&out));
    fputs(buf_text(&safe), stdout);
    buf_free(&safe);
    buf_free(&out);
}

static int acknowledge(struct cli *cli, const struct asked *asked)
{
    struct acknowledgement what;
    struct err err = {0};
    date today = clock_date(clock_wall(), cli->config.utc_offset);
    int id_count = cli->rest_count - 1;

    if (asked->year != NULL || asked->all || asked->json || silence_asked_any(&asked->silence))
        return cli_fail(CLI_USAGE,
                        "alerts ack: --year, --all and --json belong to the list, and what is silenced "
                        "to alerts silence");
    if (id_count == 0)
        return cli_fail(CLI_USAGE, "alerts ack: which? Give the ids that budgetwatch alerts shows");
    const struct acknowledge_asked said = {.by = asked->by,
                                           .cause = asked->cause,
                                           .decision = asked->decision,
                                           .action = asked->action,
                                           .due = asked->due,
                                           .owner = asked->owner,
                                           .done_on = asked->done_on,
                                           .note = asked->note,
                                           .done = asked->done};
    if (!acknowledge_check(&said, today, /* option */ true, &what, &err))
        return cli_fail(CLI_USAGE, "alerts ack: %s", err.text);

    int64_t *ids = mem_alloc((size_t)id_count * sizeof *ids);
    int result = CLI_USAGE;
    if (parse_ids(cli->rest + 1, id_count, ids))
        result = write_acknowledgement(cli, ids, &what) ? CLI_OK : CLI_FAILED;
    free(ids);
    return result;
}

static bool parse_ids(char *const *texts, int count, int64_t *ids)
{
    for (int i = 0; i < count; i++) {
        if (!id_parse(texts[i], &ids[i])) {
            cli_fail(CLI_USAGE, "alerts ack: '%s' is not the id of a deviation", texts[i]);
            return false;
        }
    }
    return true;
}

static bool write_acknowledgement(struct cli *cli, const int64_t *ids, const struct acknowledgement *what)
{
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return false;
    bool ok = store_deviations_acknowledge(&session, ids, (size_t)(cli->rest_count - 1), what, NULL, &err);
    db_session_close(&session);
    if (!ok)
        cli_fail(CLI_FAILED, "%s", err.text);
    return ok;
}
