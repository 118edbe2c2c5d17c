/* Points at which a test ends or stops the program, as a power failure or a stalled machine would.
 *
 *   BUDGETWATCH_FAULT=kill:after:writing events      the process is gone there, with no chance to tidy up
 *   BUDGETWATCH_FAULT=stop:before:commit:2           it stops there the second time, until SIGCONT
 *   BUDGETWATCH_FAULT=trace:/path                    every point passed is written there, a line each
 *   BUDGETWATCH_FAULT_HASTE=1                        what is put off for long after the start comes at once
 *
 * They are built in with the CMake option BUDGETWATCH_FAULTS only. A program built without it has neither the
 * code nor the name of the variable.
 *
 * Every statement that goes through db_op has three of them, so none has to be remembered: it is named after
 * its step in a script, else after its file below sql/statements, else by its text. What is not a statement
 * is listed here. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

/* Moments. `during`: the statement is with the server, or the request with the network, and nobody here has
 * seen an answer. */
#define FAULT_BEFORE "before"
#define FAULT_DURING "during"
#define FAULT_AFTER  "after"

/* Names. A new one is reached by tests/crash, or its test fails: it goes into FAULT_NAMES, too. */
#define FAULT_SENDING      "sending a message"
#define FAULT_HANDING_BACK "handing a message back"
#define FAULT_MAILING      "talking to a mail server" /* in the thread of a letter; during: the text follows */
#define FAULT_NAMES                                                                                          \
    {                                                                                                        \
        FAULT_SENDING, FAULT_HANDING_BACK, FAULT_MAILING                                                     \
    }

#ifdef BUDGETWATCH_FAULTS
#define FAULT_POINT(moment, name) fault_point(moment, name)
#define FAULT_PUT_OFF(msec)       fault_put_off(msec)
void fault_point(const char *moment, const char *name); /* from any thread */
int fault_put_off(int msec);                            /* 0 in haste */
#else
#define FAULT_POINT(moment, name) ((void)0)
#define FAULT_PUT_OFF(msec)       (msec)
struct fault; /* so that base/fault.c is not empty */
#endif

#endif
