/* The texts of `budgetwatch evidence`, in Chinese and English; part of the catalogue. */
#ifndef CORE_CATALOGUE_EVIDENCE_H
#define CORE_CATALOGUE_EVIDENCE_H

#include <stdint.h>

#include "core/catalogue.h"

/* What became of a file that is added. */
enum evidence_added {
    EVIDENCE_NEW,
    EVIDENCE_SAME,     /* it was there with this digest */
    EVIDENCE_REPLACED, /* it was there with another, which is now in the audit trail only */
};

/* What is found when a file is looked at again. */
enum evidence_state {
    EVIDENCE_UNCHANGED,
    EVIDENCE_ALTERED,
    EVIDENCE_GONE,
    EVIDENCE_UNREADABLE,
    EVIDENCE_NOT_ADDED, /* an evidence column names it, and nobody has added it: there is no digest */
    EVIDENCE_STATE_COUNT
};

const char *evidence_state_name(enum evidence_state state); /* "unchanged", for programs */

/* A line each; the texts are outside ones. `row` is the table and key it was attached to; NULL: none. */
void catalogue_evidence_added(struct buf *out, enum language language, enum evidence_added added,
                              const char *path, const char *sha256, const char *row);
/* `kept` is the digest as added, `found` the one now; used where it is ALTERED. */
void catalogue_evidence_found(struct buf *out, enum language language, enum evidence_state state,
                              const char *path, const char *kept, const char *found);
/* "12 files: 10 unchanged, 2 gone". */
void catalogue_evidence_sum(struct buf *out, enum language language,
                            const int64_t counts[EVIDENCE_STATE_COUNT]);

enum { EVIDENCE_COLUMNS = 6 };

/* Titles of the list: file, added, by, bytes, digest, row. */
const char *catalogue_evidence_title(enum language language, int column);

#endif
