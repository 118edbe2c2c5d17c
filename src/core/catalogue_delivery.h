/* What is said of deliveries themselves, in Chinese and English: see core/catalogue.h. */
#ifndef CORE_CATALOGUE_DELIVERY_H
#define CORE_CATALOGUE_DELIVERY_H

#include "core/catalogue.h"
#include "core/message.h"

/* Messages that could not be delivered (死信), or a channel that is switched off: title and sentences. */
void catalogue_failure_title(struct buf *out, enum language language, const struct message_failure *failure);
void catalogue_failure_text(struct buf *out, enum language language, const struct message_failure *failure);

/* How its subject is called, see core/catalogue_subject.h. */
void catalogue_event_subject(struct buf *out, enum language language, const struct message_event *event);

/* Several events in one message: "12 项预警：红灯3、黄灯9", and what happened with the gravest by title, a
 * line each, then how many more there are. */
void catalogue_digest_title(struct buf *out, enum language language, const struct message_event *events,
                            size_t count);
void catalogue_digest_text(struct buf *out, enum language language, const struct message_digest *digest);

/* What a title begins with where nobody has acknowledged for too long, and where something still stands when
 * a silence ends: "尚未处理：", "仍未解除：". */
const char *catalogue_unacknowledged(enum language language);
const char *catalogue_still(enum language language);

/* "负责人：李雷（科长）". `role` may be "". */
void catalogue_answers(struct buf *out, enum language language, const char *name, const char *role);
/* The same without the word: "李雷（科长）". */
void catalogue_person(struct buf *out, enum language language, const char *name, const char *role);

/* "整改责任人：王五（科长）" of the owner of an action, "报请关注：赵六（局长）" of a head; and in
 * its place where no head is known. */
void catalogue_other(struct buf *out, enum language language, const struct message_person *person,
                     bool is_owner);
const char *catalogue_no_head(enum language language);

/* "单位：城管局，2023 年度截至 3 月，编号 17". `month` 0: none. `number` is the deviation's, by which it can
 * be acknowledged. */
void catalogue_where(struct buf *out, enum language language, const char *unit, int fiscal_year, int month,
                     int64_t number);

/* What a digest does not show: "… 另有 37 项未列出". */
void catalogue_digest_more(struct buf *out, enum language language, size_t more);

/* A marked test message. */
const char *catalogue_test_title(enum language language);
void catalogue_test_text(struct buf *out, enum language language, const char *channel);

#endif
