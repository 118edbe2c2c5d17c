/* COPY takes no parameters: this puts their values into the text of a SELECT with $1, $2, ... and
 * wraps it, so that one statement file serves both as it is (a test prepares it) and as a stream. */
#ifndef DB_COPY_TEXT_H
#define DB_COPY_TEXT_H

#include "base/buf.h"

/* COPY (<select>) TO STDOUT (FORMAT binary). Comment lines are left out; values become quoted
 * literals (standard_conforming_strings is on in every session), a NULL becomes NULL: the planner sees
 * through what is tested for it. */
void copy_text(struct buf *out, const char *select, const char *const *values, size_t count);

#endif
