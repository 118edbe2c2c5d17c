/* What a mail server was told, and what it has answered.
 *
 *   BEFORE --RCPT--> RECIPIENT --DATA--> DATA --354--> TEXT --QUIT--> QUIT
 *              ^          |
 *              +---RCPT---+
 *
 * libcurl leads the conversation; this follows it from beside, as libcurl tells only how it ended: which
 * command a reply belongs to, which recipients were refused and with what words. What the last command was
 * answered with is `status` and `reply`; from QUIT on they stand, whatever else is said.
 *
 * A recipient that is refused for good is left out. One that is refused for now ends the conversation of a
 * patient sender, before anything has been sent to anybody; an impatient one leaves it out, too.
 *
 * Pure: it is fed with lines, and a test can do that as well as a server. */
#ifndef NET_SMTP_DIALOGUE_H
#define NET_SMTP_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "core/mail_address.h"

enum { SMTP_REPLY_KEPT = 512 };

enum smtp_phase {
    SMTP_PHASE_BEFORE, /* greeting, TLS, login, sender */
    SMTP_PHASE_RECIPIENT,
    SMTP_PHASE_DATA, /* the mail was announced */
    SMTP_PHASE_TEXT, /* and asked for */
    SMTP_PHASE_QUIT,
};

/* A zeroed struct, but for `patient`, is a conversation that has not begun. */
struct smtp_dialogue {
    bool patient;
    enum smtp_phase phase;
    int status;       /* of the last reply to the last command; 0: none yet */
    struct buf reply; /* its words; of a reply of several lines those of all, up to about SMTP_REPLY_KEPT */
    int refused_for_now; /* the first 4xx to a recipient; 0: none */
    struct buf
        refused; /* recipients that were left out, with why: "a@example.org (SMTP 550: no such user)" */

    /* Private. */
    char recipient[MAIL_ADDRESS_MAX + 1]; /* the one that was sent last */
};

/* A command goes out; what follows its verb matters only for recipients. */
void smtp_dialogue_told(struct smtp_dialogue *dialogue, const char *command, size_t length);

/* A line of the server's comes in, with or without its end. False: the conversation should end here. */
MUST_CHECK bool smtp_dialogue_heard(struct smtp_dialogue *dialogue, const char *line, size_t length);

void smtp_dialogue_done(struct smtp_dialogue *dialogue);

#endif
