/* All text that people read, in Chinese and English. Core works with codes and numbers; sentences
 * are made here and only here. */
#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H

#include "base/buf.h"
#include "core/rule.h"

enum language { LANGUAGE_ZH, LANGUAGE_EN };

bool language_by_name(const char *name, enum language *ret_language); /* "zh", "en" */

const char *catalogue_rule(enum language language, enum rule rule); /* 支出进度 / Spending pace */
const char *catalogue_severity(enum language language, enum severity severity); /* 红灯 / red */
const char *catalogue_event(enum language language, enum event_kind event);     /* 新增 / opened */

/* The arithmetic of a verdict in one sentence. */
void catalogue_explain(struct buf *out, enum language language, const struct verdict *verdict);

/* "Back to normal; before: <explanation>", for a resolved deviation. */
void catalogue_resolved(struct buf *out, enum language language, const char *explanation);

/* The same of one whose subject is watched no longer: its facts were deleted or moved away. Nothing is back
 * to normal then, and nobody is to believe it. */
void catalogue_gone(struct buf *out, enum language language, const char *explanation);

/* The same of one that resolved because the figures of the month it spoke of were corrected, and of one that
 * eased or escalated for that reason. */
void catalogue_withdrawn(struct buf *out, enum language language, const char *explanation);
void catalogue_corrected(struct buf *out, enum language language, const char *explanation,
                         const char *before);

/* A corrective action (整改措施) and who is to do it. */
struct action_words {
    const char *action, *owner; /* "": nobody is known */
    date due, done_on;          /* DATE_NONE: not said */
    int month;                  /* that the data reach to; 0: they are of `today` */
    date today;
};
/* It is late; it was done and the data bear it out; it was said to be done and they do not. `explanation` is
 * the sentence of the event. */
void catalogue_action_overdue(struct buf *out, enum language language, const struct action_words *words,
                              const char *explanation);
void catalogue_action_verified(struct buf *out, enum language language, const struct action_words *words,
                               const char *explanation);
void catalogue_action_refuted(struct buf *out, enum language language, const struct action_words *words,
                              const char *explanation);

/* What a correction's title begins with: "更正：" / "Correction: "; of a resolved one "撤回：" / "Withdrawn:
 * ".
 */
const char *catalogue_correction(enum language language, enum event_kind event);

/* A title for a message: "[红灯·新增] 支出进度：项目名". */
void catalogue_title(struct buf *out, enum language language, enum event_kind event, enum severity severity,
                     enum rule rule, const char *subject_name);

#endif
