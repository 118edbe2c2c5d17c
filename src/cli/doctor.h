/* The parts of budgetwatch doctor. Each adds to the report what it finds, and says why where it finds
 * nothing. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include "base/buf.h"
#include "cli/cli.h"

void doctor_section(struct buf *out, const char *title);

/* What is not for others in a text that was made for the owner: addresses of e-mail, mobile numbers,
 * addresses on the web below their host, whatever is quoted, and every word that is not ASCII, as names in a
 * ledger are. */
void doctor_mask(struct buf *out, const char *text);

void doctor_program(struct buf *out);                        /* version, build, libraries */
void doctor_machine(struct buf *out, const struct cli *cli); /* system, clock, memory */
void doctor_processes(struct buf *out);                      /* daemons that run here, from /proc */
void doctor_journal(struct buf *out);                        /* the daemon's last log entries */
void doctor_database(struct buf *out, const struct cli *cli);

#endif
