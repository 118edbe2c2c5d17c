/* The list of deviations. */
#include <inttypes.h>
#include <string.h>

#include "core/catalogue_delivery.h"
#include "service/page_parts.h"

static void answers_cell(struct sight *sight, const struct deviation_row *row)
{
    struct buf who = {0};

    if (row->answers_name[0] != '\0')
        catalogue_person(&who, sight->language, row->answers_name, row->answers_role);
    site_cell(&sight->page, who.length > 0 ? buf_text(&who) : row->manager);
    buf_free(&who);
}

const char *deviation_called(struct sight *sight, const struct deviation_row *row)
{
    return sight_called(sight, &(struct subject_words){.kind = row->subject_kind,
                                                       .code = row->subject_code,
                                                       .name = row->subject_name,
                                                       .unit_code = row->unit_code,
                                                       .unit_name = row->unit_name});
}

static void deviation_line(struct sight *sight, const struct deviation_row *row)
{
    const char *severity = severity_name(row->severity);

    site_row(&sight->page, ROW_PLAIN);
    site_cell_two(&sight->page, deviation_called(sight, row),
                  site_to(&sight->page, "/deviations/", sight_text(sight, "%" PRId64, row->id), NULL),
                  row->explanation);
    site_cell_tone(&sight->page, catalogue_page_severity(sight->language, severity), sight_tone(severity));
    site_cell(&sight->page, catalogue_page_rule(sight->language, row->rule));
    site_cell_link(&sight->page, row->unit_name[0] != '\0' ? row->unit_name : row->unit_code,
                   row->unit_name[0] != '\0' ? site_to(&sight->page, "/units/", row->unit_code, "year",
                                                       sight_text(sight, "%d", row->year), NULL)
                                             : NULL);
    site_cell(&sight->page, row->since);
    answers_cell(sight, row);
    site_cell(&sight->page, row->acknowledged_on[0] != '\0'
                                ? sight_text(sight, "%s %s", row->acknowledged_on, row->acknowledged_by)
                            : row->severity != SEVERITY_NONE ? sight_word(sight, PAGE_UNANSWERED)
                                                             : "");
}

void section_deviations(struct sight *sight, const char *caption, const struct deviation_rows *rows)
{
    const struct document_column columns[] = {
        {sight_word(sight, PAGE_SUBJECT), ALIGN_LEFT, 0}, {sight_word(sight, PAGE_LIGHT), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_RULE), ALIGN_LEFT, 0},    {sight_word(sight, PAGE_UNIT), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_SINCE), ALIGN_LEFT, 0},   {sight_word(sight, PAGE_ANSWERS), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_ANSWERED), ALIGN_LEFT, 0}};

    if (rows->count == 0) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_DEVIATION));
        return;
    }
    site_table(&sight->page, caption, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < rows->count; i++)
        deviation_line(sight, &rows->list[i]);
    site_table_end(&sight->page);
}

/* As it is asked for. */
struct list_asked {
    struct view_deviations which;
    const char *state, *unit;
};

static bool ask(struct sight *sight, struct list_asked *asked)
{
    const char *after = sight_query(sight, "after");
    enum rule rule;

    *asked = (struct list_asked){.state = sight_query(sight, "state"), .unit = sight_query(sight, "unit")};
    asked->which = (struct view_deviations){.year = sight->year,
                                            .unit = asked->unit != NULL ? asked->unit : "",
                                            .own = sight_query(sight, "own") != NULL,
                                            .rule = sight_query(sight, "rule"),
                                            .project = sight_query(sight, "project"),
                                            .state = VIEW_STANDING,
                                            .limit = SIGHT_ROWS + 1};
    if (asked->which.rule != NULL && !rule_by_name(asked->which.rule, &rule))
        return sight_fault(sight, "rule", asked->which.rule);
    if (asked->state != NULL && strcmp(asked->state, "past") == 0)
        asked->which.state = VIEW_PAST;
    else if (asked->state != NULL && strcmp(asked->state, "all") == 0)
        asked->which.state = VIEW_ANY;
    else if (asked->state != NULL && strcmp(asked->state, "standing") != 0)
        return sight_fault(sight, "state", asked->state);
    return sight_light(sight, &asked->which.light) &&
           (after == NULL || sight_id(sight, "after", after, &asked->which.after));
}

static void choice(struct sight *sight, const char *name, enum page_word label, const char *value,
                   const struct site_option *options, size_t count)
{
    const struct site_field field = {.kind = SITE_FIELD_CHOICE,
                                     .name = name,
                                     .label = sight_word(sight, label),
                                     .value = value,
                                     .options = options,
                                     .option_count = count};

    site_form_field(&sight->page, &field);
}

static void filter_form(struct sight *sight, const struct list_asked *asked)
{
    const struct site_option lights[] = {{"", sight_word(sight, PAGE_ANY)},
                                         {"red", sight_word(sight, PAGE_RED)},
                                         {"yellow", sight_word(sight, PAGE_YELLOW)},
                                         {"blue", sight_word(sight, PAGE_BLUE)}};
    const struct site_option states[] = {{"standing", sight_word(sight, PAGE_STANDING)},
                                         {"past", sight_word(sight, PAGE_PAST)},
                                         {"all", sight_word(sight, PAGE_BOTH)}};
    struct site_option rules[RULE_COUNT + 1] = {{"", sight_word(sight, PAGE_ANY)}};
    const struct site_field unit = {.kind = SITE_FIELD_LINE,
                                    .name = "unit",
                                    .label = sight_word(sight, PAGE_UNIT_CODE),
                                    .value = asked->unit};

    for (unsigned i = 0; i < RULE_COUNT; i++)
        rules[i + 1] =
            (struct site_option){rule_name((enum rule)i), catalogue_rule(sight->language, (enum rule)i)};
    site_form(&sight->page, "/deviations", false, sight_word(sight, PAGE_FILTER));
    site_form_hidden(&sight->page, "year", sight->year_text);
    site_form_hidden(&sight->page, "lang", sight->page.frame.lang);
    site_form_hidden(&sight->page, "project", asked->which.project);
    choice(sight, "light", PAGE_LIGHT, asked->which.light, lights, 4);
    choice(sight, "rule", PAGE_RULE, asked->which.rule, rules, RULE_COUNT + 1);
    choice(sight, "state", PAGE_STATE_OF, asked->state, states, 3);
    site_form_field(&sight->page, &unit);
    site_form_end(&sight->page, sight_word(sight, PAGE_SHOW));
}

static bool show_list(struct sight *sight, const struct list_asked *asked, const struct pg_result *rows)
{
    struct deviation_rows shown = {0};
    int64_t ids[SIGHT_ROWS];
    size_t count = 0;

    for (; count < SIGHT_ROWS && (int)count < db_rows(rows); count++)
        ids[count] = db_int(rows, (int)count, 0);
    if (!store_deviations_of(sight->context->session, ids, count, sight->context->config->utc_offset, &shown,
                             sight->err))
        return false;
    section_deviations(sight, sight_word(sight, PAGE_DEVIATIONS), &shown);
    store_deviations_done(&shown);
    if (db_rows(rows) > SIGHT_ROWS)
        sight_next(sight,
                   site_to(&sight->page, "/deviations", NULL, "year", sight->year_text, "unit", asked->unit,
                           "own", asked->which.own ? "1" : NULL, "light", asked->which.light, "rule",
                           asked->which.rule, "state", asked->state, "project", asked->which.project, "after",
                           sight_text(sight, "%" PRId64, ids[count - 1]), NULL));
    return true;
}

static bool make(struct sight *sight)
{
    struct list_asked asked;
    struct pg_result *rows = NULL;

    if (!ask(sight, &asked) ||
        !store_view_deviations(sight->context->session, &asked.which, &rows, sight->err))
        return false;
    sight_open(sight, sight_of_year(sight, PAGE_DEVIATIONS), "/deviations", NULL, 0);
    bool ok = sight_years(sight, "/deviations", NULL);
    if (ok) {
        filter_form(sight, &asked);
        ok = show_list(sight, &asked, rows);
    }
    db_result_free(rows);
    if (ok)
        sight_close(sight);
    return ok;
}

bool page_deviations(const struct web_context *context, const struct web_asked *asked,
                     struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}
