#include "config/json_line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "config/json_file.h"

/* Every function takes the place where a token begins and gives the one behind it. None runs past the
 * NUL, so that a text nobody validated ends the walk instead of breaking it. */

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
    if (*at == '"')
        at++;
    while (*at != '\0' && *at != '"')
        at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
    return *at == '"' ? at + 1 : at;
}

/* A whole value. Brackets are counted, not matched: the text is valid. */
static const char *skip_value(const char *at)
{
    size_t depth = 0;

    do {
        at = skip_space(at);
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        if (*at == '{' || *at == '[')
            depth++;
        if ((*at == '}' || *at == ']') && depth > 0)
            depth--;
        if (strchr("{}[],:", *at) != NULL)
            at += *at != '\0' ? 1 : 0;
        else
            at += strcspn(at, "{}[],:\" \t\r\n");
    } while (depth > 0 && *at != '\0');
    return at;
}

/* Whether the string token at..end is this key. Escapes are left to the parser. */
static bool is_key(const char *at, const char *end, const char *key)
{
    json_t *text = json_loadb(at, (size_t)(end - at), JSON_DECODE_ANY, NULL);
    bool same = json_is_string(text) && strcmp(json_string_value(text), key) == 0;

    json_decref(text);
    return same;
}

/* From the '{' to the value of `key`; `ret_name` is where its name begins. NULL: no such member. */
static const char *find_member(const char *at, const char *key, const char **ret_name)
{
    if (*at != '{')
        return NULL;
    at = skip_space(at + 1);
    while (*at == '"') {
        const char *name = at;
        const char *end = skip_string(at);
        at = skip_space(end);
        at = skip_space(*at == ':' ? at + 1 : at);
        if (is_key(name, end, key)) {
            *ret_name = name;
            return at;
        }
        at = skip_space(skip_value(at));
        at = skip_space(*at == ',' ? at + 1 : at);
    }
    return NULL;
}

/* From the '[' to the element of that index. NULL: the list is shorter. */
static const char *find_element(const char *at, size_t index)
{
    if (*at != '[')
        return NULL;
    at = skip_space(at + 1);
    while (*at != ']' && *at != '\0') {
        if (index-- == 0)
            return at;
        at = skip_space(skip_value(at));
        at = skip_space(*at == ',' ? at + 1 : at);
    }
    return NULL;
}

/* The value at `place`, or NULL. `ret_said` is moved to the innermost part of the place that is there:
 * a name, or an element's first character. */
static const char *walk(const char *text, const struct json_place *place, const char **ret_said)
{
    if (place == NULL)
        return *ret_said = skip_space(text);
    const char *within = walk(text, place->up, ret_said);
    if (within == NULL)
        return NULL;
    if (place->key != NULL)
        return find_member(within, place->key, ret_said);
    const char *element = find_element(within, place->index);
    if (element != NULL)
        *ret_said = element;
    return element;
}

int json_line(const char *text, const struct json_place *place)
{
    const char *said = text;
    int line = 1;

    walk(text, place, &said);
    for (const char *at = text; at < said; at++)
        line += *at == '\n' ? 1 : 0;
    return line;
}
