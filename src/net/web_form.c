#include "net/web_form.h"

#include <string.h>

#include "base/visible.h"
#include "core/import_utf8.h"

static bool fault(struct err *err, const char *what)
{
    return err_set(err, ERR_INPUT, "%s", what);
}

const char *web_fields_get(const struct web_fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->list[i].name, name) == 0)
            return fields->list[i].value;
    return NULL;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_clean(const char *text, size_t length)
{
    uint32_t point;
    size_t at = 0;

    while (at < length)
        if (utf8_next(text, length, &at, &point) != UTF8_GOOD || point == 0)
            return false;
    return true;
}

/* `form`: a plus is a space, and \r\n or \r is \n. */
static bool decode(const char *bytes, size_t length, bool form, struct arena *arena, const char **ret_text,
                   struct err *err)
{
    char *out = arena_alloc(arena, length + 1);
    size_t made = 0;

    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if (c == '%') {
            int high = i + 2 < length ? hex(bytes[i + 1]) : -1;
            int low = i + 2 < length ? hex(bytes[i + 2]) : -1;
            if (high < 0 || low < 0)
                return fault(err, "a % is not followed by two hexadecimal digits");
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && form)
            c = ' ';
        if (form && c == '\n' && made > 0 && out[made - 1] == '\r')
            made--;
        out[made++] = c;
    }
    for (size_t i = 0; i < made && form; i++)
        if (out[i] == '\r')
            out[i] = '\n';
    if (!is_clean(out, made))
        return fault(err, "what is asked for is not UTF-8, or has a NUL in it");
    *ret_text = out;
    return true;
}

bool web_form_read(const char *bytes, size_t length, struct arena *arena, struct web_fields *ret_fields,
                   struct err *err)
{
    struct web_fields fields = {.list = arena_alloc(arena, WEB_FIELDS_MAX * sizeof *fields.list)};

    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '&', length - at);
        size_t part = end != NULL ? (size_t)(end - bytes) - at : length - at;
        const char *equals = part > 0 ? memchr(bytes + at, '=', part) : NULL;
        size_t name = equals != NULL ? (size_t)(equals - bytes) - at : part;
        struct web_field *field = &fields.list[fields.count];

        if (part > 0) {
            if (fields.count == WEB_FIELDS_MAX)
                return fault(err, "there are too many fields");
            field->value = "";
            if (!decode(bytes + at, name, true, arena, &field->name, err) ||
                (equals != NULL && !decode(equals + 1, part - name - 1, true, arena, &field->value, err)))
                return false;
            fields.count++;
        }
        at += part + 1;
    }
    *ret_fields = fields;
    return true;
}

static bool has_controls(const char *text)
{
    size_t length = strlen(text);

    while (length > 0) {
        enum visible kind;
        uint32_t point;
        size_t size = visible_next(text, length, &kind, &point);
        if (kind == VISIBLE_CONTROL)
            return true;
        text += size;
        length -= size;
    }
    return false;
}

static bool read_path(const char *bytes, size_t length, struct arena *arena, struct web_target *target,
                      struct err *err)
{
    if (!decode(bytes, length, false, arena, &target->path, err))
        return false;
    if (has_controls(target->path))
        return fault(err, "the path has control characters in it");
    for (size_t at = 1; at < length || (at == length && length > 1);) {
        const char *slash = at < length ? memchr(bytes + at, '/', length - at) : NULL;
        size_t part = slash != NULL ? (size_t)(slash - bytes) - at : length - at;
        if (target->part_count == WEB_PARTS_MAX)
            return fault(err, "the path has too many parts");
        if (!decode(bytes + at, part, false, arena, &target->parts[target->part_count++], err))
            return false;
        at += part + 1;
        if (slash == NULL)
            break;
    }
    return true;
}

bool web_target_read(const char *bytes, size_t length, struct arena *arena, struct web_target *ret_target,
                     struct err *err)
{
    struct web_target target = {0};
    const char *question = length > 0 ? memchr(bytes, '?', length) : NULL;
    size_t path = question != NULL ? (size_t)(question - bytes) : length;

    if (length > WEB_TARGET_MAX)
        return fault(err, "what is asked for is too long");
    if (path == 0 || bytes[0] != '/')
        return fault(err, "what is asked for does not begin with a /");
    if (!read_path(bytes, path, arena, &target, err))
        return false;
    if (question != NULL && !web_form_read(question + 1, length - path - 1, arena, &target.query, err))
        return false;
    *ret_target = target;
    return true;
}

bool web_cookie_read(const char *header, size_t length, const char *name, const char **ret_value,
                     size_t *ret_length)
{
    size_t wanted = strlen(name), found = 0;

    for (size_t at = 0; at < length;) {
        const char *end = memchr(header + at, ';', length - at);
        size_t part = end != NULL ? (size_t)(end - header) - at : length - at;
        const char *text = header + at;
        at += part + 1;
        while (part > 0 && (*text == ' ' || *text == '\t'))
            text++, part--;
        if (part <= wanted || strncmp(text, name, wanted) != 0 || text[wanted] != '=')
            continue;
        found++;
        *ret_value = text + wanted + 1;
        *ret_length = part - wanted - 1;
    }
    return found == 1;
}

static bool is_host_letter(char c, bool bracketed)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           (bracketed && c == ':');
}

bool web_host_read(const char *header, size_t length, struct arena *arena, const char **ret_name)
{
    bool bracketed = length > 0 && header[0] == '[';
    const char *end = length == 0 ? NULL : memchr(header, bracketed ? ']' : ':', length);
    size_t size = end != NULL ? (size_t)(end - header) + bracketed : length;

    if (size == 0 || size > 255 || (bracketed && end == NULL))
        return false;
    char *name = arena_text_n(arena, header, size);
    for (size_t i = 0; i < size; i++) {
        if (name[i] >= 'A' && name[i] <= 'Z')
            name[i] = (char)(name[i] - 'A' + 'a');
        if (!is_host_letter(name[i], bracketed) && !(bracketed && (i == 0 || i == size - 1)))
            return false;
    }
    if (size < length && (header[size] != ':' || size + 1 == length || length - size > 6))
        return false;
    for (size_t i = size + 1; i < length; i++)
        if (header[i] < '0' || header[i] > '9')
            return false;
    *ret_name = name;
    return true;
}

void web_percent(struct buf *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
            strchr("-._~", *c) != NULL)
            buf_putc(out, *c);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
}
