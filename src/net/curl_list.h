/* libcurl's lists of texts. */
#ifndef NET_CURL_LIST_H
#define NET_CURL_LIST_H

#include <stdbool.h>

#include <curl/curl.h>

#include "base/err.h"

/* Adds a copy of `text`; where that fails, `list` keeps what it had. Freed by curl_slist_free_all(). */
MUST_CHECK bool curl_list_add(struct curl_slist **list, const char *text);

#endif
