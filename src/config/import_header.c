#include "config/import_header.h"

#include <string.h>

#include "core/import_cell.h"

static void drop_start(const char **name, size_t *length, const char *mark);
static bool drop_end(const char *name, size_t *length, const char *mark);

/* Units as headers have them. */
static const struct {
    const char *text;
    enum import_money money;
} units[] = {
    {"（万元）", IMPORT_WAN},
    {"(万元)", IMPORT_WAN},
    {"（元）", IMPORT_YUAN},
    {"(元)", IMPORT_YUAN},
};

/* The name without what forms put around it. */
static void bare(const char **name, size_t *length)
{
    static const char *const ends[] = {"*", "＊", IMPORT_REQUIRED_ZH, "(必填)", IMPORT_REQUIRED_EN};

    import_cell_trim(name, length);
    drop_start(name, length, "*");
    drop_start(name, length, "＊");
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        (void)drop_end(*name, length, ends[i]);
    import_cell_trim(name, length);
}

static bool drop_unit(const char *name, size_t *length, enum import_money *ret_money)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (!drop_end(name, length, units[i].text))
            continue;
        *ret_money = units[i].money;
        import_cell_trim(&name, length);
        return true;
    }
    return false;
}

bool import_header_money(const char *name, size_t length, enum import_money *ret_money)
{
    bare(&name, &length);
    return drop_unit(name, &length, ret_money);
}

int import_header_column(const struct map_file *map, const struct ledger_kind *kind, const char *name,
                         size_t length)
{
    enum import_money money;
    int column = -1;

    import_cell_trim(&name, &length);
    if (map != NULL && map_file_column(map, kind, name, length, &column))
        return column;
    bare(&name, &length);
    if (map != NULL && map_file_column(map, kind, name, length, &column))
        return column;
    column = ledger_column_by_header(kind, name, length);
    if (column >= 0 || !drop_unit(name, &length, &money))
        return column;
    column = ledger_column_by_header(kind, name, length);
    return column >= 0 && kind->columns[column].type == LEDGER_MONEY ? column : -1;
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

static bool drop_end(const char *name, size_t *length, const char *mark)
{
    size_t size = strlen(mark);

    if (*length < size || memcmp(name + *length - size, mark, size) != 0)
        return false;
    *length -= size;
    return true;
}
