#include "config/json_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/json_line.h"

bool json_file_is_path(const char *name_or_path)
{
    size_t length = strlen(name_or_path);

    return strchr(name_or_path, '/') != NULL ||
           (length > 5 && strcmp(name_or_path + length - 5, ".json") == 0);
}

bool json_file_parse(struct json_file *file, const char *name, const char *text, size_t length,
                     struct faults *faults)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    json_error_t error;

    *file = (struct json_file){.name = name, .faults = faults};
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    buf_add(&file->text, text, length);
    file->root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (file->root == NULL) {
        faults_add(faults, name, error.line, "", "%s", error.text);
        return false;
    }
    return json_file_is_object(file, NULL, file->root);
}

bool json_file_read(struct json_file *file, const char *path, struct faults *faults)
{
    struct buf text = {0};
    struct err err = {0};
    bool ok = false;

    *file = (struct json_file){.name = path, .faults = faults};
    if (!buf_read_file(&text, path, JSON_FILE_MAX, &err)) {
        /* The error begins with the path, as a fault does. */
        size_t length = strlen(path);
        bool named = strncmp(err.text, path, length) == 0 && strncmp(err.text + length, ": ", 2) == 0;
        faults_add(faults, path, 0, "", "%s", named ? err.text + length + 2 : err.text);
    } else
        ok = json_file_parse(file, path, buf_text(&text), text.length, faults);
    buf_free(&text);
    return ok;
}

void json_file_done(struct json_file *file)
{
    json_decref(file->root);
    buf_free(&file->text);
    *file = (struct json_file){0};
}

/* Names of letters, digits and -_$ stand as they are, others in brackets and quotes. */
static void format_key(const char *key, bool first, struct buf *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_$";

    if (key[0] != '\0' && key[strspn(key, plain)] == '\0') {
        buf_printf(out, "%s%s", first ? "" : ".", key);
        return;
    }
    json_t *text = json_string(key);
    char *quoted = json_dumps(text, JSON_ENCODE_ANY);
    buf_printf(out, "[%s]", quoted != NULL ? quoted : "\"?\"");
    free(quoted);
    json_decref(text);
}

void json_place_format(const struct json_place *place, struct buf *out)
{
    if (place == NULL)
        return;
    json_place_format(place->up, out);
    if (place->key != NULL)
        format_key(place->key, place->up == NULL, out);
    else
        buf_printf(out, "[%zu]", place->index);
}

int json_file_line(const struct json_file *file, const struct json_place *place)
{
    return json_line(buf_text(&file->text), place);
}

void json_file_fault(const struct json_file *file, const struct json_place *place, const char *format, ...)
{
    struct buf path = {0};
    char text[2048]; /* faults_add() cuts it */
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    json_place_format(place, &path);
    faults_add(file->faults, file->name, json_file_line(file, place), buf_text(&path), "%s", text);
    buf_free(&path);
}

const char *json_kind(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "a list";
    case JSON_STRING: return "a text";
    case JSON_INTEGER: return "a number";
    case JSON_REAL: return "a number with a decimal point";
    case JSON_TRUE: return "true";
    case JSON_FALSE: return "false";
    case JSON_NULL: return "null";
    }
    return "nothing";
}

static bool is_kind(const struct json_file *file, const struct json_place *place, const json_t *value,
                    bool is, const char *expected)
{
    if (!is)
        json_file_fault(file, place, "expected %s, found %s", expected, json_kind(value));
    return is;
}

const char *json_file_text(const struct json_file *file, const struct json_place *place, const json_t *value)
{
    return is_kind(file, place, value, json_is_string(value), "a text") ? json_string_value(value) : NULL;
}

bool json_file_bool(const struct json_file *file, const struct json_place *place, const json_t *value,
                    bool *ret_bool)
{
    if (!is_kind(file, place, value, json_is_boolean(value), "true or false"))
        return false;
    *ret_bool = json_is_true(value);
    return true;
}

bool json_file_integer(const struct json_file *file, const struct json_place *place, const json_t *value,
                       int64_t min, int64_t max, int64_t *ret_integer)
{
    if (!is_kind(file, place, value, json_is_integer(value), "a whole number"))
        return false;
    int64_t integer = json_integer_value(value);
    if (integer < min || integer > max) {
        json_file_fault(file, place, "%lld is not %lld..%lld", (long long)integer, (long long)min,
                        (long long)max);
        return false;
    }
    *ret_integer = integer;
    return true;
}

bool json_file_is_object(const struct json_file *file, const struct json_place *place, const json_t *value)
{
    return is_kind(file, place, value, json_is_object(value), "an object");
}

bool json_file_is_list(const struct json_file *file, const struct json_place *place, const json_t *value)
{
    return is_kind(file, place, value, json_is_array(value), "a list");
}
