/* Group robots for a test's receiver, which ask of a request what the real ones ask, and say it as they do:
 * most of it with status 200 and a code in the body.
 *
 *   WeCom     the key; raw UTF-8 (40033); text of 2,048 bytes or markdown of 4,096 (40058); 20 a minute
 * (45009) DingTalk  the token; the signature, fresh (310000); a title, and "@mobile" also in the text; 20,000
 * bytes (40035); 20 a minute (130101), and then nothing for ten minutes (410100) Feishu    the signature,
 * fresh (19021); a card or a text, 20,000 bytes (9499); 5 a second and 100 a minute, and little patience at
 * full and half hours (11232) Slack     a text (400); one a second (429 and Retry-After)
 *
 * What came within a window is counted by arrival, to the millisecond, whether it was taken or not.
 *
 * Used by #include "../support/robots.c" after receiver.c. */
#ifndef SUPPORT_ROBOTS_H
#define SUPPORT_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "receiver.h"

enum robot_kind { ROBOT_WECOM, ROBOT_DINGTALK, ROBOT_FEISHU, ROBOT_SLACK, ROBOT_KINDS };

enum { ROBOT_RATES = 2, ROBOT_REMEMBERS = 128 };

struct robot_rate {
    size_t messages; /* 0: no such rate */
    long window;     /* ms */
};

struct robot {
    enum robot_kind kind;
    const char *key;    /* the end of a WeCom address, DingTalk's token; NULL: any */
    const char *secret; /* that it is signed with; NULL: not */
    const char *mobile; /* that DingTalk wants mentioned; NULL: none need be */
    struct robot_rate rates[ROBOT_RATES];
    bool impatient; /* of Feishu: full and half hours are busy */

    /* Private. */
    long arrivals[ROBOT_REMEMBERS]; /* the last, in a ring */
    size_t count;
    long shut_until;
    char answers[64][160]; /* each lives until the receiver has sent it, on whichever thread */
    size_t answer_count;

    /* What it has done. */
    size_t taken, refused;  /* refused: for any reason */
    long long last_refusal; /* its code, or status */
};

/* With the real rates. */
struct robot robot_of(enum robot_kind kind);

/* As receiver.enforce, with a struct robot: one for all paths. */
struct receiver_answer robot_answer(void *robot, const struct received *request);

/* The same with an array of ROBOT_KINDS robots, by the paths of the real ones: "/cgi-bin/", "/robot/",
 * "/open-apis/" and "/services/". */
struct receiver_answer robots_answer(void *robots, const struct received *request);

#endif
