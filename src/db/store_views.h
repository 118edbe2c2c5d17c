/* What the pages show and no command does: read as rows of text, a page at a time. Each function's columns
 * are those of its statement, sql/statements/view_*.sql, in the order of its enum; the result is the
 * caller's, to be freed with db_result_free(). `utc_offset`: minutes east of UTC of the office. `unit` "" is
 * every unit. */
#ifndef DB_STORE_VIEWS_H
#define DB_STORE_VIEWS_H

#include "db/result.h"
#include "db/session.h"

struct view_projects {
    int year, closed;
    const char *unit;  /* with all below it; "": every */
    const char *light; /* only with a deviation of this severity; NULL: all */
    const char *like;  /* a piece of code or name; NULL: any */
    const char *after; /* only behind this code; NULL: from the first */
    int limit;
};
enum {
    VIEW_PROJECT_CODE,
    VIEW_PROJECT_NAME,
    VIEW_PROJECT_CATEGORY,
    VIEW_PROJECT_UNIT,
    VIEW_PROJECT_UNIT_NAME,
    VIEW_PROJECT_MANAGER,
    VIEW_PROJECT_MONTH,
    VIEW_PROJECT_BUDGET, /* fen, as what was spent */
    VIEW_PROJECT_SPENT,
    VIEW_PROJECT_RED,
    VIEW_PROJECT_YELLOW,
    VIEW_PROJECT_BLUE
};
/* In the order of codes. */
MUST_CHECK bool store_view_projects(struct db_session *session, const struct view_projects *which,
                                    struct pg_result **ret_rows, struct err *err);
/* Their codes alone, the lowest rate first: one column. */
MUST_CHECK bool store_view_projects_by_rate(struct db_session *session, const struct view_projects *which,
                                            struct pg_result **ret_rows, struct err *err);
/* These, whether or not they are of the year, in the order of codes; those that there are. */
MUST_CHECK bool store_view_projects_of(struct db_session *session, const char *const *codes, size_t count,
                                       int year, int closed, struct pg_result **ret_rows, struct err *err);

struct view_deviations {
    int year;         /* 0: every */
    const char *unit; /* with all below it; "": every */
    bool own;         /* that unit alone */
    const char *light, *rule;
    enum { VIEW_STANDING, VIEW_PAST, VIEW_ANY } state;
    const char *project;                     /* NULL: every; else `year` is there */
    const char *subject_kind, *subject_code; /* NULL: every */
    int64_t after;                           /* only behind this id; 0: from the first */
    int limit;
};
/* Ids, red first: one column. Their rows: store_deviations_of(). */
MUST_CHECK bool store_view_deviations(struct db_session *session, const struct view_deviations *which,
                                      struct pg_result **ret_rows, struct err *err);

enum { VIEW_LIGHT_RULE, VIEW_LIGHT_RED, VIEW_LIGHT_YELLOW, VIEW_LIGHT_BLUE };
MUST_CHECK bool store_view_lights(struct db_session *session, int year, const char *unit,
                                  struct pg_result **ret_rows, struct err *err);

enum {
    VIEW_EVENT_ID,
    VIEW_EVENT_EVENT,
    VIEW_EVENT_SEVERITY,
    VIEW_EVENT_MONTH,
    VIEW_EVENT_OBSERVED,
    VIEW_EVENT_EXPECTED,
    VIEW_EVENT_GAP,
    VIEW_EVENT_EXPLANATION,
    VIEW_EVENT_ON,
    VIEW_EVENT_AT,
    VIEW_EVENT_CORRECTS
};
MUST_CHECK bool store_view_events(struct db_session *session, int64_t deviation, int limit, int utc_offset,
                                  struct pg_result **ret_rows, struct err *err);

enum {
    VIEW_ACK_AT,
    VIEW_ACK_BY,
    VIEW_ACK_SEVERITY,
    VIEW_ACK_CAUSE,
    VIEW_ACK_DECISION,
    VIEW_ACK_ACTION,
    VIEW_ACK_OWNER,
    VIEW_ACK_DUE,
    VIEW_ACK_DONE,
    VIEW_ACK_VERIFIED,
    VIEW_ACK_REFUTED,
    VIEW_ACK_NOTE
};
MUST_CHECK bool store_view_acknowledgements(struct db_session *session, int64_t deviation, int limit,
                                            int utc_offset, struct pg_result **ret_rows, struct err *err);

/* Of a subject: name, kind, code, code and name of its unit, one behind the other. */
enum { VIEW_SUBJECT_COLUMNS = 5 };

enum {
    VIEW_MESSAGE_ID,
    VIEW_MESSAGE_CHANNEL,
    VIEW_MESSAGE_TYPE,
    VIEW_MESSAGE_STATE,
    VIEW_MESSAGE_ATTEMPTS,
    VIEW_MESSAGE_MADE,
    VIEW_MESSAGE_SETTLED,
    VIEW_MESSAGE_EVENT,
    VIEW_MESSAGE_SEVERITY,
    VIEW_MESSAGE_RULE,
    VIEW_MESSAGE_SUBJECT, /* and what else calls it, VIEW_SUBJECT_COLUMNS in all */
    VIEW_MESSAGE_COUNT = VIEW_MESSAGE_SUBJECT + VIEW_SUBJECT_COLUMNS,
    VIEW_MESSAGE_NOTICE
};
/* The newest first. NULL: all. `after`: only older than this message. `notice`: only those that are this one,
 * its id as text.
 */
struct view_messages {
    const char *channel, *state, *after, *notice;
};
MUST_CHECK bool store_view_messages(struct db_session *session, const struct view_messages *which, int limit,
                                    int utc_offset, struct pg_result **ret_rows, struct err *err);

enum {
    VIEW_TELLS_DEVIATION,
    VIEW_TELLS_EVENT,
    VIEW_TELLS_SEVERITY,
    VIEW_TELLS_RULE,
    VIEW_TELLS_SUBJECT,
    VIEW_TELLS_EXPLANATION = VIEW_TELLS_SUBJECT + VIEW_SUBJECT_COLUMNS
};
MUST_CHECK bool store_view_message_events(struct db_session *session, const char *message, int limit,
                                          struct pg_result **ret_rows, struct err *err);

enum {
    VIEW_TOLD_ID,
    VIEW_TOLD_CHANNEL,
    VIEW_TOLD_STATE,
    VIEW_TOLD_ATTEMPTS,
    VIEW_TOLD_MADE,
    VIEW_TOLD_SETTLED,
    VIEW_TOLD_EVENT,
    VIEW_TOLD_SEVERITY,
    VIEW_TOLD_RULE,
    VIEW_TOLD_SUBJECT
};
/* The messages that told of these deviations, the newest first. */
MUST_CHECK bool store_view_deviation_messages(struct db_session *session, const int64_t *deviations,
                                              size_t count, int limit, int utc_offset,
                                              struct pg_result **ret_rows, struct err *err);

struct view_due {
    int year;
    const char *unit, *project; /* project NULL: every */
    date today, until, awarded_from, signed_from;
    int limit; /* of each kind */
};
enum {
    VIEW_DUE_KIND, /* milestone, rectification, action; signing, signed: the day is that of the step before */
    VIEW_DUE_DAY,
    VIEW_DUE_CODE,
    VIEW_DUE_NAME,
    VIEW_DUE_UNIT,
    VIEW_DUE_PROJECT,
    VIEW_DUE_DEVIATION,
    VIEW_DUE_PUBLISHED,
    VIEW_DUE_FILED,
    VIEW_DUE_UNIT_NAME,
    VIEW_DUE_PROJECT_NAME
};
MUST_CHECK bool store_view_due(struct db_session *session, const struct view_due *which,
                               struct pg_result **ret_rows, struct err *err);

enum {
    VIEW_NOTICE_ID,
    VIEW_NOTICE_TITLE,
    VIEW_NOTICE_AT,
    VIEW_NOTICE_LATE,
    VIEW_NOTICE_MESSAGES,
    VIEW_NOTICE_DELIVERED,
    VIEW_NOTICE_DEAD
};
/* The last that was sent of a unit (NULL: of any); no row: none was. */
MUST_CHECK bool store_view_notice(struct db_session *session, const char *unit, int year, int utc_offset,
                                  struct pg_result **ret_rows, struct err *err);

/* Name and role. */
MUST_CHECK bool store_view_people(struct db_session *session, const char *unit, int limit,
                                  struct pg_result **ret_rows, struct err *err);
/* Code and name of the unit and of those above it, itself first; no row: there is none. */
MUST_CHECK bool store_view_unit(struct db_session *session, const char *unit, struct pg_result **ret_rows,
                                struct err *err);
/* The project that a deviation's subject belongs to; no row: it belongs to none. */
MUST_CHECK bool store_view_subject_project(struct db_session *session, const char *kind, const char *code,
                                           int year, struct pg_result **ret_rows, struct err *err);
/* Path, key of its row, SHA-256 of the files attached to an indicator. */
MUST_CHECK bool store_view_evidence(struct db_session *session, const char *indicator, int year, int limit,
                                    struct pg_result **ret_rows, struct err *err);
/* The fiscal years of which there are budgets, the newest first. */
MUST_CHECK bool store_view_years(struct db_session *session, struct pg_result **ret_rows, struct err *err);

#endif
