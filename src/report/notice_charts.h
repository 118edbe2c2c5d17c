/* The pictures of a notice, as SVG: readable on a phone and printed in black and white. Every mark that has a
 * colour has a shape, a pattern or a word, too. `words` says what the picture shows, for those who hear it
 * and as the picture's own description; nothing is drawn (and false returned) where there is nothing to show.
 */
#ifndef REPORT_NOTICE_CHARTS_H
#define REPORT_NOTICE_CHARTS_H

#include "core/catalogue_notice.h"

/* Rates of the rows against the reference line. Of more than NOTICE_BARS_ALL rows the highest and the lowest
 * ones. More than NOTICE_BARS_ZERO that have spent nothing are counted, not drawn: the text names them. */
enum { NOTICE_BARS_ALL = 16, NOTICE_BARS_HIGHEST = 4, NOTICE_BARS_LOWEST = 10, NOTICE_BARS_ZERO = 3 };
bool notice_bars_svg(struct buf *out, struct buf *words, const struct notice *notice,
                     const struct notice_paper *paper);

/* The year's running totals: spent, plan, reference, and where it may end. */
bool notice_curve_svg(struct buf *out, struct buf *words, const struct notice *notice,
                      const struct notice_paper *paper);

/* Money against goals, with the four quarters named; the worst NOTICE_GOALS_NAMED are named below. */
enum { NOTICE_GOALS_NAMED = 5 };
bool notice_goals_svg(struct buf *out, struct buf *words, const struct notice *notice,
                      const struct notice_paper *paper);

#endif
