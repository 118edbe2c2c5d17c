/* Fiscal years: the partitions that hold the facts of each. */
#ifndef DB_STORE_YEARS_H
#define DB_STORE_YEARS_H

#include "base/err.h"
#include "db/session.h"

/* The partitions of a fiscal year, which are made where they are missing; part of the transaction that is
 * open. Where there is nothing to make this is one round trip and takes no lock. */
MUST_CHECK bool store_years_prepare(struct db_session *session, int year, struct err *err);

#endif
