/* budgetwatch status: what stands now. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "core/catalogue_source.h"
#include "core/catalogue_status.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/overview.h"

enum { BAR_COLUMNS = 24, NAME_COLUMNS = 44 };

static bool read_overview(struct cli *cli, long year, struct overview *overview);
static bool print_json(const struct overview *overview);
static bool print_text(const struct overview *overview, enum language language);
static bool add_row(struct table *table, const char *name, int depth, int month,
                    const struct money_sum *money, const struct status_lights *lights);
static void print_daemon(struct buf *out, const struct status_daemon *daemon, enum language language);
static void print_channels(struct buf *out, const struct channel_fares *fares, enum language language);
static void print_sources(struct buf *out, const struct source_fares *fares, enum language language);

int cmd_status(int argc, char **argv)
{
    const char *year_text = NULL;
    bool json = false;
    const struct cli_option options[] = {
        {"--year", "YYYY", "the fiscal year (default: the running one, or the latest with a budget)",
         .text = &year_text},
        {"--json", NULL, "one JSON object", .flag = &json},
    };
    struct cli cli;
    int result;
    long year = 0;

    if (!cli_start(
            &cli, argc, argv, "status [--year YYYY] [--json]",
            "Shows what stands now: by unit its budget, spending, rate against the linear reference, and\n"
            "deviations; how the daemon is, and what waits for each channel. A unit's figures are those of\n"
            "its own projects, the total is of all.",
            options, sizeof options / sizeof options[0], &result))
        return result;

    struct overview overview = {0};
    if (cli.rest_count > 0)
        result = cli_fail(CLI_USAGE, "status: unexpected argument '%s'", cli.rest[0]);
    else if (year_text != NULL && !cli_number("--year", year_text, 2000, 2100, &year))
        result = CLI_USAGE;
    else if (!read_overview(&cli, year, &overview))
        result = CLI_FAILED;
    else if (!(json ? print_json(&overview) : print_text(&overview, cli.config.language)))
        result = cli_fail(CLI_FAILED, "status: a sum is too large");
    else
        result = CLI_OK;
    overview_done(&overview);
    cli_done(&cli);
    return result;
}

/* `year` 0: the running one, or the latest with a budget. On false the sentence has been printed. */
static bool read_overview(struct cli *cli, long year, struct overview *overview)
{
    struct db_session session;
    struct err err = {0};
    date today = clock_date(clock_wall(), cli->config.utc_offset);

    if (!cli_connect(cli, &session, false))
        return false;
    bool ok = overview_read(&session, &cli->config, (int)year, today, overview, &err);
    db_session_close(&session);
    if (!ok)
        cli_fail(CLI_FAILED, "%s", err.text);
    return ok;
}

static bool print_json(const struct overview *overview)
{
    json_t *all = overview_json(overview);

    if (all != NULL)
        json_line_write(stdout, all);
    return all != NULL;
}

static bool print_text(const struct overview *overview, enum language language)
{
    const struct status *status = &overview->status;
    const struct totals *totals = &overview->totals;
    struct table_column columns[STATUS_BLUE + 1];
    struct table table;
    struct buf out = {0};
    bool ok = true;

    for (int i = STATUS_UNIT; i <= STATUS_BLUE; i++)
        columns[i] = (struct table_column){catalogue_status(language, (enum status_text)i),
                                           .right = i != STATUS_UNIT && i != STATUS_PROGRESS,
                                           .widest = i == STATUS_UNIT ? NAME_COLUMNS : 0};
    table_init(&table, columns, STATUS_BLUE + 1);
    for (size_t i = 0; i < status->unit_count && ok; i++) {
        const struct status_unit *unit = &status->units[i];
        struct money_sum money;
        ok = unit_money(unit, &money) &&
             add_row(&table, unit->name, unit->depth, unit->month, &money, &unit->lights);
    }
    ok =
        ok &&
        add_row(&table, catalogue_status(language, STATUS_TOTAL), 0, totals->month, &totals->all,
                &status->lights) &&
        add_row(&table, catalogue_status(language, STATUS_BASIC), 1, totals->month, &totals->basic, NULL) &&
        add_row(&table, catalogue_status(language, STATUS_PROJECT), 1, totals->month, &totals->project, NULL);
    if (ok) {
        catalogue_status_heading(&out, language,
                                 &(struct status_heading){.year = status->year,
                                                          .month = totals->month,
                                                          .units = totals->units,
                                                          .units_missing = totals->missing});
        if (status->closed_on[0] != '\0') {
            buf_putc(&out, '\n');
            catalogue_status_closed(&out, language, status->year, status->closed_on, status->closed_by);
        }
        buf_puts(&out, "\n\n");
        table_write(&table, &out);
        buf_putc(&out, '\n');
        print_daemon(&out, &status->daemon, language);
        print_channels(&out, &overview->channels, language);
        print_sources(&out, &overview->sources, language);
        fputs(buf_text(&out), stdout);
    }
    table_done(&table);
    buf_free(&out);
    return ok;
}

static void print_sources(struct buf *out, const struct source_fares *fares, enum language language)
{
    for (size_t i = 0; i < fares->count; i++) {
        const struct source_fare *f = &fares->list[i];
        const struct source_words words = overview_source_words(f);
        struct buf line = {0};
        catalogue_status_source(&line, language, &words);
        text_add_safe(out, buf_text(&line));
        buf_putc(out, '\n');
        buf_free(&line);
    }
}

static void print_channels(struct buf *out, const struct channel_fares *fares, enum language language)
{
    for (size_t i = 0; i < fares->count; i++) {
        const struct channel_fare *f = &fares->list[i];
        const struct status_channel_words words = overview_channel_words(f);
        struct buf line = {0};
        catalogue_status_channel(&line, language, &words);
        text_add_safe(out, buf_text(&line));
        buf_putc(out, '\n');
        buf_free(&line);
    }
}

/* The columns of enum status_text, from STATUS_UNIT to STATUS_BLUE. */
static bool add_row(struct table *table, const char *name, int depth, int month,
                    const struct money_sum *money, const struct status_lights *lights)
{
    struct money_rates shares;
    struct buf cell = {0};
    char rate[DEC_TEXT] = "-", reference[DEC_TEXT] = "-", gap[DEC_TEXT] = "-", text[DEC_TEXT];

    if (!money_rates_of(money, &shares))
        return false;
    if (shares.known && (!money_percent(shares.rate, rate) || !money_percent(shares.reference, reference) ||
                         !money_percent(shares.gap, gap)))
        return false;
    buf_printf(&cell, "%*s%s", depth * 2, "", name);
    table_cell(table, buf_text(&cell));
    snprintf(text, sizeof text, "%d", month);
    table_cell(table, month == 0 ? "-" : text);
    table_cell(table, dec_format_grouped(money->budget, SCALE_FEN, text));
    table_cell(table, dec_format_grouped(money->spent, SCALE_FEN, text));
    table_cell(table, rate);
    table_cell(table, reference);
    table_cell(table, gap);
    buf_clear(&cell);
    if (shares.known)
        bar_write(&cell, shares.rate, &shares.reference, BAR_COLUMNS);
    table_cell(table, buf_text(&cell));
    buf_free(&cell);
    const int64_t counts[] = {lights == NULL ? -1 : lights->red, lights == NULL ? -1 : lights->yellow,
                              lights == NULL ? -1 : lights->blue};
    for (size_t i = 0; i < 3; i++) {
        snprintf(text, sizeof text, "%" PRId64, counts[i]);
        table_cell(table, counts[i] < 0 ? "" : text);
    }
    return true;
}

static void print_daemon(struct buf *out, const struct status_daemon *daemon, enum language language)
{
    catalogue_status_leader(out, language, daemon);
    buf_putc(out, '\n');
    catalogue_status_changes(out, language, daemon);
    buf_putc(out, '\n');
    catalogue_status_full_pass(out, language, daemon);
    buf_putc(out, '\n');
    catalogue_status_messages(out, language, daemon);
    buf_putc(out, '\n');
}
