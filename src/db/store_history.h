/* What was changed of a project or an indicator, out of the audit trail: for `budgetwatch history`. */
#ifndef DB_STORE_HISTORY_H
#define DB_STORE_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "core/catalogue_history.h"
#include "db/session.h"

struct history_row {
    int64_t id;     /* in the order of writing */
    const char *at; /* RFC 3339, UTC; `change.at` is the office's time */
    struct history_change change;
};

struct history_rows {
    struct history_row *list;
    size_t count;
    struct arena arena; /* private: holds all of it */
};

/* In the order of writing. `year` 0: every year; what belongs to no year is always there. `utc_offset`:
 * minutes east of UTC of the office. A code that is, and was, neither a project's nor an indicator's is
 * ERR_INPUT with a sentence. Ends with store_history_done(). */
MUST_CHECK bool store_history_read(struct db_session *session, const char *code, int year, int utc_offset,
                                   struct history_rows *ret_rows, struct err *err);
void store_history_done(struct history_rows *rows);

#endif
