/* What the readers of a notice must do, gravest first: at most NOTICE_TODO_MAX things, each with who and by
 * when. Picked from the figures of the notice; the sentences are in catalogue_notice.h. Pure. */
#ifndef CORE_NOTICE_TODO_H
#define CORE_NOTICE_TODO_H

#include "core/notice.h"

/* In the order of gravity. */
enum notice_todo_kind {
    TODO_OVERDUE,    /* the deadline that is overdue longest */
    TODO_OVERSPENT,  /* spending over or without budget, over a ceiling: check and put right */
    TODO_MISSING,    /* report the month */
    TODO_ZERO,       /* nothing is spent: begin, or say why */
    TODO_SPEED,      /* below the reference: catch up; `amount` is what is missing to it */
    TODO_ANSWER,     /* red deviations that nobody has answered for: cause and corrective action */
    TODO_GOALS,      /* money is ahead of goals: explain */
    TODO_INDICATORS, /* indicators in red */
    TODO_DUE,        /* the deadline that comes next */
    TODO_TRANSFER,   /* money that will be left (`amount`): propose what to do with it */
    TODO_KIND_COUNT
};

enum { NOTICE_TODO_MAX = 7, NOTICE_TODO_NAMES = 3 };

struct notice_todo_who {
    const char *name;
    const char *answers; /* NULL: nobody is known */
    bool own;            /* of the unit itself (本级) */
    fen amount;          /* by which they are ordered, where money says who comes first */
};

struct notice_todo {
    enum notice_todo_kind kind;
    struct notice_todo_who who[NOTICE_TODO_NAMES]; /* of `count` those that come first: with most money */
    size_t who_count, count;
    date by; /* of an overdue deadline: when it was due */
    fen amount;
    const struct notice_deadline *deadline; /* of TODO_OVERDUE and TODO_DUE; else NULL */
};

/* Returns how many. What they point to is the notice's. */
size_t notice_todo_list(const struct notice *notice, struct notice_todo ret_todos[NOTICE_TODO_MAX]);

/* By when a notice asks for an answer that no rule sets a day for: the end of the month in which it is made,
 * or of the next one where fewer than NOTICE_ANSWER_DAYS are left of it. */
enum { NOTICE_ANSWER_DAYS = 7 };
date notice_answer_by(const struct notice *notice);

/* Whether its rows are units, and not the projects of one. */
bool notice_of_units(const struct notice *notice);

#endif
