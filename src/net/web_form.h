/* What a browser or a program asks for, from bytes to fields: the target of a request, a form, a JSON object,
 * a cookie. Pure functions of bytes and their length, which may be anything at all.
 *
 * What comes out is UTF-8 without a NUL. Whatever is not is ERR_INPUT with a sentence that quotes nothing.
 * Texts and lists live in the arena; on false nothing has been made that counts. */
#ifndef NET_WEB_FORM_H
#define NET_WEB_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

enum {
    WEB_TARGET_MAX = 4096, /* bytes, as they are sent */
    WEB_PARTS_MAX = 8,
    WEB_FIELDS_MAX = 256,
    WEB_BODY_MAX = 64 * 1024,
};

/* A field of a query or a form, decoded: UTF-8 without a NUL in it. */
struct web_field {
    const char *name, *value;
};

struct web_fields {
    struct web_field *list; /* in the order in which they came; a name may come again */
    size_t count;
};

/* The first of this name; NULL: none. */
const char *web_fields_get(const struct web_fields *fields, const char *name);

struct web_target {
    const char *path;                 /* decoded as a whole */
    const char *parts[WEB_PARTS_MAX]; /* between the slashes, each decoded by itself: "a%2Fb" is one part.
                                         "/" has none; "/a/" has two, the last empty */
    size_t part_count;
    struct web_fields query;
};

/* "/projects/A%20B?year=2023". No control characters in the path. */
MUST_CHECK bool web_target_read(const char *bytes, size_t length, struct arena *arena,
                                struct web_target *ret_target, struct err *err);

/* application/x-www-form-urlencoded. Line ends are \n, whatever was sent. */
MUST_CHECK bool web_form_read(const char *bytes, size_t length, struct arena *arena,
                              struct web_fields *ret_fields, struct err *err);

/* One JSON object of texts, whole numbers, true and false; a list of those is a field for each; null is as if
 * it were not there. */
MUST_CHECK bool web_json_read(const char *bytes, size_t length, struct arena *arena,
                              struct web_fields *ret_fields, struct err *err);

/* The value of the cookie `name` in a Cookie header, as it stands there. False: none, or several. */
MUST_CHECK bool web_cookie_read(const char *header, size_t length, const char *name, const char **ret_value,
                                size_t *ret_length);

/* The name in a Host header, in small letters, without its port: "[::1]:80" gives "[::1]". False: it is
 * none. */
MUST_CHECK bool web_host_read(const char *header, size_t length, struct arena *arena, const char **ret_name);

/* One text as a part of a path or a value of a query: everything but letters, digits, - . _ ~ as %XX. */
void web_percent(struct buf *out, const char *text);

#endif
