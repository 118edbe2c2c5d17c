#include "db/store_rows_sql.h"

#include <stdio.h>
#include <string.h>

bool rows_has_column(const struct ledger_kind *kind, const char *name)
{
    for (size_t i = 0; i < ledger_column_count(kind); i++)
        if (strcmp(kind->columns[i].name, name) == 0)
            return true;
    return false;
}

static int add(struct rows_sql *sql, const char *value)
{
    sql->params[sql->count] = value;
    return ++sql->count;
}

static int add_int(struct rows_sql *sql, int value)
{
    char *text = sql->numbers[sql->count];

    snprintf(text, ROWS_NUMBER_TEXT, "%d", value);
    return add(sql, text);
}

static void equals(struct rows_sql *sql, const char *column, const char *value)
{
    if (value != NULL)
        buf_printf(&sql->text, " AND t.%s = $%d COLLATE \"C\"", column, add(sql, value));
}

/* The column that names the project: of rows that belong to projects or units, a generated one. */
static const char *project_column(const struct ledger_kind *kind)
{
    return rows_has_column(kind, "project_code") ? "project_code"
           : rows_has_column(kind, "owner_code") ? "owner_project"
                                                 : "subject_project";
}

static void in_unit(struct rows_sql *sql, const struct ledger_kind *kind)
{
    static const char below[] = "IN (SELECT code FROM below)";
    static const char theirs[] =
        "IN (SELECT p.code FROM projects p WHERE p.unit_code IN (SELECT code FROM below))";

    if (rows_has_column(kind, "unit_code"))
        buf_printf(&sql->text, " AND t.unit_code %s", below);
    else if (rows_has_column(kind, "owner_code"))
        buf_printf(&sql->text, " AND (t.owner_unit %s OR t.owner_project %s)", below, theirs);
    else
        buf_printf(&sql->text, " AND t.%s %s", project_column(kind), theirs);
}

static void conditions(struct rows_sql *sql, const struct ledger_kind *kind, const struct rows_filter *filter)
{
    buf_printf(&sql->text, " WHERE t.fiscal_year = $%d::smallint", add_int(sql, filter->year));
    if (filter->unit[0] != '\0')
        in_unit(sql, kind);
    equals(sql, project_column(kind), filter->project);
    equals(sql, "indicator_code", filter->indicator);
    equals(sql, "code", filter->code);
    equals(sql, "fund", filter->fund);
    equals(sql, "kind", filter->kind);
    if (filter->month > 0)
        buf_printf(&sql->text, " AND t.month %s $%d::smallint",
                   kind->id == LEDGER_INDICATOR_VALUES ? "<=" : "=", add_int(sql, filter->month));
}

/* What the rows add up to: money that is no running total, or one month of one; the values of one indicator.
 */
static void sum(struct rows_sql *sql, const struct ledger_kind *kind, const struct rows_filter *filter,
                struct rows_read *read)
{
    bool running = kind->id == LEDGER_PLANS || kind->id == LEDGER_CEILING_SPENDING;

    read->sum_column = -1;
    for (size_t i = 0; i < read->column_count && read->sum_column < 0; i++)
        if (read->columns[i]->type == LEDGER_MONEY && (!running || filter->month > 0))
            read->sum_column = (int)i;
    if (kind->id == LEDGER_INDICATOR_VALUES && filter->indicator != NULL) {
        read->sum_column = (int)read->column_count - 2; /* before the evidence */
        buf_puts(
            &sql->text,
            "(SELECT CASE (SELECT i.accumulation FROM indicators i WHERE i.code = min(c.indicator_code)"
            " AND i.fiscal_year = min(c.fiscal_year)) WHEN 'sum' THEN sum(c.value_number)"
            " WHEN 'max' THEN max(c.value_number) WHEN 'mean' THEN round(avg(c.value_number), 6)"
            " ELSE (array_agg(c.value_number ORDER BY c.month DESC) FILTER (WHERE c.value <> 'n/a'))[1] END"
            " FROM counted c)");
    } else if (read->sum_column >= 0) {
        buf_printf(&sql->text, "(SELECT sum(%s) FROM counted)", read->columns[read->sum_column]->name);
    } else {
        buf_puts(&sql->text, "NULL::numeric");
    }
}

static void columns(const struct ledger_kind *kind, struct rows_read *read)
{
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        if (strcmp(kind->columns[i].name, "fiscal_year") == 0)
            continue;
        if (ledger_is_key(&kind->columns[i]))
            read->key[read->key_count++] = read->column_count;
        read->columns[read->column_count++] = &kind->columns[i];
    }
}

static void names_of_key(struct rows_sql *sql, const struct rows_read *read)
{
    for (size_t i = 0; i < read->key_count; i++)
        buf_printf(&sql->text, "%sc.%s", i > 0 ? ", " : "", read->columns[read->key[i]]->name);
}

static void behind(struct rows_sql *sql, const struct rows_filter *filter, const struct rows_read *read)
{
    if (filter->after_count != read->key_count)
        return;
    buf_puts(&sql->text, " WHERE (");
    names_of_key(sql, read);
    buf_puts(&sql->text, ") > (");
    for (size_t i = 0; i < read->key_count; i++) {
        enum ledger_type type = read->columns[read->key[i]]->type;
        buf_printf(&sql->text, "%s$%d%s", i > 0 ? ", " : "", add(sql, filter->after[i]),
                   type == LEDGER_DATE    ? "::date"
                   : type == LEDGER_MONTH ? "::smallint"
                                          : "::text");
    }
    buf_putc(&sql->text, ')');
}

void rows_sql_make(struct rows_sql *sql, enum ledger_id id, const struct rows_filter *filter,
                   struct rows_read *read)
{
    const struct ledger_kind *kind = ledger_kind(id);

    columns(kind, read);
    if (filter->unit[0] != '\0')
        buf_printf(&sql->text,
                   "WITH RECURSIVE below AS (SELECT code FROM units WHERE code = $%d COLLATE \"C\" UNION"
                   " SELECT u.code FROM units u JOIN below b ON u.parent_code = b.code WHERE NOT %s), ",
                   add(sql, filter->unit), filter->own ? "true" : "false");
    else
        buf_puts(&sql->text, "WITH ");
    buf_printf(&sql->text, "counted AS MATERIALIZED (SELECT t.* FROM %s t", kind->name);
    conditions(sql, kind, filter);
    buf_puts(&sql->text, ") SELECT ");
    for (size_t i = 0; i < read->column_count; i++)
        buf_printf(&sql->text, "c.%s, ", read->columns[i]->name);
    buf_puts(&sql->text, "(SELECT count(*) FROM counted), ");
    sum(sql, kind, filter, read);
    buf_puts(&sql->text, " FROM counted c");
    behind(sql, filter, read);
    buf_puts(&sql->text, " ORDER BY ");
    names_of_key(sql, read);
    if (filter->limit > 0)
        buf_printf(&sql->text, " LIMIT $%d::int", add_int(sql, filter->limit));
}
