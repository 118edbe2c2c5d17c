/* Questions about a libpq connection string, without connecting. */
#ifndef DB_CONNINFO_H
#define DB_CONNINFO_H

#include "base/err.h"

/* Whether a password stands in the connection string itself (`password` or `sslpassword`, as keyword
 * or inside a URI), where the process list or a configuration file would show it. NULL and "" have
 * none. A string that libpq cannot parse is ERR_INPUT; the sentence never repeats a password. */
MUST_CHECK bool conninfo_has_password(const char *conninfo, bool *ret_has_password, struct err *err);

#endif
