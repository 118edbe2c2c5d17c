/* budgetwatch evaluate: the year-end self-evaluation (绩效自评) of a unit or a project. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/evaluate_list.h"
#include "cli/evaluate_write.h"
#include "config/rubric_file.h"
#include "db/load_facts.h"
#include "db/load_sheet.h"
#include "db/store_evaluations.h"
#include "db/store_years.h"
#include "db/subjects.h"
#include "report/sheet_json.h"

#define EVALUATE_USAGE                                                                                       \
    "evaluate --year YYYY (--unit CODE | --project CODE) [--rubric FILE] [--format "                         \
    "md|html|xlsx|docx|json]\n"                                                                              \
    "                   [--report | --rectifications] [--language zh|en] [-o FILE]\n"                        \
    "       budgetwatch evaluate --list [--year YYYY] [--unit CODE | --project CODE] [--json]\n"             \
    "       budgetwatch evaluate --compare A B [--json]"

#define PROJECT_RUBRIC "mof-project-2020"

struct asked {
    const char *year_text, *unit, *project, *rubric, *format_text, *output, *language_text;
    bool report, rectifications, list, compare, json;

    /* Made of them. */
    int year; /* 0: not said */
    enum output_format format;
    enum evaluate_paper paper;
    enum language language;
};

static int dispatch(struct cli *cli, struct asked *asked);
static int check_asked(struct cli *cli, struct asked *asked);
static int compare(struct cli *cli, const struct asked *asked);
static int make(struct cli *cli, const struct asked *asked);
static int load_rubric(const struct cli *cli, const struct asked *asked, struct rubric **ret_rubric);
static bool read_facts(struct cli *cli, struct db_session *session, const struct asked *asked,
                       struct calendar *calendar, struct sheet_facts *ret_facts, struct err *err);
static bool keep(struct db_session *session, const struct sheet *sheet, enum language language,
                 struct err *err);

int cmd_evaluate(int argc, char **argv)
{
    struct asked asked = {0};
    const struct cli_option options[] = {
        {"--year", "YYYY", "the fiscal year", .text = &asked.year_text},
        {"--unit", "CODE", "of a department or unit, with all below it", .text = &asked.unit},
        {"--project", "CODE", "of a project", .text = &asked.project},
        {"--rubric", "FILE", "a rubric's file, or the name of one that is shipped", .text = &asked.rubric},
        {"--format", "md|html|docx|xlsx|json", "md, html, xlsx, docx or json (default: as -o ends, else md)",
         .text = &asked.format_text},
        {"-o", "FILE", "write there", .text = &asked.output},
        {"--report", NULL, "the draft of the self-evaluation report, with gaps for what only people know",
         .flag = &asked.report},
        {"--rectifications", NULL, "the lost points as proposals, in the form of rectifications.csv",
         .flag = &asked.rectifications},
        {"--language", "zh|en", "the language of the sheet (default: the configuration's)",
         .text = &asked.language_text},
        {"--list", NULL, "the evaluations that were made", .flag = &asked.list},
        {"--compare", NULL, "A B: what differs between two of them, and why", .flag = &asked.compare},
        {"--json", NULL, "with --list and --compare; else the same as --format json", .flag = &asked.json},
    };
    struct cli cli;
    int result;

    if (!cli_start(
            &cli, argc, argv, EVALUATE_USAGE,
            "Turns the year's ledger into the score sheet, with the arithmetic and the rows behind every\n"
            "point. What the rules give, what people assessed and what a printed sheet claims are kept\n"
            "apart, and where they do not agree it says so. In a running year it says what the year would\n"
            "score if it closed today. Each evaluation is stored; the same one again is stored once.",
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
    if (asked->compare)
        return compare(cli, asked);
    if (asked->list)
        return evaluate_list(cli, asked->year, asked->unit != NULL,
                             asked->unit != NULL ? asked->unit : asked->project, asked->json);
    return make(cli, asked);
}

static int check_format(struct asked *asked)
{
    asked->paper = asked->report ? PAPER_REPORT : asked->rectifications ? PAPER_RECTIFICATIONS : PAPER_SHEET;
    asked->format = asked->rectifications ? FORMAT_CSV : asked->json ? FORMAT_JSON : FORMAT_MD;
    if (asked->format_text != NULL) {
        if (!format_by_name(asked->format_text, &asked->format))
            return cli_fail(CLI_USAGE, "evaluate: --format '%s' is none of md, html, xlsx, docx, json",
                            asked->format_text);
        if (asked->json && asked->format != FORMAT_JSON)
            return cli_fail(CLI_USAGE, "evaluate: --json and --format %s", asked->format_text);
    } else if (!asked->json && !asked->rectifications && asked->output != NULL) {
        if (!format_by_path(asked->output, &asked->format))
            return cli_fail(CLI_USAGE, "evaluate: '%s' does not end in a format: say one with --format",
                            asked->output);
    }
    if ((asked->format == FORMAT_CSV && !asked->json) != asked->rectifications)
        return cli_fail(CLI_USAGE, "evaluate: --rectifications writes CSV, and nothing else does");
    if (asked->report && (asked->format == FORMAT_XLSX || asked->format == FORMAT_JSON))
        return cli_fail(CLI_USAGE, "evaluate: --report comes as md, html or docx");
    if (asked->output == NULL && !format_is_text(asked->format))
        return cli_fail(CLI_USAGE, "evaluate: %s is a file: name it with -o FILE", asked->format_text);
    return CLI_OK;
}

static int check_asked(struct cli *cli, struct asked *asked)
{
    long year = 0;

    asked->language = cli->config.language;
    if (asked->language_text != NULL && !language_by_name(asked->language_text, &asked->language))
        return cli_fail(CLI_USAGE, "evaluate: --language '%s' is neither zh nor en", asked->language_text);
    if (asked->year_text != NULL && !cli_number("--year", asked->year_text, 2000, 2100, &year))
        return CLI_USAGE;
    asked->year = (int)year;
    if (asked->unit != NULL && asked->project != NULL)
        return cli_fail(CLI_USAGE, "evaluate: either --unit or --project");
    if (asked->report && asked->rectifications)
        return cli_fail(CLI_USAGE, "evaluate: either --report or --rectifications");
    if (asked->compare)
        return CLI_OK;
    if (cli->rest_count > 0)
        return cli_fail(CLI_USAGE, "evaluate takes no '%s'; see budgetwatch evaluate --help", cli->rest[0]);
    if (asked->list)
        return CLI_OK;
    if (asked->year == 0)
        return cli_fail(CLI_USAGE, "evaluate needs --year YYYY");
    if (asked->unit == NULL && asked->project == NULL)
        return cli_fail(CLI_USAGE, "evaluate needs --unit CODE or --project CODE");
    return check_format(asked);
}

static int compare(struct cli *cli, const struct asked *asked)
{
    long a, b;

    if (cli->rest_count != 2)
        return cli_fail(CLI_USAGE, "evaluate --compare needs two numbers as --list shows them");
    if (!cli_number("--compare", cli->rest[0], 1, INT64_MAX, &a) ||
        !cli_number("--compare", cli->rest[1], 1, INT64_MAX, &b))
        return CLI_USAGE;
    return evaluate_compare(cli, a, b, asked->language, asked->json);
}

static int load_rubric(const struct cli *cli, const struct asked *asked, struct rubric **ret_rubric)
{
    const char *name = asked->rubric != NULL ? asked->rubric
                       : asked->unit != NULL ? cli->config.rubric
                                             : PROJECT_RUBRIC;
    struct faults faults = {0};

    if (rubric_load(name, ret_rubric, &faults))
        return CLI_OK;
    return cli_fail_faults(&faults);
}

/* A running year is looked at today, a closed one on its last day. */
static bool clock_of(struct cli *cli, int year, date *ret_clock, bool *ret_open)
{
    date today = clock_date(clock_wall(), cli->config.utc_offset);

    *ret_open = date_year(today) == year;
    *ret_clock = *ret_open ? today : date_of(year, 12, 31);
    return date_year(today) >= year;
}

static bool read_facts(struct cli *cli, struct db_session *session, const struct asked *asked,
                       struct calendar *calendar, struct sheet_facts *ret_facts, struct err *err)
{
    struct sheet_subject subject = {.of_unit = asked->unit != NULL,
                                    .code = asked->unit != NULL ? asked->unit : asked->project,
                                    .year = asked->year};
    struct db_section section = {calendar_steps, calendar};
    struct policy policy = {0};

    policy_rules_default(&policy.rules);
    if (!clock_of(cli, asked->year, &subject.clock, &subject.open))
        return err_set(err, ERR_INPUT, "the year %d has not begun", asked->year);
    return db_script_run(session, &section, 1, err) && load_sheet(session, &subject, &policy, ret_facts, err);
}

/* A login that may only read still gets its sheet; so does who asks for one of a closed year, of which no
 * other is kept than those that were. */
static bool keep(struct db_session *session, const struct sheet *sheet, enum language language,
                 struct err *err)
{
    const struct sheet_facts *facts = sheet->facts;
    json_t *json = sheet_json(sheet, language);
    char *text = json_dumps(json, JSON_COMPACT);
    struct evaluation_made made = {.of_unit = facts->of_unit,
                                   .code = facts->code,
                                   .year = facts->year,
                                   .clock = facts->clock,
                                   .rubric = sheet->rubric->name,
                                   .rubric_text = sheet->rubric->text,
                                   .audit_id = facts->audit_id,
                                   .result = text,
                                   .total = sheet->total,
                                   .grade = sheet->grade};
    bool may = false, is_new = false;
    int64_t id;

    bool ok = store_evaluation_may(session, &may, err) &&
              (!may || store_evaluation_save(session, &made, &id, &is_new, err));
    bool is_closed = !ok && err->code == ERR_DB_QUERY && store_years_refused(session);
    if (is_closed) {
        fprintf(stderr, "budgetwatch: not stored: %s\n", err->text);
        err_clear(err);
        ok = true;
    } else if (ok && !may)
        fputs("budgetwatch: not stored: this login may not store evaluations\n", stderr);
    else if (ok && is_new)
        fprintf(stderr, "budgetwatch: stored as evaluation %" PRId64 "\n", id);
    free(text);
    json_decref(json);
    return ok;
}

static int make(struct cli *cli, const struct asked *asked)
{
    struct calendar calendar = {0};
    struct sheet_facts facts = {0};
    struct sheet sheet = {0};
    struct rubric *rubric;
    struct db_session session;
    struct err err = {0};

    int status = load_rubric(cli, asked, &rubric);
    if (status != CLI_OK)
        return status;
    if (!cli_connect(cli, &session, false)) {
        rubric_free(rubric);
        return CLI_FAILED;
    }
    bool ok = read_facts(cli, &session, asked, &calendar, &facts, &err) &&
              sheet_make(rubric, &facts, &calendar, &sheet, &err) &&
              evaluate_write(&sheet, asked->paper, asked->format, asked->language, asked->output, &err) &&
              keep(&session, &sheet, cli->config.language, &err);
    db_session_close(&session);
    sheet_free(&sheet);
    sheet_facts_free(&facts);
    calendar_done(&calendar);
    rubric_free(rubric);
    if (ok)
        return CLI_OK;
    return cli_fail(err.code == ERR_USAGE ? CLI_USAGE : CLI_FAILED, "%s", err.text);
}
