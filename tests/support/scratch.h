/* A file that all tests of a program write over: make_path() and remove_path() are for
 * cmocka_run_group_tests(). */
#ifndef SUPPORT_SCRATCH_H
#define SUPPORT_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[64];

static inline int make_path(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/budgetwatch-test-XXXXXX");
    int file = mkstemp(path);
    return file >= 0 ? close(file) : -1;
}

static inline int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

#endif
