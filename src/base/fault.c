#include "base/fault.h"

#ifdef BUDGETWATCH_FAULTS

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the environment asks for, read at the first point. Threads that send letters pass points, too. */
static pthread_mutex_t fault_lock = PTHREAD_MUTEX_INITIALIZER;
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

/* Whether it is to happen here and now. */
static bool strikes(const char *moment, const char *name)
{
    if (fault.what == FAULT_UNREAD)
        read_fault();
    if (fault.what == FAULT_NONE)
        return false;
    if (fault.what == FAULT_TRACE) {
        fprintf(fault.trace, "%s:%s\n", moment, name);
        fflush(fault.trace);
        return false;
    }
    return strcmp(moment, fault.moment) == 0 && strcmp(name, fault.name) == 0 && --fault.left == 0;
}

void fault_point(const char *moment, const char *name)
{
    pthread_mutex_lock(&fault_lock);
    if (strikes(moment, name))
        raise(fault.what == FAULT_KILL ? SIGKILL : SIGSTOP);
    pthread_mutex_unlock(&fault_lock);
}

int fault_put_off(int msec)
{
    return getenv("BUDGETWATCH_FAULT_HASTE") != NULL ? 0 : msec;
}

#endif
