/* The workbook and its first page: the head-line, what to do, the key figures. */
#include "report/notice_xlsx.h"

#include "report/notice_xlsx_parts.h"

enum { NUMBER_COLUMN, LABEL_COLUMN, VALUE_COLUMN, MEASURE_COLUMN, NOTE_COLUMN, COLUMNS };
_Static_assert((int)VALUE_COLUMN == (int)BOOK_VALUE_COLUMN, "other pages look there for the reference");

static void write_head(struct notice_book *book);
static void write_todo(struct notice_book *book);
static void write_keys(struct notice_book *book);
static void write_money_keys(struct notice_book *book);
static void write_rate_keys(struct notice_book *book);
static void write_counts(struct notice_book *book);
static void write_missing(struct notice_book *book);
static void write_figures(struct notice_book *book);

bool notice_xlsx(const char *path, const struct notice *notice, const struct notice_paper *paper,
                 struct err *err)
{
    struct notice_book book = {.notice = notice, .paper = paper};

    if (!xlsx_open(&book.to, path, err))
        return false;
    book_looks(&book);
    book_write_notice(&book);
    book_write_rows(&book);
    book_write_money(&book);
    book_write_deviations(&book);
    book_write_deadlines(&book);
    book_write_indicators(&book);
    book_write_goals(&book);
    book_write_transfers(&book);
    book_write_charts(&book);
    return xlsx_close(&book.to, path, err);
}

void book_write_notice(struct notice_book *book)
{
    static const struct book_column columns[COLUMNS] = {
        {.width = 5}, {.width = 30}, {.width = 20}, {.width = 16}, {.width = 56}};

    book_page(book, BOOK_NOTICE);
    book_columns(book, columns, COLUMNS);
    write_head(book);
    write_todo(book);
    write_keys(book);
    write_missing(book);
    write_figures(book);
    xlsx_print(&book->to, COLUMNS, 0);
}

static void write_head(struct notice_book *book)
{
    struct buf *text = &book->to.text;

    if (book->paper->late) {
        buf_puts(text, book_notice_word(book, NOTICE_LATE));
        book_paragraph(book, COLUMNS);
    }
    if (book->paper->correction && book->paper->change_count > 0) {
        book_heading(book, book_notice_word(book, NOTICE_CORRECTED));
        for (size_t i = 0; i < book->paper->change_count; i++) {
            buf_puts(text, book->paper->changes[i]);
            book_paragraph(book, COLUMNS);
        }
    }
    catalogue_notice_headline(text, book->paper, book->notice);
    book_paragraph(book, COLUMNS);
}

static void write_todo(struct notice_book *book)
{
    struct notice_todo todos[NOTICE_TODO_MAX];
    size_t count = notice_todo_list(book->notice, todos);
    struct xlsx *to = &book->to;

    book_heading(book, book_notice_word(book, NOTICE_TODO));
    for (size_t i = 0; i < count; i++) {
        book_number(book, NUMBER_COLUMN, (double)(i + 1), book->plain.number);
        catalogue_notice_todo(&to->text, book->paper, book->notice, &todos[i]);
        xlsx_wide(to, LABEL_COLUMN, NOTE_COLUMN, buf_text(&to->text), book->plain.text);
        buf_clear(&to->text);
        xlsx_next_row(to);
    }
    if (count == 0) {
        buf_puts(&to->text, catalogue_notice_nothing(book->paper->language, book->notice));
        book_paragraph(book, COLUMNS);
    }
}

static void write_keys(struct notice_book *book)
{
    struct xlsx *to = &book->to;

    book_heading(book, book_word(book, BOOK_KEYS));
    xlsx_wide(to, NUMBER_COLUMN, LABEL_COLUMN, book_word(book, BOOK_NAME), to->header);
    xlsx_text(to, VALUE_COLUMN, book_word(book, BOOK_VALUE), to->header);
    xlsx_text(to, MEASURE_COLUMN, book_word(book, BOOK_MEASURE), to->header);
    xlsx_text(to, NOTE_COLUMN, book_notice_word(book, NOTICE_ARITHMETIC), to->header);
    xlsx_next_row(to);
    write_money_keys(book);
    write_rate_keys(book);
    write_counts(book);
}

/* A row of the key figures but for its value. */
static void begin_key(struct notice_book *book, const char *label, const char *measure)
{
    xlsx_wide(&book->to, NUMBER_COLUMN, LABEL_COLUMN, label, book->plain.text);
    book_text(book, MEASURE_COLUMN, measure);
}

static void end_key(struct notice_book *book)
{
    xlsx_buf(&book->to, NOTE_COLUMN, book->plain.text);
    xlsx_next_row(&book->to);
}

/* What the rows add up to: the cell of their total. */
static void write_total(struct notice_book *book, char column, fen amount)
{
    book_formula(book, VALUE_COLUMN, book_amount(book, amount), book->plain.money, "='%s'!$%c$%u",
                 book_word(book, BOOK_ROWS), column, book_total_row(book->notice) + 1);
}

static void write_money_keys(struct notice_book *book)
{
    const struct notice *notice = book->notice;
    const char *unit = catalogue_notice_unit(book->paper->language, book->paper->money_unit);

    begin_key(book, book_notice_word(book, NOTICE_BUDGET), unit);
    write_total(book, 'A' + ROWS_BUDGET, notice->now.budget);
    end_key(book);
    begin_key(book, book_notice_word(book, NOTICE_SPENT), unit);
    write_total(book, 'A' + ROWS_SPENT, notice->now.spent);
    end_key(book);
    if (notice->now.has_received) {
        begin_key(book, book_notice_word(book, NOTICE_RECEIVED), unit);
        book_money(book, VALUE_COLUMN, notice->now.received);
        end_key(book);
    }
    if (notice->projection.known) {
        begin_key(book, book_notice_word(book, NOTICE_PROJECTED), unit);
        book_money(book, VALUE_COLUMN, notice->projection.spent);
        catalogue_notice_projection(&book->to.text, book->paper, notice);
        end_key(book);
    }
}

/* A fraction of small numbers is written as one, so that nobody wonders where 58.33% comes from. */
static void write_reference(struct notice_book *book)
{
    enum { SMALL = 1000 };
    const struct notice_rate *reference = &book->notice->reference;

    book->reference_row = book->to.row;
    if (reference->known && reference->value.num > 0 && reference->value.den > 1 &&
        reference->value.num < SMALL && reference->value.den < SMALL)
        book_formula(book, VALUE_COLUMN, cell_ratio(reference->value), book->plain.rate, "=%d/%d",
                     (int)reference->value.num, (int)reference->value.den);
    else
        book_rate(book, VALUE_COLUMN, *reference);
}

static void write_rate_keys(struct notice_book *book)
{
    const struct notice *notice = book->notice;
    const char *points = book_word(book, BOOK_POINTS);
    lxw_row_t budget = book->to.row - 2 - notice->now.has_received - notice->projection.known;
    unsigned rate_row = book->to.row + 1;

    begin_key(book, book_notice_word(book, NOTICE_RATE), "");
    if (notice->now.rate.known)
        book_formula(book, VALUE_COLUMN, cell_ratio(notice->now.rate.value), book->plain.rate,
                     "=IF(C%u>0,C%u/C%u,\"—\")", budget + 1, budget + 2, budget + 1);
    else
        book_unknown(book, VALUE_COLUMN);
    end_key(book);
    begin_key(book, book_notice_word(book, NOTICE_REFERENCE), "");
    write_reference(book);
    buf_puts(&book->to.text, catalogue_notice_curve(book->paper->language, notice->curve));
    end_key(book);
    begin_key(book, book_notice_word(book, NOTICE_GAP), points);
    if (notice->gap.known)
        book_formula(book, VALUE_COLUMN, cell_ratio(notice->gap.value) * 100, book->plain.points,
                     "=(C%u-C%u)*100", rate_row, rate_row + 1);
    else
        book_unknown(book, VALUE_COLUMN);
    end_key(book);
    if (notice->month > 1) {
        begin_key(book, book_notice_word(book, NOTICE_LAST_MONTH), points);
        book_points(book, VALUE_COLUMN, notice_rate_less(notice->now.rate, notice->last_month.rate));
        end_key(book);
    }
    if (notice->has_last_year) {
        begin_key(book, book_notice_word(book, NOTICE_LAST_YEAR), points);
        book_points(book, VALUE_COLUMN, notice_rate_less(notice->now.rate, notice->last_year.rate));
        end_key(book);
    }
}

static void write_count(struct notice_book *book, const char *label, int64_t count)
{
    begin_key(book, label, book_word(book, BOOK_PIECES));
    book_number(book, VALUE_COLUMN, (double)count, book->plain.number);
}

static void write_counts(struct notice_book *book)
{
    static const enum notice_light lights[] = {NOTICE_RED, NOTICE_YELLOW, NOTICE_BLUE};
    const struct notice *notice = book->notice;
    const int counts[] = {notice->deviation_lights.red, notice->deviation_lights.yellow,
                          notice->deviation_lights.blue};

    write_count(book, book_word(book, BOOK_ABOVE), notice->above);
    end_key(book);
    write_count(book, book_word(book, BOOK_BELOW), notice->below);
    catalogue_notice_standing(&book->to.text, book->paper, notice);
    end_key(book);
    for (size_t i = 0; i < sizeof lights / sizeof *lights; i++) {
        const char *word = catalogue_notice_light(book->paper->language, lights[i]);
        struct buf label = {0};
        buf_printf(&label, book->paper->language == LANGUAGE_ZH ? "%s（%s）" : "%s (%s)",
                   book_word(book, BOOK_DEVIATIONS), word);
        begin_key(book, buf_text(&label), book_word(book, BOOK_PIECES));
        book_formula(book, VALUE_COLUMN, counts[i], book->plain.number, "=COUNTIF('%s'!$A:$A,\"%s\")",
                     book_word(book, BOOK_DEVIATIONS), word);
        end_key(book);
        buf_free(&label);
    }
    if (notice->score.known) {
        begin_key(book, book_word(book, BOOK_SCORE), book_word(book, BOOK_SCORE_POINTS));
        book_number(book, VALUE_COLUMN, cell_number(notice->score.total), book->plain.number);
        catalogue_notice_score(&book->to.text, book->paper, notice);
        end_key(book);
    }
}

static void write_missing(struct notice_book *book)
{
    const struct notice *notice = book->notice;

    if (notice->missing_count == 0)
        return;
    book_heading(book, book_notice_word(book, NOTICE_MISSING));
    for (size_t i = 0; i < notice->missing_count; i++) {
        catalogue_notice_missing(&book->to.text, book->paper, notice, &notice->missing[i]);
        book_paragraph(book, COLUMNS);
    }
}

static void write_figures(struct notice_book *book)
{
    const struct notice *notice = book->notice;

    book_heading(book, book_notice_word(book, NOTICE_FIGURES));
    for (size_t i = 0; i < notice->doubt_count; i++) {
        catalogue_notice_doubt(&book->to.text, book->paper->language, notice, &notice->doubts[i]);
        book_paragraph(book, COLUMNS);
    }
    buf_puts(&book->to.text, book_word(book, BOOK_EXACT));
    book_paragraph(book, COLUMNS);
    if (book->paper->link != NULL) {
        buf_printf(&book->to.text, book->paper->language == LANGUAGE_ZH ? "%s：%s" : "%s: %s",
                   book_notice_word(book, NOTICE_WHOLE), book->paper->link);
        book_paragraph(book, COLUMNS);
    }
}
