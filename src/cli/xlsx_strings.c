#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/xlsx_parts.h"
#include "cli/xlsx_xml.h"

struct reading {
    struct xlsx_xml xml;
    struct xlsx_book *book;
    struct buf text; /* of the string in progress */
    bool in_string, in_text;
    int in_reading; /* rPh */
};

static void on_start(void *ctx, const char *name, const char **attributes);
static void on_end(void *ctx, const char *name);
static void on_text(void *ctx, const char *data, size_t length);
static void add_string(struct reading *r);
static bool read_escape(const char *data, size_t length, unsigned *ret_point);

bool xlsx_strings_read(struct xlsx_book *book, const char *part, struct err *err)
{
    static const struct xlsx_xml_handlers handlers = {on_start, on_end, on_text};
    struct reading *r = mem_alloc(sizeof *r);

    r->book = book;
    bool good = xlsx_xml_read(&r->xml, &book->zip, part, &handlers, r, err);
    buf_free(&r->text);
    free(r);
    return good;
}

void xlsx_strings_done(struct xlsx_strings *strings)
{
    buf_free(&strings->text);
    free(strings->ends);
    *strings = (struct xlsx_strings){0};
}

bool xlsx_book_string(const struct xlsx_book *book, size_t number, const char **ret_data, size_t *ret_length)
{
    const struct xlsx_strings *s = &book->strings;

    if (number >= s->count)
        return false;
    size_t start = number > 0 ? s->ends[number - 1] : 0;
    *ret_data = buf_text(&s->text) + start;
    *ret_length = s->ends[number] - start;
    return true;
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct reading *r = ctx;
    (void)attributes;

    if (strcmp(name, "si") == 0) {
        r->in_string = true;
        buf_clear(&r->text);
    } else if (strcmp(name, "rPh") == 0) {
        r->in_reading++;
    } else if (strcmp(name, "t") == 0) {
        r->in_text = r->in_string && r->in_reading == 0;
    }
}

static void on_end(void *ctx, const char *name)
{
    struct reading *r = ctx;

    if (strcmp(name, "si") == 0 && r->in_string) {
        r->in_string = false;
        add_string(r);
    } else if (strcmp(name, "rPh") == 0) {
        r->in_reading--;
    } else if (strcmp(name, "t") == 0) {
        r->in_text = false;
    }
}

static void on_text(void *ctx, const char *data, size_t length)
{
    struct reading *r = ctx;

    if (!r->in_text)
        return;
    buf_add(&r->text, data, length);
    if (r->text.length > XLSX_CELL_MAX)
        xlsx_xml_fail(&r->xml, "a text of more than %d bytes", XLSX_CELL_MAX);
}

static void add_string(struct reading *r)
{
    struct xlsx_strings *s = &r->book->strings;

    xlsx_add_text(&s->text, buf_text(&r->text), r->text.length);
    if (s->text.length > XLSX_STRINGS_MAX) {
        xlsx_xml_fail(&r->xml, "texts of more than %d megabytes in all", XLSX_STRINGS_MAX >> 20);
        return;
    }
    if (s->count == XLSX_STRING_COUNT_MAX) {
        xlsx_xml_fail(&r->xml, "more than %d texts", XLSX_STRING_COUNT_MAX);
        return;
    }
    s->ends = mem_room(s->ends, s->count, &s->capacity, sizeof *s->ends);
    s->ends[s->count++] = (uint32_t)s->text.length;
}

/* An escape that is no character of ASCII stays as it is: nobody writes those. */
void xlsx_add_text(struct buf *out, const char *data, size_t length)
{
    enum { ESCAPE = 7 };
    size_t start = 0, at = 0;
    unsigned point = 0;

    while (at < length) {
        if (data[at] != '_' || !read_escape(data + at, length - at, &point) || point == 0 || point > 0x7F) {
            at++;
            continue;
        }
        buf_add(out, data + start, at - start);
        buf_putc(out, (char)point);
        at += ESCAPE;
        start = at;
    }
    buf_add(out, data + start, length - start);
}

/* _xHHHH_ */
static bool read_escape(const char *data, size_t length, unsigned *ret_point)
{
    char digits[5] = "";

    if (length < 7 || data[1] != 'x' || data[6] != '_')
        return false;
    memcpy(digits, data + 2, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return false;
    *ret_point = (unsigned)strtoul(digits, NULL, 16);
    return true;
}
