#include "net/receiver_judge.h"

#include <inttypes.h>
#include <string.h>

/* Digits alone: strtoimax() would pass over blanks and take what does not fit for the last that does. */
static bool read_seconds(const char *text, int64_t *ret_seconds)
{
    enum { DIGITS_MAX = 18 };
    size_t length = strlen(text);

    if (length == 0 || length > DIGITS_MAX || strspn(text, "0123456789") != length)
        return false;
    *ret_seconds = strtoimax(text, NULL, 10);
    return true;
}

enum receiver_verdict receiver_judge(const struct receiver_headers *headers, const struct signature_key *keys,
                                     size_t key_count, const char *body, size_t length, int64_t now,
                                     struct err *err)
{
    struct signature_input input = {.id = headers->id, .body = body, .body_length = length};

    if (key_count == 0)
        return RECEIVER_UNVERIFIED;
    if (headers->id[0] == '\0' || headers->signatures[0] == '\0')
        err_set(err, ERR_INPUT, "the headers webhook-id and webhook-signature are missing");
    else if (!read_seconds(headers->timestamp, &input.timestamp))
        err_set(err, ERR_INPUT, "the header webhook-timestamp is not a number of seconds");
    else if (signature_verify(headers->signatures, keys, key_count, &input, now, SIGNATURE_TOLERANCE_S, err))
        return RECEIVER_VERIFIED;
    return RECEIVER_BAD_SIGNATURE;
}
