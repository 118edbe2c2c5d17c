/* What an import would change: for a trial, which shows it, before the merge. */
#ifndef DB_STORE_CHANGES_H
#define DB_STORE_CHANGES_H

#include "db/store_import.h"

/* A stored cell that the staged row differs from. Valid during the call. */
struct store_change {
    int64_t line;
    const char *key; /* "P1, 2023, 2" */
    const char *column;
    const char *old_text, *new_text; /* NULL: empty */
};

typedef void (*store_change_found)(void *ctx, const struct store_change *change);

/* The staged rows of one file against the stored ones, columns in `present` only, in the order of lines;
 * `most` are reported, `*ret_total` counts all. */
MUST_CHECK bool store_changes(struct store_import *import, const struct ledger_kind *kind, int place,
                              unsigned present, int most, store_change_found found, void *ctx,
                              int64_t *ret_total, struct err *err);

#endif
