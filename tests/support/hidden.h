/* That what must stay secret is seen nowhere.
 *
 * Used by #include "../support/hidden.c", after department.c. */
#ifndef SUPPORT_HIDDEN_H
#define SUPPORT_HIDDEN_H

#include "process.h"

/* Fails the test if one of the texts (ends with NULL) is in what the running daemon has logged, in its
 * command line, in the messages and attempts of the database, or in what `deliveries` shows. */
void hidden_expect(const struct process *daemon, const struct cluster *database, const char *const secrets[]);

#endif
