/* UTF-8, one character at a time. */
#ifndef CORE_IMPORT_UTF8_H
#define CORE_IMPORT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a step ended. CUT: the text ends inside a character that was good so far. */
enum utf8_step { UTF8_GOOD, UTF8_CUT, UTF8_BAD };

/* Reads the character at `*at`, which must be below `length`, and moves `*at` behind it where it is
 * good. Strict: no overlong forms, no surrogates, nothing above U+10FFFF. */
enum utf8_step utf8_next(const char *text, size_t length, size_t *at, uint32_t *ret_point);

#endif
