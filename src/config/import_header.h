/* What the header cells of ledger files name, and the kind of a sheet, which may have to be guessed from
 * them. */
#ifndef CONFIG_IMPORT_HEADER_H
#define CONFIG_IMPORT_HEADER_H

#include "config/map_file.h"
#include "core/import_number.h"
#include "core/import_row.h"
#include "core/ledger.h"

/* What forms put behind the name of a column that must be filled in; the templates do, too. Without it,
 * and with or without a * at either end, a header cell names the same column. */
#define IMPORT_REQUIRED_ZH "（必填）"
#define IMPORT_REQUIRED_EN " (required)"

/* The column's place, -1 where the catalogue knows none of that name, or MAP_IGNORED. The other system's
 * names come first: its 备注 need not be the catalogue's. `map` may be NULL. Behind the catalogue's name of a
 * column of money its unit may stand: 累计支出（万元）, amount (元). */
int import_header_column(const struct map_file *map, const struct ledger_kind *kind, const char *name,
                         size_t length);

/* Whether a header cell says the unit of its money; else `*ret_money` stays. */
bool import_header_money(const char *name, size_t length, enum import_money *ret_money);

/* How many different columns of the kind a row names; `*ret_fits` says whether it names nothing else and
 * all that must be there, so that it can be nothing but the kind's header. */
size_t import_header_match(const struct map_file *map, const struct ledger_kind *kind,
                           const struct import_cell_text *cells, size_t count, bool *ret_fits);

#endif
