/* What a notice says beside its money, as JSON. */
#include <stdlib.h>

#include "report/notice_json_parts.h"

static json_t *sentence(enum language language, const struct verdict *verdict)
{
    struct buf text = {0};

    catalogue_explain(&text, language, verdict);
    json_t *value = json_text_or_null(buf_text(&text));
    buf_free(&text);
    return value;
}

static json_t *amount_json(struct amount amount)
{
    char text[AMOUNT_TEXT];

    return json_text_or_null(amount_format(amount, text));
}

static json_t *ref_json(const char *code, const char *name)
{
    json_t *object = json_object();

    notice_set(object, "code", json_string(code));
    notice_set(object, "name", json_string(name));
    return object;
}

static void set_standing(json_t *object, const struct notice_standing *standing)
{
    if (standing == NULL)
        return;
    notice_set(object, "id", json_integer(standing->id));
    notice_set(object, "since", notice_day(standing->since));
    notice_set(object, "acknowledged_by", json_text_or_null(standing->acknowledged_by));
    notice_set(object, "cause", json_text_or_null(standing->cause));
    notice_set(object, "decision", json_text_or_null(standing->decision));
    notice_set(object, "action", json_text_or_null(standing->action));
    notice_set(object, "action_due", notice_day(standing->action_due));
    notice_set(object, "action_done_on", notice_day(standing->action_done));
}

json_t *notice_deviations_json(const struct notice *notice, enum language language)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notice->deviation_count; i++) {
        const struct notice_deviation *d = &notice->deviations[i];
        json_t *object = json_object(), *subject = json_object();
        notice_set(subject, "kind", json_string(subject_kind_name(d->kind)));
        notice_set(subject, "code", json_string(d->code));
        notice_set(subject, "name", json_string(d->name));
        notice_set(object, "rule", json_string(rule_name(d->verdict.rule)));
        notice_set(object, "severity", json_string(severity_name(d->verdict.severity)));
        notice_set(object, "subject", subject);
        notice_set(object, "unit", ref_json(d->unit_code, d->unit_name));
        notice_set(object, "answers", json_text_or_null(d->answers));
        notice_set(object, "month", json_integer(d->verdict.month));
        notice_set(object, "observed", amount_json(d->verdict.observed));
        notice_set(object, "expected", amount_json(d->verdict.expected));
        notice_set(object, "gap", amount_json(d->verdict.gap));
        notice_set(object, "explanation", sentence(language, &d->verdict));
        notice_set(object, "points_at_risk", d->has_points ? notice_points(d->points) : json_null());
        set_standing(object, d->standing);
        json_array_append_new(list, object);
    }
    return list;
}

json_t *notice_deadlines_json(const struct notice *notice)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notice->deadline_count; i++) {
        const struct notice_deadline *d = &notice->deadlines[i];
        json_t *object = json_object();
        notice_set(object, "kind", json_string(notice_deadline_name(d->kind)));
        notice_set(object, "due", notice_day(d->due));
        notice_set(object, "days", json_integer(d->days));
        notice_set(object, "code", json_string(d->code));
        notice_set(object, "name", json_string(d->name));
        notice_set(object, "unit", ref_json(d->unit_code, d->unit_name));
        notice_set(object, "answers", json_text_or_null(d->answers));
        notice_set(object, "unsure", json_boolean(d->unsure));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *outlook_json(const struct notice_outlook *outlook)
{
    json_t *object;

    if (outlook == NULL)
        return json_null();
    object = json_object();
    notice_set(object, "month", json_integer(outlook->month));
    notice_set(object, "expected", outlook->has_expected ? notice_points(outlook->expected) : json_null());
    notice_set(object, "likelihood", json_text_or_null(outlook->likelihood));
    notice_set(object, "cause", json_text_or_null(outlook->cause));
    notice_set(object, "note", json_text_or_null(outlook->note));
    return object;
}

static json_t *indicator_json(const struct notice_indicator *indicator, enum language language)
{
    json_t *object = json_object();

    notice_set(object, "code", json_string(indicator->facts->code));
    notice_set(object, "name", json_string(indicator->facts->name));
    notice_set(object, "owner", ref_json(indicator->facts->owner_code, indicator->owner_name));
    notice_set(object, "unit", json_string(indicator->unit_name));
    notice_set(object, "severity", json_string(severity_name(indicator->severity)));
    notice_set(object, "month", json_integer(indicator->month));
    notice_set(object, "observed", amount_json(indicator->verdict.observed));
    notice_set(object, "expected", amount_json(indicator->verdict.expected));
    notice_set(object, "measure_unit", json_text_or_null(indicator->facts->measure_unit));
    notice_set(object, "explanation", sentence(language, &indicator->verdict));
    notice_set(object, "outlook", outlook_json(indicator->outlook));
    return object;
}

json_t *notice_indicators_json(const struct notice *notice, enum language language)
{
    json_t *object = json_object(), *list = json_array();
    int by_severity[SEVERITY_RED + 1] = {0};

    for (size_t i = 0; i < notice->indicator_count; i++) {
        by_severity[notice->indicators[i].severity]++;
        json_array_append_new(list, indicator_json(&notice->indicators[i], language));
    }
    notice_set(object, "watched", json_integer((json_int_t)notice->indicators_watched));
    notice_set(object, "red", json_integer(by_severity[SEVERITY_RED]));
    notice_set(object, "yellow", json_integer(by_severity[SEVERITY_YELLOW]));
    notice_set(object, "blue", json_integer(by_severity[SEVERITY_BLUE]));
    notice_set(object, "list", list);
    return object;
}

json_t *notice_goals_json(const struct notice *notice)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notice->goal_count; i++) {
        const struct notice_goal *goal = &notice->goals[i];
        const struct notice_rate rate = {true, goal->rate};
        const struct notice_rate completion = {true, {goal->completion, 1000000}};
        json_t *object = json_object();
        notice_set(object, "code", json_string(goal->code));
        notice_set(object, "name", json_string(goal->name));
        notice_set(object, "unit", json_string(goal->unit_name));
        notice_set(object, "rate", notice_percent(&rate));
        notice_set(object, "completion", notice_percent(&completion));
        notice_set(object, "quarter", json_string(notice_quarter_name(goal->quarter)));
        notice_set(object, "gap", json_boolean(goal->gap));
        json_array_append_new(list, object);
    }
    return list;
}

json_t *notice_missing_json(const struct notice *notice)
{
    json_t *list = json_array();

    for (size_t i = 0; i < notice->missing_count; i++) {
        json_t *object = ref_json(notice->missing[i].code, notice->missing[i].name);
        notice_set(object, "head", json_text_or_null(notice->missing[i].head));
        notice_set(object, "month",
                   notice->missing[i].month > 0 ? json_integer(notice->missing[i].month) : json_null());
        json_array_append_new(list, object);
    }
    return list;
}

json_t *notice_projection_json(const struct notice *notice)
{
    const struct notice_projection *projection = &notice->projection;
    json_t *object;

    if (!projection->known)
        return json_null();
    object = json_object();
    notice_set(object, "spent", json_money(projection->spent));
    notice_set(object, "rate", notice_percent(&projection->rate));
    notice_set(object, "by_outlook", json_integer(projection->by_outlook));
    notice_set(object, "by_pace", json_integer(projection->by_pace));
    return object;
}

static json_t *transfer_list(const struct notice_transfer *transfers, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        const struct notice_transfer *transfer = &transfers[i];
        json_t *object = ref_json(transfer->code, transfer->name);
        notice_set(object, "unit", json_string(transfer->unit_name));
        notice_set(object, "answers", json_text_or_null(transfer->answers));
        notice_set(object, "budget", json_money(transfer->budget));
        notice_set(object, "projected", json_money(transfer->projected));
        notice_set(object, "amount", json_money(transfer->amount));
        notice_set(object, "by", json_string(transfer->by_outlook ? "outlook" : "pace"));
        json_array_append_new(list, object);
    }
    return list;
}

json_t *notice_transfers_json(const struct notice *notice)
{
    json_t *object = json_object();

    notice_set(object, "leaving", transfer_list(notice->leaving, notice->leaving_count));
    notice_set(object, "short", transfer_list(notice->short_, notice->short_count));
    return object;
}

static json_t *lost_json(const struct sheet *sheet, enum language language)
{
    size_t *order = mem_alloc((sheet->item_count + 1) * sizeof *order);
    size_t count = sheet_lost(sheet, order);
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        const struct sheet_item *item = &sheet->items[order[i]];
        json_t *object = ref_json(item->code, words_in(item->name, language));
        notice_set(object, "max", notice_points(item->max));
        notice_set(object, "points", notice_points(item->points));
        notice_set(object, "winnable", notice_points(item->winnable));
        json_array_append_new(list, object);
    }
    free(order);
    return list;
}

json_t *notice_score_json(const struct notice *notice, enum language language)
{
    const struct notice_score *score = &notice->score;
    json_t *object;

    if (!score->known)
        return json_null();
    object = json_object();
    notice_set(object, "rubric", json_string(score->sheet->rubric->name));
    notice_set(object, "clock", notice_day(score->sheet->facts->clock));
    notice_set(object, "total", notice_points(score->total));
    notice_set(object, "max", notice_points(score->max));
    notice_set(object, "grade", json_text_or_null(score->grade));
    notice_set(object, "winnable", notice_points(score->winnable));
    notice_set(object, "lost", lost_json(score->sheet, language));
    return object;
}

json_t *notice_doubts_json(const struct notice *notice)
{
    static const char *const names[NOTICE_DOUBT_COUNT] = {
        [NOTICE_DOUBT_CALENDAR] = "calendar",     [NOTICE_DOUBT_LAST_YEAR] = "last_year",
        [NOTICE_DOUBT_PEERS] = "peers",           [NOTICE_DOUBT_PLAN] = "plan",
        [NOTICE_DOUBT_UNREPORTED] = "unreported", [NOTICE_DOUBT_FAULT] = "fault"};
    json_t *list = json_array();

    for (size_t i = 0; i < notice->doubt_count; i++) {
        const struct notice_doubt_said *doubt = &notice->doubts[i];
        json_array_append_new(list, json_pack("{s:s, s:[I, I]}", "kind", names[doubt->kind], "figures",
                                              (json_int_t)doubt->figures[0], (json_int_t)doubt->figures[1]));
    }
    return list;
}
