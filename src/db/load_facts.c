#include "db/load_facts.h"

#include <stdlib.h>
#include <string.h>

#include "db/array.h"
#include "db/copy_text.h"
#include "db/load_rows.h"
#include "embedded/statements.h"

/* What the parameters of a table's statement are. */
enum parameter {
    NOTHING,
    PROJECTS,
    UNITS,
    INDICATORS,
    MILESTONES,
    CONTRACTS,
    CEILINGS,
    RECTIFICATIONS,
    FIRST,
    LAST
};

static bool ask_table(void *ctx, struct db_call *call, struct err *err);
static bool on_row(void *ctx, const char *data, size_t length, struct err *err);
static bool got_table(void *ctx, const struct pg_result *result, struct err *err);

static bool uses(const struct policy *policy, enum curve curve)
{
    if (policy->rules.curve == curve)
        return true;
    for (size_t i = 0; i < policy->override_count; i++)
        if (policy->overrides[i].rules.curve == curve)
            return true;
    return false;
}

static bool always(const struct load_facts *load)
{
    (void)load;
    return true;
}

static bool for_peers(const struct load_facts *load)
{
    return uses(load->policy, CURVE_PEERS);
}

static const struct {
    const char *sql;
    int columns;
    enum parameter parameters[LOAD_PARAMS];
    void (*take)(struct load_facts *load, const struct db_row *row);
    void (*store)(struct load_facts *load); /* ends a group of rows of one subject */
    bool (*wanted)(const struct load_facts *load);
} tables[] = {
    {sql_facts_projects, 5, {PROJECTS}, take_project, NULL, always},
    {sql_facts_units, 2, {PROJECTS, UNITS}, take_unit, NULL, always},
    {sql_facts_unit_months, 3, {UNITS, FIRST, LAST}, take_unit_months, NULL, always},
    {sql_facts_budgets, 4, {PROJECTS, FIRST, LAST}, take_budget, store_budgets, always},
    {sql_facts_adjustments, 5, {PROJECTS, FIRST, LAST}, take_adjustment, store_adjustments, always},
    {sql_facts_plans, 4, {PROJECTS, FIRST, LAST}, take_plan, NULL, always},
    {sql_facts_execution, 6, {PROJECTS, FIRST, LAST}, take_execution, store_execution, always},
    {sql_facts_peers, 5, {PROJECTS, FIRST, LAST}, take_peers, NULL, for_peers},
    {sql_facts_indicators, 15, {INDICATORS, PROJECTS, FIRST, LAST}, take_indicator, NULL, always},
    {sql_facts_targets, 4, {INDICATORS, FIRST, LAST}, take_target, store_targets, always},
    {sql_facts_values, 5, {INDICATORS, FIRST, LAST}, take_value, store_values, always},
    {sql_facts_milestones, 10, {MILESTONES, FIRST}, take_milestone, NULL, always},
    {sql_facts_contracts, 14, {CONTRACTS, FIRST}, take_contract, NULL, always},
    {sql_facts_ceilings, 5, {CEILINGS, FIRST, LAST}, take_ceiling, NULL, always},
    {sql_facts_ceiling_spending, 4, {CEILINGS, FIRST, LAST}, take_ceiling_spending, NULL, always},
    {sql_facts_rectifications, 9, {RECTIFICATIONS}, take_rectification, NULL, always},
};

const struct db_step load_facts_steps[] = {
    {"reading projects", ask_table, got_table},
    {"reading units", ask_table, got_table},
    {"reading the months reported", ask_table, got_table},
    {"reading budgets", ask_table, got_table},
    {"reading budget adjustments", ask_table, got_table},
    {"reading plans", ask_table, got_table},
    {"reading execution", ask_table, got_table},
    {"reading sister projects", ask_table, got_table},
    {"reading indicators", ask_table, got_table},
    {"reading indicator targets", ask_table, got_table},
    {"reading indicator values", ask_table, got_table},
    {"reading milestones", ask_table, got_table},
    {"reading contracts", ask_table, got_table},
    {"reading ceilings", ask_table, got_table},
    {"reading ceiling spending", ask_table, got_table},
    {"reading rectifications", ask_table, got_table},
    {NULL, NULL, NULL},
};
_Static_assert(sizeof load_facts_steps / sizeof *load_facts_steps == sizeof tables / sizeof *tables + 1,
               "a step for each table");

/* Indicators and units are asked for by those of the batch; once they are read, what belongs to them is
 * asked for by all that were found, those of the batch's projects included. A unit is there once a year. */
static void add_codes(struct load_facts *load, enum subject_kind kind, struct db_array *array)
{
    const struct code_list *list = &load->work->lists[kind];
    const struct facts_set *set = &load->set;

    if (kind == SUBJECT_INDICATOR && set->indicator_count > 0) {
        for (size_t i = 0; i < set->indicator_count; i++)
            db_array_text(array, set->indicators[i].code);
        return;
    }
    if (kind == SUBJECT_UNIT && set->unit_count > 0) {
        for (size_t i = 0; i < set->unit_count; i++)
            if (i == 0 || strcmp(set->units[i].code, set->units[i - 1].code) != 0)
                db_array_text(array, set->units[i].code);
        return;
    }
    for (size_t i = 0; i < list->count; i++)
        db_array_text(array, list->codes[i]);
}

static enum subject_kind kind_of(enum parameter parameter)
{
    static const enum subject_kind kinds[] = {
        [PROJECTS] = SUBJECT_PROJECT,
        [UNITS] = SUBJECT_UNIT,
        [INDICATORS] = SUBJECT_INDICATOR,
        [MILESTONES] = SUBJECT_MILESTONE,
        [CONTRACTS] = SUBJECT_CONTRACT,
        [CEILINGS] = SUBJECT_CEILING,
        [RECTIFICATIONS] = SUBJECT_RECTIFICATION,
    };
    return kinds[parameter];
}

/* The text of one parameter. Returns whether it names any subject. */
static bool parameter_text(struct load_facts *load, enum parameter parameter, struct buf *out)
{
    struct db_array array = {0};

    buf_clear(out);
    if (parameter == FIRST || parameter == LAST) {
        bool with_last_year = parameter == FIRST && tables[load->table].take == take_execution &&
                              uses(load->policy, CURVE_LAST_YEAR);
        buf_printf(out, "%d",
                   parameter == LAST ? load->last_year : load->first_year - (with_last_year ? 1 : 0));
        return false;
    }
    add_codes(load, kind_of(parameter), &array);
    buf_puts(out, db_array_end(&array));
    bool any = array.count > 0;
    db_array_free(&array);
    return any;
}

static bool ask_table(void *ctx, struct db_call *call, struct err *err)
{
    struct load_facts *load = ctx;
    struct buf texts[LOAD_PARAMS] = {0};
    const char *values[LOAD_PARAMS];
    size_t count = 0;
    bool any = false;

    (void)err;
    if (load->skip)
        return true;
    for (; count < LOAD_PARAMS && tables[load->table].parameters[count] != NOTHING; count++) {
        any = parameter_text(load, tables[load->table].parameters[count], &texts[count]) || any;
        values[count] = buf_text(&texts[count]);
    }
    if (any && tables[load->table].wanted(load)) {
        buf_clear(&load->sql);
        copy_text(&load->sql, tables[load->table].sql, values, count);
        load->reader = (struct db_row_reader){.columns = tables[load->table].columns};
        *call = (struct db_call){.sql = buf_text(&load->sql), .on_row = on_row, .ctx = load};
    } else {
        load->table++;
    }
    for (size_t i = 0; i < LOAD_PARAMS; i++)
        buf_free(&texts[i]);
    return true;
}

static bool on_row(void *ctx, const char *data, size_t length, struct err *err)
{
    struct load_facts *load = ctx;
    struct db_row row;
    bool is_row;

    if (!db_row_parse(&load->reader, data, length, &row, &is_row, err))
        return false;
    if (!is_row)
        return true;
    tables[load->table].take(load, &row);
    return db_row_check(&row, err);
}

static bool got_table(void *ctx, const struct pg_result *result, struct err *err)
{
    struct load_facts *load = ctx;

    (void)result, (void)err;
    if (tables[load->table].store != NULL)
        tables[load->table].store(load);
    load->group.entry = NULL;
    load->table++;
    return true;
}

void load_facts_done(struct load_facts *load)
{
    facts_set_free(&load->set);
    buf_free(&load->sql);
    free(load->group.items);
    *load = (struct load_facts){0};
}
