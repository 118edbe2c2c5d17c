/* libcurl's easy handles, kept from request to request: making one costs as much as a whole post. */
#ifndef NET_HTTP_EASY_H
#define NET_HTTP_EASY_H

#include <curl/curl.h>

#include "net/http.h"

enum { HTTP_HEADERS_MAX = 16 }; /* of a request, with our own */

struct http_easy {
    CURL *curl;
    bool allow_http;
    char *ca_file; /* NULL: the system's */
    struct curl_slist
        headers[HTTP_HEADERS_MAX]; /* of the request that uses it; the texts are the request's */
    char reason[CURL_ERROR_SIZE];  /* libcurl's own words of a failure */
    struct http_easy *next;
};

/* What libcurl is to call. */
struct http_calls {
    void *owner;
    curl_closesocket_callback on_close;
    curl_write_callback on_body; /* its owner is the request */
};

/* A handle made ready for the request, one of the spare ones where one fits. NULL: it cannot be set up. */
struct http_easy *http_easy_take(struct http_easy **spare, struct http_request *request,
                                 const struct http_calls *calls);
void http_easy_give(struct http_easy **spare,
                    struct http_easy *easy); /* it went well and may be used again */
void http_easy_free(struct http_easy *easy); /* NULL is fine */
void http_easy_free_all(struct http_easy **spare);

#endif
