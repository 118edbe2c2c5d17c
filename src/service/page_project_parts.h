/* Pieces of a project's page; private to it. */
#ifndef SERVICE_PAGE_PROJECT_PARTS_H
#define SERVICE_PAGE_PROJECT_PARTS_H

#include "db/result.h"
#include "service/project_made.h"
#include "service/sight.h"

struct project_sight {
    struct sight *sight;
    const char *code;
    const struct pg_result *row; /* of store_view_projects_of() */
    int month;                   /* the latest closed one that its unit has reported; 0: none */
    const struct project_made *made;
    const struct notice *notice; /* as of that month, else of January */
};

MUST_CHECK bool project_indicators(const struct project_sight *at);
void project_deadlines(const struct project_sight *at);

#endif
