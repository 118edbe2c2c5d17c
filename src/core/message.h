/* What is said to the outside: an event of a deviation, and a channel that fails. Texts
 * are borrowed, and frozen: they are as they stood when the event happened. */
#ifndef CORE_MESSAGE_H
#define CORE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

/* A person as the ledger knows that person; "" or NULL: nobody is known, or not how to reach them. */
struct message_person {
    const char *name, *role, *unit;
    const char *mobile, *im_id, *email; /* see answers_mobile */
};

enum { MESSAGE_HEADS = 2 };

/* Names are kept as text, so that an event written by a newer version can still be passed on. */
struct message_event {
    int64_t id;
    int64_t deviation_id;
    msec created;      /* wall clock */
    const char *event; /* "opened"; the message's type is "deviation.opened" */
    const char *rule;
    const char *severity;
    const char *previous_severity;
    int fiscal_year;
    int month; /* 0: none */
    const char *subject_kind;
    const char *subject_code;
    const char *subject_name;
    const char *unit_code;
    const char *unit_name;
    const char *manager; /* "": nobody is named */
    const char *observed;
    const char *expected;
    const char *gap;
    const char *explanation;
    const char *title;
    const char *occurred_on; /* ISO date */
    /* The person who answers, as the ledger knows that person; "": nobody is known. */
    const char *answers_name, *answers_role, *answers_unit;
    /* How to reach that person, for what mentions or writes to people and for nothing else; NULL or "": not
     * known. Never in a body that goes to a webhook, never in a log. */
    const char *answers_mobile, *answers_im_id, *answers_email;
    struct message_person owner; /* of the corrective action, of an overdue one; nobody: who answers */
    /* Where the channel escalates: the heads who are told beside the one who answers. Nobody is known where
     * `escalated` is set and both are empty; one who answers is not named again. */
    bool escalated;
    bool heads_known;
    struct message_person heads[MESSAGE_HEADS]; /* of the unit, of the unit above */
    msec since;                                 /* when the deviation opened; 0: not known */
    int64_t corrects_event;                     /* 0: it corrects none */
    const char *corrects_message; /* that event's on the channel at hand; "": it never went there */
};

/* The same of the one who answers. */
struct message_person message_answers(const struct message_event *event);
bool message_person_known(const struct message_person *person);
bool message_person_same(const struct message_person *a, const struct message_person *b);

/* Whom the event is to reach, each once: who answers, the owner of its action, the heads. Returns how many.
 */
enum { MESSAGE_PEOPLE_MAX = 2 + MESSAGE_HEADS };
size_t message_people(const struct message_event *event,
                      struct message_person ret_people[MESSAGE_PEOPLE_MAX]);

/* Several events in one message: those of a channel that would have been too many, or that belong together.
 * A format shows as many as fit into its limit, the gravest first, and says how many it stands for. */
struct message_digest {
    const struct message_event *events; /* by severity, falling, then by id; their titles are made */
    size_t count;                       /* at least 2 */
    const char *title;                  /* "12 项预警：红灯3、黄灯9" */
};

/* A message that its channel gave up on. */
struct message_dead {
    const char *message_id;
    const char *type;
    const char *reason;
    int attempts;
};

/* What the other channels are told of one that fails: so many dead letters, or that it is switched off. */
struct message_failure {
    const char *channel;
    bool off;                         /* then `first` is one, with nothing but the reason */
    size_t count;                     /* of dead letters; 0 where it is switched off */
    const struct message_dead *first; /* at least one */
    size_t shown;
};

/* That all is well: the daemon that leads evaluates, and what it sends arrives. */
struct message_heartbeat {
    const char *holder, *version;
    msec at, next; /* wall clock; the next is expected by then */
    int utc_offset;
    int64_t red, yellow, blue; /* deviations that stand in open years */
    int64_t waiting, dead;     /* messages */
};

#define MESSAGE_TYPE_DIGEST "deviation.digest"
#define MESSAGE_TYPE_DEAD   "delivery.dead"
#define MESSAGE_TYPE_OFF    "delivery.off"
#define MESSAGE_TYPE_TEST   "channel.test"
#define MESSAGE_TYPE_BEAT   "daemon.heartbeat"

#define MESSAGE_TYPE_NOTICE     "notice.progress"
#define MESSAGE_TYPE_CORRECTION "notice.correction"

#endif
