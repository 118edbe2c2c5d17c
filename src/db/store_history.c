#include "db/store_history.h"

#include <stdio.h>
#include <string.h>

#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

/* The result has a row for each column of each changed row. */
enum { ID, AT_UTC, AT_OFFICE, USER, APPLICATION, TABLE, OPERATION, HAD_OLD, HAS_NEW, NAME, BEFORE, AFTER };

static bool check_known(struct db_session *session, const char *code, struct err *err);
static void gather(struct history_rows *read, const struct pg_result *rows);
static void begin_row(struct history_rows *read, const struct pg_result *rows, int row,
                      const struct ledger_kind *kind);
static enum history_operation operation_of(const struct pg_result *rows, int row);
static void add_cell(struct arena *arena, struct history_change *change, const struct pg_result *rows,
                     int row);
static const struct ledger_kind *kind_of(const char *table);

bool store_history_read(struct db_session *session, const char *code, int year, int utc_offset,
                        struct history_rows *ret_rows, struct err *err)
{
    char year_text[NUMBER_TEXT], offset_text[NUMBER_TEXT];
    snprintf(year_text, sizeof year_text, "%d", year);
    snprintf(offset_text, sizeof offset_text, "%d", utc_offset);
    const char *params[] = {code, year == 0 ? NULL : year_text, offset_text};
    struct pg_result *rows = NULL;
    struct history_rows read = {0};

    if (!check_known(session, code, err))
        return false;
    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_history_changes, .param_count = 3, .params = params},
                        &rows, err))
        return err_prefix(err, "reading the audit trail");
    gather(&read, rows);
    db_result_free(rows);
    *ret_rows = read;
    return true;
}

void store_history_done(struct history_rows *rows)
{
    arena_free(&rows->arena);
    *rows = (struct history_rows){0};
}

static bool check_known(struct db_session *session, const char *code, struct err *err)
{
    const char *params[] = {code};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_history_known, .param_count = 1, .params = params},
                        &rows, err))
        return err_prefix(err, "looking for %s", code);
    bool known = db_bool(rows, 0, 0);
    db_result_free(rows);
    return known || err_set(err, ERR_INPUT, "%s is neither a project nor an indicator, and never was", code);
}

static void gather(struct history_rows *read, const struct pg_result *rows)
{
    read->list = arena_alloc(&read->arena, (size_t)db_rows(rows) * sizeof *read->list);
    for (int row = 0; row < db_rows(rows); row++) {
        const struct ledger_kind *kind = kind_of(db_text(rows, row, TABLE));
        if (kind == NULL)
            continue; /* a table that a newer program audits */
        if (read->count == 0 || read->list[read->count - 1].id != db_int(rows, row, ID))
            begin_row(read, rows, row, kind);
        add_cell(&read->arena, &read->list[read->count - 1].change, rows, row);
    }
}

static void begin_row(struct history_rows *read, const struct pg_result *rows, int row,
                      const struct ledger_kind *kind)
{
    struct arena *arena = &read->arena;

    read->list[read->count++] = (struct history_row){
        .id = db_int(rows, row, ID),
        .at = db_keep_or_null(arena, rows, row, AT_UTC),
        .change = {.at = db_keep_or_null(arena, rows, row, AT_OFFICE),
                   .user = db_keep_or_null(arena, rows, row, USER),
                   .application = db_keep_or_null(arena, rows, row, APPLICATION),
                   .kind = kind,
                   .operation = operation_of(rows, row)},
    };
}

static enum history_operation operation_of(const struct pg_result *rows, int row)
{
    const char *operation = db_text(rows, row, OPERATION);

    if (strcmp(operation, "TRUNCATE") == 0)
        return HISTORY_EMPTIED;
    if (strcmp(operation, "DELETE") == 0)
        return HISTORY_DELETED;
    if (strcmp(operation, "INSERT") == 0)
        return HISTORY_ENTERED;
    if (!db_bool(rows, row, HAD_OLD))
        return HISTORY_REKEYED_TO;
    return db_bool(rows, row, HAS_NEW) ? HISTORY_CHANGED : HISTORY_REKEYED_FROM;
}

/* Generated columns are not in the catalogue: they say again what another one says. */
static void add_cell(struct arena *arena, struct history_change *change, const struct pg_result *rows,
                     int row)
{
    size_t count = ledger_column_count(change->kind);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(change->kind->columns[i].name, db_text(rows, row, NAME)) == 0)
            change->cells[i] = (struct history_cell){true, db_keep_or_null(arena, rows, row, BEFORE),
                                                     db_keep_or_null(arena, rows, row, AFTER)};
    }
}

static const struct ledger_kind *kind_of(const char *table)
{
    for (unsigned i = 0; i < LEDGER_COUNT; i++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)i);
        if (strcmp(kind->name, table) == 0)
            return kind;
    }
    return NULL;
}
