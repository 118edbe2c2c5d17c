#include "cli/import_header.h"

#include <string.h>

#include "cli/import_cell.h"

static void drop_start(const char **name, size_t *length, const char *mark);
static void drop_end(const char *name, size_t *length, const char *mark);

int import_header_column(const struct map_file *map, const struct ledger_kind *kind, const char *name,
                         size_t length)
{
    static const char *const ends[] = {"*", "＊", IMPORT_REQUIRED_ZH, "(必填)", IMPORT_REQUIRED_EN};
    int column = -1;

    import_cell_trim(&name, &length);
    if (map != NULL && map_file_column(map, kind, name, length, &column))
        return column;
    drop_start(&name, &length, "*");
    drop_start(&name, &length, "＊");
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        drop_end(name, &length, ends[i]);
    import_cell_trim(&name, &length);
    if (map != NULL && map_file_column(map, kind, name, length, &column))
        return column;
    return ledger_column_by_header(kind, name, length);
}

size_t import_header_match(const struct map_file *map, const struct ledger_kind *kind,
                           const struct import_cell_text *cells, size_t count, bool *ret_fits)
{
    size_t columns = ledger_column_count(kind), found = 0;
    unsigned present = 0;

    *ret_fits = count <= IMPORT_CELLS_MAX;
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        int column = import_header_column(map, kind, cells[i].data, cells[i].length);
        bool another = column >= 0 && (present & 1u << column) == 0;
        found += another ? 1 : 0;
        present |= another ? 1u << column : 0;
        *ret_fits = *ret_fits && (another || column == MAP_IGNORED);
    }
    for (size_t i = 0; i < columns; i++)
        *ret_fits = *ret_fits && ((present & 1u << i) != 0 || !ledger_must_be_there(&kind->columns[i]));
    return found;
}

static void drop_start(const char **name, size_t *length, const char *mark)
{
    size_t size = strlen(mark);

    if (*length >= size && memcmp(*name, mark, size) == 0) {
        *name += size;
        *length -= size;
    }
}

static void drop_end(const char *name, size_t *length, const char *mark)
{
    size_t size = strlen(mark);

    if (*length >= size && memcmp(name + *length - size, mark, size) == 0)
        *length -= size;
}
