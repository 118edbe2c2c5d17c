/* The SHA-256 of a file, read piece by piece: it may be of any size. */
#ifndef CLI_FILE_DIGEST_H
#define CLI_FILE_DIGEST_H

#include <stdint.h>

#include "base/err.h"

enum { FILE_DIGEST_TEXT = 65 }; /* hexadecimal, with its NUL */

enum file_found {
    FILE_READ,
    FILE_GONE,       /* there is nothing of that name */
    FILE_UNREADABLE, /* not allowed, not a regular file, or the disk failed: `err` says it */
};

/* Sets the digest and the length only where the file was read, and the error only where it was not. */
MUST_CHECK enum file_found file_digest(const char *path, char ret_hex[static FILE_DIGEST_TEXT],
                                       int64_t *ret_bytes, struct err *err);

#endif
