/* Questions about a libpq connection string, without connecting. */
#ifndef DB_CONNINFO_H
#define DB_CONNINFO_H

#include "base/err.h"

/* Whether a password stands in the connection string itself (`password` or `sslpassword`, as keyword
 * or inside a URI), where the process list or a configuration file would show it. NULL and "" have
 * none. A string that libpq cannot parse is ERR_INPUT; the sentence never repeats a password. */
MUST_CHECK bool conninfo_has_password(const char *conninfo, bool *ret_has_password, struct err *err);

/* What somebody on the way to the server could do, by what the string and libpq's environment say. */
enum conninfo_way {
    CONNINFO_SAFE,      /* this host alone, or encrypted and the server's certificate is checked */
    CONNINFO_ENCRYPTED, /* another host; encrypted, and who answers is not checked */
    CONNINFO_PLAIN,     /* another host; perhaps not encrypted at all */
};

/* `conninfo` as above. A host in a service file that the string names is not seen: CONNINFO_SAFE. */
MUST_CHECK bool conninfo_way(const char *conninfo, enum conninfo_way *ret_way, struct err *err);

/* The passfile that the string names; "" where it names none. Ends with free(). */
MUST_CHECK bool conninfo_passfile(const char *conninfo, char **ret_path, struct err *err);

#endif
