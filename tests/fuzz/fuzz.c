#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/import_utf8.h"

enum { SENTENCE_MAX = 1024, PATH_MAX_SHOWN = 4096 };

void fuzz_fail(const char *truth, const char *file, int line)
{
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, truth);
    abort();
}

const char *fuzz_file(const void *data, size_t size)
{
    static char path[64];
    static int fd = -1;

    if (fd < 0) {
        fd = memfd_create("fuzz", MFD_CLOEXEC);
        REQUIRE(fd >= 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    REQUIRE(ftruncate(fd, 0) == 0);
    REQUIRE(pwrite(fd, data, size, 0) == (ssize_t)size);
    return path;
}

char *fuzz_text(const void *data, size_t size)
{
    char *text = malloc(size + 1);

    REQUIRE(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

struct fuzz_piece fuzz_line(struct fuzz_piece *rest)
{
    const char *end = rest->size > 0 ? memchr(rest->data, '\n', rest->size) : NULL;
    struct fuzz_piece line = {rest->data, end != NULL ? (size_t)(end - rest->data) : rest->size};
    size_t used = line.size + (end != NULL ? 1 : 0);

    rest->data += used;
    rest->size -= used;
    return line;
}

void fuzz_utf8(const char *text, size_t size)
{
    uint32_t point = 0;

    for (size_t at = 0; at < size;)
        REQUIRE(utf8_next(text, size, &at, &point) == UTF8_GOOD);
}

void fuzz_sentence(const char *text, size_t max)
{
    size_t size = strlen(text);
    uint32_t point = 0;

    REQUIRE(size > 0 && size <= max);
    for (size_t at = 0; at < size;) {
        REQUIRE(utf8_next(text, size, &at, &point) == UTF8_GOOD);
        REQUIRE(point >= 0x20 && (point < 0x7f || point >= 0xa0));
    }
}

void fuzz_faults(const struct faults *faults)
{
    REQUIRE(faults->count > 0);
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->list[i];
        REQUIRE(fault->line > 0);
        fuzz_sentence(fault->reason, SENTENCE_MAX);
        if (fault->path[0] != '\0')
            fuzz_sentence(fault->path, PATH_MAX_SHOWN);
    }
}
