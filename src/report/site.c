#include "report/site.h"

#include <stdarg.h>
#include <string.h>

#include "base/html.h"
#include "embedded/styles.h"
#include "report/site_parts.h"

static const char *const tone_classes[TONE_COUNT] = {[TONE_NONE] = "",
                                                     [TONE_GOOD] = "good",
                                                     [TONE_NOTICE] = "notice",
                                                     [TONE_BAD] = "bad",
                                                     [TONE_INFO] = "info"};

const char *site_tone(enum tone tone)
{
    return tone_classes[tone];
}

void site_text(struct site *site, const char *text)
{
    buf_puts(site->out, "<bdi>");
    html_sentence(site->out, text);
    buf_puts(site->out, "</bdi>");
}

void site_attribute(struct site *site, const char *name, const char *value)
{
    buf_printf(site->out, " %s=\"", name);
    html_text(site->out, value);
    buf_putc(site->out, '"');
}

void site_anchor(struct site *site, const char *text, const char *href)
{
    if (href == NULL) {
        site_text(site, text);
        return;
    }
    buf_puts(site->out, "<a");
    site_attribute(site, "href", href);
    buf_putc(site->out, '>');
    site_text(site, text);
    buf_puts(site->out, "</a>");
}

static void steps(struct site *site, const struct site_step *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_puts(site->out, "<li><a");
        site_attribute(site, "href", list[i].href);
        buf_puts(site->out, list[i].current ? " aria-current=\"page\">" : ">");
        site_text(site, list[i].text);
        buf_puts(site->out, "</a></li>\n");
    }
}

void site_begin(struct site *site, struct buf *out, const struct site_frame *frame)
{
    *site = (struct site){.out = out, .frame = *frame, .arena = site->arena};
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
    site_anchor(site, frame->site, site_to(site, "/", NULL, NULL));
    buf_puts(out, "</p>\n<nav");
    site_attribute(site, "aria-label", frame->nav);
    buf_puts(out, ">\n<ul>\n");
    steps(site, frame->steps, frame->step_count);
    buf_puts(out, "</ul>\n</nav>\n</header>\n<main id=\"content\" tabindex=\"-1\">\n");
    if (frame->path_count > 0)
        site_links(site, frame->way, frame->path, frame->path_count);
    site->heading = arena_text(&site->arena, frame->title);
    buf_puts(out, "<h1>");
    site_text(site, frame->title);
    buf_puts(out, "</h1>\n");
}

void site_end(struct site *site)
{
    buf_puts(site->out, "</main>\n");
    if (site->frame.footer[0] != '\0') {
        buf_puts(site->out, "<footer><p>");
        site_text(site, site->frame.footer);
        buf_puts(site->out, "</p></footer>\n");
    }
    buf_puts(site->out, "</body>\n</html>\n");
}

void site_free(struct site *site)
{
    arena_free(&site->arena);
}

static void element(struct site *site, const char *tag, const char *class_name, const char *text)
{
    if (class_name[0] != '\0')
        buf_printf(site->out, "<%s class=\"%s\">", tag, class_name);
    else
        buf_printf(site->out, "<%s>", tag);
    site_text(site, text);
    buf_printf(site->out, "</%s>\n", tag);
}

void site_heading(struct site *site, int level, const char *text)
{
    char tag[] = "h2";

    tag[1] = (char)('0' + level);
    site->heading = arena_text(&site->arena, text);
    element(site, tag, "", text);
}

void site_paragraph(struct site *site, const char *text)
{
    element(site, "p", "", text);
}

void site_note(struct site *site, const char *text)
{
    element(site, "p", "note", text);
}

void site_notice(struct site *site, const char *text, enum tone tone)
{
    buf_printf(site->out, "<p class=\"say %s\">", site_tone(tone));
    site_text(site, text);
    buf_puts(site->out, "</p>\n");
}

void site_links(struct site *site, const char *label, const struct site_step *list, size_t count)
{
    buf_puts(site->out, "<nav class=\"way\"");
    site_attribute(site, "aria-label", label);
    buf_puts(site->out, "><ul>\n");
    steps(site, list, count);
    buf_puts(site->out, "</ul></nav>\n");
}

void site_more(struct site *site, const char *text, const char *href)
{
    buf_puts(site->out, "<p class=\"more\">");
    site_anchor(site, text, href);
    buf_puts(site->out, "</p>\n");
}

void site_figure(struct site *site, const char *svg, const char *in_words)
{
    buf_puts(site->out, "<figure role=\"img\"");
    site_attribute(site, "aria-label", in_words);
    buf_printf(site->out, ">\n%s</figure>\n", svg);
}

void site_keys(struct site *site, const struct site_key *keys, size_t count)
{
    buf_puts(site->out, "<dl class=\"keys\">\n");
    for (size_t i = 0; i < count; i++) {
        buf_puts(site->out, "<div><dt>");
        site_text(site, keys[i].label);
        buf_printf(site->out, "</dt><dd class=\"%s\">", site_tone(keys[i].tone));
        site_anchor(site, keys[i].value, keys[i].href);
        buf_puts(site->out, "</dd>");
        if (keys[i].note != NULL && keys[i].note[0] != '\0') {
            buf_puts(site->out, "<dd class=\"small\">");
            site_text(site, keys[i].note);
            buf_puts(site->out, "</dd>");
        }
        buf_puts(site->out, "</div>\n");
    }
    buf_puts(site->out, "</dl>\n");
}

void site_facts(struct site *site)
{
    buf_puts(site->out, "<dl class=\"facts\">\n");
}

void site_fact(struct site *site, const char *label, const char *text, const char *href)
{
    if (text == NULL || text[0] == '\0')
        return;
    buf_puts(site->out, "<div><dt>");
    site_text(site, label);
    buf_puts(site->out, "</dt><dd>");
    site_anchor(site, text, href);
    buf_puts(site->out, "</dd></div>\n");
}

void site_facts_end(struct site *site)
{
    buf_puts(site->out, "</dl>\n");
}

/* What RFC 3986 leaves unreserved stands for itself; all else is encoded, a slash inside a code among it. */
void site_link_part(struct buf *out, const char *part)
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

void site_link_query(struct buf *out, const char *name, const char *value)
{
    buf_putc(out, strchr(buf_text(out), '?') == NULL ? '?' : '&');
    site_link_part(out, name);
    buf_putc(out, '=');
    site_link_part(out, value);
}

const char *site_to(struct site *site, const char *path, const char *part, ...)
{
    struct buf link = {0};
    va_list pairs;

    buf_puts(&link, path);
    if (part != NULL)
        site_link_part(&link, part);
    va_start(pairs, part);
    for (const char *name = va_arg(pairs, const char *); name != NULL; name = va_arg(pairs, const char *)) {
        const char *value = va_arg(pairs, const char *);
        if (value != NULL && value[0] != '\0')
            site_link_query(&link, name, value);
    }
    va_end(pairs);
    if (site->frame.lang != NULL)
        site_link_query(&link, "lang", site->frame.lang);
    const char *kept = arena_text(&site->arena, buf_text(&link));
    buf_free(&link);
    return kept;
}

const char *site_style(void)
{
    return html_style_page;
}
