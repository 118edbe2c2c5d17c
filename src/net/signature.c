#include "net/signature.h"

#include <assert.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

enum {
    HASH_BYTES = 32,
    HASH_TEXT = 44, /* of a hash in base64 */
    KEY_TEXT_MAX = (SIGNATURE_KEY_MAX + 2) / 3 * 4,
};

static const char prefix[] = "whsec_";
static const char version[] = "v1,";

static bool refuse(struct err *err)
{
    return err_set(err, ERR_CONFIG, "a signing secret must be whsec_ followed by %d to %d bytes in base64",
                   SIGNATURE_KEY_MIN, SIGNATURE_KEY_MAX);
}

bool signature_key_parse(const char *text, struct signature_key *ret_key, struct err *err)
{
    unsigned char bytes[KEY_TEXT_MAX / 4 * 3];
    size_t length = strlen(text);

    if (strncmp(text, prefix, sizeof prefix - 1) != 0)
        return refuse(err);
    text += sizeof prefix - 1;
    length -= sizeof prefix - 1;
    if (length == 0 || length % 4 != 0 || length > KEY_TEXT_MAX)
        return refuse(err);

    size_t digits = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    size_t padding = length - digits;
    if (padding > 2 || strspn(text + digits, "=") != padding)
        return refuse(err);
    /* It decodes the padding, too, as zero bytes. */
    size_t decoded = (size_t)EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)length) - padding;
    bool fits = decoded >= SIGNATURE_KEY_MIN && decoded <= SIGNATURE_KEY_MAX;
    if (fits) {
        ret_key->length = decoded;
        memcpy(ret_key->bytes, bytes, ret_key->length);
    }
    OPENSSL_cleanse(bytes, sizeof bytes);
    return fits || refuse(err);
}

void signature_key_wipe(struct signature_key *key)
{
    OPENSSL_cleanse(key, sizeof *key);
}

static void signed_content(struct buf *out, const struct signature_input *input)
{
    buf_printf(out, "%s.%lld.", input->id, (long long)input->timestamp);
    buf_add(out, input->body, input->body_length);
}

static void sign(const struct signature_key *key, const struct buf *content, char text[static HASH_TEXT + 1])
{
    unsigned char hash[HASH_BYTES];
    unsigned length = 0;
    const unsigned char *made = HMAC(EVP_sha256(), key->bytes, (int)key->length,
                                     (const unsigned char *)content->data, content->length, hash, &length);

    assert(made != NULL && length == HASH_BYTES);
    (void)made;
    EVP_EncodeBlock((unsigned char *)text, hash, HASH_BYTES);
}

void signature_make(struct buf *out, const struct signature_key *keys, size_t key_count,
                    const struct signature_input *input)
{
    struct buf content = {0};
    char text[HASH_TEXT + 1];

    signed_content(&content, input);
    for (size_t i = 0; i < key_count; i++) {
        sign(&keys[i], &content, text);
        buf_printf(out, "%s%s%s", i > 0 ? " " : "", version, text);
    }
    buf_free(&content);
}

/* Whether `wanted` is among the signatures of the header; those of other versions are none of ours. */
static bool header_holds(const char *header, const char *wanted)
{
    const size_t version_length = sizeof version - 1;
    bool found = false;

    for (const char *at = header; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");

        if (length == version_length + HASH_TEXT && memcmp(at, version, version_length) == 0 &&
            CRYPTO_memcmp(at + version_length, wanted, HASH_TEXT) == 0)
            found = true;
        at += length;
    }
    return found;
}

bool signature_verify(const char *header, const struct signature_key *keys, size_t key_count,
                      const struct signature_input *input, int64_t now, int64_t tolerance_s, struct err *err)
{
    struct buf content = {0};
    char text[HASH_TEXT + 1];
    bool found = false;

    if (input->timestamp < now - tolerance_s || input->timestamp > now + tolerance_s)
        return err_set(err, ERR_INPUT, "the timestamp is more than %lld s from this clock",
                       (long long)tolerance_s);
    signed_content(&content, input);
    for (size_t i = 0; i < key_count; i++) {
        sign(&keys[i], &content, text);
        if (header_holds(header, text))
            found = true;
    }
    buf_free(&content);
    return found || err_set(err, ERR_INPUT, "no signature in the header was made with a known secret");
}
