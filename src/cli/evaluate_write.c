#include "cli/evaluate_write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/document_html.h"
#include "report/document_md.h"
#include "report/proposal.h"
#include "report/rectification_csv.h"
#include "report/reference_docx.h"
#include "report/self_report.h"
#include "report/sheet_document.h"
#include "report/sheet_json.h"
#include "report/sheet_xlsx.h"
#include "service/pandoc.h"

/* What is to be written. */
struct order {
    const struct sheet *sheet;
    enum evaluate_paper paper;
    enum evaluate_format format;
    enum language language;
};

static const char *const names[FORMAT_COUNT] = {
    [FORMAT_MD] = "md",     [FORMAT_HTML] = "html", [FORMAT_XLSX] = "xlsx",
    [FORMAT_DOCX] = "docx", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv"};

static bool make_text(const struct order *order, struct buf *out, struct err *err);
static bool write_path(const struct order *order, const char *path, struct err *err);
static bool write_text(const struct order *order, const char *path, struct err *err);
static bool write_docx(const struct order *order, const char *path, struct err *err);

bool format_by_name(const char *name, enum evaluate_format *ret_format)
{
    for (unsigned i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_format = (enum evaluate_format)i;
            return true;
        }
    return false;
}

bool format_by_path(const char *path, enum evaluate_format *ret_format)
{
    const char *dot = strrchr(path, '.');

    return dot != NULL && format_by_name(dot + 1, ret_format);
}

bool format_is_text(enum evaluate_format format)
{
    return format != FORMAT_XLSX && format != FORMAT_DOCX;
}

bool evaluate_write(const struct sheet *sheet, enum evaluate_paper paper, enum evaluate_format format,
                    enum language language, const char *path, struct err *err)
{
    const struct order order = {sheet, paper, format, language};
    struct buf text = {0}, beside = {0};
    bool ok;

    if (path == NULL) {
        ok = make_text(&order, &text, err);
        if (ok)
            (void)fputs(buf_text(&text), stdout);
        buf_free(&text);
        return ok;
    }
    buf_printf(&beside, "%s.%ld.tmp", path, (long)getpid());
    ok = write_path(&order, buf_text(&beside), err);
    if (ok && rename(buf_text(&beside), path) != 0)
        ok = err_set(err, ERR_IO, "cannot write %s: %s", path, strerror(errno));
    if (!ok)
        (void)unlink(buf_text(&beside));
    buf_free(&beside);
    return ok;
}

static bool write_path(const struct order *order, const char *path, struct err *err)
{
    switch (order->format) {
    case FORMAT_XLSX: return sheet_xlsx(path, order->sheet, order->language, err);
    case FORMAT_DOCX: return write_docx(order, path, err);
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_JSON:
    case FORMAT_CSV:
    case FORMAT_COUNT: break;
    }
    return write_text(order, path, err);
}

static bool write_text(const struct order *order, const char *path, struct err *err)
{
    struct buf text = {0};
    bool ok = make_text(order, &text, err);
    FILE *file = ok ? fopen(path, "wb") : NULL;

    if (ok && file == NULL)
        ok = err_set(err, ERR_IO, "cannot write %s: %s", path, strerror(errno));
    if (file != NULL) {
        bool whole = fwrite(buf_text(&text), 1, text.length, file) == text.length;
        whole = fclose(file) == 0 && whole;
        ok = whole || err_set(err, ERR_IO, "cannot write %s: %s", path, strerror(errno));
    }
    buf_free(&text);
    return ok;
}

static bool make_document(const struct order *order, struct buf *out, struct err *err)
{
    struct document document;
    date due = proposal_due(order->sheet);

    if (order->paper != PAPER_REPORT)
        sheet_document(order->sheet, order->language, due, &document);
    else if (!self_report(order->sheet, order->language, due, &document, err))
        return false;
    if (order->format == FORMAT_HTML)
        document_html(&document, out);
    else
        document_md(&document, out);
    document_done(&document);
    return true;
}

static void make_json(const struct order *order, struct buf *out)
{
    json_t *json = sheet_json(order->sheet, order->language);
    char *text = json_dumps(json, JSON_COMPACT);

    buf_puts(out, text);
    buf_putc(out, '\n');
    free(text);
    json_decref(json);
}

static bool make_text(const struct order *order, struct buf *out, struct err *err)
{
    switch (order->format) {
    case FORMAT_JSON: make_json(order, out); return true;
    case FORMAT_CSV:
        rectification_csv(out, order->sheet, order->language, proposal_due(order->sheet));
        return true;
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_DOCX: return make_document(order, out, err); /* DOCX is made of Markdown */
    case FORMAT_XLSX:
    case FORMAT_COUNT: break;
    }
    return true;
}

/* The reference document lies beside the output for as long as pandoc needs it. */
static bool write_docx(const struct order *order, const char *path, struct err *err)
{
    struct buf text = {0}, reference = {0};

    buf_printf(&reference, "%s.reference.docx", path);
    bool ok = make_text(order, &text, err) && reference_docx_write(buf_text(&reference), err) &&
              pandoc_docx(buf_text(&text), text.length, buf_text(&reference), path, err);
    (void)unlink(buf_text(&reference));
    buf_free(&reference);
    buf_free(&text);
    return ok;
}
