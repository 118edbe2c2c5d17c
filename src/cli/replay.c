/* budgetwatch replay: what the rules would have said through a year. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "config/policy_file.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/replay.h"

static void print_json(const struct replay *replay, enum language language);
static void print_text(const struct replay *replay, enum language language);

static void tell_fault(const char *code, const struct err *err)
{
    cli_say(stderr, "budgetwatch: %s cannot be evaluated and is left out: %s\n", code, err->text);
}

static int replay_year(struct cli *cli, int year, bool json)
{
    struct faults faults = {0};
    struct policy *policy = NULL;
    struct db_session session;
    struct err err = {0};

    if (!policy_load(cli->config.policy, &policy, &faults))
        return cli_fail_faults(&faults);
    struct replay replay = {.year = year,
                            .today = clock_date(clock_wall(), cli->config.utc_offset),
                            .policy = policy,
                            .batch_size = cli->config.batch_size,
                            .on_fault = tell_fault};
    int status = CLI_FAILED;
    if (cli_connect(cli, &session, false)) {
        if (replay_run(&replay, &session, &err)) {
            (json ? print_json : print_text)(&replay, cli->config.language);
            status = replay.faults == 0 ? CLI_OK : CLI_FAILED;
        } else {
            cli_fail(CLI_FAILED, "%s", err.text);
        }
        db_session_close(&session);
    }
    replay_done(&replay);
    policy_free(policy);
    return status;
}

int cmd_replay(int argc, char **argv)
{
    const char *year_text = NULL;
    bool json = false;
    const struct cli_option options[] = {
        {"--year", "YYYY", "the fiscal year; needed", &year_text, NULL},
        {"--json", NULL, "one JSON object a line: the events, then a summary", NULL, &json},
    };
    struct cli cli;
    int status;
    long year;

    if (!cli_start(
            &cli, argc, argv, "replay --year YYYY [--json]",
            "Runs the rules over a finished or running year, month by month, with only what was known on\n"
            "the tenth working day after each month, and prints what would have been raised. The live\n"
            "state is not touched.",
            options, sizeof options / sizeof *options, &status))
        return status;
    if (cli.rest_count > 0)
        status = cli_fail(CLI_USAGE, "replay takes no '%s'; see budgetwatch replay --help", cli.rest[0]);
    else if (year_text == NULL)
        status = cli_fail(CLI_USAGE, "replay needs --year YYYY");
    else if (!cli_number("--year", year_text, 2000, 2100, &year))
        status = CLI_USAGE;
    else
        status = replay_year(&cli, (int)year, json);
    cli_done(&cli);
    return status;
}

static const char *explain(const struct replay_event *event, enum language language, struct buf *out)
{
    buf_clear(out);
    catalogue_explain(out, language, &event->verdict);
    return buf_text(out);
}

static void print_event(const struct replay_event *event, enum language language, struct buf *text)
{
    char observed[AMOUNT_TEXT], expected[AMOUNT_TEXT];
    json_t *line = json_object(), *subject = json_object();

    json_object_set_new(subject, "kind", json_string(subject_kind_name(event->kind)));
    json_object_set_new(subject, "code", json_string(event->code));
    json_object_set_new(subject, "name", json_string(event->name));
    json_object_set_new(line, "month", json_integer(event->month));
    json_object_set_new(line, "event", json_string(event_name(event->event)));
    json_object_set_new(line, "rule", json_string(rule_name(event->verdict.rule)));
    json_object_set_new(line, "severity", json_string(severity_name(event->verdict.severity)));
    json_object_set_new(line, "subject", subject);
    json_object_set_new(line, "observed", json_string(amount_format(event->verdict.observed, observed)));
    json_object_set_new(line, "expected", json_string(amount_format(event->verdict.expected, expected)));
    json_object_set_new(line, "explanation", json_string(explain(event, language, text)));
    json_line_write(stdout, line);
}

static void print_json(const struct replay *replay, enum language language)
{
    json_t *line = json_object(), *summary = json_object(), *events = json_object(), *rules = json_object(),
           *open = json_object();
    struct buf text = {0};

    for (size_t i = 0; i < replay->event_count; i++)
        print_event(&replay->events[i], language, &text);
    for (int event = 0; event <= EVENT_RESOLVED; event++)
        json_object_set_new(events, event_name((enum event_kind)event),
                            json_integer(replay->by_event[event]));
    for (int rule = 0; rule < RULE_COUNT; rule++)
        if (replay->by_rule[rule] > 0)
            json_object_set_new(rules, rule_name((enum rule)rule), json_integer(replay->by_rule[rule]));
    for (int severity = SEVERITY_RED; severity > SEVERITY_NONE; severity--)
        json_object_set_new(open, severity_name((enum severity)severity),
                            json_integer(replay->open[severity]));
    json_object_set_new(summary, "projects", json_integer(replay->projects));
    json_object_set_new(summary, "indicators", json_integer(replay->indicators));
    json_object_set_new(summary, "months", json_integer(replay->months));
    json_object_set_new(summary, "events", events);
    json_object_set_new(summary, "by_rule", rules);
    json_object_set_new(summary, "open", open);
    json_object_set_new(line, "summary", summary);
    json_line_write(stdout, line);
    buf_free(&text);
}

static void print_text(const struct replay *replay, enum language language)
{
    bool zh = language == LANGUAGE_ZH;
    struct buf text = {0}, line = {0};
    int month = 0;

    for (size_t i = 0; i < replay->event_count; i++) {
        const struct replay_event *event = &replay->events[i];
        if (event->month != month) {
            month = event->month;
            printf(zh ? "%s%d年%d月\n" : "%s%d-%02d\n", i > 0 ? "\n" : "", replay->year, month);
        }
        buf_clear(&line);
        catalogue_title(&line, language, event->event, event->verdict.severity, event->verdict.rule,
                        event->name);
        buf_printf(&line, " (%s)", event->code);
        if (event->event != EVENT_RESOLVED)
            buf_printf(&line, "\n      %s", explain(event, language, &text));
        buf_clear(&text);
        text_add_safe(&text, buf_text(&line));
        printf("  %s\n", buf_text(&text));
    }
    printf(zh ? "\n%lld 个项目、%lld 个指标，%d 个月：新增 %lld，升级 %lld，缓解 %lld，解除 %lld；期末红灯 "
                "%lld，黄灯 %lld，蓝灯 %lld\n"
              : "\n%lld projects, %lld indicators, %d months: %lld opened, %lld escalated, %lld eased, %lld "
                "resolved; "
                "standing at the end: %lld red, %lld yellow, %lld blue\n",
           (long long)replay->projects, (long long)replay->indicators, replay->months,
           (long long)replay->by_event[EVENT_OPENED], (long long)replay->by_event[EVENT_ESCALATED],
           (long long)replay->by_event[EVENT_EASED], (long long)replay->by_event[EVENT_RESOLVED],
           (long long)replay->open[SEVERITY_RED], (long long)replay->open[SEVERITY_YELLOW],
           (long long)replay->open[SEVERITY_BLUE]);
    buf_free(&text);
    buf_free(&line);
}
