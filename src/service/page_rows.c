/* The rows of the ledger behind a figure, with a line of their sum, which is the figure; as a page or as CSV.
 */
#include <string.h>

#include "core/catalogue_ledger.h"
#include "core/catalogue_notice.h"
#include "core/facts.h"
#include "report/site_csv.h"
#include "service/page_parts.h"

/* What stands between the parts of a key in ?after=: no key has a control character in it. */
#define PARTS_SEPARATOR '\x1f'
enum { CSV_MOST = 200000 };

static bool is_column(const struct ledger_column *column, const char *name)
{
    return strcmp(column->name, name) == 0;
}

static const char *word_text(struct sight *sight, const struct ledger_column *column, const char *text)
{
    for (const struct ledger_word *word = column->words; word != NULL && word->word != NULL; word++)
        if (strcmp(word->word, text) == 0) {
            struct buf name = {0};
            catalogue_word(&name, sight->language, word);
            return sight_take(sight, &name);
        }
    return text;
}

/* Of what was granted at first the day is none and the kind is that. */
const char *section_row_text(struct sight *sight, const struct rows_read *read, int row, size_t at)
{
    const struct ledger_column *column = read->columns[at];
    const char *text = sight_cell(read->rows, row, (int)at);
    char grouped[DEC_TEXT];
    int64_t amount;

    if (is_column(column, "effective_on") && strcmp(text, ROWS_AT_FIRST) == 0)
        return "";
    if (column->words != NULL && is_column(column, "kind") && text[0] == '\0')
        return sight_word(sight, PAGE_AT_FIRST);
    if (column->type == LEDGER_MONEY && dec_parse(text, strlen(text), SCALE_FEN, &amount))
        return arena_text(&sight->page.arena, dec_format_grouped(amount, SCALE_FEN, grouped));
    if ((column->type == LEDGER_NUMBER || column->type == LEDGER_WEIGHT || column->type == LEDGER_PERCENT) &&
        dec_parse(text, strlen(text), SCALE_MICRO, &amount))
        return arena_text(&sight->page.arena, dec_format_short(amount, SCALE_MICRO, grouped));
    return column->words != NULL ? word_text(sight, column, text) : text;
}

static const char *cell_link(struct sight *sight, const struct ledger_column *column, const char *text)
{
    const struct {
        const char *column, *path;
    } links[] = {
        {"project_code", "/projects/"}, {"unit_code", "/units/"}, {"indicator_code", "/indicators/"}};

    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        if (text[0] != '\0' && is_column(column, links[i].column))
            return sight_to(sight, links[i].path, text);
    return NULL;
}

static bool is_figure(const struct ledger_column *column)
{
    return column->type == LEDGER_MONEY || column->type == LEDGER_NUMBER || column->type == LEDGER_WEIGHT ||
           column->type == LEDGER_PERCENT || column->type == LEDGER_MONTH || column->type == LEDGER_VALUE ||
           column->type == LEDGER_TARGET;
}

static const char *sum_text(struct sight *sight, const struct rows_read *read)
{
    char grouped[DEC_TEXT];
    int64_t amount;

    if (read->columns[read->sum_column]->type == LEDGER_MONEY &&
        dec_parse(read->sum, strlen(read->sum), SCALE_FEN, &amount))
        return arena_text(&sight->page.arena, dec_format_grouped(amount, SCALE_FEN, grouped));
    if (dec_parse(read->sum, strlen(read->sum), SCALE_MICRO, &amount))
        return arena_text(&sight->page.arena, dec_format_short(amount, SCALE_MICRO, grouped));
    return read->sum;
}

/* What is no money is not added up, but put together as the indicator says. */
static const char *sum_word(struct sight *sight, const struct rows_read *read)
{
    bool money = read->columns[read->sum_column]->type == LEDGER_MONEY;

    return sight_word(sight, money ? PAGE_SUM : PAGE_OBSERVED);
}

static void sum_row(struct sight *sight, const struct rows_read *read)
{
    if (read->sum_column < 0 || read->sum[0] == '\0')
        return;
    site_row(&sight->page, ROW_TOTAL);
    for (size_t at = 0; at < read->column_count; at++)
        site_cell(&sight->page, at == 0                       ? sum_word(sight, read)
                                : (int)at == read->sum_column ? sum_text(sight, read)
                                                              : "");
}

void section_rows(struct sight *sight, const char *caption, const struct rows_read *read, int count)
{
    struct document_column columns[LEDGER_COLUMNS_MAX];

    if (count == 0) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_ROW));
        return;
    }
    for (size_t at = 0; at < read->column_count; at++) {
        struct buf title = {0};
        catalogue_column(&title, sight->language, read->columns[at]);
        columns[at] = (struct document_column){sight_take(sight, &title),
                                               is_figure(read->columns[at]) ? ALIGN_RIGHT : ALIGN_LEFT, 0};
    }
    site_table(&sight->page, caption, columns, read->column_count);
    for (int row = 0; row < count; row++) {
        site_row(&sight->page, ROW_PLAIN);
        for (size_t at = 0; at < read->column_count; at++)
            site_cell_link(&sight->page, section_row_text(sight, read, row, at),
                           cell_link(sight, read->columns[at], sight_cell(read->rows, row, (int)at)));
    }
    sum_row(sight, read);
    site_table_end(&sight->page);
}

/* As it is asked for. */
struct rows_asked {
    const struct ledger_kind *kind;
    struct rows_filter filter;
    bool csv, nofund;
};

static bool ask_after(struct sight *sight, struct rows_filter *filter)
{
    const char *text = sight_query(sight, "after");

    while (text != NULL && filter->after_count < ROWS_KEY_PARTS) {
        size_t length = strcspn(text, (const char[]){PARTS_SEPARATOR, '\0'});
        filter->after[filter->after_count++] = arena_text_n(&sight->page.arena, text, length);
        text = text[length] == PARTS_SEPARATOR ? text + length + 1 : NULL;
    }
    return true;
}

static bool ask(struct sight *sight, struct rows_asked *asked)
{
    const char *format = sight_query(sight, "format"), *unit = sight_query(sight, "unit");
    struct rows_filter *filter = &asked->filter;

    asked->csv = format != NULL && strcmp(format, "csv") == 0;
    if (format != NULL && !asked->csv)
        return sight_fault(sight, "format", format);
    asked->nofund = sight_query(sight, "nofund") != NULL;
    *filter = (struct rows_filter){.year = sight->year,
                                   .closed = sight->closed,
                                   .unit = unit != NULL ? unit : "",
                                   .own = sight_query(sight, "own") != NULL,
                                   .project = sight_query(sight, "project"),
                                   .indicator = sight_query(sight, "indicator"),
                                   .code = sight_query(sight, "code"),
                                   .fund = asked->nofund ? "" : sight_query(sight, "fund"),
                                   .category = sight_query(sight, "category"),
                                   .kind = sight_query(sight, "kind"),
                                   .limit = asked->csv ? CSV_MOST : SIGHT_ROWS + 1};
    if (filter->category != NULL && strcmp(filter->category, "basic") != 0 &&
        strcmp(filter->category, "project") != 0)
        return sight_fault(sight, "category", filter->category);
    if (!sight_int(sight, "month", 1, MONTHS, &filter->month) || !ask_after(sight, filter))
        return false;
    const char *misfit = rows_misfit(asked->kind->id, filter);
    if (misfit != NULL)
        return sight_fault(sight, misfit,
                           sight_query(sight, misfit) != NULL ? sight_query(sight, misfit) : "");
    return true;
}

/* A key that is asked for is compared as what its columns are. */
static bool key_fits(struct sight *sight, const struct rows_asked *asked)
{
    const struct rows_filter *filter = &asked->filter;
    size_t part = 0;

    if (filter->after_count == 0)
        return true;
    if (asked->kind->id == LEDGER_BUDGETS || asked->kind->id == LEDGER_EXECUTION) {
        date day;
        bool budgets = asked->kind->id == LEDGER_BUDGETS;
        if (filter->after_count != (budgets ? 5 : 2) ||
            (budgets && strcmp(filter->after[2], ROWS_AT_FIRST) != 0 &&
             !date_parse(filter->after[2], strlen(filter->after[2]), &day)))
            return sight_fault(sight, "after", filter->after[0]);
        return true;
    }
    for (size_t i = 0; i < ledger_column_count(asked->kind); i++) {
        const struct ledger_column *column = &asked->kind->columns[i];
        int64_t number;
        date day;
        if (!ledger_is_key(column) || is_column(column, "fiscal_year"))
            continue;
        const char *text = part < filter->after_count ? filter->after[part] : NULL;
        if (text == NULL || (column->type == LEDGER_DATE && !date_parse(text, strlen(text), &day)) ||
            (column->type == LEDGER_MONTH &&
             (!dec_parse(text, strlen(text), 0, &number) || number < 1 || number > MONTHS)))
            return sight_fault(sight, "after", filter->after[0]);
        part++;
    }
    return part == filter->after_count || sight_fault(sight, "after", filter->after[0]);
}

static void write_csv(struct sight *sight, const struct rows_read *read)
{
    struct buf *out = &sight->answer->body;

    sight->answer->type = "text/csv; charset=utf-8";
    site_csv_begin(out);
    for (size_t at = 0; at < read->column_count; at++) {
        struct buf title = {0};
        catalogue_column(&title, sight->language, read->columns[at]);
        site_csv_cell(out, buf_text(&title), at == 0);
        buf_free(&title);
    }
    site_csv_row_end(out);
    for (int row = 0; row < db_rows(read->rows); row++) {
        for (size_t at = 0; at < read->column_count; at++) {
            const char *text = sight_cell(read->rows, row, (int)at);
            bool none = is_column(read->columns[at], "effective_on") && strcmp(text, ROWS_AT_FIRST) == 0;
            site_csv_cell(out, none ? "" : text, at == 0);
        }
        site_csv_row_end(out);
    }
}

static const char *same(struct sight *sight, const struct rows_asked *asked, const char *after,
                        const char *format)
{
    const struct rows_filter *f = &asked->filter;
    const char *month = f->month > 0 ? sight_text(sight, "%d", f->month) : NULL;

    return site_to(&sight->page, "/rows/", asked->kind->name, "year", sight->year_text, "unit", f->unit,
                   "own", f->own ? "1" : NULL, "project", f->project, "indicator", f->indicator, "code",
                   f->code, "fund", f->fund, "nofund", asked->nofund ? "1" : NULL, "category", f->category,
                   "kind", f->kind, "month", month, "after", after, "format", format, NULL);
}

static const char *key_of(struct sight *sight, const struct rows_read *read, int row)
{
    struct buf key = {0};

    for (size_t i = 0; i < read->key_count; i++) {
        if (i > 0)
            buf_putc(&key, PARTS_SEPARATOR);
        buf_puts(&key, sight_cell(read->rows, row, (int)read->key[i]));
    }
    return sight_take(sight, &key);
}

/* What is looked at, in words: the values of the filter. */
static void show_filter(struct sight *sight, const struct rows_asked *asked)
{
    const struct rows_filter *f = &asked->filter;
    const struct {
        enum page_word label;
        const char *text, *href;
    } parts[] = {
        {PAGE_UNIT, f->unit, f->unit[0] != '\0' ? sight_to(sight, "/units/", f->unit) : NULL},
        {PAGE_PROJECT, f->project, f->project != NULL ? sight_to(sight, "/projects/", f->project) : NULL},
        {PAGE_INDICATOR, f->indicator,
         f->indicator != NULL ? sight_to(sight, "/indicators/", f->indicator) : NULL},
        {PAGE_CODE, f->code, NULL},
        {PAGE_FUND, asked->nofund ? sight_word(sight, PAGE_NO_FUND) : f->fund, NULL},
        {PAGE_CATEGORY,
         f->category == NULL                 ? NULL
         : strcmp(f->category, "basic") == 0 ? sight_word(sight, PAGE_BASIC)
                                             : sight_word(sight, PAGE_PROJECT_MONEY),
         NULL},
        {PAGE_MONTH, f->month > 0 ? sight_month(sight, f->month) : NULL, NULL},
    };

    site_facts(&sight->page);
    site_fact(&sight->page, sight_word(sight, PAGE_YEAR), sight->year_text, NULL);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        site_fact(&sight->page, sight_word(sight, parts[i].label), parts[i].text, parts[i].href);
    site_facts_end(&sight->page);
}

/* In the unit of money in which other pages show it, too. Of no rows it is 0, unless these are behind the
 * last. */
static void show_sum(struct sight *sight, const struct rows_asked *asked, const struct rows_read *read)
{
    bool money = read->sum_column >= 0 && read->columns[read->sum_column]->type == LEDGER_MONEY;
    bool none = db_rows(read->rows) == 0 && money && asked->filter.after_count == 0;
    fen amount = 0;

    if (!none && (read->sum_column < 0 || read->sum[0] == '\0'))
        return;
    if (money && !none && !dec_parse(read->sum, strlen(read->sum), SCALE_FEN, &amount))
        return;
    const struct site_key key = {sum_word(sight, read),
                                 money ? sight_money(sight, amount) : sum_text(sight, read), NULL,
                                 money ? sight_money_unit(sight) : NULL, TONE_NONE};
    site_keys(&sight->page, &key, 1);
}

static void show(struct sight *sight, const struct rows_asked *asked, const struct rows_read *read)
{
    const struct site_step step = {sight_word(sight, PAGE_OVERVIEW), sight_to(sight, "/", NULL), false};
    int count = db_rows(read->rows) < SIGHT_ROWS ? db_rows(read->rows) : SIGHT_ROWS;
    struct buf title = {0}, caption = {0};

    catalogue_kind(&title, sight->language, asked->kind);
    sight_open(sight, sight_take(sight, &title), NULL, &step, 1);
    show_filter(sight, asked);
    show_sum(sight, asked, read);
    catalogue_page_count(&caption, sight->language, read->count);
    section_rows(sight, buf_text(&caption), read, count);
    buf_free(&caption);
    site_more(&sight->page, sight_word(sight, PAGE_AS_CSV), same(sight, asked, NULL, "csv"));
    if (db_rows(read->rows) > SIGHT_ROWS)
        sight_next(sight, same(sight, asked, key_of(sight, read, SIGHT_ROWS - 1), NULL));
    sight_close(sight);
}

static bool make(struct sight *sight)
{
    const char *name = sight->asked->arguments[0];
    struct rows_asked asked = {.kind = ledger_by_name(name, strlen(name))};
    struct rows_read read;

    if (asked.kind == NULL || strcmp(asked.kind->name, name) != 0 || !rows_are_shown(asked.kind->id))
        return sight_missing(sight);
    if (!ask(sight, &asked) || !key_fits(sight, &asked) ||
        !store_rows_read(sight->context->session, asked.kind->id, &asked.filter, &read, sight->err))
        return false;
    if (asked.csv)
        write_csv(sight, &read);
    else
        show(sight, &asked, &read);
    db_result_free(read.rows);
    return true;
}

bool page_rows(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
               struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}
