#include "report/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/visible.h"

struct range {
    uint32_t first, last;
};

/* East Asian Width W and F (Unicode 15, UAX 11), neighbours joined where only unassigned code points
 * lie between them. */
static const struct range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/* Marks that join the character before them, and joiners that show nothing. */
static const struct range without_width[] = {
    {0x0300, 0x036F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064},
    {0x302A, 0x302D}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

static const char *decode(const char *text, uint32_t *ret_code);
static size_t code_width(uint32_t code);
static char *without_controls(const char *text);
static void cut(char *text, size_t columns);
static size_t column_width(const struct table *table, size_t column);
static void write_row(const struct table *table, const size_t *widths, const char *const *cells, size_t count,
                      struct buf *out);
static void write_line(const size_t *widths, size_t count, struct buf *out);
static void pad(struct buf *out, size_t columns);
static int position(struct ratio share, int columns);

void table_init(struct table *table, const struct table_column *columns, size_t column_count)
{
    *table = (struct table){.columns = columns, .column_count = column_count};
}

void table_cell(struct table *table, const char *text)
{
    table->cells = mem_room(table->cells, table->cell_count, &table->cell_capacity, sizeof *table->cells);
    const struct table_column *column = &table->columns[table->cell_count % table->column_count];
    char *cell = column->widest > 0 ? text_cut(text, column->widest) : without_controls(text);
    table->cells[table->cell_count++] = cell;
}

void table_write(const struct table *table, struct buf *out)
{
    size_t *widths = mem_alloc(table->column_count * sizeof *widths);
    const char **titles = mem_alloc(table->column_count * sizeof *titles);

    for (size_t i = 0; i < table->column_count; i++) {
        widths[i] = column_width(table, i);
        titles[i] = table->columns[i].title;
    }
    write_row(table, widths, titles, table->column_count, out);
    write_line(widths, table->column_count, out);
    for (size_t at = 0; at < table->cell_count; at += table->column_count) {
        size_t left = table->cell_count - at;
        write_row(table, widths, (const char *const *)table->cells + at,
                  left < table->column_count ? left : table->column_count, out);
    }
    free(titles);
    free(widths);
}

void table_done(struct table *table)
{
    for (size_t i = 0; i < table->cell_count; i++)
        free(table->cells[i]);
    free(table->cells);
    *table = (struct table){0};
}

size_t text_width(const char *text)
{
    size_t width = 0;

    while (*text != '\0') {
        uint32_t code;
        text = decode(text, &code);
        width += code_width(code);
    }
    return width;
}

void bar_write(struct buf *out, struct ratio share, const struct ratio *mark, int columns)
{
    int filled = position(share, columns);
    int mark_at = mark == NULL ? -1 : position(*mark, columns);

    /* The end of the year stands at the last column, not behind it. */
    if (mark_at >= columns)
        mark_at = columns - 1;
    buf_putc(out, '[');
    for (int i = 0; i < columns; i++)
        buf_putc(out, i == mark_at ? '|' : i < filled ? '#' : '.');
    buf_putc(out, ']');
}

/* floor(share * columns) within 0..columns. */
static int position(struct ratio share, int columns)
{
    if (share.num <= 0)
        return 0;
    if (share.num >= share.den)
        return columns;
    int at = 0;
    while (at + 1 <= columns && ratio_compare((struct ratio){at + 1, columns}, share) <= 0)
        at++;
    return at;
}

/* In place, behind the last character that leaves room for "..", which is ASCII because the ellipsis is
 * as ambiguous in width as the blocks of a bar. What is cut away is more than two columns wide, hence at
 * least two bytes long. */
static void cut(char *text, size_t columns)
{
    size_t width = 0;
    char *at = text;

    if (text_width(text) <= columns)
        return;
    while (*at != '\0') {
        uint32_t code;
        const char *next = decode(at, &code);
        if (width + code_width(code) + 2 > columns)
            break;
        width += code_width(code);
        at += next - at;
    }
    memcpy(at, "..", 3);
}

static size_t column_width(const struct table *table, size_t column)
{
    size_t widest = text_width(table->columns[column].title);

    for (size_t i = column; i < table->cell_count; i += table->column_count) {
        size_t width = text_width(table->cells[i]);
        if (width > widest)
            widest = width;
    }
    return widest;
}

static void write_row(const struct table *table, const size_t *widths, const char *const *cells, size_t count,
                      struct buf *out)
{
    size_t owed = 0; /* spaces that are due only if something follows */

    for (size_t i = 0; i < count; i++) {
        size_t spare = widths[i] - text_width(cells[i]);
        if (table->columns[i].right) {
            owed += spare;
            spare = 0;
        }
        if (cells[i][0] != '\0') {
            pad(out, owed);
            owed = 0;
            buf_puts(out, cells[i]);
        }
        owed += spare + 2;
    }
    buf_putc(out, '\n');
}

static void write_line(const size_t *widths, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t dash = 0; dash < widths[i]; dash++)
            buf_putc(out, '-');
        if (i + 1 < count)
            buf_puts(out, "  ");
    }
    buf_putc(out, '\n');
}

static void pad(struct buf *out, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        buf_putc(out, ' ');
}

static bool in_ranges(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count && ranges[i].first <= code; i++)
        if (code <= ranges[i].last)
            return true;
    return false;
}

static size_t code_width(uint32_t code)
{
    if (in_ranges(without_width, sizeof without_width / sizeof without_width[0], code))
        return 0;
    return in_ranges(wide, sizeof wide / sizeof wide[0], code) ? 2 : 1;
}

/* The code point at `text` and the place behind it. A byte that starts nothing valid stands for
 * U+FFFD, alone. */
static const char *decode(const char *text, uint32_t *ret_code)
{
    enum visible kind;

    return text + visible_next(text, strnlen(text, 4), &kind, ret_code);
}

char *text_cut(const char *text, size_t columns)
{
    char *copy = without_controls(text);

    cut(copy, columns);
    return copy;
}

void text_add_safe(struct buf *out, const char *text)
{
    visible_add(out, text, strlen(text), /* lines */ true);
}

/* One line, for a cell. */
static char *without_controls(const char *text)
{
    struct buf clean = {0};

    visible_add(&clean, text, strlen(text), /* lines */ false);
    return clean.data == NULL ? mem_text("") : buf_take(&clean);
}
