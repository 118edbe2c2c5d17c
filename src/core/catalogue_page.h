/* The words of the pages that people look at, in Chinese and English; part of the catalogue. */
#ifndef CORE_CATALOGUE_PAGE_H
#define CORE_CATALOGUE_PAGE_H

#include <stdint.h>

#include "core/catalogue.h"

enum page_word {
    /* The frame. */
    PAGE_SITE,
    PAGE_SKIP,
    PAGE_NAV,
    PAGE_WAY,
    PAGE_OVERVIEW,
    PAGE_PROJECTS,
    PAGE_DEVIATIONS,
    PAGE_MESSAGES,
    PAGE_YEARS,
    PAGE_NEXT, /* the next page */
    PAGE_SHOW, /* a button */
    PAGE_FILTER,
    PAGE_ANY,

    /* Money. */
    PAGE_MONEY,
    PAGE_BUDGET,
    PAGE_SPENT,
    PAGE_RATE,
    PAGE_REFERENCE,
    PAGE_GAP,
    PAGE_GAP_PLAIN, /* of a deviation, in whatever it is measured */
    PAGE_BAR,
    PAGE_ALL,
    PAGE_BASIC,
    PAGE_PROJECT_MONEY,
    PAGE_MONTH,
    PAGE_NO_REPORT,
    PAGE_OWN,
    PAGE_RED,
    PAGE_YELLOW,
    PAGE_BLUE,
    PAGE_LIGHT,
    PAGE_LIGHTS,
    PAGE_LIGHTS_BY_RULE,
    PAGE_NOTHING_STANDS,
    PAGE_UNITS,
    PAGE_UNIT,

    /* The daemon and what it tells. */
    PAGE_STATE,
    PAGE_SINCE,
    PAGE_NOTICE,
    PAGE_NO_NOTICE,
    PAGE_SENT_AT,
    PAGE_ARRIVED,
    PAGE_DUE_NEXT,
    PAGE_NOTHING_DUE,
    PAGE_ALL_DUE,
    PAGE_DUE_CUT,
    PAGE_DUE_ON,
    PAGE_DAYS,
    PAGE_MATTER,
    PAGE_KIND,

    /* Units and projects. */
    PAGE_PEOPLE,
    PAGE_ROLE,
    PAGE_CODE,
    PAGE_CATEGORY,
    PAGE_PROJECT,
    PAGE_MANAGER,
    PAGE_SEARCH,
    PAGE_SORT,
    PAGE_BY_CODE,
    PAGE_BY_RATE,
    PAGE_NO_PROJECT,
    PAGE_ALL_PROJECTS,
    PAGE_FACTS,
    PAGE_CURVE,
    PAGE_PLAN,
    PAGE_PROJECTION,
    PAGE_FUNDS,
    PAGE_FUND,
    PAGE_NO_FUND,
    PAGE_INDICATORS,
    PAGE_INDICATOR,
    PAGE_TARGET,
    PAGE_PHASE,
    PAGE_VALUE,
    PAGE_REPORTED,
    PAGE_DEADLINES,
    PAGE_CONTRACT,
    PAGE_MILESTONES,
    PAGE_RECTIFICATIONS,
    PAGE_DONE,
    PAGE_STEP,
    PAGE_LAST_DAY,
    PAGE_AMOUNT,
    PAGE_AUDIT,
    PAGE_NO_RIGHT,
    PAGE_NO_CHANGE,
    PAGE_AUDIT_MORE,
    PAGE_WHEN,
    PAGE_WHO,
    PAGE_PERSON,
    PAGE_UNIT_CODE,
    PAGE_WHAT,
    PAGE_NOT_YET,
    PAGE_UNSURE,
    PAGE_LATE, /* behind a day */

    /* Deviations. */
    PAGE_RULE,
    PAGE_SUBJECT,
    PAGE_STATE_OF,
    PAGE_STANDING,
    PAGE_PAST,
    PAGE_BOTH,
    PAGE_ANSWERS,
    PAGE_ANSWERED,
    PAGE_UNANSWERED,
    PAGE_SENTENCE,
    PAGE_OBSERVED,
    PAGE_EXPECTED,
    PAGE_POINTS,
    PAGE_NUMBER,
    PAGE_YEAR,
    PAGE_HISTORY,
    PAGE_EVENT,
    PAGE_CORRECTS,
    PAGE_ACKS,
    PAGE_NO_ACK,
    PAGE_NO_DEVIATION,
    PAGE_TOLD,
    PAGE_NOT_TOLD,
    PAGE_ACK_FORM,
    PAGE_ACK_DO,
    PAGE_ACK_LOGIN,
    PAGE_ACK_CLOSED, /* the configuration lets nobody */
    PAGE_LOGOUT,
    PAGE_ACK_SEE_FIELD,  /* a field is at fault, and says so */
    PAGE_ACK_MEANWHILE,  /* somebody else has acknowledged it since the form was shown */
    PAGE_ACK_NOT_STORED, /* through no fault of who wrote it; what the database said follows */
    PAGE_LOGIN,
    PAGE_ACK_BY,
    PAGE_ACK_CAUSE,
    PAGE_ACK_DECISION,
    PAGE_ACK_ACTION,
    PAGE_ACK_DUE,
    PAGE_ACK_OWNER,
    PAGE_ACK_DONE,
    PAGE_ACK_NOTE,
    PAGE_ACK_OWNER_HINT,
    PAGE_ACK_ACTION_HINT,
    PAGE_VERIFIED,
    PAGE_REFUTED,

    /* Messages. */
    PAGE_MESSAGE,
    PAGE_CHANNEL,
    PAGE_TYPE,
    PAGE_TRIES,
    PAGE_MADE,
    PAGE_SETTLED,
    PAGE_ANSWER,
    PAGE_TITLE,
    PAGE_TELLS,
    PAGE_BODY,
    PAGE_NO_BODY,
    PAGE_ATTEMPTS,
    PAGE_NO_ATTEMPT,
    PAGE_STARTED,
    PAGE_ENDED,
    PAGE_RESULT,
    PAGE_NO_MESSAGE,

    /* Rows. */
    PAGE_AT_FIRST,
    PAGE_SUM,
    PAGE_AS_CSV,
    PAGE_NO_ROW,
    PAGE_TARGETS,
    PAGE_VALUES,
    PAGE_EVIDENCE,
    PAGE_NO_EVIDENCE,

    PAGE_WORD_COUNT
};

const char *catalogue_page(enum language language, enum page_word word);

/* "参数“light”的值“green”不认识。" */
void catalogue_page_fault(struct buf *out, enum language language, const char *parameter, const char *value);
/* "共 1,234 行" */
void catalogue_page_count(struct buf *out, enum language language, int64_t count);
/* "一个单位的第……"; what an amount is measured in: "金额单位：万元". */
void catalogue_page_unit(struct buf *out, enum language language, const char *unit);
/* "数据截至8月" of a page's footer: when it was made. */
void catalogue_page_made(struct buf *out, enum language language, const char *when);
/* "8月", "Aug"; 0: that nothing is reported. */
void catalogue_page_month(struct buf *out, enum language language, int month);
/* "2023年". */
void catalogue_page_year(struct buf *out, enum language language, int year);
/* "2023年预警": what is shown of a year. */
void catalogue_page_of_year(struct buf *out, enum language language, enum page_word word, int year);
/* "名称（说明）". */
void catalogue_page_beside(struct buf *out, enum language language, const char *text, const char *beside);
/* The title of a deviation's page: "[红灯] 支出进度：名称". */
void catalogue_page_deviation(struct buf *out, enum language language, const char *severity, const char *rule,
                              const char *subject);
/* The title of a message that tells of events: that of the first, and how many there are. */
void catalogue_page_events(struct buf *out, enum language language, const char *event, const char *severity,
                           const char *rule, const char *subject, int64_t count);
/* Names of which a newer program may know more: those show as they are. */
const char *catalogue_page_rule(enum language language, const char *rule);
const char *catalogue_page_severity(enum language language, const char *severity); /* "none": 已解除 */
const char *catalogue_page_event(enum language language, const char *event);
const char *catalogue_page_result(enum language language, const char *result); /* of an attempt */
/* The last answer: a receiver's own words, unless the daemon itself has taken the message. */
const char *catalogue_page_answer(enum language language, const char *answer);
const char *catalogue_page_type(enum language language, const char *type); /* of a message */

/* How a gathered city fares: since when, and how many seconds behind; -1: it is not followed yet. */
void catalogue_page_city_line(struct buf *out, enum language language, const char *name, const char *state,
                              const char *since, int64_t behind);

/* What is wrong with an acknowledgement, as a sentence beside the field. */
enum ack_fault {
    ACK_FINE,
    ACK_NO_NAME,
    ACK_NO_CAUSE,
    ACK_NO_DECISION,
    ACK_ACTION_OR_DUE, /* one of the two is missing */
    ACK_ACTION_EMPTY,
    ACK_DUE_NO_DATE,
    ACK_OWNER_EMPTY,
    ACK_DONE_NO_DATE,
    ACK_DONE_AHEAD,
    ACK_NAME_UNFIT,   /* of who acknowledges: too long, or with more than one line */
    ACK_NOT_STANDING, /* what follows is known only when it is written: it has cleared meanwhile */
    ACK_NO_ACTION,    /* done, or somebody's, but nobody has said what is to be done */
    ACK_STRANGER,     /* the owner is nobody of the unit or above */
    ACK_FAULTS
};
const char *catalogue_ack_fault(enum language language, enum ack_fault fault);

#endif
