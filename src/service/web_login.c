/* Logging in and out. A browser that has shown a token gets a cookie that scripts cannot read and other sites
 * cannot have sent. */
#include <stdio.h>
#include <string.h>

#include "base/html.h"
#include "base/log.h"
#include "core/import_cell.h"
#include "service/web_parts.h"

const char *web_cookie_name(bool secure)
{
    return secure ? "__Host-budgetwatch" : "budgetwatch";
}

static void add_cookie(struct web_reply *reply, bool secure, const char *value, const char *age)
{
    struct buf cookie = {0};

    buf_printf(&cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", web_cookie_name(secure), value,
               secure ? "; Secure" : "", age);
    web_reply_header(reply, "Set-Cookie", buf_text(&cookie));
    buf_free(&cookie);
}

static void add_text(struct buf *out, const char *before, enum language language, enum web_text text,
                     const char *after)
{
    buf_puts(out, before);
    html_text(out, catalogue_web(language, text));
    buf_puts(out, after);
}

/* Where to go afterwards: a path of this site, else the first page. */
static const char *next_of(const char *asked)
{
    return asked != NULL && asked[0] == '/' && asked[1] != '/' && asked[1] != '\\' ? asked : "/";
}

static void add_who(struct buf *out, const struct web_request *request)
{
    enum language language = request->language;

    add_text(out, "<p>", language,
             request->session->level == WEB_ACTS ? WEB_LOGGED_IN_ACT : WEB_LOGGED_IN_READ, "</p>\n");
    add_text(out, "<p><a href=\"/\">", language, WEB_HOME, "</a></p>\n");
    buf_printf(out,
               "<form method=\"post\" action=\"/logout\">\n<input type=\"hidden\" name=\"" WEB_PROOF
               "\" value=\"%s\">\n",
               request->session->proof);
    add_text(out, "<p><button type=\"submit\">", language, WEB_LOGOUT, "</button></p>\n</form>\n");
}

static void answer_form(struct web_request *request, int status, enum web_text fault, const char *next)
{
    struct web_reply reply = {.status = status, .type = "text/html; charset=utf-8"};
    enum language language = request->language;
    struct buf *out = &reply.body, safe = {0};

    web_page_begin(out, language, catalogue_web(language, WEB_LOGIN));
    if (request->session != NULL)
        add_who(out, request);
    if (fault != WEB_TEXTS)
        add_text(out, "<p id=\"fault\" role=\"alert\">", language, fault, "</p>\n");
    add_text(out, "<p id=\"about\">", language, WEB_LOGIN_ABOUT,
             "</p>\n<form method=\"post\" action=\"/login\">\n");
    if (web_location(&safe, next)) {
        buf_puts(out, "<input type=\"hidden\" name=\"next\" value=\"");
        html_text(out, buf_text(&safe));
        buf_puts(out, "\">\n");
    }
    add_text(out, "<p><label for=\"token\">", language, WEB_TOKEN, "</label>\n");
    buf_printf(out,
               "<input id=\"token\" name=\"token\" type=\"password\" autocomplete=\"current-password\" "
               "required aria-describedby=\"about%s\"></p>\n",
               fault != WEB_TEXTS ? " fault" : "");
    add_text(out, "<p><button type=\"submit\">", language, WEB_LOGIN, "</button></p>\n</form>\n");
    if (request->session == NULL && safe.length > 1) {
        buf_puts(out, "<p><a href=\"");
        html_text(out, buf_text(&safe));
        add_text(out, "\">", language, WEB_CONTINUE, "</a></p>\n");
    }
    web_page_end(out);
    buf_free(&safe);
    if (status == 429)
        web_reply_header(&reply, "Retry-After", "30");
    web_request_answer(request, &reply);
}

/* Said when the waiting begins, not at each try after that. */
void web_tried_wrong(struct web_request *request, msec now)
{
    struct web_access *access = &request->web->access;
    const char *peer = request->exchange->peer;
    bool waited = !web_access_may_try(access, peer, now);

    web_access_failed(access, peer, now);
    if (!waited && !web_access_may_try(access, peer, now))
        log_warning("somebody tries tokens that are wrong; he has to wait now between them", "address", peer);
}

void web_answer_login(struct web_request *request)
{
    answer_form(request, 200, WEB_TEXTS, next_of(web_fields_get(&request->target.query, "next")));
}

void web_answer_try(struct web_request *request)
{
    struct web_access *access = &request->web->access;
    const char *token = web_fields_get(&request->form, "token");
    size_t length = token != NULL ? strlen(token) : 0;
    const char *next = next_of(web_fields_get(&request->form, "next"));
    const char *peer = request->exchange->peer;
    struct web_reply reply = {0};
    msec now = clock_monotonic();

    if (!web_access_may_try(access, peer, now)) {
        answer_form(request, 429, WEB_TOO_MANY, next);
        return;
    }
    if (token != NULL)
        import_cell_trim(&token, &length); /* what copying has brought along */
    enum web_level level = token != NULL ? web_access_token(access, token, length) : WEB_NOBODY;
    if (level == WEB_NOBODY) {
        web_tried_wrong(request, now);
        answer_form(request, 403, WEB_TOKEN_WRONG, next);
        return;
    }
    if (request->session != NULL)
        web_access_end(request->session);
    const struct web_session *session = web_access_begin(access, level, now);
    if (session == NULL || !web_reply_redirect(&reply, next)) {
        web_request_fault(request, 500, NULL);
        return;
    }
    add_cookie(&reply, web_is_secure(request->exchange), session->id, "");
    web_request_answer(request, &reply);
}

void web_answer_logout(struct web_request *request)
{
    struct web_reply reply = {0};

    if (request->session != NULL)
        web_access_end(request->session);
    (void)web_reply_redirect(&reply, "/login");
    add_cookie(&reply, web_is_secure(request->exchange), "", "; Max-Age=0");
    web_request_answer(request, &reply);
}

/* A browser is led to the form and back; a program is told. */
void web_login_wanted(struct web_request *request)
{
    struct buf path = {0};

    if (request->is_api || request->is_post) {
        web_request_fault(request, request->is_api ? 401 : 403,
                          request->is_api ? "A token is needed: Authorization: Bearer TOKEN" : NULL);
        return;
    }
    buf_puts(&path, "/login?next=");
    web_percent(&path, request->exchange->target);
    web_request_redirect(request, buf_text(&path));
    buf_free(&path);
}
