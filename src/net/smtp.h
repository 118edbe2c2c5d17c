/* Sending one mail without blocking the loop: libcurl's SMTP in a thread of its own.
 *
 *   smtp_send() --> in flight --(taken, refused, failed, timed out, canceled)--> done(), once, later
 *
 * Why a thread, when http.h drives libcurl on the loop: libcurl (7.88) waits inside its multi interface
 * for the answer to the end of a mail, and for the one to QUIT. A mail server that looks for viruses before
 * it answers would hold up the whole daemon for as long. The thread knows nothing but its own libcurl
 * handles; everything else happens on the loop.
 *
 * TLS: STARTTLS is demanded, not merely tried, and a server that does not offer it gets nothing. Certificates
 * are always verified. Without TLS (SMTP_PLAIN, for a relay on the same machine) no password is sent.
 *
 * A password appears in no error and no answer made here: where a server repeats what it was sent, its words
 * are left out. libcurl's own copies of it are freed without being overwritten.
 *
 * Several recipients are one mail. One that the server refuses for good does not keep it from the others. One
 * that it refuses for now (greylisting, a full mailbox) ends the attempt before anything was sent to
 * anybody, as long as the sending is `patient`; then it is left out like the first. */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include <uv.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "core/delivery.h"
#include "net/mail.h"
#include "net/smtp_dialogue.h"

enum smtp_security {
    SMTP_STARTTLS, /* port 587 */
    SMTP_TLS,      /* port 465 */
    SMTP_PLAIN,    /* port 25 */
};

struct smtp_settings {
    const char *server; /* "host" or "host:port" */
    enum smtp_security security;
    const char *ca_file;  /* PEM; NULL: the system's */
    const char *username; /* NULL: no login */
    const char *password;
    msec timeout; /* for everything from name resolution to the last answer; above 0 */
};

struct smtp_sending;
typedef void (*smtp_done)(struct smtp_sending *sending);

struct smtp_sending {
    void *owner; /* the caller's own */

    /* The question; borrowed until smtp_send() returns. */
    const struct smtp_settings *settings;
    const struct mail *mail;
    bool patient;

    /* The answer. */
    struct err err; /* ERR_NONE: `status` came. ERR_TIMEOUT, ERR_NET, ERR_CANCELED otherwise */
    int status;     /* 250: the server has taken the mail; 0 where no answer came */
    char reply[SMTP_REPLY_KEPT + 1]; /* its words, a line */
    struct buf refused; /* recipients that were left out, with why; freed by smtp_sending_done() */

    /* Private. */
    struct smtp_work *work;
    smtp_done done;
};

/* On true `done` will be called once, later; the struct must stay where it is until then and may be used
 * again or freed from there. On false (a mail or settings that cannot be used) it will not, and
 * `sending->err` says why. */
MUST_CHECK bool smtp_send(struct smtp_sending *sending, uv_loop_t *loop, smtp_done done);

/* Give up. `done` is still called, later: with ERR_CANCELED, or with the answer if that came first. A mail
 * whose answer did not come may have been taken. */
void smtp_cancel(struct smtp_sending *sending);

/* Frees what the answer holds. */
void smtp_sending_done(struct smtp_sending *sending);

/* What the answer means, in the terms of core. */
struct answer smtp_answer(const struct smtp_sending *sending);

/* "SMTP 250: queued; not taken for a@example.org (SMTP 550: no such user)", or why no answer came. One line
 * of valid UTF-8 whatever was received. */
void smtp_describe(struct buf *out, const struct smtp_sending *sending);

#endif
