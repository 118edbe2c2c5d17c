/* A message to an e-mail channel, as one attempt sends it: the mail that its body holds, to the addresses
 * that the channel names, in which "answers" stands for the people that the body names. */
#ifndef SERVICE_EMAIL_CHANNEL_H
#define SERVICE_EMAIL_CHANNEL_H

#include <uv.h>

#include "net/smtp.h"
#include "service/channel.h"

/* Connections to one channel's server at a time, each a thread: servers count them, and turn away who has too
 * many. */
enum { EMAIL_FLIGHTS_MAX = 4 };

/* The attempts at which a recipient who is refused for now holds up the others. By the schedule of the
 * default configuration that is half an hour; greylisting is over by then, and a full mailbox must not keep
 * an alert from everybody else. */
enum { EMAIL_PATIENT_ATTEMPTS = 3 };

/* Like smtp_send(). `attempt` is 1 for the first. Nothing of the channel or the body is needed once it has
 * returned. */
MUST_CHECK bool email_channel_send(struct smtp_sending *sending, uv_loop_t *loop,
                                   const struct channel *channel, const char *id, const char *body,
                                   int attempt, smtp_done done);

#endif
