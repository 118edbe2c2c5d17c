/* What people measured, notified rates, findings; and which measure goes where. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/sheet_parts.h"

static bool measure_number(struct making *making, const struct rubric_item *item, struct measured *ret);
static bool measure_rates(struct making *making, struct measured *ret);
static bool measure_findings(struct making *making, const struct rubric_item *item, struct measured *ret);

bool measure_item(struct making *making, const struct rubric_item *item, struct measured *ret)
{
    *ret = (struct measured){.kind = MEASURED_NOTHING, .value = {0, 1}, .best = {0, 1}};
    switch (item->measure.kind) {
    case MEASURE_ASSESSED: return true;
    case MEASURE_NUMBER: return measure_number(making, item, ret);
    case MEASURE_INDICATORS: return measure_indicators(making, item, ret);
    case MEASURE_EXECUTION:
    case MEASURE_CARRYOVER:
    case MEASURE_CEILING: return measure_money(making, item, ret);
    case MEASURE_NOTIFIED_RATES: return measure_rates(making, ret);
    case MEASURE_CONTRACT_INTENT:
    case MEASURE_CONTRACT_SIGNING:
    case MEASURE_CONTRACT_PUBLICATION:
    case MEASURE_CONTRACT_FILING:
    case MEASURE_CONTRACT_SME: return measure_contracts(making, item, ret);
    case MEASURE_MILESTONES: return measure_milestones(making, item, ret);
    case MEASURE_FINDINGS: return measure_findings(making, item, ret);
    case MEASURE_COUNT: break;
    }
    return true;
}

const struct assessment_row *assessment_of(const struct sheet_facts *facts, const char *item_code)
{
    for (size_t i = 0; item_code != NULL && i < facts->assessment_count; i++)
        if (strcmp(facts->assessments[i].item_code, item_code) == 0)
            return &facts->assessments[i];
    return NULL;
}

bool written_not_applicable(const char *text)
{
    return text != NULL && (strcmp(text, "n/a") == 0 || strcmp(text, "N/A") == 0 || strcmp(text, "/") == 0 ||
                            strcmp(text, "不适用") == 0 || strcmp(text, "无此项") == 0);
}

bool written_number(const char *text, struct written_number *ret)
{
    static const char *const operators[] = {"≥", "≤", ">=", "<=", ">", "<", "="};
    size_t length = text != NULL ? strlen(text) : 0;
    micro number;

    for (size_t i = 0; length > 0 && i < sizeof operators / sizeof *operators; i++) {
        size_t part = strlen(operators[i]);
        if (length > part && memcmp(text, operators[i], part) == 0) {
            text += part;
            length -= part;
            break;
        }
    }
    *ret = (struct written_number){.percent = length > 1 && text[length - 1] == '%'};
    if (ret->percent)
        length--;
    if (length == 0 || !dec_parse(text, length, SCALE_MICRO, &number) ||
        !ratio_of(number, ret->percent ? 100000000 : 1000000, &ret->value))
        return false;
    const char *point = memchr(text, '.', length);
    ret->decimals = point != NULL ? (int)(text + length - point) - 1 : 0;
    return true;
}

static bool measure_number(struct making *making, const struct rubric_item *item, struct measured *ret)
{
    const struct assessment_row *row = assessment_of(making->facts, item->code);
    struct written_number number;

    if (row == NULL || !written_number(row->measured, &number))
        return true;
    ret->kind = number.percent ? MEASURED_SHARE : MEASURED_NUMBER;
    ret->value = ret->best = number.value;
    return true;
}

/* Of the months that are still to be notified the best is 100 % each. */
static bool measure_rates(struct making *making, struct measured *ret)
{
    const struct sheet_facts *facts = making->facts;
    char text[DEC_TEXT];
    int64_t sum = 0, count = 0;
    int latest = 0;

    for (size_t i = 0; i < facts->rate_count; i++) {
        const struct notified_rate *rate = &facts->rates[i];
        if (rate->month > making->month)
            continue;
        if (!dec_add(sum, rate->rate, &sum))
            return err_set(making->err, ERR_OVERFLOW, "the notified rates of %s do not fit 64 bits",
                           facts->code);
        count++;
        latest = rate->month;
        row_add(making, LEDGER_NOTIFIED_RATES,
                sheet_text(making, "%s/%d/%d", facts->unit_code, facts->year, rate->month),
                sheet_text(making, "%s%%", dec_format_short(rate->rate, SCALE_MICRO, text)));
    }
    if (count == 0)
        return true;
    int64_t left = facts->open ? MONTHS - latest : 0;
    ret->kind = MEASURED_SHARE;
    ret->figures[0] = sum;
    ret->figures[1] = count;
    if (!ratio_of(sum, (int128)count * 100000000, &ret->value) ||
        !ratio_of(sum + (int128)left * 100000000, (int128)(count + left) * 100000000, &ret->best))
        return err_set(making->err, ERR_OVERFLOW, "the notified rates of %s have no mean", facts->code);
    return true;
}

static bool measure_findings(struct making *making, const struct rubric_item *item, struct measured *ret)
{
    const struct facts_set *set = &making->facts->set;

    for (size_t i = 0; i < set->rectification_count; i++) {
        const struct rectification_facts *finding = &set->rectifications[i];
        if ((finding->source & item->measure.sources) == 0 || finding->item_code == NULL ||
            item->code == NULL || strcmp(finding->item_code, item->code) != 0)
            continue;
        ret->figures[0]++;
        row_add(making, LEDGER_RECTIFICATIONS, finding->code, finding->issue);
    }
    ret->kind = MEASURED_NUMBER;
    ret->value = ret->best = ratio_int(ret->figures[0]);
    return true;
}
