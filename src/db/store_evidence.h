/* Files that facts and assessments rest on (佐证材料): their digests, and the rows they speak for.
 *
 * A file is attached to a row by its path in the row's evidence column, where the table has one and it is
 * free; else by a row of evidence_links. */
#ifndef DB_STORE_EVIDENCE_H
#define DB_STORE_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "core/catalogue_evidence.h"
#include "core/ledger.h"
#include "db/session.h"

/* `sha256` is in hexadecimal. */
MUST_CHECK bool store_evidence_add(struct db_session *session, const char *path, const char *sha256,
                                   int64_t bytes, enum evidence_added *ret_added, struct err *err);

/* Attaches a file that was added to the row of `kind` that `key` names: the parts of the table's key with
 * slashes ("GZ-E02/2023/12"). A row that there is not, or a key that names several, is ERR_INPUT. The
 * caller's transaction makes one act of it and of adding. */
MUST_CHECK bool store_evidence_attach(struct db_session *session, const struct ledger_kind *kind,
                                      const char *key, const char *path, struct err *err);

struct evidence_place {
    const char *table, *key;
};

struct evidence_file {
    const char *path;
    bool added; /* else it is nothing but the text of evidence columns, and what follows is empty */
    const char *sha256;
    int64_t bytes;
    const char *at;        /* RFC 3339, UTC */
    const char *at_office; /* "2024-01-15 09:30:00" */
    const char *user;      /* who was logged in */
    struct evidence_place *places;
    size_t place_count;
};

struct evidence_files {
    struct evidence_file *list; /* in order of paths */
    size_t count;
    struct arena arena; /* private: holds all of it */
};

/* `year` 0: every year; what belongs to none is always there. `utc_offset`: minutes east of UTC of the
 * office. Ends with store_evidence_done(). */
MUST_CHECK bool store_evidence_list(struct db_session *session, int year, int utc_offset,
                                    struct evidence_files *ret_files, struct err *err);
void store_evidence_done(struct evidence_files *files);

#endif
