/* The essence of a notice for a robot's message: what it is about, what to do, who is lowest, and where the
 * whole stands. Never longer than what the robot takes: whole lines are left out, from the end of the list
 * they belong to, and it is said how many. The title and the link come first and stay. */
#ifndef REPORT_NOTICE_SHORT_H
#define REPORT_NOTICE_SHORT_H

#include "base/markup.h"
#include "core/catalogue_notice.h"

/* What robots take, in bytes. */
enum { NOTICE_SHORT_WECOM = 4096, NOTICE_SHORT_TEXT = 2048, NOTICE_SHORT_LARGE = 20000 };

/* In the little language of the robot, escaped; MARKUP_PLAIN is plain text. At most `max` bytes are added. */
void notice_short(struct buf *out, const struct notice *notice, const struct notice_paper *paper,
                  enum markup markup, size_t max);

#endif
