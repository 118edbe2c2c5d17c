#include "cli/import_files.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/visible.h"
#include "cli/import_sheet.h"
#include "cli/xlsx_sheet.h"

static bool add_path(struct import_files *files, const char *path, FILE *notes, struct err *err);
static const struct ledger_kind *kind_of(const struct import_files *files, const char *name);
static bool add_workbook(struct import_files *files, const char *path, FILE *notes, bool alone,
                         struct err *err);
static void on_sheet(void *ctx, const struct import_file *sheet);
static bool add_folder(struct import_files *files, const char *folder, FILE *notes, struct err *err);
static bool add_workbook_entry(struct import_files *files, const char *folder, const char *name, FILE *notes,
                               bool *ret_taken, struct err *err);
static void note_skipped(FILE *notes, const char *folder, const char *name);
static bool add_entry(struct import_files *files, const char *folder, const char *name);
static void join(struct buf *out, const char *folder, const char *name);
static void add(struct import_files *files, const char *path, const struct ledger_kind *kind);
static void sort(struct import_files *files);
static void name_them(struct import_files *files);
static void add_name(struct buf *out, const char *name);
static const char *name_of(const char *path);

bool import_files_collect(struct import_files *files, const struct map_file *map, char *const *paths,
                          int path_count, FILE *notes, struct err *err)
{
    *files = (struct import_files){.map = map};
    bool good = true;
    for (int i = 0; good && i < path_count; i++)
        good = add_path(files, paths[i], notes, err);
    if (good && files->count == 0)
        good = err_set(err, ERR_INPUT, "no ledger file there: nothing to import");
    if (!good) {
        import_files_done(files);
        return false;
    }
    sort(files);
    name_them(files);
    return true;
}

void import_files_done(struct import_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->items[i].path);
        free(files->items[i].sheet);
        free(files->items[i].label);
    }
    free(files->items);
    *files = (struct import_files){0};
}

static bool add_path(struct import_files *files, const char *path, FILE *notes, struct err *err)
{
    struct stat about;

    if (stat(path, &about) != 0)
        return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
    if (S_ISDIR(about.st_mode))
        return add_folder(files, path, notes, err);

    if (import_is_workbook(name_of(path)))
        return add_workbook(files, path, notes, /* alone */ true, err);

    const struct ledger_kind *kind = kind_of(files, name_of(path));
    if (kind == NULL)
        return err_set(err, ERR_INPUT, "%s: not a ledger file; the name says the kind, as in execution.csv",
                       path);
    add(files, path, kind);
    return true;
}

static const struct ledger_kind *kind_of(const struct import_files *files, const char *name)
{
    const struct ledger_kind *kind = files->map != NULL ? map_file_kind(files->map, name) : NULL;

    return kind != NULL ? kind : ledger_by_file(name);
}

static bool add_workbook(struct import_files *files, const char *path, FILE *notes, bool alone,
                         struct err *err)
{
    size_t found = 0;

    if (!import_sheets_find(path, files->map, on_sheet, files, notes, &found, err))
        return false;
    if (found == 0 && alone)
        return err_set(err, ERR_INPUT,
                       "%s: no sheet of it is a ledger file; a sheet's name says the kind, as in "
                       "execution",
                       path);
    return true;
}

static void on_sheet(void *ctx, const struct import_file *sheet)
{
    struct import_files *files = ctx;

    add(files, sheet->path, sheet->kind);
    struct import_file *file = &files->items[files->count - 1];
    file->sheet = mem_text(sheet->sheet);
    file->header = sheet->header;
    file->says_wan = sheet->says_wan;
}

static bool add_folder(struct import_files *files, const char *folder, FILE *notes, struct err *err)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    bool good = true;

    if (count < 0)
        return err_set(err, ERR_IO, "%s: %s", folder, strerror(errno));
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        bool itself = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
        bool taken = itself;
        good = good && (taken || add_workbook_entry(files, folder, name, notes, &taken, err));
        if (good && !taken && !add_entry(files, folder, name))
            note_skipped(notes, folder, name);
        free(entries[i]);
    }
    free(entries);
    return good;
}

/* Old and macro workbooks are no ledger files in a folder; given by themselves they are refused. */
static bool add_workbook_entry(struct import_files *files, const char *folder, const char *name, FILE *notes,
                               bool *ret_taken, struct err *err)
{
    struct stat about;
    struct buf path = {0};
    const char *dot = strrchr(name, '.');

    if (!import_is_workbook(name) || dot == NULL || strcasecmp(dot, ".xlsx") != 0)
        return true;
    join(&path, folder, name);
    *ret_taken = stat(buf_text(&path), &about) != 0 || S_ISREG(about.st_mode);
    bool good = !*ret_taken || add_workbook(files, buf_text(&path), notes, /* alone */ false, err);
    buf_free(&path);
    return good;
}

static void note_skipped(FILE *notes, const char *folder, const char *name)
{
    struct buf path = {0};

    join(&path, folder, name);
    import_note_skipped(notes, "not a ledger file", buf_text(&path));
    buf_free(&path);
}

void import_note_skipped(FILE *notes, const char *why, const char *name)
{
    struct buf safe = {0};

    add_name(&safe, name);
    fprintf(notes, "skipped, %s: %s\n", why, buf_text(&safe));
    buf_free(&safe);
}

/* A pipe or a device would be waited for; who means one names it. */
static bool add_entry(struct import_files *files, const char *folder, const char *name)
{
    const struct ledger_kind *kind = kind_of(files, name);
    struct stat about;
    struct buf path = {0};

    join(&path, folder, name);
    bool taken = kind != NULL && (stat(buf_text(&path), &about) != 0 || S_ISREG(about.st_mode));
    if (taken)
        add(files, buf_text(&path), kind); /* one that is there and cannot be read fails when it is opened */
    buf_free(&path);
    return taken;
}

static void join(struct buf *out, const char *folder, const char *name)
{
    size_t length = strlen(folder);

    buf_printf(out, "%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", name);
}

static void add(struct import_files *files, const char *path, const struct ledger_kind *kind)
{
    files->items = mem_room(files->items, files->count, &files->capacity, sizeof *files->items);
    files->items[files->count++] = (struct import_file){.path = mem_text(path), .kind = kind};
}

/* By insertion: it keeps the order of files of one kind, and there are a few dozen. */
static void sort(struct import_files *files)
{
    for (size_t i = 1; i < files->count; i++) {
        struct import_file file = files->items[i];
        size_t at = i;
        for (; at > 0 && files->items[at - 1].kind->id > file.kind->id; at--)
            files->items[at] = files->items[at - 1];
        files->items[at] = file;
    }
}

static void name_them(struct import_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        struct import_file *file = &files->items[i];
        bool alone = (i == 0 || files->items[i - 1].kind != file->kind) &&
                     (i + 1 == files->count || files->items[i + 1].kind != file->kind);
        struct buf label = {0};
        add_name(&label, alone ? name_of(file->path) : file->path);
        if (file->sheet != NULL) {
            buf_putc(&label, '!');
            add_name(&label, file->sheet);
        }
        file->label = buf_take(&label);
    }
}

/* The name of a file or a sheet, which may hold what a terminal would obey. */
static void add_name(struct buf *out, const char *name)
{
    size_t length = strlen(name);

    for (size_t at = 0; at < length;) {
        enum visible kind;
        uint32_t point;
        size_t size = visible_next(name + at, length - at, &kind, &point);
        if (kind == VISIBLE_PLAIN)
            buf_add(out, name + at, size);
        else
            buf_putc(out, '?');
        at += size;
    }
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}
