/* What the parts of `budgetwatch evidence` share. */
#ifndef CLI_EVIDENCE_H
#define CLI_EVIDENCE_H

#include <jansson.h>

#include "cli/cli.h"
#include "db/store_evidence.h"

/* Where a file lies: a relative path below `root` (NULL: the current folder). Fills `out`. */
const char *evidence_place(struct buf *out, const char *root, const char *path);

json_t *evidence_rows_json(const struct evidence_file *file);

/* Looks at every file again and prints what it finds; CLI_FAILED where one is altered, gone or cannot be
 * read. */
int evidence_verify(const struct cli *cli, const struct evidence_files *files, const char *root, bool json);

#endif
