#include "service/notice_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/catalogue_mail.h"
#include "report/notice_xlsx.h"
#include "service/reply_sheet.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* A file larger than this is not read at all: it could never be sent. */
enum { FILE_MOST = 64 << 20 };

struct making {
    struct db_session *session;
    const struct notice *notice;
    const struct notice_paper *paper;
    const char *period;
    char folder[4096];
    struct notice_files *files;
};

/* Under $TMPDIR, for this user alone. */
static bool make_folder(struct making *making, struct err *err)
{
    const char *base = getenv("TMPDIR");
    int length = snprintf(making->folder, sizeof making->folder, "%s/budgetwatch-notice-XXXXXX",
                          base != NULL && base[0] != '\0' ? base : "/tmp");

    if (length >= (int)sizeof making->folder)
        return err_set(err, ERR_IO, "TMPDIR is too long");
    return mkdtemp(making->folder) != NULL ||
           err_set(err, ERR_IO, "%s: cannot make a folder: %s", making->folder, strerror(errno));
}

static void add(struct notice_files *files, const struct buf *name, const char *ending, const char *type,
                const void *data, size_t length)
{
    struct buf whole = {0};

    buf_printf(&whole, "%s%s", buf_text(name), ending);
    files->list[files->count++] = (struct mail_attachment){
        .name = arena_text(&files->arena, buf_text(&whole)), .type = type, .data = data, .length = length};
    buf_free(&whole);
}

static bool take(struct making *making, const struct buf *name, const char *path, struct err *err)
{
    struct notice_files *files = making->files;
    struct buf *data = &files->data[files->count];

    if (!buf_read_file(data, path, FILE_MOST, err))
        return false;
    add(files, name, ".xlsx", XLSX_TYPE, data->data, data->length);
    return true;
}

static bool add_workbook(struct making *making, const struct buf *name, struct err *err)
{
    struct buf path = {0};

    buf_printf(&path, "%s/notice.xlsx", making->folder);
    bool ok = notice_xlsx(buf_text(&path), making->notice, making->paper, err) &&
              take(making, name, buf_text(&path), err);
    unlink(buf_text(&path));
    buf_free(&path);
    return ok;
}

static bool add_reply(struct making *making, struct err *err)
{
    const struct notice *notice = making->notice;
    enum language language = making->paper->language;
    struct reply_sheet sheet = {0};
    struct buf path = {0}, name = {0};

    if (notice->unit_code[0] == '\0')
        return true;
    if (!reply_sheet_read(making->session, language, notice->unit_code, making->period, notice->year, &sheet,
                          err))
        return false;
    buf_printf(&path, "%s/reply.xlsx", making->folder);
    catalogue_mail_reply_file(&name, language, notice->unit_code, making->period);
    bool ok = sheet.count == 0 ||
              (reply_sheet_write(&sheet, buf_text(&path), err) && take(making, &name, buf_text(&path), err));
    unlink(buf_text(&path));
    buf_free(&path);
    buf_free(&name);
    reply_sheet_done(&sheet);
    return ok;
}

/* The largest goes first, so that most stay. */
static void leave_out(struct notice_files *files, enum language language, size_t max)
{
    for (;;) {
        size_t total = 0, largest = 0;
        for (size_t i = 0; i < files->count; i++) {
            total += files->list[i].length;
            if (files->list[i].length > files->list[largest].length)
                largest = i;
        }
        if (total <= max)
            return;
        catalogue_mail_left_out(&files->left_out, language, files->list[largest].name);
        memmove(&files->list[largest], &files->list[largest + 1],
                (--files->count - largest) * sizeof files->list[0]);
    }
}

bool notice_files_make(struct db_session *session, const struct notice *notice,
                       const struct notice_paper *paper, const char *period, const struct buf *html,
                       size_t max, struct notice_files *ret_files, struct err *err)
{
    struct making making = {
        .session = session, .notice = notice, .paper = paper, .period = period, .files = ret_files};
    struct buf name = {0};

    *ret_files = (struct notice_files){0};
    if (!make_folder(&making, err))
        return false;
    catalogue_mail_notice_file(&name, paper->language, notice->unit_code, period);
    add(ret_files, &name, ".html", "text/html", html->data, html->length);
    bool ok = add_workbook(&making, &name, err) && add_reply(&making, err);
    buf_free(&name);
    rmdir(making.folder);
    if (ok)
        leave_out(ret_files, paper->language, max);
    else
        notice_files_done(ret_files);
    return ok;
}

void notice_files_done(struct notice_files *files)
{
    for (size_t i = 0; i < NOTICE_FILES_MAX; i++)
        buf_free(&files->data[i]);
    buf_free(&files->left_out);
    arena_free(&files->arena);
    *files = (struct notice_files){0};
}
