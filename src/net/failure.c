#include "net/failure.h"

#include <stdbool.h>

const char *failure_words(CURLcode code, const char *reason)
{
    bool of_host = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
                   code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
                   code == CURLE_SSL_CACERT_BADFILE;

    return of_host && reason[0] != '\0' ? reason : curl_easy_strerror(code);
}
