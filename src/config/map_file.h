/* A mapping file: what another system calls the ledger's files, columns and words.
 *
 *   {"files":   {"支出明细.csv": "execution", "收支表-*.csv": "execution"},
 *    "columns": {"execution": {"项目编号": "project_code", "本年累计": "spent_cumulative", "备注": null}},
 *    "values":  {"projects": {"category": {"基本": "basic", "专项": "project"}}}}
 *
 * A file's name stands for itself, or has one * for any text; what is named exactly counts before
 * what a * takes, and of those the first. null: the column is passed over. The catalogue's own names
 * (core/ledger.h) stay valid beside these; where both know a name, the mapping counts. Kinds, columns
 * and words on the right are the catalogue's English ones; all faults are told at once, with line and
 * path. */
#ifndef CONFIG_MAP_FILE_H
#define CONFIG_MAP_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/faults.h"
#include "core/ledger.h"

enum { MAP_IGNORED = -2 }; /* as a column: it is passed over */

struct map_file; /* immutable */

/* On false the faults have been added. Ends with map_file_free(), which takes NULL. */
MUST_CHECK bool map_file_read(const char *path, struct map_file **ret_map, struct faults *faults);
/* The same from a text; `name` stands in the faults. */
MUST_CHECK bool map_file_parse(const char *text, size_t length, const char *name, struct map_file **ret_map,
                               struct faults *faults);
void map_file_free(struct map_file *map);

/* The kind that a file (or a sheet) of this name is, or NULL where the mapping does not say. */
const struct ledger_kind *map_file_kind(const struct map_file *map, const char *file_name);

/* False where the mapping does not know the name; else the column's place, or MAP_IGNORED. `name` and
 * `text` need not end with a NUL. */
bool map_file_column(const struct map_file *map, const struct ledger_kind *kind, const char *name,
                     size_t length, int *ret_column);

/* The table's word for what a cell of that column says, or NULL where the mapping does not say. It lives
 * as long as the mapping. */
const char *map_file_word(const struct map_file *map, const struct ledger_kind *kind, int column,
                          const char *text, size_t length);

#endif
