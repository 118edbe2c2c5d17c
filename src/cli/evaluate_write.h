/* How an evaluation leaves the program: as a file or on standard output, in one of several formats. */
#ifndef CLI_EVALUATE_WRITE_H
#define CLI_EVALUATE_WRITE_H

#include "core/sheet.h"

enum evaluate_format {
    FORMAT_MD,
    FORMAT_HTML,
    FORMAT_XLSX,
    FORMAT_DOCX,
    FORMAT_JSON,
    FORMAT_CSV, /* of proposed rectifications only */
    FORMAT_COUNT
};

/* "md", "html", ... */
bool format_by_name(const char *name, enum evaluate_format *ret_format);
/* The format that the end of a file's name says. */
bool format_by_path(const char *path, enum evaluate_format *ret_format);
/* Whether it can go to standard output. */
bool format_is_text(enum evaluate_format format);

enum evaluate_paper {
    PAPER_SHEET,         /* the score sheet */
    PAPER_REPORT,        /* the draft of the self-evaluation report */
    PAPER_RECTIFICATIONS /* proposals, as a ledger file */
};

/* `path` NULL: standard output. A file is written beside its place and then put there, so that what stood
 * there before stays whole until the new one is. */
MUST_CHECK bool evaluate_write(const struct sheet *sheet, enum evaluate_paper paper,
                               enum evaluate_format format, enum language language, const char *path,
                               struct err *err);

#endif
