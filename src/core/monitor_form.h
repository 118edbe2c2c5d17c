/* The monitoring form (绩效运行监控表), which a department fills in at midyear and at the year's end: of each
 * project what was to be spent and is, of each indicator what was to be reached and is, what its unit expects
 * for the whole year, why it is behind, and whether it will get there.
 *
 * Figures come from the ledger; expectations, causes and likelihoods from its outlooks (outlooks.csv), the
 * latest up to the month. What nobody said stays blank: nothing is guessed here. What the form still lacks is
 * named in `gaps`. Made of a notice, whose rules say what is behind; pure. The notice must outlive it. */
#ifndef CORE_MONITOR_FORM_H
#define CORE_MONITOR_FORM_H

#include "core/notice.h"
#include "core/sheet.h"

struct monitor_indicator {
    const struct indicator_facts *facts;
    bool has_target;
    micro target;                         /* of the full year, in force at the month's end */
    int month;                            /* of which `reached` is; 0: no value yet */
    struct measured reached;              /* by the way in which it accumulates */
    struct measured expected;             /* for the full year; MEASURED_NOTHING: not said */
    bool behind;                          /* a rule finds it behind */
    const struct notice_outlook *outlook; /* NULL: none */
};

/* One form: of a project, or of the unit's own goals (部门整体), which has the whole's money. */
struct monitor_subject {
    const char *code, *name, *unit_code, *unit_name;
    const char *answers; /* NULL: not known */
    /* Basic expenditure (基本支出) without goals: counted on the cover, but nobody fills in a form of it. */
    bool without_form;
    fen initial;  /* 年初预算数 */
    fen adjusted; /* 调整后预算数, by the month's end */
    fen spent;
    struct notice_rate rate; /* spent over adjusted */
    bool has_expected;       /* of the unit: every project has one */
    fen expected;            /* 全年预计执行数 */
    bool behind;
    const struct notice_outlook *outlook; /* NULL: none */
    struct monitor_indicator *indicators; /* by levels, then in the order of codes */
    size_t indicator_count;
};

enum monitor_gap_kind {
    MONITOR_NO_INDICATOR,  /* a project with a form, and without goals */
    MONITOR_NO_TARGET,     /* a numeric indicator */
    MONITOR_NO_VALUE,      /* due, and nothing was reported up to the month */
    MONITOR_NO_EXPECTED,   /* behind, and nobody said how the year ends */
    MONITOR_NO_CAUSE,      /* behind, and nobody said why */
    MONITOR_NO_LIKELIHOOD, /* an indicator is behind, and nobody said whether it will get there */
    MONITOR_GAP_KINDS
};

const char *monitor_gap_name(enum monitor_gap_kind kind); /* "no_value" */

struct monitor_gap {
    enum monitor_gap_kind kind;
    const struct monitor_subject *subject;
    const struct monitor_indicator *indicator; /* NULL: of the project itself */
};

struct monitor_form {
    struct arena arena;
    const struct notice *notice;
    struct monitor_subject whole;     /* no indicators: the unit has no goals of its own */
    struct monitor_subject *projects; /* with money or goals, in the order of codes */
    size_t project_count;
    struct monitor_gap *gaps; /* by kind, then as they stand in the form */
    size_t gap_count;
};

/* False only where a sum does not fit. Ends with monitor_form_free(). */
MUST_CHECK bool monitor_form_make(const struct notice *notice, struct monitor_form *ret_form,
                                  struct err *err);
void monitor_form_free(struct monitor_form *form);

#endif
