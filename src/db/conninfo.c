#include "db/conninfo.h"

#include <string.h>

#include <libpq-fe.h>

static bool names_a_password(const char *keyword)
{
    return strcmp(keyword, "password") == 0 || strcmp(keyword, "sslpassword") == 0;
}

bool conninfo_has_password(const char *conninfo, bool *ret_has_password, struct err *err)
{
    /* libpq's own message is left out: it quotes the piece it did not understand, which may be a
     * password with a space in it. */
    PQconninfoOption *options = PQconninfoParse(conninfo == NULL ? "" : conninfo, NULL);
    if (options == NULL)
        return err_set(err, ERR_INPUT,
                       "not a connection string: it must read \"key=value ...\" with libpq's keywords, or "
                       "\"postgresql://...\"");

    bool found = false;
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (names_a_password(o->keyword) && o->val != NULL && o->val[0] != '\0')
            found = true;
    PQconninfoFree(options);
    *ret_has_password = found;
    return true;
}
