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
    MAIL_LABEL_OWNER,     /* 整改责任人 */
    MAIL_LABEL_ESCALATED, /* 报请关注 */
    MAIL_LABEL_NUMBER,
    MAIL_LABEL_NOTICE, /* what an event of a digest says: 预警 */
};

const char *catalogue_mail_label(enum language language, enum mail_label label);

/* "2025 年度截至 6 月" / "2025, by month 6"; `month` 0: the year alone. */
void catalogue_mail_period(struct buf *out, enum language language, int fiscal_year, int month);

/* By which people speak of a deviation and acknowledge it: "17（知悉后登记：budgetwatch alerts ack 17）"; the
 * number alone where there is nothing more to do. */
void catalogue_mail_number(struct buf *out, enum language language, int64_t number, bool stands);

/* "红灯（此前为黄灯）"; `before` "" or the same: without. Names this version does not know stay as they are.
 */
void catalogue_mail_severity(struct buf *out, enum language language, const char *severity,
                             const char *before);

/* The last line of every mail. */
const char *catalogue_mail_footer(enum language language);

/* Of a notice's letter: files by their names, "预算执行进度通报-330100-2023-07" without an ending; and that
 * one was too large to be attached. */
void catalogue_mail_notice_file(struct buf *out, enum language language, const char *unit,
                                const char *period);
void catalogue_mail_reply_file(struct buf *out, enum language language, const char *unit, const char *period);
void catalogue_mail_left_out(struct buf *out, enum language language, const char *name);

#endif
