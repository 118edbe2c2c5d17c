#include "service/overview.h"

#include "core/facts.h"
#include "service/channel_known.h"

static struct money money_of(fen budget, fen spent, int month)
{
    return (struct money){.budget = budget, .spent = spent, .due = (int128)budget * month};
}

static bool money_add(struct money *sum, const struct money *more)
{
    sum->due += more->due; /* 64-bit numbers times 12: thousands of millions of them fit */
    return dec_add(sum->budget, more->budget, &sum->budget) && dec_add(sum->spent, more->spent, &sum->spent);
}

bool unit_money(const struct status_unit *unit, struct money *ret_money)
{
    struct money project = money_of(unit->project_budget, unit->project_spent, unit->month);

    *ret_money = money_of(unit->basic_budget, unit->basic_spent, unit->month);
    return money_add(ret_money, &project);
}

static bool sum_up(const struct status *status, struct totals *totals)
{
    for (size_t i = 0; i < status->unit_count; i++) {
        const struct status_unit *unit = &status->units[i];
        struct money basic = money_of(unit->basic_budget, unit->basic_spent, unit->month);
        struct money project = money_of(unit->project_budget, unit->project_spent, unit->month);

        if (!unit->has_projects)
            continue;
        if (!money_add(&totals->basic, &basic) || !money_add(&totals->project, &project))
            return false;
        totals->units++;
        totals->missing += unit->month == 0;
        if (unit->month > totals->month)
            totals->month = unit->month;
    }
    totals->all = totals->basic;
    return money_add(&totals->all, &totals->project);
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

bool money_shares(const struct money *money, struct shares *ret_shares)
{
    *ret_shares = (struct shares){.known = money->budget > 0};
    if (!ret_shares->known)
        return true;
    return ratio_of(money->spent, money->budget, &ret_shares->rate) &&
           ratio_of(money->due, (int128)money->budget * MONTHS, &ret_shares->reference) &&
           ratio_sub(ret_shares->rate, ret_shares->reference, &ret_shares->gap);
}

bool share_percent(struct ratio share, char text[static DEC_TEXT])
{
    struct ratio hundredfold;
    int64_t rounded;

    if (!ratio_mul(share, ratio_int(100), &hundredfold) || !ratio_round(hundredfold, 2, &rounded))
        return false;
    dec_format(rounded, 2, text);
    return true;
}
