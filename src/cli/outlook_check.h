/* Whether a row of a filled reply sheet can be taken. Pure: what the database knows is given. */
#ifndef CLI_OUTLOOK_CHECK_H
#define CLI_OUTLOOK_CHECK_H

#include "cli/outlook_read.h"
#include "db/store_outlook.h"

/* A fault: `text` is "FILE!sheet:K5: column: value: what was expected". */
typedef void (*outlook_fault)(void *ctx, const char *text);

struct outlook_check {
    const char *path;
    const struct outlook_file *file;
    const struct outlook_deviations *known; /* those that the sheet's ids name */
    int year;                               /* of the period */
    const char *by;                         /* who answers where a row names nobody */
    outlook_fault fault;
    void *ctx;
};

/* The id of a row. */
bool outlook_row_id(const struct outlook_row *row, int64_t *ret_id);

/* Checks row `index` against the ones before it, too: the same id twice, two expectations of one subject.
 * All of its faults are told; true and `*ret_answer` where there is none. The answer's texts are the
 * file's and the arena's. */
MUST_CHECK bool outlook_check_row(const struct outlook_check *check, size_t index, struct arena *arena,
                                  struct outlook_answer *ret_answer);

/* Whether somebody of that name can answer: a text on one line, as in a ledger file. */
MUST_CHECK bool outlook_check_name(const char *name, struct err *err);

#endif
