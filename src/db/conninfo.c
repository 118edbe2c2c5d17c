#include "db/conninfo.h"

#include <string.h>

#include <libpq-fe.h>

#include "base/host.h"
#include "base/mem.h"

static bool names_a_password(const char *keyword)
{
    return strcmp(keyword, "password") == 0 || strcmp(keyword, "sslpassword") == 0;
}

/* NULL with the error. libpq's own message is left out: it quotes the piece it did not understand, which may
 * be a password with a space in it. */
static PQconninfoOption *parse(const char *conninfo, struct err *err)
{
    PQconninfoOption *options = PQconninfoParse(conninfo == NULL ? "" : conninfo, NULL);

    if (options == NULL)
        err_set(err, ERR_INPUT,
                "not a connection string: it must read \"key=value ...\" with libpq's keywords, or "
                "\"postgresql://...\"");
    return options;
}

bool conninfo_has_password(const char *conninfo, bool *ret_has_password, struct err *err)
{
    PQconninfoOption *options = parse(conninfo, err);
    if (options == NULL)
        return false;

    bool found = false;
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (names_a_password(o->keyword) && o->val != NULL && o->val[0] != '\0')
            found = true;
    PQconninfoFree(options);
    *ret_has_password = found;
    return true;
}

/* "" where nothing is said. */
static const char *value_of(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0 && o->val != NULL)
            return o->val;
    return "";
}

/* "db1,db2": whether one of them is another machine. */
static bool has_remote(const char *hosts)
{
    while (*hosts != '\0') {
        size_t length = strcspn(hosts, ",");
        if (!host_is_local(hosts, length))
            return true;
        hosts += length + (hosts[length] == ',');
    }
    return false;
}

static enum conninfo_way way_of(const char *mode)
{
    if (strcmp(mode, "verify-full") == 0 || strcmp(mode, "verify-ca") == 0)
        return CONNINFO_SAFE;
    return strcmp(mode, "require") == 0 ? CONNINFO_ENCRYPTED : CONNINFO_PLAIN;
}

bool conninfo_way(const char *conninfo, enum conninfo_way *ret_way, struct err *err)
{
    PQconninfoOption *said = parse(conninfo, err);
    if (said == NULL)
        return false;

    PQconninfoOption *usual = PQconndefaults(); /* of the environment and its service; NULL: no memory */
    bool remote = false, named = false;
    for (size_t i = 0; i < 2 && !named; i++) {
        const PQconninfoOption *options = i == 0 ? said : usual;
        const char *address = value_of(options, "hostaddr"), *host = value_of(options, "host");
        named = address[0] != '\0' || host[0] != '\0' || value_of(options, "service")[0] != '\0';
        remote = has_remote(address[0] != '\0' ? address : host);
    }
    const char *mode = value_of(said, "sslmode");
    *ret_way = remote ? way_of(mode[0] != '\0' ? mode : value_of(usual, "sslmode")) : CONNINFO_SAFE;
    PQconninfoFree(said);
    PQconninfoFree(usual);
    return true;
}

bool conninfo_passfile(const char *conninfo, char **ret_path, struct err *err)
{
    PQconninfoOption *said = parse(conninfo, err);
    if (said == NULL)
        return false;
    *ret_path = mem_text(value_of(said, "passfile"));
    PQconninfoFree(said);
    return true;
}
