/* The texts of `budgetwatch status` and `budgetwatch alerts`, in Chinese and English; part of the
 * catalogue. Also the words for an acknowledgement: codes as the database has them, and their names. */
#ifndef CORE_CATALOGUE_STATUS_H
#define CORE_CATALOGUE_STATUS_H

#include <stdint.h>

#include "core/catalogue.h"

/* Titles of columns and rows. */
enum status_text {
    STATUS_UNIT,
    STATUS_MONTH,
    STATUS_BUDGET,
    STATUS_SPENT,
    STATUS_RATE,
    STATUS_REFERENCE,
    STATUS_GAP,
    STATUS_PROGRESS,
    STATUS_RED,
    STATUS_YELLOW,
    STATUS_BLUE,
    STATUS_TOTAL,
    STATUS_BASIC,   /* 基本支出 */
    STATUS_PROJECT, /* 项目支出 */
    STATUS_TEXT_COUNT
};

const char *catalogue_status(enum language language, enum status_text text);

/* "2023年预算执行情况，数据截至7月（序时进度58.33%，共3个单位，1个尚未报送）". `month` 0: nobody reported. */
struct status_heading {
    int year;
    int month;             /* the latest closed month that any unit reported */
    int64_t units;         /* with projects in the year */
    int64_t units_missing; /* of these, those that reported nothing */
};
void catalogue_status_heading(struct buf *out, enum language language, const struct status_heading *heading);

/* That an officer has closed the year, on the line below the heading; without a newline. */
void catalogue_status_closed(struct buf *out, enum language language, int year, const char *on,
                             const char *by);

/* How the daemon is. */
struct status_daemon {
    const char *holder; /* of the leader's row; "": nobody ever */
    int64_t epoch;
    const char *until; /* RFC 3339; "": never */
    bool leading;      /* the row is still held */
    int64_t change_rows;
    int64_t change_age;                                /* seconds since the oldest; -1: no row */
    const char *fingerprint, *finished_on, *proved_on; /* of the last full pass; "": none */
    int64_t waiting;
    int64_t waiting_age; /* seconds since the oldest was made; -1: none */
    int64_t dead;
};

/* One line each, without a newline. */
void catalogue_status_leader(struct buf *out, enum language language, const struct status_daemon *d);
/* The same for who is no operator. `until` is the office's time here. */
void catalogue_status_watch(struct buf *out, enum language language, const struct status_daemon *d);
void catalogue_status_changes(struct buf *out, enum language language, const struct status_daemon *d);
void catalogue_status_full_pass(struct buf *out, enum language language, const struct status_daemon *d);
void catalogue_status_messages(struct buf *out, enum language language, const struct status_daemon *d);

/* How a channel fares, on one line without a newline. */
struct status_channel_words {
    const char *channel;
    int64_t waiting, held, silenced, inhibited;        /* events */
    int64_t pending, sending, dead;                    /* messages */
    const char *paused_until, *off_since, *off_reason; /* "": it does not rest, it is on */
};
void catalogue_status_channel(struct buf *out, enum language language, const struct status_channel_words *c);

/* One deviation, for people: two to four lines, indented but for the first, each ending in a newline.
 * Texts are as the database has them; "" where there is none. */
struct alert_words {
    int64_t id;
    enum severity severity;
    const char *rule; /* a name; one that this program does not know is shown as it is */
    const char *subject_code, *subject_name, *unit_name;
    int year, month;
    const char *since, *explanation;
    const char *answers, *role; /* who answers for it, and that person's role */
    const char *acknowledged_on, *acknowledged_by, *cause, *decision, *action, *action_due, *action_done_on;
    const char *action_owner, *action_verified_on;
    const char *refuted_action, *refuted_done_on, *refuted_on; /* of the acknowledgement that lapsed so */
};
void catalogue_alert(struct buf *out, enum language language, const struct alert_words *alert);
void catalogue_alerts_none(struct buf *out, enum language language); /* nothing stands */

/* Causes of a deviation (偏差原因) and decisions on its money. The code is found by itself or by its
 * Chinese name: "funding", "经费保障". */
bool cause_by_name(const char *name, const char **ret_code);
bool decision_by_name(const char *name, const char **ret_code);
const char *catalogue_cause(enum language language, const char *code); /* an unknown code: itself */
const char *catalogue_decision(enum language language, const char *code);

#endif
