/* What is said in mails, in Chinese and English: see core/catalogue.h. */
#ifndef CORE_CATALOGUE_MAIL_H
#define CORE_CATALOGUE_MAIL_H

#include "core/catalogue.h"

/* What stands before a value in a mail's table. */
enum mail_label {
    MAIL_LABEL_SUBJECT, /* 对象 */
    MAIL_LABEL_UNIT,
    MAIL_LABEL_RULE,
    MAIL_LABEL_SEVERITY,
    MAIL_LABEL_PERIOD,
    MAIL_LABEL_ANSWERS,
    MAIL_LABEL_NOTICE, /* what an event of a digest says: 预警 */
};

const char *catalogue_mail_label(enum language language, enum mail_label label);

/* "2025年，截至6月" / "2025, up to month 6"; `month` 0: the year alone. */
void catalogue_mail_period(struct buf *out, enum language language, int fiscal_year, int month);

/* "红灯（此前为黄灯）"; `before` "" or the same: without. Names this version does not know stay as they are.
 */
void catalogue_mail_severity(struct buf *out, enum language language, const char *severity,
                             const char *before);

/* "……以及另外 12 项", of a digest that is longer than a mail should be. */
void catalogue_mail_more(struct buf *out, enum language language, size_t count);

/* The last line of every mail. */
const char *catalogue_mail_footer(enum language language);

#endif
