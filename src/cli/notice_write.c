#include "cli/notice_write.h"

#include "report/document_html.h"
#include "report/document_md.h"
#include "report/json_lines.h"
#include "report/notice_document.h"
#include "report/notice_json.h"
#include "report/notice_short.h"
#include "report/notice_xlsx.h"

struct order {
    const struct notice *notice;
    const struct notice_paper *paper;
    size_t max_bytes;
};

bool notice_format_is_made(enum output_format format)
{
    switch (format) {
    case FORMAT_JSON:
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_DOCX:
    case FORMAT_XLSX: return true;
    case FORMAT_CSV:
    case FORMAT_COUNT: break;
    }
    return false;
}

static void make_document(const struct order *order, bool html, struct buf *out)
{
    struct document document;

    notice_document(order->notice, order->paper, &document);
    if (html)
        document_html(&document, out);
    else
        document_md(&document, out);
    document_done(&document);
}

/* Every format that is made and is a text, or is made of one: DOCX of the whole as Markdown. */
static bool make_text(const struct output *output, struct buf *out, struct err *err)
{
    const struct order *order = output->paper;

    switch (output->format) {
    case FORMAT_JSON: json_line_add(out, notice_json(order->notice, order->paper->language)); return true;
    case FORMAT_MD:
        notice_short(out, order->notice, order->paper, MARKUP_MARKDOWN, order->max_bytes);
        return true;
    case FORMAT_HTML:
    case FORMAT_DOCX: make_document(order, output->format == FORMAT_HTML, out); return true;
    case FORMAT_XLSX:
    case FORMAT_CSV:
    case FORMAT_COUNT: break;
    }
    return err_set(err, ERR_USAGE, "notices are not made in this format");
}

static bool write_xlsx(const struct output *output, const char *path, struct err *err)
{
    const struct order *order = output->paper;

    return notice_xlsx(path, order->notice, order->paper, err);
}

bool notice_write(const struct notice *notice, enum output_format format, const struct notice_paper *paper,
                  size_t max_bytes, const char *path, struct err *err)
{
    const struct order order = {notice, paper, max_bytes};
    const struct output output = {
        .paper = &order, .format = format, .make_text = make_text, .write_xlsx = write_xlsx};

    return output_write(&output, path, err);
}
