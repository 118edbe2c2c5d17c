/* A notice of one project alone, with the points that its deviations put at risk in its self-evaluation. */
#ifndef SERVICE_PROJECT_MADE_H
#define SERVICE_PROJECT_MADE_H

#include "config/rubric_file.h"
#include "core/notice.h"
#include "db/session.h"

struct project_order {
    const char *code;
    int year, month; /* the month as of which it is made, 1..12 */
    date today;
    const struct policy *policy;
};

struct project_made {
    struct notice notice;

    /* What it points into. */
    struct calendar calendar;
    struct notice_facts facts;
    struct sheet sheet;
    struct rubric *rubric;
};

/* Points are left out where no sheet can be made. Ends with project_made_done(). */
MUST_CHECK bool project_make(struct db_session *session, const struct project_order *order,
                             struct project_made *ret_made, struct err *err);
void project_made_done(struct project_made *made);

/* The points of a deviation, in millionths; false: none are known. */
bool project_points(const struct project_made *made, const char *rule, const char *code, micro *ret_points);

#endif
