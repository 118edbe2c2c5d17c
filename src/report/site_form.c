/* Forms of pages. */
#include <string.h>

#include "base/html.h"
#include "report/site_parts.h"

void site_form(struct site *site, const char *action, bool posts, const char *label)
{
    buf_printf(site->out, "<form method=\"%s\" class=\"%s\"", posts ? "post" : "get", posts ? "act" : "look");
    site_attribute(site, "action", action);
    site_attribute(site, "aria-label", label);
    buf_puts(site->out, ">\n");
}

void site_form_hidden(struct site *site, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    buf_puts(site->out, "<input type=\"hidden\"");
    site_attribute(site, "name", name);
    site_attribute(site, "value", value);
    buf_puts(site->out, ">\n");
}

static void choice(struct site *site, const struct site_field *field)
{
    for (size_t i = 0; i < field->option_count; i++) {
        const struct site_option *option = &field->options[i];
        buf_puts(site->out, "<option");
        site_attribute(site, "value", option->value);
        if (field->value != NULL && strcmp(field->value, option->value) == 0)
            buf_puts(site->out, " selected");
        buf_putc(site->out, '>');
        html_text(site->out, option->text);
        buf_puts(site->out, "</option>");
    }
    buf_puts(site->out, "</select>\n");
}

/* What they have in common: who describes the field, whether it is needed or at fault. */
static void attributes(struct site *site, const struct site_field *field)
{
    site_attribute(site, "id", field->name);
    site_attribute(site, "name", field->name);
    if (field->hint != NULL || field->fault != NULL)
        buf_printf(site->out, " aria-describedby=\"%s%s%s%s%s\"", field->hint != NULL ? field->name : "",
                   field->hint != NULL ? "-hint" : "", field->hint != NULL && field->fault != NULL ? " " : "",
                   field->fault != NULL ? field->name : "", field->fault != NULL ? "-fault" : "");
    if (field->needed)
        buf_puts(site->out, " required");
    if (field->fault != NULL)
        buf_puts(site->out, " aria-invalid=\"true\"");
    if (field->longest > 0)
        buf_printf(site->out, " maxlength=\"%d\"", field->longest);
}

static void control(struct site *site, const struct site_field *field)
{
    const char *value = field->value != NULL ? field->value : "";

    switch (field->kind) {
    case SITE_FIELD_CHOICE:
        buf_puts(site->out, "<select");
        attributes(site, field);
        buf_putc(site->out, '>');
        choice(site, field);
        break;
    case SITE_FIELD_TEXT:
        buf_puts(site->out, "<textarea rows=\"3\"");
        attributes(site, field);
        buf_putc(site->out, '>');
        html_text(site->out, value);
        buf_puts(site->out, "</textarea>\n");
        break;
    case SITE_FIELD_LINE:
    case SITE_FIELD_DATE:
        buf_printf(site->out, "<input type=\"%s\"", field->kind == SITE_FIELD_DATE ? "date" : "text");
        attributes(site, field);
        site_attribute(site, "value", value);
        buf_puts(site->out, ">\n");
        break;
    }
}

static void beside(struct site *site, const struct site_field *field, const char *what, const char *text)
{
    if (text == NULL)
        return;
    buf_printf(site->out, "<small class=\"%s\" id=\"%s-%s\">", what, field->name, what);
    site_text(site, text);
    buf_puts(site->out, "</small>\n");
}

void site_form_field(struct site *site, const struct site_field *field)
{
    buf_puts(site->out, "<div class=\"field\"><label");
    site_attribute(site, "for", field->name);
    buf_putc(site->out, '>');
    site_text(site, field->label);
    buf_puts(site->out, "</label>\n");
    beside(site, field, "fault", field->fault);
    control(site, field);
    beside(site, field, "hint", field->hint);
    buf_puts(site->out, "</div>\n");
}

void site_form_end(struct site *site, const char *button)
{
    buf_puts(site->out, "<button type=\"submit\">");
    site_text(site, button);
    buf_puts(site->out, "</button>\n</form>\n");
}
