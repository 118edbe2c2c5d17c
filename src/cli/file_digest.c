#include "cli/file_digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/mem.h"

enum { PIECE = 64 * 1024 };

static enum file_found fault(const char *path, int number, struct err *err);
static bool digest_open(int file, EVP_MD_CTX *context, int64_t *ret_bytes);
static void add_hex(const unsigned char *bytes, unsigned count, char *hex);

enum file_found file_digest(const char *path, char ret_hex[static FILE_DIGEST_TEXT], int64_t *ret_bytes,
                            struct err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    struct stat info;

    /* Without waiting for the other end of what turns out to be a pipe. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return fault(path, errno, err);
    if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(file);
        err_set(err, ERR_IO, "%s: not a regular file", path);
        return FILE_UNREADABLE;
    }
    errno = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
              digest_open(file, context, ret_bytes) && EVP_DigestFinal_ex(context, digest, &length) == 1;
    int number = errno;
    EVP_MD_CTX_free(context);
    close(file);
    if (!ok)
        return fault(path, number != 0 ? number : EIO, err);
    add_hex(digest, length, ret_hex);
    return FILE_READ;
}

static enum file_found fault(const char *path, int number, struct err *err)
{
    err_set(err, ERR_IO, "%s: %s", path, strerror(number));
    /* No file can have a name that is too long. */
    return number == ENOENT || number == ENOTDIR || number == ENAMETOOLONG ? FILE_GONE : FILE_UNREADABLE;
}

static bool digest_open(int file, EVP_MD_CTX *context, int64_t *ret_bytes)
{
    unsigned char *piece = mem_alloc(PIECE);
    int64_t bytes = 0;
    ssize_t got;
    bool ok = true;

    while (ok && (got = read(file, piece, PIECE)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        ok = got > 0 && EVP_DigestUpdate(context, piece, (size_t)got) == 1;
        if (ok)
            bytes += got;
    }
    free(piece);
    if (ok)
        *ret_bytes = bytes;
    return ok;
}

static void add_hex(const unsigned char *bytes, unsigned count, char *hex)
{
    for (unsigned i = 0; i < count; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}
