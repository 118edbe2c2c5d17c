#include "report/docx_rows.h"

#include <string.h>
#include <zip.h>

#include "base/buf.h"

static const char part[] = "word/document.xml";
enum { PIECE = 4096 };

static bool read_part(zip_t *archive, struct buf *out);
static void keep_rows(const char *xml, struct buf *out);
static bool write_part(zip_t *archive, const struct buf *xml);

bool docx_keep_rows(const char *path, struct err *err)
{
    struct buf before = {0}, after = {0};
    int code = 0;
    zip_t *archive = zip_open(path, 0, &code);

    if (archive == NULL)
        return err_set(err, ERR_IO, "%s: it is not a DOCX file", path);
    bool ok = read_part(archive, &before);
    if (ok) {
        keep_rows(buf_text(&before), &after);
        ok = write_part(archive, &after);
    }
    /* The archive reads `after` while it is closed. */
    if (!ok || zip_close(archive) != 0) {
        err_set(err, ERR_IO, "%s: %s", path, zip_strerror(archive));
        zip_discard(archive);
        ok = false;
    }
    buf_free(&before);
    buf_free(&after);
    return ok;
}

static bool read_part(zip_t *archive, struct buf *out)
{
    zip_file_t *file = zip_fopen(archive, part, 0);
    char piece[PIECE];
    zip_int64_t got = -1;

    if (file == NULL)
        return false;
    while ((got = zip_fread(file, piece, sizeof piece)) > 0)
        buf_add(out, piece, (size_t)got);
    return zip_fclose(file) == 0 && got == 0;
}

/* The properties of a row come first in it, where it has any. */
static void keep_rows(const char *xml, struct buf *out)
{
    static const char row[] = "<w:tr>", properties[] = "<w:trPr>", keep[] = "<w:cantSplit/>";

    for (const char *at; (at = strstr(xml, row)) != NULL; xml = at) {
        at += sizeof row - 1;
        buf_add(out, xml, (size_t)(at - xml));
        if (strncmp(at, properties, sizeof properties - 1) == 0) {
            at += sizeof properties - 1;
            buf_printf(out, "%s%s", properties, keep);
        } else {
            buf_printf(out, "%s%s</w:trPr>", properties, keep);
        }
    }
    buf_puts(out, xml);
}

static bool write_part(zip_t *archive, const struct buf *xml)
{
    zip_source_t *source = zip_source_buffer(archive, xml->data, xml->length, 0);

    if (source == NULL)
        return false;
    if (zip_file_add(archive, part, source, ZIP_FL_OVERWRITE) >= 0)
        return true;
    zip_source_free(source);
    return false;
}
