/* What libcurl says of a failure. Its own words may quote what it was given (addresses of robots are secrets,
 * and a mail server's answers may repeat a password), so they are passed on only for failures where they
 * speak of the host and its certificate. */
#ifndef NET_FAILURE_H
#define NET_FAILURE_H

#include <curl/curl.h>

/* `reason` is what CURLOPT_ERRORBUFFER holds. */
const char *failure_words(CURLcode code, const char *reason);

#endif
