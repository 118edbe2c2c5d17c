/* Which files an import reads, and in which order. Each sheet of a workbook (.xlsx) that is a ledger file
 * counts as one. */
#ifndef CLI_IMPORT_FILES_H
#define CLI_IMPORT_FILES_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "config/map_file.h"
#include "core/ledger.h"
#include "service/import_file.h"

struct import_files {
    const struct map_file *map;
    struct import_file *items; /* in the order of reading: by kind, and as given within a kind */
    size_t count;
    size_t capacity;
};

/* `map` (borrowed, may be NULL) names files of other systems; the catalogue names the rest.
 * Looks into folders (not into folders within them). What is in a folder and no ledger file is named
 * in `notes`; a file that is given by itself and is none, is an error, and so is finding nothing. */
MUST_CHECK bool import_files_collect(struct import_files *files, const struct map_file *map,
                                     char *const *paths, int path_count, FILE *notes, struct err *err);
void import_files_done(struct import_files *files);

/* "skipped, WHY: NAME". The name of a file or a sheet may hold what a terminal would obey: control
 * characters, and bytes that are no text, are shown as question marks here and in labels. */
void import_note_skipped(FILE *notes, const char *why, const char *name);

#endif
