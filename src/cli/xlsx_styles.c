#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/xlsx_parts.h"
#include "cli/xlsx_xml.h"

/* A format with a text of its own. They come before the styles that name them by number. */
struct format {
    long id;
    struct xlsx_style style;
};

struct reading {
    struct xlsx_xml xml;
    struct xlsx_book *book;
    struct format *formats;
    size_t count, capacity, style_capacity;
    bool in_styles; /* cellXfs: the others are templates of styles */
};

static void on_start(void *ctx, const char *name, const char **attributes);
static void on_end(void *ctx, const char *name);
static void add_format(struct reading *r, const char **attributes);
static void add_style(struct reading *r, const char **attributes);
static struct xlsx_style style_of(const struct reading *r, long id);

bool xlsx_styles_read(struct xlsx_book *book, const char *part, struct err *err)
{
    static const struct xlsx_xml_handlers handlers = {on_start, on_end, NULL};
    struct reading *r = mem_alloc(sizeof *r);

    r->book = book;
    bool good = xlsx_xml_read(&r->xml, &book->zip, part, &handlers, r, err);
    free(r->formats);
    free(r);
    return good;
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct reading *r = ctx;

    if (strcmp(name, "cellXfs") == 0)
        r->in_styles = true;
    else if (strcmp(name, "xf") == 0 && r->in_styles)
        add_style(r, attributes);
    else if (strcmp(name, "numFmt") == 0)
        add_format(r, attributes);
}

static void on_end(void *ctx, const char *name)
{
    struct reading *r = ctx;

    if (strcmp(name, "cellXfs") == 0)
        r->in_styles = false;
}

static void add_format(struct reading *r, const char **attributes)
{
    const char *id = xlsx_xml_attribute(attributes, "numFmtId");
    const char *code = xlsx_xml_attribute(attributes, "formatCode");

    if (id == NULL || code == NULL)
        return;
    if (r->count == XLSX_STYLES_MAX) {
        xlsx_xml_fail(&r->xml, "more than %d number formats", XLSX_STYLES_MAX);
        return;
    }
    r->formats = mem_room(r->formats, r->count, &r->capacity, sizeof *r->formats);
    r->formats[r->count++] = (struct format){
        strtol(id, NULL, 10), {.form = xlsx_form_of_code(code), .digits = xlsx_digits_of_code(code)}};
}

static void add_style(struct reading *r, const char **attributes)
{
    const char *id = xlsx_xml_attribute(attributes, "numFmtId");
    struct xlsx_book *book = r->book;

    if (book->style_count == XLSX_STYLES_MAX) {
        xlsx_xml_fail(&r->xml, "more than %d cell styles", XLSX_STYLES_MAX);
        return;
    }
    book->styles = mem_room(book->styles, book->style_count, &r->style_capacity, sizeof *book->styles);
    book->styles[book->style_count++] = style_of(r, id != NULL ? strtol(id, NULL, 10) : 0);
}

/* The file's own word counts before what the number usually means: programs in other countries give the
 * numbers from 27 on other formats. By looking through all: there are a few dozen. */
static struct xlsx_style style_of(const struct reading *r, long id)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->formats[i].id == id)
            return r->formats[i].style;
    }
    return (struct xlsx_style){.form = xlsx_form_of_builtin(id)};
}
