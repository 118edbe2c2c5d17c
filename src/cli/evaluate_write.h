/* What `evaluate` writes: the score sheet, the draft of the report, proposals. */
#ifndef CLI_EVALUATE_WRITE_H
#define CLI_EVALUATE_WRITE_H

#include "cli/output.h"
#include "core/sheet.h"

enum evaluate_paper {
    PAPER_SHEET,         /* the score sheet */
    PAPER_REPORT,        /* the draft of the self-evaluation report */
    PAPER_RECTIFICATIONS /* proposals, as a ledger file */
};

/* As output_write(). */
MUST_CHECK bool evaluate_write(const struct sheet *sheet, enum evaluate_paper paper,
                               enum output_format format, enum language language, const char *path,
                               struct err *err);

#endif
