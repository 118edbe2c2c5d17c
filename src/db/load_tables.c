#include "db/load_tables.h"

#include "db/load_rows.h"
#include "embedded/statements.h"

#define OF(kind) (1U << SUBJECT_##kind)

bool load_uses_curve(const struct policy *policy, enum curve curve)
{
    if (policy->rules.curve == curve)
        return true;
    for (size_t i = 0; i < policy->override_count; i++)
        if (policy->overrides[i].rules.curve == curve)
            return true;
    return false;
}

static bool for_peers(const struct load_facts *load)
{
    return load_uses_curve(load->policy, CURVE_PEERS);
}

const struct load_table load_tables[] = {
    {5, false, OF(PROJECT), {sql_facts_projects, {BY_PROJECTS}}, {NULL, {0}}, take_project, NULL, NULL},
    {2,
     false,
     OF(UNIT),
     {sql_facts_units, {BY_PROJECT_LIST, BY_UNIT_LIST}},
     {sql_facts_page_units, {BY_BOUNDS}},
     take_unit,
     NULL,
     NULL},
    {4,
     false,
     OF(PROJECT),
     {sql_facts_budgets, {BY_PROJECTS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_budget,
     store_budgets,
     NULL},
    {5,
     false,
     OF(PROJECT),
     {sql_facts_adjustments, {BY_PROJECTS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_adjustment,
     store_adjustments,
     NULL},
    {4,
     false,
     OF(PROJECT),
     {sql_facts_plans, {BY_PROJECTS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_plan,
     NULL,
     NULL},
    {6,
     false,
     OF(PROJECT),
     {sql_facts_execution, {BY_PROJECTS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_execution_year,
     store_execution,
     NULL},
    {5,
     false,
     OF(PROJECT),
     {sql_facts_peers, {BY_PROJECTS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_peers,
     NULL,
     for_peers},
    {15,
     false,
     OF(PROJECT) | OF(INDICATOR),
     {sql_facts_indicators, {BY_INDICATOR_LIST, BY_PROJECT_LIST, BY_FIRST, BY_LAST}},
     {sql_facts_owned_indicators, {BY_BOUNDS, BY_FIRST, BY_LAST}},
     take_indicator,
     store_indicators,
     NULL},
    {3,
     true,
     OF(UNIT) | OF(PROJECT),
     {sql_facts_unit_months, {BY_UNITS, BY_FIRST, BY_LAST, BY_CLOCK}},
     {NULL, {0}},
     take_unit_months,
     store_unit_months,
     NULL},
    {1,
     true,
     OF(PROJECT) | OF(INDICATOR),
     {NULL, {0}},
     {sql_facts_dense, {BY_INDICATOR_BOUNDS, BY_DENSE_LIMIT}},
     take_dense,
     NULL,
     NULL},
    {4,
     true,
     OF(PROJECT) | OF(INDICATOR),
     {sql_facts_targets, {BY_INDICATORS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_target,
     store_targets,
     NULL},
    {4,
     false,
     OF(PROJECT) | OF(INDICATOR),
     {sql_facts_values, {BY_INDICATORS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_values_year,
     store_values,
     NULL},
    {10,
     false,
     OF(MILESTONE),
     {sql_facts_milestones, {BY_MILESTONES, BY_FIRST}},
     {NULL, {0}},
     take_milestone,
     NULL,
     NULL},
    {14,
     false,
     OF(CONTRACT),
     {sql_facts_contracts, {BY_CONTRACTS, BY_FIRST}},
     {NULL, {0}},
     take_contract,
     NULL,
     NULL},
    {5,
     false,
     OF(CEILING),
     {sql_facts_ceilings, {BY_CEILINGS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_ceiling,
     NULL,
     NULL},
    {4,
     false,
     OF(CEILING),
     {sql_facts_ceiling_spending, {BY_CEILINGS, BY_FIRST, BY_LAST}},
     {NULL, {0}},
     take_ceiling_spending,
     NULL,
     NULL},
    {9,
     false,
     OF(RECTIFICATION),
     {sql_facts_rectifications, {BY_RECTIFICATIONS}},
     {NULL, {0}},
     take_rectification,
     NULL,
     NULL},
};

/* The indicators that units own are found by their own codes. */
static const struct load_form unit_indicators = {sql_facts_unit_indicators, {BY_BOUNDS, BY_FIRST, BY_LAST}};

/* A page on which there is no project has nothing that belongs to one. */
static bool is_empty_page(const struct load_facts *load)
{
    return load->page != NULL && load->page->kind == SUBJECT_PROJECT && load->set.project_count == 0;
}

const struct load_form *load_form_now(const struct load_facts *load, const struct load_table *table)
{
    if (table->waits && is_empty_page(load))
        return NULL;
    if (table->wanted != NULL && !table->wanted(load))
        return NULL;
    if (load->page == NULL)
        return table->listed.sql != NULL ? &table->listed : NULL;
    if ((table->pages & (1U << load->page->kind)) == 0)
        return NULL;
    if (table->take == take_indicator && load->page->kind == SUBJECT_INDICATOR)
        return &unit_indicators;
    return table->paged.sql != NULL ? &table->paged : &table->listed;
}
