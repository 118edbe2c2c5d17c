/* Projects and units: the rows about money. */
#include <string.h>

#include "db/load_rows.h"

enum { CODE_TEXT = 1024 }; /* a key is 200 characters at most: 800 bytes, or a third more for two parts */

/* A new row of another subject ends the group of the one before. */
void group_turn(struct load_facts *load, void *entry, void (*store)(struct load_facts *load))
{
    if (load->group.entry == entry)
        return;
    store(load);
    load->group.entry = entry;
}

void *group_add(struct load_facts *load, size_t size)
{
    size_t need = (load->group.count + 1) * size;

    if (need > load->group.capacity) {
        load->group.capacity = need * 2;
        load->group.items = mem_grow(load->group.items, load->group.capacity, 1);
    }
    return load->group.items + load->group.count++ * size;
}

/* The gathered rows, copied to where they stay; the group is empty again. */
void *group_keep(struct load_facts *load, size_t size)
{
    void *kept = arena_alloc(&load->set.arena, load->group.count * size);

    memcpy(kept, load->group.items, load->group.count * size);
    load->group.count = 0;
    return kept;
}

const char *row_code(const struct db_row *row, char *text, size_t size)
{
    size_t length;
    const char *code = db_row_text(row, 0, &length);

    if (code == NULL || length >= size)
        return "";
    memcpy(text, code, length);
    text[length] = '\0';
    return text;
}

int row_order(const char *code, const struct db_row *row)
{
    size_t length;
    const char *text = db_row_text(row, 0, &length);

    if (text == NULL)
        return 1;
    int order = strncmp(code, text, length);
    return order != 0 ? order : code[length] != '\0';
}

/* The entry of the row's project in its first year: a project has one for each year, side by side. Rows come
 * in the order of the entries, so that the search goes on where the row before ended. */
static struct project_facts *project_at(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;
    size_t years = (size_t)(load->last_year - load->first_year + 1);
    int order = -1;

    while (load->at < set->project_count && (order = row_order(set->projects[load->at].code, row)) < 0)
        load->at += years;
    return order == 0 && load->at < set->project_count ? &set->projects[load->at] : NULL;
}

static struct project_facts *in_year(const struct load_facts *load, struct project_facts *first, int year)
{
    return first != NULL && year >= load->first_year && year <= load->last_year
               ? first + (year - load->first_year)
               : NULL;
}

static struct project_facts *project_of(struct load_facts *load, const struct db_row *row, int year)
{
    return in_year(load, project_at(load, row), year);
}

void take_project(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;
    struct project_facts project = {
        .code = db_row_copy(row, 0, &set->arena),
        .name = db_row_copy(row, 1, &set->arena),
        .unit_code = db_row_copy(row, 2, &set->arena),
        .manager = db_row_copy(row, 3, &set->arena),
        .category = db_row_is(row, 4, "basic") ? CATEGORY_BASIC : CATEGORY_PROJECT,
    };

    for (int year = load->first_year; year <= load->last_year; year++) {
        set->projects = mem_room(set->projects, set->project_count, &load->capacity.projects, sizeof project);
        project.year = year;
        set->projects[set->project_count++] = project;
    }
}

void take_unit(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;
    struct unit_facts unit = {.code = db_row_copy(row, 0, &set->arena),
                              .name = db_row_copy(row, 1, &set->arena)};

    for (int year = load->first_year; year <= load->last_year; year++) {
        set->units = mem_room(set->units, set->unit_count, &load->capacity.units, sizeof unit);
        unit.year = year;
        set->units[set->unit_count++] = unit;
    }
}

void take_unit_months(struct load_facts *load, const struct db_row *row)
{
    char code[CODE_TEXT];
    int year = (int)db_row_int(row, 1);
    unsigned months = (unsigned)db_row_int(row, 2);

    row_code(row, code, sizeof code);
    unit_table_add(&load->looked_up, code, year, months);
    struct unit_facts *unit = facts_unit(&load->set, code, year);
    if (unit == NULL)
        return;
    unit->watched = true;
    unit->months = months;
}

static const struct unit_months *reported_by(const struct load_facts *load, const char *unit, int year)
{
    const struct unit_months *known =
        load->reported != NULL ? unit_table_find(load->reported, unit, year) : NULL;

    return known != NULL ? known : unit_table_find(&load->looked_up, unit, year);
}

void store_unit_months(struct load_facts *load)
{
    struct facts_set *set = &load->set;

    unit_table_settle(&load->looked_up);
    for (size_t i = 0; i < set->project_count; i++) {
        const struct unit_months *unit = reported_by(load, set->projects[i].unit_code, set->projects[i].year);
        set->projects[i].unit_months = unit != NULL ? unit->months : 0;
    }
}

/* Units that were there when the pass came to them are known in all years. Neighbours are mostly of one unit;
 * one that is named twice is looked up once all the same. */
void add_unknown_units(struct load_facts *load, struct db_array *array)
{
    const struct facts_set *set = &load->set;
    const char *last = NULL;

    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *project = &set->projects[i];
        if (last != NULL && strcmp(last, project->unit_code) == 0)
            continue;
        last = project->unit_code;
        if (load->reported == NULL || unit_table_find(load->reported, last, project->year) == NULL)
            db_array_text(array, last);
    }
}

static int fund_index(struct load_facts *load, struct project_facts *project, const struct db_row *row,
                      int column)
{
    for (size_t i = 0; i < project->fund_count; i++)
        if (db_row_is(row, column, project->funds[i]))
            return (int)i;
    const char **funds = arena_alloc(&load->set.arena, (project->fund_count + 1) * sizeof *funds);
    if (project->fund_count > 0)
        memcpy(funds, project->funds, project->fund_count * sizeof *funds);
    funds[project->fund_count] = db_row_copy(row, column, &load->set.arena);
    project->funds = funds;
    return (int)project->fund_count++;
}

void take_budget(struct load_facts *load, const struct db_row *row)
{
    struct project_facts *project = project_of(load, row, (int)db_row_int(row, 1));

    if (project == NULL)
        return;
    group_turn(load, project, store_budgets);
    project->watched = true;
    fund_index(load, project, row, 2);
    *(fen *)group_add(load, sizeof(fen)) = db_row_dec(row, 3, SCALE_FEN);
}

void store_budgets(struct load_facts *load)
{
    struct project_facts *project = load->group.entry;

    if (project == NULL)
        return;
    project->initial_count = load->group.count;
    project->initial = group_keep(load, sizeof(fen));
}

/* The fund's name, of the project's funds where it is one. It is not made one of them: where all of a
 * project's money lies (policy_subject.only_fund) is a matter of budgets and spending. */
static const char *fund_name(struct load_facts *load, const struct project_facts *project,
                             const struct db_row *row, int column)
{
    for (size_t i = 0; i < project->fund_count; i++)
        if (db_row_is(row, column, project->funds[i]))
            return project->funds[i];
    return db_row_copy(row, column, &load->set.arena);
}

void take_adjustment(struct load_facts *load, const struct db_row *row)
{
    struct project_facts *project = project_of(load, row, (int)db_row_int(row, 1));

    if (project == NULL)
        return;
    group_turn(load, project, store_adjustments);
    *(struct adjustment *)group_add(load, sizeof(struct adjustment)) =
        (struct adjustment){.on = db_row_date(row, 2),
                            .amount = db_row_dec(row, 3, SCALE_FEN),
                            .fund = fund_name(load, project, row, 4)};
}

void store_adjustments(struct load_facts *load)
{
    struct project_facts *project = load->group.entry;

    if (project == NULL)
        return;
    project->adjustment_count = load->group.count;
    project->adjustments = group_keep(load, sizeof(struct adjustment));
}

void take_plan(struct load_facts *load, const struct db_row *row)
{
    struct project_facts *project = project_of(load, row, (int)db_row_int(row, 1));
    int month = (int)db_row_int(row, 2);

    if (project == NULL)
        return;
    project->has_plan[month] = true;
    project->plan[month] = db_row_dec(row, 3, SCALE_FEN);
}

/* Last year's running totals of all funds: each row raises its own month and those after it by what it
 * adds to its fund. A sum that does not fit is left at the largest that does: the curve it bends is a
 * share, and such a year has no true one. */
static void add_last_year(struct load_facts *load, struct project_facts *project, const struct db_row *row,
                          int month, fen spent)
{
    bool same = load->before.project == project && db_row_is(row, 2, load->before.fund);
    fen added;

    if (__builtin_sub_overflow(spent, same ? load->before.spent : 0, &added))
        added = 0;
    project->has_last_year = true;
    for (int m = month; m <= MONTHS; m++)
        if (!dec_add(project->last_year[m], added, &project->last_year[m]))
            project->last_year[m] = INT64_MAX;
    load->before.project = project;
    if (!same)
        load->before.fund = db_row_copy(row, 2, &load->set.arena);
    load->before.spent = spent;
}

/* One month of one fund. */
static void add_month(struct load_facts *load, struct project_facts *project, struct project_facts *next_year,
                      const struct db_row *row, const struct execution_row *entry)
{
    if (next_year != NULL && load->last_year_counts)
        add_last_year(load, next_year, row, entry->month, entry->spent);
    if (project != NULL)
        *(struct execution_row *)group_add(load, sizeof *entry) = *entry;
}

void take_execution(struct load_facts *load, const struct db_row *row)
{
    int year = (int)db_row_int(row, 1);
    struct project_facts *first = project_at(load, row);
    struct project_facts *project = in_year(load, first, year);
    struct execution_row entry = {.month = (int)db_row_int(row, 3),
                                  .spent = db_row_dec(row, 4, SCALE_FEN),
                                  .has_received = !db_row_null(row, 5),
                                  .received = db_row_dec(row, 5, SCALE_FEN)};

    if (project != NULL) {
        group_turn(load, project, store_execution);
        project->watched = true;
        entry.fund = fund_index(load, project, row, 2);
    }
    add_month(load, project, in_year(load, first, year + 1), row, &entry);
}

void take_execution_year(struct load_facts *load, const struct db_row *row)
{
    int year = (int)db_row_int(row, 1);
    struct project_facts *first = project_at(load, row);
    struct project_facts *project = in_year(load, first, year);
    struct project_facts *next_year = in_year(load, first, year + 1);
    unsigned months = (unsigned)db_row_int(row, 3);
    struct db_list spent = db_row_list(row, 4), received = db_row_list(row, 5);
    struct execution_row entry = {.month = 0};
    bool unknown;

    if (project != NULL) {
        group_turn(load, project, store_execution);
        project->watched = true;
        entry.fund = fund_index(load, project, row, 2);
    }
    for (entry.month = 1; entry.month <= MONTHS; entry.month++) {
        if ((months >> entry.month & 1) == 0)
            continue;
        entry.spent = db_list_dec(&spent, SCALE_FEN, &unknown);
        entry.received = db_list_dec(&received, SCALE_FEN, &unknown);
        entry.has_received = !unknown;
        add_month(load, project, next_year, row, &entry);
    }
    db_list_end(&spent);
    db_list_end(&received);
}

void store_execution(struct load_facts *load)
{
    struct project_facts *project = load->group.entry;

    if (project == NULL)
        return;
    project->execution_count = load->group.count;
    project->execution = group_keep(load, sizeof(struct execution_row));
}

void take_peers(struct load_facts *load, const struct db_row *row)
{
    struct project_facts *project = project_of(load, row, (int)db_row_int(row, 1));
    int month = (int)db_row_int(row, 2);

    if (project == NULL)
        return;
    project->peers_budget[month] = db_row_dec(row, 3, SCALE_FEN);
    project->peers_spent[month] = db_row_dec(row, 4, SCALE_FEN);
}
