#include "report/notice_json.h"

#include "report/notice_json_parts.h"

static json_t *unit_json(const struct notice *notice);
static json_t *row_json(const struct notice *notice, const struct notice_row *row);
static json_t *lines_json(const struct notice_line *lines, size_t count);
static json_t *unreceived_json(const struct notice *notice);
static json_t *curve_json(const struct notice *notice);
static json_t *before_json(const struct notice_money *money, const struct notice_rate *now);
static void set_more(json_t *all, const struct notice *notice, enum language language);

static const char *const curve_names[] = {[CURVE_LINEAR] = "linear",
                                          [CURVE_PLAN] = "plan",
                                          [CURVE_CHECKPOINTS] = "checkpoints",
                                          [CURVE_LAST_YEAR] = "last_year",
                                          [CURVE_PEERS] = "peers"};

json_t *notice_json(const struct notice *notice, enum language language)
{
    json_t *all = json_object(), *rows = json_array(), *zero = json_array();

    for (size_t i = 0; i < notice->row_count; i++)
        json_array_append_new(rows, row_json(notice, &notice->rows[i]));
    for (size_t i = 0; i < notice->zero_count; i++)
        json_array_append_new(
            zero, json_string(notice->zero[i]->kind == NOTICE_ROW_OWN ? "本级" : notice->zero[i]->name));
    notice_set(all, "period", json_sprintf("%04d-%02d", notice->year, notice->month));
    notice_set(all, "unit", unit_json(notice));
    notice_set_money(all, &notice->now);
    notice_set(all, "reference_rate", notice_percent(&notice->reference));
    notice_set(all, "gap_pp", notice_percent(&notice->gap));
    notice_set(all, "rows", rows);
    notice_set(all, "above", json_integer(notice->above));
    notice_set(all, "below", json_integer(notice->below));
    notice_set(all, "above_overall", json_integer(notice->above_overall));
    notice_set(all, "below_overall", json_integer(notice->below_overall));
    notice_set(all, "zero", zero);
    notice_set(all, "funds", lines_json(notice->funds, notice->fund_count));
    notice_set(all, "deviations", notice_deviations_json(notice, language));
    notice_set(all, "deadlines", notice_deadlines_json(notice));
    notice_set(all, "indicators", notice_indicators_json(notice, language));
    set_more(all, notice, language);
    return all;
}

/* What the design does not name. */
static void set_more(json_t *all, const struct notice *notice, enum language language)
{
    json_t *codes = json_array();

    for (size_t i = 0; i < notice->zero_count; i++)
        json_array_append_new(codes, json_string(notice->zero[i]->code));
    notice_set(all, "clock", notice_day(notice->clock));
    notice_set(all, "curve", json_string(curve_names[notice->curve]));
    notice_set(all, "zero_codes", codes);
    notice_set(all, "lights",
               json_pack("{s:i, s:i, s:i, s:i, s:i}", "red", notice->lights.red, "yellow",
                         notice->lights.yellow, "blue", notice->lights.blue, "green", notice->lights.green,
                         "none", notice->lights.unlit));
    notice_set(all, "last_month",
               before_json(notice->month > 1 ? &notice->last_month : NULL, &notice->now.rate));
    notice_set(all, "last_year",
               before_json(notice->has_last_year ? &notice->last_year : NULL, &notice->now.rate));
    notice_set(all, "received", notice->now.has_received ? json_money(notice->now.received) : json_null());
    notice_set(all, "categories", lines_json(notice->categories, CATEGORY_ANY));
    notice_set(all, "unreceived", unreceived_json(notice));
    notice_set(all, "goals", notice_goals_json(notice));
    notice_set(all, "missing", notice_missing_json(notice));
    notice_set(all, "projection", notice_projection_json(notice));
    notice_set(all, "transfers", notice_transfers_json(notice));
    notice_set(all, "score", notice_score_json(notice, language));
    notice_set(all, "year_curve", curve_json(notice));
    notice_set(all, "doubts", notice_doubts_json(notice));
}

void notice_set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value != NULL ? value : json_null());
}

/* A share as hundredths of a percent: rounded once. */
json_t *notice_percent(const struct notice_rate *rate)
{
    enum { HUNDREDTHS_OF_PERCENT = 4 };
    char text[DEC_TEXT];
    int64_t value;

    if (!rate->known || !ratio_round(rate->value, HUNDREDTHS_OF_PERCENT, &value))
        return json_null();
    return json_string(dec_format(value, 2, text));
}

json_t *notice_day(date day)
{
    char text[DATE_TEXT];

    return day == DATE_NONE ? json_null() : json_string(date_format(day, text));
}

json_t *notice_points(micro points)
{
    char text[DEC_TEXT];

    return json_string(dec_format_short(points, SCALE_MICRO, text));
}

void notice_set_money(json_t *object, const struct notice_money *money)
{
    notice_set(object, "budget", json_money(money->budget));
    notice_set(object, "spent", json_money(money->spent));
    notice_set(object, "rate", notice_percent(&money->rate));
}

static json_t *unit_json(const struct notice *notice)
{
    json_t *object = json_object();

    notice_set(object, "code", json_string(notice->unit_code));
    notice_set(object, "name", json_string(notice->unit_name));
    notice_set(object, "head", json_text_or_null(notice->head));
    return object;
}

static json_t *rank_json(int rank)
{
    return rank > 0 ? json_integer(rank) : json_null();
}

static json_t *row_json(const struct notice *notice, const struct notice_row *row)
{
    static const char *const kinds[] = {
        [NOTICE_ROW_UNIT] = "unit", [NOTICE_ROW_OWN] = "own", [NOTICE_ROW_PROJECT] = "project"};
    json_t *object = json_object();

    notice_set(object, "rank", rank_json(row->rank));
    notice_set(object, "code", json_string(row->code));
    notice_set(object, "name", json_string(row->kind == NOTICE_ROW_OWN ? "本级" : row->name));
    notice_set_money(object, &row->now);
    notice_set(object, "gap_pp", notice_percent(&row->gap));
    notice_set(object, "light", json_string(notice_light_name(row->light)));
    notice_set(object, "last_month_rate",
               notice->month > 1 ? notice_percent(&row->last_month.rate) : json_null());
    notice_set(object, "last_month_rank", rank_json(row->last_month_rank));
    notice_set(object, "last_year_rate",
               row->has_last_year ? notice_percent(&row->last_year.rate) : json_null());
    notice_set(object, "kind", json_string(kinds[row->kind]));
    notice_set(object, "answers", json_text_or_null(row->answers));
    notice_set(object, "received", row->now.has_received ? json_money(row->now.received) : json_null());
    notice_set(object, "month", rank_json(row->month));
    notice_set(object, "projected", row->projected_known ? json_money(row->projected) : json_null());
    notice_set(object, "deviations",
               json_pack("{s:i, s:i, s:i}", "red", row->deviations.red, "yellow", row->deviations.yellow,
                         "blue", row->deviations.blue));
    return object;
}

static json_t *lines_json(const struct notice_line *lines, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        notice_set(object, "name", json_string(lines[i].name));
        notice_set_money(object, &lines[i].now);
        notice_set(object, "gap_pp", notice_percent(&lines[i].gap));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *unreceived_json(const struct notice *notice)
{
    json_t *list = lines_json(notice->unreceived, notice->unreceived_count);

    for (size_t i = 0; i < notice->unreceived_count; i++)
        notice_set(json_array_get(list, i), "received", json_money(notice->unreceived[i].now.received));
    return list;
}

/* What it was before, and by how many percentage points the rate has changed since. */
static json_t *before_json(const struct notice_money *money, const struct notice_rate *now)
{
    struct notice_rate change = {.value = {0, 1}};
    json_t *object;

    if (money == NULL)
        return json_null();
    object = json_object();
    change.known = now->known && money->rate.known && ratio_sub(now->value, money->rate.value, &change.value);
    notice_set_money(object, money);
    notice_set(object, "change_pp", notice_percent(&change));
    return object;
}

static json_t *curve_json(const struct notice *notice)
{
    const struct notice_curve *curve = &notice->year_curve;
    json_t *list = json_array();

    for (int month = 1; month <= MONTHS; month++) {
        json_t *object = json_object();
        notice_set(object, "month", json_integer(month));
        notice_set(object, "budget", json_money(curve->budget[month]));
        notice_set(object, "spent", curve->has_spent[month] ? json_money(curve->spent[month]) : json_null());
        notice_set(object, "plan", curve->has_plan[month] ? json_money(curve->plan[month]) : json_null());
        notice_set(object, "reference_rate", notice_percent(&curve->reference[month]));
        json_array_append_new(list, object);
    }
    return list;
}
