#include "report/site_csv.h"

#include <string.h>

#include "base/dec.h"

void site_csv_begin(struct buf *out)
{
    buf_puts(out, "\xef\xbb\xbf");
}

static bool is_number(const char *text)
{
    int64_t number;

    return dec_parse(text, strlen(text), SCALE_MICRO, &number);
}

void site_csv_cell(struct buf *out, const char *text, bool first)
{
    bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL && !is_number(text);
    bool quoted = text[strcspn(text, ",\"\r\n")] != '\0' || text[0] == ' ';

    if (!first)
        buf_putc(out, ',');
    if (quoted)
        buf_putc(out, '"');
    if (formula)
        buf_putc(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_putc(out, '"');
        buf_putc(out, *text);
    }
    if (quoted)
        buf_putc(out, '"');
}

void site_csv_row_end(struct buf *out)
{
    buf_puts(out, "\r\n");
}
