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
#include "report/sheet_document.h"
#include "report/sheet_json.h"

static const char *const names[FORMAT_COUNT] = {
    [FORMAT_MD] = "md",     [FORMAT_HTML] = "html", [FORMAT_XLSX] = "xlsx",
    [FORMAT_DOCX] = "docx", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv"};

static void make_text(const struct sheet *sheet, enum evaluate_paper paper, enum evaluate_format format,
                      enum language language, struct buf *out);
static bool write_path(const struct sheet *sheet, enum evaluate_paper paper, enum evaluate_format format,
                       enum language language, const char *path, struct err *err);

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
    struct buf text = {0}, beside = {0};

    if (path == NULL) {
        make_text(sheet, paper, format, language, &text);
        (void)fputs(buf_text(&text), stdout);
        buf_free(&text);
        return true;
    }
    buf_printf(&beside, "%s.%ld.tmp", path, (long)getpid());
    bool ok = write_path(sheet, paper, format, language, buf_text(&beside), err);
    if (ok && rename(buf_text(&beside), path) != 0)
        ok = err_set(err, ERR_IO, "cannot write %s: %s", path, strerror(errno));
    if (!ok)
        (void)unlink(buf_text(&beside));
    buf_free(&beside);
    return ok;
}

static void make_document(const struct sheet *sheet, enum evaluate_paper paper, enum evaluate_format format,
                          enum language language, struct buf *out)
{
    struct document document;

    (void)paper;
    sheet_document(sheet, language, proposal_due(sheet), &document);
    if (format == FORMAT_HTML)
        document_html(&document, out);
    else
        document_md(&document, out);
    document_done(&document);
}

static void make_json(const struct sheet *sheet, enum language language, struct buf *out)
{
    json_t *json = sheet_json(sheet, language);
    char *text = json_dumps(json, JSON_COMPACT);

    buf_puts(out, text);
    buf_putc(out, '\n');
    free(text);
    json_decref(json);
}

static void make_text(const struct sheet *sheet, enum evaluate_paper paper, enum evaluate_format format,
                      enum language language, struct buf *out)
{
    switch (format) {
    case FORMAT_JSON: make_json(sheet, language, out); break;
    case FORMAT_CSV: rectification_csv(out, sheet, language, proposal_due(sheet)); break;
    case FORMAT_MD:
    case FORMAT_HTML: make_document(sheet, paper, format, language, out); break;
    case FORMAT_XLSX:
    case FORMAT_DOCX:
    case FORMAT_COUNT: break;
    }
}

static bool write_path(const struct sheet *sheet, enum evaluate_paper paper, enum evaluate_format format,
                       enum language language, const char *path, struct err *err)
{
    struct buf text = {0};
    FILE *file = fopen(path, "wb");

    if (file == NULL)
        return err_set(err, ERR_IO, "cannot write %s: %s", path, strerror(errno));
    make_text(sheet, paper, format, language, &text);
    bool ok = fwrite(buf_text(&text), 1, text.length, file) == text.length;
    ok = fclose(file) == 0 && ok;
    buf_free(&text);
    return ok || err_set(err, ERR_IO, "cannot write %s: %s", path, strerror(errno));
}
