/* Forms of pages. */
#include <string.h>

#include "base/html.h"
#include "report/page_parts.h"

void page_form(struct page *page, const char *action, bool posts, const char *label)
{
    buf_printf(page->out, "<form method=\"%s\" class=\"%s\"", posts ? "post" : "get", posts ? "act" : "look");
    page_attribute(page, "action", action);
    page_attribute(page, "aria-label", label);
    buf_puts(page->out, ">\n");
}

void page_form_hidden(struct page *page, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    buf_puts(page->out, "<input type=\"hidden\"");
    page_attribute(page, "name", name);
    page_attribute(page, "value", value);
    buf_puts(page->out, ">\n");
}

static void choice(struct page *page, const struct page_field *field)
{
    for (size_t i = 0; i < field->option_count; i++) {
        const struct page_option *option = &field->options[i];
        buf_puts(page->out, "<option");
        page_attribute(page, "value", option->value);
        if (field->value != NULL && strcmp(field->value, option->value) == 0)
            buf_puts(page->out, " selected");
        buf_putc(page->out, '>');
        html_text(page->out, option->text);
        buf_puts(page->out, "</option>");
    }
    buf_puts(page->out, "</select>\n");
}

/* What they have in common: who describes the field, whether it is needed or at fault. */
static void attributes(struct page *page, const struct page_field *field)
{
    page_attribute(page, "id", field->name);
    page_attribute(page, "name", field->name);
    if (field->hint != NULL || field->fault != NULL)
        buf_printf(page->out, " aria-describedby=\"%s%s%s%s%s\"", field->hint != NULL ? field->name : "",
                   field->hint != NULL ? "-hint" : "", field->hint != NULL && field->fault != NULL ? " " : "",
                   field->fault != NULL ? field->name : "", field->fault != NULL ? "-fault" : "");
    if (field->needed)
        buf_puts(page->out, " required");
    if (field->fault != NULL)
        buf_puts(page->out, " aria-invalid=\"true\"");
    if (field->longest > 0)
        buf_printf(page->out, " maxlength=\"%d\"", field->longest);
}

static void control(struct page *page, const struct page_field *field)
{
    const char *value = field->value != NULL ? field->value : "";

    switch (field->kind) {
    case PAGE_FIELD_CHOICE:
        buf_puts(page->out, "<select");
        attributes(page, field);
        buf_putc(page->out, '>');
        choice(page, field);
        break;
    case PAGE_FIELD_TEXT:
        buf_puts(page->out, "<textarea rows=\"3\"");
        attributes(page, field);
        buf_putc(page->out, '>');
        html_text(page->out, value);
        buf_puts(page->out, "</textarea>\n");
        break;
    case PAGE_FIELD_LINE:
    case PAGE_FIELD_DATE:
        buf_printf(page->out, "<input type=\"%s\"", field->kind == PAGE_FIELD_DATE ? "date" : "text");
        attributes(page, field);
        page_attribute(page, "value", value);
        buf_puts(page->out, ">\n");
        break;
    }
}

static void beside(struct page *page, const struct page_field *field, const char *what, const char *text)
{
    if (text == NULL)
        return;
    buf_printf(page->out, "<small class=\"%s\" id=\"%s-%s\">", what, field->name, what);
    page_text(page, text);
    buf_puts(page->out, "</small>\n");
}

void page_form_field(struct page *page, const struct page_field *field)
{
    buf_puts(page->out, "<div class=\"field\"><label");
    page_attribute(page, "for", field->name);
    buf_putc(page->out, '>');
    page_text(page, field->label);
    buf_puts(page->out, "</label>\n");
    beside(page, field, "fault", field->fault);
    control(page, field);
    beside(page, field, "hint", field->hint);
    buf_puts(page->out, "</div>\n");
}

void page_form_end(struct page *page, const char *button)
{
    buf_puts(page->out, "<button type=\"submit\">");
    page_text(page, button);
    buf_puts(page->out, "</button>\n</form>\n");
}
