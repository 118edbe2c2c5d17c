/* The chapters of the report; private to report. */
#ifndef REPORT_SELF_REPORT_PARTS_H
#define REPORT_SELF_REPORT_PARTS_H

#include "core/catalogue_report.h"
#include "report/document.h"
#include "report/numbering.h"
#include "report/sheet_outline.h"

struct reporting {
    const struct sheet *sheet;
    struct sheet_outline outline;
    struct sheet_money money;
    struct document *document;
    struct numbering numbering;
    struct buf text; /* for one sentence after the other */
    date due;
};

void report_basics(struct reporting *reporting);
void report_evaluation(struct reporting *reporting);
void report_problems(struct reporting *reporting);
void report_measures(struct reporting *reporting);

const char *report_words(const struct reporting *reporting, enum report_text text);
void report_heading(struct reporting *reporting, int level, enum report_text text);
void report_gap(struct reporting *reporting, enum report_text what);
void report_say(struct reporting *reporting); /* the buffer as a paragraph; nothing where it is empty */

#endif
