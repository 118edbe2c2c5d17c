/* What spreadsheets call a cell. */
#ifndef CORE_CELL_NAME_H
#define CORE_CELL_NAME_H

#include <stddef.h>

enum { XLSX_CELL_NAME = 16 };

/* "C12"; columns count from 0, rows from 1. Returns `name`. */
const char *xlsx_cell_name(size_t column, long row, char name[static XLSX_CELL_NAME]);

#endif
