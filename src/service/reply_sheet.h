/* The reply sheet of a unit (report/outlook_sheet.h), made of what is behind in it and below it. */
#ifndef SERVICE_REPLY_SHEET_H
#define SERVICE_REPLY_SHEET_H

#include "db/store_outlook.h"
#include "report/outlook_sheet.h"

struct reply_sheet {
    size_t count; /* deviations to answer */

    /* Private. */
    enum language language;
    struct outlook_heading heading;
    struct outlook_line *lines;
    struct outlook_deviations list;
    struct arena arena;
};

/* `period`: "2023-07", of `year`. An unknown unit is ERR_INPUT. Ends with reply_sheet_done(). */
MUST_CHECK bool reply_sheet_read(struct db_session *session, enum language language, const char *unit,
                                 const char *period, int year, struct reply_sheet *ret_sheet,
                                 struct err *err);
MUST_CHECK bool reply_sheet_write(const struct reply_sheet *sheet, const char *path, struct err *err);
void reply_sheet_done(struct reply_sheet *sheet); /* a zeroed struct is fine */

#endif
