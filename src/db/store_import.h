/* Bringing ledger files into the tables, all in one transaction:
 *
 *   begin --> stage each file --> check the set --> years --> merge each file --> settle --> end
 *
 * Rows go by COPY into temporary tables that have the columns of the real ones, none of their
 * constraints, and the place (file) and line that each row came from. So whatever the set breaks is
 * found by a few statements, and can be said with file and line. Nothing takes one round trip a row,
 * and memory here does not depend on the files. What is only doubtful, and what a trial would change, is
 * asked around the merge: db/store_doubts.h, db/store_changes.h.
 *
 * The SQL is made from the catalogue (core/ledger.h), whose names are those of the tables. After any
 * failure only store_import_end() may follow, to roll back. */
#ifndef DB_STORE_IMPORT_H
#define DB_STORE_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/ledger.h"
#include "db/session.h"

struct store_import {
    struct db_session *session;
    unsigned kinds;      /* bit LEDGER_x: files of the kind are in this call */
    unsigned incomplete; /* bit LEDGER_x: some rows were unreadable and are not staged; the caller's to
                            set before the check, which then believes every reference to that kind */
    msec until; /* on the monotonic clock: when statements end at the latest; 0: see STORE_IMPORT_TIME */
    unsigned distinct; /* bit LEDGER_x: rows came in an order that shows that no key is there twice; the
                          caller's to set before the check, which then need not look */

    /* Private. What is known of each kind, all but the first once it has been compared with the ledger. */
    struct store_import_kind {
        int64_t staged; /* rows */
        enum {
            STORE_IMPORT_NOT_COMPARED,
            STORE_IMPORT_ALL_NEW,  /* nothing was stored of it in the years that are staged */
            STORE_IMPORT_DIFFERING /* a temporary table has what is new or differs */
        } state;
        int low, high; /* fiscal years; 0: the kind has none, or no row is staged */
        bool many;     /* so many rows are staged that ordering and counting pay */
        bool most;     /* what is staged is a good part of what is stored */
    } compared[LEDGER_COUNT];
};

/* A row that breaks the set. Valid during the call. */
struct store_import_fault {
    int place;
    int64_t line;
    const char *column;
    const char *text;   /* "P9 is not in projects" */
    int64_t other_line; /* for a key that is there twice: where it was first; 0 otherwise */
    int other_place;
};

/* A statement of an import may work on millions of rows; this is only there to end one day. */
#define STORE_IMPORT_TIME ((msec)4 * 3600 * 1000)

/* The time that the next statement of an import has, at least a little. */
msec store_import_time(const struct store_import *import);
/* What a sort or a hash of an import may take of the server's memory; a server that is given more uses it. */
#define STORE_IMPORT_MEMORY "64MB"

enum { STORE_IMPORT_FAULTS = 50 }; /* at most so many of each check are reported one by one */

typedef void (*store_import_found)(void *ctx, const struct store_import_fault *fault);

/* Imports take turns: the call waits for one that is under way, as long as the session's lock timeout. */
MUST_CHECK bool store_import_begin(struct store_import *import, struct db_session *session, unsigned kinds,
                                   struct err *err);

/* `more` gives lines of COPY text: place, line, then every column of the kind. */
MUST_CHECK bool store_import_stage(struct store_import *import, const struct ledger_kind *kind,
                                   db_op_more more, void *ctx, struct err *err);

/* Keys that are there twice, references to nothing, values and targets that do not go with their
 * indicator's direction, circles of units. `*ret_more` counts those that were not reported. */
MUST_CHECK bool store_import_check(struct store_import *import, store_import_found found, void *ctx,
                                   int64_t *ret_more, struct err *err);

/* The partitions of a fiscal year that the files name. Where they have to be made, writers of projects and
 * indicators wait from here on until the import ends. */
MUST_CHECK bool store_import_year(struct store_import *import, int year, struct err *err);

/* Puts the staged rows beside the stored ones, once; doubts, changes and the merge ask for it themselves. */
MUST_CHECK bool store_import_compare(struct store_import *import, const struct ledger_kind *kind,
                                     struct err *err);

struct store_import_counts {
    int64_t added;
    int64_t changed;
};

/* The staged rows of one file, columns in `present` only (keys always). What is new is inserted and what
 * differs updated; where another writer puts in one of the keys meanwhile, all of them are done by the
 * slower statement that does not mind. Kinds in the order of the
 * catalogue, so that what is referred to is there first. */
MUST_CHECK bool store_import_merge(struct store_import *import, const struct ledger_kind *kind, int place,
                                   unsigned present, struct store_import_counts *ret_counts, struct err *err);

/* What the tables check only at the end of a transaction, now: so that a trial finds it, too. */
MUST_CHECK bool store_import_settle(struct store_import *import, struct err *err);

/* Wakes the daemon and commits; with `keep` false, or when that fails, rolls back. */
MUST_CHECK bool store_import_end(struct store_import *import, bool keep, struct err *err);

#endif
