#include "report/json_lines.h"

void json_line_write(FILE *out, json_t *value)
{
    (void)json_dumpf(value, out, JSON_COMPACT);
    (void)fputc('\n', out);
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
