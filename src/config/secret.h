/* Secrets come from files and are seen nowhere else: not in the configuration, a log or an error. */
#ifndef CONFIG_SECRET_H
#define CONFIG_SECRET_H

#include <stddef.h>

#include "base/err.h"

enum { SECRET_MAX = 4096 };

struct secret {
    char *bytes; /* followed by a NUL; NULL: none */
    size_t length;
};

/* Read the file `name`: an absolute one as it stands, a relative one in $CREDENTIALS_DIRECTORY first
 * (systemd's LoadCredential=), else in `folder`. One newline at the end is dropped (\n or \r\n).
 * Empty, larger than SECRET_MAX bytes, or no regular file: an error, which names the file and never
 * quotes it. Ends with secret_wipe(). */
MUST_CHECK bool secret_read(const char *name, const char *folder, struct secret *ret_secret, struct err *err);

/* Overwrite and free; the struct is empty again. An empty one is fine. */
void secret_wipe(struct secret *secret);

#endif
