#include "base/err.h"

#include <stdio.h>
#include <string.h>

#include "base/visible.h"

/* A sentence may quote what came from outside, and may be cut where its room ends. Lines stay: those of other
 * programs point at each other. */
static void clean(char *text, size_t size, int wanted)
{
    if (wanted >= (int)size)
        text[visible_whole(text, size - 1)] = '\0';
    visible_clean(text, /* lines */ true);
}

bool err_vset(struct err *err, enum err_code code, const char *format, va_list args)
{
    if (err->code != ERR_NONE)
        return false;
    err->code = code;
    int wanted = vsnprintf(err->text, sizeof err->text, format, args);
    clean(err->text, sizeof err->text, wanted);
    return false;
}

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    err_vset(err, code, format, args);
    va_end(args);
    return false;
}

bool err_prefix(struct err *err, const char *format, ...)
{
    char context[sizeof err->text];
    char whole[2 * sizeof err->text + 3];
    va_list args;

    va_start(args, format);
    vsnprintf(context, sizeof context, format, args);
    va_end(args);
    int wanted = snprintf(whole, sizeof whole, "%s: %s", context, err->text);
    memcpy(err->text, whole, sizeof err->text - 1);
    err->text[sizeof err->text - 1] = '\0';
    clean(err->text, sizeof err->text, wanted);
    return false;
}

void err_clear(struct err *err)
{
    err->code = ERR_NONE;
    err->text[0] = '\0';
}
