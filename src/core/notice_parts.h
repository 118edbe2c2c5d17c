/* Pieces of the making of a notice; private to core. */
#ifndef CORE_NOTICE_PARTS_H
#define CORE_NOTICE_PARTS_H

#include "core/evaluate_parts.h"
#include "core/notice.h"
#include "core/standing.h"

/* What belongs to a project of the set beside its facts; one for each, in their order. */
struct notice_project {
    struct standing now, last_month;
    struct notice_row *row; /* the one it is counted in; NULL: it is not watched */
    struct notice_lights deviations;
    enum severity gravest; /* of the rules on money */
    bool goal_gap;         /* the rule speaks */
    bool slow;             /* execution.pace speaks, red or yellow */
    int month;             /* the latest that it reported, up to the notice's */
    bool has_projection, by_outlook;
    fen projected;
};

/* The same of a unit. */
struct notice_branch {
    const struct notice_unit *unit;
    struct notice_row *row; /* the one it and its projects are counted in; NULL: rows are projects */
};

struct noticing {
    const struct notice_facts *facts;
    const struct policy *policy;
    const struct calendar *calendar;
    const struct sheet *sheet; /* may be NULL */
    struct notice *notice;
    struct err *err;
    struct evaluation with; /* the month closed, the rest not known yet */
    struct notice_project *projects;
    struct notice_branch *branches; /* in the order of codes */
    size_t branch_count;
    int64_t faults;
    size_t deviation_capacity, deadline_capacity, indicator_capacity, doubt_capacity;
};

/* A sum over projects, which cannot overflow before it is asked for. */
struct tally {
    int128 budget, spent, received;
    bool any, unknown; /* some project is in it; of one it is not known what it received */
};

void tally_add(struct tally *tally, const struct standing *at);
/* With its rate. ERR_OVERFLOW where it does not fit. */
MUST_CHECK bool tally_money(struct noticing *at, const struct tally *tally, struct notice_money *ret);
struct notice_rate notice_rate_of(fen spent, fen budget);
/* `rate` less the reference of the notice's month; unknown where the rate is. */
MUST_CHECK bool notice_gap(struct noticing *at, struct notice_rate rate, struct notice_rate *ret_gap);
bool notice_too_large(struct noticing *at);
struct notice_doubt_said *notice_doubt(struct noticing *at, enum notice_doubt kind);

const struct notice_branch *notice_branch(const struct noticing *at, const char *unit_code);
/* "", and of heads NULL, where it is not known. */
const char *notice_project_name(const struct noticing *at, const char *project_code, int year);
const char *notice_unit_name(const struct noticing *at, const char *unit_code);
const char *notice_head(const struct noticing *at, const char *unit_code);
/* The manager, else the head of the unit, else NULL. */
const char *notice_answers(const struct noticing *at, const char *manager, const char *unit_code);

/* What its unit says of it; NULL: nothing. */
const struct notice_outlook *notice_outlook(const struct noticing *at, bool of_indicator, const char *code);

/* In the order in which they are called; each fills in its part of the notice. */
MUST_CHECK bool notice_look(struct noticing *at);      /* each project's money */
MUST_CHECK bool notice_whole(struct noticing *at);     /* the head-line without its gap */
MUST_CHECK bool notice_reference(struct noticing *at); /* the reference, the curve of the year */
void notice_watch(struct noticing *at);                /* deviations, indicators, missing */
void notice_deadlines(struct noticing *at);
MUST_CHECK bool notice_forecast(struct noticing *at); /* projections, transfers */
MUST_CHECK bool notice_rows(struct noticing *at);     /* rows, ranks, counts, lights */
MUST_CHECK bool notice_lines(struct noticing *at);    /* funds, categories, money not received */
MUST_CHECK bool notice_goals(struct noticing *at);

/* A deadline to be judged: kept where it falls in the days that the notice looks at. */
void notice_deadline(struct noticing *at, struct notice_deadline deadline);

#endif
