#include "report/reference_docx.h"

#include <string.h>
#include <zip.h>

#include "embedded/docx_parts.h"

struct part {
    const char *name; /* in the archive */
    const char *text;
};

/* [Content_Types].xml comes first: some readers look no further for what kind of file this is. */
static const struct part parts[] = {
    {"[Content_Types].xml", docx_part_content_types},
    {"_rels/.rels", docx_part_package_relations},
    {"word/document.xml", docx_part_document},
    {"word/_rels/document.xml.rels", docx_part_document_relations},
    {"word/styles.xml", docx_part_styles},
    {"word/settings.xml", docx_part_settings},
    {"word/fontTable.xml", docx_part_font_table},
    {"word/numbering.xml", docx_part_numbering},
    {"word/footnotes.xml", docx_part_footnotes},
    {"word/footer1.xml", docx_part_footer1},
    {"word/footer2.xml", docx_part_footer2},
};

static bool add_part(zip_t *archive, const struct part *part);

bool reference_docx_write(const char *path, struct err *err)
{
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);

    if (archive == NULL) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        err_set(err, ERR_IO, "%s: %s", path, zip_error_strerror(&error));
        zip_error_fini(&error);
        return false;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!add_part(archive, &parts[i])) {
            err_set(err, ERR_IO, "%s: %s", path, zip_strerror(archive));
            zip_discard(archive);
            return false;
        }
    }
    if (zip_close(archive) == 0)
        return true;
    err_set(err, ERR_IO, "%s: %s", path, zip_strerror(archive));
    zip_discard(archive);
    return false;
}

static bool add_part(zip_t *archive, const struct part *part)
{
    zip_source_t *source = zip_source_buffer(archive, part->text, strlen(part->text), 0);

    if (source == NULL)
        return false;
    zip_int64_t index = zip_file_add(archive, part->name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    /* 1 January 2023 in every time zone: the same program writes the same bytes. */
    enum { DAY = (2023 - 1980) << 9 | 1 << 5 | 1 };
    return zip_file_set_dostime(archive, (zip_uint64_t)index, 0, DAY, 0) == 0;
}
