/* JSON objects as fields. */
#include <inttypes.h>
#include <stdio.h>

#include <jansson.h>

#include "net/web_form.h"

static bool add(struct web_fields *fields, const char *name, const json_t *value, struct arena *arena,
                struct err *err)
{
    char number[24];
    const char *text;

    if (json_is_string(value))
        text = json_string_value(value);
    else if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        text = number;
    } else if (json_is_boolean(value))
        text = json_is_true(value) ? "true" : "false";
    else
        return err_set(
            err, ERR_INPUT,
            "each value of the object is a text, a whole number, true or false, or a list of them");
    if (fields->count == WEB_FIELDS_MAX)
        return err_set(err, ERR_INPUT, "there are too many fields");
    fields->list[fields->count++] =
        (struct web_field){.name = arena_text(arena, name), .value = arena_text(arena, text)};
    return true;
}

static bool add_member(struct web_fields *fields, const char *name, const json_t *value, struct arena *arena,
                       struct err *err)
{
    if (json_is_null(value))
        return true;
    if (!json_is_array(value))
        return add(fields, name, value, arena, err);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!add(fields, name, json_array_get(value, i), arena, err))
            return false;
    return true;
}

/* jansson takes UTF-8 alone, and refuses a NUL. */
bool web_json_read(const char *bytes, size_t length, struct arena *arena, struct web_fields *ret_fields,
                   struct err *err)
{
    struct web_fields fields = {.list = arena_alloc(arena, WEB_FIELDS_MAX * sizeof *fields.list)};
    json_error_t fault;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    const char *name;
    json_t *value;
    bool ok = true;

    if (root == NULL)
        return err_set(err, ERR_INPUT, "the body is not JSON, or not UTF-8, at line %d, column %d",
                       fault.line, fault.column);
    if (!json_is_object(root))
        ok = err_set(err, ERR_INPUT, "the body is not a JSON object");
    json_object_foreach(root, name, value)
    {
        ok = ok && add_member(&fields, name, value, arena, err);
    }
    json_decref(root);
    if (ok)
        *ret_fields = fields;
    return ok;
}
