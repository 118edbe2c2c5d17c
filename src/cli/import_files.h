/* Which files an import reads, and in which order. */
#ifndef CLI_IMPORT_FILES_H
#define CLI_IMPORT_FILES_H

#include <stdio.h>

#include "base/err.h"
#include "core/ledger.h"

struct import_file {
    char *path;
    const char *label; /* what messages call it: the name, or the path where two have that name */
    const struct ledger_kind *kind;
};

struct import_files {
    struct import_file *items; /* in the order of reading: by kind, and as given within a kind */
    size_t count;
    size_t capacity;
};

/* Looks into folders (not into folders within them). What is in a folder and no ledger file is named
 * in `notes`; a file that is given by itself and is none, is an error, and so is finding nothing. */
MUST_CHECK bool import_files_collect(struct import_files *files, char *const *paths, int path_count,
                                     FILE *notes, struct err *err);
void import_files_done(struct import_files *files);

#endif
