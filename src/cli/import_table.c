#include "cli/import_table.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

static void on_row(void *ctx, long line, const struct import_cell_text *cells, size_t count);
static void read_header(struct import_table *t, long line, const struct import_cell_text *cells,
                        size_t count);
static void read_header_cell(struct import_table *t, long line, const struct import_cell_text *cell,
                             size_t at);
static void check_header_is_whole(struct import_table *t, long line);
static void read_row(struct import_table *t, long line, const struct import_cell_text *cells, size_t count);
static void read_cell(struct import_table *t, long line, int column, const struct import_cell_text *cell);
static void fill_in(struct import_table *t);
static bool has_key(const struct import_table *t);
static void write_row(struct import_table *t, long line);
static void write_escaped(struct buf *out, const struct buf *text);
static void fault(struct import_table *t, long line, const char *column, const char *format, ...)
    PRINTF_LIKE(4, 5);

bool import_table_open(struct import_table *table, const struct import_file *file, int place,
                       enum import_encoding encoding, enum import_money money, struct import_faults *faults,
                       struct err *err)
{
    memset(table, 0, sizeof *table);
    table->file = file;
    table->place = place;
    table->money = money;
    table->faults = faults;
    table->whole = true;
    if (!import_text_open(&table->text, file->path, encoding, err))
        return false;
    table->column_count = ledger_column_count(file->kind);
    import_csv_init(&table->csv, on_row, table);
    return true;
}

void import_table_close(struct import_table *table)
{
    import_text_close(&table->text);
    import_csv_done(&table->csv);
    buf_free(&table->cell.text);
    buf_free(&table->out);
    for (size_t i = 0; i < LEDGER_COLUMNS_MAX; i++)
        buf_free(&table->row[i]);
}

bool import_table_more(void *ctx, const char **ret_data, size_t *ret_length, struct err *err)
{
    struct import_table *t = ctx;
    struct err wrong = {0};
    const char *data = NULL;
    size_t length = 0;

    buf_clear(&t->out);
    while (t->out.length == 0 && !t->ended) {
        if (!import_text_read(&t->text, &data, &length, err))
            return false;
        t->ended = length == 0;
        bool good =
            t->ended ? import_csv_end(&t->csv, &wrong) : import_csv_feed(&t->csv, data, length, &wrong);
        if (!good) {
            fault(t, t->csv.fault_line, NULL, "%s", wrong.text);
            t->whole = false;
            t->ended = true;
        } else if (t->ended && t->cell_count == 0) {
            fault(t, 1, NULL, "the file is empty; its first line must name the columns");
        }
    }
    *ret_data = buf_text(&t->out);
    *ret_length = t->out.length;
    return true;
}

static void on_row(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct import_table *t = ctx;

    if (t->cell_count == 0)
        read_header(t, line, cells, count);
    else
        read_row(t, line, cells, count);
}

static void read_header(struct import_table *t, long line, const struct import_cell_text *cells, size_t count)
{
    t->cell_count = count;
    if (count > IMPORT_CELLS_MAX)
        fault(t, line, NULL, "%zu columns; %d is the most", count, IMPORT_CELLS_MAX);
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++)
        read_header_cell(t, line, &cells[i], i);
    check_header_is_whole(t, line);
}

static void read_header_cell(struct import_table *t, long line, const struct import_cell_text *cell,
                             size_t at)
{
    const char *data = cell->data;
    size_t length = cell->length;

    import_cell_trim(&data, &length);
    int column = ledger_column_by_header(t->file->kind, data, length);
    t->column_of[at] = column;
    if (column < 0) {
        struct buf shown = {0};
        import_cell_show(&shown, data, length);
        fault(t, line, length > 0 ? buf_text(&shown) : NULL,
              length > 0 ? "no column of %s.csv has this name" : "a column of %s.csv without a name",
              t->file->kind->name);
        buf_free(&shown);
        return;
    }
    if ((t->present & 1u << column) != 0) {
        fault(t, line, t->file->kind->columns[column].name, "the column is there twice");
        t->column_of[at] = -1;
    }
    t->present |= 1u << column;
}

static void check_header_is_whole(struct import_table *t, long line)
{
    for (size_t i = 0; i < t->column_count; i++) {
        const struct ledger_column *column = &t->file->kind->columns[i];
        if ((t->present & 1u << i) == 0 && ledger_must_be_there(column))
            fault(t, line, column->name, "the column is missing");
    }
}

static void read_row(struct import_table *t, long line, const struct import_cell_text *cells, size_t count)
{
    t->rows++;
    if (count != t->cell_count) {
        fault(t, line, NULL, "%zu %s where the header has %zu", count, count == 1 ? "cell" : "cells",
              t->cell_count);
        t->whole = false;
        return;
    }
    memset(t->state, 0, sizeof t->state);
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        if (t->column_of[i] >= 0)
            read_cell(t, line, t->column_of[i], &cells[i]);
    }
    fill_in(t);
    if (has_key(t))
        write_row(t, line);
    else
        t->whole = false;
}

static void read_cell(struct import_table *t, long line, int column, const struct import_cell_text *cell)
{
    const struct ledger_column *about = &t->file->kind->columns[column];
    struct err wrong = {0};

    if (!import_cell_check(about, t->money, cell->data, cell->length, &t->cell, &wrong)) {
        fault(t, line, about->name, "%s", wrong.text);
        t->state[column] = IMPORT_CELL_BAD;
        return;
    }
    t->negative += t->cell.negative ? 1 : 0;
    t->state[column] = t->cell.empty ? IMPORT_CELL_EMPTY : IMPORT_CELL_FILLED;
    buf_clear(&t->row[column]);
    buf_add(&t->row[column], buf_text(&t->cell.text), t->cell.text.length);
}

/* What empty cells, and key columns that are not there, stand for. A cell with a fault stands for
 * nothing: a key that cannot be read is not the default one. */
static void fill_in(struct import_table *t)
{
    for (size_t i = 0; i < t->column_count; i++) {
        const struct ledger_column *column = &t->file->kind->columns[i];
        if (t->state[i] != IMPORT_CELL_EMPTY || column->otherwise == NULL)
            continue;
        bool first_day = strcmp(column->otherwise, LEDGER_YEAR_START) == 0;
        size_t year = first_day ? (size_t)ledger_column_by_name(t->file->kind, LEDGER_YEAR_START) : 0;
        if (first_day && t->state[year] != IMPORT_CELL_FILLED)
            continue;
        buf_clear(&t->row[i]);
        buf_printf(&t->row[i], "%s%s", first_day ? buf_text(&t->row[year]) : column->otherwise,
                   first_day ? "-01-01" : "");
        t->state[i] = IMPORT_CELL_FILLED;
    }
}

static bool has_key(const struct import_table *t)
{
    for (size_t i = 0; i < t->column_count; i++) {
        if (ledger_is_key(&t->file->kind->columns[i]) && t->state[i] != IMPORT_CELL_FILLED)
            return false;
    }
    return true;
}

static void write_row(struct import_table *t, long line)
{
    buf_printf(&t->out, "%d\t%ld", t->place, line);
    for (size_t i = 0; i < t->column_count; i++) {
        buf_putc(&t->out, '\t');
        if (t->state[i] == IMPORT_CELL_FILLED)
            write_escaped(&t->out, &t->row[i]);
        else
            buf_puts(&t->out, "\\N");
    }
    buf_putc(&t->out, '\n');
}

static void write_escaped(struct buf *out, const struct buf *text)
{
    const char *data = buf_text(text);
    size_t start = 0;

    for (size_t i = 0; i < text->length; i++) {
        const char *escape = data[i] == '\\'   ? "\\\\"
                             : data[i] == '\t' ? "\\t"
                             : data[i] == '\n' ? "\\n"
                             : data[i] == '\r' ? "\\r"
                                               : NULL;
        if (escape == NULL)
            continue;
        buf_add(out, data + start, i - start);
        buf_puts(out, escape);
        start = i + 1;
    }
    buf_add(out, data + start, text->length - start);
}

static void fault(struct import_table *t, long line, const char *column, const char *format, ...)
{
    struct buf text = {0};
    char what[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    buf_printf(&text, "%s:%ld: %s%s%s", t->file->label, line, column != NULL ? column : "",
               column != NULL ? ": " : "", what);
    import_faults_add(t->faults, t->place, line, buf_text(&text));
    buf_free(&text);
}
