/* The embedded statements and the schema that they are written for. */
#include "embedded/statements.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/buf.h"
#include "core/ledger.h"
#include "db/store_group_sql.h"
#include "schema.h"

/* What an import stages its rows in, for the statements that look there. */
static void stage_nothing(PGconn *pg)
{
    struct buf sql = {0};

    for (int id = 0; id < LEDGER_COUNT; id++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)id);
        const char *name = kind->name;
        buf_printf(&sql,
                   "CREATE TEMPORARY TABLE staged_%s AS SELECT 0 AS place, 0::bigint AS line, * FROM %s;"
                   " CREATE TEMPORARY TABLE falling_%s AS TABLE %s; ",
                   name, name, name, name);
        if (group_sql_has(kind)) {
            buf_printf(&sql, "CREATE TEMPORARY TABLE grouped_%s AS ", name);
            group_sql_select(&sql, kind);
        }
        PGresult *result = PQexec(pg, buf_text(&sql));
        assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
        PQclear(result);
        buf_clear(&sql);
    }
    buf_free(&sql);
}

/* The protocol's Parse takes every kind of statement, COPY included, and looks at names and types of
 * those that have a plan. */
static void every_statement_can_be_prepared(void **state)
{
    (void)state;
    struct schema schema;
    int count = 0, bad = 0;

    schema_begin(&schema, "TEMPLATE migrated");
    PGconn *pg = PQconnectdb(schema.database.conninfo);
    stage_nothing(pg);
    for (const struct sql_file *file = sql_files; file->name != NULL; file++, count++) {
        PGresult *result = PQprepare(pg, "", file->text, 0, NULL);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            print_error("%s.sql: %s", file->name, PQresultErrorMessage(result));
            bad++;
        }
        PQclear(result);
    }
    PQfinish(pg);

    assert_int_equal(bad, 0);
    assert_true(count > 0);
    schema_end(&schema);
}

/* The comment that a statement begins with. */
static void header_of(const char *text, struct buf *header)
{
    while (strncmp(text, "--", 2) == 0) {
        size_t length = strcspn(text, "\n");
        buf_add(header, text, length);
        buf_putc(header, '\n');
        text += length + (text[length] == '\n');
    }
}

static bool mentions(const char *text, int parameter)
{
    for (const char *at = strchr(text, '$'); at != NULL; at = strchr(at + 1, '$')) {
        if (isdigit((unsigned char)at[1]) && atoi(at + 1) == parameter)
            return true;
    }
    return false;
}

static void every_statement_explains_its_parameters(void **state)
{
    (void)state;
    enum { PARAMETERS = 40 };
    int bad = 0;

    for (const struct sql_file *file = sql_files; file->name != NULL; file++) {
        struct buf header = {0};
        header_of(file->text, &header);
        if (header.length == 0) {
            print_error("%s.sql has no comment at its head\n", file->name);
            bad++;
        }
        const char *body = file->text + header.length;
        for (int parameter = 1; parameter <= PARAMETERS; parameter++) {
            if (mentions(body, parameter) && !mentions(buf_text(&header), parameter)) {
                print_error("%s.sql does not say what $%d is\n", file->name, parameter);
                bad++;
            }
        }
        buf_free(&header);
    }
    assert_int_equal(bad, 0);
}

static void every_table_and_column_has_a_comment(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_expect(
        &schema,
        "SELECT coalesce(string_agg(relname || coalesce('.' || attname, ''), ' '), '')"
        " FROM pg_class c LEFT JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0"
        " WHERE relkind IN ('r', 'p', 'v') AND relnamespace = 'public'::regnamespace"
        " AND NOT attisdropped AND NOT relispartition" /* a partition is what its table says */
        " AND (col_description(c.oid, attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)",
        "");
    schema_end(&schema);
}

/* Numbers that the program reads into 64 bits, codes that it sorts. */
static void facts_have_the_types_that_the_program_counts_on(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_expect(&schema,
                  "SELECT coalesce(string_agg(attrelid::regclass || '.' || attname, ' '), '')"
                  " FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
                  " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND attnum > 0"
                  " AND (atttypid IN ('float4'::regtype, 'float8'::regtype)"
                  "  OR atttypid = 'numeric'::regtype"
                  "   AND format_type(atttypid, atttypmod) NOT IN ('numeric(18,2)', 'numeric(18,6)')"
                  "  OR attname LIKE '%code' AND attcollation <> '\"C\"'::regcollation)",
                  "");
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_can_be_prepared),
        cmocka_unit_test(every_statement_explains_its_parameters),
        cmocka_unit_test(every_table_and_column_has_a_comment),
        cmocka_unit_test(facts_have_the_types_that_the_program_counts_on),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
