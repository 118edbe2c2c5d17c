#include "config/policy_table.h"

#include <assert.h>
#include <string.h>

/* Two settings of which the first must not be above the second. */
static const struct order {
    size_t low, high; /* in struct policy_rules */
} orders[] = {
#define ORDER(low, high)                                                                                     \
    {                                                                                                        \
        offsetof(struct policy_rules, low), offsetof(struct policy_rules, high)                              \
    }
    ORDER(pace_red, pace_yellow),
    ORDER(pace_late_red, pace_late_yellow),
    ORDER(missing_yellow_workdays, missing_red_workdays),
    ORDER(indicator_part_red, indicator_part_yellow),
    ORDER(indicator_whole_red, indicator_whole_yellow),
    ORDER(indicator_missing_yellow_workdays, indicator_missing_red_workdays),
    ORDER(completion_missed, completion_partial),
    ORDER(completion_partial, completion_achieved),
    ORDER(contract_signing_warning_days, contract_signing_days),
};

enum { ORDER_COUNT = sizeof orders / sizeof orders[0] };

/* A part of the file whose settings are in force somewhere: the common ones or an override. */
struct scope {
    const struct json_file *file;
    const struct json_place *place; /* NULL: the common ones */
    const json_t *object;
    const char *with; /* what else takes part: " together with overrides[0]", or "" */
};

static const struct setting *setting_at(size_t at)
{
    size_t i = 0;

    while (i + 1 < setting_count && settings[i].at != at)
        i++;
    assert(settings[i].at == at);
    return &settings[i];
}

/* Tell of a setting where this part of the file sets it, else of the part as a whole. */
static bool fault_at(const struct scope *scope, const struct setting *setting, const char *reason)
{
    struct json_place places[SETTING_DEPTH];
    const struct json_place *place = scope->place;
    const json_t *value = scope->object;

    for (size_t i = 0; i < SETTING_DEPTH && setting->path[i] != NULL; i++) {
        places[i] = (struct json_place){.up = place, .key = setting->path[i]};
        place = &places[i];
        value = json_object_get(value, setting->path[i]);
    }
    if (value == NULL)
        return false;
    json_file_fault(scope->file, place, "%s", reason);
    return true;
}

static const char *last_key(const struct setting *setting)
{
    const char *key = setting->path[0];

    for (size_t i = 1; i < SETTING_DEPTH && setting->path[i] != NULL; i++)
        key = setting->path[i];
    return key;
}

static bool order_holds(const struct order *order, const struct policy_rules *rules)
{
    return setting_value(setting_at(order->low), rules, 0) <=
           setting_value(setting_at(order->high), rules, 0);
}

static void tell_order(const struct scope *scope, const struct order *order, const struct policy_rules *rules)
{
    const struct setting *low = setting_at(order->low), *high = setting_at(order->high);
    char low_text[SETTING_TEXT], high_text[SETTING_TEXT];
    struct buf reason = {0};

    buf_printf(&reason, "%s %s is above %s %s%s", last_key(low), setting_format(low, rules, low_text),
               last_key(high), setting_format(high, rules, high_text), scope->with);
    if (!fault_at(scope, low, buf_text(&reason)) && !fault_at(scope, high, buf_text(&reason)))
        json_file_fault(scope->file, scope->place, "%s", buf_text(&reason));
    buf_free(&reason);
}

static bool curve_has_table(const struct policy_rules *rules)
{
    bool any = false;

    for (int month = 1; month <= MONTHS; month++)
        any = any || rules->curve_table[month] != NO_CHECKPOINT;
    return any || rules->curve != CURVE_CHECKPOINTS;
}

static void check_rules(const struct scope *scope, const struct policy_rules *rules)
{
    for (size_t i = 0; i < ORDER_COUNT; i++)
        if (!order_holds(&orders[i], rules))
            tell_order(scope, &orders[i], rules);
    if (!curve_has_table(rules))
        fault_at(scope, setting_at(offsetof(struct policy_rules, curve)),
                 "the curve \"checkpoints\" needs a table");
}

/* Whether some subject can fall under both. */
static bool can_meet(const struct policy_override *a, const struct policy_override *b)
{
    if (a->category != CATEGORY_ANY && b->category != CATEGORY_ANY && a->category != b->category)
        return false;
    if (a->fund != NULL && b->fund != NULL && strcmp(a->fund, b->fund) != 0)
        return false;
    return a->unit_code == NULL || b->unit_code == NULL || strcmp(a->unit_code, b->unit_code) == 0;
}

/* Two are enough to look at: an order is about two settings, and whatever number of overrides meet, one
 * of them had the last word on the first and one on the second. */
static void check_pair(const struct policy *policy, const struct scope *scope, size_t earlier, size_t later)
{
    const struct policy_override *a = &policy->overrides[earlier], *b = &policy->overrides[later];
    struct policy_rules both = a->rules;

    if (!can_meet(a, b))
        return;
    for (size_t i = 0; i < setting_count; i++)
        if (b->changed[settings[i].at] != 0)
            memcpy((char *)&both + settings[i].at, (const char *)&b->rules + settings[i].at,
                   setting_size(&settings[i]));
    for (size_t i = 0; i < ORDER_COUNT; i++)
        if (order_holds(&orders[i], &a->rules) && order_holds(&orders[i], &b->rules) &&
            !order_holds(&orders[i], &both))
            tell_order(scope, &orders[i], &both);
}

static void check_override(const struct policy *policy, const struct json_file *file, size_t index)
{
    struct json_place list = {.key = "overrides"};
    struct json_place place = {.up = &list, .index = index};
    struct scope scope = {.file = file,
                          .place = &place,
                          .object = json_array_get(json_object_get(file->root, "overrides"), index),
                          .with = ""};

    check_rules(&scope, &policy->overrides[index].rules);
    for (size_t earlier = 0; earlier < index; earlier++) {
        struct buf with = {0};
        buf_printf(&with, " together with overrides[%zu]", earlier);
        scope.with = buf_text(&with);
        check_pair(policy, &scope, earlier, index);
        buf_free(&with);
    }
}

void policy_check(const struct policy *policy, const struct json_file *file)
{
    struct scope common = {.file = file, .object = file->root, .with = ""};
    size_t before = file->faults->count;

    check_rules(&common, &policy->rules);
    /* An override repeats the faults of what it is laid over. */
    if (file->faults->count > before)
        return;
    for (size_t i = 0; i < policy->override_count; i++)
        check_override(policy, file, i);
}
