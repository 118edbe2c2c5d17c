/* How a paper leaves the program: as a file or on standard output, in one of several formats. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buf.h"

enum output_format {
    FORMAT_MD,
    FORMAT_HTML,
    FORMAT_XLSX,
    FORMAT_DOCX,
    FORMAT_JSON,
    FORMAT_CSV, /* of proposed rectifications only */
    FORMAT_COUNT
};

/* "md", "html", ... */
bool format_by_name(const char *name, enum output_format *ret_format);
/* The format that the end of a file's name says. */
bool format_by_path(const char *path, enum output_format *ret_format);
/* Whether it can go to standard output. */
bool format_is_text(enum output_format format);

/* What is to be written, and how its own kind of paper is made. */
struct output {
    const void *paper;
    enum output_format format;
    /* The text in the format; of DOCX the Markdown that it is made of. */
    bool (*make_text)(const struct output *output, struct buf *out, struct err *err);
    /* A workbook; NULL where there is none of it. */
    bool (*write_xlsx)(const struct output *output, const char *path, struct err *err);
};

/* `path` NULL: standard output. A file is written beside its place and then put there, so that what stood
 * there before stays whole until the new one is. */
MUST_CHECK bool output_write(const struct output *output, const char *path, struct err *err);

#endif
