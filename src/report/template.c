#include "report/template.h"

#include <stdlib.h>
#include <string.h>

#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/mem.h"
#include "core/catalogue_ledger.h"
#include "report/table.h"

enum {
    FIRST_ROW = 1, /* below the header */
    LAST_ROW = LXW_ROW_MAX - 1,
    LIST_MAX = 32,
    FORMAT_WHOLE = 1, /* numbers that every spreadsheet program knows: 0 and @ */
    FORMAT_TEXT = 49,
    REQUIRED_COLOR = 0x1F4E79,
    OPTIONAL_COLOR = 0x7F7F7F,
};

struct template
{
    const struct ledger_kind *kind;
    enum language language;
    lxw_workbook *book;
    lxw_worksheet *sheet;
};

static void write_column(const struct template *t, lxw_col_t at);
static void write_header(const struct template *t, lxw_col_t at, const struct ledger_column *column);
static void write_note(const struct template *t, lxw_col_t at, const struct ledger_column *column);
static lxw_format *header_format(const struct template *t, bool required);
static lxw_format *cell_format(const struct template *t, enum ledger_type type);
static double width_of(enum ledger_type type);
static void add_validation(const struct template *t, lxw_col_t at, const struct ledger_column *column);
static void limit_numbers(const struct template *t, lxw_col_t at, uint8_t type, double low, double high,
                          const char *message);
static void limit_dates(const struct template *t, lxw_col_t at, const char *message);
static void limit_length(const struct template *t, lxw_col_t at, const char *message);
static void offer_words(const struct template *t, lxw_col_t at, const struct ledger_column *column);
static void validate(const struct template *t, lxw_col_t at, lxw_data_validation *rule, const char *message);

bool template_write(const struct ledger_kind *kind, enum language language, const char *path, struct err *err)
{
    struct template t = {.kind = kind, .language = language, .book = workbook_new(path)};
    struct buf name = {0};

    if (t.book == NULL)
        return err_set(err, ERR_IO, "%s: cannot be written", path);
    catalogue_kind(&name, language, kind);
    t.sheet = workbook_add_worksheet(t.book, buf_text(&name));
    buf_free(&name);
    for (size_t i = 0; i < ledger_column_count(kind); i++)
        write_column(&t, (lxw_col_t)i);
    worksheet_freeze_panes(t.sheet, FIRST_ROW, 0);
    worksheet_repeat_rows(t.sheet, 0, 0);
    worksheet_set_landscape(t.sheet);
    worksheet_fit_to_pages(t.sheet, 1, 0);

    lxw_error failed = workbook_close(t.book);
    if (failed != LXW_NO_ERROR)
        return err_set(err, ERR_IO, "%s: %s", path, lxw_strerror(failed));
    return true;
}

static void write_column(const struct template *t, lxw_col_t at)
{
    const struct ledger_column *column = &t->kind->columns[at];

    write_header(t, at, column);
    write_note(t, at, column);
    add_validation(t, at, column);
}

static void write_header(const struct template *t, lxw_col_t at, const struct ledger_column *column)
{
    bool required = ledger_must_be_there(column);
    struct buf title = {0};
    enum { AROUND = 3 };

    catalogue_column(&title, t->language, column);
    if (required)
        buf_puts(&title, t->language == LANGUAGE_ZH ? "（必填）" : " (required)");
    double width = width_of(column->type);
    double title_width = (double)(text_width(buf_text(&title)) + AROUND);
    worksheet_set_column(t->sheet, at, at, title_width > width ? title_width : width,
                         cell_format(t, column->type));
    worksheet_write_string(t->sheet, 0, at, buf_text(&title), header_format(t, required));
    buf_free(&title);
}

static void write_note(const struct template *t, lxw_col_t at, const struct ledger_column *column)
{
    enum { WIDTH = 260, LINE = 20, COLUMNS = 36, LINES_AROUND = 2 }; /* pixels, and columns of text */
    char font[] = "Microsoft YaHei", author[] = "budgetwatch";
    struct buf note = {0};

    catalogue_column_note(&note, t->language, t->kind, column);
    size_t lines = LINES_AROUND;
    for (const char *at_line = buf_text(&note); *at_line != '\0';) {
        size_t length = strcspn(at_line, "\n");
        char *line = mem_text_n(at_line, length);
        lines += 1 + text_width(line) / COLUMNS;
        free(line);
        at_line += length + (at_line[length] == '\n' ? 1 : 0);
    }
    lxw_comment_options options = {.author = author,
                                   .font_name = font,
                                   .font_size = 9,
                                   .width = WIDTH,
                                   .height = (uint16_t)(lines * LINE)};
    worksheet_write_comment_opt(t->sheet, 0, at, buf_text(&note), &options);
    buf_free(&note);
}

static lxw_format *header_format(const struct template *t, bool required)
{
    lxw_format *format = workbook_add_format(t->book);

    format_set_bold(format);
    format_set_font_color(format, LXW_COLOR_WHITE);
    format_set_bg_color(format, required ? REQUIRED_COLOR : OPTIONAL_COLOR);
    format_set_align(format, LXW_ALIGN_CENTER);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_border(format, LXW_BORDER_THIN);
    return format;
}

/* A number's format hides nothing: an amount of three decimals would be refused, and must be seen. */
static lxw_format *cell_format(const struct template *t, enum ledger_type type)
{
    lxw_format *format = workbook_add_format(t->book);

    switch (type) {
    case LEDGER_CODE:
    case LEDGER_LINE: format_set_num_format_index(format, FORMAT_TEXT); break;
    case LEDGER_TEXT:
        format_set_num_format_index(format, FORMAT_TEXT);
        format_set_text_wrap(format);
        break;
    case LEDGER_DATE: format_set_num_format(format, "yyyy\\-mm\\-dd"); break;
    case LEDGER_MONEY: format_set_num_format(format, "#,##0.00####"); break;
    case LEDGER_YEAR:
    case LEDGER_MONTH: format_set_num_format_index(format, FORMAT_WHOLE); break;
    case LEDGER_NUMBER:
    case LEDGER_WEIGHT:
    case LEDGER_PERCENT:
    case LEDGER_WORD:
    case LEDGER_SCHEDULE:
    case LEDGER_TARGET:
    case LEDGER_VALUE: break;
    }
    return format;
}

/* In characters; the title may ask for more. */
static double width_of(enum ledger_type type)
{
    switch (type) {
    case LEDGER_CODE: return 20;
    case LEDGER_LINE: return 28;
    case LEDGER_TEXT: return 40;
    case LEDGER_YEAR:
    case LEDGER_MONTH: return 8;
    case LEDGER_DATE: return 12;
    case LEDGER_MONEY: return 18;
    case LEDGER_NUMBER:
    case LEDGER_WEIGHT:
    case LEDGER_PERCENT:
    case LEDGER_SCHEDULE: return 12;
    case LEDGER_WORD:
    case LEDGER_TARGET:
    case LEDGER_VALUE: return 18;
    }
    return 0;
}

static void add_validation(const struct template *t, lxw_col_t at, const struct ledger_column *column)
{
    const double most = 9999999999999.99; /* of fifteen digits, which is what a spreadsheet keeps */
    const char *message = catalogue_type(t->language, column->type);

    switch (column->type) {
    case LEDGER_CODE: limit_length(t, at, message); break;
    case LEDGER_YEAR:
        limit_numbers(t, at, LXW_VALIDATION_TYPE_INTEGER, LEDGER_YEAR_LOW, LEDGER_YEAR_HIGH, message);
        break;
    case LEDGER_MONTH: limit_numbers(t, at, LXW_VALIDATION_TYPE_INTEGER, 1, 12, message); break;
    case LEDGER_MONEY:
    case LEDGER_NUMBER: limit_numbers(t, at, LXW_VALIDATION_TYPE_DECIMAL, -most, most, message); break;
    case LEDGER_WEIGHT:
        limit_numbers(t, at, LXW_VALIDATION_TYPE_DECIMAL, 0, LEDGER_WEIGHT_MAX, message);
        break;
    case LEDGER_DATE: limit_dates(t, at, message); break;
    case LEDGER_WORD:
    case LEDGER_SCHEDULE:
    case LEDGER_VALUE: offer_words(t, at, column); break;
    case LEDGER_LINE:
    case LEDGER_TEXT:
    case LEDGER_PERCENT:
    case LEDGER_TARGET: break;
    }
}

/* The library takes limits as double, and writes these as they are. */
static void limit_numbers(const struct template *t, lxw_col_t at, uint8_t type, double low, double high,
                          const char *message)
{
    lxw_data_validation rule = {.validate = type,
                                .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                .minimum_number = low,
                                .maximum_number = high};
    validate(t, at, &rule, message);
}

/* From where on a workbook's days are without doubt, to the last year that the tables take. */
static void limit_dates(const struct template *t, lxw_col_t at, const char *message)
{
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_DATE,
                                .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                .minimum_datetime = {.year = 1955, .month = 1, .day = 1},
                                .maximum_datetime = {.year = 2100, .month = 12, .day = 31}};
    validate(t, at, &rule, message);
}

static void limit_length(const struct template *t, lxw_col_t at, const char *message)
{
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LENGTH,
                                .criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO,
                                .value_number = LEDGER_CODE_MAX};
    validate(t, at, &rule, message);
}

/* A value may be a number as well, so there the list only helps. */
static void offer_words(const struct template *t, lxw_col_t at, const struct ledger_column *column)
{
    char *list[LIST_MAX] = {0};
    size_t count = 0;

    for (const struct ledger_word *w = column->words; w->word != NULL && count < LIST_MAX - 1; w++) {
        struct buf text = {0};
        catalogue_word(&text, t->language, w);
        list[count++] = buf_take(&text);
    }
    for (int month = 1; column->type == LEDGER_SCHEDULE && month <= 12 && count < LIST_MAX - 1; month++) {
        struct buf text = {0};
        buf_printf(&text, "%d", month);
        list[count++] = buf_take(&text);
    }
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = list,
                                .show_error =
                                    column->type == LEDGER_VALUE ? LXW_VALIDATION_OFF : LXW_VALIDATION_ON};
    validate(t, at, &rule, catalogue_type(t->language, column->type));
    for (size_t i = 0; i < count; i++)
        free(list[i]);
}

static void validate(const struct template *t, lxw_col_t at, lxw_data_validation *rule, const char *message)
{
    char *copy = mem_text(message);

    rule->error_message = copy;
    rule->ignore_blank = LXW_VALIDATION_ON;
    worksheet_data_validation_range(t->sheet, FIRST_ROW, at, LAST_ROW, at, rule);
    free(copy);
}
