/* What is said of sources, in alerts and in status. */
#ifndef CORE_CATALOGUE_SOURCE_H
#define CORE_CATALOGUE_SOURCE_H

#include <stdint.h>

#include "base/buf.h"
#include "core/catalogue.h"

/* Why a deviation of a source stands, and that the ledger stays as of the last success. `reason` is quoted as
 * it is: what a server says, or where which cell is wrong. `last_well` "" or NULL: it never went well. */
void catalogue_source(struct buf *out, enum language language, enum rule rule, const char *reason,
                      const char *last_well);

/* It ended since the source is read no longer. */
void catalogue_source_gone(struct buf *out, enum language language, const char *explanation);

/* A line of status. Times are texts, "" for never. */
struct source_words {
    const char *name, *kind;
    const char *succeeded_at;
    int64_t rows; /* -1: never */
    const char *failing_since, *failure;
};
void catalogue_status_source(struct buf *out, enum language language, const struct source_words *words);

#endif
