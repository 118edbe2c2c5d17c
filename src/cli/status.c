/* budgetwatch status: what stands now. Money and lights come in one snapshot (db/store_status.h); rates
 * and gaps are made here from the exact sums, and rounded once, when they are printed. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/channel_known.h"
#include "cli/cli.h"
#include "core/catalogue_source.h"
#include "core/catalogue_status.h"
#include "core/facts.h"
#include "core/money_rate.h"
#include "db/store_sources.h"
#include "db/store_status.h"
#include "report/json_lines.h"
#include "report/table.h"

enum { BAR_COLUMNS = 24, NAME_COLUMNS = 44 };

struct totals {
    struct money_sum all, basic, project;
    int month; /* the latest that any unit reported */
    int64_t units, missing;
};

/* All that is shown. */
struct overview {
    struct status status;
    struct channel_fares channels;
    struct source_fares sources;
    struct arena arena; /* of the channels and the sources */
    int closed;
};

static bool read_overview(struct cli *cli, long year, struct overview *overview);
static bool sum_up(const struct status *status, struct totals *totals);
static bool unit_money(const struct status_unit *unit, struct money_sum *ret_money);
static bool print_json(const struct overview *overview, const struct totals *totals);
static bool set_money(json_t *object, const struct money_sum *money);
static json_t *json_lights(const struct status_lights *lights);
static json_t *json_daemon(const struct status_daemon *daemon);
static json_t *json_channels(const struct channel_fares *fares);
static json_t *json_sources(const struct source_fares *fares);
static bool print_text(const struct overview *overview, const struct totals *totals, enum language language);
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
            "deviations; how the daemon is, and what waits for each channel. A unit's figures are those of "
            "its own projects, the total\n"
            "is of all.",
            options, sizeof options / sizeof options[0], &result))
        return result;

    struct overview overview = {0};
    struct totals totals = {0};
    if (cli.rest_count > 0)
        result = cli_fail(CLI_USAGE, "status: unexpected argument '%s'", cli.rest[0]);
    else if (year_text != NULL && !cli_number("--year", year_text, 2000, 2100, &year))
        result = CLI_USAGE;
    else if (!read_overview(&cli, year, &overview))
        result = CLI_FAILED;
    else if (!sum_up(&overview.status, &totals) ||
             !(json ? print_json(&overview, &totals) : print_text(&overview, &totals, cli.config.language)))
        result = cli_fail(CLI_FAILED, "status: a sum is too large");
    else
        result = CLI_OK;
    store_status_done(&overview.status);
    arena_free(&overview.arena);
    cli_done(&cli);
    return result;
}

/* `year` 0: the running one, or the latest with a budget. On false the sentence has been printed. */
static bool read_overview(struct cli *cli, long year, struct overview *overview)
{
    struct db_session session;
    struct err err = {0};
    date today = clock_date(clock_wall(), cli->config.utc_offset);
    int shown = (int)year;

    if (!cli_connect(cli, &session, false))
        return false;
    bool ok = shown != 0 || store_status_year(&session, date_year(today), &shown, &err);
    overview->closed = view_live(shown, today).closed;
    ok = ok &&
         store_status_read(&session, shown, overview->closed, cli->config.utc_offset, &overview->status,
                           &err) &&
         store_channels_status(&session, channel_known(&cli->config, &overview->arena),
                               cli->config.channel_count, &overview->arena, &overview->channels, &err) &&
         store_source_list(&session, &overview->arena, &overview->sources, &err);
    db_session_close(&session);
    if (!ok)
        cli_fail(CLI_FAILED, "%s", err.text);
    return ok;
}

static bool sum_up(const struct status *status, struct totals *totals)
{
    for (size_t i = 0; i < status->unit_count; i++) {
        const struct status_unit *unit = &status->units[i];
        struct money_sum basic = money_sum_of(unit->basic_budget, unit->basic_spent, unit->month);
        struct money_sum project = money_sum_of(unit->project_budget, unit->project_spent, unit->month);

        if (!unit->has_projects)
            continue;
        if (!money_sum_add(&totals->basic, &basic) || !money_sum_add(&totals->project, &project))
            return false;
        totals->units++;
        totals->missing += unit->month == 0;
        if (unit->month > totals->month)
            totals->month = unit->month;
    }
    totals->all = totals->basic;
    return money_sum_add(&totals->all, &totals->project);
}

static bool unit_money(const struct status_unit *unit, struct money_sum *ret_money)
{
    struct money_sum project = money_sum_of(unit->project_budget, unit->project_spent, unit->month);

    *ret_money = money_sum_of(unit->basic_budget, unit->basic_spent, unit->month);
    return money_sum_add(ret_money, &project);
}

static bool print_json(const struct overview *overview, const struct totals *totals)
{
    const struct status *status = &overview->status;
    json_t *units = json_array();
    json_t *total = json_object(), *basic = json_object(), *project = json_object();
    bool ok = set_money(total, &totals->all) && set_money(basic, &totals->basic) &&
              set_money(project, &totals->project);

    for (size_t i = 0; i < status->unit_count && ok; i++) {
        const struct status_unit *u = &status->units[i];
        struct money_sum money;
        json_t *unit = json_pack("{s:s, s:s, s:o, s:i, s:o}", "code", u->code, "name", u->name, "parent_code",
                                 json_text_or_null(u->parent_code), "depth", u->depth, "month",
                                 u->month == 0 ? json_null() : json_integer(u->month));
        ok = unit_money(u, &money) && set_money(unit, &money);
        json_object_set_new(unit, "deviations", json_lights(&u->lights));
        json_array_append_new(units, unit);
    }
    json_object_set_new(total, "basic", basic);
    json_object_set_new(total, "project", project);
    json_object_set_new(total, "deviations", json_lights(&status->lights));
    json_t *year_closed = json_null();
    if (status->closed_on[0] != '\0')
        year_closed = json_pack("{s:s, s:s}", "on", status->closed_on, "by", status->closed_by);
    json_t *all =
        json_pack("{s:i, s:o, s:i, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "fiscal_year", status->year,
                  "year_closed", year_closed, "closed_months", overview->closed, "month",
                  totals->month == 0 ? json_null() : json_integer(totals->month), "units_watched",
                  (json_int_t)totals->units, "units_unreported", (json_int_t)totals->missing, "units", units,
                  "total", total, "daemon", json_daemon(&status->daemon), "channels",
                  json_channels(&overview->channels), "sources", json_sources(&overview->sources));
    if (ok)
        json_line_write(stdout, all);
    else
        json_decref(all);
    return ok;
}

static bool set_money(json_t *object, const struct money_sum *money)
{
    struct money_rates shares;
    char text[DEC_TEXT];

    json_object_set_new(object, "budget", json_money(money->budget));
    json_object_set_new(object, "spent", json_money(money->spent));
    if (!money_rates_of(money, &shares))
        return false;
    const struct {
        const char *key;
        struct ratio share;
    } keys[] = {{"rate", shares.rate}, {"reference_rate", shares.reference}, {"gap_pp", shares.gap}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (shares.known && !money_percent(keys[i].share, text))
            return false;
        json_object_set_new(object, keys[i].key, shares.known ? json_string(text) : json_null());
    }
    return true;
}

static json_t *json_lights(const struct status_lights *lights)
{
    return json_pack("{s:I, s:I, s:I}", "red", (json_int_t)lights->red, "yellow", (json_int_t)lights->yellow,
                     "blue", (json_int_t)lights->blue);
}

static json_t *json_age(int64_t seconds)
{
    return seconds < 0 ? json_null() : json_integer(seconds);
}

static json_t *json_daemon(const struct status_daemon *daemon)
{
    json_t *leader = json_pack("{s:o, s:I, s:o, s:b}", "holder", json_text_or_null(daemon->holder), "epoch",
                               (json_int_t)daemon->epoch, "until", json_text_or_null(daemon->until),
                               "leading", (int)daemon->leading);
    json_t *changes = json_pack("{s:I, s:o}", "rows", (json_int_t)daemon->change_rows, "oldest_seconds",
                                json_age(daemon->change_age));
    json_t *pass =
        json_pack("{s:o, s:o, s:o}", "fingerprint", json_text_or_null(daemon->fingerprint), "finished_on",
                  json_text_or_null(daemon->finished_on), "proved_on", json_text_or_null(daemon->proved_on));
    json_t *messages = json_pack("{s:I, s:o, s:I}", "waiting", (json_int_t)daemon->waiting, "oldest_seconds",
                                 json_age(daemon->waiting_age), "dead", (json_int_t)daemon->dead);

    return json_pack("{s:o, s:o, s:o, s:o}", "leader", leader, "change_log", changes, "full_pass", pass,
                     "messages", messages);
}

static bool print_text(const struct overview *overview, const struct totals *totals, enum language language)
{
    const struct status *status = &overview->status;
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

static json_t *json_channels(const struct channel_fares *fares)
{
    json_t *list = json_array();

    for (size_t i = 0; i < fares->count; i++) {
        const struct channel_fare *f = &fares->list[i];
        json_array_append_new(
            list, json_pack("{s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "name",
                            f->channel, "configured", (int)f->configured, "waiting", (json_int_t)f->waiting,
                            "held", (json_int_t)f->held, "silenced", (json_int_t)f->silenced, "inhibited",
                            (json_int_t)f->inhibited, "pending", (json_int_t)f->pending, "sending",
                            (json_int_t)f->sending, "dead", (json_int_t)f->dead, "paused_until",
                            json_text_or_null(f->paused_until), "off_since", json_text_or_null(f->off_since),
                            "off_reason", json_text_or_null(f->off_reason), "off_by",
                            json_text_or_null(f->off_by)));
    }
    return list;
}

static json_t *json_sources(const struct source_fares *fares)
{
    json_t *list = json_array();

    for (size_t i = 0; i < fares->count; i++) {
        const struct source_fare *f = &fares->list[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "name", f->name, "kind",
                                              f->kind, "succeeded_at", json_text_or_null(f->succeeded_at),
                                              "rows", f->rows < 0 ? json_null() : json_integer(f->rows),
                                              "failing_since", json_text_or_null(f->failing_since), "fault",
                                              json_text_or_null(f->fault), "failure",
                                              json_text_or_null(f->failure)));
    }
    return list;
}

static void print_sources(struct buf *out, const struct source_fares *fares, enum language language)
{
    for (size_t i = 0; i < fares->count; i++) {
        const struct source_fare *f = &fares->list[i];
        const struct source_words words = {.name = f->name,
                                           .kind = f->kind,
                                           .succeeded_at = f->succeeded_at,
                                           .rows = f->rows,
                                           .failing_since = f->failing_since,
                                           .failure = f->failure};
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
        const struct status_channel_words words = {.channel = f->channel,
                                                   .waiting = f->waiting,
                                                   .held = f->held,
                                                   .silenced = f->silenced,
                                                   .inhibited = f->inhibited,
                                                   .pending = f->pending,
                                                   .sending = f->sending,
                                                   .dead = f->dead,
                                                   .paused_until = f->paused_until,
                                                   .off_since = f->off_since,
                                                   .off_reason = f->off_reason};
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
    const struct status_daemon_words words = {
        .holder = daemon->holder,
        .until = daemon->until,
        .epoch = daemon->epoch,
        .leading = daemon->leading,
        .change_rows = daemon->change_rows,
        .change_age = daemon->change_age,
        .finished_on = daemon->finished_on,
        .proved_on = daemon->proved_on,
        .waiting = daemon->waiting,
        .waiting_age = daemon->waiting_age,
        .dead = daemon->dead,
    };

    catalogue_status_leader(out, language, &words);
    buf_putc(out, '\n');
    catalogue_status_changes(out, language, &words);
    buf_putc(out, '\n');
    catalogue_status_full_pass(out, language, &words);
    buf_putc(out, '\n');
    catalogue_status_messages(out, language, &words);
    buf_putc(out, '\n');
}
