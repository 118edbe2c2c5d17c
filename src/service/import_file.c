#include "service/import_file.h"

#include <inttypes.h>
#include <string.h>

#include "core/cell_name.h"

void import_file_place(struct buf *out, const struct import_file *file, int64_t line, const char *column)
{
    char name[XLSX_CELL_NAME];
    int cell = 0;

    if (file->is_source) {
        buf_printf(out, "source %s", file->label);
        if (line > 0)
            buf_printf(out, ", row %" PRId64, line);
        return;
    }
    for (size_t i = 0; column != NULL && file->sheet != NULL && i < ledger_column_count(file->kind); i++) {
        if (strcmp(file->kind->columns[i].name, column) == 0)
            cell = file->cell_of[i];
    }
    if (cell > 0)
        buf_printf(out, "%s:%s", file->label, xlsx_cell_name((size_t)cell - 1, (long)line, name));
    else
        buf_printf(out, "%s:%" PRId64, file->label, line);
}
