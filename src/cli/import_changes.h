/* What a trial (`import --dry-run`) shows of the rows that would change: file, key, column, old -> new. */
#ifndef CLI_IMPORT_CHANGES_H
#define CLI_IMPORT_CHANGES_H

#include <stdint.h>

#include "base/buf.h"
#include "cli/import_files.h"
#include "db/store_changes.h"
#include "report/table.h"

enum { IMPORT_CHANGES_SHOWN = 50 };

struct import_changes {
    struct table table;
    int shown;
    int64_t total;
};

void import_changes_init(struct import_changes *changes);
/* Compares one staged file with what is stored; to be called before its merge. */
MUST_CHECK bool import_changes_add(struct import_changes *changes, struct store_import *import,
                                   const struct import_file *file, int place, unsigned present,
                                   struct err *err);
/* Nothing where nothing would change. */
void import_changes_write(const struct import_changes *changes, struct buf *out);
void import_changes_done(struct import_changes *changes);

#endif
