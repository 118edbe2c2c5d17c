#include "cli/evaluate_write.h"

#include "report/document_html.h"
#include "report/document_md.h"
#include "report/json_lines.h"
#include "report/proposal.h"
#include "report/rectification_csv.h"
#include "report/self_report.h"
#include "report/sheet_document.h"
#include "report/sheet_json.h"
#include "report/sheet_xlsx.h"

/* What is to be written. */
struct order {
    const struct sheet *sheet;
    enum evaluate_paper paper;
    enum language language;
};

static bool make_text(const struct output *output, struct buf *out, struct err *err);
static bool write_xlsx(const struct output *output, const char *path, struct err *err);

bool evaluate_write(const struct sheet *sheet, enum evaluate_paper paper, enum output_format format,
                    enum language language, const char *path, struct err *err)
{
    const struct order order = {sheet, paper, language};
    const struct output output = {
        .paper = &order, .format = format, .make_text = make_text, .write_xlsx = write_xlsx};

    return output_write(&output, path, err);
}

static bool write_xlsx(const struct output *output, const char *path, struct err *err)
{
    const struct order *order = output->paper;

    return sheet_xlsx(path, order->sheet, order->language, err);
}

static bool make_document(const struct order *order, enum output_format format, struct buf *out,
                          struct err *err)
{
    struct document document;
    date due = proposal_due(order->sheet);

    if (order->paper != PAPER_REPORT)
        sheet_document(order->sheet, order->language, due, &document);
    else if (!self_report(order->sheet, order->language, due, &document, err))
        return false;
    if (format == FORMAT_HTML)
        document_html(&document, out);
    else
        document_md(&document, out);
    document_done(&document);
    return true;
}

static bool make_text(const struct output *output, struct buf *out, struct err *err)
{
    const struct order *order = output->paper;

    switch (output->format) {
    case FORMAT_JSON: json_line_add(out, sheet_json(order->sheet, order->language)); return true;
    case FORMAT_CSV:
        rectification_csv(out, order->sheet, order->language, proposal_due(order->sheet));
        return true;
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_DOCX: return make_document(order, output->format, out, err); /* DOCX is made of Markdown */
    case FORMAT_XLSX:
    case FORMAT_COUNT: break;
    }
    return true;
}
