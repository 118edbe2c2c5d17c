#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void reserve(struct buf *buf, size_t more)
{
    size_t need = buf->length + more + 1;

    if (need <= buf->capacity)
        return;
    size_t capacity = buf->capacity > 0 ? buf->capacity : 64;
    while (capacity < need)
        capacity *= 2;
    buf->data = mem_grow(buf->data, capacity, 1);
    buf->capacity = capacity;
}

void buf_add(struct buf *buf, const void *data, size_t length)
{
    reserve(buf, length);
    if (length > 0)
        memcpy(buf->data + buf->length, data, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
    if (buf->length + 2 > buf->capacity)
        reserve(buf, 1);
    buf->data[buf->length++] = c;
    buf->data[buf->length] = '\0';
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        reserve(buf, (size_t)length);
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
}

const char *buf_text(const struct buf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
    char *text = buf->data != NULL ? buf->data : mem_alloc(1);

    *buf = (struct buf){0};
    return text;
}

void buf_clear(struct buf *buf)
{
    buf->length = 0;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

void buf_free(struct buf *buf)
{
    free(buf->data);
    *buf = (struct buf){0};
}

bool buf_read_file(struct buf *buf, const char *path, size_t max, struct err *err)
{
    char chunk[16384];
    size_t got;
    FILE *file = fopen(path, "rbe");

    if (file == NULL)
        return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0 && buf->length + got <= max)
        buf_add(buf, chunk, got);
    bool failed = ferror(file) != 0;
    int why = errno;
    fclose(file);
    if (failed)
        return err_set(err, ERR_IO, "%s: %s", path, strerror(why));
    if (got > 0)
        return err_set(err, ERR_IO, "%s: larger than %zu bytes", path, max);
    return true;
}
