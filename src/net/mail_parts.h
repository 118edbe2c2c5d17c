/* The parts of a mail (MIME), in the form in which libcurl sends them: the text and the HTML as alternatives
 * and, where files are attached, these behind them. All is base64, so that no line is too long and no byte is
 * changed on the way. */
#ifndef NET_MAIL_PARTS_H
#define NET_MAIL_PARTS_H

#include <stdbool.h>

#include <curl/curl.h>

#include "base/err.h"
#include "net/mail.h"

/* Copies what it needs of the mail. `ret_mime` is freed by curl_mime_free(), also where this returns false,
 * which is when libcurl has no memory. To `headers` is added what the parts need there. */
MUST_CHECK bool mail_parts_make(CURL *easy, const struct mail *mail, curl_mime **ret_mime,
                                struct curl_slist **headers);

#endif
