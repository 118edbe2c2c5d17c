/* A deduction as work (整改建议): what to do about an item below its maximum, who answers for it, by when.
 * The score sheet, the report and rectifications.csv say the same. */
#ifndef REPORT_PROPOSAL_H
#define REPORT_PROPOSAL_H

#include "core/sheet.h"

struct proposal {
    const struct sheet_item *item;
    micro lost;
    const char *code; /* "SE-2023-GZ-2.5.4" */
    const char *issue, *action;
    const char *owner; /* the manager, else the unit */
    date due;
};

struct proposals {
    struct arena arena;
    struct proposal *list; /* most lost points first; in a running year what can be won back */
    size_t count;
};

/* 30 June of the next year: half a year after the evaluation is due, and before the budget of the year after
 * it is drawn up. */
date proposal_due(const struct sheet *sheet);

/* Texts of items are the sheet's, which must outlive the proposals. */
void proposals_make(const struct sheet *sheet, enum language language, date due,
                    struct proposals *ret_proposals);
void proposals_done(struct proposals *proposals);

#endif
