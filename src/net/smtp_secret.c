#include "net/smtp_secret.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/mem.h"

enum { FORMS = 3, PART = 8 };

static char *base64_of(const char *bytes, size_t length)
{
    char *text = mem_alloc((length + 2) / 3 * 4 + 1);

    EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)bytes, (int)length);
    return text;
}

/* What AUTH PLAIN sends: NUL, user, NUL, password. */
static char *plain_of(const char *username, const char *password)
{
    size_t user = strlen(username), pass = strlen(password);
    char *both = mem_alloc(user + pass + 2);

    memcpy(both + 1, username, user);
    memcpy(both + user + 2, password, pass);
    char *text = base64_of(both, user + pass + 2);
    OPENSSL_cleanse(both, user + pass + 2);
    free(both);
    return text;
}

/* In any case: some servers say a command in capitals. */
static bool holds_part(const char *form, const char *word, size_t length)
{
    for (size_t at = 0, end = strlen(form); at + length <= end; at++)
        if (strncasecmp(form + at, word, length) == 0)
            return true;
    return false;
}

void smtp_secret_init(struct smtp_secret *secret, const char *username, const char *password)
{
    secret->forms[0] = mem_text(password);
    secret->forms[1] = base64_of(password, strlen(password));
    secret->forms[2] = plain_of(username, password);
}

void smtp_secret_wipe(struct smtp_secret *secret)
{
    for (size_t i = 0; i < FORMS; i++) {
        if (secret->forms[i] != NULL)
            OPENSSL_cleanse(secret->forms[i], strlen(secret->forms[i]));
        free(secret->forms[i]);
        secret->forms[i] = NULL;
    }
}

bool smtp_secret_is_in(const struct smtp_secret *secret, const char *text)
{
    bool found = false;

    for (size_t i = 0; i < FORMS; i++)
        if (secret->forms[i] != NULL && secret->forms[i][0] != '\0' && strstr(text, secret->forms[i]) != NULL)
            return true;
    while (!found && *text != '\0') {
        size_t length = strcspn(text, " \t\"'<>()");
        for (size_t i = 0; i < FORMS && length >= PART; i++)
            found = found || (secret->forms[i] != NULL && holds_part(secret->forms[i], text, length));
        text += length + (text[length] != '\0');
    }
    return found;
}
