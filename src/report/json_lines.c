#include "report/json_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/visible.h"

void json_line_write(FILE *out, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    struct buf line = {0};

    /* To a program \u202e is the character itself; a terminal obeys neither. */
    if (text != NULL)
        visible_add_escaped(&line, text, strlen(text));
    (void)fprintf(out, "%s\n", buf_text(&line));
    buf_free(&line);
    free(text);
    json_decref(value);
}

void json_line_add(struct buf *out, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);

    if (text == NULL)
        abort(); /* out of memory: all of it is valid */
    buf_printf(out, "%s\n", text);
    free(text);
    json_decref(value);
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
