#include "net/robot_sign.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { HASH_BYTES = 32, HASH_TEXT = 44 + 1, NUMBER_TEXT = 24 };

static void sign(const char *key, size_t key_length, const char *message, size_t length,
                 char text[static HASH_TEXT])
{
    unsigned char hash[HASH_BYTES];
    unsigned made = 0;
    const unsigned char *result =
        HMAC(EVP_sha256(), key, (int)key_length, (const unsigned char *)message, length, hash, &made);

    assert(result != NULL && made == HASH_BYTES);
    (void)result;
    EVP_EncodeBlock((unsigned char *)text, hash, HASH_BYTES);
}

/* "<time>\n<secret>", which one of them takes for the message and the other for the key. */
static void add_stamped(struct buf *out, int64_t time, const char *secret)
{
    buf_printf(out, "%lld\n%s", (long long)time, secret);
}

static void wipe(struct buf *text)
{
    if (text->data != NULL)
        OPENSSL_cleanse(text->data, text->capacity);
    buf_free(text);
}

/* Of base64 only three characters mean something in a query. */
static void add_encoded(struct buf *out, const char *base64)
{
    for (const char *c = base64; *c != '\0'; c++)
        if (*c == '+' || *c == '/' || *c == '=')
            buf_puts(out, *c == '+' ? "%2B" : *c == '/' ? "%2F" : "%3D");
        else
            buf_putc(out, *c);
}

void robot_sign_dingtalk(struct buf *out, const char *url, const char *secret, int64_t now_ms)
{
    struct buf message = {0};
    char text[HASH_TEXT];

    add_stamped(&message, now_ms, secret);
    sign(secret, strlen(secret), message.data, message.length, text);
    buf_printf(out, "%s%ctimestamp=%lld&sign=", url, strchr(url, '?') != NULL ? '&' : '?', (long long)now_ms);
    add_encoded(out, text);
    wipe(&message);
}

void robot_sign_feishu(struct buf *out, const char *body, const char *secret, int64_t now_s)
{
    struct buf key = {0};
    char text[HASH_TEXT];

    if (body[0] != '{') {
        buf_puts(out, body);
        return;
    }
    add_stamped(&key, now_s, secret);
    sign(key.data, key.length, "", 0, text);
    buf_printf(out, "{\"timestamp\":\"%lld\",\"sign\":\"%s\"%s%s", (long long)now_s, text,
               body[1] != '}' ? "," : "", body + 1);
    wipe(&key);
}
