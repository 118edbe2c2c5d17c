#include "base/fault.h"

#ifdef BUDGETWATCH_FAULTS

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the environment asks for, read at the first point. Workers of libuv pass none, so nothing is locked.
 */
static struct fault {
    enum { FAULT_UNREAD, FAULT_NONE, FAULT_KILL, FAULT_STOP, FAULT_TRACE } what;
    char moment[16], name[128];
    long left; /* times still to be passed by */
    FILE *trace;
} fault;

static void read_fault(void)
{
    const char *text = getenv("BUDGETWATCH_FAULT");
    char what[8] = "", path[256] = "";

    fault.what = FAULT_NONE;
    if (text == NULL)
        return;
    if (sscanf(text, "trace:%255[^\n]", path) == 1) {
        fault.trace = fopen(path, "a");
        fault.what = fault.trace != NULL ? FAULT_TRACE : FAULT_NONE;
        return;
    }
    fault.left = 1;
    if (sscanf(text, "%7[^:]:%15[^:]:%127[^:]:%ld", what, fault.moment, fault.name, &fault.left) >= 3)
        fault.what = strcmp(what, "kill") == 0 ? FAULT_KILL : FAULT_STOP;
}

void fault_point(const char *moment, const char *name)
{
    if (fault.what == FAULT_UNREAD)
        read_fault();
    if (fault.what == FAULT_NONE)
        return;
    if (fault.what == FAULT_TRACE) {
        fprintf(fault.trace, "%s:%s\n", moment, name);
        fflush(fault.trace);
        return;
    }
    if (strcmp(moment, fault.moment) != 0 || strcmp(name, fault.name) != 0 || --fault.left > 0)
        return;
    int number = fault.what == FAULT_KILL ? SIGKILL : SIGSTOP;
    fault.what = FAULT_NONE;
    raise(number);
}

#endif
