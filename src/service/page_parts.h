/* Sections that several pages have; private to the pages. Each reads what it shows. */
#ifndef SERVICE_PAGE_PARTS_H
#define SERVICE_PAGE_PARTS_H

#include "db/store_deviations.h"
#include "db/store_rows.h"
#include "db/store_views.h"
#include "service/sight.h"

/* Lists of `limit` rows are asked for with one more, which says that there is a next page. */

/* Projects. `unit` "": of every unit. Returns the code behind which the next page begins, NULL: there is
 * none. */
void section_projects(struct sight *sight, const char *caption, const struct pg_result *rows);
const char *section_projects_last(struct sight *sight, const struct pg_result *rows);

/* Deviations, in the order of their ids. */
/* What a deviation is about. */
const char *deviation_called(struct sight *sight, const struct deviation_row *row);
void section_deviations(struct sight *sight, const char *caption, const struct deviation_rows *rows);

/* The first of what falls due in the next 30 days, under a heading of its own. `project` NULL: all of the
 * unit ("": all).
 */
MUST_CHECK bool section_due(struct sight *sight, const char *unit, const char *project);
/* How many deviations stand, by rule. */
MUST_CHECK bool section_lights(struct sight *sight, const char *unit);
/* The last notice of a unit, NULL: of any. */
MUST_CHECK bool section_notice(struct sight *sight, const char *unit);
/* How the daemon, its channels, sources and cities are. */
struct status_daemon;
MUST_CHECK bool section_state(struct sight *sight, const struct status_daemon *daemon);
/* The messages that told of deviations. */
MUST_CHECK bool section_told(struct sight *sight, const int64_t *deviations, size_t count);

/* A cell of the ledger as people read it: words in their language, figures grouped or short. */
const char *section_row_text(struct sight *sight, const struct rows_read *read, int row, size_t at);
/* Rows of the ledger as a table, with links for what has a page; a line of the sum where they have one. */
void section_rows(struct sight *sight, const char *caption, const struct rows_read *read, int count);

/* The steps of a contract that have a day by which they are due. */
struct contract_due {
    enum rule rule;
    date due;
    date done;   /* DATE_NONE: not yet */
    bool unsure; /* counted over a year whose holidays are not known */
};
enum { CONTRACT_DUE_MOST = 4 };
struct calendar;
size_t contract_dues(const struct policy *policy, const struct calendar *calendar,
                     const struct contract_facts *contract,
                     struct contract_due ret_dues[static CONTRACT_DUE_MOST]);

/* Handlers. */
bool page_overview(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err);
bool page_unit(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
               struct err *err);
bool page_projects(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err);
bool page_project(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err);
bool page_indicator(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err);
bool page_contract(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err);
bool page_deviations(const struct web_context *context, const struct web_asked *asked,
                     struct web_answer *answer, struct err *err);
bool page_deviation(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err);
bool page_acknowledge(const struct web_context *context, const struct web_asked *asked,
                      struct web_answer *answer, struct err *err);
bool page_due(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
              struct err *err);
bool page_messages(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err);
bool page_message(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err);
bool page_notice(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                 struct err *err);
bool page_rows(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
               struct err *err);
bool page_style_sheet(const struct web_context *context, const struct web_asked *asked,
                      struct web_answer *answer, struct err *err);

#endif
