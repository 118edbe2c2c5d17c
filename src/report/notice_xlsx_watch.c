/* What is off course, and what falls due. */
#include "core/catalogue_status.h"
#include "report/notice_xlsx_parts.h"

static void write_deviation(struct notice_book *book, const struct notice_deviation *deviation);
static void write_deadline(struct notice_book *book, const struct notice_deadline *deadline);
static void write_none(struct notice_book *book, const char *text, size_t columns);

enum {
    DEVIATION_LIGHT, /* the key figures count in this column */
    DEVIATION_RULE,
    DEVIATION_CODE,
    DEVIATION_NAME,
    DEVIATION_UNIT,
    DEVIATION_ANSWERS,
    DEVIATION_ARITHMETIC,
    DEVIATION_SINCE,
    DEVIATION_STATE,
    DEVIATION_ACTION_DUE,
    DEVIATION_POINTS,
    DEVIATION_COLUMNS
};
_Static_assert(DEVIATION_LIGHT == 0, "the first page counts lights in column A");

void book_write_deviations(struct notice_book *book)
{
    const struct book_column columns[DEVIATION_COLUMNS] = {
        [DEVIATION_LIGHT] = {book_notice_word(book, NOTICE_LIGHT), 9, false},
        [DEVIATION_RULE] = {book_word(book, BOOK_RULE), 18, false},
        [DEVIATION_CODE] = {book_word(book, BOOK_CODE), 14, false},
        [DEVIATION_NAME] = {book_word(book, BOOK_NAME), 28, false},
        [DEVIATION_UNIT] = {book_notice_word(book, NOTICE_UNIT), 22, false},
        [DEVIATION_ANSWERS] = {book_word(book, BOOK_WHO), 11, false},
        [DEVIATION_ARITHMETIC] = {book_notice_word(book, NOTICE_ARITHMETIC), 50, false},
        [DEVIATION_SINCE] = {book_word(book, BOOK_SINCE), 12, false},
        [DEVIATION_STATE] = {book_notice_word(book, NOTICE_STATE), 34, false},
        [DEVIATION_ACTION_DUE] = {book_word(book, BOOK_ACTION_DUE), 12, false},
        [DEVIATION_POINTS] = {book_notice_word(book, NOTICE_AT_RISK), 10, false},
    };

    book_page(book, BOOK_DEVIATIONS);
    book_columns(book, columns, DEVIATION_COLUMNS);
    book_header(book, columns, DEVIATION_COLUMNS);
    for (size_t i = 0; i < book->notice->deviation_count; i++)
        write_deviation(book, &book->notice->deviations[i]);
    book_colour(book, DEVIATION_LIGHT, BOOK_FIRST_ROW);
    if (book->notice->deviation_count == 0)
        write_none(book, book_notice_word(book, NOTICE_NO_DEVIATION), DEVIATION_COLUMNS);
    book_table_end(book, DEVIATION_COLUMNS, DEVIATION_UNIT);
}

static void write_deviation(struct notice_book *book, const struct notice_deviation *deviation)
{
    enum language language = book->paper->language;
    const struct notice_standing *standing = deviation->standing;
    struct xlsx *to = &book->to;

    book_center(book, DEVIATION_LIGHT, catalogue_severity(language, deviation->verdict.severity));
    book_text(book, DEVIATION_RULE, catalogue_rule(language, deviation->verdict.rule));
    book_text(book, DEVIATION_CODE, deviation->code);
    book_text(book, DEVIATION_NAME, deviation->name);
    book_text(book, DEVIATION_UNIT, deviation->unit_name);
    book_text(book, DEVIATION_ANSWERS, deviation->answers);
    catalogue_explain(&to->text, language, &deviation->verdict);
    xlsx_buf(to, DEVIATION_ARITHMETIC, book->plain.text);
    book_day(book, DEVIATION_SINCE, standing != NULL ? standing->since : DATE_NONE);
    catalogue_notice_answered(&to->text, book->paper, standing);
    xlsx_buf(to, DEVIATION_STATE, book->plain.text);
    book_day(book, DEVIATION_ACTION_DUE, standing != NULL ? standing->action_due : DATE_NONE);
    if (deviation->has_points)
        book_number(book, DEVIATION_POINTS, cell_number(deviation->points), book->plain.score);
    else
        book_text(book, DEVIATION_POINTS, "");
    xlsx_next_row(to);
}

enum {
    DEADLINE_KIND,
    DEADLINE_NAME,
    DEADLINE_CODE,
    DEADLINE_DUE,
    DEADLINE_DAYS,
    DEADLINE_LEFT,
    DEADLINE_UNIT,
    DEADLINE_ANSWERS,
    DEADLINE_COLUMNS
};

void book_write_deadlines(struct notice_book *book)
{
    const struct book_column columns[DEADLINE_COLUMNS] = {
        [DEADLINE_KIND] = {book_word(book, BOOK_KIND), 20, false},
        [DEADLINE_NAME] = {book_notice_word(book, NOTICE_MATTER), 44, false},
        [DEADLINE_CODE] = {book_word(book, BOOK_CODE), 16, false},
        [DEADLINE_DUE] = {book_notice_word(book, NOTICE_DUE), 12, false},
        [DEADLINE_DAYS] = {book_word(book, BOOK_DAYS), 11, false},
        [DEADLINE_LEFT] = {book_notice_word(book, NOTICE_DAYS_LEFT), 24, false},
        [DEADLINE_UNIT] = {book_notice_word(book, NOTICE_UNIT), 28, false},
        [DEADLINE_ANSWERS] = {book_word(book, BOOK_WHO), 12, false},
    };
    lxw_conditional_format overdue = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                      .criteria = LXW_CONDITIONAL_CRITERIA_LESS_THAN,
                                      .value = 0,
                                      .format = book->lights[NOTICE_RED]};

    book_page(book, BOOK_DEADLINES);
    book_columns(book, columns, DEADLINE_COLUMNS);
    book_header(book, columns, DEADLINE_COLUMNS);
    for (size_t i = 0; i < book->notice->deadline_count; i++)
        write_deadline(book, &book->notice->deadlines[i]);
    if (book->notice->deadline_count > 0)
        worksheet_conditional_format_range(book->to.page, BOOK_FIRST_ROW, DEADLINE_DAYS, book->to.row - 1,
                                           DEADLINE_DAYS, &overdue);
    else
        write_none(book, book_notice_word(book, NOTICE_NO_DEADLINE), DEADLINE_COLUMNS);
    book_table_end(book, DEADLINE_COLUMNS, DEADLINE_CODE);
}

/* Days are those of the day on which the notice was made, and not counted on by the spreadsheet. */
static void write_deadline(struct notice_book *book, const struct notice_deadline *deadline)
{
    enum language language = book->paper->language;

    book_text(book, DEADLINE_KIND, catalogue_notice_deadline(language, deadline->kind));
    book_text(book, DEADLINE_NAME, deadline->name);
    book_text(book, DEADLINE_CODE, deadline->code);
    book_day(book, DEADLINE_DUE, deadline->due);
    book_number(book, DEADLINE_DAYS, deadline->days, book->plain.number);
    catalogue_notice_days(&book->to.text, language, deadline->days, deadline->unsure);
    xlsx_buf(&book->to, DEADLINE_LEFT, book->plain.text);
    book_text(book, DEADLINE_UNIT, deadline->unit_name);
    book_text(book, DEADLINE_ANSWERS, deadline->answers);
    xlsx_next_row(&book->to);
}

/* Instead of rows; it is no row of the table. */
static void write_none(struct notice_book *book, const char *text, size_t columns)
{
    buf_puts(&book->to.text, text);
    book_paragraph(book, columns);
}
