#include "db/store_group_sql.h"

#include "db/store_import_sql.h"

bool group_sql_has(const struct ledger_kind *kind)
{
    return group_sql_columns_of(kind) != import_sql_keys_of(kind);
}

void group_sql_create(struct buf *sql, const struct ledger_kind *kind)
{
    buf_printf(sql, "CREATE TEMPORARY TABLE grouped_%s ON COMMIT DROP AS ", kind->name);
    group_sql_select(sql, kind);
    buf_printf(sql, "; ANALYZE pg_temp.grouped_%s", kind->name);
}

void group_sql_select(struct buf *sql, const struct ledger_kind *kind)
{
    buf_puts(sql, "SELECT DISTINCT ");
    import_sql_columns(sql, kind, "", group_sql_columns_of(kind));
    buf_printf(sql, " FROM pg_temp.staged_%s", kind->name);
}

unsigned group_sql_columns_of(const struct ledger_kind *kind)
{
    unsigned groups = import_sql_keys_of(kind);

    for (size_t i = 0; i < ledger_column_count(kind); i++)
        groups &= kind->columns[i].type == LEDGER_MONTH ? ~(1u << i) : ~0u;
    return groups;
}

bool group_sql_tells(const struct ledger_kind *kind, const struct ledger_reference *reference)
{
    unsigned groups = group_sql_columns_of(kind);

    if (!group_sql_has(kind) || reference->selector != NULL)
        return false;
    for (size_t i = 0; reference->from[i] != NULL; i++) {
        if ((groups & 1u << ledger_column_by_name(kind, reference->from[i])) == 0)
            return false;
    }
    return true;
}
