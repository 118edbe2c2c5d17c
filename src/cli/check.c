/* budgetwatch check: one line a check, nothing is sent and nothing written. Every check is made whatever
 * became of the ones before, so that one run shows everything there is to mend. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "cli/check_web.h"
#include "cli/cli.h"
#include "cli/connect.h"
#include "config/policy_file.h"
#include "config/rubric_file.h"
#include "db/migrate.h"
#include "db/store_cities.h"
#include "db/store_source.h"
#include "db/store_status.h"
#include "service/channel.h"
#include "service/source_read.h"

enum outcome { OUTCOME_OK, OUTCOME_WARNING, OUTCOME_FAILED };

static int check_policy(const struct cli *cli);
static int check_rubric(const struct cli *cli);
static void say_faults(const char *what, const struct faults *faults);
static int check_channels(const struct cli *cli);
static int check_channel(const struct cli *cli, const struct channel_config *said);
static int check_ca_file(const struct channel_config *said);
static void say_mail(const struct channel_config *said);
static int check_sources(const struct cli *cli);
static int check_source(const struct cli *cli, const struct source_config *said);
static int check_source_role(const struct cli *cli);
static int check_database(const struct cli *cli);
static int check_triggers(struct db_session *session);
static int check_cities(struct db_session *session);
static void say_city(const struct city *city);
static void check_calendar(struct db_session *session, const struct cli *cli);
static void say_web(enum check_web_outcome outcome, const char *text);
static void say(enum outcome outcome, const char *format, ...) PRINTF_LIKE(2, 3);
static int worse(int a, int b);

int cmd_check(int argc, char **argv)
{
    struct cli cli;
    int result;

    if (!cli_start(&cli, argc, argv, "check",
                   "Looks at configuration, policy, rubric, secrets, channels, database, calendar and "
                   "sources; sends "
                   "nothing.\n"
                   "Prints a line for each: ok, warning or FAILED, and why.",
                   NULL, 0, &result))
        return result;

    if (cli.rest_count > 0) {
        result = cli_fail(CLI_USAGE, "check: unexpected argument '%s'", cli.rest[0]);
    } else {
        /* A faulty one does not come here: cli_start() has listed its faults. */
        say(OUTCOME_OK, "configuration: %s", cli.config.path != NULL ? cli.config.path : "built-in defaults");
        result = check_policy(&cli);
        result = worse(result, check_rubric(&cli));
        result = worse(result, check_channels(&cli));
        result = worse(result, check_web(&cli, say_web));
        result = worse(result, check_database(&cli));
        result = worse(result, check_sources(&cli));
    }
    cli_done(&cli);
    return result;
}

static int check_policy(const struct cli *cli)
{
    struct policy *policy = NULL;
    struct faults faults = {0};

    bool ok = policy_load(cli->config.policy, &policy, &faults);
    if (ok)
        say(OUTCOME_OK, "policy: %s", policy->name);
    say_faults("policy", &faults);
    policy_free(policy);
    faults_done(&faults);
    return ok ? CLI_OK : CLI_CONFIG;
}

/* The one of units: a project's is named on the command line, or shipped. */
static int check_rubric(const struct cli *cli)
{
    struct rubric *rubric = NULL;
    struct faults faults = {0};

    bool ok = rubric_load(cli->config.rubric, &rubric, &faults);
    bool fits = ok && rubric->subject == RUBRIC_UNIT;
    if (fits)
        say(OUTCOME_OK, "rubric: %s, %zu items", rubric->name, rubric->item_count);
    else if (ok)
        say(OUTCOME_FAILED, "rubric: %s is for projects; the option is that of units", rubric->name);
    say_faults("rubric", &faults);
    rubric_free(rubric);
    faults_done(&faults);
    return fits ? CLI_OK : CLI_CONFIG;
}

static void say_faults(const char *what, const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *f = &faults->list[i];
        char line[16] = "";
        if (f->line > 0)
            snprintf(line, sizeof line, ":%d", f->line);
        say(OUTCOME_FAILED, "%s: %s%s: %s%s%s", what, f->file, line, f->path, f->path[0] != '\0' ? ": " : "",
            f->reason);
    }
}

static int check_channels(const struct cli *cli)
{
    int result = CLI_OK;
    size_t enabled = 0;

    for (size_t i = 0; i < cli->config.channel_count; i++) {
        const struct channel_config *channel = &cli->config.channels[i];
        if (!channel->enabled) {
            say(OUTCOME_OK, "channel %s: switched off", channel->name);
            continue;
        }
        enabled++;
        result = worse(result, check_channel(cli, channel));
    }
    if (enabled == 0)
        say(OUTCOME_WARNING, "channels: none is enabled; deviations are recorded, and nobody is told");
    return result;
}

/* The address is read and checked, and never repeated: it may carry a key. */
static int check_channel(const struct cli *cli, const struct channel_config *said)
{
    struct channel channel = {0};
    struct err err = {0};

    if (said->type == CHANNEL_JOURNAL) {
        say(OUTCOME_OK, "channel %s: the journal", said->name);
        return CLI_OK;
    }
    if (!channel_open(&cli->config, said, &channel, &err)) {
        say(OUTCOME_FAILED, "channel %s: %s", said->name, err.text);
        return CLI_CONFIG;
    }
    bool plain = said->type != CHANNEL_EMAIL && strncmp(channel_url(&channel), "http://", 7) == 0;
    channel_close(&channel);
    if (check_ca_file(said) != CLI_OK)
        return CLI_CONFIG;
    if (said->type == CHANNEL_EMAIL) {
        say_mail(said);
        return CLI_OK;
    }
    if (plain)
        say(OUTCOME_WARNING, "channel %s: plain http; whoever is on the way can read what is sent",
            said->name);
    if (said->secret_file == NULL && (said->type == CHANNEL_DINGTALK || said->type == CHANNEL_FEISHU))
        say(OUTCOME_WARNING,
            "channel %s: no secret_file; whoever learns the robot's address can write to the group",
            said->name);
    say(OUTCOME_OK, "channel %s: %s%s", said->name, channel_type_name(said->type), plain ? "" : ", https");
    return CLI_OK;
}

static int check_ca_file(const struct channel_config *said)
{
    if (said->ca_file == NULL || access(said->ca_file, R_OK) == 0)
        return CLI_OK;
    say(OUTCOME_FAILED, "channel %s: ca_file %s: %s", said->name, said->ca_file, strerror(errno));
    return CLI_CONFIG;
}

static void say_mail(const struct channel_config *said)
{
    static const char *const ways[] = {
        [MAIL_TLS_STARTTLS] = "STARTTLS", [MAIL_TLS_ALWAYS] = "TLS", [MAIL_TLS_NONE] = "no TLS"};

    if (said->tls == MAIL_TLS_NONE)
        say(OUTCOME_WARNING, "channel %s: no TLS; whoever is on the way can read what is sent", said->name);
    if (said->to_count == 1 && strcmp(said->to[0], CONFIG_MAIL_TO_ANSWERS) == 0)
        say(OUTCOME_WARNING,
            "channel %s: it writes only to the person who answers; where people has no address, nobody hears",
            said->name);
    say(OUTCOME_OK, "channel %s: email by %s, %s%s", said->name, said->server, ways[said->tls],
        said->username != NULL ? ", with a login" : "");
}

static int check_database(const struct cli *cli)
{
    struct db_session session;
    struct err err = {0};

    if (!cli_try_connect(cli, &session, false, &err)) {
        say(OUTCOME_FAILED, "database: %s", err.text);
        check_calendar(NULL, cli);
        return CLI_FAILED;
    }
    say(OUTCOME_OK, "database: reachable, schema version %d", migrate_version());
    int result = check_triggers(&session);
    result = worse(result, check_cities(&session));
    check_calendar(&session, cli);
    db_session_close(&session);
    return result;
}

static int check_sources(const struct cli *cli)
{
    int result = CLI_OK;
    size_t enabled = 0;

    for (size_t i = 0; i < cli->config.source_count; i++) {
        const struct source_config *source = &cli->config.sources[i];
        if (!source->enabled) {
            say(OUTCOME_OK, "source %s: switched off", source->name);
            continue;
        }
        enabled++;
        result = worse(result, check_source(cli, source));
    }
    return enabled > 0 ? worse(result, check_source_role(cli)) : result;
}

/* Connects and has the columns described; no row is read. */
static int check_source(const struct cli *cli, const struct source_config *said)
{
    const struct source_place place = {.ledger = cli->database != NULL ? cli->database : cli->config.database,
                                       .folder = cli->config.folder,
                                       .connect_timeout = cli->config.connect_timeout};
    struct source_reader *reader = mem_alloc(sizeof *reader);
    struct import_faults faults = {0};
    struct err err = {0};

    bool ok = source_reader_open(reader, said, &place, &faults, &err);
    source_reader_end(reader);
    if (!ok)
        say(OUTCOME_FAILED, "source %s: %s", said->name, err.text);
    for (size_t i = 0; i < faults.kept; i++)
        say(OUTCOME_FAILED, "%s", faults.first[i].text);
    ok = ok && faults.total == 0;
    if (ok)
        say(OUTCOME_OK, "source %s: reachable, its columns are those of %s.csv", said->name,
            ledger_kind(said->kind)->name);
    import_faults_done(&faults);
    free(reader);
    return ok ? CLI_OK : CLI_FAILED;
}

static int check_source_role(const struct cli *cli)
{
    struct db_session session;
    struct err err = {0};

    if (!cli_try_connect(cli, &session, false, &err))
        return CLI_FAILED; /* which has been said */
    bool ok = store_source_role(&session, &err);
    db_session_close(&session);
    if (ok)
        say(OUTCOME_OK, "sources: this login may write to the ledger as budgetwatch_source");
    else
        say(OUTCOME_FAILED, "sources: %s", err.text);
    return ok ? CLI_OK : CLI_FAILED;
}

/* The owner may switch them off, for a load of his own say, and forget it: then nothing else tells. */
static int check_triggers(struct db_session *session)
{
    struct buf off = {0};
    struct err err = {0};

    bool ok = store_status_triggers(session, &off, &err);
    if (!ok)
        say(OUTCOME_FAILED, "audit: %s", err.text);
    else if (off.length > 0)
        say(OUTCOME_FAILED, "audit: switched off or gone: %s; what changes there leaves no trace",
            buf_text(&off));
    else
        say(OUTCOME_OK, "audit: every table of the ledger keeps what stood there");
    ok = ok && off.length == 0;
    buf_free(&off);
    return ok ? CLI_OK : CLI_FAILED;
}

/* Of gathered cities, and of whoever takes this ledger; nothing where there is neither. */
static int check_cities(struct db_session *session)
{
    struct arena arena = {0};
    struct cities_known known = {0};
    struct err err = {0};

    bool ok = store_cities_read(session, /* search */ false, &arena, &known, &err);
    if (!ok)
        say(OUTCOME_FAILED, "cities: %s", err.text);
    for (size_t i = 0; i < known.city_count; i++) {
        say_city(&known.cities[i]);
        ok = ok && strcmp(known.cities[i].state, "fails") != 0;
    }
    for (size_t i = 0; i < known.orphan_count; i++)
        say(OUTCOME_WARNING, "ledger: %" PRId64 " rows of %s lack %s: %s", known.orphans[i].total,
            known.orphans[i].table, known.orphans[i].lacks, known.orphans[i].examples);
    for (size_t i = 0; i < known.taker_count; i++) {
        const struct city_taker *taker = &known.takers[i];
        bool well = taker->connected && strcmp(taker->wal_state, "lost") != 0;
        say(well ? OUTCOME_OK : OUTCOME_WARNING,
            "taken by %s: %s, %" PRId64 " bytes of WAL are kept for it (%s)", taker->name,
            taker->connected ? "connected" : "away", taker->kept_bytes, taker->wal_state);
    }
    arena_free(&arena);
    return ok ? CLI_OK : CLI_FAILED;
}

static void say_city(const struct city *city)
{
    bool works = strcmp(city->state, "works") == 0, fails = strcmp(city->state, "fails") == 0;

    if (works || strcmp(city->state, "copies") == 0)
        say(OUTCOME_OK, "city %s: %s", city->name, city->state);
    else if (city->behind < 0)
        say(fails ? OUTCOME_FAILED : OUTCOME_WARNING, "city %s: %s since %s, and was not followed yet%s",
            city->name, city->state, city->since, fails ? "; the database server's log says why" : "");
    else
        say(fails ? OUTCOME_FAILED : OUTCOME_WARNING, "city %s: %s since %s, %" PRId64 " seconds behind%s",
            city->name, city->state, city->since, city->behind,
            fails ? "; the database server's log says why" : "");
}

/* A year that is not published yet is no fault of anybody's: deadlines in it count Monday to Friday, and
 * say so. `session` NULL: only the compiled-in years are known. */
static void check_calendar(struct db_session *session, const struct cli *cli)
{
    struct calendar calendar = {0};
    struct err err = {0};
    int running = date_year(clock_date(clock_wall(), cli->config.utc_offset));

    calendar_init_official(&calendar);
    if (session != NULL && !store_status_calendar(session, &calendar, &err))
        say(OUTCOME_WARNING, "calendar: %s; only the compiled-in years are looked at", err.text);
    for (int year = running; year <= running + 1; year++) {
        if (calendar_knows(&calendar, year))
            say(OUTCOME_OK, "calendar: the holidays of %d are known", year);
        else
            say(OUTCOME_WARNING,
                "calendar: the holidays of %d are not known; Monday to Friday are counted until "
                "they are imported (calendar.csv)",
                year);
    }
    calendar_done(&calendar);
}

static void say_web(enum check_web_outcome outcome, const char *text)
{
    static const enum outcome same[] = {OUTCOME_OK, OUTCOME_WARNING, OUTCOME_FAILED};

    say(same[outcome], "%s", text);
}

static void say(enum outcome outcome, const char *format, ...)
{
    static const char *const names[] = {"ok", "warning", "FAILED"};
    va_list args;

    printf("%-8s ", names[outcome]);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

/* Bad configuration is told before failed work: it has to be mended first. */
static int worse(int a, int b)
{
    return a > b ? a : b;
}
