/* Kinds and columns of ledger files in sentences: for the templates that people fill in. */
#ifndef CORE_CATALOGUE_LEDGER_H
#define CORE_CATALOGUE_LEDGER_H

#include "base/buf.h"
#include "core/catalogue.h"
#include "core/ledger.h"

/* "预算执行" / "execution". */
void catalogue_kind(struct buf *out, enum language language, const struct ledger_kind *kind);
/* "累计支出" / "spent_cumulative". */
void catalogue_column(struct buf *out, enum language language, const struct ledger_column *column);

/* What people choose for one of the table's words: "基本支出" / "basic". Nothing that a spreadsheet would
 * take for the beginning of a formula. */
void catalogue_word(struct buf *out, enum language language, const struct ledger_word *word);

/* What belongs into a column: its other name, whether it must be filled in and what an empty cell means,
 * what may stand there, and which other ledger it refers to; a line each. */
void catalogue_column_note(struct buf *out, enum language language, const struct ledger_kind *kind,
                           const struct ledger_column *column);

/* Of types only: what may stand there, in a short sentence. */
const char *catalogue_type(enum language language, enum ledger_type type);

#endif
