/* budgetwatch notice: the monthly progress notice (预算执行进度通报) of a unit, and with --form monitor the
 * monitoring form (绩效运行监控表) that it hands in at midyear and at the year's end. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/monitor_write.h"
#include "cli/notice_sent.h"
#include "cli/notice_write.h"
#include "config/policy_file.h"
#include "config/rubric_file.h"
#include "report/notice_short.h"

#define NOTICE_USAGE                                                                                         \
    "notice --period YYYY-MM [--unit CODE] [--form notice|monitor] [--format md|html|docx|xlsx|json]\n"      \
    "                   [--language zh|en] [--money-unit wan|yuan] [--link URL] [--max-bytes N] [-o FILE]\n" \
    "       budgetwatch notice --period YYYY-MM [--unit CODE] --send\n"                                      \
    "                   [--language zh|en] [--money-unit wan|yuan] [--link URL]\n"                           \
    "       budgetwatch notice --list [--period YYYY-MM] [--unit CODE] [--json]\n"                           \
    "       budgetwatch notice --show ID [--format json|html]"

enum { BYTES_LEAST = 256, BYTES_MOST = 1 << 20 };

struct asked {
    const char *period, *unit, *form_text, *format_text, *output, *language_text, *money_text, *bytes_text;
    const char *show_text, *link;
    bool send, list, json;

    /* Made of them. */
    int year, month;
    bool monitor; /* the form, not the notice */
    enum output_format format;
    struct notice_paper paper;
    long max_bytes, id;
};

static int dispatch(struct cli *cli, struct asked *asked);
static int check_asked(struct cli *cli, struct asked *asked);
static int check_kept(struct asked *asked);
static int make(struct cli *cli, const struct asked *asked);

int cmd_notice(int argc, char **argv)
{
    struct asked asked = {.max_bytes = NOTICE_SHORT_WECOM};
    const struct cli_option options[] = {
        {"--period", "YYYY-MM", "the month; needed", .text = &asked.period},
        {"--unit", "CODE", "of a unit, with all below it (default: the one above all others)",
         .text = &asked.unit},
        {"--send", NULL,
         "send it to the channels and keep it as it is sent; once, then only as a correction of what changed",
         .flag = &asked.send},
        {"--list", NULL, "list what was sent, and whether it has arrived", .flag = &asked.list},
        {"--show", "ID", "print a notice as it was sent, as json or html", .text = &asked.show_text},
        {"--json", NULL, "of --list: a JSON object a line", .flag = &asked.json},
        {"--form", "notice|monitor", "the notice, or the monitoring form (default: notice)",
         .text = &asked.form_text},
        {"--format", "md|html|docx|xlsx|json",
         "md (the essence, for a robot), html, docx, xlsx or json (default: as -o ends, else md)",
         .text = &asked.format_text},
        {"-o", "FILE", "write there", .text = &asked.output},
        {"--language", "zh|en", "the language of the notice (default: the configuration's)",
         .text = &asked.language_text},
        {"--money-unit", "wan|yuan", "amounts in 10,000 yuan or in yuan (default: the configuration's)",
         .text = &asked.money_text},
        {"--link", "URL",
         "where the whole notice can be read, with {unit} and {period} in it (default: the configuration's)",
         .text = &asked.link},
        {"--max-bytes", "N", "of md at most (default: 4096, as WeCom takes)", .text = &asked.bytes_text},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv, NOTICE_USAGE,
            "How a unit's money and goals stand at the end of a month: the rate against the reference, the\n"
            "sub-units or projects in the order of their rates, what stands and what falls due, how the "
            "year\n"
            "may end. It rests on the ledger alone: the rules are applied afresh to what was known then.",
            options, sizeof options / sizeof options[0], &result))
        return result;
    result = dispatch(&cli, &asked);
    cli_done(&cli);
    return result;
}

static int dispatch(struct cli *cli, struct asked *asked)
{
    int status = check_asked(cli, asked);

    if (status != CLI_OK)
        return status;
    if (asked->list)
        return notice_sent_list(cli, asked->year, asked->month, asked->unit, asked->json);
    if (asked->show_text != NULL)
        return notice_sent_show(cli, asked->id, asked->format == FORMAT_HTML);
    return make(cli, asked);
}

/* "2023-07" */
static bool period_parse(const char *text, int *ret_year, int *ret_month)
{
    static const char digits[] = "0123456789";

    if (strlen(text) != 7 || strspn(text, digits) != 4 || text[4] != '-' || strspn(text + 5, digits) != 2)
        return false;
    *ret_year = atoi(text);
    *ret_month = atoi(text + 5);
    return *ret_year >= 2000 && *ret_year <= 2100 && *ret_month >= 1 && *ret_month <= MONTHS;
}

/* Of --send, --list and --show: what goes with which. */
static int check_kept(struct asked *asked)
{
    if (asked->send + asked->list + (asked->show_text != NULL) > 1)
        return cli_fail(CLI_USAGE, "notice: --send, --list and --show are asked for one at a time");
    if (asked->form_text != NULL && (asked->send || asked->list || asked->show_text != NULL))
        return cli_fail(CLI_USAGE, "notice: --form does not go with --send, --list and --show");
    if (asked->json && !asked->list)
        return cli_fail(CLI_USAGE, "notice: --json goes with --list");
    if ((asked->send || asked->list) && (asked->format_text != NULL || asked->output != NULL))
        return cli_fail(CLI_USAGE, "notice: --format and -o do not go with --send and --list");
    if (asked->show_text == NULL)
        return CLI_OK;
    if (asked->period != NULL || asked->unit != NULL || asked->output != NULL)
        return cli_fail(CLI_USAGE, "notice: --show goes with --format only");
    if (asked->format_text != NULL && strcmp(asked->format_text, "json") != 0 &&
        strcmp(asked->format_text, "html") != 0)
        return cli_fail(CLI_USAGE, "notice: a notice is shown as json or html");
    return cli_number("--show", asked->show_text, 1, LONG_MAX, &asked->id) ? CLI_OK : CLI_USAGE;
}

static int check_format(struct asked *asked)
{
    asked->format = FORMAT_MD;
    if (asked->format_text != NULL) {
        if (!format_by_name(asked->format_text, &asked->format))
            return cli_fail(CLI_USAGE, "notice: --format '%s' is no format", asked->format_text);
    } else if (asked->output != NULL && !format_by_path(asked->output, &asked->format)) {
        return cli_fail(CLI_USAGE, "notice: '%s' does not end in a format: say one with --format",
                        asked->output);
    }
    if (!notice_format_is_made(asked->format))
        return cli_fail(
            CLI_USAGE,
            "notice: comes as md, html, docx, xlsx or json, and not in the format that was asked for");
    if (asked->output == NULL && !format_is_text(asked->format))
        return cli_fail(CLI_USAGE, "notice: %s is a file: name it with -o FILE", asked->format_text);
    return CLI_OK;
}

static bool check_form(struct asked *asked)
{
    asked->monitor = asked->form_text != NULL && strcmp(asked->form_text, "monitor") == 0;
    if (asked->form_text != NULL && !asked->monitor && strcmp(asked->form_text, "notice") != 0) {
        cli_fail(CLI_USAGE, "notice: --form '%s' is neither notice nor monitor", asked->form_text);
        return false;
    }
    if (asked->monitor && (asked->bytes_text != NULL || asked->link != NULL)) {
        cli_fail(CLI_USAGE, "notice: %s belongs to a notice, and not to --form monitor",
                 asked->bytes_text != NULL ? "--max-bytes" : "--link");
        return false;
    }
    return true;
}

static int check_asked(struct cli *cli, struct asked *asked)
{
    asked->paper.language = cli->config.language;
    asked->paper.money_unit = cli->config.notice.money_unit;
    if (cli->rest_count > 0)
        return cli_fail(CLI_USAGE, "notice takes no '%s'; see budgetwatch notice --help", cli->rest[0]);
    if (asked->language_text != NULL && !language_by_name(asked->language_text, &asked->paper.language))
        return cli_fail(CLI_USAGE, "notice: --language '%s' is neither zh nor en", asked->language_text);
    if (asked->money_text != NULL && !money_unit_by_name(asked->money_text, &asked->paper.money_unit))
        return cli_fail(CLI_USAGE, "notice: --money-unit '%s' is neither wan nor yuan", asked->money_text);
    if (asked->bytes_text != NULL &&
        !cli_number("--max-bytes", asked->bytes_text, BYTES_LEAST, BYTES_MOST, &asked->max_bytes))
        return CLI_USAGE;
    if (check_kept(asked) != CLI_OK)
        return CLI_USAGE;
    if (asked->period == NULL && !asked->list && asked->show_text == NULL)
        return cli_fail(CLI_USAGE, "notice needs --period YYYY-MM");
    if (asked->period != NULL && !period_parse(asked->period, &asked->year, &asked->month))
        return cli_fail(CLI_USAGE, "notice: --period '%s' is no month from 2000-01 to 2100-12",
                        asked->period);
    if (asked->unit != NULL && asked->unit[0] == '\0')
        return cli_fail(CLI_USAGE, "notice: --unit is empty");
    if (!check_form(asked) || check_format(asked) != CLI_OK)
        return CLI_USAGE;
    if (asked->link == NULL)
        asked->link = cli->config.notice.link;
    return CLI_OK;
}

static int send_it(struct cli *cli, const struct asked *asked, const struct policy *policy,
                   const struct rubric *rubric)
{
    const struct notice_send_order order = {.config = &cli->config,
                                            .policy = policy,
                                            .rubric = rubric,
                                            .unit = asked->unit,
                                            .year = asked->year,
                                            .month = asked->month,
                                            .today = clock_date(clock_wall(), cli->config.utc_offset),
                                            .language = asked->paper.language,
                                            .money_unit = asked->paper.money_unit,
                                            .link = asked->link};

    return notice_sent_send(cli, &order);
}

static bool write_made(const struct asked *asked, const struct notice *notice, struct err *err)
{
    struct notice_paper paper = asked->paper;
    struct buf link = {0};

    if (asked->monitor)
        return monitor_write(notice, asked->format, &paper, asked->output, err);
    if (asked->link != NULL) {
        notice_link(&link, asked->link, notice->unit_code, asked->period);
        paper.link = buf_text(&link);
    }
    bool ok = notice_write(notice, asked->format, &paper, (size_t)asked->max_bytes, asked->output, err);
    buf_free(&link);
    return ok;
}

static int write_notice(struct cli *cli, const struct asked *asked, const struct policy *policy,
                        const struct rubric *rubric)
{
    const struct notice_order order = {.unit = asked->unit,
                                       .year = asked->year,
                                       .month = asked->month,
                                       .today = clock_date(clock_wall(), cli->config.utc_offset),
                                       .policy = policy,
                                       .rubric = asked->monitor ? NULL : rubric,
                                       .head_roles = cli->config.head_roles,
                                       .head_role_count = cli->config.head_role_count};
    struct db_session session;
    struct notice_made made;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = notice_prepare(&session, &order, &made, &err);
    db_session_close(&session);
    if (ok) {
        if (made.no_score.code != ERR_NONE)
            fprintf(stderr, "budgetwatch: the notice has no score: %s\n", made.no_score.text);
        ok = write_made(asked, &made.notice, &err);
        notice_made_done(&made);
    }
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

static int make(struct cli *cli, const struct asked *asked)
{
    struct faults faults = {0};
    struct policy *policy = NULL;
    struct rubric *rubric = NULL;

    if (!policy_load(cli->config.policy, &policy, &faults))
        return cli_fail_faults(&faults);
    if (!rubric_load(cli->config.rubric, &rubric, &faults)) {
        policy_free(policy);
        return cli_fail_faults(&faults);
    }
    int status = asked->send ? send_it(cli, asked, policy, rubric) : write_notice(cli, asked, policy, rubric);
    rubric_free(rubric);
    policy_free(policy);
    return status;
}
