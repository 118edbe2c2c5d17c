/* Indicators, dates and ceilings: the rows about goals and deadlines. */
#include <stdlib.h>
#include <string.h>

#include "core/rubric.h"
#include "core/ledger_number.h"
#include "db/load_rows.h"

enum { CODE_TEXT = 2048 }; /* two keys and a slash */

struct word {
    const char *name;
    int value;
};

static const struct word directions[] = {{"ge", DIRECTION_GE},
                                         {"gt", DIRECTION_GT},
                                         {"le", DIRECTION_LE},
                                         {"lt", DIRECTION_LT},
                                         {"eq", DIRECTION_EQ},
                                         {"qualitative", DIRECTION_QUALITATIVE},
                                         {NULL, 0}};
static const struct word accumulations[] = {{"sum", ACCUMULATE_SUM},
                                            {"latest", ACCUMULATE_LATEST},
                                            {"max", ACCUMULATE_MAX},
                                            {"mean", ACCUMULATE_MEAN},
                                            {NULL, 0}};
static const struct word schedules[] = {{"monthly", SCHEDULE_MONTHLY},
                                        {"quarterly", SCHEDULE_QUARTERLY},
                                        {"halfyear", SCHEDULE_HALFYEAR},
                                        {NULL, 0}};
static const struct word value_words[] = {{"achieved", VALUE_ACHIEVED},
                                          {"partial", VALUE_PARTIAL},
                                          {"missed", VALUE_MISSED},
                                          {"n/a", VALUE_NOT_APPLICABLE},
                                          {NULL, 0}};
static const struct word levels1[] = {{"cost", LEVEL_COST},
                                      {"output", LEVEL_OUTPUT},
                                      {"benefit", LEVEL_BENEFIT},
                                      {"satisfaction", LEVEL_SATISFACTION},
                                      {NULL, 0}};
static const struct word sources[] = {{"self_evaluation", SOURCE_SELF_EVALUATION},
                                      {"audit", SOURCE_AUDIT},
                                      {"finance_bureau", SOURCE_FINANCE_BUREAU},
                                      {"monitoring", SOURCE_MONITORING},
                                      {NULL, 0}};

/* The table's constraints let nothing else in; `otherwise` keeps a later schema readable. */
static int word_value(const struct db_row *row, int column, const struct word *words, int otherwise)
{
    for (; words->name != NULL; words++)
        if (db_row_is(row, column, words->name))
            return words->value;
    return otherwise;
}

static int schedule_of(const struct db_row *row, int column)
{
    size_t length;
    const char *text = db_row_text(row, column, &length);

    if (text != NULL && length <= 2 && text[0] >= '1' && text[0] <= '9')
        return length == 1 ? text[0] - '0' : (text[0] - '0') * 10 + (text[1] - '0');
    return word_value(row, column, schedules, SCHEDULE_HALFYEAR);
}

/* A page's indicators come in the order of its projects, which know who answers. */
static void take_owner(struct load_facts *load, const struct db_row *row, struct indicator_facts *indicator)
{
    const struct facts_set *set = &load->set;

    while (load->at < set->project_count && !db_row_is(row, 4, set->projects[load->at].code))
        load->at++;
    if (load->at == set->project_count)
        return;
    indicator->owner_code = set->projects[load->at].code;
    indicator->unit_code = set->projects[load->at].unit_code;
    indicator->manager = set->projects[load->at].manager;
}

void take_indicator(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;
    struct indicator_facts indicator = {
        .code = db_row_copy(row, 0, &set->arena),
        .year = (int)db_row_int(row, 1),
        .name = db_row_copy(row, 2, &set->arena),
        .of_unit = db_row_bool(row, 3),
        .owner_code = db_row_copy(row, 4, &set->arena),
        .unit_code = db_row_copy(row, 5, &set->arena),
        .manager = db_row_copy(row, 6, &set->arena),
        .direction = (enum direction)word_value(row, 7, directions, DIRECTION_QUALITATIVE),
        .accumulation = (enum accumulation)word_value(row, 8, accumulations, ACCUMULATE_LATEST),
        .schedule = schedule_of(row, 9),
        .has_target = !db_row_null(row, 10),
        .target = db_row_dec(row, 10, SCALE_MICRO),
        .measure_unit = db_row_copy(row, 11, &set->arena),
        .has_weight = !db_row_null(row, 12),
        .weight = db_row_dec(row, 12, SCALE_MICRO),
        .level1 = (unsigned)word_value(row, 13, levels1, 0),
        .level2 = db_row_copy(row, 14, &set->arena),
    };

    if (!indicator.of_unit && load->page != NULL)
        take_owner(load, row, &indicator);
    set->indicators =
        mem_room(set->indicators, set->indicator_count, &load->capacity.indicators, sizeof indicator);
    set->indicators[set->indicator_count++] = indicator;
}

static int by_code(const void *a, const void *b)
{
    const struct indicator_facts *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    return order != 0 ? order : (x->year > y->year) - (x->year < y->year);
}

static bool in_order(const struct indicator_facts *list, size_t count,
                     int (*order)(const void *, const void *))
{
    for (size_t i = 1; i < count; i++)
        if (order(&list[i - 1], &list[i]) > 0)
            return false;
    return true;
}

/* A page's come project by project, which mostly is the order of their codes, too. Where it has no project it
 * has none. */
void store_indicators(struct load_facts *load)
{
    struct facts_set *set = &load->set;

    if (load->page != NULL && load->page->kind == SUBJECT_PROJECT && set->project_count == 0)
        set->indicator_count = 0;
    if (!in_order(set->indicators, set->indicator_count, by_code))
        qsort(set->indicators, set->indicator_count, sizeof *set->indicators, by_code);
}

void take_dense(struct load_facts *load, const struct db_row *row)
{
    load->dense = db_row_int(row, 0) <= DENSE_FACTOR * (int64_t)load->set.indicator_count + DENSE_FEW - 1;
}

/* Rows come in the order of the entries, so that the search goes on where the row before ended. */
static struct indicator_facts *indicator_of(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;
    int order = -1, year = (int)db_row_int(row, 1);

    for (; load->at < set->indicator_count; load->at++) {
        const struct indicator_facts *indicator = &set->indicators[load->at];
        order = row_order(indicator->code, row);
        if (order == 0)
            order = (indicator->year > year) - (indicator->year < year);
        if (order >= 0)
            break;
    }
    return order == 0 && load->at < set->indicator_count ? &set->indicators[load->at] : NULL;
}

void take_target(struct load_facts *load, const struct db_row *row)
{
    struct indicator_facts *indicator = indicator_of(load, row);

    if (indicator == NULL)
        return;
    group_turn(load, indicator, store_targets);
    *(struct target_revision *)group_add(load, sizeof(struct target_revision)) =
        (struct target_revision){.on = db_row_date(row, 2), .target = db_row_dec(row, 3, SCALE_MICRO)};
}

void store_targets(struct load_facts *load)
{
    struct indicator_facts *indicator = load->group.entry;

    if (indicator == NULL)
        return;
    indicator->revision_count = load->group.count;
    indicator->revisions = group_keep(load, sizeof(struct target_revision));
}

static struct indicator_value value_of(const char *text, size_t length)
{
    struct indicator_value value = {.state = VALUE_NUMBER};

    if (text != NULL && ledger_number(text, length, &value.number))
        return value;
    value.state = VALUE_NONE;
    for (const struct word *word = value_words; text != NULL && word->name != NULL; word++)
        if (strlen(word->name) == length && memcmp(word->name, text, length) == 0)
            value.state = (enum value_state)word->value;
    return value;
}

void take_value(struct load_facts *load, const struct db_row *row)
{
    struct indicator_facts *indicator = indicator_of(load, row);
    int month = (int)db_row_int(row, 2);
    size_t length;
    const char *text = db_row_text(row, 3, &length);

    if (indicator != NULL)
        indicator->values[month] = value_of(text, length);
}

void take_values_year(struct load_facts *load, const struct db_row *row)
{
    struct indicator_facts *indicator = indicator_of(load, row);
    unsigned months = (unsigned)db_row_int(row, 2);
    struct db_list values = db_row_list(row, 3);
    size_t length;

    if (indicator == NULL)
        return;
    for (int month = 1; month <= MONTHS; month++) {
        if ((months >> month & 1) == 0)
            continue;
        const char *text = db_list_word(&values, &length);
        indicator->values[month] = value_of(text, length);
    }
    db_list_end(&values);
}

static int by_owner(const void *a, const void *b)
{
    const struct indicator_facts *x = a, *y = b;
    int order = x->of_unit - y->of_unit;

    if (order == 0)
        order = strcmp(x->owner_code, y->owner_code);
    if (order == 0)
        order = x->year - y->year;
    return order != 0 ? order : strcmp(x->code, y->code);
}

static int before_owner(const struct project_facts *project, const struct indicator_facts *owned)
{
    int order = strcmp(project->code, owned->owner_code);

    return order != 0 ? order : (project->year > owned->year) - (project->year < owned->year);
}

/* Of one owner they stand together: mostly they do so already. */
void store_values(struct load_facts *load)
{
    struct facts_set *set = &load->set;
    size_t count = set->indicator_count;
    struct indicator_facts *owned = set->indicators;

    if (count == 0)
        return;
    if (!in_order(owned, count, by_owner)) {
        owned = arena_alloc(&set->arena, count * sizeof *owned);
        memcpy(owned, set->indicators, count * sizeof *owned);
        qsort(owned, count, sizeof *owned, by_owner);
    }
    size_t at = 0;
    for (size_t i = 0; i < count && !owned[i].of_unit; i++) {
        while (at < set->project_count && before_owner(&set->projects[at], &owned[i]) < 0)
            at++;
        if (at == set->project_count || before_owner(&set->projects[at], &owned[i]) > 0)
            continue;
        struct project_facts *project = &set->projects[at];
        if (project->indicator_count++ == 0)
            project->indicators = &owned[i];
    }
}

void take_milestone(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;

    set->milestones =
        mem_room(set->milestones, set->milestone_count, &load->capacity.milestones, sizeof *set->milestones);
    set->milestones[set->milestone_count++] = (struct milestone_facts){
        .code = db_row_copy(row, 0, &set->arena),
        .year = (int)db_row_int(row, 1),
        .name = db_row_copy(row, 2, &set->arena),
        .owner_code = db_row_copy(row, 3, &set->arena),
        .unit_code = db_row_copy(row, 4, &set->arena),
        .manager = db_row_copy(row, 5, &set->arena),
        .planned = db_row_date(row, 6),
        .completed = db_row_date(row, 7),
        .kind = db_row_copy(row, 8, &set->arena),
        .of_unit = db_row_bool(row, 9),
    };
}

void take_contract(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;

    set->contracts =
        mem_room(set->contracts, set->contract_count, &load->capacity.contracts, sizeof *set->contracts);
    set->contracts[set->contract_count++] = (struct contract_facts){
        .code = db_row_copy(row, 0, &set->arena),
        .year = (int)db_row_int(row, 1),
        .title = db_row_copy(row, 2, &set->arena),
        .project_code = db_row_copy(row, 3, &set->arena),
        .unit_code = db_row_copy(row, 4, &set->arena),
        .manager = db_row_copy(row, 5, &set->arena),
        .intent = db_row_date(row, 6),
        .procurement = db_row_date(row, 7),
        .awarded = db_row_date(row, 8),
        .signed_ = db_row_date(row, 9),
        .published = db_row_date(row, 10),
        .filed = db_row_date(row, 11),
        .amount = db_row_dec(row, 12, SCALE_FEN),
        .has_sme = !db_row_null(row, 13),
        .sme_amount = db_row_dec(row, 13, SCALE_FEN),
    };
}

void take_ceiling(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;

    set->ceilings =
        mem_room(set->ceilings, set->ceiling_count, &load->capacity.ceilings, sizeof *set->ceilings);
    set->ceilings[set->ceiling_count++] = (struct ceiling_facts){
        .code = db_row_copy(row, 0, &set->arena),
        .year = (int)db_row_int(row, 1),
        .kind = db_row_copy(row, 2, &set->arena),
        .unit_code = db_row_copy(row, 3, &set->arena),
        .amount = db_row_dec(row, 4, SCALE_FEN),
    };
}

void take_ceiling_spending(struct load_facts *load, const struct db_row *row)
{
    char code[CODE_TEXT];
    int month = (int)db_row_int(row, 2);
    struct ceiling_facts *ceiling =
        facts_ceiling(&load->set, row_code(row, code, sizeof code), (int)db_row_int(row, 1));

    if (ceiling == NULL)
        return;
    ceiling->has_spent[month] = true;
    ceiling->spent[month] = db_row_dec(row, 3, SCALE_FEN);
}

void take_rectification(struct load_facts *load, const struct db_row *row)
{
    struct facts_set *set = &load->set;

    set->rectifications = mem_room(set->rectifications, set->rectification_count,
                                   &load->capacity.rectifications, sizeof *set->rectifications);
    set->rectifications[set->rectification_count++] = (struct rectification_facts){
        .code = db_row_copy(row, 0, &set->arena),
        .year = (int)db_row_int(row, 1),
        .issue = db_row_copy(row, 2, &set->arena),
        .owner = db_row_copy(row, 3, &set->arena),
        .unit_code = db_row_copy(row, 4, &set->arena),
        .due = db_row_date(row, 5),
        .completed = db_row_date(row, 6),
        .source = (unsigned)word_value(row, 7, sources, 0),
        .item_code = db_row_copy(row, 8, &set->arena),
    };
}
