/* What is known of a subject in a fiscal year, as the rules need it: plain values, filled by db from
 * the ledger's rows. Texts belong to whoever filled the struct (an arena), and outlive the struct. */
#ifndef CORE_FACTS_H
#define CORE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/dec.h"
#include "core/policy.h"

struct adjustment {
    date on;
    fen amount;
    const char *fund; /* NULL and "": of no named one; not necessarily one of the project's `funds` */
};

struct execution_row {
    int fund; /* index into the project's funds */
    int month;
    fen spent;
    bool has_received;
    fen received;
};

struct project_facts {
    const char *code, *name, *unit_code, *manager; /* manager may be NULL */
    enum category category;
    int year;
    bool watched; /* has a budget or an execution row in the year */
    const char **funds;
    size_t fund_count;
    fen *initial; /* one for each budget row, of funds[] in their order */
    size_t initial_count;
    struct adjustment *adjustments; /* in the order of dates */
    size_t adjustment_count;
    struct execution_row *execution; /* in the order of fund, month */
    size_t execution_count;
    bool has_plan[MONTHS + 1];
    fen plan[MONTHS + 1];
    unsigned unit_months;                     /* bit m: some project of its unit has a row for month m */
    const struct indicator_facts *indicators; /* its own, in code order */
    size_t indicator_count;
    bool has_last_year; /* for CURVE_LAST_YEAR: sums of all funds by month, carried forward */
    fen last_year[MONTHS + 1];
    fen peers_spent[MONTHS + 1]; /* for CURVE_PEERS: of the unit's other projects, carried forward */
    fen peers_budget[MONTHS + 1];
};

enum direction {
    DIRECTION_GE,
    DIRECTION_GT,
    DIRECTION_LE,
    DIRECTION_LT,
    DIRECTION_EQ,
    DIRECTION_QUALITATIVE
};
enum accumulation { ACCUMULATE_SUM, ACCUMULATE_LATEST, ACCUMULATE_MAX, ACCUMULATE_MEAN };

/* When an indicator is due: every month, quarter, half year, or once in a month 1..12. */
enum { SCHEDULE_ONCE_MAX = 12, SCHEDULE_MONTHLY = 13, SCHEDULE_QUARTERLY = 14, SCHEDULE_HALFYEAR = 15 };

enum value_state {
    VALUE_NONE,
    VALUE_NUMBER,
    VALUE_NOT_APPLICABLE,
    VALUE_ACHIEVED,
    VALUE_PARTIAL,
    VALUE_MISSED
};

struct indicator_value {
    enum value_state state;
    micro number;
};

struct target_revision {
    date on;
    micro target;
};

struct indicator_facts {
    const char *code, *name, *owner_code, *unit_code, *manager; /* unit_code of the unit that answers */
    bool of_unit;
    int year;
    unsigned level1;    /* one bit, see core/rubric.h */
    const char *level2; /* the ledger's word: "quantity" */
    enum direction direction;
    enum accumulation accumulation;
    int schedule;
    bool has_target;
    micro target;
    const char *measure_unit;
    bool has_weight;
    micro weight;
    struct target_revision *revisions; /* in the order of dates */
    size_t revision_count;
    struct indicator_value values[MONTHS + 1];
};

/* The target of the year in force on the day: the last revision by then, else the first target. False where
 * there is none. */
bool indicator_target_on(const struct indicator_facts *indicator, date day, micro *ret_target);

struct unit_facts {
    const char *code, *name;
    int year;
    bool watched;    /* one of its projects is */
    unsigned months; /* bit m: some project of it has a row for month m */
};

struct milestone_facts {
    const char *code, *name, *owner_code, *unit_code, *manager;
    const char *kind; /* NULL: none */
    bool of_unit;
    int year;
    date planned, completed;
};

struct contract_facts {
    const char *code, *title, *project_code, *unit_code, *manager;
    int year;
    fen amount;
    bool has_sme;
    fen sme_amount; /* reserved for small and medium enterprises */
    date intent, procurement, awarded, signed_, published, filed;
};

struct ceiling_facts {
    const char *code, *kind, *unit_code;
    int year;
    fen amount;
    bool has_spent[MONTHS + 1];
    fen spent[MONTHS + 1];
};

struct rectification_facts {
    const char *code, *issue, *owner, *unit_code;
    int year;
    unsigned source;       /* one bit, see core/rubric.h */
    const char *item_code; /* NULL: none */
    date due, completed;
};

/* What the clock allows to be known: `closed` months 0..12 of the year are closed, rows of months up
 * to `newest` exist already. Live: with the clock in month c of the year, c - 1 and c. Replay of
 * month m: m and m. */
struct view {
    int year;
    date today;
    int closed;
    int newest;
};

struct view view_live(int year, date today);
struct view view_replay(int year, int month, date today);

/* Whether a row of a project's execution is its fund's latest up to the month; rows are in the order of fund,
 * month. A project's spending is the sum of these. */
bool execution_is_latest(const struct project_facts *project, size_t row, int month);

/* Whether the year's money and goals are watched on that day: 1 January to 31 March after it, as far as the
 * calendar goes. Before that day a year may be closed. */
bool year_is_watched(int year, date today);

enum { FISCAL_YEAR_LOW = 2000, FISCAL_YEAR_HIGH = 2100 };

/* Fiscal years that an officer has closed (关账): what stands of them stays as it is. */
struct closed_years {
    bool is[FISCAL_YEAR_HIGH - FISCAL_YEAR_LOW + 1]; /* from FISCAL_YEAR_LOW */
};

void closed_years_add(struct closed_years *closed, int year); /* one that cannot be is passed over */
bool year_is_closed(const struct closed_years *closed, int year);

#endif
