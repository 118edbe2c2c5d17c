/* The archive that an .xlsx file is: its parts, unpacked piece by piece, and never more of them than an
 * honest workbook has.
 *
 * What can go wrong is told in one sentence each: not an archive; the container that old .xls files and
 * files with a password are; a file that is cut off or damaged (checksums are compared); a part with a
 * password; a part that is not there; and an archive that unpacks to more than XLSX_RATIO_MAX times its
 * size or XLSX_UNPACKED_MAX bytes. What the archive itself says of its parts' sizes is not believed:
 * what comes out is counted. Nothing is ever written to the disk, so names of parts cannot lead anywhere. */
#ifndef CLI_XLSX_ZIP_H
#define CLI_XLSX_ZIP_H

#include <stdint.h>

#include <zip.h>

#include "base/err.h"

/* A full sheet (1,048,576 rows) of twenty short cells a row is about a gigabyte of XML; spreadsheets
 * pack 5:1 to 50:1, deflate ends at 1032:1. The first megabyte counts for nothing: short files of many
 * equal rows pack very well. */
#define XLSX_UNPACKED_MAX (INT64_C(4) * 1024 * 1024 * 1024)
enum { XLSX_RATIO_MAX = 200, XLSX_RATIO_FROM = 1024 * 1024, XLSX_PARTS_MAX = 10000 };

struct xlsx_zip {
    const char *path; /* borrowed */
    zip_t *archive;
    int64_t packed;   /* bytes of the file */
    int64_t unpacked; /* that came out so far, of all parts */
};

struct xlsx_part {
    struct xlsx_zip *zip;
    zip_file_t *file;
    const char *name; /* borrowed */
};

/* Errors begin with the path. `path` must outlive the archive. After a failure there is nothing to close. */
MUST_CHECK bool xlsx_zip_open(struct xlsx_zip *zip, const char *path, struct err *err);
void xlsx_zip_close(struct xlsx_zip *zip);

/* Whether there is a part of exactly this name. */
bool xlsx_zip_has(const struct xlsx_zip *zip, const char *name);

/* `name` must outlive the part, and the part must be closed before its archive. */
MUST_CHECK bool xlsx_part_open(struct xlsx_part *part, struct xlsx_zip *zip, const char *name,
                               struct err *err);
/* Length 0 is the end. A piece may be shorter than there is room for. */
MUST_CHECK bool xlsx_part_read(struct xlsx_part *part, void *data, size_t size, size_t *ret_length,
                               struct err *err);
void xlsx_part_close(struct xlsx_part *part);

#endif
