/* The forms themselves, as the official one is drawn. */
#include <stdlib.h>
#include <string.h>

#include "core/catalogue_sheet.h"
#include "report/monitor_xlsx_parts.h"

enum {
    LEVEL1,
    LEVEL2,
    LEVEL3,
    TARGET,
    REACHED,
    EXPECTED,
    CAUSE,
    NOTE = CAUSE + MONITOR_CAUSE_KINDS,
    LIKELIHOOD,
    REMARK = LIKELIHOOD + MONITOR_LIKELIHOODS,
    COLUMNS
};

/* Rows of a form before its indicators, and after them: signatures, and an empty one. */
enum { HEAD_ROWS = 9, FOOT_ROWS = 2, BREAKS_MOST = 1000 };

static void write_form(struct monitor_book *monitor, const struct monitor_subject *subject, bool whole);
static void write_who(struct monitor_book *monitor, const struct monitor_subject *subject, bool whole);
static void write_money(struct monitor_book *monitor, const struct monitor_subject *subject);
static void write_head(struct monitor_book *monitor);
static void write_indicators(struct monitor_book *monitor, const struct monitor_subject *subject);
static void write_foot(struct monitor_book *monitor);

static lxw_row_t form_rows(const struct monitor_subject *subject)
{
    size_t indicators = subject->indicator_count > 0 ? subject->indicator_count : 1;

    if (subject->without_form)
        return 0;
    return (lxw_row_t)(HEAD_ROWS + indicators + FOOT_ROWS);
}

lxw_row_t monitor_form_row(const struct monitor_subject *subjects, size_t number)
{
    lxw_row_t row = 0;

    for (size_t i = 0; i < number; i++)
        row += form_rows(&subjects[i]);
    return row;
}

void monitor_write_forms(struct monitor_book *monitor, enum monitor_text name,
                         const struct monitor_subject *subjects, size_t count)
{
    static const int widths[COLUMNS] = {11, 14, 30, 14, 14, 14, 9, 9, 9, 9, 9, 28, 9, 9, 10, 10};
    struct xlsx *to = &monitor->book.to;
    lxw_row_t breaks[BREAKS_MOST + 1] = {0};
    size_t break_count = 0;

    xlsx_page(to, monitor_word(monitor, name));
    for (lxw_col_t column = 0; column < COLUMNS; column++)
        xlsx_width(to, column, widths[column]);
    for (size_t i = 0; i < count; i++) {
        if (subjects[i].without_form)
            continue;
        if (to->row > 0 && break_count < BREAKS_MOST)
            breaks[break_count++] = to->row; /* the library takes no more of them; the rest runs on */
        write_form(monitor, &subjects[i], subjects == &monitor->form->whole);
    }
    if (break_count > 0)
        worksheet_set_h_pagebreaks(to->page, breaks);
    xlsx_print(to, COLUMNS, 0);
}

static void write_form(struct monitor_book *monitor, const struct monitor_subject *subject, bool whole)
{
    write_who(monitor, subject, whole);
    write_money(monitor, subject);
    write_head(monitor);
    write_indicators(monitor, subject);
    write_foot(monitor);
}

/* A label and what it says, over as many columns as they have. */
static void pair(struct monitor_book *monitor, lxw_col_t first, lxw_col_t label_last, lxw_col_t last,
                 enum monitor_text label, const char *text)
{
    struct xlsx *to = &monitor->book.to;

    xlsx_wide(to, first, label_last, monitor_word(monitor, label), monitor->head);
    xlsx_wide(to, label_last + 1, last, text, monitor->book.plain.text);
}

static void write_who(struct monitor_book *monitor, const struct monitor_subject *subject, bool whole)
{
    enum { TITLE_HEIGHT = 28 };
    struct xlsx *to = &monitor->book.to;

    xlsx_wide(to, LEVEL1, REMARK, monitor_word(monitor, whole ? MONITOR_UNIT_FORM : MONITOR_PROJECT_FORM),
              monitor->form_title);
    worksheet_set_row(to->page, to->row++, TITLE_HEIGHT, NULL);
    catalogue_monitor_title(&to->text, monitor->book.paper->language, monitor->form);
    buf_puts(&to->text, "  ");
    catalogue_monitor_subtitle(&to->text, monitor->book.paper, monitor->form);
    xlsx_wide(to, LEVEL1, REMARK, buf_text(&to->text), monitor->form_small);
    buf_clear(&to->text);
    to->lines = 0;
    xlsx_next_row(to);
    pair(monitor, LEVEL1, LEVEL2, EXPECTED, whole ? MONITOR_UNIT_NAME : MONITOR_PROJECT_NAME, subject->name);
    pair(monitor, CAUSE, NOTE - 1, REMARK, MONITOR_CODE, subject->code);
    xlsx_next_row(to);
    if (!whole) {
        pair(monitor, LEVEL1, LEVEL2, EXPECTED, MONITOR_UNIT_NAME, subject->unit_name);
        pair(monitor, CAUSE, NOTE - 1, REMARK, MONITOR_ANSWERS, subject->answers);
    } else {
        pair(monitor, LEVEL1, LEVEL2, REMARK, MONITOR_ANSWERS, subject->answers);
    }
    xlsx_next_row(to);
}

/* Money ------------------------------------------------------------------------------------------- */

/* Of what columns the amounts are, merged: initial, adjusted, spent, rate, expected. */
static const struct {
    lxw_col_t first, last;
} money_columns[] = {
    {LEVEL3, LEVEL3}, {TARGET, REACHED}, {EXPECTED, NOTE - 1}, {NOTE, NOTE}, {LIKELIHOOD, REMARK}};
enum { INITIAL_AT, ADJUSTED_AT, SPENT_AT, RATE_AT, EXPECTED_AT };

static void money_head(struct monitor_book *monitor, int at, const char *title, bool money)
{
    enum language language = monitor->book.paper->language;
    struct buf text = {0};

    buf_puts(&text, title);
    if (money)
        buf_printf(&text, language == LANGUAGE_ZH ? "（%s）" : " (%s)",
                   catalogue_notice_unit(language, monitor->book.paper->money_unit));
    xlsx_wide(&monitor->book.to, money_columns[at].first, money_columns[at].last, buf_text(&text),
              monitor->head);
    buf_free(&text);
}

static void money_cell(struct monitor_book *monitor, int at, bool known, fen amount)
{
    xlsx_wide(&monitor->book.to, money_columns[at].first, money_columns[at].last, "",
              monitor->book.plain.money);
    if (known)
        book_money(&monitor->book, money_columns[at].first, amount);
}

static void write_why(struct monitor_book *monitor, const struct monitor_subject *subject)
{
    enum language language = monitor->book.paper->language;
    const struct notice_outlook *outlook = subject->outlook;
    struct buf why = {0};

    catalogue_monitor_why(&why, language, outlook);
    pair(monitor, LEVEL1, LEVEL2, NOTE - 1, MONITOR_PROJECT_CAUSE, buf_text(&why));
    pair(monitor, NOTE, NOTE, REMARK, MONITOR_LIKELIHOOD,
         catalogue_notice_likelihood(language, outlook != NULL ? outlook->likelihood : NULL));
    xlsx_next_row(&monitor->book.to);
    buf_free(&why);
}

static void write_money(struct monitor_book *monitor, const struct monitor_subject *subject)
{
    enum language language = monitor->book.paper->language;
    struct xlsx *to = &monitor->book.to;
    lxw_row_t head = to->row;

    money_head(monitor, INITIAL_AT, monitor_word(monitor, MONITOR_INITIAL), true);
    money_head(monitor, ADJUSTED_AT, monitor_word(monitor, MONITOR_ADJUSTED), true);
    catalogue_monitor_spent(&to->text, language, monitor->form->notice);
    char *spent = buf_take(&to->text);
    money_head(monitor, SPENT_AT, spent, true);
    catalogue_monitor_rate(&to->text, language, monitor->form->notice);
    char *rate = buf_take(&to->text);
    money_head(monitor, RATE_AT, rate, false);
    money_head(monitor, EXPECTED_AT, monitor_word(monitor, MONITOR_EXPECTED), true);
    free(spent);
    free(rate);
    xlsx_next_row(to);
    money_cell(monitor, INITIAL_AT, true, subject->initial);
    money_cell(monitor, ADJUSTED_AT, true, subject->adjusted);
    money_cell(monitor, SPENT_AT, true, subject->spent);
    book_rate_of(&monitor->book, NOTE, EXPECTED, TARGET, subject->rate, monitor->book.plain.rate);
    money_cell(monitor, EXPECTED_AT, subject->has_expected, subject->expected);
    to->lines = 0;
    xlsx_next_row(to);
    worksheet_merge_range(to->page, head, LEVEL1, head + 1, LEVEL2, monitor_word(monitor, MONITOR_MONEY),
                          monitor->head);
    write_why(monitor, subject);
}

/* Indicators -------------------------------------------------------------------------------------- */

static void tall(struct monitor_book *monitor, lxw_col_t column, const char *title)
{
    struct xlsx *to = &monitor->book.to;

    worksheet_merge_range(to->page, to->row, column, to->row + 1, column, title, monitor->head);
}

static void write_head(struct monitor_book *monitor)
{
    enum { HEAD_HEIGHT = 48 };
    enum language language = monitor->book.paper->language;
    struct xlsx *to = &monitor->book.to;
    struct buf reached = {0};

    catalogue_monitor_reached(&reached, language, monitor->form->notice);
    tall(monitor, LEVEL1, monitor_word(monitor, MONITOR_LEVEL1));
    tall(monitor, LEVEL2, monitor_word(monitor, MONITOR_LEVEL2));
    tall(monitor, LEVEL3, monitor_word(monitor, MONITOR_LEVEL3));
    tall(monitor, TARGET, monitor_word(monitor, MONITOR_TARGET));
    tall(monitor, REACHED, buf_text(&reached));
    tall(monitor, EXPECTED, monitor_word(monitor, MONITOR_EXPECTED_VALUE));
    tall(monitor, REMARK, monitor_word(monitor, MONITOR_REMARK));
    xlsx_wide(to, CAUSE, NOTE, monitor_word(monitor, MONITOR_CAUSES), monitor->head);
    xlsx_wide(to, LIKELIHOOD, REMARK - 1, monitor_word(monitor, MONITOR_LIKELIHOOD), monitor->head);
    to->lines = 0;
    xlsx_next_row(to);
    for (int cause = 0; cause < MONITOR_CAUSE_KINDS; cause++)
        xlsx_text(to, (lxw_col_t)(CAUSE + cause), catalogue_monitor_cause(language, cause), monitor->head);
    xlsx_text(to, NOTE, monitor_word(monitor, MONITOR_NOTE), monitor->head);
    for (int likelihood = 0; likelihood < MONITOR_LIKELIHOODS; likelihood++)
        xlsx_text(to, (lxw_col_t)(LIKELIHOOD + likelihood),
                  catalogue_monitor_likelihood(language, likelihood), monitor->head);
    worksheet_set_row(to->page, to->row++, HEAD_HEIGHT, NULL);
    to->lines = 0;
    buf_free(&reached);
}

/* A tick where it belongs; a cause that the form does not know goes before the note. */
static void write_outlook(struct monitor_book *monitor, const struct notice_outlook *outlook)
{
    struct notice_book *book = &monitor->book;
    int cause = monitor_cause_of(outlook != NULL ? outlook->cause : NULL);
    int likelihood = monitor_likelihood_of(outlook != NULL ? outlook->likelihood : NULL);

    for (int i = 0; i < MONITOR_CAUSE_KINDS; i++)
        book_center(book, (lxw_col_t)(CAUSE + i), i == cause ? "√" : "");
    for (int i = 0; i < MONITOR_LIKELIHOODS; i++)
        book_center(book, (lxw_col_t)(LIKELIHOOD + i), i == likelihood ? "√" : "");
    if (cause < 0)
        catalogue_monitor_why(&book->to.text, book->paper->language, outlook);
    else if (outlook->note != NULL)
        buf_puts(&book->to.text, outlook->note);
    xlsx_buf(&book->to, NOTE, book->plain.text);
}

/* But for its levels, see merge_level(). */
static void write_indicator(struct monitor_book *monitor, const struct monitor_indicator *indicator)
{
    const struct indicator_facts *facts = indicator->facts;
    struct notice_book *book = &monitor->book;
    enum language language = book->paper->language;
    struct xlsx *to = &book->to;

    book_text(book, LEVEL3, facts->name);
    catalogue_monitor_target(&to->text, language, indicator);
    xlsx_buf(to, TARGET, book->plain.text);
    catalogue_monitor_value(&to->text, language, &indicator->reached, facts);
    xlsx_buf(to, REACHED, book->plain.text);
    catalogue_monitor_value(&to->text, language, &indicator->expected, facts);
    xlsx_buf(to, EXPECTED, book->plain.text);
    write_outlook(monitor, indicator->outlook);
    catalogue_monitor_remark(&to->text, language, book->notice, indicator);
    xlsx_buf(to, REMARK, book->plain.text);
    xlsx_next_row(to);
}

static bool same_level(const struct indicator_facts *a, const struct indicator_facts *b, int level)
{
    if (a->level1 != b->level1)
        return false;
    return level == LEVEL1 || (a->level2 == NULL || b->level2 == NULL ? a->level2 == b->level2
                                                                      : strcmp(a->level2, b->level2) == 0);
}

/* One cell for indicators of the same level that stand together; `row` is the first's. */
static void merge_level(struct monitor_book *monitor, const struct monitor_subject *subject, int level,
                        lxw_row_t row)
{
    enum language language = monitor->book.paper->language;
    size_t end;

    for (size_t i = 0; i < subject->indicator_count; i = end) {
        const struct indicator_facts *facts = subject->indicators[i].facts;
        for (end = i + 1; end < subject->indicator_count; end++)
            if (!same_level(facts, subject->indicators[end].facts, level))
                break;
        const char *name = level == LEVEL1 ? catalogue_level1(language, facts->level1)
                                           : catalogue_level2(language, facts->level2);
        if (end > i + 1)
            worksheet_merge_range(monitor->book.to.page, row + (lxw_row_t)i, (lxw_col_t)level,
                                  row + (lxw_row_t)end - 1, (lxw_col_t)level, name, monitor->head);
        else
            worksheet_write_string(monitor->book.to.page, row + (lxw_row_t)i, (lxw_col_t)level, name,
                                   monitor->head);
    }
}

static void write_indicators(struct monitor_book *monitor, const struct monitor_subject *subject)
{
    struct xlsx *to = &monitor->book.to;
    lxw_row_t first = to->row;

    if (subject->indicator_count == 0) {
        xlsx_wide(to, LEVEL1, REMARK, monitor_word(monitor, MONITOR_WITHOUT_GOALS), monitor->book.plain.text);
        xlsx_next_row(to);
        return;
    }
    for (size_t i = 0; i < subject->indicator_count; i++)
        write_indicator(monitor, &subject->indicators[i]);
    merge_level(monitor, subject, LEVEL1, first);
    merge_level(monitor, subject, LEVEL2, first);
}

static void write_foot(struct monitor_book *monitor)
{
    struct xlsx *to = &monitor->book.to;

    worksheet_write_string(to->page, to->row, LEVEL1, monitor_word(monitor, MONITOR_FILLED_BY),
                           monitor->sign);
    worksheet_write_string(to->page, to->row, TARGET, monitor_word(monitor, MONITOR_CHECKED_BY),
                           monitor->sign);
    worksheet_write_string(to->page, to->row, NOTE, monitor_word(monitor, MONITOR_FILLED_ON), monitor->sign);
    to->row += FOOT_ROWS;
}
