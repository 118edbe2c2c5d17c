/* The workbook, its cover and the page of what is missing. */
#include "report/monitor_xlsx.h"

#include <stdio.h>

#include "report/monitor_xlsx_parts.h"

enum {
    LIST_CODE,
    LIST_NAME,
    LIST_UNIT,
    LIST_INITIAL,
    LIST_ADJUSTED,
    LIST_SPENT,
    LIST_RATE,
    LIST_EXPECTED,
    LIST_GOALS,
    LIST_COLUMNS
};
enum { LINK = 200 };

static void make_looks(struct monitor_book *monitor);
static void write_cover(struct monitor_book *monitor);
static void write_project(struct monitor_book *monitor, size_t number);
static void write_total(struct monitor_book *monitor, lxw_row_t first);
static void write_gaps(struct monitor_book *monitor);

bool monitor_xlsx(const char *path, const struct monitor_form *form, const struct notice_paper *paper,
                  struct err *err)
{
    struct monitor_book monitor = {.form = form, .book = {.notice = form->notice, .paper = paper}};

    if (!xlsx_open(&monitor.book.to, path, err))
        return false;
    make_looks(&monitor);
    write_cover(&monitor);
    if (form->whole.indicator_count > 0)
        monitor_write_forms(&monitor, MONITOR_UNIT_SHEET, &form->whole, 1);
    if (form->project_count > 0)
        monitor_write_forms(&monitor, MONITOR_PROJECTS_SHEET, form->projects, form->project_count);
    write_gaps(&monitor);
    return xlsx_close(&monitor.book.to, path, err);
}

const char *monitor_word(const struct monitor_book *monitor, enum monitor_text text)
{
    return catalogue_monitor(monitor->book.paper->language, text);
}

static void make_looks(struct monitor_book *monitor)
{
    enum { TITLE_SIZE = 16, HEAD_COLOR = 0xECF1F5 };
    struct xlsx *to = &monitor->book.to;

    book_looks(&monitor->book);
    monitor->form_title = workbook_add_format(to->book);
    format_set_bold(monitor->form_title);
    format_set_font_size(monitor->form_title, TITLE_SIZE);
    format_set_align(monitor->form_title, LXW_ALIGN_CENTER);
    monitor->form_small = workbook_add_format(to->book);
    format_set_align(monitor->form_small, LXW_ALIGN_CENTER);
    monitor->head = xlsx_look(to, HEAD_COLOR, true);
    format_set_align(monitor->head, LXW_ALIGN_CENTER);
    format_set_align(monitor->head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(monitor->head);
    monitor->sign = workbook_add_format(to->book);
}

static void begin_page(struct monitor_book *monitor, const char *name)
{
    struct xlsx *to = &monitor->book.to;

    xlsx_page(to, name);
    catalogue_monitor_title(&to->text, monitor->book.paper->language, monitor->form);
    xlsx_buf(to, 0, to->title);
    to->row = BOOK_SUBTITLE_ROW;
    catalogue_monitor_subtitle(&to->text, monitor->book.paper, monitor->form);
    xlsx_buf(to, 0, to->small);
    to->row = BOOK_HEADER_ROW;
}

static void write_cover(struct monitor_book *monitor)
{
    enum language language = monitor->book.paper->language;
    struct notice_book *book = &monitor->book;
    struct buf spent = {0}, rate = {0};

    catalogue_monitor_spent(&spent, language, monitor->form->notice);
    catalogue_monitor_rate(&rate, language, monitor->form->notice);
    const struct book_column columns[LIST_COLUMNS] = {
        [LIST_CODE] = {monitor_word(monitor, MONITOR_CODE), 16, false},
        [LIST_NAME] = {monitor_word(monitor, MONITOR_PROJECT_NAME), 40, false},
        [LIST_UNIT] = {monitor_word(monitor, MONITOR_UNIT_NAME), 28, false},
        [LIST_INITIAL] = {monitor_word(monitor, MONITOR_INITIAL), 20, true},
        [LIST_ADJUSTED] = {monitor_word(monitor, MONITOR_ADJUSTED), 20, true},
        [LIST_SPENT] = {buf_text(&spent), 20, true},
        [LIST_RATE] = {buf_text(&rate), 13, false},
        [LIST_EXPECTED] = {monitor_word(monitor, MONITOR_EXPECTED), 20, true},
        [LIST_GOALS] = {monitor_word(monitor, MONITOR_INDICATORS), 10, false},
    };
    begin_page(monitor, monitor_word(monitor, MONITOR_COVER));
    book_columns(book, columns, LIST_COLUMNS);
    catalogue_monitor_summary(&book->to.text, language, monitor->form);
    book_paragraph(book, LIST_COLUMNS);
    lxw_row_t header = book->to.row, first = header + 1;
    book_header(book, columns, LIST_COLUMNS);
    for (size_t i = 0; i < monitor->form->project_count; i++)
        write_project(monitor, i);
    if (book->to.row > first)
        worksheet_autofilter(book->to.page, header, 0, book->to.row - 1, LIST_COLUMNS - 1);
    write_total(monitor, first);
    worksheet_freeze_panes(book->to.page, first, LIST_UNIT);
    xlsx_print(&book->to, LIST_COLUMNS, header);
    buf_free(&spent);
    buf_free(&rate);
}

/* The code leads to the project's form, where it has one. */
static void write_project(struct monitor_book *monitor, size_t number)
{
    const struct monitor_subject *project = &monitor->form->projects[number];
    struct notice_book *book = &monitor->book;
    char link[LINK];

    snprintf(link, sizeof link, "internal:'%s'!A%u", monitor_word(monitor, MONITOR_PROJECTS_SHEET),
             monitor_form_row(monitor->form->projects, number) + 1);
    if (!project->without_form)
        worksheet_write_url(book->to.page, book->to.row, LIST_CODE, link, book->plain.text);
    book_text(book, LIST_CODE, project->code);
    book_text(book, LIST_NAME, project->name);
    book_text(book, LIST_UNIT, project->unit_name);
    book_money(book, LIST_INITIAL, project->initial);
    book_money(book, LIST_ADJUSTED, project->adjusted);
    book_money(book, LIST_SPENT, project->spent);
    book_rate_of(book, LIST_RATE, LIST_SPENT, LIST_ADJUSTED, project->rate, book->plain.rate);
    if (project->has_expected)
        book_money(book, LIST_EXPECTED, project->expected);
    else
        book_text(book, LIST_EXPECTED, "");
    book_count(book, LIST_GOALS, (int64_t)project->indicator_count);
    xlsx_next_row(&book->to);
}

/* What is expected is summed only where every project says so: half a sum would pass for the whole. */
static void write_total(struct monitor_book *monitor, lxw_row_t first)
{
    const struct monitor_subject *whole = &monitor->form->whole;
    struct notice_book *book = &monitor->book;
    size_t goals = 0;

    for (size_t i = 0; i < monitor->form->project_count; i++)
        goals += monitor->form->projects[i].indicator_count;
    book_total(book, LIST_NAME, LIST_COLUMNS);
    book_sum(book, LIST_INITIAL, first, book_amount(book, whole->initial), book->total.money);
    book_sum(book, LIST_ADJUSTED, first, book_amount(book, whole->adjusted), book->total.money);
    book_sum(book, LIST_SPENT, first, book_amount(book, whole->spent), book->total.money);
    book_rate_of(book, LIST_RATE, LIST_SPENT, LIST_ADJUSTED, whole->rate, book->total.rate);
    if (whole->has_expected)
        book_sum(book, LIST_EXPECTED, first, book_amount(book, whole->expected), book->total.money);
    book_sum(book, LIST_GOALS, first, (double)goals, book->total.number);
    xlsx_next_row(&book->to);
}

static void write_gaps(struct monitor_book *monitor)
{
    enum { WHAT, WHERE, UNIT, ANSWERS, COLUMNS };
    struct notice_book *book = &monitor->book;
    const struct book_column columns[COLUMNS] = {
        [WHAT] = {monitor_word(monitor, MONITOR_MISSING_WHAT), 30, false},
        [WHERE] = {monitor_word(monitor, MONITOR_MISSING_WHERE), 70, false},
        [UNIT] = {monitor_word(monitor, MONITOR_UNIT_NAME), 36, false},
        [ANSWERS] = {monitor_word(monitor, MONITOR_ANSWERS), 14, false},
    };

    begin_page(monitor, monitor_word(monitor, MONITOR_GAPS));
    book_columns(book, columns, COLUMNS);
    book_header(book, columns, COLUMNS);
    for (size_t i = 0; i < monitor->form->gap_count; i++) {
        const struct monitor_gap *gap = &monitor->form->gaps[i];
        const char *manager = gap->indicator != NULL ? gap->indicator->facts->manager : NULL;
        book_text(book, WHAT, catalogue_monitor_gap(book->paper->language, gap->kind));
        catalogue_monitor_where(&book->to.text, gap);
        xlsx_buf(&book->to, WHERE, book->plain.text);
        book_text(book, UNIT, gap->subject->unit_name);
        book_text(book, ANSWERS, manager != NULL ? manager : gap->subject->answers);
        xlsx_next_row(&book->to);
    }
    if (monitor->form->gap_count == 0) {
        buf_puts(&book->to.text, monitor_word(monitor, MONITOR_NO_GAPS));
        book_paragraph(book, COLUMNS);
    }
    book_table_end(book, COLUMNS, 0);
}
