#include "base/markup.h"

#include <string.h>

static const char ellipsis[] = "…";
enum { ELLIPSIS = sizeof ellipsis - 1 };

size_t markup_character(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    if (length == 0)
        return 0;
    size_t size = bytes[0] < 0x80 ? 1 : bytes[0] < 0xc2 ? 0 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
    if (size == 0 || size > length || bytes[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
    if ((bytes[0] == 0xe0 && bytes[1] < 0xa0) || (bytes[0] == 0xed && bytes[1] > 0x9f) ||
        (bytes[0] == 0xf0 && bytes[1] < 0x90) || (bytes[0] == 0xf4 && bytes[1] > 0x8f))
        return 0;
    return size;
}

/* What a character with a meaning is written as; NULL: as it is. A bracket means something only where the
 * address of a link may follow: "[红灯·新增] …" stays as people know it. */
static const char *twin(enum markup markup, const char *at)
{
    switch (markup) {
    case MARKUP_PLAIN: return NULL;
    case MARKUP_SLACK: return *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : NULL;
    case MARKUP_LARK:
        if (*at == '&' || *at == '~')
            return *at == '&' ? "＆" : "～";
        break;
    case MARKUP_MARKDOWN: break;
    }
    switch (*at) {
    case '<': return "＜";
    case '>': return "＞";
    case '*': return "＊";
    case '`': return "｀";
    case '\\': return "＼";
    case ']': return at[1] == '(' || at[1] == '[' || at[1] == ':' ? "］" : NULL;
    default: return NULL;
    }
}

/* The next character as it is written, `*ret_length` bytes of it. Returns how many were read. */
static size_t next(enum markup markup, const char *at, size_t left, const char **ret_text, size_t *ret_length)
{
    size_t size = markup_character(at, left);
    const char *written = size > 0 ? twin(markup, at) : "?";

    if (size == 1 && ((unsigned char)*at < ' ' || *at == 0x7f))
        written = " ";
    *ret_text = written != NULL ? written : at;
    *ret_length = written != NULL ? strlen(written) : size;
    return size > 0 ? size : 1;
}

static size_t written_length(enum markup markup, const char *text, size_t length)
{
    size_t total = 0;

    for (size_t i = 0; i < length;) {
        const char *written;
        size_t written_size;
        i += next(markup, text + i, length - i, &written, &written_size);
        total += written_size;
    }
    return total;
}

void markup_add(struct buf *out, enum markup markup, const char *text, size_t max)
{
    size_t length = strlen(text), used = 0;
    bool cut = written_length(markup, text, length) > max;
    size_t room = cut ? (max > ELLIPSIS ? max - ELLIPSIS : 0) : max;

    for (size_t i = 0; i < length;) {
        const char *written;
        size_t size;
        size_t step = next(markup, text + i, length - i, &written, &size);

        if (used + size > room)
            break;
        buf_add(out, written, size);
        used += size;
        i += step;
    }
    if (cut && max >= ELLIPSIS)
        buf_puts(out, ellipsis);
}
