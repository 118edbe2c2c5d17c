/* What a receiver is told: the three headers of Standard Webhooks and a body. Three lines are the headers
 * webhook-id, webhook-timestamp and webhook-signature, what follows is the body.
 *
 * Nobody who does not know the secret is believed, and who knows it always is. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "net/receiver_judge.h"

static const char secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU";
enum { NOW = 1700000000 };

static void must_believe(const struct signature_key *key, const struct receiver_headers *said,
                         const char *body, size_t length)
{
    const struct signature_input input = {
        .id = said->id, .timestamp = NOW - 1, .body = body, .body_length = length};
    struct buf signatures = {0};
    struct err err = {0};

    signature_make(&signatures, key, 1, &input);
    buf_puts(&signatures, " v1,");
    struct receiver_headers good = {said->id, "1699999999", buf_text(&signatures)};
    bool believed = receiver_judge(&good, key, 1, body, length, NOW, &err) == RECEIVER_VERIFIED;
    REQUIRE(believed == (said->id[0] != '\0'));
    buf_free(&signatures);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_piece rest = {(const char *)data, size}, lines[3];
    char *texts[3];
    struct signature_key key;
    struct err err = {0};

    REQUIRE(signature_key_parse(secret, &key, &err));
    for (int i = 0; i < 3; i++) {
        lines[i] = fuzz_line(&rest);
        texts[i] = fuzz_text(lines[i].data, lines[i].size);
    }
    char *body = fuzz_text(rest.data, rest.size);
    struct receiver_headers headers = {texts[0], texts[1], texts[2]};
    struct signature_key other;

    REQUIRE(receiver_judge(&headers, &key, 1, body, rest.size, NOW, &err) == RECEIVER_BAD_SIGNATURE);
    fuzz_sentence(err.text, sizeof err.text);
    must_believe(&key, &headers, body, rest.size);
    err_clear(&err);
    if (!signature_key_parse(texts[2], &other, &err))
        fuzz_sentence(err.text, sizeof err.text);
    for (int i = 0; i < 3; i++)
        free(texts[i]);
    free(body);
    return 0;
}
