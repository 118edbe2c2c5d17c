#include "service/overview.h"

#include "core/facts.h"
#include "service/channel_known.h"

bool unit_money(const struct status_unit *unit, struct money_sum *ret_money)
{
    struct money_sum project = money_sum_of(unit->project_budget, unit->project_spent, unit->month);

    *ret_money = money_sum_of(unit->basic_budget, unit->basic_spent, unit->month);
    return money_sum_add(ret_money, &project);
}

bool totals_add(struct totals *totals, const struct status_unit *unit)
{
    struct money_sum basic = money_sum_of(unit->basic_budget, unit->basic_spent, unit->month);
    struct money_sum project = money_sum_of(unit->project_budget, unit->project_spent, unit->month);

    totals->lights.red += unit->lights.red;
    totals->lights.yellow += unit->lights.yellow;
    totals->lights.blue += unit->lights.blue;
    if (!unit->has_projects)
        return true;
    totals->units++;
    totals->missing += unit->month == 0;
    if (unit->month > totals->month)
        totals->month = unit->month;
    return money_sum_add(&totals->basic, &basic) && money_sum_add(&totals->project, &project) &&
           money_sum_add(&totals->all, &basic) && money_sum_add(&totals->all, &project);
}

static bool sum_up(const struct status *status, struct totals *totals)
{
    for (size_t i = 0; i < status->unit_count; i++)
        if (!totals_add(totals, &status->units[i]))
            return false;
    return true;
}

bool overview_read(struct db_session *session, const struct config *config, int year, date today,
                   struct overview *ret_overview, struct err *err)
{
    struct overview *overview = ret_overview;
    int shown = year;

    *overview = (struct overview){0};
    if (shown == 0 && !store_status_year(session, date_year(today), &shown, err))
        return false;
    overview->closed = view_live(shown, today).closed;
    return store_status_read(session, shown, overview->closed, config->utc_offset, &overview->status, err) &&
           store_channels_status(session, channel_known(config, &overview->arena), config->channel_count,
                                 &overview->arena, &overview->channels, err) &&
           store_source_list(session, &overview->arena, &overview->sources, err) &&
           (sum_up(&overview->status, &overview->totals) || err_set(err, ERR_OVERFLOW, "a sum is too large"));
}

void overview_done(struct overview *overview)
{
    store_status_done(&overview->status);
    arena_free(&overview->arena);
}

struct status_channel_words overview_channel_words(const struct channel_fare *fare)
{
    return (struct status_channel_words){.channel = fare->channel,
                                         .waiting = fare->waiting,
                                         .held = fare->held,
                                         .silenced = fare->silenced,
                                         .inhibited = fare->inhibited,
                                         .pending = fare->pending,
                                         .sending = fare->sending,
                                         .dead = fare->dead,
                                         .paused_until = fare->paused_until,
                                         .off_since = fare->off_since,
                                         .off_reason = fare->off_reason};
}

struct source_words overview_source_words(const struct source_fare *fare)
{
    return (struct source_words){.name = fare->name,
                                 .kind = fare->kind,
                                 .succeeded_at = fare->succeeded_at,
                                 .rows = fare->rows,
                                 .failing_since = fare->failing_since,
                                 .failure = fare->failure};
}
