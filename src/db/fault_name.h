/* What a statement's fault points are called (base/fault.h). */
#ifndef DB_FAULT_NAME_H
#define DB_FAULT_NAME_H

#include "db/op.h"

#ifdef BUDGETWATCH_FAULTS
/* Its step in a script, else its file below sql/statements, else its text. */
const char *db_fault_name(const struct db_call *call);
#endif

#endif
