/* The rows of the ledger behind a figure: a page of them, how many there are, and what they add up to. */
#ifndef DB_STORE_ROWS_H
#define DB_STORE_ROWS_H

#include "core/ledger.h"
#include "db/result.h"
#include "db/session.h"

enum { ROWS_KEY_PARTS = 6 };

/* NULL and 0: any. */
struct rows_filter {
    int year;
    int closed;       /* months of the year */
    const char *unit; /* with all below it; "": every */
    bool own;         /* that unit alone */
    const char *project, *indicator, *code, *fund, *category, *kind;
    int month;
    const char *after[ROWS_KEY_PARTS]; /* the key of the row before the first, as in `key` below */
    size_t after_count;                /* 0: from the first */
    int limit;                         /* 0: all */
};

/* The columns of the result are these, then two more, which `count` and `sum` are read from. */
struct rows_read {
    const struct ledger_column
        *columns[LEDGER_COLUMNS_MAX]; /* some may be of another kind: a project's name */
    size_t column_count;
    size_t key[ROWS_KEY_PARTS]; /* the columns that the next page goes on behind */
    size_t key_count;
    struct pg_result *rows; /* the caller frees it */
    int64_t count;          /* of all pages */
    const char *sum;        /* decimal, the result's; "": these rows have none */
    int sum_column;         /* the column that is summed; -1: none */
};

/* Tables that hold people's numbers and addresses, or nothing to be counted, are not shown. */
bool rows_are_shown(enum ledger_id kind);
/* The parameter that the filter has and the kind does not; NULL: it fits. */
const char *rows_misfit(enum ledger_id kind, const struct rows_filter *filter);

/* Of budgets, also the adjustments, and only those that count at the end of the month (of `month`, else of
 * the latest closed one that the unit has reported); of execution each fund's latest row up to `month` (else
 * the closed months): so they add up to the budget and to what was spent. Of an indicator's values what they
 * come to by its accumulation, up to `month`. Other running totals have a sum only where one month is asked
 * for. The row has the shape of a first grant where its day is 0001-01-01. */
MUST_CHECK bool store_rows_read(struct db_session *session, enum ledger_id kind,
                                const struct rows_filter *filter, struct rows_read *ret_read,
                                struct err *err);

/* The day of what was granted at first, which is no adjustment. */
#define ROWS_AT_FIRST "0001-01-01"

#endif
