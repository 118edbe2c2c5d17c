#include "service/source_read.h"

#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/duration.h"
#include "config/secret.h"
#include "core/copy_row.h"
#include "db/conninfo.h"
#include "db/store_source.h"

/* The happy path:
 *
 * - Read the query, the mapping and the password from their files; connect.
 * - Make the session read only. Should the query end the transaction that it runs in, the next is, too.
 * - Have the query described: the extended protocol takes one statement and no more, in the same brackets
 * that COPY puts around it next. So there is none behind it that could do what it may not.
 * - COPY its rows, each of which is handed to the table.
 *
 * What can go wrong: every wait ends at the deadline, which the server is told, too. All of it is a failure
 * of the reading, and leaves nothing but the connection to close. */

enum { QUERY_MAX = 1 << 20 };

static bool read_files(struct source_reader *reader, struct err *err);
static bool connect_to(struct source_reader *reader, const struct source_place *place, struct err *err);
static bool describe(struct source_reader *reader, struct err *err);
static bool feed(struct import_table *table, struct err *err);

static msec left(const struct source_reader *reader)
{
    enum { LEAST = 1 };
    msec time = reader->until - clock_monotonic();

    return time > LEAST ? time : LEAST;
}

/* What ended at the deadline says so, whoever saw it first. */
static bool fail(const struct source_reader *reader, struct err *err)
{
    char text[DURATION_TEXT];

    if (err->code == ERR_CANCELED || clock_monotonic() < reader->until)
        return false;
    err_clear(err);
    return err_set(err, ERR_TIMEOUT, "the reading took longer than %s",
                   duration_format(reader->source->timeout, text));
}

bool source_check(const struct source_config *source, struct err *err)
{
    bool has_password = false;

    if (!conninfo_has_password(source->database, &has_password, err))
        return err_prefix(err, "source %s: database", source->name);
    return !has_password || err_set(err, ERR_CONFIG,
                                    "source %s: database: a password does not belong into the configuration; "
                                    "put it into a file and name that as password_file",
                                    source->name);
}

bool source_reader_open(struct source_reader *reader, const struct source_config *source,
                        const struct source_place *place, struct import_faults *faults, struct err *err)
{
    *reader = (struct source_reader){.source = source, .until = clock_monotonic() + source->timeout};
    reader->file = (struct import_file){
        .label = (char *)(uintptr_t)source->name, .kind = ledger_kind(source->kind), .is_source = true};
    import_table_init(&reader->table, &reader->file, SOURCE_AS_BEFORE, source->money_unit, faults);
    reader->table.feed = feed;
    if (source_check(source, err) && read_files(reader, err) && connect_to(reader, place, err) &&
        describe(reader, err))
        return true;
    return fail(reader, err);
}

static bool read_map(struct source_reader *reader, struct err *err)
{
    struct faults faults = {0};
    struct buf text = {0};

    if (reader->source->map == NULL || map_file_read(reader->source->map, &reader->map, &faults)) {
        reader->table.map = reader->map;
        return true;
    }
    faults_format(&faults, &text);
    err_set(err, ERR_CONFIG, "the mapping is not usable: %s", buf_text(&text));
    buf_free(&text);
    faults_done(&faults);
    return false;
}

/* Without what ends a statement, as it is put into brackets. */
static bool read_files(struct source_reader *reader, struct err *err)
{
    struct buf *query = &reader->query;

    if (reader->source->query != NULL)
        buf_puts(query, reader->source->query);
    else if (!buf_read_file(query, reader->source->query_file, QUERY_MAX, err))
        return false;
    while (query->length > 0 && strchr("; \t\r\n", query->data[query->length - 1]) != NULL)
        query->data[--query->length] = '\0';
    return read_map(reader, err);
}

static bool open_session(struct source_reader *reader, const struct source_place *place, const char *password,
                         struct err *err)
{
    const struct source_config *source = reader->source;
    struct buf name = {0};

    buf_printf(&name, "budgetwatch source %s", source->name);
    const struct db_settings settings = {
        .conninfo = source->database != NULL ? source->database : place->ledger,
        .application_name = buf_text(&name),
        .password = password,
        .enough = place->enough,
        .connect_timeout =
            place->connect_timeout < source->timeout ? place->connect_timeout : source->timeout,
        .statement_timeout = left(reader)};
    reader->connected = db_session_open(&reader->session, &settings, err);
    buf_free(&name);
    return reader->connected;
}

/* A server asks now and then whether its client is still there, where it can: it need not finish for nobody.
 */
static bool connect_to(struct source_reader *reader, const struct source_place *place, struct err *err)
{
    static const char set_up[] = "SET default_transaction_read_only = on;"
                                 "SELECT set_config(name, '5000', false) FROM pg_settings WHERE name = "
                                 "'client_connection_check_interval';"
                                 "BEGIN READ ONLY";
    const char *file = reader->source->password_file;
    struct secret secret = {0};

    if (file != NULL && !secret_read(file, place->folder, &secret, err))
        return false;
    bool ok = open_session(reader, place, secret.bytes, err);
    secret_wipe(&secret);
    return ok && db_session_run(&reader->session, &(struct db_call){.sql = set_up, .timeout = left(reader)},
                                NULL, err);
}

static void take_header(struct source_reader *reader, const struct pg_result *result)
{
    int count = db_columns(result);

    for (int i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        const char *name = db_column_name(result, i);
        reader->cells[i] = (struct import_cell_text){.data = name, .length = strlen(name)};
    }
    import_table_row(&reader->table, /* line */ 0, reader->cells, (size_t)count);
}

static bool describe(struct source_reader *reader, struct err *err)
{
    const char *const params[] = {"0"};
    struct pg_result *result = NULL;
    struct buf sql = {0};

    buf_printf(&sql, "SELECT * FROM (%s\n) AS source LIMIT $1::bigint", buf_text(&reader->query));
    const struct db_call call = {
        .sql = buf_text(&sql), .param_count = 1, .params = params, .timeout = left(reader)};
    bool ok = db_session_run(&reader->session, &call, &result, err);
    buf_free(&sql);
    if (!ok)
        return err_prefix(err, "the query");
    take_header(reader, result);
    db_result_free(result);
    return true;
}

bool source_reader_start(struct source_reader *reader, struct err *err)
{
    struct buf sql = {0};

    buf_printf(&sql, "COPY (%s\n) TO STDOUT", buf_text(&reader->query));
    const struct db_call call = {.sql = buf_text(&sql), .timeout = left(reader)};
    reader->pulling = db_pull_start(&reader->pull, &reader->session, &call, err);
    buf_free(&sql);
    return reader->pulling ? true : fail(reader, err);
}

static void take_row(struct source_reader *reader, char *data, size_t length)
{
    struct import_table *table = &reader->table;

    reader->row++;
    if (length > IMPORT_ROW_MAX) {
        import_table_fault(table, reader->row, NULL, "more than %d bytes", IMPORT_ROW_MAX);
        table->whole = false;
        return;
    }
    size_t count = copy_row_split(data, length, reader->cells, IMPORT_CELLS_MAX);
    import_table_row(table, reader->row, reader->cells, count);
}

/* What is there at once goes on at once, up to a piece for COPY. */
static bool feed(struct import_table *table, struct err *err)
{
    enum { PIECE = 32768 };
    struct source_reader *reader = (struct source_reader *)table;
    char *data = NULL;
    size_t length = 0;

    do {
        if (!db_pull_next(&reader->pull, &data, &length, err)) {
            reader->failed = true;
            return fail(reader, err);
        }
        if (length == 0)
            table->ended = true;
        else
            take_row(reader, data, length);
    } while (!table->ended && table->out.length < PIECE && db_pull_has_row(&reader->pull));
    return true;
}

_Static_assert(offsetof(struct source_reader, table) == 0, "a table is its reader");

void source_reader_end(struct source_reader *reader)
{
    if (reader->pulling)
        db_pull_end(&reader->pull);
    if (reader->connected)
        db_session_close(&reader->session);
    import_table_done(&reader->table);
    map_file_free(reader->map);
    buf_free(&reader->query);
}
