/* A notice as a letter shows it: what to do, where the whole stands, the rows in short. Small HTML that needs
 * nothing else; the whole is attached. */
#ifndef REPORT_NOTICE_MAIL_H
#define REPORT_NOTICE_MAIL_H

#include "core/catalogue_notice.h"

/* `note`, a sentence more at its end, may be "". */
void notice_mail(struct buf *out, const struct notice *notice, const struct notice_paper *paper,
                 const char *note);

#endif
