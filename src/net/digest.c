#include "net/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

const char *digest_short(const char *text, char digest[static DIGEST_TEXT])
{
    unsigned char bytes[EVP_MAX_MD_SIZE];

    /* It fails where there is no memory, and as with all memory there is no going on then. */
    if (EVP_Digest(text, strlen(text), bytes, NULL, EVP_sha256(), NULL) != 1)
        abort();
    for (size_t i = 0; i < (DIGEST_TEXT - 1) / 2; i++)
        snprintf(digest + 2 * i, 3, "%02x", bytes[i]);
    return digest;
}
