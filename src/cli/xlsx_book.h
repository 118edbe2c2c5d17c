/* A workbook (.xlsx): which sheets it has, and what its cells refer to.
 *
 * Only what a sheet's rows need is read: the list of sheets, the shared strings, and which cell styles make
 * a number a date or a percentage. Workbooks with macros are refused: what they show may not be what is in
 * them, and nobody should get used to passing them round. In memory are the shared strings and nothing
 * else that grows; they are bounded (XLSX_STRINGS_MAX).
 *
 * libzip and expat do the reading: both are in Debian's main archive, kept with security updates, and
 * work as streams. Of the readers of whole workbooks xlsxio is not packaged, libfreexl 1 reads only .xls,
 * and those of other languages would need their interpreter at run time. */
#ifndef CLI_XLSX_BOOK_H
#define CLI_XLSX_BOOK_H

#include "base/buf.h"
#include "cli/xlsx_value.h"
#include "cli/xlsx_zip.h"

enum {
    XLSX_SHEETS_MAX = 256,
    XLSX_STYLES_MAX = 65536,          /* Excel itself stops at 64,000 */
    XLSX_STRINGS_MAX = 128 << 20,     /* bytes of all shared strings */
    XLSX_STRING_COUNT_MAX = 16 << 20, /* a full sheet of sixteen columns with nothing twice */
    XLSX_CELL_MAX = 128 << 10         /* bytes of one cell; Excel allows 32,767 characters */
};

struct xlsx_sheet_entry {
    char *name;
    char *part;  /* in the archive; NULL: not a sheet of cells, but a chart */
    bool hidden; /* people do not see it */
};

/* Texts by number, one behind the other. */
struct xlsx_strings {
    struct buf text;
    uint32_t *ends;
    size_t count;
    size_t capacity;
};

/* What a style makes of a number. */
struct xlsx_style {
    enum xlsx_form form;
    size_t digits; /* shown at least, with zeros in front; 0: as many as it has */
};

struct xlsx_book {
    struct xlsx_zip zip;
    struct xlsx_sheet_entry *sheets; /* in the order of the tabs */
    size_t sheet_count;
    bool from_1904; /* days are counted from 1904-01-01 */

    /* Private to xlsx_sheet. */
    struct xlsx_strings strings;
    struct xlsx_style *styles; /* by number */
    size_t style_count;
};

/* Errors begin with the path, which must outlive the book. After a failure there is nothing to close. */
MUST_CHECK bool xlsx_book_open(struct xlsx_book *book, const char *path, struct err *err);
void xlsx_book_close(struct xlsx_book *book);

/* The sheet of that name, or -1. */
int xlsx_book_sheet(const struct xlsx_book *book, const char *name);

/* The shared string of that number; false where there is none. Not ended by a NUL; valid while the book is
 * open. */
bool xlsx_book_string(const struct xlsx_book *book, size_t number, const char **ret_data, size_t *ret_length);

/* Adds a text as people see it: _x000D_ and its like are characters that XML cannot hold. */
void xlsx_add_text(struct buf *out, const char *data, size_t length);

#endif
