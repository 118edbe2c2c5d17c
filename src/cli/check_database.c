/* The database: the way there, who we are in it, and what it is. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "cli/check.h"
#include "cli/connect.h"
#include "db/conninfo.h"
#include "db/migrate.h"
#include "db/store_check.h"
#include "db/store_status.h"

void check_way(struct check *check, const char *who, const char *conninfo)
{
    enum conninfo_way way = CONNINFO_SAFE;
    struct err err = {0};

    if (!conninfo_way(conninfo, &way, &err))
        check_say(check, CHECK_FAULTY, "%s: %s", who, err.text);
    else if (way == CONNINFO_PLAIN)
        check_say(
            check, CHECK_WARNING,
            "%s: to another host without sslmode: whoever is on the way may read and change it all. Add "
            "sslmode=verify-full",
            who);
    else if (way == CONNINFO_ENCRYPTED)
        check_say(check, CHECK_WARNING,
                  "%s: sslmode=require does not look at whose server answers. Use sslmode=verify-full", who);
}

/* libpq passes over one that others may read, and then has no password: it says so on stderr, once. */
static void check_passfile(struct check *check, const char *conninfo)
{
    char *path = NULL;
    struct stat info;
    struct err err = {0};

    if (!conninfo_passfile(conninfo, &path, &err))
        return; /* check_way() has said it */
    if (path[0] != '\0' && stat(path, &info) != 0)
        check_say(check, CHECK_WARNING,
                  "database: passfile %s is not there, or not to be seen by who runs this", path);
    else if (path[0] != '\0' && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        check_say(
            check, CHECK_WARNING,
            "database: passfile %s may be read by others than its owner, so libpq does not use it; run: "
            "chmod 600 %s",
            path, path);
    free(path);
}

static void check_login(struct check *check, struct db_session *session)
{
    struct store_login login;
    struct err err = {0};

    if (!store_check_login(session, &login, &err)) {
        check_say(check, CHECK_FAILED, "login: %s", err.text);
        return;
    }
    if (check->for_others) {
        free(login.name);
        login.name = mem_text("(not named)");
    }
    if (login.superuser || login.owner)
        check_say(check, CHECK_WARNING,
                  "login: %s %s: right for migrate, too much for the daemon, which needs to be a member of "
                  "budgetwatch_daemon and nothing else",
                  login.name, login.superuser ? "is a superuser" : "owns the tables");
    else if (login.powers)
        check_say(
            check, CHECK_WARNING,
            "login: %s may create roles or databases, replicate, or pass over row security; the daemon needs "
            "none of it",
            login.name);
    else if (!login.daemon)
        check_say(check, CHECK_WARNING,
                  "login: %s is not a member of budgetwatch_daemon, so it cannot run the daemon; run: GRANT "
                  "budgetwatch_daemon TO %s",
                  login.name, login.name);
    else
        check_say(check, CHECK_OK, "login: %s, a member of budgetwatch_daemon", login.name);
    store_login_done(&login);
}

/* The owner may switch them off, for a load of his own say, and forget it: then nothing else tells. */
static void check_triggers(struct check *check, struct db_session *session)
{
    struct buf off = {0};
    struct err err = {0};

    if (!store_status_triggers(session, &off, &err))
        check_say(check, CHECK_FAILED, "audit: %s", err.text);
    else if (off.length > 0)
        check_say(check, CHECK_FAILED, "audit: switched off or gone: %s; what changes there leaves no trace",
                  buf_text(&off));
    else
        check_say(check, CHECK_OK, "audit: every table of the ledger keeps what stood there");
    buf_free(&off);
}

static void check_rehearsal(struct check *check, struct db_session *session)
{
    bool rehearsal = false;
    struct err err = {0};

    if (!migrate_is_rehearsal(session, &rehearsal, &err))
        check_say(check, CHECK_FAILED, "database: %s", err.text);
    else if (rehearsal)
        check_say(
            check, CHECK_WARNING,
            "database: made for rehearsals; its clock can be set, and what it sends is no alert to act on. "
            "The real one is made by `budgetwatch migrate`");
}

static void check_units_of(struct check *check, struct db_session *session, const char *who,
                           const char *option, const char *const *codes, size_t count)
{
    struct buf unknown = {0};
    struct err err = {0};

    if (count > 0 && !store_check_units(session, codes, count, &unknown, &err))
        check_say(check, CHECK_FAILED, "%s: %s", who, err.text);
    else if (unknown.length > 0)
        check_say(check, CHECK_WARNING,
                  "%s: %s names what the ledger has no unit for: %s. Nothing comes of it until "
                  "there is one; see `budgetwatch status` for the codes",
                  who, option, buf_text(&unknown));
    buf_free(&unknown);
}

/* Of notice.units the words that are no codes are left out. */
static void check_units(struct check *check, struct db_session *session)
{
    const struct config *config = &check->cli->config;
    const char **codes = mem_grow(NULL, config->notice.unit_count + 1, sizeof *codes);
    size_t count = 0;

    for (size_t i = 0; i < config->notice.unit_count; i++)
        if (strcmp(config->notice.units[i], CONFIG_NOTICE_TOP) != 0 &&
            strcmp(config->notice.units[i], CONFIG_NOTICE_ALL) != 0)
            codes[count++] = config->notice.units[i];
    check_units_of(check, session, "notices", "notice.units", codes, config->notice.enabled ? count : 0);
    free(codes);
    for (size_t i = 0; i < config->channel_count; i++) {
        const struct channel_config *channel = &config->channels[i];
        struct buf who = {0};
        buf_printf(&who, "channel %s", channel->name);
        if (channel->enabled)
            check_units_of(check, session, buf_text(&who), "units", channel->units, channel->unit_count);
        buf_free(&who);
    }
}

void check_database(struct check *check)
{
    const struct cli *cli = check->cli;
    const char *conninfo = cli->database != NULL ? cli->database : cli->config.database;
    struct db_session session;
    struct err err = {0};

    check_way(check, "database", conninfo);
    check_passfile(check, conninfo);
    if (!cli_try_connect(cli, &session, false, &err)) {
        check_say(check, CHECK_FAILED, "database: %s", err.text);
        check_calendar(check, NULL);
        return;
    }
    check_say(check, CHECK_OK, "database: reachable, schema version %d", migrate_version());
    check_login(check, &session);
    check_rehearsal(check, &session);
    check_triggers(check, &session);
    check_units(check, &session);
    check_cities(check, &session);
    check_calendar(check, &session);
    db_session_close(&session);
}

/* A year that is not published yet is no fault of anybody's: deadlines in it count Monday to Friday, and
 * say so. */
void check_calendar(struct check *check, struct db_session *session)
{
    struct calendar calendar = {0};
    struct err err = {0};
    int running = date_year(clock_date(clock_wall(), check->cli->config.utc_offset));

    calendar_init_official(&calendar);
    if (session != NULL && !store_status_calendar(session, &calendar, &err))
        check_say(check, CHECK_WARNING, "calendar: %s; only the compiled-in years are looked at", err.text);
    for (int year = running; year <= running + 1; year++) {
        if (calendar_knows(&calendar, year))
            check_say(check, CHECK_OK, "calendar: the holidays of %d are known", year);
        else
            check_say(check, CHECK_WARNING,
                      "calendar: the holidays of %d are not known; Monday to Friday are counted until "
                      "they are imported (calendar.csv)",
                      year);
    }
    calendar_done(&calendar);
}
