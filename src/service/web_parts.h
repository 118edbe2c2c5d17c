/* What the parts of the status page's server share. */
#ifndef SERVICE_WEB_PARTS_H
#define SERVICE_WEB_PARTS_H

#include "core/catalogue_web.h"
#include "net/web_server.h"
#include "service/web.h"

/* One request, from when it is understood until it is answered. */
struct web_request {
    struct web_job job; /* what is done in the thread */
    struct web *web;
    struct web_exchange *exchange;
    struct arena arena;
    struct web_target target;
    struct web_fields form;
    enum language language;
    const char *allowed;           /* the methods that there are, of an answer 405 */
    bool is_head, is_post, is_api; /* is_api: it is answered with JSON */
    enum web_level level;
    struct web_session *session; /* by its cookie; NULL: none. Not kept while the thread works */
    char proof[WEB_SESSION_TEXT];
    const char *arguments[WEB_ARGUMENTS_MAX];

    /* Of a page or the API. */
    const struct web_route *route;
    struct web_answer answer;

    /* Of the metrics, as they were when it was asked. */
    const struct meters *meters;
    struct web_view view;
    bool openmetrics;
    bool tried; /* the thread has been at it */
};

/* 1. Deciding. */

/* Of the server, for each request. */
void web_on_request(struct web_server *server, struct web_exchange *exchange);

/* A path of the server's own. */
struct web_own {
    const char *method, *path;
    void (*answer)(struct web_request *request);
};

/* Whether the pattern fits the target; fills the arguments. */
bool web_route_fits(const char *pattern, const struct web_target *target,
                    const char *arguments[static WEB_ARGUMENTS_MAX]);

/* Whether the request may be asked under that name. */
bool web_host_is_ours(const struct web *web, const char *name);
/* Whether a form was sent by a page of this site, as far as the browser says. */
bool web_is_same_site(const struct web_exchange *exchange);
bool web_is_secure(const struct web_exchange *exchange); /* a proxy says that it was asked by https */

/* 2. Answering. Each answers the request and frees it. */

void web_request_free(struct web_request *request);
void web_request_answer(struct web_request *request, struct web_reply *reply);
/* A page, or an object, that says why there is nothing else. `sentence` NULL: the catalogue's for the
 * status. */
void web_request_fault(struct web_request *request, int status, const char *sentence);
void web_request_redirect(struct web_request *request, const char *path);

/* A path of this site as a Location header, with everything that is not ASCII escaped. False: it is none. */
bool web_location(struct buf *out, const char *path);
bool web_reply_redirect(struct web_reply *reply, const char *path);

/* The frame of the server's own pages, around what is added between. */
void web_page_begin(struct buf *out, enum language language, const char *title);
void web_page_end(struct buf *out);

/* What came of a page or the API in the thread. */
void web_request_finish(struct web_request *request);

/* 3. The server's own paths. */

void web_answer_login(struct web_request *request);
void web_answer_try(struct web_request *request);
void web_answer_logout(struct web_request *request);
void web_answer_health(struct web_request *request);
void web_answer_ready(struct web_request *request);
void web_answer_metrics(struct web_request *request);
void web_login_wanted(struct web_request *request); /* sends a browser there, and a program away */

/* Counts a token that is none, from a form or as a bearer. */
void web_tried_wrong(struct web_request *request, msec now);

/* The cookie's name: with a prefix by which browsers keep others from setting it, where they take that. */
const char *web_cookie_name(bool secure);

#endif
