/* The list of projects. */
#include <stdlib.h>
#include <string.h>

#include "service/page_parts.h"

static void light_count(struct sight *sight, const struct pg_result *rows, int row, int column)
{
    static const char *const lights[] = {"red", "yellow", "blue"};
    int64_t count = db_int(rows, row, column);

    site_cell_link(&sight->page, sight_count(sight, count),
                   count == 0 ? NULL
                              : site_to(&sight->page, "/deviations", NULL, "year", sight->year_text,
                                        "project", sight_cell(rows, row, VIEW_PROJECT_CODE), "light",
                                        lights[column - VIEW_PROJECT_RED], NULL));
}

static void project_row(struct sight *sight, const struct pg_result *rows, int row)
{
    const char *code = sight_cell(rows, row, VIEW_PROJECT_CODE);
    const struct money_sum sum =
        money_sum_of(db_int(rows, row, VIEW_PROJECT_BUDGET), db_int(rows, row, VIEW_PROJECT_SPENT),
                     (int)db_int(rows, row, VIEW_PROJECT_MONTH));
    struct sight_rates rates = sight_rates(sight, &sum);

    site_row(&sight->page, ROW_PLAIN);
    site_cell_two(&sight->page, sight_cell(rows, row, VIEW_PROJECT_NAME), sight_to(sight, "/projects/", code),
                  code);
    site_cell_link(&sight->page, sight_cell(rows, row, VIEW_PROJECT_UNIT_NAME),
                   sight_to(sight, "/units/", sight_cell(rows, row, VIEW_PROJECT_UNIT)));
    site_cell_link(
        &sight->page, sight_money(sight, db_int(rows, row, VIEW_PROJECT_BUDGET)),
        site_to(&sight->page, "/rows/budgets", NULL, "year", sight->year_text, "project", code, NULL));
    site_cell_link(
        &sight->page, sight_money(sight, db_int(rows, row, VIEW_PROJECT_SPENT)),
        site_to(&sight->page, "/rows/execution", NULL, "year", sight->year_text, "project", code, NULL));
    site_cell(&sight->page, rates.rate);
    site_cell_tone(&sight->page, rates.gap, rates.tone);
    site_cell_bar(&sight->page, rates.share, rates.mark);
    for (int light = VIEW_PROJECT_RED; light <= VIEW_PROJECT_BLUE; light++)
        light_count(sight, rows, row, light);
}

static void begin_table(struct sight *sight, const char *caption)
{
    const struct document_column columns[] = {
        {sight_word(sight, PAGE_PROJECT), ALIGN_LEFT, 0}, {sight_word(sight, PAGE_UNIT), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_BUDGET), ALIGN_RIGHT, 0}, {sight_word(sight, PAGE_SPENT), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_RATE), ALIGN_RIGHT, 0},   {sight_word(sight, PAGE_GAP), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_BAR), ALIGN_LEFT, 0},     {sight_word(sight, PAGE_RED), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_YELLOW), ALIGN_RIGHT, 0}, {sight_word(sight, PAGE_BLUE), ALIGN_RIGHT, 0}};

    site_table(&sight->page, caption, columns, sizeof columns / sizeof columns[0]);
}

void section_projects(struct sight *sight, const char *caption, const struct pg_result *rows)
{
    if (db_rows(rows) == 0) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_PROJECT));
        return;
    }
    begin_table(sight, caption);
    for (int row = 0; row < db_rows(rows) && row < SIGHT_ROWS; row++)
        project_row(sight, rows, row);
    site_table_end(&sight->page);
}

const char *section_projects_last(struct sight *sight, const struct pg_result *rows)
{
    return db_rows(rows) > SIGHT_ROWS ? sight_cell_kept(sight, rows, SIGHT_ROWS - 1, VIEW_PROJECT_CODE)
                                      : NULL;
}

struct projects_asked {
    const char *unit, *light, *q, *sort, *after;
};

static bool ask(struct sight *sight, struct projects_asked *asked)
{
    *asked = (struct projects_asked){.unit = sight_query(sight, "unit"),
                                     .q = sight_query(sight, "q"),
                                     .sort = sight_query(sight, "sort"),
                                     .after = sight_query(sight, "after")};
    if (asked->sort != NULL && strcmp(asked->sort, "code") != 0 && strcmp(asked->sort, "rate") != 0)
        return sight_fault(sight, "sort", asked->sort);
    return sight_light(sight, &asked->light);
}

/* What LIKE takes for itself is looked for as it stands. */
static const char *like(struct sight *sight, const char *q)
{
    struct buf text = {0};

    if (q == NULL)
        return NULL;
    buf_putc(&text, '%');
    for (; *q != '\0'; q++) {
        if (*q == '%' || *q == '_' || *q == '\\')
            buf_putc(&text, '\\');
        buf_putc(&text, *q);
    }
    buf_putc(&text, '%');
    return sight_take(sight, &text);
}

static void filter_form(struct sight *sight, const struct projects_asked *asked)
{
    const struct site_option lights[] = {{"", sight_word(sight, PAGE_ANY)},
                                         {"red", sight_word(sight, PAGE_RED)},
                                         {"yellow", sight_word(sight, PAGE_YELLOW)},
                                         {"blue", sight_word(sight, PAGE_BLUE)}};
    const struct site_option sorts[] = {{"code", sight_word(sight, PAGE_BY_CODE)},
                                        {"rate", sight_word(sight, PAGE_BY_RATE)}};
    const struct site_field fields[] = {
        {.kind = SITE_FIELD_LINE, .name = "q", .label = sight_word(sight, PAGE_SEARCH), .value = asked->q},
        {.kind = SITE_FIELD_LINE,
         .name = "unit",
         .label = sight_word(sight, PAGE_UNIT_CODE),
         .value = asked->unit},
        {.kind = SITE_FIELD_CHOICE,
         .name = "light",
         .label = sight_word(sight, PAGE_LIGHT),
         .value = asked->light,
         .options = lights,
         .option_count = 4},
        {.kind = SITE_FIELD_CHOICE,
         .name = "sort",
         .label = sight_word(sight, PAGE_SORT),
         .value = asked->sort,
         .options = sorts,
         .option_count = 2}};

    site_form(&sight->page, "/projects", false, sight_word(sight, PAGE_FILTER));
    site_form_hidden(&sight->page, "year", sight->year_text);
    site_form_hidden(&sight->page, "lang", sight->page.frame.lang);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        site_form_field(&sight->page, &fields[i]);
    site_form_end(&sight->page, sight_word(sight, PAGE_SHOW));
}

static const char *next(struct sight *sight, const struct projects_asked *asked, const char *last)
{
    return last == NULL
               ? NULL
               : site_to(&sight->page, "/projects", NULL, "year", sight->year_text, "unit", asked->unit,
                         "light", asked->light, "q", asked->q, "sort", asked->sort, "after", last, NULL);
}

static bool list_by_code(struct sight *sight, const struct projects_asked *asked,
                         const struct view_projects *which)
{
    struct pg_result *rows = NULL;

    if (!store_view_projects(sight->context->session, which, &rows, sight->err))
        return false;
    section_projects(sight, sight_money_unit(sight), rows);
    sight_next(sight, next(sight, asked, section_projects_last(sight, rows)));
    db_result_free(rows);
    return true;
}

static int row_of(const struct pg_result *rows, const char *code)
{
    int row = 0;

    while (row < db_rows(rows) && strcmp(db_text(rows, row, VIEW_PROJECT_CODE), code) != 0)
        row++;
    return row;
}

static bool list_codes(struct sight *sight, const char *const *codes, size_t count)
{
    struct pg_result *rows = NULL;

    if (!store_view_projects_of(sight->context->session, codes, count, sight->year, sight->closed, &rows,
                                sight->err))
        return false;
    if (count > 0)
        begin_table(sight, sight_money_unit(sight));
    else
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_PROJECT));
    for (size_t i = 0; i < count; i++) {
        int row = row_of(rows, codes[i]);
        if (row < db_rows(rows)) /* else it was deleted between the two looks */
            project_row(sight, rows, row);
    }
    if (count > 0)
        site_table_end(&sight->page);
    db_result_free(rows);
    return true;
}

/* Their order first, then what is shown of them. */
static bool list_by_rate(struct sight *sight, const struct projects_asked *asked,
                         const struct view_projects *which)
{
    const char *codes[SIGHT_ROWS];
    struct pg_result *order = NULL;
    size_t count = 0;

    if (!store_view_projects_by_rate(sight->context->session, which, &order, sight->err))
        return false;
    for (; count < SIGHT_ROWS && (int)count < db_rows(order); count++)
        codes[count] = db_text(order, (int)count, 0);
    bool ok = list_codes(sight, codes, count);
    if (ok)
        sight_next(sight, next(sight, asked,
                               db_rows(order) > SIGHT_ROWS ? db_text(order, SIGHT_ROWS - 1, 0) : NULL));
    db_result_free(order);
    return ok;
}

static bool make(struct sight *sight)
{
    struct projects_asked asked;

    if (!ask(sight, &asked))
        return false;
    const struct view_projects which = {.year = sight->year,
                                        .closed = sight->closed,
                                        .unit = asked.unit != NULL ? asked.unit : "",
                                        .light = asked.light,
                                        .like = like(sight, asked.q),
                                        .after = asked.after,
                                        .limit = SIGHT_ROWS + 1};
    sight_open(sight, sight_of_year(sight, PAGE_PROJECTS), "/projects", NULL, 0);
    if (!sight_years(sight, "/projects", NULL))
        return false;
    filter_form(sight, &asked);
    bool by_rate = asked.sort != NULL && strcmp(asked.sort, "rate") == 0;
    if (!(by_rate ? list_by_rate : list_by_code)(sight, &asked, &which))
        return false;
    sight_close(sight);
    return true;
}

bool page_projects(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}
