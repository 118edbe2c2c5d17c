/* What the fuzz targets share: a place for files, and what must be true of every sentence that the program
 * says of what it was given. One target a file, fuzz_NAME.c; what it starts from lies in corpus/NAME, beside
 * the folders that CMakeLists.txt names for it. tests/fuzz/run.sh runs them. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "config/faults.h"

/* The one function of a target; libFuzzer calls it. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stays whatever the build says of assertions. A failure is a finding, like a crash. */
#define REQUIRE(truth)                                                                                       \
    do {                                                                                                     \
        if (!(truth))                                                                                        \
            fuzz_fail(#truth, __FILE__, __LINE__);                                                           \
    } while (0)
_Noreturn void fuzz_fail(const char *truth, const char *file, int line);

/* The path of a file that holds the bytes, in memory, until the next call. */
const char *fuzz_file(const void *data, size_t size);

/* A copy that ends with a NUL, on the heap so that reading beyond it is seen; to be freed by the caller. */
char *fuzz_text(const void *data, size_t size);

/* Where the rest begins, behind the first line end, and the line without it; a text without one is all line.
 */
struct fuzz_piece {
    const char *data;
    size_t size;
};
struct fuzz_piece fuzz_line(struct fuzz_piece *rest);

/* A sentence for people: there, valid UTF-8, one line, without controls, of at most `max` bytes. */
void fuzz_sentence(const char *text, size_t max);
/* Each is such a sentence with its line; there is one. */
void fuzz_faults(const struct faults *faults);
/* Valid UTF-8 from its start to its end. */
void fuzz_utf8(const char *text, size_t size);

#endif
