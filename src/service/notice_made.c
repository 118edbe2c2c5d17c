#include "service/notice_made.h"

#include "db/load_notice.h"
#include "db/subjects.h"

enum { WORKDAYS_AFTER_MONTH = 10 };

bool notice_clock(int year, int month, date today, const struct calendar *calendar, date *ret_clock,
                  struct err *err)
{
    date end = date_month_end(year, month);
    date next_end = month < MONTHS ? date_month_end(year, month + 1) : date_month_end(year + 1, 1);

    if (today <= end)
        return err_set(err, ERR_INPUT, "%d-%02d is not over", year, month);
    *ret_clock = today <= next_end ? today : calendar_workday_after(calendar, end, WORKDAYS_AFTER_MONTH);
    return true;
}

static bool make(struct db_session *session, const struct notice_order *order, struct notice_made *made,
                 struct err *err)
{
    struct db_section calendar = {calendar_steps, &made->calendar};
    struct notice_subject subject = {.unit = order->unit,
                                     .year = order->year,
                                     .month = order->month,
                                     .head_roles = order->head_roles,
                                     .head_role_count = order->head_role_count};

    if (!db_script_run(session, &calendar, 1, err) ||
        !notice_clock(order->year, order->month, order->today, &made->calendar, &subject.clock, err) ||
        !load_notice(session, &subject, order->policy, &made->facts, err))
        return false;
    bool scored =
        order->rubric != NULL && made->facts.sheet.code[0] != '\0' &&
        sheet_make(order->rubric, &made->facts.sheet, &made->calendar, &made->sheet, &made->no_score);
    return notice_make(&made->facts, order->policy, &made->calendar, scored ? &made->sheet : NULL,
                       &made->notice, err);
}

bool notice_prepare(struct db_session *session, const struct notice_order *order,
                    struct notice_made *ret_made, struct err *err)
{
    *ret_made = (struct notice_made){.facts = {.month = order->month}};
    if (make(session, order, ret_made, err))
        return true;
    notice_made_done(ret_made);
    return false;
}

void notice_made_done(struct notice_made *made)
{
    notice_free(&made->notice);
    sheet_free(&made->sheet);
    notice_facts_free(&made->facts);
    calendar_done(&made->calendar);
}
