#include "config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

static int open_secret(struct buf *path, const char *name, const char *folder);
static bool read_secret(int file, const char *path, struct secret *ret_secret, struct err *err);

/* A service that has root's secrets handed on says so in its unit: who forgot it is told. */
static bool cannot_open(const char *name, const char *path, struct err *err)
{
    if (errno == EACCES && name[0] != '/')
        return err_set(err, ERR_CONFIG,
                       "%s: %s; a service is given a file of root's by LoadCredential=%s:%s (systemctl edit)",
                       path, strerror(errno), name, path);
    return err_set(err, ERR_CONFIG, "%s: %s", path, strerror(errno));
}

bool secret_read(const char *name, const char *folder, struct secret *ret_secret, struct err *err)
{
    struct buf path = {0};
    int file = open_secret(&path, name, folder);
    bool ok = file >= 0 ? read_secret(file, buf_text(&path), ret_secret, err)
                        : cannot_open(name, buf_text(&path), err);

    if (file >= 0)
        close(file);
    buf_free(&path);
    return ok;
}

/* O_NONBLOCK: a pipe of that name must not hold the program up; it is refused as no regular file. */
static int open_at(struct buf *path, const char *folder, const char *name)
{
    buf_clear(path);
    if (folder != NULL)
        buf_printf(path, "%s/", folder);
    buf_puts(path, name);
    return open(buf_text(path), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

static int open_secret(struct buf *path, const char *name, const char *folder)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");

    if (name[0] == '/')
        return open_at(path, NULL, name);
    if (credentials != NULL && credentials[0] != '\0') {
        int file = open_at(path, credentials, name);
        if (file >= 0 || errno != ENOENT)
            return file;
    }
    return open_at(path, folder, name);
}

/* Both are asked of the open file, so that they are of one and the same. */
bool secret_place(const char *name, const char *folder, struct secret_place *ret_place)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    struct buf path = {0};
    struct stat info;
    int file = open_secret(&path, name, folder);
    bool ok = file >= 0 && fstat(file, &info) == 0;

    if (ok)
        *ret_place = (struct secret_place){
            .path = mem_text(buf_text(&path)),
            .is_credential = credentials != NULL && credentials[0] != '\0' &&
                             strncmp(buf_text(&path), credentials, strlen(credentials)) == 0,
            .others_read = (info.st_mode & (S_IRWXG | S_IRWXO)) != 0,
            .is_foreign = info.st_uid != geteuid() && info.st_uid != 0,
        };
    if (file >= 0)
        close(file);
    buf_free(&path);
    return ok;
}

static size_t without_newline(const char *bytes, size_t length)
{
    if (length == 0 || bytes[length - 1] != '\n')
        return length;
    return length > 1 && bytes[length - 2] == '\r' ? length - 2 : length - 1;
}

/* Read into `bytes`, at most `room`; the number read, or -1 with errno. */
static ssize_t read_up_to(int file, char *bytes, size_t room)
{
    size_t length = 0;

    while (length < room) {
        ssize_t got = read(file, bytes + length, room - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

/* One buffer of the full size, so that growing leaves no copies behind in freed memory. */
static bool read_secret(int file, const char *path, struct secret *ret_secret, struct err *err)
{
    enum { ROOM = SECRET_MAX + 1 };
    struct stat info;

    if (fstat(file, &info) != 0)
        return err_set(err, ERR_CONFIG, "%s: %s", path, strerror(errno));
    if (!S_ISREG(info.st_mode))
        return err_set(err, ERR_CONFIG, "%s: not a regular file", path);

    struct secret secret = {.bytes = mem_alloc(ROOM + 1), .length = ROOM};
    ssize_t length = read_up_to(file, secret.bytes, ROOM);
    if (length < 0)
        err_set(err, ERR_CONFIG, "%s: %s", path, strerror(errno));
    else if (length > SECRET_MAX)
        err_set(err, ERR_CONFIG, "%s: larger than %d bytes", path, SECRET_MAX);
    else if (without_newline(secret.bytes, (size_t)length) == 0)
        err_set(err, ERR_CONFIG, "%s: empty", path);
    else {
        secret.length = without_newline(secret.bytes, (size_t)length);
        secret.bytes[secret.length] = '\0';
        *ret_secret = secret;
        return true;
    }
    secret_wipe(&secret);
    return false;
}

void secret_wipe(struct secret *secret)
{
    if (secret->bytes != NULL)
        explicit_bzero(secret->bytes, secret->length);
    free(secret->bytes);
    *secret = (struct secret){0};
}
