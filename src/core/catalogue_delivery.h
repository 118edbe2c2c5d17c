/* What is said of deliveries themselves, in Chinese and English: see core/catalogue.h. */
#ifndef CORE_CATALOGUE_DELIVERY_H
#define CORE_CATALOGUE_DELIVERY_H

#include "core/catalogue.h"
#include "core/message.h"

/* A message that could not be delivered (死信): title and sentence. */
void catalogue_dead_title(struct buf *out, enum language language, const struct message_dead *dead);
void catalogue_dead_text(struct buf *out, enum language language, const struct message_dead *dead);

/* "负责人：李雷（科长）". `role` may be "". */
void catalogue_answers(struct buf *out, enum language language, const char *name, const char *role);

/* "单位：城管局，2023 年度截至 3 月". `month` 0: none. */
void catalogue_where(struct buf *out, enum language language, const char *unit, int fiscal_year, int month);

/* "共 40 项，列出 3 项": what a digest stands for, and what of it is shown. */
void catalogue_digest_text(struct buf *out, enum language language, size_t count, size_t listed);
/* "… 另有 37 项未列出". */
void catalogue_digest_more(struct buf *out, enum language language, size_t more);

/* A marked test message. */
const char *catalogue_test_title(enum language language);
void catalogue_test_text(struct buf *out, enum language language, const char *channel);

#endif
