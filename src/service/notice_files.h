/* The files that a notice's letter has with it: the notice as a page, the workbook, the reply sheet. Made in
 * a private folder that is gone when this returns. */
#ifndef SERVICE_NOTICE_FILES_H
#define SERVICE_NOTICE_FILES_H

#include "core/catalogue_notice.h"
#include "db/session.h"
#include "net/mail.h"

enum { NOTICE_FILES_MAX = 3 };

struct notice_files {
    struct mail_attachment list[NOTICE_FILES_MAX];
    size_t count;
    struct buf left_out; /* sentences: what was too large */

    /* Private. */
    struct buf data[NOTICE_FILES_MAX];
    struct arena arena;
};

/* `html` is borrowed until notice_files_done(). A unit in which nothing is behind gets no reply sheet, nor
 * does the whole of several roots. Not more than `max` bytes: the largest are left out. */
MUST_CHECK bool notice_files_make(struct db_session *session, const struct notice *notice,
                                  const struct notice_paper *paper, const char *period,
                                  const struct buf *html, size_t max, struct notice_files *ret_files,
                                  struct err *err);
void notice_files_done(struct notice_files *files); /* a zeroed struct is fine */

#endif
