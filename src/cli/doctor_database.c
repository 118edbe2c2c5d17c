/* The database, a table a section. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cli/connect.h"
#include "cli/doctor.h"
#include "db/store_doctor.h"
#include "report/table.h"

enum { CELL_MAX = 60 };

static void add_rows(struct buf *out, const struct pg_result *rows)
{
    size_t count = (size_t)db_columns(rows);
    struct table_column *columns = mem_alloc(count * sizeof *columns + 1);
    struct table table;

    for (size_t i = 0; i < count; i++)
        columns[i] = (struct table_column){.title = db_column_name(rows, (int)i), .widest = CELL_MAX};
    table_init(&table, columns, count);
    for (int row = 0; row < db_rows(rows); row++)
        for (size_t i = 0; i < count; i++)
            table_cell(&table, db_null(rows, row, (int)i) ? "-" : db_text(rows, row, (int)i));
    if (db_rows(rows) > 0)
        table_write(&table, out);
    else
        buf_puts(out, "nothing\n");
    table_done(&table);
    free(columns);
}

/* The server's clock was read between these two of our own. */
static void add_clock(struct buf *out, const struct pg_result *rows, msec before, msec after)
{
    char first[CLOCK_TEXT], second[CLOCK_TEXT];

    if (db_rows(rows) > 0)
        buf_printf(out, "its clock said %s between %s and %s here\n", db_text(rows, 0, STORE_DOCTOR_CLOCK),
                   clock_format(before, first), clock_format(after, second));
}

static void add_section(struct buf *out, struct db_session *session, size_t section)
{
    struct pg_result *rows = NULL;
    struct err err = {0};
    msec before = clock_wall();

    doctor_section(out, store_doctor_title(section));
    if (!store_doctor_read(session, section, &rows, &err)) {
        buf_puts(out, "not to be had: ");
        doctor_mask(out, err.text);
        buf_putc(out, '\n');
        return;
    }
    add_rows(out, rows);
    if (section == 0)
        add_clock(out, rows, before, clock_wall());
    db_result_free(rows);
}

void doctor_database(struct buf *out, const struct cli *cli)
{
    struct db_session session;
    struct err err = {0};

    if (!cli_try_connect(cli, &session, /* any_schema */ true, &err)) {
        doctor_section(out, "database");
        buf_puts(out, "not to be had: ");
        doctor_mask(out, err.text);
        buf_putc(out, '\n');
        return;
    }
    if (!store_doctor_begin(&session, &err)) {
        buf_puts(out, "no limits could be set: ");
        doctor_mask(out, err.text);
        buf_putc(out, '\n');
    }
    for (size_t section = 0; section < store_doctor_count(); section++)
        add_section(out, &session, section);
    db_session_close(&session);
}
