/* A filled reply sheet as texts: what it says of itself, and the rows that somebody wrote into. */
#ifndef CLI_OUTLOOK_READ_H
#define CLI_OUTLOOK_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "core/catalogue_outlook.h"

struct outlook_row {
    long line;                           /* of the sheet, from 1 */
    const char *cells[OUTLOOK_COLUMNS];  /* without blanks around them; "" where empty */
    const char *wrongs[OUTLOOK_COLUMNS]; /* why the cell says nothing; NULL: it does */
};

struct outlook_file {
    enum language language; /* of its titles */
    const char *sheet, *unit, *period, *made;
    struct outlook_row *rows;
    size_t count, empty; /* `empty` rows were left as they came */

    /* Private. */
    struct arena arena;
    size_t capacity;
    bool titled;
};

/* ERR_INPUT, beginning with the path, where it is no workbook, or no reply sheet. Ends with
 * outlook_file_done(), after a failure too. */
MUST_CHECK bool outlook_file_read(struct outlook_file *file, const char *path, struct err *err);
void outlook_file_done(struct outlook_file *file);

#endif
