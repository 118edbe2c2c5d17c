/* What the files of the catalogue have in common; nobody else needs it. */
#ifndef CORE_CATALOGUE_PARTS_H
#define CORE_CATALOGUE_PARTS_H

#include <string.h>

#include "base/buf.h"
#include "base/dec.h"
#include "core/catalogue.h"

static inline const char *in(enum language language, const char *zh, const char *en)
{
    return language == LANGUAGE_ZH ? zh : en;
}

/* Points in millionths, without zeros at the end: "12.5". */
static inline const char *score(int64_t points, char text[static DEC_TEXT])
{
    return dec_format_short(points, SCALE_MICRO, text);
}

/* The first of the names that a ledger's description has for one thing, "单位编码|单位代码". */
static inline void add_first(struct buf *out, const char *names)
{
    buf_add(out, names, strcspn(names, "|"));
}

#endif
