#include "base/markup.h"

#include <string.h>

#include "base/visible.h"

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
 * address of a link may follow: "[红灯·新增] …" stays as people know it. All chats make a link of a bare
 * address. */
static const char *twin(enum markup markup, const char *at)
{
    if (markup != MARKUP_PLAIN && strncmp(at, "://", 3) == 0)
        return "：";
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

/* A text may begin a line, where these make a heading or a list. */
static const char *twin_at_start(enum markup markup, const char *at)
{
    if (markup != MARKUP_MARKDOWN && markup != MARKUP_LARK)
        return NULL;
    if (*at == '#')
        return "＃";
    if ((*at == '-' || *at == '+') && at[1] == ' ')
        return *at == '-' ? "－" : "＋";
    return NULL;
}

/* The character at `i` as it is written, `*ret_length` bytes of it. Returns how many were read. */
static size_t next(enum markup markup, const char *text, size_t i, size_t length, const char **ret_text,
                   size_t *ret_length)
{
    const char *at = text + i, *written = NULL;
    enum visible kind;
    uint32_t point;
    size_t size = visible_next(at, length - i, &kind, &point);

    switch (kind) {
    case VISIBLE_PLAIN:
        written = twin(markup, at);
        if (i == 0 && written == NULL)
            written = twin_at_start(markup, at);
        break;
    case VISIBLE_CONTROL: written = " "; break;
    case VISIBLE_DIRECTION: written = ""; break;
    case VISIBLE_BROKEN: written = "?"; break;
    }
    *ret_text = written != NULL ? written : at;
    *ret_length = written != NULL ? strlen(written) : size;
    return size;
}

static size_t written_length(enum markup markup, const char *text, size_t length)
{
    size_t total = 0;

    for (size_t i = 0; i < length;) {
        const char *written;
        size_t written_size;
        i += next(markup, text, i, length, &written, &written_size);
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
        size_t step = next(markup, text, i, length, &written, &size);

        if (used + size > room)
            break;
        buf_add(out, written, size);
        used += size;
        i += step;
    }
    if (cut && max >= ELLIPSIS)
        buf_puts(out, ellipsis);
}
