/* Printing JSON: one value a line, compact, keys in the order they were set; UTF-8 as it is, but for what
 * acts on a terminal and cannot be seen (base/visible.h), which is written as \u202e. */
#ifndef REPORT_JSON_LINES_H
#define REPORT_JSON_LINES_H

#include <stdio.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/dec.h"

/* Writes `value` and a line end, and lets go of the value. A write that fails leaves its mark on the
 * stream (ferror), as with printf. */
void json_line_write(FILE *out, json_t *value);

/* The same into a text. */
void json_line_add(struct buf *out, json_t *value);

/* A value that is a text already, on one line as json_dumps() made it. */
void json_text_write(FILE *out, const char *text);

/* New values for json_object_set_new() and its like. */
json_t *json_money(fen amount);              /* "1234.50": a string, because 2^53 fen is not enough */
json_t *json_text_or_null(const char *text); /* null for NULL and "" */

#endif
