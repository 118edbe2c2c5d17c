#include "config/faults.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/visible.h"

enum { FAULT_TEXT_MAX = 1000 };

/* Where a fault of this line belongs: behind those of the same file with the same or a lower line. */
static size_t place_of(const struct faults *faults, const char *file, int line)
{
    size_t at = faults->count;

    while (at > 0 && faults->list[at - 1].line > line && strcmp(faults->list[at - 1].file, file) == 0)
        at--;
    return at;
}

/* A fault is one line, whatever it quotes, and of a length that can be read. */
static char *one_line(const char *text)
{
    struct buf line = {0};
    size_t length = strnlen(text, FAULT_TEXT_MAX);

    if (text[length] != '\0')
        length = visible_whole(text, length);
    visible_add(&line, text, length, /* lines */ false);
    if (text[length] != '\0')
        buf_puts(&line, "…");
    return line.data != NULL ? buf_take(&line) : mem_text("");
}

void faults_add(struct faults *faults, const char *file, int line, const char *path, const char *format, ...)
{
    char reason[FAULT_TEXT_MAX + 2]; /* one byte more than is kept */
    va_list args;

    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);

    faults->list = mem_room(faults->list, faults->count, &faults->capacity, sizeof *faults->list);
    size_t at = place_of(faults, file, line);
    memmove(faults->list + at + 1, faults->list + at, (faults->count - at) * sizeof *faults->list);
    faults->list[at] = (struct fault){
        .file = mem_text(file), .line = line, .path = one_line(path), .reason = one_line(reason)};
    faults->count++;
}

void faults_format(const struct faults *faults, struct buf *out)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->list[i];
        buf_puts(out, fault->file);
        if (fault->line > 0)
            buf_printf(out, ":%d", fault->line);
        if (fault->path[0] != '\0')
            buf_printf(out, ": %s", fault->path);
        buf_printf(out, ": %s\n", fault->reason);
    }
}

void faults_done(struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        free(faults->list[i].file);
        free(faults->list[i].path);
        free(faults->list[i].reason);
    }
    free(faults->list);
    *faults = (struct faults){0};
}
