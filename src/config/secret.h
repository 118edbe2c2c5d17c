/* Secrets come from files and are seen nowhere else: not in the configuration, a log or an error. */
#ifndef CONFIG_SECRET_H
#define CONFIG_SECRET_H

#include <stdbool.h>
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

/* Where that would read, and who else may; nothing is read. */
struct secret_place {
    char *path;         /* to be freed by the caller */
    bool is_credential; /* in $CREDENTIALS_DIRECTORY, which systemd keeps for the service alone */
    bool others_read;   /* its group or everybody may read or write it */
    bool is_foreign;    /* neither the user at hand nor root owns it */
};
/* False: there is none, and nothing to free. */
bool secret_place(const char *name, const char *folder, struct secret_place *ret_place);

/* Overwrite and free; the struct is empty again. An empty one is fine. */
void secret_wipe(struct secret *secret);

#endif
