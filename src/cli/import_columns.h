/* `import --columns`: the catalogue of ledger files as text tables, one a kind. */
#ifndef CLI_IMPORT_COLUMNS_H
#define CLI_IMPORT_COLUMNS_H

#include "base/buf.h"
#include "core/ledger.h"

void import_columns_write(const struct ledger_kind *kind, struct buf *out);

/* On stdout: the kinds of these names ("execution", "execution.csv"), all where there are none. Returns
 * the exit status. */
int import_columns_print(char *const *names, int count);

#endif
