/* The first page, and a unit's: what is behind now, by unit and by rule. Money and lights come in one
 * snapshot, each unit's own (db/store_status.h); what a unit is together with all below it is summed here. */
#include <stdlib.h>
#include <string.h>

#include "core/catalogue_status.h"
#include "service/overview.h"
#include "service/page_parts.h"

/* A unit with all below it: rows of the status from `first` up to `end`. */
struct branch {
    size_t first, end;
    bool own; /* the first one's own projects alone */
};

static bool sum_up(struct sight *sight, const struct status *status, struct branch branch,
                   struct totals *ret_totals)
{
    *ret_totals = (struct totals){0};
    for (size_t i = branch.first; i < (branch.own ? branch.first + 1 : branch.end); i++)
        if (!totals_add(ret_totals, &status->units[i]))
            return err_set(sight->err, ERR_OVERFLOW, "a sum is too large");
    return true;
}

/* The rows are in the order of the tree: what is below a unit follows it, deeper. */
static size_t end_of(const struct status *status, size_t first)
{
    size_t end = first + 1;

    while (end < status->unit_count && status->units[end].depth > status->units[first].depth)
        end++;
    return end;
}

static const char *rows_link(struct sight *sight, const char *table, const char *unit, bool own,
                             const char *category)
{
    return site_to(&sight->page, table, NULL, "year", sight->year_text, "unit", unit, "own", own ? "1" : NULL,
                   "category", category, NULL);
}

static void money_row(struct sight *sight, enum page_word name, const struct money_sum *sum, const char *unit,
                      const char *category, enum row_kind kind)
{
    struct sight_rates rates = sight_rates(sight, sum);

    site_row(&sight->page, kind);
    site_cell(&sight->page, sight_word(sight, name));
    site_cell_link(&sight->page, sight_money(sight, sum->budget),
                   rows_link(sight, "/rows/budgets", unit, false, category));
    site_cell_link(&sight->page, sight_money(sight, sum->spent),
                   rows_link(sight, "/rows/execution", unit, false, category));
    site_cell(&sight->page, rates.rate);
    site_cell(&sight->page, rates.reference);
    site_cell_tone(&sight->page, rates.gap, rates.tone);
    site_cell_bar(&sight->page, rates.share, rates.mark);
}

static void show_money(struct sight *sight, const struct totals *totals, const char *unit)
{
    const struct document_column columns[] = {
        {sight_word(sight, PAGE_MONEY), ALIGN_LEFT, 0},      {sight_word(sight, PAGE_BUDGET), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_SPENT), ALIGN_RIGHT, 0},     {sight_word(sight, PAGE_RATE), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_REFERENCE), ALIGN_RIGHT, 0}, {sight_word(sight, PAGE_GAP), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_BAR), ALIGN_LEFT, 0}};

    site_table(&sight->page, sight_money_unit(sight), columns, sizeof columns / sizeof columns[0]);
    money_row(sight, PAGE_BASIC, &totals->basic, unit, "basic", ROW_PLAIN);
    money_row(sight, PAGE_PROJECT_MONEY, &totals->project, unit, "project", ROW_PLAIN);
    money_row(sight, PAGE_ALL, &totals->all, unit, NULL, ROW_TOTAL);
    site_table_end(&sight->page);
}

static const char *lights_link(struct sight *sight, int64_t count, const char *unit, const char *light)
{
    return count == 0 ? NULL
                      : site_to(&sight->page, "/deviations", NULL, "year", sight->year_text, "unit", unit,
                                "light", light, NULL);
}

static void show_keys(struct sight *sight, const struct totals *totals, const char *unit)
{
    struct sight_rates rates = sight_rates(sight, &totals->all);
    const struct status_lights *lights = &totals->lights;
    const struct site_key keys[] = {
        {sight_word(sight, PAGE_RED), sight_count(sight, lights->red),
         lights_link(sight, lights->red, unit, "red"), NULL, lights->red > 0 ? TONE_BAD : TONE_NONE},
        {sight_word(sight, PAGE_YELLOW), sight_count(sight, lights->yellow),
         lights_link(sight, lights->yellow, unit, "yellow"), NULL,
         lights->yellow > 0 ? TONE_NOTICE : TONE_NONE},
        {sight_word(sight, PAGE_BLUE), sight_count(sight, lights->blue),
         lights_link(sight, lights->blue, unit, "blue"), NULL, lights->blue > 0 ? TONE_INFO : TONE_NONE},
        {sight_word(sight, PAGE_RATE), rates.rate, NULL, NULL, TONE_NONE},
        {sight_word(sight, PAGE_REFERENCE), rates.reference, NULL, NULL, TONE_NONE},
        {sight_word(sight, PAGE_GAP), rates.gap, NULL, NULL, rates.tone},
    };

    site_keys(&sight->page, keys, sizeof keys / sizeof keys[0]);
}

static bool unit_row(struct sight *sight, const struct status *status, struct branch branch)
{
    const struct status_unit *unit = &status->units[branch.first];
    struct totals totals;
    const char *code = unit->code;

    if (!sum_up(sight, status, branch, &totals))
        return false;
    struct sight_rates rates = sight_rates(sight, &totals.all);
    site_row(&sight->page, ROW_PLAIN);
    site_cell_two(&sight->page, unit->name, branch.own ? NULL : sight_to(sight, "/units/", code),
                  branch.own ? sight_word(sight, PAGE_OWN) : code);
    site_cell(&sight->page, totals.units == 0 ? "—" : sight_month(sight, totals.month));
    site_cell_link(&sight->page, sight_money(sight, totals.all.budget),
                   rows_link(sight, "/rows/budgets", code, branch.own, NULL));
    site_cell_link(&sight->page, sight_money(sight, totals.all.spent),
                   rows_link(sight, "/rows/execution", code, branch.own, NULL));
    site_cell(&sight->page, rates.rate);
    site_cell_tone(&sight->page, rates.gap, rates.tone);
    site_cell_bar(&sight->page, rates.share, rates.mark);
    const struct {
        int64_t count;
        const char *light;
    } lights[] = {{totals.lights.red, "red"}, {totals.lights.yellow, "yellow"}, {totals.lights.blue, "blue"}};
    for (size_t i = 0; i < 3; i++)
        site_cell_link(&sight->page, sight_count(sight, lights[i].count),
                       lights[i].count == 0
                           ? NULL
                           : site_to(&sight->page, "/deviations", NULL, "year", sight->year_text, "unit",
                                     code, "own", branch.own ? "1" : NULL, "light", lights[i].light, NULL));
    return true;
}

/* One level, a page at a time, from behind `after` on. `top` NULL: the roots. */
static bool show_units(struct sight *sight, const struct status *status, const struct branch *top)
{
    const char *after = sight_query(sight, "after"), *last = NULL;
    const struct document_column columns[] = {
        {sight_word(sight, PAGE_UNIT), ALIGN_LEFT, 0},    {sight_word(sight, PAGE_MONTH), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_BUDGET), ALIGN_RIGHT, 0}, {sight_word(sight, PAGE_SPENT), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_RATE), ALIGN_RIGHT, 0},   {sight_word(sight, PAGE_GAP), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_BAR), ALIGN_LEFT, 0},     {sight_word(sight, PAGE_RED), ALIGN_RIGHT, 0},
        {sight_word(sight, PAGE_YELLOW), ALIGN_RIGHT, 0}, {sight_word(sight, PAGE_BLUE), ALIGN_RIGHT, 0}};
    size_t first = top != NULL ? top->first + 1 : 0, end = top != NULL ? top->end : status->unit_count;
    int shown = 0;
    bool more = false;

    if (first >= end)
        return true;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_UNITS));
    site_table(&sight->page, sight_money_unit(sight), columns, sizeof columns / sizeof columns[0]);
    if (top != NULL && status->units[top->first].has_projects && after == NULL &&
        !unit_row(sight, status, (struct branch){top->first, top->end, true}))
        return false;
    for (size_t at = first; at < end && !more; at = end_of(status, at)) {
        const char *code = status->units[at].code;
        if (after != NULL && strcmp(code, after) <= 0)
            continue;
        more = shown == SIGHT_ROWS;
        if (more)
            break;
        if (!unit_row(sight, status, (struct branch){at, end_of(status, at), false}))
            return false;
        last = code;
        shown++;
    }
    site_table_end(&sight->page);
    if (more)
        sight_next(sight, site_to(&sight->page, top != NULL ? "/units/" : "/",
                                  top != NULL ? status->units[top->first].code : NULL, "year",
                                  sight->year_text, "after", last, NULL));
    return true;
}

static bool read_status(struct sight *sight, const char *unit, struct status *status)
{
    return store_status_read_unit(sight->context->session, sight->year, sight->closed,
                                  sight->context->config->utc_offset, unit, status, sight->err);
}

static void show_heading(struct sight *sight, const struct status *status, const struct totals *totals)
{
    const struct status_heading heading = {.year = sight->year,
                                           .month = totals->month,
                                           .units = totals->units,
                                           .units_missing = totals->missing};
    struct buf text = {0};

    catalogue_status_heading(&text, sight->language, &heading);
    site_paragraph(&sight->page, buf_text(&text));
    if (status->closed_on[0] != '\0') {
        buf_clear(&text);
        catalogue_status_closed(&text, sight->language, sight->year, status->closed_on, status->closed_by);
        site_notice(&sight->page, buf_text(&text), TONE_INFO);
    }
    buf_free(&text);
}

static bool show_overview(struct sight *sight, const struct status *status)
{
    struct totals totals;

    if (!sum_up(sight, status, (struct branch){0, status->unit_count, false}, &totals))
        return false;
    totals.lights = status->lights; /* also those whose unit is gone */
    sight_open(sight, sight_word(sight, PAGE_OVERVIEW), "/", NULL, 0);
    show_heading(sight, status, &totals);
    if (!sight_years(sight, "/", NULL))
        return false;
    show_keys(sight, &totals, NULL);
    site_heading(&sight->page, 2, sight_word(sight, PAGE_MONEY));
    show_money(sight, &totals, NULL);
    if (!section_lights(sight, "") || !show_units(sight, status, NULL) || !section_due(sight, "", NULL) ||
        !section_notice(sight, NULL) || !section_state(sight, &status->daemon))
        return false;
    sight_close(sight);
    return true;
}

static bool make_overview(struct sight *sight)
{
    struct status status = {0};

    bool ok = read_status(sight, "", &status) && show_overview(sight, &status);
    store_status_done(&status);
    return ok;
}

bool page_overview(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make_overview);
}

/* From the root down to the one above. */
static bool way(struct sight *sight, const char *unit, struct site_step **ret_steps, size_t *ret_count)
{
    struct pg_result *rows = NULL;

    if (!store_view_unit(sight->context->session, unit, &rows, sight->err))
        return false;
    size_t count = db_rows(rows) > 0 ? (size_t)db_rows(rows) - 1 : 0; /* without the unit itself */
    struct site_step *steps = arena_alloc(&sight->page.arena, (count + 1) * sizeof *steps);
    for (size_t i = 0; i < count; i++)
        steps[i] =
            (struct site_step){sight_cell_kept(sight, rows, (int)(count - i), 1),
                               sight_to(sight, "/units/", sight_cell(rows, (int)(count - i), 0)), false};
    db_result_free(rows);
    *ret_steps = steps;
    *ret_count = count;
    return true;
}

static bool show_people(struct sight *sight, const char *unit)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_PERSON), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ROLE), ALIGN_LEFT, 0}};
    struct pg_result *rows = NULL;

    if (!store_view_people(sight->context->session, unit, SIGHT_ROWS, &rows, sight->err))
        return false;
    if (db_rows(rows) > 0) {
        site_heading(&sight->page, 2, sight_word(sight, PAGE_PEOPLE));
        site_table(&sight->page, sight_word(sight, PAGE_PEOPLE), columns, 2);
        for (int row = 0; row < db_rows(rows); row++) {
            site_row(&sight->page, ROW_PLAIN);
            site_cell(&sight->page, sight_cell(rows, row, 0));
            site_cell(&sight->page, sight_cell(rows, row, 1));
        }
        site_table_end(&sight->page);
    }
    db_result_free(rows);
    return true;
}

/* The first of its projects with those of all below it. */
static bool show_projects(struct sight *sight, const char *unit)
{
    const struct view_projects which = {
        .year = sight->year, .closed = sight->closed, .unit = unit, .limit = SIGHT_ROWS + 1};
    struct pg_result *rows = NULL;

    if (!store_view_projects(sight->context->session, &which, &rows, sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_PROJECTS));
    section_projects(sight, sight_money_unit(sight), rows);
    const char *last = section_projects_last(sight, rows);
    site_more(&sight->page, sight_word(sight, PAGE_ALL_PROJECTS),
              site_to(&sight->page, "/projects", NULL, "year", sight->year_text, "unit", unit, NULL));
    if (last != NULL)
        sight_next(sight, site_to(&sight->page, "/projects", NULL, "year", sight->year_text, "unit", unit,
                                  "after", last, NULL));
    db_result_free(rows);
    return true;
}

static bool show_unit(struct sight *sight, const struct status *status)
{
    const struct branch branch = {0, status->unit_count, false};
    const char *code = status->units[0].code;
    struct totals totals;
    struct site_step *steps;
    size_t step_count;

    if (!sum_up(sight, status, branch, &totals) || !way(sight, code, &steps, &step_count))
        return false;
    sight_open(sight, status->units[0].name, NULL, steps, step_count);
    site_note(&sight->page, sight_text(sight, "%s %s", sight_word(sight, PAGE_CODE), code));
    show_heading(sight, status, &totals);
    if (!sight_years(sight, "/units/", code))
        return false;
    show_keys(sight, &totals, code);
    site_heading(&sight->page, 2, sight_word(sight, PAGE_MONEY));
    show_money(sight, &totals, code);
    if (!section_lights(sight, code) || !show_units(sight, status, &branch) || !show_projects(sight, code) ||
        !section_due(sight, code, NULL) || !show_people(sight, code) || !section_notice(sight, code))
        return false;
    sight_close(sight);
    return true;
}

static bool make_unit(struct sight *sight)
{
    const char *code = sight->asked->arguments[0];
    struct status status = {0};

    if (!read_status(sight, code, &status))
        return false;
    bool ok = status.unit_count > 0 ? show_unit(sight, &status) : sight_missing(sight);
    store_status_done(&status);
    return ok;
}

bool page_unit(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
               struct err *err)
{
    return sight_make(context, asked, answer, err, make_unit);
}
