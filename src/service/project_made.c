#include "service/project_made.h"

#include <string.h>

#include "db/load_notice.h"
#include "db/store_status.h"

/* The form by which a project evaluates itself (财预〔2020〕10号), as `evaluate --project` has it. */
#define PROJECT_RUBRIC "mof-project-2020"

/* Shipped with the program, so that faults would be ours; without it there are no points. */
static const struct sheet *make_sheet(struct project_made *made)
{
    struct faults faults = {0};
    struct err ignored = {0};

    bool ok = rubric_load(PROJECT_RUBRIC, &made->rubric, &faults) &&
              sheet_make(made->rubric, &made->facts.sheet, &made->calendar, &made->sheet, &ignored);
    faults_done(&faults);
    return ok ? &made->sheet : NULL;
}

bool project_make(struct db_session *session, const struct project_order *order,
                  struct project_made *ret_made, struct err *err)
{
    const struct notice_subject subject = {
        .unit = order->code, .year = order->year, .month = order->month, .clock = order->today};

    *ret_made = (struct project_made){0};
    calendar_init_official(&ret_made->calendar);
    if (store_status_calendar(session, &ret_made->calendar, err) &&
        load_notice_project(session, &subject, order->policy, &ret_made->facts, err) &&
        notice_make(&ret_made->facts, order->policy, &ret_made->calendar, make_sheet(ret_made),
                    &ret_made->notice, err))
        return true;
    project_made_done(ret_made);
    return false;
}

void project_made_done(struct project_made *made)
{
    notice_free(&made->notice);
    sheet_free(&made->sheet);
    rubric_free(made->rubric);
    notice_facts_free(&made->facts);
    calendar_done(&made->calendar);
}

bool project_points(const struct project_made *made, const char *rule, const char *code, micro *ret_points)
{
    for (size_t i = 0; i < made->notice.deviation_count; i++) {
        const struct notice_deviation *deviation = &made->notice.deviations[i];
        if (deviation->has_points && strcmp(rule_name(deviation->verdict.rule), rule) == 0 &&
            strcmp(deviation->code, code) == 0) {
            *ret_points = deviation->points;
            return true;
        }
    }
    return false;
}
