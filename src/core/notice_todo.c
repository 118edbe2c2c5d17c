#include "core/notice_todo.h"

#include <string.h>

struct list {
    const struct notice *notice;
    struct notice_todo *todos;
    size_t count;
};

typedef void (*todo_maker)(struct list *list);

static void add_overdue(struct list *list);
static void add_overspent(struct list *list);
static void add_missing(struct list *list);
static void add_zero(struct list *list);
static void add_speed(struct list *list);
static void add_answer(struct list *list);
static void add_goals(struct list *list);
static void add_indicators(struct list *list);
static void add_due(struct list *list);
static void add_transfer(struct list *list);

static const todo_maker makers[TODO_KIND_COUNT] = {
    [TODO_OVERDUE] = add_overdue,   [TODO_OVERSPENT] = add_overspent,   [TODO_MISSING] = add_missing,
    [TODO_ZERO] = add_zero,         [TODO_SPEED] = add_speed,           [TODO_ANSWER] = add_answer,
    [TODO_GOALS] = add_goals,       [TODO_INDICATORS] = add_indicators, [TODO_DUE] = add_due,
    [TODO_TRANSFER] = add_transfer,
};

size_t notice_todo_list(const struct notice *notice, struct notice_todo ret_todos[NOTICE_TODO_MAX])
{
    struct list list = {.notice = notice, .todos = ret_todos};

    for (int kind = 0; kind < TODO_KIND_COUNT && list.count < NOTICE_TODO_MAX; kind++)
        makers[kind](&list);
    return list.count;
}

date notice_answer_by(const struct notice *notice)
{
    int year = date_year(notice->clock), month = date_month(notice->clock);
    date end = date_month_end(year, month);

    if (end - notice->clock >= NOTICE_ANSWER_DAYS)
        return end;
    return month == MONTHS ? date_month_end(year + 1, 1) : date_month_end(year, month + 1);
}

bool notice_of_units(const struct notice *notice)
{
    return notice->row_count > 0 && notice->rows[0].kind != NOTICE_ROW_PROJECT;
}

/* A zeroed one, which is part of the list only once somebody is in it. */
static struct notice_todo *next_of(struct list *list, enum notice_todo_kind kind)
{
    struct notice_todo *todo = &list->todos[list->count];

    *todo = (struct notice_todo){.kind = kind, .by = notice_answer_by(list->notice)};
    return todo;
}

/* Behind all with as much money or more; of those without any the first come first. */
static void add_named(struct notice_todo *todo, struct notice_todo_who who)
{
    size_t at = todo->who_count;

    todo->count++;
    while (at > 0 && todo->who[at - 1].amount < who.amount)
        at--;
    if (at == NOTICE_TODO_NAMES)
        return;
    if (todo->who_count < NOTICE_TODO_NAMES)
        todo->who_count++;
    for (size_t i = todo->who_count - 1; i > at; i--)
        todo->who[i] = todo->who[i - 1];
    todo->who[at] = who;
}

static void add_who(struct notice_todo *todo, const char *name, const char *answers, fen amount)
{
    add_named(todo, (struct notice_todo_who){.name = name, .answers = answers, .amount = amount});
}

static void add_row(struct notice_todo *todo, const struct notice_row *row, fen amount)
{
    add_named(todo, (struct notice_todo_who){.name = row->name,
                                             .answers = row->answers,
                                             .own = row->kind == NOTICE_ROW_OWN,
                                             .amount = amount});
}

/* Where nobody is known the unit answers; it is not named where it is the one that the notice is about. */
static const char *answers_or(const struct notice *notice, const char *answers, const char *unit)
{
    if (answers != NULL || unit == NULL)
        return answers;
    return strcmp(unit, notice->unit_name) != 0 ? unit : NULL;
}

static void keep(struct list *list)
{
    if (list->todos[list->count].count > 0)
        list->count++;
}

/* Sums of what is missing to a reference may not fit, and the sentence can do without. */
static void add_amount(struct notice_todo *todo, fen amount)
{
    if (!dec_add(todo->amount, amount, &todo->amount))
        todo->amount = DEC_MAX;
}

static void add_overdue(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_OVERDUE);

    for (size_t i = 0; i < notice->deadline_count && notice->deadlines[i].days < 0; i++) {
        const struct notice_deadline *deadline = &notice->deadlines[i];
        if (todo->deadline == NULL) {
            todo->deadline = deadline;
            todo->by = deadline->due;
        }
        add_who(todo, deadline->unit_name, deadline->answers, 0);
    }
    keep(list);
}

/* Deadlines stand in the order of days, so the first that is not overdue comes next. */
static void add_due(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_DUE);

    for (size_t i = 0; i < notice->deadline_count; i++) {
        const struct notice_deadline *deadline = &notice->deadlines[i];
        if (deadline->days < 0)
            continue;
        if (todo->deadline == NULL) {
            todo->deadline = deadline;
            todo->by = deadline->due;
        }
        add_who(todo, deadline->unit_name, deadline->answers, 0);
    }
    keep(list);
}

static void add_overspent(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_OVERSPENT);

    for (size_t i = 0; i < notice->deviation_count; i++) {
        const struct notice_deviation *deviation = &notice->deviations[i];
        enum rule rule = deviation->verdict.rule;
        if (deviation->verdict.severity == SEVERITY_RED &&
            (rule == RULE_EXECUTION_OVERSPENT || rule == RULE_EXECUTION_UNBUDGETED ||
             rule == RULE_CEILING_PACE))
            add_who(todo, deviation->name, answers_or(notice, deviation->answers, deviation->unit_name), 0);
    }
    keep(list);
}

static void add_missing(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_MISSING);

    for (size_t i = 0; i < notice->missing_count; i++)
        add_who(todo, notice->missing[i].name, notice->missing[i].head, 0);
    keep(list);
}

/* Not those that are asked to report first, nor where it is too early to judge. */
static void add_zero(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_ZERO);

    for (size_t i = 0; i < notice->zero_count; i++)
        if (notice->zero[i]->light >= NOTICE_YELLOW && notice->zero[i]->month > 0)
            add_row(todo, notice->zero[i], notice->zero[i]->now.budget);
    keep(list);
}

/* What the row must spend to be at the reference: reference x budget - spent, above 0. */
static fen missing_to(const struct notice *notice, const struct notice_row *row)
{
    struct ratio due;
    int64_t whole;

    if (!notice->reference.known || !ratio_mul(notice->reference.value, ratio_int(row->now.budget), &due) ||
        !ratio_round(due, 0, &whole))
        return 0;
    return whole > row->now.spent ? whole - row->now.spent : 0;
}

/* The red ones, or where there are none the yellow ones. Those that spent nothing have a sentence of their
 * own. */
static void add_speed(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_SPEED);

    for (int light = NOTICE_RED; light >= NOTICE_YELLOW && todo->count == 0; light--)
        for (size_t i = notice->row_count; i-- > 0;) {
            const struct notice_row *row = &notice->rows[i];
            fen amount = missing_to(notice, row);
            if ((int)row->light != light || row->now.spent == 0 || amount == 0)
                continue;
            add_row(todo, row, amount);
            add_amount(todo, amount);
        }
    keep(list);
}

static void add_answer(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_ANSWER);

    for (size_t i = 0; i < notice->deviation_count; i++) {
        const struct notice_deviation *deviation = &notice->deviations[i];
        if (deviation->verdict.severity == SEVERITY_RED &&
            (deviation->standing == NULL || deviation->standing->acknowledged_by == NULL))
            add_who(todo, deviation->name, answers_or(notice, deviation->answers, deviation->unit_name), 0);
    }
    keep(list);
}

static void add_goals(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_GOALS);

    for (size_t i = 0; i < notice->goal_count; i++)
        if (notice->goals[i].gap)
            add_who(todo, notice->goals[i].name, answers_or(notice, NULL, notice->goals[i].unit_name), 0);
    keep(list);
}

static void add_indicators(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_INDICATORS);

    for (size_t i = 0; i < notice->indicator_count; i++)
        if (notice->indicators[i].severity == SEVERITY_RED)
            add_who(todo, notice->indicators[i].facts->name,
                    answers_or(notice, notice->indicators[i].facts->manager, notice->indicators[i].unit_name),
                    0);
    keep(list);
}

static void add_transfer(struct list *list)
{
    const struct notice *notice = list->notice;
    struct notice_todo *todo = next_of(list, TODO_TRANSFER);

    for (size_t i = 0; i < notice->leaving_count; i++) {
        const struct notice_transfer *transfer = &notice->leaving[i];
        add_who(todo, transfer->name, answers_or(notice, transfer->answers, transfer->unit_name),
                transfer->amount);
        add_amount(todo, notice->leaving[i].amount);
    }
    keep(list);
}
