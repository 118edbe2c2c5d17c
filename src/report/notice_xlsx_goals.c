/* Indicators, money against goals, and how the year may end. */
#include "core/catalogue_status.h"
#include "report/notice_xlsx_parts.h"

static void write_indicator(struct notice_book *book, const struct notice_indicator *indicator);
static void write_goal(struct notice_book *book, const struct notice_goal *goal);
static void write_transfers(struct notice_book *book, enum notice_text title,
                            const struct notice_transfer *transfers, size_t count);

enum {
    INDICATOR_LIGHT,
    INDICATOR_CODE,
    INDICATOR_NAME,
    INDICATOR_OWNER,
    INDICATOR_UNIT,
    INDICATOR_ANSWERS,
    INDICATOR_TARGET,
    INDICATOR_ACTUAL,
    INDICATOR_MEASURE,
    INDICATOR_ARITHMETIC,
    INDICATOR_EXPECTED,
    INDICATOR_LIKELIHOOD,
    INDICATOR_CAUSE,
    INDICATOR_COLUMNS
};

void book_write_indicators(struct notice_book *book)
{
    const struct book_column columns[INDICATOR_COLUMNS] = {
        [INDICATOR_LIGHT] = {book_notice_word(book, NOTICE_LIGHT), 9, false},
        [INDICATOR_CODE] = {book_word(book, BOOK_CODE), 14, false},
        [INDICATOR_NAME] = {book_notice_word(book, NOTICE_INDICATOR), 28, false},
        [INDICATOR_OWNER] = {book_word(book, BOOK_OWNER), 24, false},
        [INDICATOR_UNIT] = {book_notice_word(book, NOTICE_UNIT), 20, false},
        [INDICATOR_ANSWERS] = {book_word(book, BOOK_WHO), 11, false},
        [INDICATOR_TARGET] = {book_word(book, BOOK_TARGET), 13, false},
        [INDICATOR_ACTUAL] = {book_word(book, BOOK_ACTUAL), 13, false},
        [INDICATOR_MEASURE] = {book_word(book, BOOK_MEASURE), 10, false},
        [INDICATOR_ARITHMETIC] = {book_notice_word(book, NOTICE_ARITHMETIC), 44, false},
        [INDICATOR_EXPECTED] = {book_word(book, BOOK_EXPECTED), 12, false},
        [INDICATOR_LIKELIHOOD] = {book_notice_word(book, NOTICE_LIKELIHOOD), 12, false},
        [INDICATOR_CAUSE] = {book_word(book, BOOK_CAUSE), 28, false},
    };
    const struct notice *notice = book->notice;

    book_page(book, BOOK_INDICATORS);
    book_columns(book, columns, INDICATOR_COLUMNS);
    book_header(book, columns, INDICATOR_COLUMNS);
    for (size_t i = 0; i < notice->indicator_count; i++)
        write_indicator(book, &notice->indicators[i]);
    book_colour(book, INDICATOR_LIGHT, BOOK_FIRST_ROW);
    if (notice->indicator_count == 0) {
        buf_puts(&book->to.text, book_word(book, BOOK_NO_INDICATOR));
        book_paragraph(book, INDICATOR_COLUMNS);
    }
    book_table_end(book, INDICATOR_COLUMNS, INDICATOR_OWNER);
}

static void write_outlook(struct notice_book *book, const struct notice_outlook *outlook)
{
    enum language language = book->paper->language;

    if (outlook != NULL && outlook->has_expected)
        book_number(book, INDICATOR_EXPECTED, cell_number(outlook->expected), book->plain.number);
    else
        book_text(book, INDICATOR_EXPECTED, "");
    book_center(book, INDICATOR_LIKELIHOOD,
                outlook != NULL ? catalogue_notice_likelihood(language, outlook->likelihood) : "");
    if (outlook != NULL && outlook->cause != NULL)
        buf_puts(&book->to.text, catalogue_cause(language, outlook->cause));
    if (outlook != NULL && outlook->note != NULL)
        buf_printf(&book->to.text, "%s%s",
                   book->to.text.length == 0 ? ""
                   : language == LANGUAGE_ZH ? "："
                                             : ": ",
                   outlook->note);
    xlsx_buf(&book->to, INDICATOR_CAUSE, book->plain.text);
}

static void write_indicator(struct notice_book *book, const struct notice_indicator *indicator)
{
    const struct indicator_facts *facts = indicator->facts;
    const struct indicator_value *value = &facts->values[indicator->month];
    micro target;

    book_center(book, INDICATOR_LIGHT, catalogue_severity(book->paper->language, indicator->severity));
    book_text(book, INDICATOR_CODE, facts->code);
    book_text(book, INDICATOR_NAME, facts->name);
    book_text(book, INDICATOR_OWNER, indicator->owner_name);
    book_text(book, INDICATOR_UNIT, indicator->unit_name);
    book_text(book, INDICATOR_ANSWERS, facts->manager);
    if (indicator_target_on(facts, book->notice->clock, &target))
        book_number(book, INDICATOR_TARGET, cell_number(target), book->plain.number);
    else
        book_text(book, INDICATOR_TARGET, "");
    if (value->state == VALUE_NUMBER)
        book_number(book, INDICATOR_ACTUAL, cell_number(value->number), book->plain.number);
    else
        book_text(book, INDICATOR_ACTUAL, "");
    book_center(book, INDICATOR_MEASURE, facts->measure_unit);
    catalogue_explain(&book->to.text, book->paper->language, &indicator->verdict);
    xlsx_buf(&book->to, INDICATOR_ARITHMETIC, book->plain.text);
    write_outlook(book, indicator->outlook);
    xlsx_next_row(&book->to);
}

/* The charts refer to these columns, too. */
enum {
    GOAL_CODE,
    GOAL_NAME,
    GOAL_UNIT,
    GOAL_RATE,
    GOAL_COMPLETION,
    GOAL_AHEAD,
    GOAL_QUARTER,
    GOAL_GAP,
    GOAL_COLUMNS
};

void book_write_goals(struct notice_book *book)
{
    const struct book_column columns[GOAL_COLUMNS] = {
        [GOAL_CODE] = {book_word(book, BOOK_CODE), 16, false},
        [GOAL_NAME] = {book_notice_word(book, NOTICE_PROJECT), 44, false},
        [GOAL_UNIT] = {book_notice_word(book, NOTICE_UNIT), 30, false},
        [GOAL_RATE] = {book_notice_word(book, NOTICE_RATE), 13, false},
        [GOAL_COMPLETION] = {book_notice_word(book, NOTICE_COMPLETION), 13, false},
        [GOAL_AHEAD] = {book_word(book, BOOK_AHEAD), 18, false},
        [GOAL_QUARTER] = {book_notice_word(book, NOTICE_QUARTER), 14, false},
        [GOAL_GAP] = {book_word(book, BOOK_GAP_SPEAKS), 14, false},
    };
    const struct notice *notice = book->notice;

    book_page(book, BOOK_GOALS);
    book_columns(book, columns, GOAL_COLUMNS);
    book_header(book, columns, GOAL_COLUMNS);
    for (size_t i = 0; i < notice->goal_count; i++)
        write_goal(book, &notice->goals[i]);
    if (notice->goal_count == 0) {
        buf_puts(&book->to.text, book_word(book, BOOK_NO_GOAL));
        book_paragraph(book, GOAL_COLUMNS);
    }
    book_table_end(book, GOAL_COLUMNS, GOAL_UNIT);
}

static void write_goal(struct notice_book *book, const struct notice_goal *goal)
{
    struct ratio completion = {goal->completion, 1000000};
    unsigned row = book->to.row + 1;

    book_text(book, GOAL_CODE, goal->code);
    book_text(book, GOAL_NAME, goal->name);
    book_text(book, GOAL_UNIT, goal->unit_name);
    book_number(book, GOAL_RATE, cell_ratio(goal->rate), book->plain.rate);
    book_number(book, GOAL_COMPLETION, cell_ratio(completion), book->plain.rate);
    book_formula(book, GOAL_AHEAD, (cell_ratio(goal->rate) - cell_ratio(completion)) * 100,
                 book->plain.points, "=(D%u-E%u)*100", row, row);
    book_center(book, GOAL_QUARTER, catalogue_notice_quarter(book->paper->language, goal->quarter));
    book_center(book, GOAL_GAP, goal->gap ? catalogue_rule(book->paper->language, RULE_GOAL_GAP) : "");
    xlsx_next_row(&book->to);
}

enum {
    TRANSFER_CODE,
    TRANSFER_NAME,
    TRANSFER_UNIT,
    TRANSFER_ANSWERS,
    TRANSFER_BUDGET,
    TRANSFER_PROJECTED,
    TRANSFER_AMOUNT,
    TRANSFER_BASIS,
    TRANSFER_COLUMNS
};

void book_write_transfers(struct notice_book *book)
{
    static const struct book_column widths[TRANSFER_COLUMNS] = {{.width = 16}, {.width = 40}, {.width = 28},
                                                                {.width = 12}, {.width = 20}, {.width = 20},
                                                                {.width = 20}, {.width = 14}};
    const struct notice *notice = book->notice;

    book_page(book, BOOK_TRANSFERS);
    book_columns(book, widths, TRANSFER_COLUMNS);
    if (notice->projection.known) {
        catalogue_notice_projection(&book->to.text, book->paper, notice);
        book_paragraph(book, TRANSFER_COLUMNS);
    }
    if (notice->leaving_count + notice->short_count > 0)
        catalogue_notice_transfers(&book->to.text, book->paper, notice);
    else
        buf_puts(&book->to.text, book_word(book, BOOK_NO_TRANSFER));
    book_paragraph(book, TRANSFER_COLUMNS);
    write_transfers(book, NOTICE_LEAVING, notice->leaving, notice->leaving_count);
    write_transfers(book, NOTICE_SHORT, notice->short_, notice->short_count);
    xlsx_print(&book->to, TRANSFER_COLUMNS, 0);
}

static void write_transfer(struct notice_book *book, const struct notice_transfer *transfer, bool leaves)
{
    unsigned row = book->to.row + 1;

    book_text(book, TRANSFER_CODE, transfer->code);
    book_text(book, TRANSFER_NAME, transfer->name);
    book_text(book, TRANSFER_UNIT, transfer->unit_name);
    book_text(book, TRANSFER_ANSWERS, transfer->answers);
    book_money(book, TRANSFER_BUDGET, transfer->budget);
    book_money(book, TRANSFER_PROJECTED, transfer->projected);
    book_formula(book, TRANSFER_AMOUNT, book_amount(book, transfer->amount), book->plain.money,
                 leaves ? "=E%u-F%u" : "=-E%u+F%u", row, row);
    book_center(book, TRANSFER_BASIS, book_word(book, transfer->by_outlook ? BOOK_BY_OUTLOOK : BOOK_BY_PACE));
    xlsx_next_row(&book->to);
}

static void write_transfers(struct notice_book *book, enum notice_text title,
                            const struct notice_transfer *transfers, size_t count)
{
    const struct book_column columns[TRANSFER_COLUMNS] = {
        [TRANSFER_CODE] = {.title = book_word(book, BOOK_CODE)},
        [TRANSFER_NAME] = {.title = book_notice_word(book, NOTICE_PROJECT)},
        [TRANSFER_UNIT] = {.title = book_notice_word(book, NOTICE_UNIT)},
        [TRANSFER_ANSWERS] = {.title = book_word(book, BOOK_WHO)},
        [TRANSFER_BUDGET] = {.title = book_notice_word(book, NOTICE_BUDGET), .money = true},
        [TRANSFER_PROJECTED] = {.title = book_notice_word(book, NOTICE_PROJECTED), .money = true},
        [TRANSFER_AMOUNT] = {.title = book_notice_word(book, title), .money = true},
        [TRANSFER_BASIS] = {.title = book_notice_word(book, NOTICE_BASIS)},
    };
    double budget = 0, projected = 0, amount = 0;

    if (count == 0)
        return;
    book_heading(book, book_notice_word(book, title));
    book_header(book, columns, TRANSFER_COLUMNS);
    lxw_row_t first = book->to.row;
    for (size_t i = 0; i < count; i++) {
        write_transfer(book, &transfers[i], title == NOTICE_LEAVING);
        budget += book_amount(book, transfers[i].budget);
        projected += book_amount(book, transfers[i].projected);
        amount += book_amount(book, transfers[i].amount);
    }
    book_total(book, TRANSFER_NAME, TRANSFER_COLUMNS);
    book_sum(book, TRANSFER_BUDGET, first, budget, book->total.money);
    book_sum(book, TRANSFER_PROJECTED, first, projected, book->total.money);
    book_sum(book, TRANSFER_AMOUNT, first, amount, book->total.money);
    xlsx_next_row(&book->to);
}
