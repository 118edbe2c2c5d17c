#include "net/mail_parts.h"

#include <string.h>

#include "net/curl_list.h"

static bool add_text(curl_mime *alternatives, const char *text, const char *type)
{
    curl_mimepart *part = curl_mime_addpart(alternatives);

    return part != NULL && curl_mime_data(part, text, CURL_ZERO_TERMINATED) == CURLE_OK &&
           curl_mime_type(part, type) == CURLE_OK && curl_mime_encoder(part, "base64") == CURLE_OK;
}

/* The plain text first: a mail program shows the last that it can. */
static bool add_texts(curl_mime *alternatives, const struct mail *mail)
{
    return alternatives != NULL && add_text(alternatives, mail->text, "text/plain; charset=utf-8") &&
           add_text(alternatives, mail->html, "text/html; charset=utf-8");
}

/* Takes over what is put inside. */
static bool add_inside(curl_mime *mixed, curl_mime *inside)
{
    curl_mimepart *part = mixed != NULL ? curl_mime_addpart(mixed) : NULL;

    if (part == NULL || curl_mime_subparts(part, inside) != CURLE_OK) {
        curl_mime_free(inside);
        return false;
    }
    return curl_mime_type(part, "multipart/alternative") == CURLE_OK;
}

/* A type that is none would be a way to add parameters or headers. */
static const char *type_of(const struct mail_attachment *attachment)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-/";
    const char *type = attachment->type;

    return type != NULL && strchr(type, '/') != NULL && type[strspn(type, allowed)] == '\0'
               ? type
               : "application/octet-stream";
}

/* libcurl would write a name as it stands, so the header with it is made here. */
static bool add_attachment(curl_mime *mixed, const struct mail_attachment *attachment)
{
    curl_mimepart *part = curl_mime_addpart(mixed);
    struct curl_slist *headers = NULL;
    struct buf line = {0};

    buf_puts(&line, "Content-Disposition: ");
    mail_disposition(&line, attachment->name);
    bool ok = part != NULL && curl_list_add(&headers, buf_text(&line));
    buf_free(&line);
    if (ok && curl_mime_headers(part, headers, 1) != CURLE_OK) {
        curl_slist_free_all(headers);
        return false;
    }
    return ok && curl_mime_data(part, attachment->data, attachment->length) == CURLE_OK &&
           curl_mime_type(part, type_of(attachment)) == CURLE_OK &&
           curl_mime_encoder(part, "base64") == CURLE_OK;
}

/* multipart/alternative, inside multipart/mixed (which libcurl calls a mail by itself) where something is
 * attached. */
bool mail_parts_make(CURL *easy, const struct mail *mail, curl_mime **ret_mime, struct curl_slist **headers)
{
    curl_mime *texts = curl_mime_init(easy);
    bool ok = add_texts(texts, mail);

    if (mail->attachment_count == 0) {
        *ret_mime = texts;
        return ok && curl_list_add(headers, "Content-Type: multipart/alternative");
    }
    *ret_mime = curl_mime_init(easy);
    ok = add_inside(*ret_mime, texts) && ok;
    for (size_t i = 0; ok && i < mail->attachment_count; i++)
        ok = add_attachment(*ret_mime, &mail->attachments[i]);
    return ok;
}
