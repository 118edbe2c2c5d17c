#include "net/http_easy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* What holds for every request that may use the handle. */
static bool set_up(struct http_easy *easy, const struct http_calls *calls)
{
    CURL *curl = easy->curl;
    bool ok =
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, easy->allow_http ? "http,https" : "https") == CURLE_OK;

    ok = ok && (easy->ca_file == NULL || curl_easy_setopt(curl, CURLOPT_CAINFO, easy->ca_file) == CURLE_OK);
    ok = ok && curl_easy_setopt(curl, CURLOPT_USERAGENT, "budgetwatch/" BUDGETWATCH_VERSION) == CURLE_OK;
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    /* Otherwise a name server that hangs would hold up the loop after the deadline, while libcurl joins
     * its resolver thread. With it the thread is let go and frees what it holds when it ends. */
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, calls->on_close);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, calls->owner);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, calls->on_body);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, easy->reason);
    return ok;
}

static struct http_easy *make(const struct http_request *request, const struct http_calls *calls)
{
    struct http_easy *easy = mem_alloc(sizeof *easy);

    easy->curl = curl_easy_init();
    easy->allow_http = request->allow_http;
    easy->ca_file = mem_text(request->ca_file);
    if (easy->curl != NULL && set_up(easy, calls))
        return easy;
    http_easy_free(easy);
    return NULL;
}

/* libcurl only reads the list, so it need not be one of its own making. `Expect:` goes, because the bodies
 * are small and a receiver that does not know it costs a second. */
static bool set_headers(struct http_easy *easy, const struct http_request *request)
{
    static char no_expect[] = "Expect:";
    size_t count = 0;

    easy->headers[count++] = (struct curl_slist){.data = no_expect};
    for (const char *const *header = request->headers; header != NULL && *header != NULL; header++) {
        if (count == HTTP_HEADERS_MAX)
            return false;
        easy->headers[count] = (struct curl_slist){.data = (char *)(uintptr_t)*header};
        easy->headers[count - 1].next = &easy->headers[count];
        count++;
    }
    return curl_easy_setopt(easy->curl, CURLOPT_HTTPHEADER, easy->headers) == CURLE_OK;
}

static bool set_request(struct http_easy *easy, struct http_request *request)
{
    CURL *curl = easy->curl;

    if (!set_headers(easy, request) || curl_easy_setopt(curl, CURLOPT_URL, request->url) != CURLE_OK)
        return false;
    easy->reason[0] = '\0';
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)request->timeout);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body_length > 0 ? request->body : "");
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(curl, CURLOPT_PRIVATE, request);
    return true;
}

static bool fits(const struct http_easy *easy, const struct http_request *request)
{
    return easy->allow_http == request->allow_http && same_text(easy->ca_file, request->ca_file);
}

struct http_easy *http_easy_take(struct http_easy **spare, struct http_request *request,
                                 const struct http_calls *calls)
{
    struct http_easy **at = spare, *easy;

    while (*at != NULL && !fits(*at, request))
        at = &(*at)->next;
    easy = *at;
    if (easy != NULL)
        *at = easy->next;
    else if ((easy = make(request, calls)) == NULL)
        return NULL;
    easy->next = NULL;
    if (set_request(easy, request))
        return easy;
    http_easy_free(easy);
    return NULL;
}

void http_easy_give(struct http_easy **spare, struct http_easy *easy)
{
    easy->next = *spare;
    *spare = easy;
}

void http_easy_free(struct http_easy *easy)
{
    if (easy == NULL)
        return;
    curl_easy_cleanup(easy->curl);
    free(easy->ca_file);
    free(easy);
}

void http_easy_free_all(struct http_easy **spare)
{
    while (*spare != NULL) {
        struct http_easy *easy = *spare;
        *spare = easy->next;
        http_easy_free(easy);
    }
}
