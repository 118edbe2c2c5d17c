#include "db/copy_text.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void add_literal(struct buf *out, const char *value)
{
    if (value == NULL) {
        buf_puts(out, "NULL");
        return;
    }
    buf_putc(out, '\'');
    for (const char *c = value; *c != '\0'; c++) {
        if (*c == '\'')
            buf_putc(out, '\'');
        buf_putc(out, *c);
    }
    buf_putc(out, '\'');
}

static const char *after_line(const char *c)
{
    const char *end = strchr(c, '\n');

    return end != NULL ? end + 1 : c + strlen(c);
}

void copy_text(struct buf *out, const char *select, const char *const *values, size_t count)
{
    const char *c = select;

    buf_puts(out, "COPY (");
    while (*c != '\0') {
        if (c[0] == '-' && c[1] == '-') {
            c = after_line(c);
        } else if (c[0] == '$' && isdigit((unsigned char)c[1])) {
            char *end;
            unsigned long number = strtoul(c + 1, &end, 10);
            assert(number >= 1 && number <= count);
            add_literal(out, values[number - 1]);
            c = end;
        } else {
            if (*c != ';')
                buf_putc(out, *c);
            c++;
        }
    }
    (void)count;
    buf_puts(out, ") TO STDOUT (FORMAT binary)");
}
