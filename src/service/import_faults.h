/* What is wrong with the files of an import: the first IMPORT_FAULTS_SHOWN in the order of files and
 * lines, and how many there are. They may be added in any order. */
#ifndef SERVICE_IMPORT_FAULTS_H
#define SERVICE_IMPORT_FAULTS_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum { IMPORT_FAULTS_SHOWN = 50 };

struct import_fault {
    int file; /* its place in the order of reading */
    int64_t line;
    char *text;
};

struct import_faults {
    struct import_fault first[IMPORT_FAULTS_SHOWN];
    size_t kept;
    int64_t total;
};

/* `text` is the whole sentence, "execution.csv:12: month: 13 is not 1..12"; it is copied. Of two on
 * one line the one that was added earlier comes first. */
void import_faults_add(struct import_faults *faults, int file, int64_t line, const char *text);
/* Faults that are counted but need not be shown. */
void import_faults_count(struct import_faults *faults, int64_t more);
void import_faults_print(const struct import_faults *faults, FILE *out);
void import_faults_done(struct import_faults *faults);

#endif
