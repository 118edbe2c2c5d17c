#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "report/reference_docx.h"
#include "service/pandoc.h"

static const char *const names[FORMAT_COUNT] = {
    [FORMAT_MD] = "md",     [FORMAT_HTML] = "html", [FORMAT_XLSX] = "xlsx",
    [FORMAT_DOCX] = "docx", [FORMAT_JSON] = "json", [FORMAT_CSV] = "csv"};

static bool write_path(const struct output *output, const char *path, struct err *err);
static bool write_text(const struct output *output, const char *path, struct err *err);
static bool write_docx(const struct output *output, const char *path, struct err *err);

bool format_by_name(const char *name, enum output_format *ret_format)
{
    for (unsigned i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_format = (enum output_format)i;
            return true;
        }
    return false;
}

bool format_by_path(const char *path, enum output_format *ret_format)
{
    const char *dot = strrchr(path, '.');

    return dot != NULL && format_by_name(dot + 1, ret_format);
}

bool format_is_text(enum output_format format)
{
    return format != FORMAT_XLSX && format != FORMAT_DOCX;
}

/* The name beside the path can be foreseen: in a folder where others write, too, somebody may have put a link
 * there. So the file is first made here, and must not be there before. */
bool output_write(const struct output *output, const char *path, struct err *err)
{
    struct buf text = {0}, beside = {0};
    bool ok;

    if (path == NULL) {
        ok = output->make_text(output, &text, err);
        if (ok)
            (void)fputs(buf_text(&text), stdout);
        buf_free(&text);
        return ok;
    }
    buf_printf(&beside, "%s.%ld.tmp", path, (long)getpid());
    if (!cli_claim_file(buf_text(&beside), err)) {
        buf_free(&beside);
        return false;
    }
    ok = write_path(output, buf_text(&beside), err);
    if (ok && rename(buf_text(&beside), path) != 0)
        ok = err_set(err, ERR_IO, "cannot write %s: %s", path, strerror(errno));
    if (!ok)
        (void)unlink(buf_text(&beside));
    buf_free(&beside);
    return ok;
}

static bool write_path(const struct output *output, const char *path, struct err *err)
{
    switch (output->format) {
    case FORMAT_XLSX: return output->write_xlsx(output, path, err);
    case FORMAT_DOCX: return write_docx(output, path, err);
    case FORMAT_MD:
    case FORMAT_HTML:
    case FORMAT_JSON:
    case FORMAT_CSV:
    case FORMAT_COUNT: break;
    }
    return write_text(output, path, err);
}

static bool write_text(const struct output *output, const char *path, struct err *err)
{
    struct buf text = {0};
    bool ok = output->make_text(output, &text, err);
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

/* The reference document lies beside the output for as long as pandoc needs it. */
static bool write_docx(const struct output *output, const char *path, struct err *err)
{
    struct buf text = {0}, reference = {0};

    buf_printf(&reference, "%s.reference.docx", path);
    bool claimed = output->make_text(output, &text, err) && cli_claim_file(buf_text(&reference), err);
    bool ok = claimed && reference_docx_write(buf_text(&reference), err) &&
              pandoc_docx(buf_text(&text), text.length, buf_text(&reference), path, err);
    if (claimed)
        (void)unlink(buf_text(&reference));
    buf_free(&reference);
    buf_free(&text);
    return ok;
}
