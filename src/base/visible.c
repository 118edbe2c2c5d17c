#include "base/visible.h"

#include <string.h>

#include "base/markup.h"

enum visible visible_kind(uint32_t point)
{
    if (point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029)
        return VISIBLE_CONTROL;
    if (point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
        (point >= 0x2066 && point <= 0x2069))
        return VISIBLE_DIRECTION;
    return VISIBLE_PLAIN;
}

size_t visible_next(const char *text, size_t length, enum visible *ret_kind, uint32_t *ret_point)
{
    static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t size = markup_character(text, length);

    *ret_kind = VISIBLE_BROKEN;
    *ret_point = 0xFFFD;
    if (size == 0)
        return 1;
    uint32_t point = (unsigned char)text[0] & lead[size];
    for (size_t i = 1; i < size; i++)
        point = point << 6 | ((unsigned char)text[i] & 0x3F);
    *ret_kind = visible_kind(point);
    *ret_point = point;
    return size;
}

/* Writes to `out`, which may be `text`: nothing becomes longer. Returns the new length. */
static size_t clean(char *out, const char *text, size_t length, bool lines)
{
    size_t used = 0;

    for (size_t at = 0; at < length;) {
        enum visible kind;
        uint32_t point;
        size_t size = visible_next(text + at, length - at, &kind, &point);

        if (kind == VISIBLE_PLAIN || (lines && point == '\n')) {
            memmove(out + used, text + at, size);
            used += size;
        } else if (kind != VISIBLE_DIRECTION) {
            out[used++] = kind == VISIBLE_CONTROL ? ' ' : '?';
        }
        at += size;
    }
    return used;
}

void visible_add(struct buf *out, const char *text, size_t length, bool lines)
{
    size_t start = out->length;

    buf_add(out, text, length);
    if (out->data == NULL)
        return;
    out->length = start + clean(out->data + start, out->data + start, length, lines);
    out->data[out->length] = '\0';
}

void visible_clean(char *text, bool lines)
{
    text[clean(text, text, strlen(text), lines)] = '\0';
}

void visible_add_escaped(struct buf *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        enum visible kind;
        uint32_t point;
        size_t size = visible_next(text + at, length - at, &kind, &point);

        if (kind == VISIBLE_PLAIN)
            buf_add(out, text + at, size);
        else
            buf_printf(out, "\\u%04x", (unsigned)point);
        at += size;
    }
}

size_t visible_whole(const char *text, size_t length)
{
    enum { LONGEST = 4 };

    for (size_t back = 1; back < LONGEST && back <= length; back++) {
        unsigned char byte = (unsigned char)text[length - back];
        size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1;
        if ((byte & 0xC0) == 0x80)
            continue;
        return wanted > back ? length - back : length;
    }
    return length;
}
