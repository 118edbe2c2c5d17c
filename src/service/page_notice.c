/* A notice as it was sent, in the frame of the pages. What was kept is a document of its own, whose styles no
 * page allows: its body is shown, in the style of the pages. */
#include <stdlib.h>
#include <string.h>

#include "base/dec.h"
#include "db/store_notices.h"
#include "service/page_parts.h"

/* Widths of columns are styles, too. In a text a quotation mark is escaped, so that this is none. */
static void put_without_styles(struct buf *out, const char *from, const char *end)
{
    static const char style[] = " style=\"";

    while (from < end) {
        const char *at = memmem(from, (size_t)(end - from), style, sizeof style - 1);
        const char *stop = at != NULL ? at : end;
        buf_printf(out, "%.*s", (int)(stop - from), from);
        if (at == NULL)
            return;
        const char *close = memchr(at + sizeof style - 1, '"', (size_t)(end - at) - (sizeof style - 1));
        from = close != NULL ? close + 1 : end;
    }
}

/* What base/html.h has made of a text, as that text. */
static const char *plain(struct sight *sight, const char *from, const char *end)
{
    static const struct {
        const char *name;
        char c;
    } escapes[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    struct buf text = {0};

    while (from < end) {
        size_t length = 1;
        char c = *from;
        for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
            if (strncmp(from, escapes[i].name, strlen(escapes[i].name)) == 0) {
                c = escapes[i].c;
                length = strlen(escapes[i].name);
            }
        buf_putc(&text, c);
        from += length;
    }
    return sight_take(sight, &text);
}

/* The document's own title is that of the page. */
static bool show(struct sight *sight, const char *html)
{
    const char *from = strstr(html, "<h1>"), *title_end = from != NULL ? strstr(from, "</h1>") : NULL;
    const char *end = title_end != NULL ? strstr(title_end, "</main>") : NULL;
    struct buf *out = &sight->answer->body;

    if (end == NULL)
        return err_set(sight->err, ERR_IO, "the notice that was kept is no document");
    sight_open(sight, plain(sight, from + strlen("<h1>"), title_end), NULL, NULL, 0);
    buf_puts(out, "<article>\n");
    put_without_styles(out, title_end + strlen("</h1>"), end);
    buf_puts(out, "</article>\n");
    sight_close(sight);
    return true;
}

static bool make(struct sight *sight)
{
    const char *text = sight->asked->arguments[0];
    struct err err = {0};
    char *html = NULL;
    int64_t id;

    if (!dec_parse(text, strlen(text), 0, &id) || id <= 0)
        return sight_missing(sight);
    if (!store_notice_read(sight->context->session, id, true, &html, &err))
        return err.code == ERR_INPUT ? sight_missing(sight) : err_set(sight->err, err.code, "%s", err.text);
    bool ok = show(sight, html);
    free(html);
    return ok;
}

bool page_notice(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}
