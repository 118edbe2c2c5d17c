#include "db/load_facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/array.h"
#include "db/copy_text.h"
#include "db/load_rows.h"
#include "embedded/statements.h"

/* What the parameters of a table's statement are. */
enum parameter {
    NOTHING,
    /* Three values: the codes, or NULL where all between are meant, the first and the last. */
    PROJECTS,
    UNITS,
    INDICATORS,
    MILESTONES,
    CONTRACTS,
    CEILINGS,
    RECTIFICATIONS,
    /* One value: codes alone. */
    PROJECT_LIST,
    UNIT_LIST,
    INDICATOR_LIST,
    /* Two: a page's first and last code. */
    BOUNDS,
    /* Two: the first and the last indicator. */
    INDICATOR_BOUNDS,
    FIRST,
    LAST,
    CLOCK,
    DENSE_LIMIT,
};

#define OF(kind) (1U << SUBJECT_##kind)

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

static bool for_peers(const struct load_facts *load)
{
    return uses(load->policy, CURVE_PEERS);
}

struct form {
    const char *sql;
    enum parameter parameters[LOAD_PARAMS];
};

/* `listed` reads the subjects of a list; a page reads with `paged`, and where that has no statement with the
 * same. One that `waits` depends on rows of those before it; the others are asked for together with them, in
 * one text and one round trip, and each ends with a trailer of its own. */
static const struct table {
    int columns;
    bool waits;
    unsigned pages; /* the kinds of page that need it */
    struct form listed, paged;
    void (*take)(struct load_facts *load, const struct db_row *row);
    void (*store)(struct load_facts *load);        /* ends a group of rows of one subject */
    bool (*wanted)(const struct load_facts *load); /* NULL: always */
} tables[] = {
    {5, false, OF(PROJECT), {sql_facts_projects, {PROJECTS}}, {NULL, {0}}, take_project, NULL, NULL},
    {2,
     false,
     OF(UNIT),
     {sql_facts_units, {PROJECT_LIST, UNIT_LIST}},
     {sql_facts_page_units, {BOUNDS}},
     take_unit,
     NULL,
     NULL},
    {4,
     false,
     OF(PROJECT),
     {sql_facts_budgets, {PROJECTS, FIRST, LAST}},
     {NULL, {0}},
     take_budget,
     store_budgets,
     NULL},
    {5,
     false,
     OF(PROJECT),
     {sql_facts_adjustments, {PROJECTS, FIRST, LAST}},
     {NULL, {0}},
     take_adjustment,
     store_adjustments,
     NULL},
    {4, false, OF(PROJECT), {sql_facts_plans, {PROJECTS, FIRST, LAST}}, {NULL, {0}}, take_plan, NULL, NULL},
    {6,
     false,
     OF(PROJECT),
     {sql_facts_execution, {PROJECTS, FIRST, LAST}},
     {NULL, {0}},
     take_execution_year,
     store_execution,
     NULL},
    {5,
     false,
     OF(PROJECT),
     {sql_facts_peers, {PROJECTS, FIRST, LAST}},
     {NULL, {0}},
     take_peers,
     NULL,
     for_peers},
    {15,
     false,
     OF(PROJECT) | OF(INDICATOR),
     {sql_facts_indicators, {INDICATOR_LIST, PROJECT_LIST, FIRST, LAST}},
     {sql_facts_owned_indicators, {BOUNDS, FIRST, LAST}},
     take_indicator,
     store_indicators,
     NULL},
    {3,
     true,
     OF(UNIT) | OF(PROJECT),
     {sql_facts_unit_months, {UNITS, FIRST, LAST, CLOCK}},
     {NULL, {0}},
     take_unit_months,
     store_unit_months,
     NULL},
    {1,
     true,
     OF(PROJECT) | OF(INDICATOR),
     {NULL, {0}},
     {sql_facts_dense, {INDICATOR_BOUNDS, DENSE_LIMIT}},
     take_dense,
     NULL,
     NULL},
    {4,
     true,
     OF(PROJECT) | OF(INDICATOR),
     {sql_facts_targets, {INDICATORS, FIRST, LAST}},
     {NULL, {0}},
     take_target,
     store_targets,
     NULL},
    {4,
     false,
     OF(PROJECT) | OF(INDICATOR),
     {sql_facts_values, {INDICATORS, FIRST, LAST}},
     {NULL, {0}},
     take_values_year,
     store_values,
     NULL},
    {10,
     false,
     OF(MILESTONE),
     {sql_facts_milestones, {MILESTONES, FIRST}},
     {NULL, {0}},
     take_milestone,
     NULL,
     NULL},
    {14,
     false,
     OF(CONTRACT),
     {sql_facts_contracts, {CONTRACTS, FIRST}},
     {NULL, {0}},
     take_contract,
     NULL,
     NULL},
    {5,
     false,
     OF(CEILING),
     {sql_facts_ceilings, {CEILINGS, FIRST, LAST}},
     {NULL, {0}},
     take_ceiling,
     NULL,
     NULL},
    {4,
     false,
     OF(CEILING),
     {sql_facts_ceiling_spending, {CEILINGS, FIRST, LAST}},
     {NULL, {0}},
     take_ceiling_spending,
     NULL,
     NULL},
    {9,
     false,
     OF(RECTIFICATION),
     {sql_facts_rectifications, {RECTIFICATIONS}},
     {NULL, {0}},
     take_rectification,
     NULL,
     NULL},
};

enum { TABLES = sizeof tables / sizeof *tables };

/* The indicators that units own are found by their own codes. */
static const struct form unit_indicators = {sql_facts_unit_indicators, {BOUNDS, FIRST, LAST}};

const struct db_step load_facts_steps[] = {
    {"reading projects", ask_table, got_table},
    {"reading units", ask_table, got_table},
    {"reading budgets", ask_table, got_table},
    {"reading budget adjustments", ask_table, got_table},
    {"reading plans", ask_table, got_table},
    {"reading execution", ask_table, got_table},
    {"reading sister projects", ask_table, got_table},
    {"reading indicators", ask_table, got_table},
    {"reading the months reported", ask_table, got_table},
    {"looking how close indicators lie", ask_table, got_table},
    {"reading indicator targets", ask_table, got_table},
    {"reading indicator values", ask_table, got_table},
    {"reading milestones", ask_table, got_table},
    {"reading contracts", ask_table, got_table},
    {"reading ceilings", ask_table, got_table},
    {"reading ceiling spending", ask_table, got_table},
    {"reading rectifications", ask_table, got_table},
    {NULL, NULL, NULL},
};
_Static_assert(sizeof load_facts_steps / sizeof *load_facts_steps == TABLES + 1, "a step for each table");

/* A page on which there is no project has nothing that belongs to one. */
static bool is_empty_page(const struct load_facts *load)
{
    return load->page != NULL && load->page->kind == SUBJECT_PROJECT && load->set.project_count == 0;
}

/* The statement that reads the table now; NULL: nothing of it is needed. */
static const struct form *form_now(const struct load_facts *load, const struct table *table)
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

/* Indicators and units are asked for by those of the batch; once they are read, what belongs to them is
 * asked for by all that were found, those of the batch's projects included. A unit is there once a year. */
static void add_codes(struct load_facts *load, enum subject_kind kind, struct db_array *array)
{
    const struct facts_set *set = &load->set;

    if (kind == SUBJECT_INDICATOR && set->indicator_count > 0) {
        for (size_t i = 0; i < set->indicator_count; i++)
            if (i == 0 || strcmp(set->indicators[i].code, set->indicators[i - 1].code) != 0)
                db_array_text(array, set->indicators[i].code);
        return;
    }
    if (kind == SUBJECT_UNIT && set->unit_count > 0) {
        for (size_t i = 0; i < set->unit_count; i++)
            if (i == 0 || strcmp(set->units[i].code, set->units[i - 1].code) != 0)
                db_array_text(array, set->units[i].code);
        return;
    }
    if (kind == SUBJECT_UNIT && load->page != NULL) {
        add_unknown_units(load, array);
        return;
    }
    for (size_t i = 0; load->work != NULL && i < load->work->lists[kind].count; i++)
        db_array_text(array, load->work->lists[kind].codes[i]);
}

static enum subject_kind kind_of(enum parameter parameter)
{
    switch (parameter) {
    case PROJECTS:
    case PROJECT_LIST: return SUBJECT_PROJECT;
    case UNITS:
    case UNIT_LIST: return SUBJECT_UNIT;
    case INDICATORS:
    case INDICATOR_LIST:
    case INDICATOR_BOUNDS: return SUBJECT_INDICATOR;
    case MILESTONES: return SUBJECT_MILESTONE;
    case CONTRACTS: return SUBJECT_CONTRACT;
    case CEILINGS: return SUBJECT_CEILING;
    case RECTIFICATIONS: return SUBJECT_RECTIFICATION;
    case NOTHING:
    case BOUNDS:
    case FIRST:
    case LAST:
    case CLOCK:
    case DENSE_LIMIT: break;
    }
    return SUBJECT_COUNT;
}

/* The values of one statement, and whether they name any subject. */
struct values {
    struct buf texts[LOAD_VALUES];
    const char *list[LOAD_VALUES];
    size_t count;
    bool any;
};

static void add_value(struct values *values, const char *text)
{
    struct buf *buf = &values->texts[values->count];

    if (text != NULL)
        buf_puts(buf, text);
    values->list[values->count++] = text != NULL ? buf_text(buf) : NULL;
}

static void add_number(struct values *values, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, number);
    add_value(values, text);
}

/* The first and the last of the codes of a kind that the batch has, or has found. */
static void add_bounds(struct values *values, const struct load_facts *load, enum subject_kind kind)
{
    const struct facts_set *set = &load->set;
    const struct code_list *list = load->work != NULL ? &load->work->lists[kind] : NULL;

    if (kind == SUBJECT_INDICATOR && set->indicator_count > 0) {
        add_value(values, set->indicators[0].code);
        add_value(values, set->indicators[set->indicator_count - 1].code);
    } else if (kind == SUBJECT_UNIT && (set->unit_count > 0 || load->page != NULL)) {
        add_value(values, set->unit_count > 0 ? set->units[0].code : "");
        add_value(values, set->unit_count > 0 ? set->units[set->unit_count - 1].code : CODE_LAST);
    } else {
        add_value(values, list != NULL && list->count > 0 ? list->codes[0] : "");
        add_value(values, list != NULL && list->count > 0 ? list->codes[list->count - 1] : "");
    }
}

/* Of a page's own kind the range is enough, and of its indicators where they lie close together. */
static bool by_range(const struct load_facts *load, enum subject_kind kind)
{
    return load->page != NULL && (load->page->kind == kind || (kind == SUBJECT_INDICATOR && load->dense));
}

static void add_subjects(struct values *values, struct load_facts *load, enum subject_kind kind)
{
    struct db_array array = {0};

    if (kind == SUBJECT_INDICATOR && load->page != NULL && load->set.indicator_count == 0) {
        add_value(values, "{}");
        add_value(values, "");
        add_value(values, "");
        return;
    }
    if (kind != SUBJECT_INDICATOR && by_range(load, kind)) {
        add_value(values, NULL);
        add_value(values, load->page->from);
        add_value(values, load->page->to);
        values->any = true;
        return;
    }
    if (kind == SUBJECT_INDICATOR && load->page != NULL && load->dense) {
        add_value(values, NULL);
        values->any = true;
    } else {
        add_codes(load, kind, &array);
        add_value(values, db_array_end(&array));
        values->any = values->any || array.count > 0;
    }
    add_bounds(values, load, kind);
    db_array_free(&array);
}

static void add_list(struct values *values, struct load_facts *load, enum subject_kind kind)
{
    struct db_array array = {0};

    add_codes(load, kind, &array);
    add_value(values, db_array_end(&array));
    values->any = values->any || array.count > 0;
    db_array_free(&array);
}

static void add_parameter(struct values *values, struct load_facts *load, const struct table *table,
                          enum parameter parameter)
{
    bool with_last_year = table->take == take_execution_year && load->last_year_counts;
    char day[DATE_TEXT];

    switch (parameter) {
    case NOTHING: break;
    case FIRST: add_number(values, load->first_year - (with_last_year ? 1 : 0)); break;
    case LAST: add_number(values, load->last_year); break;
    case CLOCK: add_value(values, load->clock > 0 ? date_format(load->clock, day) : "9999-12-31"); break;
    case DENSE_LIMIT:
        add_number(values, DENSE_FACTOR * (int64_t)load->set.indicator_count + DENSE_FEW);
        break;
    case BOUNDS:
        add_value(values, load->page->from);
        add_value(values, load->page->to);
        values->any = true;
        break;
    case INDICATOR_BOUNDS:
        values->any = load->set.indicator_count > 0;
        add_bounds(values, load, SUBJECT_INDICATOR);
        break;
    case PROJECT_LIST:
    case UNIT_LIST:
    case INDICATOR_LIST: add_list(values, load, kind_of(parameter)); break;
    case PROJECTS:
    case UNITS:
    case INDICATORS:
    case MILESTONES:
    case CONTRACTS:
    case CEILINGS:
    case RECTIFICATIONS: add_subjects(values, load, kind_of(parameter)); break;
    }
}

/* Adds what reads the table to the text; false: nothing of it is needed. */
static bool add_table(struct load_facts *load, const struct table *table)
{
    const struct form *form = form_now(load, table);
    struct values values = {0};

    for (size_t i = 0; form != NULL && i < LOAD_PARAMS && form->parameters[i] != NOTHING; i++)
        add_parameter(&values, load, table, form->parameters[i]);
    if (values.any) {
        if (load->sql.length > 0)
            buf_puts(&load->sql, ";\n");
        copy_text(&load->sql, form->sql, values.list, values.count);
    }
    for (size_t i = 0; i < LOAD_VALUES; i++)
        buf_free(&values.texts[i]);
    return values.any;
}

static void end_table(struct load_facts *load)
{
    if (tables[load->table].store != NULL)
        tables[load->table].store(load);
    load->group.entry = NULL;
    load->at = 0;
    load->table++;
}

/* Those of which nothing is read are over when their turn comes. */
static void begin_table(struct load_facts *load)
{
    while (load->table < load->asked && (load->joined >> load->table & 1) == 0)
        end_table(load);
    if (load->table < load->asked)
        load->reader = (struct db_row_reader){.columns = tables[load->table].columns};
}

/* The text is named after the first table in it: where nothing of that is needed, the next step asks. */
static bool ask_table(void *ctx, struct db_call *call, struct err *err)
{
    struct load_facts *load = ctx;

    (void)err;
    if (load->skip || load->step++ < load->asked)
        return true; /* it came with one before */
    load->last_year_counts = uses(load->policy, CURVE_LAST_YEAR);
    buf_clear(&load->sql);
    load->joined = 0;
    do {
        if (add_table(load, &tables[load->asked])) {
            load->joined |= 1U << load->asked;
            call->statements++;
        }
        load->asked++;
    } while (load->joined != 0 && load->asked < TABLES && !tables[load->asked].waits);
    begin_table(load);
    if (load->joined == 0)
        return true;
    call->sql = buf_text(&load->sql);
    call->on_row = on_row;
    call->ctx = load;
    return true;
}

static bool on_row(void *ctx, const char *data, size_t length, struct err *err)
{
    struct load_facts *load = ctx;
    struct db_row row;
    bool is_row;

    if (load->table == load->asked)
        return err_set(err, ERR_DB_LOST, "the database sent rows that were not asked for");
    if (!db_row_parse(&load->reader, data, length, &row, &is_row, err))
        return false;
    if (is_row) {
        tables[load->table].take(load, &row);
        return db_row_check(&row, err);
    }
    if (load->reader.ended) {
        end_table(load);
        begin_table(load);
    }
    return true;
}

static bool got_table(void *ctx, const struct pg_result *result, struct err *err)
{
    const struct load_facts *load = ctx;

    (void)result;
    return load->table == load->asked ||
           err_set(err, ERR_DB_LOST, "the database has not sent all that was asked for");
}

void load_facts_done(struct load_facts *load)
{
    facts_set_free(&load->set);
    buf_free(&load->sql);
    free(load->group.items);
    unit_table_free(&load->looked_up);
    *load = (struct load_facts){0};
}
