#include "cli/outlook_read.h"

#include <stdlib.h>
#include <string.h>

#include "cli/xlsx_sheet.h"
#include "core/import_cell.h"
#include "report/outlook_sheet.h"

static bool read_sheet(struct outlook_file *file, struct xlsx_book *book, int place, struct err *err);
static void take_row(void *ctx, long line, const struct import_cell_text *cells, size_t count);
static void take_identity(struct outlook_file *file, const struct import_cell_text *cells, size_t count);
static bool is_header(const struct import_cell_text *cells, size_t count, enum language language);
static void take_answers(struct outlook_file *file, long line, const struct import_cell_text *cells,
                         size_t count);
static const char *trimmed(struct arena *arena, const struct import_cell_text *cell);

bool outlook_file_read(struct outlook_file *file, const char *path, struct err *err)
{
    struct xlsx_book book;

    *file = (struct outlook_file){0};
    if (!xlsx_book_open(&book, path, err))
        return false;
    int place = xlsx_book_sheet(&book, catalogue_outlook_text(LANGUAGE_ZH, OUTLOOK_SHEET));
    if (place < 0)
        place = xlsx_book_sheet(&book, catalogue_outlook_text(LANGUAGE_EN, OUTLOOK_SHEET));
    bool ok = place >= 0 && book.sheets[place].part != NULL ? read_sheet(file, &book, place, err) : true;
    if (ok && (!file->titled || file->unit == NULL || file->period == NULL))
        ok = err_set(err, ERR_INPUT,
                     "%s: this is no reply sheet: unit, period or column titles are not where "
                     "budgetwatch outlook --template writes them",
                     path);
    xlsx_book_close(&book);
    return ok;
}

static bool read_sheet(struct outlook_file *file, struct xlsx_book *book, int place, struct err *err)
{
    struct xlsx_sheet *sheet = mem_alloc(sizeof *sheet);
    bool more = true, ok = xlsx_sheet_open(sheet, book, place, take_row, file, err);

    file->sheet = arena_text(&file->arena, book->sheets[place].name);
    if (ok) {
        while (ok && more)
            ok = xlsx_sheet_more(sheet, &more, err);
        xlsx_sheet_close(sheet);
    }
    free(sheet);
    return ok;
}

static void take_row(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct outlook_file *file = ctx;

    if (line == OUTLOOK_IDENTITY_ROW + 1) {
        take_identity(file, cells, count);
    } else if (line == OUTLOOK_HEADER_ROW + 1) {
        bool zh = is_header(cells, count, LANGUAGE_ZH);
        file->titled = zh || is_header(cells, count, LANGUAGE_EN);
        file->language = zh ? LANGUAGE_ZH : LANGUAGE_EN;
    } else if (line > OUTLOOK_HEADER_ROW + 1 && file->titled) {
        take_answers(file, line, cells, count);
    }
}

static void take_identity(struct outlook_file *file, const struct import_cell_text *cells, size_t count)
{
    if (count <= OUTLOOK_MADE_COLUMN)
        return;
    file->unit = trimmed(&file->arena, &cells[OUTLOOK_UNIT_COLUMN]);
    file->period = trimmed(&file->arena, &cells[OUTLOOK_PERIOD_COLUMN]);
    file->made = trimmed(&file->arena, &cells[OUTLOOK_MADE_COLUMN]);
}

static bool is_header(const struct import_cell_text *cells, size_t count, enum language language)
{
    for (size_t i = 0; i < OUTLOOK_COLUMNS; i++) {
        const char *title = catalogue_outlook_column(language, (enum outlook_column)i);
        if (i >= count || cells[i].length != strlen(title) ||
            memcmp(cells[i].data, title, cells[i].length) != 0)
            return false;
    }
    return true;
}

/* A name alone answers nothing. */
static void take_answers(struct outlook_file *file, long line, const struct import_cell_text *cells,
                         size_t count)
{
    struct outlook_row row = {.line = line};
    bool filled = false;

    for (size_t i = 0; i < OUTLOOK_COLUMNS; i++) {
        row.cells[i] = i < count ? trimmed(&file->arena, &cells[i]) : "";
        row.wrongs[i] = i < count && cells[i].wrong != NULL ? arena_text(&file->arena, cells[i].wrong) : NULL;
        if (i >= OUTLOOK_CAUSE && i < OUTLOOK_BY)
            filled = filled || row.cells[i][0] != '\0' || row.wrongs[i] != NULL;
    }
    if (!filled) {
        file->empty += row.cells[OUTLOOK_ID][0] != '\0';
        return;
    }
    file->rows = mem_room(file->rows, file->count, &file->capacity, sizeof *file->rows);
    file->rows[file->count++] = row;
}

static const char *trimmed(struct arena *arena, const struct import_cell_text *cell)
{
    const char *data = cell->data;
    size_t length = cell->length;

    import_cell_trim(&data, &length);
    return arena_text_n(arena, data, length);
}

void outlook_file_done(struct outlook_file *file)
{
    free(file->rows);
    arena_free(&file->arena);
    *file = (struct outlook_file){0};
}
