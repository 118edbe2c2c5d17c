#include "base/html.h"

#include <string.h>

#include "base/visible.h"

static void add(struct buf *out, const char *text, size_t length);

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
    add(out, text, strlen(text));
}

enum { DAY = 10 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* At `text + at`, and no part of something longer. */
static bool is_day(const char *text, size_t at)
{
    static const char form[] = "dddd-dd-dd";

    for (size_t i = 0; i < DAY; i++)
        if (form[i] == 'd' ? !is_digit(text[at + i]) : text[at + i] != form[i])
            return false;
    return !is_digit(text[at + DAY]) && text[at + DAY] != '-' &&
           (at == 0 || (!is_digit(text[at - 1]) && text[at - 1] != '-'));
}

void html_sentence(struct buf *out, const char *text)
{
    size_t done = 0, at = 0;

    while (text[at] != '\0') {
        if (!is_day(text, at)) {
            at++;
            continue;
        }
        add(out, text + done, at - done);
        buf_printf(out, "<span class=\"day\">%.*s</span>", (int)DAY, text + at);
        at += DAY;
        done = at;
    }
    add(out, text + done, at - done);
}

static void add(struct buf *out, const char *text, size_t length)
{
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
