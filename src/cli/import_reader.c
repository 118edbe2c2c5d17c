#include "cli/import_reader.h"

#include <string.h>

#include "cli/xlsx_sheet.h"

/* The table is the reader's first member, so that a feed finds its reader. */
_Static_assert(offsetof(struct import_reader, table) == 0, "a table is its reader");

static bool read_csv(struct import_table *t, struct err *err);
static bool read_sheet(struct import_table *t, struct err *err);
static void on_merged(void *ctx, const struct xlsx_area *area);

bool import_reader_open(struct import_reader *reader, struct import_file *file, int place,
                        enum import_encoding encoding, enum import_money money, struct import_faults *faults,
                        struct err *err)
{
    struct import_table *table = &reader->table;

    import_table_init(table, file, place, money, faults);
    reader->sheet = NULL;
    reader->text.encoding = IMPORT_UTF8;
    if (file->sheet != NULL) {
        table->feed = read_sheet;
        if (!import_sheet_open(&reader->sheet, file, import_table_row, on_merged, table, err))
            return false;
        table->from_1904 = import_sheet_from_1904(reader->sheet);
        return true;
    }
    table->feed = read_csv;
    if (!import_text_open(&reader->text, file->path, encoding, err))
        return false;
    import_csv_init(&reader->csv, import_table_row, table);
    return true;
}

void import_reader_close(struct import_reader *reader)
{
    if (reader->sheet == NULL) {
        import_text_close(&reader->text);
        import_csv_done(&reader->csv);
    }
    import_sheet_close(reader->sheet);
    import_table_done(&reader->table);
}

static bool read_csv(struct import_table *t, struct err *err)
{
    struct import_reader *reader = (struct import_reader *)t;
    struct err wrong = {0};
    const char *data = NULL;
    size_t length = 0;

    if (!import_text_read(&reader->text, &data, &length, err))
        return false;
    t->ended = length == 0;
    bool good =
        t->ended ? import_csv_end(&reader->csv, &wrong) : import_csv_feed(&reader->csv, data, length, &wrong);
    if (!good)
        import_table_give_up(t, reader->csv.fault_line, wrong.text);
    return true;
}

/* A workbook that turns out to be damaged is a fault of the data, like a quote that is not closed. Its
 * sentence begins with the path, which the fault's place says already. */
static bool read_sheet(struct import_table *t, struct err *err)
{
    struct import_reader *reader = (struct import_reader *)t;
    struct err wrong = {0};
    size_t path = strlen(t->file->path);
    bool more = false;

    bool good = import_sheet_more(reader->sheet, &more, &wrong);
    t->ended = !good || !more;
    if (!good && wrong.code != ERR_INPUT)
        return err_set(err, wrong.code, "%s", wrong.text);
    bool named = !good && strncmp(wrong.text, t->file->path, path) == 0 && wrong.text[path] == ':';
    if (!good)
        import_table_give_up(t, t->line + 1, named ? wrong.text + path + 2 : wrong.text);
    return true;
}

/* Of merged cells only the first has what people see in all of them: twelve months beside one fund would be
 * one month of that fund and eleven of none. Titles above the header, and what lies to the right of the
 * table or below it, may be merged. */
static void on_merged(void *ctx, const struct xlsx_area *area)
{
    struct import_table *t = ctx;
    long line = area->row > t->file->header ? area->row : t->file->header + 1;
    char last[XLSX_CELL_NAME];
    bool used = false;

    for (size_t i = area->column; i <= area->last_column && i < t->cell_count && i < IMPORT_CELLS_MAX; i++)
        used = used || t->column_of[i] >= 0;
    if (!used || area->last_row < line || line > t->line)
        return;
    t->cell_at = area->column + 1;
    import_table_fault(t, line, NULL,
                       "merged with the cells up to %s, of which only the first says anything; fill in each",
                       xlsx_cell_name(area->last_column, area->last_row, last));
    t->cell_at = 0;
}
