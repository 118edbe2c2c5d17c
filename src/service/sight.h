/* One page being made: what is asked for, checked, and what the handlers of pages (service/page_*.c) have in
 * common.
 *
 * A handler is a function that makes the page from a sight; sight_make() does what stands around it. Texts
 * are kept in the page's arena. Whatever fails sets the error of the sight. */
#ifndef SERVICE_SIGHT_H
#define SERVICE_SIGHT_H

#include "core/catalogue_page.h"
#include "core/catalogue_subject.h"
#include "core/money_rate.h"
#include "db/result.h"
#include "report/site.h"
#include "service/web_page.h"

enum { SIGHT_ROWS = 50 }; /* of a list on one page */

struct sight {
    const struct web_context *context;
    const struct web_asked *asked;
    struct web_answer *answer;
    struct err *err;
    struct site page;
    enum language language;
    int year;
    char year_text[12];
    int closed; /* months of the year */
};

typedef bool (*sight_maker)(struct sight *sight);
MUST_CHECK bool sight_make(const struct web_context *context, const struct web_asked *asked,
                           struct web_answer *answer, struct err *err, sight_maker make);

/* What is asked for. A value that is not known is ERR_USAGE with a sentence that names it. */
bool sight_fault(struct sight *sight, const char *parameter, const char *value); /* always false */
const char *sight_query(const struct sight *sight, const char *name); /* NULL also where it is empty */
MUST_CHECK bool sight_light(struct sight *sight, const char **ret_light);
MUST_CHECK bool sight_int(struct sight *sight, const char *name, int low, int high,
                          int *ret_value); /* 0: not said */
MUST_CHECK bool sight_id(struct sight *sight, const char *parameter, const char *text, int64_t *ret_id);
/* There is no such thing: the answer is 404. Always true. */
bool sight_missing(struct sight *sight);

/* The frame. `current` is a path of the head's links, or NULL. */
void sight_open(struct sight *sight, const char *title, const char *current, const struct site_step *path,
                size_t count);
void sight_close(struct sight *sight);

/* Words and texts. */
const char *sight_word(const struct sight *sight, enum page_word word);
const char *sight_text(struct sight *sight, const char *format, ...) PRINTF_LIKE(2, 3);
const char *sight_take(struct sight *sight, struct buf *text); /* kept; `text` is freed */
const char *sight_money(struct sight *sight, fen amount);      /* in the unit of the configuration */
const char *sight_money_unit(struct sight *sight);             /* "金额单位：万元" */
const char *sight_count(struct sight *sight, int64_t count);
const char *sight_month(struct sight *sight, int month);
const char *sight_beside(struct sight *sight, const char *text, const char *beside); /* "名称（说明）" */
const char *sight_of_year(struct sight *sight, enum page_word word);                 /* "2023年预警" */
/* A moment as the database writes it (RFC 3339) in the office's time: "2023-07-05 09:02", with `exact` also
 * the seconds. "" stays "". */
const char *sight_time(struct sight *sight, const char *moment, bool exact);
const char *sight_cell(const struct pg_result *rows, int row, int column); /* db_text() */
const char *sight_cell_kept(struct sight *sight, const struct pg_result *rows, int row, int column);

/* Rates of a sum as texts, "—" where there is none, or none that can be shown: a budget of cents and a
 * spending of millions. */
struct sight_rates {
    const char *rate, *reference, *gap;
    int share, mark; /* hundredths of a percent, for bars; mark -1: none */
    enum tone tone;  /* of the gap */
};
struct sight_rates sight_rates(struct sight *sight, const struct money_sum *sum);

/* Links, with the year that is looked at. */
const char *sight_to(struct sight *sight, const char *path, const char *part);
/* How a subject is called (core/catalogue_subject.h), and the same of VIEW_SUBJECT_COLUMNS from `first` on.
 */
const char *sight_called(struct sight *sight, const struct subject_words *subject);
const char *sight_called_in(struct sight *sight, const struct pg_result *rows, int row, int first);
/* To the page of a deviation's subject; NULL: it has none. */
const char *sight_subject(struct sight *sight, const char *kind, const char *code, const char *year);

enum tone sight_tone(const char *severity);
/* A count that leads to the deviations it counts; 0 is no link. NULL: any. */
void sight_light_cell(struct sight *sight, int64_t count, const char *unit, const char *rule,
                      const char *light);
/* To the next page, where there is one. `href` NULL: none. */
void sight_next(struct sight *sight, const char *href);
/* Links to the same page of other years. */
MUST_CHECK bool sight_years(struct sight *sight, const char *path, const char *part);

#endif
