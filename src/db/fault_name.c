#include "db/fault_name.h"

#ifdef BUDGETWATCH_FAULTS

#include "embedded/statements.h"

const char *db_fault_name(const struct db_call *call)
{
    if (call->name != NULL)
        return call->name;
    for (const struct sql_file *file = sql_files; file->name != NULL; file++)
        if (file->text == call->sql)
            return file->name;
    return call->sql;
}

#endif
