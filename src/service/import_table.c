#include "service/import_table.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/dec.h"
#include "base/visible.h"
#include "config/import_header.h"
#include "core/cell_name.h"

static void read_header(struct import_table *t, long line, const struct import_cell_text *cells,
                        size_t count);
static void read_header_cell(struct import_table *t, long line, const struct import_cell_text *cell,
                             size_t at);
static void check_header_is_whole(struct import_table *t, long line);
static void check_unit_of_money(struct import_table *t, long line);
static bool is_blank(const struct import_cell_text *cells, size_t count);
static void read_row(struct import_table *t, long line, const struct import_cell_text *cells, size_t count);
static void read_cell(struct import_table *t, long line, int column, const struct import_cell_text *cell);
static bool is_serial(const char *data, size_t length);
static void translate(const struct import_table *t, int column, const char **data, size_t *length);
static void check_year_of_month(struct import_table *t, long line);
static void fill_in(struct import_table *t);
static bool has_key(const struct import_table *t);
static void write_row(struct import_table *t, long line);
static void write_escaped(struct buf *out, const struct buf *text);

void import_table_init(struct import_table *table, struct import_file *file, int place,
                       enum import_money money, struct import_faults *faults)
{
    memset(table, 0, sizeof *table);
    table->file = file;
    table->place = place;
    table->money = money;
    table->faults = faults;
    table->whole = true;
    table->column_count = ledger_column_count(file->kind);
    table->year_column = -1;
    for (size_t i = 0; i < table->column_count; i++) {
        if (file->kind->columns[i].type == LEDGER_YEAR)
            table->year_column = (int)i;
    }
}

void import_table_done(struct import_table *table)
{
    buf_free(&table->cell.text);
    buf_free(&table->out);
    for (size_t i = 0; i < LEDGER_COLUMNS_MAX; i++)
        buf_free(&table->row[i]);
}

bool import_table_more(void *ctx, const char **ret_data, size_t *ret_length, struct err *err)
{
    struct import_table *t = ctx;

    buf_clear(&t->out);
    while (t->out.length == 0 && !t->ended) {
        if (!t->feed(t, err))
            return false;
        if (t->ended && t->cell_count == 0 && t->whole)
            import_table_fault(t, 1, NULL, "the %s is empty; its first %s must name the columns",
                               t->file->sheet != NULL ? "sheet" : "file",
                               t->file->sheet != NULL ? "row" : "line");
    }
    *ret_data = buf_text(&t->out);
    *ret_length = t->out.length;
    return true;
}

void import_table_give_up(struct import_table *t, long line, const char *why)
{
    import_table_fault(t, line, NULL, "%s", why);
    t->whole = false;
    t->ended = true;
}

void import_table_row(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct import_table *t = ctx;

    t->line = line;
    t->cell_at = 0;
    if (t->cell_count == 0)
        read_header(t, line, cells, count);
    else
        read_row(t, line, cells, count);
}

static void read_header(struct import_table *t, long line, const struct import_cell_text *cells, size_t count)
{
    t->cell_count = count;
    if (count > IMPORT_CELLS_MAX)
        import_table_fault(t, line, NULL, "%zu columns; %d is the most", count, IMPORT_CELLS_MAX);
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++)
        read_header_cell(t, line, &cells[i], i);
    t->cell_at = 0;
    check_header_is_whole(t, line);
    check_unit_of_money(t, line);
}

static void read_header_cell(struct import_table *t, long line, const struct import_cell_text *cell,
                             size_t at)
{
    const char *data = cell->data;
    size_t length = cell->length;

    import_cell_trim(&data, &length);
    int column = import_header_column(t->map, t->file->kind, data, length);
    t->cell_at = at + 1;
    t->column_of[at] = column;
    if (column == MAP_IGNORED)
        return;
    if (column < 0) {
        struct buf shown = {0};
        import_cell_show(&shown, data, length);
        import_table_fault(t, line, length > 0 ? buf_text(&shown) : NULL,
                           length > 0 ? "no column of %s.csv has this name"
                                      : "a column of %s.csv without a name",
                           t->file->kind->name);
        buf_free(&shown);
        return;
    }
    if ((t->present & 1u << column) != 0) {
        import_table_fault(t, line, t->file->kind->columns[column].name, "the column is there twice");
        t->column_of[at] = -1;
    }
    t->present |= 1u << column;
    if (t->column_of[at] < 0)
        return;
    t->file->cell_of[column] = (int)at + 1;
    t->money_of[column] = t->money;
    t->unit_said[column] = import_header_money(data, length, &t->money_of[column]);
}

static void check_header_is_whole(struct import_table *t, long line)
{
    for (size_t i = 0; i < t->column_count; i++) {
        const struct ledger_column *column = &t->file->kind->columns[i];
        if ((t->present & 1u << i) == 0 && ledger_must_be_there(column))
            import_table_fault(t, line, column->name, "the column is missing");
    }
}

/* Where a title says 单位：万元, amounts taken for yuan would be wrong ten thousand times over. */
static void check_unit_of_money(struct import_table *t, long line)
{
    bool money = false;

    for (size_t i = 0; i < t->column_count; i++)
        money = money || ((t->present & 1u << i) != 0 && !t->unit_said[i] &&
                          t->file->kind->columns[i].type == LEDGER_MONEY);
    if (money && t->file->says_wan && t->money == IMPORT_YUAN)
        import_table_fault(t, line, NULL,
                           "a row above says that amounts are in 万元; import with --money-unit wan");
}

/* Spreadsheets leave rows of empty cells behind what was once filled in. */
static bool is_blank(const struct import_cell_text *cells, size_t count)
{
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        const char *data = cells[i].data;
        size_t length = cells[i].length;
        import_cell_trim(&data, &length);
        if (length > 0)
            return false;
    }
    return count <= IMPORT_CELLS_MAX;
}

static void read_row(struct import_table *t, long line, const struct import_cell_text *cells, size_t count)
{
    if (is_blank(cells, count))
        return;
    t->rows++;
    if (count != t->cell_count) {
        t->cell_at = count; /* of a sheet: the last, which is to the right of all that has a name */
        import_table_fault(t, line, NULL, "%zu %s where the header has %zu", count,
                           count == 1 ? "cell" : "cells", t->cell_count);
        t->whole = false;
        return;
    }
    memset(t->state, 0, sizeof t->state);
    t->year = 0;
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        t->cell_at = i + 1;
        if (t->column_of[i] >= 0)
            read_cell(t, line, t->column_of[i], &cells[i]);
    }
    t->cell_at = 0;
    check_year_of_month(t, line);
    fill_in(t);
    if (has_key(t))
        write_row(t, line);
    else
        t->whole = false;
}

static void read_cell(struct import_table *t, long line, int column, const struct import_cell_text *cell)
{
    const struct ledger_column *about = &t->file->kind->columns[column];
    const char *data = cell->data;
    size_t length = cell->length;
    struct err wrong; /* its text is large, and nearly never there */

    wrong.code = ERR_NONE;
    if (cell->wrong != NULL) {
        import_table_fault(t, line, about->name, "%s", cell->wrong);
        t->state[column] = IMPORT_CELL_BAD;
        return;
    }
    translate(t, column, &data, &length);
    if (!import_cell_check(about, t->money_of[column], data, length, &t->cell, &wrong)) {
        import_table_fault(t, line, about->name, "%s", wrong.text);
        t->state[column] = IMPORT_CELL_BAD;
        return;
    }
    if (t->from_1904 && about->type == LEDGER_DATE && is_serial(data, length)) {
        import_table_fault(
            t, line, about->name,
            "a number without a date's format, in a workbook that counts days from 1904; give it one");
        t->state[column] = IMPORT_CELL_BAD;
        return;
    }
    t->negative += t->cell.negative ? 1 : 0;
    if (t->cell.year != 0)
        t->year = t->cell.year;
    t->state[column] = t->cell.empty ? IMPORT_CELL_EMPTY : IMPORT_CELL_FILLED;
    buf_clear(&t->row[column]);
    buf_add(&t->row[column], buf_text(&t->cell.text), t->cell.text.length);
}

/* Five digits, which import_cell takes for days since 1900. */
static bool is_serial(const char *data, size_t length)
{
    return length == 5 && data[0] != '0' && strspn(data, "0123456789") >= length;
}

/* Where the other system has its own word for what the cell says, the table's. */
static void translate(const struct import_table *t, int column, const char **data, size_t *length)
{
    const char *trimmed = *data;
    size_t size = *length;

    if (t->map == NULL)
        return;
    import_cell_trim(&trimmed, &size);
    const char *word = map_file_word(t->map, t->file->kind, column, trimmed, size);
    if (word != NULL) {
        *data = word;
        *length = strlen(word);
    }
}

/* "2023-07" is July only in a row of 2023. */
static void check_year_of_month(struct import_table *t, long line)
{
    if (t->year == 0)
        return;
    size_t year = (size_t)ledger_column_by_name(t->file->kind, "fiscal_year");
    size_t month = (size_t)ledger_column_by_name(t->file->kind, "month");
    if (t->state[year] != IMPORT_CELL_FILLED || atoi(buf_text(&t->row[year])) == t->year)
        return;
    import_table_fault(t, line, "month", "it is of %d, and the row of %s", t->year, buf_text(&t->row[year]));
    t->state[month] = IMPORT_CELL_BAD;
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
        buf_puts(&t->row[i], first_day ? buf_text(&t->row[year]) : column->otherwise);
        buf_puts(&t->row[i], first_day ? "-01-01" : "");
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
    if (t->year_column >= 0 && t->state[t->year_column] == IMPORT_CELL_FILLED)
        t->years[atoi(buf_text(&t->row[t->year_column])) - LEDGER_YEAR_LOW] = true;
    if (t->order != NULL)
        import_order_see(t->order, t->file->kind, t->row);
    char number[DEC_TEXT];
    buf_puts(&t->out, dec_format(t->place, 0, number));
    buf_putc(&t->out, '\t');
    buf_puts(&t->out, dec_format(line, 0, number));
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
        if (data[i] > '\r' && data[i] != '\\')
            continue;
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

void import_table_fault(struct import_table *t, long line, const char *column, const char *format, ...)
{
    struct buf text = {0};
    char what[1024], name[XLSX_CELL_NAME];
    va_list args;

    va_start(args, format);
    if (vsnprintf(what, sizeof what, format, args) >= (int)sizeof what)
        what[visible_whole(what, sizeof what - 1)] = '\0';
    va_end(args);
    if (t->file->sheet != NULL && t->cell_at > 0)
        buf_printf(&text, "%s:%s", t->file->label, xlsx_cell_name(t->cell_at - 1, line, name));
    else
        import_file_place(&text, t->file, line, column);
    buf_printf(&text, ": %s%s%s", column != NULL ? column : "", column != NULL ? ": " : "", what);
    import_faults_add(t->faults, t->place, line, buf_text(&text));
    buf_free(&text);
}
