/* A text that grows. A zeroed struct is an empty text; `data` is NULL until something is added and
 * ends with a NUL from then on (`buf_text` gives "" for an empty one). */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/err.h"

struct buf {
    char *data;
    size_t length;
    size_t capacity;
};

void buf_add(struct buf *buf, const void *data, size_t length);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
const char *buf_text(const struct buf *buf);
char *buf_take(struct buf *buf); /* the text, to be freed by the caller; the buffer is empty again */
void buf_clear(struct buf *buf); /* empty, memory kept */
void buf_free(struct buf *buf);

/* The whole file. A file over `max` bytes is an error. */
MUST_CHECK bool buf_read_file(struct buf *buf, const char *path, size_t max, struct err *err);

#endif
