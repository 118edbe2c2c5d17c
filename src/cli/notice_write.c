#include "cli/notice_write.h"

#include <stdlib.h>

#include "report/notice_json.h"

struct order {
    const struct notice *notice;
    enum language language;
};

bool notice_format_is_made(enum output_format format)
{
    switch (format) {
    case FORMAT_JSON: return true;
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_DOCX:
    case FORMAT_XLSX:
    case FORMAT_CSV:
    case FORMAT_COUNT: break;
    }
    return false;
}

static void make_json(const struct order *order, struct buf *out)
{
    json_t *json = notice_json(order->notice, order->language);
    char *text = json_dumps(json, JSON_COMPACT);

    buf_puts(out, text);
    buf_putc(out, '\n');
    free(text);
    json_decref(json);
}

/* Every format that is made and is a text, or is made of one. */
static bool make_text(const struct output *output, struct buf *out, struct err *err)
{
    switch (output->format) {
    case FORMAT_JSON: make_json(output->paper, out); return true;
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_DOCX:
    case FORMAT_XLSX:
    case FORMAT_CSV:
    case FORMAT_COUNT: break;
    }
    return err_set(err, ERR_USAGE, "notices are not made in this format");
}

bool notice_write(const struct notice *notice, enum output_format format, enum language language,
                  const char *path, struct err *err)
{
    const struct order order = {notice, language};
    const struct output output = {.paper = &order, .format = format, .make_text = make_text};

    return output_write(&output, path, err);
}
