/* Printing JSON: one value a line, compact, UTF-8 as it is, keys in the order they were set. */
#ifndef REPORT_JSON_LINES_H
#define REPORT_JSON_LINES_H

#include <stdio.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/dec.h"

/* Writes `value` and a line end, and lets go of the value. A write that fails leaves its mark on the
 * stream (ferror), as with printf. */
void json_line_write(FILE *out, json_t *value);

/* The same at the end of a buffer, as it is: for a file, or for whoever reads it with a program. */
void json_line_add(struct buf *out, json_t *value);

/* New values for json_object_set_new() and its like. */
json_t *json_money(fen amount);              /* "1234.50": a string, because 2^53 fen is not enough */
json_t *json_text_or_null(const char *text); /* null for NULL and "" */

#endif
