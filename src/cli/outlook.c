/* budgetwatch outlook: the reply sheet, on its way out (--template) and back in. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "cli/outlook_check.h"
#include "cli/outlook_read.h"
#include "core/import_date.h"
#include "report/table.h"
#include "service/reply_sheet.h"

#define OUTLOOK_USAGE                                                                                        \
    "outlook --template --unit CODE --period YYYY-MM [-o FILE.xlsx]\n"                                       \
    "       budgetwatch outlook FILE.xlsx --by NAME [--partial] [--dry-run]"

enum { FAULTS_SHOWN = 50, PERIOD_LENGTH = 7, PERIOD_YEAR_LOW = 2000, PERIOD_YEAR_HIGH = 2100 };

struct asked {
    const char *unit, *period, *output, *by;
    bool template, partial, dry_run;
};

/* A sheet being taken in. */
struct taking {
    const struct asked *asked;
    const char *path;
    struct outlook_file file;
    struct outlook_deviations known;
    struct outlook_counts counts;
    size_t good, faults;
    bool kept; /* what was good is in the database */
};

static int make(struct cli *cli, const struct asked *asked);
static bool period_year(const char *period, int *ret_year);
static bool write_template(struct cli *cli, struct db_session *session, const struct asked *asked, int year,
                           const char *path, size_t *ret_count, struct err *err);
static int take(struct cli *cli, const struct asked *asked);
static bool take_within(struct db_session *session, struct taking *taking, struct err *err);
static bool lock_known(struct db_session *session, struct taking *taking, int year, struct err *err);
static bool write_rows(struct db_session *session, struct taking *taking, int year, struct arena *arena,
                       struct err *err);
static void tell_fault(void *ctx, const char *text);
static int tell_end(const struct taking *taking);

int cmd_outlook(int argc, char **argv)
{
    struct asked asked = {0};
    const struct cli_option options[] = {
        {"--template", NULL, "write the sheet of a unit and those below it", .flag = &asked.template},
        {"--unit", "CODE", "template: whose", .text = &asked.unit},
        {"--period", "YYYY-MM", "template: the month that is reported on", .text = &asked.period},
        {"-o", "FILE.xlsx", "template: where to (default outlook-CODE-YYYY-MM.xlsx); never one that is there",
         .text = &asked.output},
        {"--by", "NAME", "who answers, where a row names nobody", .text = &asked.by},
        {"--partial", NULL, "take the good rows though others have faults", .flag = &asked.partial},
        {"--dry-run", NULL, "do everything but keep it", .flag = &asked.dry_run},
    };
    struct cli cli;
    int result;

    if (!cli_start(&cli, argc, argv, OUTLOOK_USAGE,
                   "Writes a sheet with what is behind in a unit and empty columns for cause, corrective\n"
                   "action, expected year end and likelihood; filled in and given back, it becomes\n"
                   "acknowledgements, outlooks and rectifications. The same sheet again changes nothing.",
                   options, sizeof options / sizeof options[0], &result))
        return result;

    if (asked.template)
        result = make(&cli, &asked);
    else
        result = take(&cli, &asked);
    cli_done(&cli);
    return result;
}

static int make(struct cli *cli, const struct asked *asked)
{
    struct db_session session;
    struct err err = {0};
    struct buf path = {0};
    size_t count = 0;
    int year;

    if (cli->rest_count > 0 || asked->by || asked->partial || asked->dry_run)
        return cli_fail(CLI_USAGE, "outlook: --template goes with --unit, --period and -o only");
    if (asked->unit == NULL || asked->period == NULL)
        return cli_fail(CLI_USAGE, "outlook: --template needs --unit CODE and --period YYYY-MM");
    if (!period_year(asked->period, &year))
        return cli_fail(CLI_USAGE, "outlook: --period '%s': a month was expected, such as 2023-07",
                        asked->period);
    if (asked->output == NULL && strchr(asked->unit, '/') != NULL)
        return cli_fail(CLI_USAGE, "outlook: '%s' makes no file name: say one with -o", asked->unit);
    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    if (asked->output != NULL)
        buf_puts(&path, asked->output);
    else
        buf_printf(&path, "outlook-%s-%s.xlsx", asked->unit, asked->period);
    bool ok = write_template(cli, &session, asked, year, buf_text(&path), &count, &err);
    db_session_close(&session);
    if (ok)
        cli_say(stdout, "%s: %zu deviations to answer\n", buf_text(&path), count);
    buf_free(&path);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

static bool period_year(const char *period, int *ret_year)
{
    int month;

    return strlen(period) == PERIOD_LENGTH && period[4] == '-' &&
           import_month_read(period, PERIOD_LENGTH, ret_year, &month) && *ret_year >= PERIOD_YEAR_LOW &&
           *ret_year <= PERIOD_YEAR_HIGH;
}

/* A sheet of that name may be half filled in by now. */
static bool write_template(struct cli *cli, struct db_session *session, const struct asked *asked, int year,
                           const char *path, size_t *ret_count, struct err *err)
{
    struct reply_sheet sheet;

    if (!reply_sheet_read(session, cli->config.language, asked->unit, asked->period, year, &sheet, err))
        return false;
    bool claimed = cli_claim_file(path, err);
    bool ok = claimed && reply_sheet_write(&sheet, path, err);
    if (claimed && !ok)
        unlink(path);
    *ret_count = sheet.count;
    reply_sheet_done(&sheet);
    return ok;
}

static int take(struct cli *cli, const struct asked *asked)
{
    struct taking taking = {.asked = asked};
    struct db_session session;
    struct err err = {0};

    if (cli->rest_count != 1 || asked->by == NULL || asked->by[0] == '\0' || asked->unit || asked->period ||
        asked->output)
        return cli_fail(CLI_USAGE, "outlook: a filled sheet is taken in with outlook FILE.xlsx --by NAME");
    if (!outlook_check_name(asked->by, &err))
        return cli_fail(CLI_USAGE, "outlook: --by: %s", err.text);
    taking.path = cli->rest[0];
    bool ok = outlook_file_read(&taking.file, taking.path, &err);
    if (ok && !cli_connect(cli, &session, false)) {
        outlook_file_done(&taking.file);
        return CLI_FAILED;
    }
    if (ok) {
        ok = db_session_exec(&session, "BEGIN", &err) && take_within(&session, &taking, &err);
        taking.kept = ok && !asked->dry_run && (taking.faults == 0 || asked->partial);
        struct err ignored = {0};
        if (taking.kept)
            ok = db_session_exec(&session, "COMMIT", &err);
        else
            /* What is told is the cause; a lost connection rolls back by itself. */
            (void)!db_session_exec(&session, "ROLLBACK", &ignored);
        db_session_close(&session);
    }
    int result = ok ? tell_end(&taking) : cli_fail(CLI_FAILED, "%s", err.text);
    store_outlook_done(&taking.known);
    outlook_file_done(&taking.file);
    return result;
}

static bool take_within(struct db_session *session, struct taking *taking, struct err *err)
{
    struct arena arena = {0};
    const char *name;
    int year;

    if (!period_year(taking->file.period, &year))
        return err_set(err, ERR_INPUT, "%s: period '%s': a month was expected, such as 2023-07", taking->path,
                       taking->file.period);
    bool ok = store_outlook_unit(session, &arena, taking->file.unit, &name, err) &&
              lock_known(session, taking, year, err) && write_rows(session, taking, year, &arena, err);
    arena_free(&arena);
    if (ok && taking->counts.acknowledgements > 0)
        ok = db_session_exec(session, "NOTIFY budgetwatch", err);
    return ok;
}

static bool lock_known(struct db_session *session, struct taking *taking, int year, struct err *err)
{
    int64_t *ids = mem_alloc((taking->file.count + 1) * sizeof *ids);
    size_t count = 0;

    for (size_t i = 0; i < taking->file.count; i++)
        count += outlook_row_id(&taking->file.rows[i], &ids[count]);
    bool ok = store_outlook_lock(session, taking->file.unit, year, ids, count, &taking->known, err);
    free(ids);
    return ok;
}

static bool write_rows(struct db_session *session, struct taking *taking, int year, struct arena *arena,
                       struct err *err)
{
    const struct outlook_check check = {
        .path = taking->path,
        .file = &taking->file,
        .known = &taking->known,
        .year = year,
        .by = taking->asked->by,
        .fault = tell_fault,
        .ctx = taking,
    };

    for (size_t i = 0; i < taking->file.count; i++) {
        struct outlook_answer answer;
        if (!outlook_check_row(&check, i, arena, &answer))
            continue;
        taking->good++;
        if (!store_outlook_write(session, &answer, taking->file.period, &taking->counts, err))
            return err_prefix(err, "%s: row %ld", taking->path, taking->file.rows[i].line);
    }
    return true;
}

static void tell_fault(void *ctx, const char *text)
{
    struct taking *taking = ctx;
    struct buf safe = {0};

    if (++taking->faults > FAULTS_SHOWN)
        return;
    text_add_safe(&safe, text);
    fprintf(stderr, "%s\n", buf_text(&safe));
    buf_free(&safe);
}

static int tell_end(const struct taking *taking)
{
    if (taking->faults > FAULTS_SHOWN)
        fprintf(stderr, "... and %zu more faults\n", taking->faults - FAULTS_SHOWN);
    if (taking->faults > 0 && !taking->asked->partial)
        return cli_fail(CLI_FAILED, "%s: nothing was taken; %zu good rows wait for --partial", taking->path,
                        taking->good);
    cli_say(stdout,
            "%s: %zu rows%s, %zu left empty: %" PRId64 " acknowledgements, %" PRId64 " outlooks, %" PRId64
            " rectifications%s\n",
            taking->path, taking->good, taking->faults > 0 ? " of those filled in" : "", taking->file.empty,
            taking->counts.acknowledgements, taking->counts.outlooks, taking->counts.rectifications,
            taking->kept ? "" : " (dry run: nothing was kept)");
    return taking->faults > 0 ? CLI_FAILED : CLI_OK;
}
