#include "db/store_changes.h"

#include "db/result.h"
#include "db/store_merge_sql.h"

bool store_changes(struct store_import *import, const struct ledger_kind *kind, int place, unsigned present,
                   int most, store_change_found found, void *ctx, int64_t *ret_total, struct err *err)
{
    struct buf sql = {0};
    struct pg_result *rows = NULL;

    *ret_total = 0;
    if (!store_import_compare(import, kind, err))
        return false;
    if (import->compared[kind->id].state == STORE_IMPORT_ALL_NEW ||
        !merge_sql_changes(&sql, kind, place, present, most))
        return true;
    const struct db_call call = {.sql = buf_text(&sql), .timeout = store_import_time(import)};
    bool ok = db_session_run(import->session, &call, &rows, err);
    buf_free(&sql);
    if (!ok)
        return err_prefix(err, "comparing %s", kind->name);
    int count = db_rows(rows);
    for (int i = 0; i < count && i < most; i++) {
        const struct store_change change = {
            .line = db_int(rows, i, 0),
            .key = db_text(rows, i, 1),
            .column = db_text(rows, i, 2),
            .old_text = db_null(rows, i, 3) ? NULL : db_text(rows, i, 3),
            .new_text = db_null(rows, i, 4) ? NULL : db_text(rows, i, 4),
        };
        found(ctx, &change);
    }
    *ret_total = count > 0 ? db_int(rows, 0, 5) : 0;
    db_result_free(rows);
    return true;
}
