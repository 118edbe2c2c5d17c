#include "report/page.h"

#include <stdarg.h>
#include <string.h>

#include "base/html.h"
#include "embedded/styles.h"
#include "report/page_parts.h"

static const char *const tone_classes[TONE_COUNT] = {[TONE_NONE] = "",
                                                     [TONE_GOOD] = "good",
                                                     [TONE_NOTICE] = "notice",
                                                     [TONE_BAD] = "bad",
                                                     [TONE_INFO] = "info"};

const char *page_tone(enum tone tone)
{
    return tone_classes[tone];
}

void page_text(struct page *page, const char *text)
{
    buf_puts(page->out, "<bdi>");
    html_text(page->out, text);
    buf_puts(page->out, "</bdi>");
}

void page_attribute(struct page *page, const char *name, const char *value)
{
    buf_printf(page->out, " %s=\"", name);
    html_text(page->out, value);
    buf_putc(page->out, '"');
}

void page_anchor(struct page *page, const char *text, const char *href)
{
    if (href == NULL) {
        page_text(page, text);
        return;
    }
    buf_puts(page->out, "<a");
    page_attribute(page, "href", href);
    buf_putc(page->out, '>');
    page_text(page, text);
    buf_puts(page->out, "</a>");
}

static void steps(struct page *page, const struct page_step *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_puts(page->out, "<li><a");
        page_attribute(page, "href", list[i].href);
        buf_puts(page->out, list[i].current ? " aria-current=\"page\">" : ">");
        page_text(page, list[i].text);
        buf_puts(page->out, "</a></li>\n");
    }
}

void page_begin(struct page *page, struct buf *out, const struct page_frame *frame)
{
    *page = (struct page){.out = out, .frame = *frame, .arena = page->arena};
    buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               frame->language == LANGUAGE_ZH ? "zh-CN" : "en");
    buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html_text(out, frame->title);
    buf_puts(out, " - ");
    html_text(out, frame->site);
    buf_puts(out, "</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n"
                  "<a class=\"skip\" href=\"#content\">");
    html_text(out, frame->skip);
    buf_puts(out, "</a>\n<header>\n<p class=\"site\">");
    page_anchor(page, frame->site, page_to(page, "/", NULL, NULL));
    buf_puts(out, "</p>\n<nav");
    page_attribute(page, "aria-label", frame->nav);
    buf_puts(out, ">\n<ul>\n");
    steps(page, frame->steps, frame->step_count);
    buf_puts(out, "</ul>\n</nav>\n</header>\n<main id=\"content\" tabindex=\"-1\">\n");
    if (frame->path_count > 0)
        page_links(page, frame->way, frame->path, frame->path_count);
    buf_puts(out, "<h1>");
    page_text(page, frame->title);
    buf_puts(out, "</h1>\n");
}

void page_end(struct page *page)
{
    buf_puts(page->out, "</main>\n");
    if (page->frame.footer[0] != '\0') {
        buf_puts(page->out, "<footer><p>");
        page_text(page, page->frame.footer);
        buf_puts(page->out, "</p></footer>\n");
    }
    buf_puts(page->out, "</body>\n</html>\n");
}

void page_free(struct page *page)
{
    arena_free(&page->arena);
}

static void element(struct page *page, const char *tag, const char *class_name, const char *text)
{
    if (class_name[0] != '\0')
        buf_printf(page->out, "<%s class=\"%s\">", tag, class_name);
    else
        buf_printf(page->out, "<%s>", tag);
    page_text(page, text);
    buf_printf(page->out, "</%s>\n", tag);
}

void page_heading(struct page *page, int level, const char *text)
{
    char tag[] = "h2";

    tag[1] = (char)('0' + level);
    element(page, tag, "", text);
}

void page_paragraph(struct page *page, const char *text)
{
    element(page, "p", "", text);
}

void page_note(struct page *page, const char *text)
{
    element(page, "p", "note", text);
}

void page_notice(struct page *page, const char *text, enum tone tone)
{
    buf_printf(page->out, "<p class=\"say %s\">", page_tone(tone));
    page_text(page, text);
    buf_puts(page->out, "</p>\n");
}

void page_links(struct page *page, const char *label, const struct page_step *list, size_t count)
{
    buf_puts(page->out, "<nav class=\"way\"");
    page_attribute(page, "aria-label", label);
    buf_puts(page->out, "><ul>\n");
    steps(page, list, count);
    buf_puts(page->out, "</ul></nav>\n");
}

void page_figure(struct page *page, const char *svg, const char *in_words)
{
    buf_puts(page->out, "<figure role=\"img\"");
    page_attribute(page, "aria-label", in_words);
    buf_printf(page->out, ">\n%s</figure>\n", svg);
}

void page_keys(struct page *page, const struct page_key *keys, size_t count)
{
    buf_puts(page->out, "<dl class=\"keys\">\n");
    for (size_t i = 0; i < count; i++) {
        buf_puts(page->out, "<div><dt>");
        page_text(page, keys[i].label);
        buf_printf(page->out, "</dt><dd class=\"%s\">", page_tone(keys[i].tone));
        page_anchor(page, keys[i].value, keys[i].href);
        buf_puts(page->out, "</dd>");
        if (keys[i].note != NULL && keys[i].note[0] != '\0') {
            buf_puts(page->out, "<dd class=\"small\">");
            page_text(page, keys[i].note);
            buf_puts(page->out, "</dd>");
        }
        buf_puts(page->out, "</div>\n");
    }
    buf_puts(page->out, "</dl>\n");
}

void page_facts(struct page *page)
{
    buf_puts(page->out, "<dl class=\"facts\">\n");
}

void page_fact(struct page *page, const char *label, const char *text, const char *href)
{
    if (text == NULL || text[0] == '\0')
        return;
    buf_puts(page->out, "<div><dt>");
    page_text(page, label);
    buf_puts(page->out, "</dt><dd>");
    page_anchor(page, text, href);
    buf_puts(page->out, "</dd></div>\n");
}

void page_facts_end(struct page *page)
{
    buf_puts(page->out, "</dl>\n");
}

/* What RFC 3986 leaves unreserved stands for itself; all else is encoded, a slash inside a code among it. */
void page_link_part(struct buf *out, const char *part)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /* "." and ".." by themselves would be taken out of the path by whoever follows the link. */
    if (strcmp(part, ".") == 0 || strcmp(part, "..") == 0) {
        buf_puts(out, part[1] == '\0' ? "%2E" : "%2E%2E");
        return;
    }
    for (; *part != '\0'; part++) {
        if (strchr(plain, *part) != NULL)
            buf_putc(out, *part);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*part);
    }
}

void page_link_query(struct buf *out, const char *name, const char *value)
{
    buf_putc(out, strchr(buf_text(out), '?') == NULL ? '?' : '&');
    page_link_part(out, name);
    buf_putc(out, '=');
    page_link_part(out, value);
}

const char *page_to(struct page *page, const char *path, const char *part, ...)
{
    struct buf link = {0};
    va_list pairs;

    buf_puts(&link, path);
    if (part != NULL)
        page_link_part(&link, part);
    va_start(pairs, part);
    for (const char *name = va_arg(pairs, const char *); name != NULL; name = va_arg(pairs, const char *)) {
        const char *value = va_arg(pairs, const char *);
        if (value != NULL && value[0] != '\0')
            page_link_query(&link, name, value);
    }
    va_end(pairs);
    if (page->frame.lang != NULL)
        page_link_query(&link, "lang", page->frame.lang);
    const char *kept = arena_text(&page->arena, buf_text(&link));
    buf_free(&link);
    return kept;
}

const char *page_style(void)
{
    return html_style_page;
}
