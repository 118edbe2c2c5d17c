#include "cli/xlsx_zip.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { SIGNATURE = 8 };

static bool look_at_start(struct xlsx_zip *zip, struct err *err);
static bool check_start(const char *path, const unsigned char *start, size_t length, struct err *err);
static bool open_failed(const char *path, int code, struct err *err);
static bool damaged(const struct xlsx_part *part, const char *what, struct err *err);

bool xlsx_zip_open(struct xlsx_zip *zip, const char *path, struct err *err)
{
    int code = 0;

    *zip = (struct xlsx_zip){.path = path};
    if (!look_at_start(zip, err))
        return false;
    zip->archive = zip_open(path, ZIP_RDONLY, &code);
    if (zip->archive == NULL)
        return open_failed(path, code, err);
    if (zip_get_num_entries(zip->archive, 0) > XLSX_PARTS_MAX) {
        xlsx_zip_close(zip);
        return err_set(err, ERR_INPUT, "%s: an archive of more than %d parts is no workbook", path,
                       XLSX_PARTS_MAX);
    }
    return true;
}

void xlsx_zip_close(struct xlsx_zip *zip)
{
    zip_discard(zip->archive);
    zip->archive = NULL;
}

bool xlsx_zip_has(const struct xlsx_zip *zip, const char *name)
{
    return zip_name_locate(zip->archive, name, ZIP_FL_ENC_RAW) >= 0;
}

/* A pipe or a device cannot be read from its end, where an archive says what is in it. */
static bool look_at_start(struct xlsx_zip *zip, struct err *err)
{
    unsigned char start[SIGNATURE];
    struct stat about;
    FILE *file = fopen(zip->path, "rbe");

    if (file == NULL)
        return err_set(err, ERR_IO, "%s: %s", zip->path, strerror(errno));
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode)) {
        fclose(file);
        return err_set(err, ERR_INPUT, "%s: a workbook must be a regular file", zip->path);
    }
    size_t length = fread(start, 1, sizeof start, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed)
        return err_set(err, ERR_IO, "%s: cannot be read", zip->path);
    zip->packed = about.st_size;
    return check_start(zip->path, start, length, err);
}

static bool check_start(const char *path, const unsigned char *start, size_t length, struct err *err)
{
    static const unsigned char ole[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};

    if (length == 0)
        return err_set(err, ERR_INPUT, "%s: the file is empty", path);
    if (length == sizeof ole && memcmp(start, ole, sizeof ole) == 0)
        return err_set(err, ERR_INPUT,
                       "%s: an old .xls file, or one with a password; save it as .xlsx, without a password",
                       path);
    if (length < 4 || memcmp(start, "PK", 2) != 0)
        return err_set(err, ERR_INPUT, "%s: not an .xlsx file, whatever its name says", path);
    return true;
}

static bool open_failed(const char *path, int code, struct err *err)
{
    zip_error_t reason;

    if (code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS || code == ZIP_ER_EOF || code == ZIP_ER_SEEK)
        return err_set(err, ERR_INPUT, "%s: the file is cut off or damaged", path);
    zip_error_init_with_code(&reason, code);
    err_set(err, ERR_IO, "%s: %s", path, zip_error_strerror(&reason));
    zip_error_fini(&reason);
    return false;
}

bool xlsx_part_open(struct xlsx_part *part, struct xlsx_zip *zip, const char *name, struct err *err)
{
    zip_stat_t about;

    *part = (struct xlsx_part){.zip = zip, .name = name};
    if (zip_stat(zip->archive, name, ZIP_FL_ENC_RAW, &about) != 0)
        return err_set(err, ERR_INPUT, "%s: not a workbook, or a damaged one: it has no part %s", zip->path,
                       name);
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
        return err_set(err, ERR_INPUT, "%s: the archive has a password; save it without one", zip->path);
    part->file = zip_fopen_index(zip->archive, about.index, 0);
    if (part->file == NULL)
        return damaged(part, zip_strerror(zip->archive), err);
    return true;
}

bool xlsx_part_read(struct xlsx_part *part, void *data, size_t size, size_t *ret_length, struct err *err)
{
    struct xlsx_zip *zip = part->zip;
    zip_int64_t got = zip_fread(part->file, data, size);

    if (got < 0)
        return damaged(part, zip_file_strerror(part->file), err);
    zip->unpacked += got;
    bool swells =
        zip->unpacked > XLSX_RATIO_FROM && (zip->unpacked - XLSX_RATIO_FROM) / XLSX_RATIO_MAX > zip->packed;
    if (swells)
        return err_set(err, ERR_INPUT,
                       "%s: unpacks to more than %d times its size, as a zip bomb does; it was not read",
                       zip->path, XLSX_RATIO_MAX);
    if (zip->unpacked > XLSX_UNPACKED_MAX)
        return err_set(err, ERR_INPUT, "%s: unpacks to more than %d gigabytes; it was not read", zip->path,
                       (int)(XLSX_UNPACKED_MAX / (1024 * 1024 * 1024)));
    *ret_length = (size_t)got;
    return true;
}

void xlsx_part_close(struct xlsx_part *part)
{
    if (part->file != NULL)
        zip_fclose(part->file);
    part->file = NULL;
}

static bool damaged(const struct xlsx_part *part, const char *what, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: the file is damaged: %s: %s", part->zip->path, part->name, what);
}
