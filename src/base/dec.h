/* Exact decimals and ratios. No floating point.
 *
 * Money is int64 in fen (分, 1/100 of the currency unit); indicator values are int64 in millionths.
 * Ratios are fractions of 128-bit integers, compared by cross-multiplication; only what is printed is
 * rounded. What does not fit is an error (false), never a wrap. */
#ifndef BASE_DEC_H
#define BASE_DEC_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

__extension__ typedef __int128 int128;

typedef int64_t fen;   /* money, scale 2 */
typedef int64_t micro; /* indicator values, weights, percentages, scale 6 */

enum { SCALE_FEN = 2, SCALE_MICRO = 6, DEC_TEXT = 48 };

/* The largest that numeric(18,2) and numeric(18,6) hold: 18 digits. */
#define DEC_MAX INT64_C(999999999999999999)

/* "-1234.5" -> -123450 at scale 2. Optional sign, digits, optional point and digits; more decimals
 * than the scale are accepted only if they are zeros; at most 18 digits in all. */
MUST_CHECK bool dec_parse(const char *text, size_t length, int scale, int64_t *ret_value);

/* -123450 at scale 2 -> "-1234.50". Returns `text`. */
const char *dec_format(int64_t value, int scale, char text[static DEC_TEXT]);
/* The same without the zeros at the end: "98.4", "12". */
const char *dec_format_short(int64_t value, int scale, char text[static DEC_TEXT]);
/* With thousands separators, for people: "-1,234.50". */
const char *dec_format_grouped(int64_t value, int scale, char text[static DEC_TEXT]);

MUST_CHECK bool dec_add(int64_t a, int64_t b, int64_t *ret_sum);

struct ratio {
    int128 num;
    int128 den; /* above 0 */
};

/* num / den in lowest terms; den must not be 0 (checked: false). */
MUST_CHECK bool ratio_of(int128 num, int128 den, struct ratio *ret_ratio);
struct ratio ratio_int(int64_t value);
MUST_CHECK bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret_sum);
MUST_CHECK bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret_difference);
MUST_CHECK bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret_product);
MUST_CHECK bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret_quotient); /* b = 0: false */

/* -1, 0, 1. Exact for every pair: it compares by continued fractions, which cannot overflow. */
int ratio_compare(struct ratio a, struct ratio b);

/* The ratio times 10^scale, rounded half up (away from zero at the half, 四舍五入). */
MUST_CHECK bool ratio_round(struct ratio a, int scale, int64_t *ret_value);

#endif
