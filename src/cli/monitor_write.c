#include "cli/monitor_write.h"

#include <stdlib.h>

#include "report/document_html.h"
#include "report/document_md.h"
#include "report/json_lines.h"
#include "report/monitor_document.h"
#include "report/monitor_json.h"
#include "report/monitor_xlsx.h"

struct order {
    const struct monitor_form *form;
    const struct notice_paper *paper;
};

static bool make_text(const struct output *output, struct buf *out, struct err *err)
{
    const struct order *order = output->paper;
    struct document document;

    switch (output->format) {
    case FORMAT_JSON: json_line_add(out, monitor_json(order->form)); return true;
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_DOCX: break;
    case FORMAT_XLSX:
    case FORMAT_CSV:
    case FORMAT_COUNT: return err_set(err, ERR_USAGE, "monitoring forms are not made in this format");
    }
    monitor_document(order->form, order->paper, &document);
    if (output->format == FORMAT_HTML)
        document_html(&document, out);
    else
        document_md(&document, out);
    document_done(&document);
    return true;
}

static bool write_xlsx(const struct output *output, const char *path, struct err *err)
{
    const struct order *order = output->paper;

    return monitor_xlsx(path, order->form, order->paper, err);
}

bool monitor_write(const struct notice *notice, enum output_format format, const struct notice_paper *paper,
                   const char *path, struct err *err)
{
    struct monitor_form form;

    if (!monitor_form_make(notice, &form, err))
        return false;
    const struct order order = {&form, paper};
    const struct output output = {
        .paper = &order, .format = format, .make_text = make_text, .write_xlsx = write_xlsx};
    bool ok = output_write(&output, path, err);
    monitor_form_free(&form);
    return ok;
}
