/* Which files an import reads, and in which order. Each sheet of a workbook (.xlsx) that is a ledger file
 * counts as one. */
#ifndef CLI_IMPORT_FILES_H
#define CLI_IMPORT_FILES_H

#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "config/map_file.h"
#include "core/ledger.h"

struct import_file {
    char *path;
    char *sheet; /* of a workbook; NULL: a CSV file */
    char *label; /* what messages call it: the name, or the path where two have that name; and "!SHEET" */
    const struct ledger_kind *kind;

    /* Of a sheet only. */
    long header;   /* the row that names the columns; 0: there is none */
    bool says_wan; /* a row above that one says that amounts are in 万元 */
    /* By column of the kind, for faults: where it stands in the sheet, counted from 1; 0: nowhere. Set when
     * the header is read. */
    int cell_of[LEDGER_COLUMNS_MAX];
};

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

/* Adds where a fault is: "execution.csv:12", "budget.xlsx!execution:C12", or ":12" where the sheet has no
 * such column (`column` may be NULL, or no name of the catalogue). */
void import_file_place(struct buf *out, const struct import_file *file, int64_t line, const char *column);

#endif
