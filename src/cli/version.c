#include "cli/version.h"

const char *program_version(void)
{
    return BUDGETWATCH_VERSION;
}
