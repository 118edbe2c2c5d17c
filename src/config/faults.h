/* What is wrong with a file, all of it at once: an operator mends a file in one go, not fault by fault.
 *
 * A fault is a sentence with its place: "budgetwatch.json:12: channels[0].url: expected a text, found a
 * number". The faults of one file are kept in the order of its lines. A zeroed struct is an empty list. */
#ifndef CONFIG_FAULTS_H
#define CONFIG_FAULTS_H

#include <stddef.h>

#include "base/buf.h"

struct fault {
    char *file;
    int line;   /* 0: not known */
    char *path; /* "channels[0].url"; "": the whole file */
    char *reason;
};

struct faults {
    struct fault *list;
    size_t count;
    size_t capacity;
};

void faults_add(struct faults *faults, const char *file, int line, const char *path, const char *format, ...)
    PRINTF_LIKE(5, 6);

/* One line each, ending with a newline. */
void faults_format(const struct faults *faults, struct buf *out);

void faults_done(struct faults *faults);

#endif
