/* The texts of `budgetwatch history`, in Chinese and English; part of the catalogue. Columns go by their
 * names in the catalogue of ledger files, words by what finance offices write for them. */
#ifndef CORE_CATALOGUE_HISTORY_H
#define CORE_CATALOGUE_HISTORY_H

#include "core/catalogue.h"
#include "core/ledger.h"

enum history_operation {
    HISTORY_CHANGED,
    HISTORY_DELETED,
    HISTORY_REKEYED_FROM, /* the key itself was changed: the row under its old key */
    HISTORY_REKEYED_TO,   /* ... and under its new one */
    HISTORY_EMPTIED,      /* the whole table, by TRUNCATE: what was in it is not known */
    HISTORY_ENTERED,      /* a revision, or again under a key that had been given up */
};

/* One column of a changed row, before and after; NULL: empty, or no row. Of a key both are the same. */
struct history_cell {
    bool there; /* part of the key, or changed */
    const char *before, *after;
};

/* One changed row. */
struct history_change {
    const char *at, *user, *application; /* the time as it is to be shown; "" where not known */
    const struct ledger_kind *kind;
    enum history_operation operation;
    struct history_cell cells[LEDGER_COLUMNS_MAX]; /* as the kind's columns */
};

/* When, who and with which program: one line. */
void catalogue_history_head(struct buf *out, enum language language, const struct history_change *change);

/* The row and what became of it: a line, indented, and one for each column. */
void catalogue_history_change(struct buf *out, enum language language, const struct history_change *change);

/* Nothing was changed since it came. */
void catalogue_history_none(struct buf *out, enum language language, const char *code);

#endif
