/* What a mail server has taken, compared with the messages of a channel of letters.
 *
 * Used by #include "letters.c", after smtp_server.c and arrivals.c. */
#ifndef CRASH_LETTERS_H
#define CRASH_LETTERS_H

#include "../support/arrivals.h"
#include "../support/smtp_server.h"

/* A letter's id is that of its message, before the @. Of two letters under one id all must be the same. */
void letters_read(const struct cluster *database, const struct smtp_server *server, const char *channel,
                  struct arrivals *ret_arrivals);

#endif
