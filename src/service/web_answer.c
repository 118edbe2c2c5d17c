/* What is said: pages, problems, and the way elsewhere. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/html.h"
#include "base/log.h"
#include "service/web_parts.h"

void web_request_free(struct web_request *request)
{
    buf_free(&request->answer.location);
    buf_free(&request->answer.body);
    arena_free(&request->arena);
    free(request);
}

void web_request_answer(struct web_request *request, struct web_reply *reply)
{
    web_exchange_answer(request->exchange, reply);
    web_request_free(request);
}

void web_page_begin(struct buf *out, enum language language, const char *title)
{
    buf_printf(out,
               "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
               language == LANGUAGE_ZH ? "zh-CN" : "en");
    html_text(out, title);
    buf_puts(out,
             " · budgetwatch</title>\n<link rel=\"stylesheet\" href=\"" WEB_STYLE "\">\n</head>\n<body>\n"
             "<main>\n<h1>");
    html_text(out, title);
    buf_puts(out, "</h1>\n");
}

void web_page_end(struct buf *out)
{
    buf_puts(out, "</main>\n</body>\n</html>\n");
}

static enum web_text title_of(int status)
{
    switch (status) {
    case 401:
    case 403: return WEB_FORBIDDEN;
    case 404: return WEB_NOT_FOUND;
    case 405: return WEB_NOT_ALLOWED;
    case 409: return WEB_CONFLICT;
    case 415: return WEB_UNSUPPORTED;
    case 429:
    case 503: return WEB_UNAVAILABLE;
    case 500: return WEB_FAILED;
    }
    return WEB_BAD_REQUEST;
}

static enum web_text sentence_of(int status)
{
    switch (status) {
    case 404: return WEB_NOT_FOUND_SAY;
    case 429: return WEB_TOO_MANY;
    case 503: return WEB_UNAVAILABLE_SAY;
    case 500: return WEB_FAILED_SAY;
    }
    return title_of(status);
}

/* RFC 9457. */
static void add_problem(struct web_reply *reply, const char *title, const char *sentence)
{
    json_t *problem = json_pack("{s:s, s:s, s:i, s:s}", "type", "about:blank", "title", title, "status",
                                reply->status, "detail", sentence);
    char *text = problem != NULL ? json_dumps(problem, JSON_COMPACT) : NULL;

    reply->type = "application/problem+json";
    buf_printf(&reply->body, "%s\n", text != NULL ? text : "{}");
    free(text);
    json_decref(problem);
}

static void add_page(struct web_reply *reply, enum language language, const char *title, const char *sentence)
{
    reply->type = "text/html; charset=utf-8";
    web_page_begin(&reply->body, language, title);
    buf_puts(&reply->body, "<p>");
    html_text(&reply->body, sentence);
    buf_puts(&reply->body, "</p>\n<p><a href=\"/\">");
    html_text(&reply->body, catalogue_web(language, WEB_HOME));
    buf_puts(&reply->body, "</a></p>\n");
    web_page_end(&reply->body);
}

void web_request_fault(struct web_request *request, int status, const char *sentence)
{
    enum language language = request->is_api ? LANGUAGE_EN : request->language;
    const char *title = catalogue_web(language, title_of(status));
    struct web_reply reply = {.status = status};

    if (sentence == NULL)
        sentence = catalogue_web(language, sentence_of(status));
    if (request->is_api)
        add_problem(&reply, title, sentence);
    else
        add_page(&reply, language, title, sentence);
    if (status == 405)
        web_reply_header(&reply, "Allow", request->allowed);
    if (status == 401)
        web_reply_header(&reply, "WWW-Authenticate", "Bearer realm=\"budgetwatch\"");
    if (status == 503 || status == 429)
        web_reply_header(&reply, "Retry-After", status == 503 ? "5" : "30");
    web_request_answer(request, &reply);
}

bool web_location(struct buf *out, const char *path)
{
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return false;
    for (const char *c = path; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 0x7f || strchr("\"<>\\^`{|}", *c) != NULL)
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
        else
            buf_putc(out, *c);
    return true;
}

bool web_reply_redirect(struct web_reply *reply, const char *path)
{
    struct buf location = {0};

    bool ok = web_location(&location, path);
    if (ok) {
        reply->status = 303;
        web_reply_header(reply, "Location", buf_text(&location));
    }
    buf_free(&location);
    return ok;
}

void web_request_redirect(struct web_request *request, const char *path)
{
    struct web_reply reply = {0};

    if (!web_reply_redirect(&reply, path)) {
        web_reply_free(&reply);
        web_request_fault(request, 500, NULL);
        return;
    }
    web_request_answer(request, &reply);
}

/* What a failed handler is answered with. What is wrong with the request is for who asks; what is wrong with
 * us is for the log. */
static void answer_failure(struct web_request *request)
{
    const struct web_job *job = &request->job;
    enum language language = request->is_api ? LANGUAGE_EN : request->language;

    if (job->away) {
        bool waited = job->err.code == ERR_TIMEOUT;
        /* Connections that are lost are told of by the thread. */
        if (job->err.code == ERR_DB_QUERY)
            log_warning("a page was given up", "path", request->route->pattern, "reason", job->err.text);
        web_request_fault(request, 503,
                          request->is_post ? catalogue_web(language, WEB_UNSURE_SAY)
                          : waited         ? catalogue_web(language, WEB_BUSY_SAY)
                                           : NULL);
        return;
    }
    if (job->unfit) {
        web_request_fault(request, 400, job->err.text);
        return;
    }
    switch (job->err.code) {
    case ERR_INPUT:
    case ERR_USAGE: web_request_fault(request, 400, job->err.text); return;
    case ERR_CONFLICT: web_request_fault(request, 409, job->err.text); return;
    case ERR_TIMEOUT:
    case ERR_CANCELED: web_request_fault(request, 503, catalogue_web(language, WEB_BUSY_SAY)); return;
    case ERR_NONE:
    case ERR_CONFIG:
    case ERR_OVERFLOW:
    case ERR_IO:
    case ERR_DB_QUERY:
    case ERR_DB_LOST:
    case ERR_NET: break;
    }
    log_warning("a page could not be made", "path", request->route->pattern, "reason", job->err.text);
    if (job->forbidden)
        web_request_fault(request, 403, catalogue_web(language, WEB_NOT_PERMITTED));
    else
        web_request_fault(request, 500, NULL);
}

void web_request_finish(struct web_request *request)
{
    struct web_answer *answer = &request->answer;
    struct web_reply reply = {.status = answer->status,
                              .type = answer->type != NULL ? answer->type : "text/html; charset=utf-8"};

    if (request->job.err.code != ERR_NONE) {
        answer_failure(request);
        return;
    }
    if (answer->status == 303) {
        web_request_redirect(request, buf_text(&answer->location));
        return;
    }
    if (answer->status >= 400 && answer->body.length == 0) {
        web_request_fault(request, answer->status, NULL);
        return;
    }
    reply.body = answer->body;
    answer->body = (struct buf){0};
    web_request_answer(request, &reply);
}
