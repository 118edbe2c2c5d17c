/* A JSON file whose faults can be told with their line.
 *
 * jansson reads the text but keeps no positions, so the text stays here: the line of a value is found
 * by walking the already validated text along the value's place. A place is a chain of steps on the
 * stack of whoever walks down the values, from the inside out:
 *
 *     struct json_place channel = {.up = &channels, .index = 0};
 *     struct json_place url = {.up = &channel, .key = "url"};      channels[0].url
 *
 * The check functions add a fault and return false (or NULL) where a value is not what was asked for. */
#ifndef CONFIG_JSON_FILE_H
#define CONFIG_JSON_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/buf.h"
#include "config/faults.h"

/* Whether what an option says is the path of a file and not the name of one that is shipped: it has a '/' in
 * it or ends in ".json". */
bool json_file_is_path(const char *name_or_path);

enum { JSON_FILE_MAX = 1024 * 1024 };

struct json_file {
    const char *name; /* for the faults; borrowed */
    struct buf text;
    json_t *root;          /* an object */
    struct faults *faults; /* borrowed */
};

struct json_place {
    const struct json_place *up; /* NULL: a member of the root object */
    const char *key;             /* NULL: an element of a list */
    size_t index;
};

/* Parse a text, or a file of JSON_FILE_MAX bytes at most. A name that is given twice, and anything but
 * an object, is a fault. Ends with json_file_done(), also after a failure. */
MUST_CHECK bool json_file_parse(struct json_file *file, const char *name, const char *text, size_t length,
                                struct faults *faults);
MUST_CHECK bool json_file_read(struct json_file *file, const char *path, struct faults *faults);
void json_file_done(struct json_file *file);

/* "channels[0].url", `rules["execution.pace"].red`; "" for NULL, which is the root. */
void json_place_format(const struct json_place *place, struct buf *out);

/* The line of the value's name, or of an element's first character. A place that is not in the text
 * (something is missing) has the line of the innermost part of it that is. */
int json_file_line(const struct json_file *file, const struct json_place *place);

void json_file_fault(const struct json_file *file, const struct json_place *place, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* "a text", "a number", "a list", ... */
const char *json_kind(const json_t *value);

/* The text of a JSON string; it lives as long as the file. NULL after a fault. */
const char *json_file_text(const struct json_file *file, const struct json_place *place, const json_t *value);
MUST_CHECK bool json_file_bool(const struct json_file *file, const struct json_place *place,
                               const json_t *value, bool *ret_bool);
MUST_CHECK bool json_file_integer(const struct json_file *file, const struct json_place *place,
                                  const json_t *value, int64_t min, int64_t max, int64_t *ret_integer);
MUST_CHECK bool json_file_is_object(const struct json_file *file, const struct json_place *place,
                                    const json_t *value);
MUST_CHECK bool json_file_is_list(const struct json_file *file, const struct json_place *place,
                                  const json_t *value);

#endif
