/* The office's own tables, and whether this login may write what they bring. */
#include <stdlib.h>

#include "base/mem.h"
#include "cli/check.h"
#include "cli/connect.h"
#include "db/store_source.h"
#include "service/source_read.h"

/* Connects and has the columns described; no row is read. */
static void check_source(struct check *check, const struct source_config *said)
{
    const struct cli *cli = check->cli;
    const struct source_place place = {.ledger = cli->database != NULL ? cli->database : cli->config.database,
                                       .folder = cli->config.folder,
                                       .connect_timeout = cli->config.connect_timeout};
    struct source_reader *reader = mem_alloc(sizeof *reader);
    struct import_faults faults = {0};
    struct err err = {0};

    bool ok = source_reader_open(reader, said, &place, &faults, &err);
    source_reader_end(reader);
    if (!ok)
        check_say(check, CHECK_FAILED, "source %s: %s", said->name, err.text);
    for (size_t i = 0; i < faults.kept; i++)
        check_say(check, CHECK_FAILED, "%s", faults.first[i].text);
    if (ok && faults.total == 0)
        check_say(check, CHECK_OK, "source %s: reachable, its columns are those of %s.csv", said->name,
                  ledger_kind(said->kind)->name);
    import_faults_done(&faults);
    free(reader);
}

static void warn(struct check *check, const struct source_config *said)
{
    struct buf who = {0};

    buf_printf(&who, "source %s", said->name);
    check_secret(check, buf_text(&who), "password_file", said->password_file);
    if (said->database != NULL)
        check_way(check, buf_text(&who), said->database);
    if (said->timeout >= said->interval)
        check_say(
            check, CHECK_WARNING,
            "source %s: timeout is not below interval; a reading that hangs keeps the next from its time",
            said->name);
    if (said->max_shrink == 100 && said->deletes)
        check_say(
            check, CHECK_WARNING,
            "source %s: max_shrink 100 with deletes: an empty answer takes all it ever brought out of the "
            "ledger. Set max_shrink back once the table has been cleaned up",
            said->name);
    buf_free(&who);
}

static void check_role(struct check *check)
{
    struct db_session session;
    struct err err = {0};

    if (!cli_try_connect(check->cli, &session, false, &err)) {
        check->result = check->result > CLI_FAILED ? check->result : CLI_FAILED; /* which has been said */
        return;
    }
    bool ok = store_source_role(&session, &err);
    db_session_close(&session);
    if (ok)
        check_say(check, CHECK_OK, "sources: this login may write to the ledger as budgetwatch_source");
    else
        check_say(check, CHECK_FAILED, "sources: %s", err.text);
}

void check_sources(struct check *check)
{
    const struct config *config = &check->cli->config;
    size_t enabled = 0;

    for (size_t i = 0; i < config->source_count; i++) {
        const struct source_config *source = &config->sources[i];
        if (!source->enabled) {
            check_say(check, CHECK_OK, "source %s: switched off", source->name);
            continue;
        }
        enabled++;
        warn(check, source);
        check_source(check, source);
    }
    if (enabled > 0)
        check_role(check);
}
