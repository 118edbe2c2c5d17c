/* A request, from its bytes to who answers it. */
#include <string.h>
#include <strings.h>

#include "service/web_parts.h"

/* The happy path: web_on_request() understands what is asked and by whom, finds who answers it, and either
 * has it answered at once or gives it to the thread; web_request_finish() sends what the thread has made.
 *
 * What can go wrong: a name that is not ours (421), bytes that make no sense (400), nothing there (404),
 * another method (405), a kind of content that is not taken (415), no right (401, 403), too many (429, 503).
 * Each is checked in that order, and nothing is read of the ledger before all of them. */

static const struct web_own own_paths[] = {
    {"GET", "/healthz", web_answer_health},
    {"GET", "/readyz", web_answer_ready},
    {"GET", "/login", web_answer_login},
    {"POST", "/login", web_answer_try},
    {"POST", "/logout", web_answer_logout},
    {"GET", "/metrics", web_answer_metrics},
    {NULL, NULL, NULL},
};

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool is_for_programs(const char *path)
{
    return starts(path, "/api/") || strcmp(path, "/healthz") == 0 || strcmp(path, "/readyz") == 0 ||
           strcmp(path, "/metrics") == 0;
}

/* A program is told what exactly is wrong (NULL: the text says so), a person in the language of the page. */
static void fault_said(struct web_request *request, int status, enum web_text text, const char *exactly)
{
    if (request->is_api)
        web_request_fault(request, status, exactly != NULL ? exactly : catalogue_web(LANGUAGE_EN, text));
    else
        web_request_fault(request, status, catalogue_web(request->language, text));
}

/* The name it is asked under, and the target. */
static bool understand(struct web_request *request)
{
    const struct web_exchange *exchange = request->exchange;
    const char *host = web_exchange_header(exchange, "Host"), *name, *language;
    struct err err = {0};

    request->language = request->web->config->language;
    request->is_api = is_for_programs(exchange->target);
    if (host == NULL || !web_host_read(host, strlen(host), &request->arena, &name)) {
        web_request_fault(request, 400, "There must be one Host header, with a name in it.");
        return false;
    }
    if (!web_host_is_ours(request->web, name)) {
        fault_said(request, 421, WEB_OTHER_NAME, NULL);
        return false;
    }
    if (!web_target_read(exchange->target, strlen(exchange->target), &request->arena, &request->target,
                         &err)) {
        fault_said(request, 400, WEB_TARGET_WRONG, err.text);
        return false;
    }
    request->is_api = is_for_programs(request->target.path);
    language = web_fields_get(&request->target.query, "lang");
    if (language != NULL && (strcmp(language, "zh") == 0 || strcmp(language, "en") == 0))
        request->language = strcmp(language, "zh") == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
    return true;
}

/* Who asks. A cookie does not count where JSON is sent: that would be for any site to try. */
static bool know(struct web_request *request)
{
    struct web_access *access = &request->web->access;
    const struct web_exchange *exchange = request->exchange;
    const char *bearer = web_exchange_header(exchange, "Authorization");
    const char *cookies = web_exchange_header(exchange, "Cookie"), *id;
    msec now = clock_monotonic();
    size_t length;

    request->level = access->open ? WEB_READS : WEB_NOBODY;
    if (bearer != NULL) {
        request->level = web_access_bearer(access, bearer);
        if (request->level != WEB_NOBODY)
            return true;
        bool wait = !web_access_may_try(access, exchange->peer, now);
        web_tried_wrong(request, now);
        request->is_api = true;
        web_request_fault(request, wait ? 429 : 401, "That is no token of this service.");
        return false;
    }
    if (cookies == NULL || (request->is_api && request->is_post))
        return true;
    if (web_cookie_read(cookies, strlen(cookies), web_cookie_name(web_is_secure(exchange)), &id, &length))
        request->session = web_access_find(access, id, length, now);
    if (request->session != NULL)
        request->level = request->session->level;
    return true;
}

/* What is found under the target: a path of the server's own, or a route. */
struct found {
    const struct web_own *own;
    const struct web_route *route;
    bool get, post; /* the methods that there are */
};

static void find_routes(struct web_request *request, const struct web_route *routes, struct found *found)
{
    const char *method = request->is_post ? "POST" : "GET", *arguments[WEB_ARGUMENTS_MAX];

    for (const struct web_route *route = routes; route->method != NULL; route++) {
        if (!web_route_fits(route->pattern, &request->target, arguments))
            continue;
        found->get = found->get || strcmp(route->method, "GET") == 0;
        found->post = found->post || strcmp(route->method, "POST") == 0;
        if (found->route != NULL || found->own != NULL || strcmp(route->method, method) != 0)
            continue;
        found->route = route;
        memcpy(request->arguments, arguments, sizeof arguments);
    }
}

static struct found find(struct web_request *request)
{
    struct found found = {0};

    for (const struct web_own *own = own_paths; own->method != NULL; own++) {
        bool post = strcmp(own->method, "POST") == 0;
        if (strcmp(own->path, request->target.path) != 0)
            continue;
        found.get = found.get || !post;
        found.post = found.post || post;
        if (post == request->is_post)
            found.own = own;
    }
    find_routes(request, api_routes, &found);
    find_routes(request, page_routes, &found);
    return found;
}

static void answer_not_allowed(struct web_request *request, const struct found *found)
{
    request->allowed = found->get && found->post ? "GET, HEAD, POST" : found->get ? "GET, HEAD" : "POST";
    web_request_fault(request, 405, NULL);
}

static bool is_type(const char *header, const char *type)
{
    size_t length = strlen(type);

    return header != NULL && strncasecmp(header, type, length) == 0 && strchr("; \t", header[length]) != NULL;
}

/* The body of a POST, and whether it may be believed. */
static bool take_form(struct web_request *request)
{
    const struct web_exchange *exchange = request->exchange;
    const char *type = web_exchange_header(exchange, "Content-Type");
    const char *wanted = request->is_api ? "application/json" : "application/x-www-form-urlencoded";
    const char *bytes = buf_text(&exchange->body);
    struct err err = {0};
    bool ok;

    if (!is_type(type, wanted)) {
        struct buf sentence = {0};
        buf_printf(&sentence, "A POST here is %s.", wanted);
        web_request_fault(request, 415, buf_text(&sentence));
        buf_free(&sentence);
        return false;
    }
    if (!request->is_api && !web_is_same_site(exchange)) {
        web_request_fault(request, 403, catalogue_web(request->language, WEB_CROSS_SITE));
        return false;
    }
    if (request->is_api)
        ok = web_json_read(bytes, exchange->body.length, &request->arena, &request->form, &err);
    else
        ok = web_form_read(bytes, exchange->body.length, &request->arena, &request->form, &err);
    if (!ok)
        fault_said(request, 400, WEB_FORM_WRONG, err.text);
    return ok;
}

static bool has_proof(struct web_request *request)
{
    const char *proof = web_fields_get(&request->form, WEB_PROOF);

    if (request->session == NULL) /* nothing of him but a token that he has shown, or nothing at all */
        return true;
    if (proof != NULL && web_same(proof, strlen(proof), request->session->proof, WEB_SESSION_TEXT - 1))
        return true;
    web_request_fault(request, 403, catalogue_web(request->language, WEB_PROOF_WRONG));
    return false;
}

static bool is_for_anybody(const struct web_route *route)
{
    size_t length = strlen(route->pattern);

    return strcmp(route->method, "GET") == 0 && strchr(route->pattern, '{') == NULL && length > 4 &&
           (strcmp(route->pattern + length - 4, ".css") == 0 ||
            strcmp(route->pattern + length - 4, ".ico") == 0);
}

static bool may(struct web_request *request)
{
    const struct web_route *route = request->route;

    if (request->level == WEB_ACTS || is_for_anybody(route) || (request->level == WEB_READS && !route->acts))
        return true;
    if (request->level == WEB_NOBODY)
        web_login_wanted(request);
    else
        web_request_fault(request, 403,
                          catalogue_web(request->is_api ? LANGUAGE_EN : request->language, WEB_MUST_ACT));
    return false;
}

static bool work(struct web_job *job, const struct web_context *given, struct err *err)
{
    struct web_request *request = job->owner;
    struct web_context context = *given;
    const struct web_asked asked = {
        .path = request->target.path,
        .arguments = {request->arguments[0], request->arguments[1], request->arguments[2],
                      request->arguments[3]},
        .query = request->target.query.list,
        .query_count = request->target.query.count,
        .form = request->form.list,
        .form_count = request->form.count,
        .may_act = request->level == WEB_ACTS,
        .proof = request->level == WEB_ACTS && !request->is_api && request->proof[0] != '\0' ? request->proof
                                                                                             : NULL,
    };

    context.language = request->language;
    buf_clear(&request->answer.body);
    buf_clear(&request->answer.location);
    request->answer.status = 0;
    request->answer.type = NULL;
    return request->route->handler(&context, &asked, &request->answer, err);
}

static void ask_thread(struct web_request *request)
{
    if (request->session != NULL)
        strcpy(request->proof, request->session->proof);
    request->session = NULL;
    request->job.owner = request;
    request->job.again = !request->is_post;
    request->job.always = is_for_anybody(request->route); /* the page that says why not is to look well */
    request->job.work = work;
    if (!web_thread_ask(&request->web->thread, &request->job))
        web_request_fault(request, 503,
                          catalogue_web(request->is_api ? LANGUAGE_EN : request->language, WEB_BUSY_SAY));
}

void web_on_request(struct web_server *server, struct web_exchange *exchange)
{
    struct web_request *request = mem_alloc(sizeof *request);

    request->web = server->owner;
    request->exchange = exchange;
    request->is_head = strcmp(exchange->method, "HEAD") == 0;
    request->is_post = strcmp(exchange->method, "POST") == 0;
    if (!understand(request))
        return;
    struct found found = find(request);
    if (!found.get && !found.post)
        web_request_fault(request, 404, NULL);
    else if ((found.own == NULL && found.route == NULL) ||
             (!request->is_post && !request->is_head && strcmp(exchange->method, "GET") != 0))
        answer_not_allowed(request, &found);
    else if (know(request)) {
        request->route = found.own == NULL ? found.route : NULL;
        if (request->route != NULL && !may(request))
            return;
        bool login = found.own != NULL && found.own->answer == web_answer_try;
        if (request->is_post && (!take_form(request) || (!login && !has_proof(request))))
            return;
        if (found.own != NULL)
            found.own->answer(request);
        else
            ask_thread(request);
    }
}
