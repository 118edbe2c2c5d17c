/* What a page, or an answer of the API, is made from and made into. A handler runs in the web thread, with
 * a session of its own: it may read at leisure and must not touch anything of the loop's. It knows nothing of
 * HTTP but what stands here; who may ask at all, limits and headers are settled before it is called.
 *
 * A handler makes an answer, or fails with a sentence: ERR_INPUT and ERR_USAGE are answered with 400,
 * ERR_CONFLICT with 409, anything else with 500 (503 where the database is away, 403 where its login may not
 * do that). What is left of a transaction is rolled back after a failure. A status of 404 with an empty body
 * is made into a page or an object that says so. Nothing that came from outside goes into `body` but escaped.
 */
#ifndef SERVICE_WEB_PAGE_H
#define SERVICE_WEB_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "config/config.h"
#include "core/policy.h"
#include "db/session.h"
#include "net/web_form.h"

enum { WEB_ARGUMENTS_MAX = 4 };

struct web_asked {
    const char *path;                         /* decoded, as it was asked for */
    const char *arguments[WEB_ARGUMENTS_MAX]; /* what stands for the {} of the route, in order; else NULL */
    const struct web_field *query;
    size_t query_count;
    const struct web_field *form; /* of a POST, whose sender has been proved to be this site's own page, or to
                                     hold a token */
    size_t form_count;
    /* A token that allows acting was shown. Forms of pages carry `proof` in a hidden field, WEB_PROOF. */
    bool may_act;
    const char *proof; /* NULL where may_act is false, or the API is asked */
};

#define WEB_PROOF "proof"

/* The style sheet, which the server's own pages (logging in, what went wrong) use, too. A GET whose pattern
 * has no {} in it and ends with .css or .ico is shown to anybody, and also without a database (`session` may
 * be NULL): there is nothing of the ledger in it. */
#define WEB_STYLE "/style.css"

/* The first of this name; NULL: none. */
const char *web_query(const struct web_asked *asked, const char *name);
const char *web_form(const struct web_asked *asked, const char *name);

/* Borrowed, and the same for the whole of one answer. */
struct web_context {
    struct db_session *session;
    const struct config *config;
    const struct policy *policy;
    enum language language; /* the configuration's, or what ?lang= says */
    date today;             /* of the office; of a rehearsal the day on which its clock stands */
    msec now;
};

struct web_answer {
    int status;          /* 0: 200 */
    const char *type;    /* NULL: text/html; charset=utf-8. Of the program's own, not freed */
    struct buf location; /* where a 303 leads to: a path of this site */
    struct buf body;     /* freed by who called the handler */
};

typedef bool (*web_handler)(const struct web_context *context, const struct web_asked *asked,
                            struct web_answer *answer, struct err *err);

struct web_route {
    const char *method;  /* "GET" (HEAD is answered by it, too) or "POST" */
    const char *pattern; /* "/projects/{}": each {} is one part of the path, of any characters but / */
    web_handler handler;
    bool acts; /* only with a token that allows acting */
};

/* Each ends with a NULL method. The first that fits counts. */
extern const struct web_route page_routes[]; /* service/pages.c: what people look at */
extern const struct web_route api_routes[];  /* service/api.c: /api/v1 */

#endif
