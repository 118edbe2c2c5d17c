/* Contracts and milestones: which share of them was in time.
 *
 * A date after the clock has not happened yet. What was not done and whose last day has not passed is
 * still open and counts neither way; of those the best is that all will be in time. */
#include <string.h>

#include "core/sheet_parts.h"

enum timing { TIMING_NONE /* not asked of it */, TIMING_IN_TIME, TIMING_LATE, TIMING_OPEN };

static bool happened(const struct making *making, date day)
{
    return day != DATE_NONE && day <= making->facts->clock;
}

static enum timing timing_of(const struct making *making, date done, date last)
{
    if (happened(making, done))
        return done <= last ? TIMING_IN_TIME : TIMING_LATE;
    return making->facts->clock > last ? TIMING_LATE : TIMING_OPEN;
}

static void flag_year(struct making *making, int year)
{
    struct sheet *sheet = making->sheet;

    if (calendar_knows(making->calendar, year))
        return;
    for (size_t i = 0; i < sheet->discrepancy_count; i++)
        if (sheet->discrepancies[i].kind == DISCREPANCY_CALENDAR &&
            sheet->discrepancies[i].figures[0] == year)
            return;
    discrepancy_add(making, DISCREPANCY_CALENDAR, "")->figures[0] = year;
}

static enum timing within_workdays(struct making *making, date from, date done, int days)
{
    if (!happened(making, from))
        return TIMING_NONE;
    date last = calendar_workday_after(making->calendar, from, days);
    flag_year(making, date_year(from));
    flag_year(making, date_year(last));
    return timing_of(making, done, last);
}

/* What was not reserved is not known where the contract says nothing of it. */
static bool reserves(const struct contract_facts *contract, micro share, bool *ret_enough)
{
    struct ratio reserved;

    if (!contract->has_sme || contract->amount <= 0)
        return false;
    if (!ratio_of(contract->sme_amount, contract->amount, &reserved))
        return false;
    *ret_enough = ratio_compare(reserved, ratio_micro(share)) >= 0;
    return true;
}

static enum timing contract_timing(struct making *making, const struct contract_facts *contract,
                                   const struct measure *measure)
{
    bool enough;

    switch (measure->kind) {
    case MEASURE_CONTRACT_INTENT:
        if (!happened(making, contract->procurement))
            return TIMING_NONE;
        return contract->intent != DATE_NONE && contract->intent + measure->days <= contract->procurement
                   ? TIMING_IN_TIME
                   : TIMING_LATE;
    case MEASURE_CONTRACT_SIGNING:
        return happened(making, contract->awarded)
                   ? timing_of(making, contract->signed_, contract->awarded + measure->days)
                   : TIMING_NONE;
    case MEASURE_CONTRACT_PUBLICATION:
        return within_workdays(making, contract->signed_, contract->published, measure->days);
    case MEASURE_CONTRACT_FILING:
        return within_workdays(making, contract->signed_, contract->filed, measure->days);
    case MEASURE_CONTRACT_SME:
        return !reserves(contract, measure->share, &enough) ? TIMING_NONE
               : enough                                     ? TIMING_IN_TIME
                                                            : TIMING_LATE;
    case MEASURE_ASSESSED:
    case MEASURE_NUMBER:
    case MEASURE_INDICATORS:
    case MEASURE_EXECUTION:
    case MEASURE_NOTIFIED_RATES:
    case MEASURE_CARRYOVER:
    case MEASURE_MILESTONES:
    case MEASURE_CEILING:
    case MEASURE_FINDINGS:
    case MEASURE_COUNT: break;
    }
    return TIMING_NONE;
}

static const char *days_text(struct making *making, date from, date to)
{
    char a[DATE_TEXT], b[DATE_TEXT];

    return sheet_text(making, "%s → %s", date_format(from, a), date_format(to, b));
}

static const char *contract_text(struct making *making, const struct contract_facts *contract,
                                 enum measure_kind kind)
{
    char sme[DEC_TEXT], amount[DEC_TEXT];

    if (kind == MEASURE_CONTRACT_INTENT)
        return days_text(making, contract->intent, contract->procurement);
    if (kind == MEASURE_CONTRACT_SIGNING)
        return days_text(making, contract->awarded, contract->signed_);
    if (kind == MEASURE_CONTRACT_PUBLICATION)
        return days_text(making, contract->signed_, contract->published);
    if (kind == MEASURE_CONTRACT_FILING)
        return days_text(making, contract->signed_, contract->filed);
    return sheet_text(making, "%s / %s", dec_format(contract->sme_amount, SCALE_FEN, sme),
                      dec_format(contract->amount, SCALE_FEN, amount));
}

static void count(struct measured *measured, enum timing timing)
{
    measured->figures[0] += timing == TIMING_IN_TIME;
    measured->figures[1] += timing == TIMING_IN_TIME || timing == TIMING_LATE;
    measured->figures[2] += timing == TIMING_OPEN;
}

static bool share_in_time(struct making *making, struct measured *measured)
{
    int64_t in_time = measured->figures[0], counted = measured->figures[1], open = measured->figures[2];

    if (counted == 0)
        return true;
    measured->kind = MEASURED_SHARE;
    if (!ratio_of(in_time, counted, &measured->value) ||
        !ratio_of(in_time + open, counted + open, &measured->best))
        return err_set(making->err, ERR_OVERFLOW, "%s: too many rows to count", making->facts->code);
    return true;
}

static const char *timing_mark(enum timing timing)
{
    return timing == TIMING_IN_TIME ? "✓" : timing == TIMING_LATE ? "✗" : "…";
}

bool measure_contracts(struct making *making, const struct rubric_item *item, struct measured *ret)
{
    const struct facts_set *set = &making->facts->set;

    for (size_t i = 0; i < set->contract_count; i++) {
        const struct contract_facts *contract = &set->contracts[i];
        enum timing timing = contract_timing(making, contract, &item->measure);
        if (timing == TIMING_NONE)
            continue;
        count(ret, timing);
        row_add(making, LEDGER_CONTRACTS, contract->code,
                sheet_text(making, "%s %s", timing_mark(timing),
                           contract_text(making, contract, item->measure.kind)));
    }
    return share_in_time(making, ret);
}

bool measure_milestones(struct making *making, const struct rubric_item *item, struct measured *ret)
{
    const struct facts_set *set = &making->facts->set;
    const struct measure *measure = &item->measure;

    for (size_t i = 0; i < set->milestone_count; i++) {
        const struct milestone_facts *milestone = &set->milestones[i];
        if (milestone->kind == NULL || strcmp(milestone->kind, measure->milestones) != 0 ||
            (measure->name_part != NULL && strstr(milestone->name, measure->name_part) == NULL))
            continue;
        enum timing timing = timing_of(making, milestone->completed, milestone->planned);
        count(ret, timing);
        row_add(making, LEDGER_MILESTONES,
                sheet_text(making, "%s/%s/%d/%s", milestone->of_unit ? "unit" : "project",
                           milestone->owner_code, milestone->year, milestone->name),
                sheet_text(making, "%s %s", timing_mark(timing),
                           days_text(making, milestone->planned, milestone->completed)));
    }
    return share_in_time(making, ret);
}
