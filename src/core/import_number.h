/* Numbers as people write them in ledger files: full-width digits, thousands separators, a leading
 * operator, a trailing percent sign. */
#ifndef CORE_IMPORT_NUMBER_H
#define CORE_IMPORT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum import_money { IMPORT_YUAN, IMPORT_WAN /* 万元, 10,000 yuan */ };

enum import_number_fault {
    NUMBER_GOOD,
    NUMBER_NONE,      /* this is no number */
    NUMBER_COMMAS,    /* its commas do not separate thousands: 1,50 could mean anything */
    NUMBER_DECIMALS,  /* it has more decimals than the scale */
    NUMBER_TOO_LARGE, /* it has more than 18 digits at the scale */
};

struct import_number {
    int64_t value;          /* at the scale */
    const char *comparison; /* "≥", "≤", ">", "<", "=", or "" */
    bool percent;
};

/* All of the text must be the number. Blanks may stand behind the operator and before the percent sign. */
enum import_number_fault import_number_read(const char *text, size_t length, int scale,
                                            struct import_number *ret_number);

/* The unit of an amount: what is written behind it (万元, 万, 元), else `otherwise`. `*length` becomes that
 * of the text before it. */
enum import_money import_number_unit(const char *text, size_t *length, enum import_money otherwise);

/* Writes full-width digits, signs, blanks and punctuation as ASCII; false where something else is in the text
 * or it does not fit into `size` bytes. ≥ and ≤ come out as >= and <=. */
bool import_number_fold(const char *text, size_t length, char *out, size_t size);

#endif
