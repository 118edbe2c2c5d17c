#include "base/err.h"

#include <stdio.h>
#include <string.h>

bool err_vset(struct err *err, enum err_code code, const char *format, va_list args)
{
    if (err->code != ERR_NONE)
        return false;
    err->code = code;
    vsnprintf(err->text, sizeof err->text, format, args);
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
    snprintf(whole, sizeof whole, "%s: %s", context, err->text);
    memcpy(err->text, whole, sizeof err->text - 1);
    err->text[sizeof err->text - 1] = '\0';
    return false;
}

void err_clear(struct err *err)
{
    err->code = ERR_NONE;
    err->text[0] = '\0';
}
