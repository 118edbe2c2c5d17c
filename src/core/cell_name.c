#include "core/cell_name.h"

#include <stdio.h>

const char *xlsx_cell_name(size_t column, long row, char name[static XLSX_CELL_NAME])
{
    char letters[8];
    size_t at = sizeof letters - 1;

    letters[at] = '\0';
    for (size_t left = column + 1; left > 0 && at > 0; left = (left - 1) / 26)
        letters[--at] = (char)('A' + (left - 1) % 26);
    snprintf(name, XLSX_CELL_NAME, "%s%ld", letters + at, row);
    return name;
}
