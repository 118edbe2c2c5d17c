#include "net/answer.h"

#include <string.h>

struct answer answer_of(const struct http_request *request)
{
    struct answer answer = {
        .kind = ANSWER_STATUS, .status = request->status, .retry_after_s = request->retry_after_s};

    if (request->err.code == ERR_TIMEOUT)
        answer.kind = ANSWER_TIMEOUT;
    else if (request->err.code != ERR_NONE)
        answer.kind = ANSWER_UNREACHABLE;
    return answer;
}

/* The length of the UTF-8 character at `text`, 0 where there is none: not a start, cut short, overlong, a
 * surrogate, beyond Unicode. */
static size_t character(const unsigned char *text, size_t length)
{
    size_t size = text[0] < 0x80 ? 1 : text[0] < 0xc2 ? 0 : text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;

    if (size == 0 || size > length || text[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    if ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f) ||
        (text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f))
        return 0;
    return size;
}

void answer_quote(struct buf *out, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t max = length < ANSWER_QUOTED_MAX ? length : ANSWER_QUOTED_MAX;

    for (size_t i = 0; i < max;) {
        size_t size = character(bytes + i, length - i);

        if (i + size > max)
            break;
        if (size > 1)
            buf_add(out, text + i, size);
        else if (size == 1)
            buf_putc(out, bytes[i] < ' ' || bytes[i] == 0x7f ? ' ' : text[i]);
        else
            buf_putc(out, '?');
        i += size > 0 ? size : 1;
    }
    if (length > max)
        buf_puts(out, "…");
}

void answer_describe(struct buf *out, const struct http_request *request)
{
    if (request->err.code != ERR_NONE) {
        answer_quote(out, request->err.text, strlen(request->err.text));
        return;
    }
    buf_printf(out, "HTTP %d", request->status);
    if (request->answer_length > 0) {
        buf_puts(out, ": ");
        answer_quote(out, request->answer, request->answer_length);
    }
}
