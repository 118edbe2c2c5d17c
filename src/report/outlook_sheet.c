#include "report/outlook_sheet.h"

#include <stdint.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "report/table.h"
#include "report/xlsx.h"

enum { PALE_YELLOW = 0xFFF9E0, GREY = 0xE7E6E6, RED = 0xF8CBAD, YELLOW = 0xFFE699, TITLE_SIZE = 14 };

/* How wide each column is, in characters. */
static const int widths[OUTLOOK_COLUMNS] = {
    [OUTLOOK_ID] = 7,           [OUTLOOK_CODE] = 18,     [OUTLOOK_NAME] = 28,      [OUTLOOK_RULE] = 16,
    [OUTLOOK_LIGHT] = 9,        [OUTLOOK_OBSERVED] = 12, [OUTLOOK_REFERENCE] = 12, [OUTLOOK_GAP] = 12,
    [OUTLOOK_EXPLANATION] = 48, [OUTLOOK_ANSWERS] = 12,  [OUTLOOK_CAUSE] = 15,     [OUTLOOK_NOTE] = 28,
    [OUTLOOK_DECISION] = 12,    [OUTLOOK_ACTION] = 28,   [OUTLOOK_DUE] = 13,       [OUTLOOK_EXPECTED] = 16,
    [OUTLOOK_LIKELIHOOD] = 13,  [OUTLOOK_BY] = 11,
};

struct formats {
    lxw_format *title, *small, *theirs_header, *ours_header;
    lxw_format *ours, *red, *yellow, *theirs, *date;
};

static struct formats make_formats(lxw_workbook *book);
static lxw_format *boxed(lxw_workbook *book, lxw_color_t colour, bool locked);
static void write_heading(lxw_worksheet *sheet, const struct formats *formats, enum language language,
                          const struct outlook_heading *heading);
static void write_titles(lxw_worksheet *sheet, const struct formats *formats, enum language language);
static void write_line(lxw_worksheet *sheet, lxw_row_t row, const struct formats *formats,
                       const struct outlook_line *line);
static double height_of(const struct outlook_line *line);
static void write_rules(lxw_worksheet *sheet, enum language language, size_t count);
static void write_page(lxw_worksheet *sheet);

bool outlook_sheet_write(const char *path, enum language language, const struct outlook_heading *heading,
                         const struct outlook_line *lines, size_t count, struct err *err)
{
    lxw_workbook *book = workbook_new(path);
    if (book == NULL)
        return err_set(err, ERR_IO, "%s: the workbook cannot be made", path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, catalogue_outlook_text(language, OUTLOOK_SHEET));
    struct formats formats = make_formats(book);

    for (int column = 0; column < OUTLOOK_COLUMNS; column++)
        worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column, widths[column], NULL);
    write_heading(sheet, &formats, language, heading);
    write_titles(sheet, &formats, language);
    for (size_t i = 0; i < count; i++)
        write_line(sheet, (lxw_row_t)(OUTLOOK_FIRST_ROW + i), &formats, &lines[i]);
    if (count > 0)
        write_rules(sheet, language, count);
    write_page(sheet);

    lxw_error bad = workbook_close(book);
    if (bad != LXW_NO_ERROR)
        return err_set(err, ERR_IO, "%s: %s", path, lxw_strerror(bad));
    return true;
}

static struct formats make_formats(lxw_workbook *book)
{
    struct formats made = {
        .title = workbook_add_format(book),
        .small = workbook_add_format(book),
        .ours_header = boxed(book, GREY, true),
        .theirs_header = boxed(book, YELLOW, true),
        .ours = boxed(book, LXW_COLOR_WHITE, true),
        .red = boxed(book, RED, true),
        .yellow = boxed(book, YELLOW, true),
        .theirs = boxed(book, PALE_YELLOW, false),
        .date = boxed(book, PALE_YELLOW, false),
    };

    format_set_bold(made.title);
    format_set_font_size(made.title, TITLE_SIZE);
    format_set_bold(made.ours_header);
    format_set_bold(made.theirs_header);
    format_set_num_format(made.date, "yyyy-mm-dd");
    return made;
}

static lxw_format *boxed(lxw_workbook *book, lxw_color_t colour, bool locked)
{
    lxw_format *format = workbook_add_format(book);

    format_set_border(format, LXW_BORDER_THIN);
    format_set_bg_color(format, colour);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (!locked)
        format_set_unlocked(format);
    return format;
}

static void write_heading(lxw_worksheet *sheet, const struct formats *formats, enum language language,
                          const struct outlook_heading *heading)
{
    const struct {
        lxw_col_t column;
        enum outlook_text label;
        const char *value;
    } known[] = {
        {OUTLOOK_UNIT_COLUMN, OUTLOOK_UNIT, heading->unit_code},
        {OUTLOOK_PERIOD_COLUMN, OUTLOOK_PERIOD, heading->period},
        {OUTLOOK_MADE_COLUMN, OUTLOOK_MADE, heading->made},
    };
    struct buf title = {0};

    buf_printf(&title, "%s  %s  %s", catalogue_outlook_text(language, OUTLOOK_TITLE), heading->unit_name,
               heading->period);
    xlsx_put(sheet, 0, 0, buf_text(&title), formats->title);
    buf_free(&title);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        worksheet_write_string(sheet, OUTLOOK_IDENTITY_ROW, (lxw_col_t)(known[i].column - 1),
                               catalogue_outlook_text(language, known[i].label), formats->small);
        xlsx_put(sheet, OUTLOOK_IDENTITY_ROW, known[i].column, known[i].value, formats->small);
    }
    worksheet_write_string(sheet, OUTLOOK_GUIDE_ROW, 0, catalogue_outlook_text(language, OUTLOOK_GUIDE),
                           formats->small);
}

static void write_titles(lxw_worksheet *sheet, const struct formats *formats, enum language language)
{
    for (int column = 0; column < OUTLOOK_COLUMNS; column++) {
        const char *hint = catalogue_outlook_hint(language, (enum outlook_column)column);
        worksheet_write_string(sheet, OUTLOOK_HEADER_ROW, (lxw_col_t)column,
                               catalogue_outlook_column(language, (enum outlook_column)column),
                               column < OUTLOOK_CAUSE ? formats->ours_header : formats->theirs_header);
        if (hint[0] != '\0')
            worksheet_write_comment(sheet, OUTLOOK_HEADER_ROW, (lxw_col_t)column, hint);
    }
}

static void write_line(lxw_worksheet *sheet, lxw_row_t row, const struct formats *formats,
                       const struct outlook_line *line)
{
    worksheet_set_row(sheet, row, height_of(line), NULL);
    for (int column = 0; column < OUTLOOK_COLUMNS; column++) {
        lxw_format *format = formats->theirs;
        if (column == OUTLOOK_LIGHT)
            format = line->severity == SEVERITY_RED ? formats->red : formats->yellow;
        else if (column < OUTLOOK_CAUSE)
            format = formats->ours;
        else if (column == OUTLOOK_DUE)
            format = formats->date;
        if (column < OUTLOOK_CAUSE)
            xlsx_put(sheet, row, (lxw_col_t)column, line->cells[column], format);
        else
            worksheet_write_blank(sheet, row, (lxw_col_t)column, format);
    }
}

/* Not every program makes a row as high as its longest text. Three lines are left for answers at least; the
 * protection lets people make more room. Words that move to the next line take a tenth, as a rule. */
static double height_of(const struct outlook_line *line)
{
    enum { LINE = 15 /* points */, LEAST = 3 };
    size_t lines = LEAST;

    for (int column = 0; column < OUTLOOK_CAUSE; column++) {
        size_t needed = 1 + text_width(line->cells[column]) * 10 / ((size_t)widths[column] * 9);
        lines = needed > lines ? needed : lines;
    }
    return (double)(lines * LINE);
}

/* Drop-downs, and dates where dates belong. Numbers are not checked by the spreadsheet, since an
 * indicator's may be written 97.3%. */
static void write_rules(lxw_worksheet *sheet, enum language language, size_t count)
{
    lxw_row_t last = (lxw_row_t)(OUTLOOK_FIRST_ROW + count - 1);

    for (int column = OUTLOOK_CAUSE; column < OUTLOOK_COLUMNS; column++) {
        const char *const *words = catalogue_outlook_words(language, (enum outlook_column)column);
        lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST, .value_list = (char **)words};
        if (column == OUTLOOK_DUE)
            rule = (lxw_data_validation){.validate = LXW_VALIDATION_TYPE_DATE,
                                         .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN,
                                         .value_datetime = {.year = 2000, .month = 1, .day = 1}};
        else if (words == NULL)
            continue;
        worksheet_data_validation_range(sheet, OUTLOOK_FIRST_ROW, (lxw_col_t)column, last, (lxw_col_t)column,
                                        &rule);
    }
}

static void write_page(lxw_worksheet *sheet)
{
    enum { PAPER_A3 = 8 };
    static const double MARGIN = 0.4; /* inches */
    lxw_protection allowed = {.format_columns = LXW_TRUE, .format_rows = LXW_TRUE};

    worksheet_protect(sheet, NULL, &allowed);
    worksheet_freeze_panes(sheet, OUTLOOK_FIRST_ROW, OUTLOOK_RULE);
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    worksheet_set_paper(sheet, PAPER_A3); /* eighteen columns; on A4 nobody could read them */
    worksheet_set_margins(sheet, MARGIN, MARGIN, MARGIN, MARGIN);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, OUTLOOK_HEADER_ROW, OUTLOOK_HEADER_ROW);
}
