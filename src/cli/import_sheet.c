#include "cli/import_sheet.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "cli/xlsx_book.h"
#include "cli/xlsx_sheet.h"
#include "config/import_header.h"

/* What is found out about a sheet from its first rows. */
struct look {
    struct xlsx_sheet sheet;
    const struct map_file *map;
    const struct ledger_kind *kind; /* by the name, or by what was found; NULL: none yet */
    bool by_name;
    bool several; /* the header could be that of more than one kind */
    size_t rows;
    size_t best;   /* columns that the header named */
    long header;   /* its row; 0: none yet */
    bool wan_here; /* a row so far says that amounts are in 万元 */
    bool says_wan; /* one above the header does */
};

struct import_sheet {
    struct xlsx_book book;
    struct xlsx_sheet sheet;
    import_row on_row;
    xlsx_merged on_merged;
    void *ctx;
    long header;
    size_t width; /* cells of the header; 0 before it */
};

static bool find_in(struct xlsx_book *book, int place, const struct map_file *map, import_sheet_found found,
                    void *ctx, FILE *notes, size_t *count, struct err *err);
static const struct ledger_kind *kind_named(const struct map_file *map, const char *name);
static bool look_at(struct look *look, struct xlsx_book *book, int place, struct err *err);
static void on_first_rows(void *ctx, long line, const struct import_cell_text *cells, size_t count);
static void try_as_header(struct look *look, long line, const struct import_cell_text *cells, size_t count);
static bool says_wan(const struct import_cell_text *cells, size_t count);
static void note(FILE *notes, const char *path, const char *sheet, const char *why);
static void on_row(void *ctx, long line, const struct import_cell_text *cells, size_t count);
static void on_merged(void *ctx, const struct xlsx_area *area);

bool import_is_workbook(const char *file_name)
{
    static const char *const endings[] = {".xlsx", ".xlsm", ".xls", ".xlsb"};
    const char *dot = strrchr(file_name, '.');

    if (dot == NULL || strncmp(file_name, "~$", 2) == 0)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (strcasecmp(dot, endings[i]) == 0)
            return true;
    }
    return false;
}

bool import_sheets_find(const char *path, const struct map_file *map, import_sheet_found found, void *ctx,
                        FILE *notes, size_t *ret_found, struct err *err)
{
    struct xlsx_book book;
    bool good = true;

    *ret_found = 0;
    if (!xlsx_book_open(&book, path, err))
        return false;
    for (size_t i = 0; good && i < book.sheet_count; i++)
        good = find_in(&book, (int)i, map, found, ctx, notes, ret_found, err);
    xlsx_book_close(&book);
    return good;
}

static bool find_in(struct xlsx_book *book, int place, const struct map_file *map, import_sheet_found found,
                    void *ctx, FILE *notes, size_t *count, struct err *err)
{
    const struct xlsx_sheet_entry *entry = &book->sheets[place];
    struct look *look = mem_alloc(sizeof *look);

    look->map = map;
    look->kind = kind_named(map, entry->name);
    look->by_name = look->kind != NULL;
    bool readable = entry->part != NULL && !entry->hidden;
    bool good = !readable || look_at(look, book, place, err);
    if (good && !readable) {
        note(notes, book->zip.path, entry->name, entry->part == NULL ? "not a sheet of cells" : "hidden");
    } else if (good && (look->kind == NULL || look->several)) {
        note(notes, book->zip.path, entry->name,
             look->several ? "its header fits more than one kind; give the sheet the kind's name"
                           : "neither its name nor its header is a ledger file's");
    } else if (good) {
        const struct import_file file = {.path = (char *)book->zip.path,
                                         .sheet = entry->name,
                                         .kind = look->kind,
                                         .header = look->header,
                                         .says_wan = look->says_wan};
        found(ctx, &file);
        ++*count;
    }
    free(look);
    return good;
}

/* A mapping speaks of files; a sheet may stand in it with or without an ending. */
static const struct ledger_kind *kind_named(const struct map_file *map, const char *name)
{
    const struct ledger_kind *kind = map != NULL ? map_file_kind(map, name) : NULL;

    return kind != NULL ? kind : ledger_by_name(name, strlen(name));
}

static bool look_at(struct look *look, struct xlsx_book *book, int place, struct err *err)
{
    bool more = true;

    if (!xlsx_sheet_open(&look->sheet, book, place, on_first_rows, look, err))
        return false;
    bool good = true;
    while (good && more)
        good = xlsx_sheet_more(&look->sheet, &more, err);
    xlsx_sheet_close(&look->sheet);
    return good;
}

static void on_first_rows(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct look *look = ctx;

    if (look->rows < IMPORT_TITLE_ROWS)
        try_as_header(look, line, cells, count);
    look->wan_here = look->wan_here || says_wan(cells, count);
    if (++look->rows == IMPORT_TITLE_ROWS || look->several || (look->kind != NULL && !look->by_name))
        xlsx_sheet_enough(&look->sheet);
}

static void try_as_header(struct look *look, long line, const struct import_cell_text *cells, size_t count)
{
    bool fits = false;

    if (look->by_name) {
        size_t found = import_header_match(look->map, look->kind, cells, count, &fits);
        if (found > look->best || look->header == 0) {
            look->best = found;
            look->header = line;
            look->says_wan = look->wan_here;
        }
        return;
    }
    for (int id = 0; id < LEDGER_COUNT; id++) {
        (void)import_header_match(look->map, ledger_kind((enum ledger_id)id), cells, count, &fits);
        if (!fits)
            continue;
        look->several = look->kind != NULL;
        look->kind = ledger_kind((enum ledger_id)id);
        look->header = line;
        look->says_wan = look->wan_here;
    }
}

static bool says_wan(const struct import_cell_text *cells, size_t count)
{
    static const char wan[] = "万元";

    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        if (memmem(cells[i].data, cells[i].length, wan, sizeof wan - 1) != NULL)
            return true;
    }
    return false;
}

static void note(FILE *notes, const char *path, const char *sheet, const char *why)
{
    const char *slash = strrchr(path, '/');
    struct buf name = {0};

    buf_printf(&name, "%s!%s", slash != NULL ? slash + 1 : path, sheet);
    import_note_skipped(notes, why, buf_text(&name));
    buf_free(&name);
}

bool import_sheet_open(struct import_sheet **ret_sheet, const struct import_file *file, import_row rows,
                       xlsx_merged merged, void *ctx, struct err *err)
{
    struct import_sheet *sheet = mem_alloc(sizeof *sheet);

    sheet->on_row = rows;
    sheet->on_merged = merged;
    sheet->ctx = ctx;
    sheet->header = file->header;
    if (!xlsx_book_open(&sheet->book, file->path, err)) {
        free(sheet);
        return false;
    }
    int place = xlsx_book_sheet(&sheet->book, file->sheet);
    bool there = place >= 0 && sheet->book.sheets[place].part != NULL;
    bool good = there ? xlsx_sheet_open(&sheet->sheet, &sheet->book, place, on_row, sheet, err)
                      : err_set(err, ERR_INPUT, "%s: the sheet %s has gone while it was read", file->path,
                                file->sheet);
    if (!good) {
        xlsx_book_close(&sheet->book);
        free(sheet);
        return false;
    }
    xlsx_sheet_tell_merged(&sheet->sheet, on_merged);
    *ret_sheet = sheet;
    return true;
}

bool import_sheet_more(struct import_sheet *sheet, bool *ret_more, struct err *err)
{
    return xlsx_sheet_more(&sheet->sheet, ret_more, err);
}

bool import_sheet_from_1904(const struct import_sheet *sheet)
{
    return sheet->book.from_1904;
}

void import_sheet_close(struct import_sheet *sheet)
{
    if (sheet == NULL)
        return;
    xlsx_sheet_close(&sheet->sheet);
    xlsx_book_close(&sheet->book);
    free(sheet);
}

static void on_row(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct import_sheet *sheet = ctx;
    struct import_cell_text row[IMPORT_CELLS_MAX];
    size_t kept = count < IMPORT_CELLS_MAX ? count : IMPORT_CELLS_MAX;

    if (line < sheet->header)
        return;
    if (sheet->width == 0)
        sheet->width = count;
    if (count >= sheet->width) {
        sheet->on_row(sheet->ctx, line, cells, count);
        return;
    }
    memcpy(row, cells, kept * sizeof *row);
    for (size_t i = kept; i < sheet->width && i < IMPORT_CELLS_MAX; i++)
        row[i] = (struct import_cell_text){.data = ""};
    sheet->on_row(sheet->ctx, line, row, sheet->width);
}

static void on_merged(void *ctx, const struct xlsx_area *area)
{
    struct import_sheet *sheet = ctx;

    sheet->on_merged(sheet->ctx, area);
}
