#include "base/html.h"

#include <string.h>

#include "base/visible.h"

static const char *escape(uint32_t point)
{
    switch (point) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void html_text(struct buf *out, const char *text)
{
    size_t length = strlen(text);

    for (size_t at = 0; at < length;) {
        enum visible kind;
        uint32_t point;
        size_t size = visible_next(text + at, length - at, &kind, &point);
        const char *escaped = escape(point);

        if (escaped != NULL)
            buf_puts(out, escaped);
        else if (kind == VISIBLE_PLAIN)
            buf_add(out, text + at, size);
        else if (kind != VISIBLE_DIRECTION)
            buf_putc(out, kind == VISIBLE_CONTROL ? ' ' : '?');
        at += size;
    }
}
