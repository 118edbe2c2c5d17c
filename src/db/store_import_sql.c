#include "db/store_import_sql.h"

#include "db/store_group_sql.h"
#include "db/store_import.h"

static void start_check(struct buf *sql);
static void end_check(struct buf *sql);
static void add_missing(struct buf *sql, const struct ledger_reference *reference, unsigned kinds);
static void add_match(struct buf *sql, const struct ledger_reference *reference);
static void add_from(struct buf *sql, const struct ledger_reference *reference, const char *prefix);
static void join_direction(struct buf *sql, unsigned kinds);
static bool is_staged(unsigned kinds, enum ledger_id id);

static const unsigned all_columns = ~0u;

/* Types and collations are the real table's; constraints and defaults are not taken over. */
void import_sql_create(struct buf *sql, const struct ledger_kind *kind)
{
    buf_printf(sql,
               "CREATE TEMPORARY TABLE staged_%s ON COMMIT DROP AS SELECT 0 AS place, 0::bigint AS line, ",
               kind->name);
    import_sql_columns(sql, kind, "", all_columns);
    buf_printf(sql, " FROM %s WHERE false", kind->name);
}

void import_sql_copy(struct buf *sql, const struct ledger_kind *kind)
{
    buf_printf(sql, "COPY pg_temp.staged_%s (place, line, ", kind->name);
    import_sql_columns(sql, kind, "", all_columns);
    buf_puts(sql, ") FROM STDIN");
}

void import_sql_analyze(struct buf *sql, const struct ledger_kind *kind)
{
    buf_printf(sql, "ANALYZE pg_temp.staged_%s", kind->name);
    if (!group_sql_has(kind))
        return;
    buf_puts(sql, "; ");
    group_sql_create(sql, kind);
}

void import_sql_keys(struct buf *sql, const struct ledger_kind *kind)
{
    unsigned keys = import_sql_keys_of(kind);

    start_check(sql);
    buf_puts(sql, "SELECT place, line, ");
    import_sql_key(sql, kind, "");
    buf_puts(sql, " || ' appears also in' AS text, first_place AS other_place, first_line AS other_line "
                  "FROM (SELECT *, first_value(place) OVER same AS first_place,"
                  " first_value(line) OVER same AS first_line, row_number() OVER same AS nth ");
    buf_printf(sql, "FROM pg_temp.staged_%s WINDOW same AS (PARTITION BY ", kind->name);
    import_sql_columns(sql, kind, "", keys);
    buf_puts(sql, " ORDER BY place, line)) AS numbered WHERE nth > 1");
    end_check(sql);
}

void import_sql_reference(struct buf *sql, const struct ledger_kind *kind,
                          const struct ledger_reference *reference, unsigned kinds)
{
    const char *target = ledger_kind(reference->kind)->name;

    start_check(sql);
    buf_printf(sql, "SELECT place, line, s.%s", reference->from[0]);
    if (reference->from[1] != NULL)
        buf_printf(sql, " || ' of ' || s.%s", reference->from[1]);
    buf_printf(sql,
               " || ' is not in %s' AS text, NULL::integer AS other_place, NULL::bigint AS other_line"
               " FROM pg_temp.staged_%s AS s WHERE true",
               target, kind->name);
    for (size_t i = 0; reference->from[i] != NULL; i++)
        buf_printf(sql, " AND s.%s IS NOT NULL", reference->from[i]);
    if (reference->selector != NULL)
        buf_printf(sql, " AND s.%s = '%s'", reference->selector, reference->selected);
    if (group_sql_tells(kind, reference)) {
        buf_puts(sql, " AND (");
        add_from(sql, reference, "s.");
        buf_puts(sql, ") IN (SELECT ");
        add_from(sql, reference, "s.");
        buf_printf(sql, " FROM pg_temp.grouped_%s AS s WHERE true", kind->name);
        add_missing(sql, reference, kinds);
        buf_puts(sql, ")");
    } else {
        add_missing(sql, reference, kinds);
    }
    end_check(sql);
}

/* Of rows `s`. */
static void add_missing(struct buf *sql, const struct ledger_reference *reference, unsigned kinds)
{
    const char *target = ledger_kind(reference->kind)->name;

    buf_printf(sql, " AND NOT EXISTS (SELECT FROM %s AS t WHERE ", target);
    add_match(sql, reference);
    if (is_staged(kinds, reference->kind)) {
        buf_printf(sql, ") AND NOT EXISTS (SELECT FROM pg_temp.staged_%s AS t WHERE ", target);
        add_match(sql, reference);
    }
    buf_puts(sql, ")");
}

/* Parents as they will be. Walking up from every staged unit is enough: a new circle passes through
 * one. UNION drops what was seen, so that the walk ends even in a circle. */
void import_sql_unit_circles(struct buf *sql)
{
    buf_puts(sql, "WITH RECURSIVE tree AS ("
                  "SELECT code, parent_code FROM pg_temp.staged_units UNION ALL "
                  "SELECT code, parent_code FROM units AS u"
                  " WHERE NOT EXISTS (SELECT FROM pg_temp.staged_units AS s WHERE s.code = u.code)"
                  "), up AS ("
                  "SELECT place, line, code AS start, parent_code AS above FROM pg_temp.staged_units"
                  " WHERE parent_code IS NOT NULL UNION "
                  "SELECT place, line, start, t.parent_code FROM up JOIN tree AS t ON t.code = up.above"
                  " WHERE t.parent_code IS NOT NULL) ");
    start_check(sql);
    buf_puts(sql, "SELECT place, line, start || ' would stand above itself' AS text,"
                  " NULL::integer AS other_place, NULL::bigint AS other_line FROM up WHERE start = above");
    end_check(sql);
}

void import_sql_own_targets(struct buf *sql)
{
    start_check(sql);
    buf_puts(sql,
             "SELECT place, line, left(target, 60) || ' is not a number, and the direction is ' || direction"
             " AS text, NULL::integer AS other_place, NULL::bigint AS other_line"
             " FROM pg_temp.staged_indicators"
             " WHERE direction <> 'qualitative' AND target IS NOT NULL AND ledger_number(target) IS NULL");
    end_check(sql);
}

/* An indicator that turns from numeric to qualitative or back, and keeps a value from before. */
void import_sql_directions(struct buf *sql, unsigned kinds)
{
    start_check(sql);
    buf_puts(sql,
             "SELECT s.place, s.line, s.direction || ' does not go with the value of month ' || v.month ||"
             " ' that is stored: ' || left(v.value, 60) AS text,"
             " NULL::integer AS other_place, NULL::bigint AS other_line"
             " FROM pg_temp.staged_indicators AS s JOIN indicators AS i"
             " ON i.code = s.code AND i.fiscal_year = s.fiscal_year"
             " AND (i.direction = 'qualitative') <> (s.direction = 'qualitative')"
             " JOIN indicator_values AS v ON v.indicator_code = s.code AND v.fiscal_year = s.fiscal_year"
             " AND v.value <> 'n/a' AND (v.value_number IS NULL) <> (s.direction = 'qualitative')");
    if (is_staged(kinds, LEDGER_INDICATOR_VALUES))
        buf_puts(sql, " WHERE NOT EXISTS (SELECT FROM pg_temp.staged_indicator_values AS n"
                      " WHERE n.indicator_code = v.indicator_code AND n.fiscal_year = v.fiscal_year"
                      " AND n.month = v.month)");
    end_check(sql);
}

/* An indicator that turns numeric, and keeps a revision of its target from before. */
void import_sql_revisions(struct buf *sql, unsigned kinds)
{
    start_check(sql);
    buf_puts(sql, "SELECT s.place, s.line, s.direction || ' does not go with the target of ' ||"
                  " r.effective_on || ' that is stored: ' || left(r.target, 60) AS text,"
                  " NULL::integer AS other_place, NULL::bigint AS other_line"
                  " FROM pg_temp.staged_indicators AS s JOIN indicator_targets AS r"
                  " ON r.indicator_code = s.code AND r.fiscal_year = s.fiscal_year"
                  " AND s.direction <> 'qualitative' AND r.target_number IS NULL");
    if (is_staged(kinds, LEDGER_INDICATOR_TARGETS))
        buf_puts(sql, " WHERE NOT EXISTS (SELECT FROM pg_temp.staged_indicator_targets AS n"
                      " WHERE n.indicator_code = r.indicator_code AND n.fiscal_year = r.fiscal_year"
                      " AND n.effective_on = r.effective_on)");
    end_check(sql);
}

void import_sql_targets(struct buf *sql, unsigned kinds)
{
    start_check(sql);
    buf_puts(sql, "SELECT v.place, v.line, left(v.target, 60) || ' is not a number, and the direction of ' ||"
                  " v.indicator_code || ' is ' || d.direction AS text,"
                  " NULL::integer AS other_place, NULL::bigint AS other_line"
                  " FROM pg_temp.staged_indicator_targets AS v");
    join_direction(sql, kinds);
    buf_puts(sql, " WHERE v.target IS NOT NULL AND d.direction <> 'qualitative'"
                  " AND ledger_number(v.target) IS NULL");
    end_check(sql);
}

void import_sql_values(struct buf *sql, unsigned kinds)
{
    start_check(sql);
    buf_puts(sql, "SELECT v.place, v.line, v.value || ' is not ' || CASE d.direction"
                  " WHEN 'qualitative' THEN 'achieved, partial, missed or n/a' ELSE 'a number or n/a' END ||"
                  " ': the direction of ' || v.indicator_code || ' is ' || d.direction AS text,"
                  " NULL::integer AS other_place, NULL::bigint AS other_line"
                  " FROM pg_temp.staged_indicator_values AS v");
    join_direction(sql, kinds);
    buf_puts(sql, " WHERE v.value <> 'n/a' AND"
                  " (v.value IN ('achieved', 'partial', 'missed')) <> (d.direction = 'qualitative')");
    end_check(sql);
}

void import_sql_doubt(struct buf *sql, const char *statement)
{
    buf_printf(
        sql,
        "SELECT place, line, text, count(*) OVER () FROM (\n%s) AS doubtful ORDER BY place, line LIMIT %d",
        statement, STORE_IMPORT_FAULTS);
}

static void start_check(struct buf *sql)
{
    buf_puts(sql, "SELECT place, line, text, other_place, other_line, count(*) OVER () FROM (");
}

static void end_check(struct buf *sql)
{
    buf_printf(sql, ") AS wrong ORDER BY place, line LIMIT %d", STORE_IMPORT_FAULTS);
}

void import_sql_columns(struct buf *sql, const struct ledger_kind *kind, const char *prefix, unsigned which)
{
    size_t count = ledger_column_count(kind);
    const char *separator = "";

    for (size_t i = 0; i < count; i++) {
        if ((which & 1u << i) == 0)
            continue;
        buf_printf(sql, "%s%s%s", separator, prefix, kind->columns[i].name);
        separator = ", ";
    }
}

unsigned import_sql_keys_of(const struct ledger_kind *kind)
{
    size_t count = ledger_column_count(kind);
    unsigned keys = 0;

    for (size_t i = 0; i < count; i++)
        keys |= ledger_is_key(&kind->columns[i]) ? 1u << i : 0;
    return keys;
}

/* The key of a row as a text: "P1, 2023, 7". What is empty in it, such as no fund, is left out. */
void import_sql_key(struct buf *sql, const struct ledger_kind *kind, const char *prefix)
{
    unsigned keys = import_sql_keys_of(kind);

    buf_puts(sql, "concat_ws(', '");
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        if ((keys & 1u << i) != 0)
            buf_printf(sql, ", nullif(%s%s::text, '')", prefix, kind->columns[i].name);
    }
    buf_puts(sql, ")");
}

static void add_match(struct buf *sql, const struct ledger_reference *reference)
{
    for (size_t i = 0; reference->from[i] != NULL; i++)
        buf_printf(sql, "%st.%s = s.%s", i == 0 ? "" : " AND ", reference->to[i], reference->from[i]);
}

static void add_from(struct buf *sql, const struct ledger_reference *reference, const char *prefix)
{
    for (size_t i = 0; reference->from[i] != NULL; i++)
        buf_printf(sql, "%s%s%s", i == 0 ? "" : ", ", prefix, reference->from[i]);
}

/* An indicator whose direction is not readable in this import has none: nothing is said about it. */
static void join_direction(struct buf *sql, unsigned kinds)
{
    if (!is_staged(kinds, LEDGER_INDICATORS)) {
        buf_puts(sql, " JOIN indicators AS d ON d.code = v.indicator_code AND d.fiscal_year = v.fiscal_year");
        return;
    }
    buf_puts(sql, " JOIN (SELECT code, fiscal_year, direction FROM pg_temp.staged_indicators UNION ALL"
                  " SELECT code, fiscal_year, direction FROM indicators AS i"
                  " WHERE NOT EXISTS (SELECT FROM pg_temp.staged_indicators AS s"
                  " WHERE s.code = i.code AND s.fiscal_year = i.fiscal_year)) AS d"
                  " ON d.code = v.indicator_code AND d.fiscal_year = v.fiscal_year");
}

static bool is_staged(unsigned kinds, enum ledger_id id)
{
    return (kinds & 1u << id) != 0;
}
