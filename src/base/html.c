#include "base/html.h"

void html_text(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        case '\'': buf_puts(out, "&#39;"); break;
        case '\n':
        case '\t': buf_putc(out, ' '); break;
        default:
            if ((unsigned char)*text >= ' ')
                buf_putc(out, *text);
        }
    }
}
