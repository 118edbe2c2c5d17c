/* The number that an indicator's value or target spells: "≥266", "98.4%", "-3". */
#ifndef CORE_LEDGER_NUMBER_H
#define CORE_LEDGER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/dec.h"

/* Exactly what the database's function of the same name takes for one (a test compares them): an operator at
 * most, a sign at most, 1 to 12 digits, a point and 1 to 6 more at most, a percent sign at most; nothing
 * before, between or after. The operator is how the figure was reported and is no part of it, nor does the
 * percent sign divide. False: it spells none, and `*ret_number` is left alone. `text` needs no NUL at its
 * end. */
bool ledger_number(const char *text, size_t length, micro *ret_number);

#endif
