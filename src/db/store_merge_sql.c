#include "db/store_merge_sql.h"

#include <inttypes.h>

#include "db/store_group_sql.h"
#include "db/store_import.h"
#include "db/store_import_sql.h"

static void add_years(struct buf *sql, const char *where, int low, int high);
static void add_difference(struct buf *sql, const struct ledger_kind *kind, const char *one,
                           const char *other, unsigned which);
static void add_same_key(struct buf *sql, const struct ledger_kind *kind, const char *one, const char *other);
static unsigned defaults_of(const struct ledger_kind *kind);
static unsigned others_of(const struct ledger_kind *kind);
static void add_months(struct buf *sql, const struct ledger_kind *kind, int low, int high, bool of_group);
static void add_falls(struct buf *sql, const struct ledger_column *column, const char *separator);

bool merge_sql_years(struct buf *sql, const struct ledger_kind *kind)
{
    bool years = false;

    for (size_t i = 0; i < ledger_column_count(kind); i++)
        years = years || kind->columns[i].type == LEDGER_YEAR;
    if (!years)
        return false;
    buf_printf(sql, "SELECT min(fiscal_year), max(fiscal_year) FROM pg_temp.%s_%s",
               group_sql_has(kind) ? "grouped" : "staged", kind->name);
    return true;
}

void merge_sql_stored(struct buf *sql, const struct ledger_kind *kind, int low, int high, int64_t most)
{
    buf_printf(sql, "SELECT count(*) FROM (SELECT FROM %s", kind->name);
    add_years(sql, " WHERE ", low, high);
    buf_printf(sql, " LIMIT %" PRId64 ") AS counted", most);
}

/* IS DISTINCT FROM on whole rows: the same rows again write nothing, fire nothing and log nothing. A column
 * that no file has is staged as NULL; that it then seems to differ is put right where it is asked for the
 * columns that are present.
 *
 * Where the server has no statistics of what came lately it would look up each of many rows by itself, which
 * takes four times as long as to read both sides. */
void merge_sql_compare(struct buf *sql, const struct ledger_kind *kind, int low, int high, bool many)
{
    unsigned others = others_of(kind);
    const char *first = "";

    if (many)
        buf_puts(sql, "SET LOCAL enable_nestloop = off; ");
    buf_printf(sql, "CREATE TEMPORARY TABLE differing_%s ON COMMIT DROP AS SELECT s.*", kind->name);
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        const char *name = kind->columns[i].name;
        if ((others & 1u << i) != 0)
            buf_printf(sql, ", t.%s AS old_%s", name, name);
        else if (first[0] == '\0')
            first = name;
    }
    buf_printf(sql, ", t.%s IS NOT NULL AS stored FROM pg_temp.staged_%s AS s LEFT JOIN (SELECT * FROM %s",
               first, kind->name, kind->name);
    add_years(sql, " WHERE ", low, high);
    buf_puts(sql, ") AS t ON ");
    add_same_key(sql, kind, "t.", "s.");
    buf_printf(sql, " WHERE t.%s IS NULL", first);
    if (others != 0) {
        buf_puts(sql, " OR ");
        add_difference(sql, kind, "t.", "s.", others);
    }
    buf_printf(sql, "; ANALYZE pg_temp.differing_%s", kind->name);
    if (many)
        buf_puts(sql, "; SET LOCAL enable_nestloop TO DEFAULT");
}

/* A column that is not in the file has, in a new row, what an empty cell stands for, which was staged.
 *
 * Many rows go in by the order of their key, also where the file has them month by month: the index then
 * grows at one end instead of being walked through once a month, which saves more than the sorting takes, and
 * whoever reads by key next finds neighbours side by side. */
void merge_sql_insert(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present,
                      bool compared, bool many)
{
    unsigned inserted = import_sql_keys_of(kind) | present | defaults_of(kind);

    buf_printf(sql, "INSERT INTO %s AS stored (", kind->name);
    import_sql_columns(sql, kind, "", inserted);
    buf_puts(sql, ") SELECT ");
    import_sql_columns(sql, kind, "", inserted);
    buf_printf(sql, " FROM pg_temp.%s_%s AS s WHERE place = %d%s", compared ? "differing" : "staged",
               kind->name, place, compared ? " AND NOT s.stored" : "");
    if (!many)
        return;
    buf_puts(sql, " ORDER BY ");
    import_sql_columns(sql, kind, "", import_sql_keys_of(kind));
}

bool merge_sql_update(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present, int low,
                      int high)
{
    unsigned others = present & others_of(kind);

    if (others == 0)
        return false;
    buf_printf(sql, "UPDATE %s AS t SET (", kind->name);
    import_sql_columns(sql, kind, "", others);
    buf_puts(sql, ") = ROW(");
    import_sql_columns(sql, kind, "s.", others);
    buf_printf(sql, ") FROM pg_temp.differing_%s AS s WHERE s.place = %d AND s.stored AND ", kind->name,
               place);
    add_same_key(sql, kind, "t.", "s.");
    add_years(sql, " AND t.", low, high);
    buf_puts(sql, " AND ");
    add_difference(sql, kind, "t.", "s.", others);
    return true;
}

void merge_sql_differ(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present)
{
    unsigned others = present & others_of(kind);

    if (others == 0) {
        buf_puts(sql, "SELECT 0");
        return;
    }
    buf_printf(sql, "SELECT count(*) FROM pg_temp.staged_%s AS s JOIN %s AS t ON ", kind->name, kind->name);
    add_same_key(sql, kind, "t.", "s.");
    buf_printf(sql, " WHERE s.place = %d AND ", place);
    add_difference(sql, kind, "t.", "s.", others);
}

void merge_sql_upsert(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present)
{
    unsigned others = present & others_of(kind);

    merge_sql_insert(sql, kind, place, present, /* compared */ false, /* many */ false);
    buf_puts(sql, " ON CONFLICT (");
    import_sql_columns(sql, kind, "", import_sql_keys_of(kind));
    if (others == 0) {
        buf_puts(sql, ") DO NOTHING");
        return;
    }
    buf_puts(sql, ") DO UPDATE SET (");
    import_sql_columns(sql, kind, "", others);
    buf_puts(sql, ") = ROW(");
    import_sql_columns(sql, kind, "excluded.", others);
    buf_puts(sql, ") WHERE ");
    add_difference(sql, kind, "stored.", "excluded.", others);
}

/* Somebody has changed the unit: 万元 where it was 元. A figure that was zero, or becomes it, says nothing.
 */
void merge_sql_slips(struct buf *sql, const struct ledger_kind *kind, const struct ledger_column *column)
{
    bool text = column->type == LEDGER_TARGET || column->type == LEDGER_VALUE;
    const char *number = text ? "ledger_number" : "";
    const char *name = column->name;

    buf_printf(sql,
               "SELECT place, line, format('%%s of %%s is %%s %%s; is the unit the same?', new_text, key,"
               " CASE WHEN abs(new) > abs(old) THEN 'at least 1,000 times the stored'"
               " ELSE 'at most a thousandth of the stored' END, old_text) AS text, count(*) OVER () FROM ("
               "SELECT place, line, %s AS new_text, old_%s AS old_text, %s(%s) AS new, %s(old_%s) AS old, ",
               name, name, number, name, number, name);
    import_sql_key(sql, kind, "");
    buf_printf(sql,
               " AS key FROM pg_temp.differing_%s WHERE stored AND %s <> old_%s) AS pairs"
               " WHERE new <> 0 AND old <> 0 AND (abs(new) >= 1000 * abs(old) OR abs(old) >= 1000 * abs(new))"
               " ORDER BY place, line LIMIT %d",
               kind->name, name, name, STORE_IMPORT_FAULTS);
}

bool merge_sql_changes(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present, int most)
{
    unsigned others = present & others_of(kind);
    const char *separator = "";

    if (others == 0)
        return false;
    buf_puts(sql, "SELECT line, ");
    import_sql_key(sql, kind, "");
    buf_printf(sql,
               ", v.name, v.old, v.new, count(*) OVER () FROM pg_temp.differing_%s"
               " CROSS JOIN LATERAL (VALUES ",
               kind->name);
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        const char *name = kind->columns[i].name;
        if ((others & 1u << i) == 0)
            continue;
        buf_printf(sql, "%s(%zu, '%s', old_%s::text, differing_%s.%s::text)", separator, i, name, name,
                   kind->name, name);
        separator = ", ";
    }
    buf_printf(sql,
               ") AS v (nth, name, old, new) WHERE place = %d AND stored AND v.old IS DISTINCT FROM v.new"
               " ORDER BY line, v.nth LIMIT %d",
               place, most);
    return true;
}

/* Of some totals each is looked up by itself: the server may know nothing yet of what came a moment ago, and
 * then joins thousands of totals with all rows of the year by comparing each with each. */
void merge_sql_falling(struct buf *sql, const struct ledger_kind *kind, int low, int high, bool all)
{
    unsigned groups = group_sql_columns_of(kind);

    buf_printf(sql, "CREATE TEMPORARY TABLE falling_%s ON COMMIT DROP AS SELECT ", kind->name);
    if (all) {
        buf_puts(sql, "DISTINCT ");
        import_sql_columns(sql, kind, "", groups);
        buf_puts(sql, " FROM ");
        add_months(sql, kind, low, high, /* of_group */ false);
    } else {
        import_sql_columns(sql, kind, "", groups);
        buf_printf(sql, " FROM pg_temp.grouped_%s AS g WHERE EXISTS (SELECT FROM ", kind->name);
        add_months(sql, kind, low, high, /* of_group */ true);
        buf_puts(sql, ")");
    }
    buf_printf(sql, "; ANALYZE pg_temp.falling_%s", kind->name);
}

/* The months that are less than the one before them, of all totals of the years or of those in `g`. */
static void add_months(struct buf *sql, const struct ledger_kind *kind, int low, int high, bool of_group)
{
    unsigned groups = group_sql_columns_of(kind);
    const char *separator = "";

    buf_puts(sql, "(SELECT *");
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        const char *name = kind->columns[i].name;
        if (kind->columns[i].type == LEDGER_MONEY)
            buf_printf(sql, ", lag(%s, 1, '-Infinity') OVER months AS before_%s", name, name);
    }
    buf_printf(sql, " FROM %s AS stored WHERE true", kind->name);
    add_years(sql, " AND ", low, high);
    if (of_group) {
        buf_puts(sql, " AND (");
        import_sql_columns(sql, kind, "stored.", groups);
        buf_puts(sql, ") = (");
        import_sql_columns(sql, kind, "g.", groups);
        buf_puts(sql, ")");
    }
    buf_puts(sql, " WINDOW months AS (PARTITION BY ");
    import_sql_columns(sql, kind, "", groups);
    buf_puts(sql, " ORDER BY month)) AS t WHERE ");
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        if (kind->columns[i].type != LEDGER_MONEY)
            continue;
        add_falls(sql, &kind->columns[i], separator);
        separator = " OR ";
    }
}

/* Before the first month there is less than anything. A month that says nothing hides the one before it from
 * its successor, which is looked at more closely. */
static void add_falls(struct buf *sql, const struct ledger_column *column, const char *separator)
{
    const char *name = column->name;

    buf_printf(sql, "%sbefore_%s > %s", separator, name, name);
    if (column->need == LEDGER_OPTIONAL)
        buf_printf(sql, " OR (before_%s IS NULL AND %s IS NOT NULL)", name, name);
}

static void add_years(struct buf *sql, const char *where, int low, int high)
{
    if (low > 0)
        buf_printf(sql, "%sfiscal_year BETWEEN %d AND %d", where, low, high);
}

static void add_difference(struct buf *sql, const struct ledger_kind *kind, const char *one,
                           const char *other, unsigned which)
{
    buf_puts(sql, "(");
    import_sql_columns(sql, kind, one, which);
    buf_puts(sql, ") IS DISTINCT FROM (");
    import_sql_columns(sql, kind, other, which);
    buf_puts(sql, ")");
}

static void add_same_key(struct buf *sql, const struct ledger_kind *kind, const char *one, const char *other)
{
    unsigned keys = import_sql_keys_of(kind);
    const char *separator = "";

    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        if ((keys & 1u << i) == 0)
            continue;
        buf_printf(sql, "%s%s%s = %s%s", separator, one, kind->columns[i].name, other, kind->columns[i].name);
        separator = " AND ";
    }
}

/* The columns whose empty cell stands for something, but for keys. */
static unsigned defaults_of(const struct ledger_kind *kind)
{
    unsigned defaults = 0;

    for (size_t i = 0; i < ledger_column_count(kind); i++)
        defaults |= kind->columns[i].need == LEDGER_OR ? 1u << i : 0;
    return defaults;
}

static unsigned others_of(const struct ledger_kind *kind)
{
    return ((1u << ledger_column_count(kind)) - 1) & ~import_sql_keys_of(kind);
}
