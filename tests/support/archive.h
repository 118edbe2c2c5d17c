/* Workbooks and documents, which are archives, part by part. After cmocka. */
#ifndef SUPPORT_ARCHIVE_H
#define SUPPORT_ARCHIVE_H

#include <string.h>

#include <zip.h>

#include "base/buf.h"

/* Puts a part at the end of `out`; one that is not there fails the test. */
static inline void archive_add_part(zip_t *archive, const char *part, struct buf *out)
{
    char piece[4096];
    zip_int64_t got;
    zip_file_t *file = zip_fopen(archive, part, 0);

    if (file == NULL)
        fail_msg("no part %s", part);
    while ((got = zip_fread(file, piece, sizeof piece)) > 0)
        buf_add(out, piece, (size_t)got);
    zip_fclose(file);
}

static inline void archive_read(const char *path, const char *part, struct buf *out)
{
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &code);

    assert_non_null(archive);
    archive_add_part(archive, part, out);
    zip_discard(archive);
}

/* Another content for a part. */
static inline void archive_replace(const char *path, const char *part, const struct buf *content)
{
    int code = 0;
    zip_t *archive = zip_open(path, 0, &code);

    assert_non_null(archive);
    zip_source_t *source = zip_source_buffer(archive, buf_text(content), content->length, 0);
    assert_true(zip_file_add(archive, part, source, ZIP_FL_OVERWRITE) >= 0);
    assert_int_equal(zip_close(archive), 0);
}

/* Fails unless the part holds every text. */
static inline void archive_expect(const char *path, const char *part, const char *const texts[])
{
    struct buf content = {0};

    archive_read(path, part, &content);
    for (size_t i = 0; texts[i] != NULL; i++)
        if (strstr(buf_text(&content), texts[i]) == NULL)
            fail_msg("%s lacks %s", part, texts[i]);
    buf_free(&content);
}

#endif
