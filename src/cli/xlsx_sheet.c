#include "cli/xlsx_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_start(void *ctx, const char *name, const char **attributes);
static void start_row(struct xlsx_sheet *s, const char **attributes);
static void start_cell(struct xlsx_sheet *s, const char **attributes);
static bool find_column(struct xlsx_sheet *s, const char *name);
static bool read_name(const char **name, size_t *ret_column, long *ret_row);
static void tell_merged(struct xlsx_sheet *s, const char *cells);
static void read_type(struct xlsx_sheet *s, const char *type);
static void on_text(void *ctx, const char *data, size_t length);
static void on_end(void *ctx, const char *name);
static void end_cell(struct xlsx_sheet *s);
static void fill_up_to(struct xlsx_sheet *s, size_t column);
static void say(struct xlsx_sheet *s);
static void say_number(struct xlsx_sheet *s);
static void put_zeros(struct buf *text, size_t start, size_t digits);
static void say_shared(struct xlsx_sheet *s);
static void say_wrong(struct xlsx_sheet *s, const char *format, ...) PRINTF_LIKE(2, 3);
static void end_row(struct xlsx_sheet *s);

bool xlsx_sheet_open(struct xlsx_sheet *sheet, struct xlsx_book *book, int place, import_row on_row,
                     void *ctx, struct err *err)
{
    static const struct xlsx_xml_handlers handlers = {on_start, on_end, on_text};

    memset(sheet, 0, sizeof *sheet);
    sheet->book = book;
    sheet->on_row = on_row;
    sheet->ctx = ctx;
    return xlsx_xml_open(&sheet->xml, &book->zip, book->sheets[place].part, &handlers, sheet, err);
}

void xlsx_sheet_tell_merged(struct xlsx_sheet *sheet, xlsx_merged on_merged)
{
    sheet->on_merged = on_merged;
}

bool xlsx_sheet_more(struct xlsx_sheet *sheet, bool *ret_more, struct err *err)
{
    return xlsx_xml_more(&sheet->xml, ret_more, err);
}

void xlsx_sheet_enough(struct xlsx_sheet *sheet)
{
    xlsx_xml_enough(&sheet->xml);
}

void xlsx_sheet_close(struct xlsx_sheet *sheet)
{
    xlsx_xml_close(&sheet->xml);
    buf_free(&sheet->text);
    buf_free(&sheet->wrongs);
    buf_free(&sheet->content);
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct xlsx_sheet *s = ctx;

    if (strcmp(name, "row") == 0) {
        start_row(s, attributes);
    } else if (strcmp(name, "c") == 0 && s->in_row) {
        start_cell(s, attributes);
    } else if (strcmp(name, "mergeCell") == 0 && s->on_merged != NULL) {
        tell_merged(s, xlsx_xml_attribute(attributes, "ref"));
    } else if (!s->in_cell) {
        return;
    } else if (strcmp(name, "v") == 0) {
        s->has_value = true;
        s->in = XLSX_IN_VALUE;
    } else if (strcmp(name, "f") == 0) {
        s->has_formula = true;
    } else if (strcmp(name, "rPh") == 0) {
        s->in_reading++;
    } else if (strcmp(name, "t") == 0 && s->in_reading == 0) {
        s->in = XLSX_IN_TEXT;
    }
}

/* A row or a cell that does not say where it stands comes after the one before. */
static void start_row(struct xlsx_sheet *s, const char **attributes)
{
    const char *number = xlsx_xml_attribute(attributes, "r");
    long row = number != NULL ? strtol(number, NULL, 10) : s->row + 1;

    if (row <= s->row || row > XLSX_ROWS_MAX) {
        xlsx_xml_fail(&s->xml, "row %ld after row %ld, where a sheet has rows 1 to %d in their order", row,
                      s->row, XLSX_ROWS_MAX);
        return;
    }
    s->row = row;
    s->in_row = true;
    s->cells = 0;
    s->count = 0;
    buf_clear(&s->text);
    buf_clear(&s->wrongs);
}

static void start_cell(struct xlsx_sheet *s, const char **attributes)
{
    const char *name = xlsx_xml_attribute(attributes, "r");
    const char *style = xlsx_xml_attribute(attributes, "s");

    s->column = s->cells;
    if (name != NULL && !find_column(s, name)) {
        xlsx_xml_fail(&s->xml, "a cell %.16s after %zu others in row %ld", name, s->cells, s->row);
        return;
    }
    if (s->column >= XLSX_COLUMNS_MAX) {
        xlsx_xml_fail(&s->xml, "row %ld has more than %d columns", s->row, XLSX_COLUMNS_MAX);
        return;
    }
    s->style = style != NULL ? strtoul(style, NULL, 10) : 0;
    s->in_cell = true;
    s->has_formula = false;
    s->has_value = false;
    s->in = XLSX_IN_NOTHING;
    s->in_reading = 0;
    buf_clear(&s->content);
    read_type(s, xlsx_xml_attribute(attributes, "t"));
}

/* From "C12"; false where the letters are none, go back, or the row is another. */
static bool find_column(struct xlsx_sheet *s, const char *name)
{
    size_t column = 0;
    long row = 0;

    if (!read_name(&name, &column, &row) || *name != '\0' || column < s->cells || row != s->row)
        return false;
    s->column = column;
    return true;
}

/* Leaves `*name` behind what was read. */
static bool read_name(const char **name, size_t *ret_column, long *ret_row)
{
    const char *at = *name;
    size_t column = 0;
    char *end = NULL;

    for (; *at >= 'A' && *at <= 'Z' && column <= XLSX_COLUMNS_MAX; at++)
        column = column * 26 + (size_t)(*at - 'A') + 1;
    if (column == 0 || *at < '1' || *at > '9')
        return false;
    *ret_column = column - 1;
    *ret_row = strtol(at, &end, 10);
    *name = end;
    return true;
}

/* "B3:C14". What has another form merges nothing that could be found. */
static void tell_merged(struct xlsx_sheet *s, const char *cells)
{
    struct xlsx_area area = {0};

    if (cells == NULL || !read_name(&cells, &area.column, &area.row) || *cells != ':')
        return;
    cells++;
    if (read_name(&cells, &area.last_column, &area.last_row) && *cells == '\0')
        s->on_merged(s->ctx, &area);
}

static void read_type(struct xlsx_sheet *s, const char *type)
{
    static const struct {
        const char *name;
        enum xlsx_cell_type type;
    } types[] = {{"n", XLSX_CELL_NUMBER},  {"s", XLSX_CELL_SHARED}, {"str", XLSX_CELL_TEXT},
                 {"b", XLSX_CELL_BOOLEAN}, {"e", XLSX_CELL_ERROR},  {"inlineStr", XLSX_CELL_TEXT},
                 {"d", XLSX_CELL_DAY}};
    size_t at = 0;

    while (type != NULL && at < sizeof types / sizeof types[0] && strcmp(types[at].name, type) != 0)
        at++;
    if (at == sizeof types / sizeof types[0])
        xlsx_xml_fail(&s->xml, "a cell of type %.20s in row %ld", type, s->row);
    else
        s->type = types[at].type;
}

static void on_text(void *ctx, const char *data, size_t length)
{
    struct xlsx_sheet *s = ctx;

    if (s->in == XLSX_IN_NOTHING)
        return;
    buf_add(&s->content, data, length);
    if (s->content.length > XLSX_CELL_MAX)
        xlsx_xml_fail(&s->xml, "a cell of more than %d bytes in row %ld", XLSX_CELL_MAX, s->row);
}

static void on_end(void *ctx, const char *name)
{
    struct xlsx_sheet *s = ctx;

    if (strcmp(name, "row") == 0 && s->in_row) {
        s->in_row = false;
        end_row(s);
    } else if (strcmp(name, "c") == 0 && s->in_cell) {
        s->in_cell = false;
        end_cell(s);
    } else if (strcmp(name, "rPh") == 0) {
        s->in_reading--;
    } else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        s->in = XLSX_IN_NOTHING;
    }
}

static void end_cell(struct xlsx_sheet *s)
{
    bool kept = s->column < IMPORT_CELLS_MAX;
    size_t before = s->text.length;

    fill_up_to(s, s->column);
    if (kept)
        s->wrong_at[s->column] = 0;
    if (s->has_formula && (!s->has_value || (s->content.length == 0 && s->type != XLSX_CELL_TEXT)))
        say_wrong(s, "a formula without a value; open the workbook in a spreadsheet program and save it");
    else if (s->content.length > 0)
        say(s);
    s->cells = s->column + 1;
    if (s->text.length > before)
        s->count = s->cells;
    if (kept)
        s->ends[s->column] = s->text.length;
    else
        s->text.length = before;
    if (s->text.length + s->wrongs.length > IMPORT_ROW_MAX)
        xlsx_xml_fail(&s->xml, "row %ld has more than %d bytes", s->row, IMPORT_ROW_MAX);
}

static void fill_up_to(struct xlsx_sheet *s, size_t column)
{
    for (size_t i = s->cells; i < column && i < IMPORT_CELLS_MAX; i++) {
        s->ends[i] = s->text.length;
        s->wrong_at[i] = 0;
    }
}

static void say(struct xlsx_sheet *s)
{
    const char *content = buf_text(&s->content);
    size_t length = s->content.length;

    switch (s->type) {
    case XLSX_CELL_NUMBER: say_number(s); break;
    case XLSX_CELL_SHARED: say_shared(s); break;
    case XLSX_CELL_TEXT: xlsx_add_text(&s->text, content, length); break;
    case XLSX_CELL_BOOLEAN: buf_puts(&s->text, strcmp(content, "0") == 0 ? "FALSE" : "TRUE"); break;
    case XLSX_CELL_ERROR: say_wrong(s, "%.20s, an error that the workbook shows there", content); break;
    case XLSX_CELL_DAY: buf_add(&s->text, content, strcspn(content, "T")); break;
    }
}

/* A style that is not in the file is the plain one, as spreadsheet programs have it. */
static void say_number(struct xlsx_sheet *s)
{
    const struct xlsx_book *book = s->book;
    struct xlsx_style style =
        s->style < book->style_count ? book->styles[s->style] : (struct xlsx_style){.form = XLSX_NUMBER};
    size_t start = s->text.length;
    struct err wrong = {0};

    if (!xlsx_value_text(style.form, book->from_1904, buf_text(&s->content), &s->text, &wrong))
        say_wrong(s, "%s", wrong.text);
    else
        put_zeros(&s->text, start, style.digits);
}

/* In front of the whole number that begins at `start`. */
static void put_zeros(struct buf *text, size_t start, size_t digits)
{
    size_t length = text->length - start;

    if (length >= digits || strspn(buf_text(text) + start, "0123456789") != length)
        return;
    for (size_t i = length; i < digits; i++)
        buf_putc(text, '0');
    memmove(text->data + start + digits - length, text->data + start, length);
    memset(text->data + start, '0', digits - length);
}

static void say_shared(struct xlsx_sheet *s)
{
    const char *data = NULL;
    size_t length = 0;
    char *end = NULL;
    unsigned long number = strtoul(buf_text(&s->content), &end, 10);

    if (*end == '\0' && xlsx_book_string(s->book, number, &data, &length))
        buf_add(&s->text, data, length);
    else
        xlsx_xml_fail(&s->xml, "a cell of row %ld refers to text %.20s, which is not there", s->row,
                      buf_text(&s->content));
}

/* The text is only there so that the cell is not taken for an empty one. */
static void say_wrong(struct xlsx_sheet *s, const char *format, ...)
{
    va_list args;
    char text[256];

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buf_putc(&s->text, '?');
    if (s->column >= IMPORT_CELLS_MAX)
        return;
    s->wrong_at[s->column] = s->wrongs.length + 1;
    buf_add(&s->wrongs, text, strlen(text) + 1);
}

static void end_row(struct xlsx_sheet *s)
{
    struct import_cell_text cells[IMPORT_CELLS_MAX];
    size_t kept = s->count < IMPORT_CELLS_MAX ? s->count : IMPORT_CELLS_MAX;
    size_t start = 0;

    fill_up_to(s, s->count);
    for (size_t i = 0; i < kept; i++) {
        cells[i] = (struct import_cell_text){
            .data = buf_text(&s->text) + start,
            .length = s->ends[i] - start,
            .wrong = s->wrong_at[i] != 0 ? buf_text(&s->wrongs) + s->wrong_at[i] - 1 : NULL};
        start = s->ends[i];
    }
    if (s->count > 0)
        s->on_row(s->ctx, s->row, cells, s->count);
}
