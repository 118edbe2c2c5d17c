/* What `budgetwatch doctor` asks of the database: counts, codes, ages and settings, never a name, an address,
 * a text of a message or a fact. The columns are named in the statements as they are shown. */
#ifndef DB_STORE_DOCTOR_H
#define DB_STORE_DOCTOR_H

#include <stddef.h>

#include "db/result.h"
#include "db/session.h"

enum { STORE_DOCTOR_CLOCK = 5 }; /* the column of the first section with the server's clock (RFC 3339, UTC) */

size_t store_doctor_count(void);
const char *store_doctor_title(size_t section);

/* For a session of its own: nothing is written, and no statement takes long or waits for a lock. */
MUST_CHECK bool store_doctor_begin(struct db_session *session, struct err *err);
/* The rows are the caller's to free. */
MUST_CHECK bool store_doctor_read(struct db_session *session, size_t section, struct pg_result **ret_rows,
                                  struct err *err);

/* "libpq 15.14". Returns `text`. */
enum { STORE_LIBPQ_TEXT = 32 };
const char *store_libpq_version(char text[static STORE_LIBPQ_TEXT]);

#endif
