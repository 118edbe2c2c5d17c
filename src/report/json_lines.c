#include "report/json_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/visible.h"

/* To a program \u202e is the character itself; a terminal does not obey it. */
static void add_text(struct buf *out, const char *text)
{
    visible_add_escaped(out, text, strlen(text));
}

void json_line_add(struct buf *out, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);

    if (text != NULL)
        add_text(out, text);
    buf_putc(out, '\n');
    free(text);
    json_decref(value);
}

void json_line_write(FILE *out, json_t *value)
{
    struct buf line = {0};

    json_line_add(&line, value);
    (void)fputs(buf_text(&line), out);
    buf_free(&line);
}

void json_text_write(FILE *out, const char *text)
{
    struct buf line = {0};

    add_text(&line, text);
    (void)fprintf(out, "%s\n", buf_text(&line));
    buf_free(&line);
}

json_t *json_money(fen amount)
{
    char text[DEC_TEXT];

    return json_string(dec_format(amount, SCALE_FEN, text));
}

json_t *json_text_or_null(const char *text)
{
    return text == NULL || text[0] == '\0' ? json_null() : json_string(text);
}
