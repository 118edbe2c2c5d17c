/* The monthly progress notice (预算执行进度通报): what a unit's money and goals are at the end of a month,
 * who is behind, what falls due, and what can still be done. Made from the facts of one snapshot; what sends,
 * stores or writes it knows nothing of how its figures come about.
 *
 *     db fills struct notice_facts --notice_make()--> struct notice --report--> md, html, xlsx, docx, json
 *
 * The month counts as closed and the rules see what was known then (view_replay): rows of months up to it,
 * adjustments effective by its end, dates up to `clock`. A project that has no row for the month carries its
 * last figure forward; a unit that has not reported is named in `missing`.
 *
 * Rates of rows and of the whole are sums over sums (design section 4), exact fractions: only writers round.
 * A budget of 0 or less has no rate, no rank and no gap. Pure; everything lives in the arena of the notice,
 * or in the facts, the policy and the sheet, which must outlive it. */
#ifndef CORE_NOTICE_H
#define CORE_NOTICE_H

#include "core/sheet.h"

/* What is read ------------------------------------------------------------------------------------- */

struct notice_unit {
    const char *code, *name;
    const char *parent_code; /* NULL: a root */
    const char *head;        /* who heads it, by role; NULL: not known */
};

/* A unit's word on how the year will end (outlooks.csv): the latest up to the notice's month. */
struct notice_outlook {
    bool of_indicator; /* else of a project */
    const char *code;
    int month;
    bool has_expected;
    micro expected;         /* full year; of a project in millionths of the currency unit */
    const char *likelihood; /* "certain", "possible", "impossible"; NULL: not said */
    const char *cause, *note;
};

/* What the daemon and the officers know of a deviation that the rules find, too. */
struct notice_standing {
    const char *rule, *kind, *code; /* names: "execution.pace", "project", the subject's code */
    int64_t id;
    date since;
    const char *answers;                                     /* who answers; NULL: nobody is known */
    const char *acknowledged_by, *cause, *decision, *action; /* NULL: not said */
    date action_due, action_done;                            /* DATE_NONE: none */
};

struct notice_facts {
    struct arena arena;
    int month;
    date clock; /* the day on which the notice is made */

    /* The unit and everything below it, as for its evaluation. Of the whole where there are several roots:
     * its code is "". */
    struct sheet_facts sheet;
    /* The same unit's projects a year before, money only; empty where nothing is known. */
    struct facts_set last_year;

    struct notice_unit *units; /* the unit itself first, then all below it in the order of codes; of the whole
                                  all in that order */
    size_t unit_count;
    struct notice_outlook *outlooks; /* by kind, code */
    size_t outlook_count;
    struct notice_standing *standing; /* by rule, kind, code */
    size_t standing_count;
    /* Money of the units beside this one (its parent's others), for the curve of peers; budget 0: none. */
    fen peers_budget, peers_spent;
};

void notice_facts_free(struct notice_facts *facts);

/* What is made ------------------------------------------------------------------------------------- */

struct notice_rate {
    bool known; /* false where the budget is 0 or less */
    struct ratio value;
};

/* Money at the end of a month. Budget: initial and adjustments by then. */
struct notice_money {
    fen budget, spent;
    struct notice_rate rate;
    bool has_received; /* every project in it says what it received (资金到位) */
    fen received;
};

enum notice_light {
    NOTICE_UNLIT, /* no budget, or too early in the year to judge */
    NOTICE_GREEN,
    NOTICE_BLUE,
    NOTICE_YELLOW,
    NOTICE_RED
};

const char *notice_light_name(enum notice_light light); /* "green"; NOTICE_UNLIT: "none" */

enum notice_row_kind {
    NOTICE_ROW_UNIT,
    NOTICE_ROW_OWN, /* the unit's own projects beside its sub-units (本级): its code and name are the unit's
                     */
    NOTICE_ROW_PROJECT
};

struct notice_lights {
    int red, yellow, blue; /* deviations that stand */
};

/* A direct sub-unit with all below it, or a project. In the order of rank, then of code; those without a rate
 * come last. */
struct notice_row {
    enum notice_row_kind kind;
    const char *code, *name;
    const char *answers; /* the unit's head or the project's manager; NULL: not known */
    struct notice_money now, last_month, last_year;
    bool has_last_year;
    int rank;               /* equal rates share one, and the next skips; 0: none */
    int last_month_rank;    /* 0: none, or January */
    struct notice_rate gap; /* rate less reference */
    enum notice_light light;
    int month; /* the latest that it reported, up to the notice's; 0: none */
    bool projected_known;
    fen projected;                   /* spent at the year's end, see notice_projection */
    struct notice_lights deviations; /* of it and of all below it */
};

/* A fund, a category, an expenditure line of the whole. */
struct notice_line {
    const char *name; /* the ledger's; "": money of no named fund */
    struct notice_money now;
    struct notice_rate gap;
};

/* A deviation that the rules find, with what is known of it. Red first, then by rule, then by code. */
struct notice_deviation {
    enum subject_kind kind;
    const char *code, *name;
    const char *unit_code, *unit_name;
    const char *answers; /* NULL: nobody is known */
    struct verdict verdict;
    const struct notice_standing *standing; /* NULL: the daemon does not know it yet */
    /* What it may cost in the year-end self-evaluation; points in millionths. */
    bool has_points;
    micro points;
};

/* What falls due in the next NOTICE_DAYS, or is overdue. In the order of days. */
enum notice_deadline_kind {
    NOTICE_DUE_MILESTONE,
    NOTICE_DUE_SIGNING,
    NOTICE_DUE_PUBLICATION,
    NOTICE_DUE_FILING,
    NOTICE_DUE_RECTIFICATION,
    NOTICE_DUE_ACTION, /* a corrective action (整改措施) */
};

enum { NOTICE_DAYS = 30 };

const char *notice_deadline_name(enum notice_deadline_kind kind); /* "signing" */

struct notice_deadline {
    enum notice_deadline_kind kind;
    date due;
    int days; /* from the clock; below 0: overdue */
    const char *code, *name;
    const char *project_name; /* whose it is; "": a unit's, or not known */
    const char *unit_code, *unit_name;
    const char *answers;
    bool unsure; /* counted over a year whose holidays are not known */
};

/* An indicator at its latest reported month; only those with a verdict of indicator.pace. */
struct notice_indicator {
    const struct indicator_facts *facts;
    const char *owner_name, *unit_name;
    enum severity severity; /* BLUE: 目标偏低 */
    struct verdict verdict;
    int month;
    const struct notice_outlook *outlook; /* NULL: none */
};

/* Money against goals (双监控): each project with a budget and at least one indicator that counts. */
enum notice_quarter {
    NOTICE_BOTH_GOOD,    /* money and goals on course */
    NOTICE_MONEY_BEHIND, /* goals on course, money behind */
    NOTICE_GOALS_BEHIND, /* money spent, goals behind */
    NOTICE_BOTH_BEHIND
};

const char *notice_quarter_name(enum notice_quarter quarter); /* "goals_behind" */

struct notice_goal {
    const char *code, *name, *unit_name;
    struct ratio rate;           /* spent over budget */
    micro completion;            /* of the full year's targets, 0..1 in millionths */
    enum notice_quarter quarter; /* each against the reference */
    bool gap;                    /* goal.gap speaks */
};

/* A unit whose latest report is older than the notice's month. */
struct notice_missing {
    const char *code, *name, *head;
    int month; /* the latest that it reported; 0: none */
};

/* How the year may end. Of a project: what its outlook expects, where somebody said so for this year, else
 * its own last figure and the average of the months before it, never above the budget and never below what is
 * spent. Of the rest the sum of these. */
struct notice_projection {
    bool known;
    fen spent; /* at the year's end */
    struct notice_rate rate;
    int by_outlook, by_pace; /* projects; those without any figure count in neither */
};

/* Who will leave money, and who is short (可调剂): a project that by its projection ends below or above its
 * budget by at least NOTICE_TRANSFER_SHARE of it. Largest sums first. */
struct notice_transfer {
    const char *code, *name, *unit_name, *answers;
    fen budget, projected;
    fen amount;      /* of money left or missing; above 0 */
    bool by_outlook; /* its unit says so; else its pace does */
};

/* Of the year: the whole's running totals, month by month. */
struct notice_curve {
    bool has_spent[MONTHS + 1], has_plan[MONTHS + 1];
    fen budget[MONTHS + 1], spent[MONTHS + 1]; /* spent: of months up to the notice's */
    fen plan[MONTHS + 1];                      /* where every project that has money has a plan */
    struct notice_rate reference[MONTHS + 1];
};

/* The score if the year closed today; known false where no rubric was given or the sheet could not be made.
 */
struct notice_score {
    bool known;
    micro total, max, winnable;
    const char *grade;
    const struct sheet *sheet; /* its items say where points can be won back */
};

/* What a reader must know of the figures themselves. */
enum notice_doubt {
    NOTICE_DOUBT_CALENDAR,  /* the year's holidays are not known */
    NOTICE_DOUBT_LAST_YEAR, /* the curve of last year has no last year: the linear one stands in */
    NOTICE_DOUBT_PEERS, /* no peers (a root's are its rows: their rate together): the linear one stands in */
    NOTICE_DOUBT_PLAN,  /* projects without a plan for the month: figures[0] of figures[1] */
    NOTICE_DOUBT_UNREPORTED, /* figures[0] of figures[1] units have not reported the month */
    NOTICE_DOUBT_FAULT,      /* figures[0] subjects could not be evaluated: their sums overflow */
    NOTICE_DOUBT_COUNT
};

struct notice_doubt_said {
    enum notice_doubt kind;
    int64_t figures[2];
};

struct notice {
    struct arena arena;
    const struct notice_facts *facts;
    int year, month;
    date clock;
    const char *unit_code, *unit_name, *head; /* head may be NULL */

    enum curve curve; /* which reference the notice used */
    struct notice_rate reference;
    struct notice_money now, last_month, last_year; /* the whole; last_year: the same month */
    bool has_last_year;
    struct notice_rate gap;
    struct notice_light_count {
        int red, yellow, blue, green, unlit;
    } lights; /* of the rows */

    struct notice_row *rows;
    size_t row_count;
    int above, below;                 /* rows against the reference; equal counts in neither */
    int above_overall, below_overall; /* rows against the whole's rate */
    const struct notice_row **zero;   /* rows with a budget that have spent nothing, in the order of codes */
    size_t zero_count;

    struct notice_line *funds; /* in the order of names; the one without a name last */
    size_t fund_count;
    struct notice_line categories[CATEGORY_ANY]; /* basic and project expenditure */

    /* Money not received (资金未到位): projects whose spending is held back by it, not by themselves. */
    struct notice_line *unreceived; /* named by project; received is known */
    size_t unreceived_count;

    struct notice_deviation *deviations;
    size_t deviation_count;
    struct notice_lights deviation_lights;
    struct notice_deadline *deadlines;
    size_t deadline_count;
    struct notice_indicator *indicators;
    size_t indicator_count;
    size_t indicators_watched; /* with a target and a value */
    struct notice_goal *goals; /* worst first: by what money is ahead of goals */
    size_t goal_count;
    struct notice_missing *missing;
    size_t missing_count;

    struct notice_projection projection;
    struct notice_transfer *leaving, *short_;
    size_t leaving_count, short_count;
    struct notice_curve year_curve;
    struct notice_score score;

    struct notice_doubt_said *doubts;
    size_t doubt_count;
};

#define NOTICE_TRANSFER_SHARE 100000 /* a tenth, in millionths */

/* `sheet` is the score sheet made of `facts->sheet`, whose clock is the month's end, so that its money is the
 * head-line's; or NULL. False only where a sum does not fit. Ends with notice_free(). */
MUST_CHECK bool notice_make(const struct notice_facts *facts, const struct policy *policy,
                            const struct calendar *calendar, const struct sheet *sheet,
                            struct notice *ret_notice, struct err *err);
void notice_free(struct notice *notice);

#endif
