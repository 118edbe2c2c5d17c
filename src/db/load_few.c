#include "db/load_few.h"

#include <stdio.h>
#include <string.h>

#include "db/load_rows.h"
#include "embedded/statements.h"

enum { UNIT_TEXT = 1024 }; /* a key is 200 characters at most */

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
    LAST,
    /* Side by side: the units that were found, once a year, and what their projects say that they reported.
     */
    FOUND_UNITS,
    FOUND_YEARS,
    FOUND_MONTHS
};

static bool ask_decide(void *ctx, struct db_call *call, struct err *err);
static bool ask_table(void *ctx, struct db_call *call, struct err *err);
static bool got_table(void *ctx, const struct pg_result *result, struct err *err);
static void take_months(struct load_facts *load, const struct db_row *row);
static void take_own_months(struct load_facts *load);

static const struct {
    const char *sql;
    int columns;
    enum parameter parameters[LOAD_FEW_PARAMS];
    void (*take)(struct load_facts *load, const struct db_row *row);
    void (*store)(struct load_facts *load); /* ends a group of rows of one subject */
} tables[] = {
    {sql_few_projects, 5, {PROJECTS}, take_project, NULL},
    {sql_few_units, 2, {PROJECTS, UNITS}, take_unit, NULL},
    {sql_few_budgets, 4, {PROJECTS, FIRST, LAST}, take_budget, store_budgets},
    {sql_few_adjustments, 5, {PROJECTS, FIRST, LAST}, take_adjustment, store_adjustments},
    {sql_few_plans, 4, {PROJECTS, FIRST, LAST}, take_plan, NULL},
    {sql_few_execution, 6, {PROJECTS, FIRST, LAST}, take_execution, store_execution},
    {sql_few_peers, 5, {PROJECTS, FIRST, LAST}, take_peers, NULL},
    {sql_few_indicators, 15, {INDICATORS, PROJECTS, FIRST, LAST}, take_indicator, NULL},
    {sql_few_targets, 4, {INDICATORS, PROJECTS, FIRST, LAST}, take_target, store_targets},
    {sql_few_values, 4, {INDICATORS, PROJECTS, FIRST, LAST}, take_value, store_values},
    {sql_few_milestones, 10, {MILESTONES, FIRST}, take_milestone, NULL},
    {sql_few_contracts, 14, {CONTRACTS, FIRST}, take_contract, NULL},
    {sql_few_ceilings, 5, {CEILINGS, FIRST, LAST}, take_ceiling, NULL},
    {sql_few_ceiling_spending, 4, {CEILINGS, FIRST, LAST}, take_ceiling_spending, NULL},
    {sql_few_rectifications, 9, {RECTIFICATIONS}, take_rectification, NULL},
    /* Of the units that were found. */
    {sql_few_unit_months, 3, {FOUND_UNITS, FOUND_YEARS, FOUND_MONTHS}, take_months, take_own_months},
};
_Static_assert(sizeof tables / sizeof *tables == LOAD_FEW_TABLES, "room for each table");

const struct db_step load_few_steps[] = {
    {"choosing how to read", ask_decide, NULL},
    {"reading projects", ask_table, got_table},
    {"reading units", ask_table, got_table},
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
    DB_WAIT,
    {"reading the months reported", ask_table, got_table},
    {NULL, NULL, NULL},
};
_Static_assert(sizeof load_few_steps / sizeof *load_few_steps == LOAD_FEW_TABLES + 3,
               "a step for each table, one to choose, one to wait, and the end");

/* Runs nothing itself. */
static bool ask_decide(void *ctx, struct db_call *call, struct err *err)
{
    struct load_few *few = ctx;
    size_t subjects = 0;

    (void)call, (void)err;
    for (int kind = 0; kind < SUBJECT_COUNT; kind++)
        subjects += few->load->work->lists[kind].count;
    few->load->last_year_counts = few->last_year;
    few->load->skip = subjects <= few->most;
    return true;
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

static void add_codes(const struct load_few *few, enum subject_kind kind, struct db_array *array)
{
    const struct code_list *list = &few->load->work->lists[kind];

    for (size_t i = 0; i < list->count; i++)
        db_array_text(array, list->codes[i]);
}

/* What the batch's own projects have reported may be all that the unit had. */
static bool is_known(const struct load_few *few, const struct unit_facts *unit)
{
    const struct unit_months *stood = unit_table_find(few->stood, unit->code, unit->year);

    if (unit->year == few->load->last_year && few->last_is_empty)
        return true;
    return unit->watched && unit->months != 0 && stood != NULL && (stood->months & ~unit->months) == 0;
}

static void add_found_units(struct load_few *few, enum parameter parameter, struct db_array *array)
{
    const struct facts_set *set = &few->load->set;

    if (parameter == FOUND_UNITS)
        take_own_months(few->load);
    for (size_t i = 0; i < set->unit_count; i++) {
        if (is_known(few, &set->units[i]))
            continue;
        if (parameter == FOUND_UNITS)
            db_array_text(array, set->units[i].code);
        else
            db_array_int(array,
                         parameter == FOUND_YEARS ? set->units[i].year : (int64_t)set->units[i].months);
    }
}

/* Fills in one value. Returns whether it names any subject. */
static bool add_value(struct load_few *few, size_t place, enum parameter parameter)
{
    struct db_array *codes = &few->codes[place];

    if (parameter == FIRST || parameter == LAST) {
        bool with_last_year = tables[few->table].take == take_execution && few->last_year;
        int year =
            parameter == LAST ? few->load->last_year : few->load->first_year - (with_last_year ? 1 : 0);
        snprintf(few->years[place], sizeof few->years[place], "%d", year);
        few->values[place] = few->years[place];
        return false;
    }
    db_array_clear(codes);
    if (parameter >= FOUND_UNITS) {
        add_found_units(few, parameter, codes);
        few->values[place] = db_array_end(codes);
        return codes->count > 0;
    }
    add_codes(few, kind_of(parameter), codes);
    few->values[place] = db_array_end(codes);
    return codes->count > 0;
}

static bool ask_table(void *ctx, struct db_call *call, struct err *err)
{
    struct load_few *few = ctx;
    int count = 0;
    bool any = false;

    (void)err;
    if (!few->load->skip)
        return true;
    for (; count < LOAD_FEW_PARAMS && tables[few->table].parameters[count] != NOTHING; count++)
        any = add_value(few, (size_t)count, tables[few->table].parameters[count]) || any;
    if (any && (few->peers || tables[few->table].take != take_peers)) {
        few->asked[few->asked_count++] = few->table;
        *call = (struct db_call){.sql = tables[few->table].sql,
                                 .param_count = count,
                                 .params = few->values,
                                 .prepared = true,
                                 .binary = true};
    }
    few->table++;
    return true;
}

static bool got_table(void *ctx, const struct pg_result *result, struct err *err)
{
    struct load_few *few = ctx;
    struct load_facts *load = few->load;
    size_t table = few->asked[few->taken++];
    struct db_row_reader reader = {.columns = tables[table].columns};
    struct db_row row;

    load->at = 0;
    for (int i = 0; i < db_rows(result); i++) {
        if (!db_row_of(&reader, result, i, &row, err))
            return false;
        tables[table].take(load, &row);
        if (!db_row_check(&row, err))
            return false;
    }
    if (tables[table].store != NULL)
        tables[table].store(load);
    load->group.entry = NULL;
    load->at = 0;
    return true;
}

/* Months that have not begun do not exist yet. */
static unsigned begun(const struct load_facts *load, int year)
{
    int last = load->clock == 0 || year < date_year(load->clock) ? MONTHS : date_month(load->clock);

    return (2U << last) - 1;
}

/* Beside those of the batch's own projects. */
static void take_months(struct load_facts *load, const struct db_row *row)
{
    char code[UNIT_TEXT];
    int year = (int)db_row_int(row, 1);
    struct unit_facts *unit = facts_unit(&load->set, row_code(row, code, sizeof code), year);

    if (unit == NULL)
        return;
    unit->watched = true;
    unit->months |= (unsigned)db_row_int(row, 2) & begun(load, year);
}

/* What the batch's own projects have reported, which few_unit_months.sql leaves to us. */
static void take_own_months(struct load_facts *load)
{
    struct facts_set *set = &load->set;

    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *project = &set->projects[i];
        struct unit_facts *unit = facts_unit(set, project->unit_code, project->year);
        if (unit == NULL)
            continue;
        unit->watched = unit->watched || project->watched;
        for (size_t row = 0; row < project->execution_count; row++)
            unit->months |= 1U << project->execution[row].month & begun(load, unit->year);
    }
    for (size_t i = 0; i < set->project_count; i++) {
        const struct unit_facts *unit = facts_unit(set, set->projects[i].unit_code, set->projects[i].year);
        if (unit != NULL)
            set->projects[i].unit_months = unit->months;
    }
}

void load_few_done(struct load_few *few)
{
    for (int i = 0; i < LOAD_FEW_PARAMS; i++)
        db_array_free(&few->codes[i]);
    *few = (struct load_few){0};
}
