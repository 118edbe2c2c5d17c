#include "db/severities.h"

#include <stdio.h>

#include "core/rule.h"

const char *db_severities(uint32_t severities, char text[static DB_SEVERITIES_TEXT])
{
    size_t length = 0;
    uint32_t all = 0;

    for (enum severity s = SEVERITY_NONE; s <= SEVERITY_RED; s++) {
        all |= UINT32_C(1) << s;
        if ((severities & UINT32_C(1) << s) != 0)
            length += (size_t)snprintf(text + length, DB_SEVERITIES_TEXT - length, "%s%s",
                                       length > 0 ? "," : "{", severity_name(s));
    }
    snprintf(text + length, DB_SEVERITIES_TEXT - length, "%s", length > 0 ? "}" : "{}");
    return (severities & all) == all ? NULL : text;
}
