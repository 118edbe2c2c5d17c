#include "core/copy_row.h"

static char meaning_of(char escaped)
{
    switch (escaped) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return escaped;
    }
}

/* One cell from `*from` on; leaves `*from` at its end. */
static struct import_cell_text take_cell(char *row, size_t length, size_t *from)
{
    size_t at = *from, to = *from, start = *from;

    if (at + 1 < length && row[at] == '\\' && row[at + 1] == 'N' &&
        (at + 2 == length || row[at + 2] == '\t')) {
        *from = at + 2;
        return (struct import_cell_text){.data = row + start};
    }
    while (at < length && row[at] != '\t') {
        if (row[at] == '\\' && at + 1 < length)
            row[to++] = meaning_of(row[++at]);
        else
            row[to++] = row[at];
        at++;
    }
    *from = at;
    return (struct import_cell_text){.data = row + start, .length = to - start};
}

size_t copy_row_split(char *row, size_t length, struct import_cell_text *cells, size_t most)
{
    size_t at = 0, count = 0;

    if (length > 0 && row[length - 1] == '\n')
        length--;
    for (;;) {
        struct import_cell_text cell = take_cell(row, length, &at);
        if (count < most)
            cells[count] = cell;
        count++;
        if (at >= length)
            return count;
        at++;
    }
}
