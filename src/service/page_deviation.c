/* One deviation: what it says, who answers, its history, what was sent. */
#include <inttypes.h>
#include <string.h>

#include "core/catalogue_amount.h"
#include "core/catalogue_delivery.h"
#include "core/catalogue_status.h"
#include "core/facts.h"
#include "service/page_deviation_parts.h"
#include "service/project_made.h"

enum { EVENTS_MOST = 100, ACKS_MOST = 50, POINTS_SCALE = 2 };

static const char *person(struct sight *sight, const char *name, const char *role)
{
    struct buf text = {0};

    if (name[0] != '\0')
        catalogue_person(&text, sight->language, name, role);
    return sight_take(sight, &text);
}

static const char *or_dash(const char *text)
{
    return text[0] != '\0' ? text : "—";
}

static const char *amount(struct sight *sight, const char *rule, const char *text, bool difference)
{
    struct buf out = {0};

    catalogue_amount(&out, sight->language, rule, text, difference);
    return sight_take(sight, &out);
}

/* Half up, as scores are printed. */
static int64_t points_shown(micro points)
{
    struct ratio whole;
    int64_t shown = 0;

    if (ratio_of(points, 1000000, &whole))
        (void)!ratio_round(whole, POINTS_SCALE, &shown); /* no score is too large for that */
    return shown;
}

/* What it may cost its project in the self-evaluation, as of today; "" where that cannot be said. */
static bool points_of(struct sight *sight, const struct deviation_row *row, const char *project,
                      const char **ret_text)
{
    struct pg_result *rows = NULL;
    struct project_made made;
    char text[DEC_TEXT];
    micro points;

    if (!store_view_projects_of(sight->context->session, &project, 1, row->year,
                                view_live(row->year, sight->context->today).closed, &rows, sight->err))
        return false;
    int month = db_rows(rows) > 0 ? (int)db_int(rows, 0, VIEW_PROJECT_MONTH) : 0;
    db_result_free(rows);
    if (month == 0)
        return true;
    const struct project_order order = {.code = project,
                                        .year = row->year,
                                        .month = month,
                                        .today = sight->context->today,
                                        .policy = sight->context->policy};
    if (!project_make(sight->context->session, &order, &made, sight->err))
        return false;
    if (project_points(&made, row->rule, row->subject_code, &points))
        *ret_text = arena_text(&sight->page.arena, dec_format(points_shown(points), POINTS_SCALE, text));
    project_made_done(&made);
    return true;
}

/* What the pages know beside the row itself; "": nothing. */
struct beside {
    const char *project; /* of which the subject is a part */
    const char *points;
};

static bool read_beside(struct sight *sight, const struct deviation_row *row, struct beside *ret_beside)
{
    struct pg_result *rows = NULL;
    struct beside beside = {.project = "", .points = ""};

    if (!store_view_subject_project(sight->context->session, row->subject_kind, row->subject_code, row->year,
                                    &rows, sight->err))
        return false;
    if (db_rows(rows) > 0)
        beside.project = sight_cell_kept(sight, rows, 0, 0);
    db_result_free(rows);
    if (beside.project[0] != '\0' && row->severity != SEVERITY_NONE &&
        !points_of(sight, row, beside.project, &beside.points))
        return false;
    *ret_beside = beside;
    return true;
}

/* Of what says whose it is, the code says no more. */
static void show_subject(struct sight *sight, const struct deviation_row *row, const char *project,
                         const char *year)
{
    const char *called = deviation_called(sight, row);
    const char *href = sight_subject(sight, row->subject_kind, row->subject_code, year);

    if (strcmp(row->subject_kind, "milestone") == 0) /* which has no page */
        href = project[0] != '\0'
                   ? site_to(&sight->page, "/rows/milestones", NULL, "year", year, "project", project, NULL)
                   : site_to(&sight->page, "/units/", row->unit_code, "year", year, NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_SUBJECT),
              strcmp(called, row->subject_name) == 0 ? sight_beside(sight, called, row->subject_code)
                                                     : called,
              href);
}

static void show_facts(struct sight *sight, const struct deviation_row *row, const struct beside *beside)
{
    const char *year = sight_text(sight, "%d", row->year);
    const char *answers = person(sight, row->answers_name, row->answers_role);

    site_facts(&sight->page);
    site_fact(&sight->page, sight_word(sight, PAGE_RULE), catalogue_page_rule(sight->language, row->rule),
              NULL);
    show_subject(sight, row, beside->project, year);
    site_fact(&sight->page, sight_word(sight, PAGE_UNIT),
              row->unit_name[0] != '\0' ? row->unit_name : row->unit_code,
              row->unit_name[0] != '\0' ? site_to(&sight->page, "/units/", row->unit_code, "year", year, NULL)
                                        : NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_YEAR), year, NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_MONTH),
              row->month > 0 ? sight_month(sight, row->month) : "", NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_SINCE), row->since, NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_OBSERVED), amount(sight, row->rule, row->observed, false),
              NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_EXPECTED), amount(sight, row->rule, row->expected, false),
              NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_GAP_PLAIN), amount(sight, row->rule, row->gap, true),
              NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_ANSWERS), answers[0] != '\0' ? answers : row->manager,
              NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_POINTS), beside->points, NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_NUMBER), sight_text(sight, "%" PRId64, row->id), NULL);
    site_facts_end(&sight->page);
}

static void event_row(struct sight *sight, const char *rule, const struct pg_result *rows, int row)
{
    const char *severity = sight_cell(rows, row, VIEW_EVENT_SEVERITY);
    bool corrects = sight_cell(rows, row, VIEW_EVENT_CORRECTS)[0] != '\0';

    site_row(&sight->page, ROW_PLAIN);
    site_cell(&sight->page, sight_cell(rows, row, VIEW_EVENT_ON));
    site_cell(&sight->page,
              sight_text(sight, "%s%s%s",
                         catalogue_page_event(sight->language, sight_cell(rows, row, VIEW_EVENT_EVENT)),
                         corrects ? " · " : "", corrects ? sight_word(sight, PAGE_CORRECTS) : ""));
    site_cell_tone(&sight->page, catalogue_page_severity(sight->language, severity), sight_tone(severity));
    site_cell(&sight->page, or_dash(amount(sight, rule, sight_cell(rows, row, VIEW_EVENT_OBSERVED), false)));
    site_cell(&sight->page, or_dash(amount(sight, rule, sight_cell(rows, row, VIEW_EVENT_EXPECTED), false)));
    site_cell(&sight->page, sight_cell(rows, row, VIEW_EVENT_EXPLANATION));
}

static bool show_events(struct sight *sight, int64_t id, const char *rule)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_WHEN), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_EVENT), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_LIGHT), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_OBSERVED), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_EXPECTED), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_SENTENCE), ALIGN_LEFT, 0}};
    struct pg_result *rows = NULL;

    if (!store_view_events(sight->context->session, id, EVENTS_MOST, sight->context->config->utc_offset,
                           &rows, sight->err))
        return false;
    if (db_rows(rows) > 0) {
        site_heading(&sight->page, 2, sight_word(sight, PAGE_HISTORY));
        site_table(&sight->page, sight_word(sight, PAGE_HISTORY), columns,
                   sizeof columns / sizeof columns[0]);
        for (int row = 0; row < db_rows(rows); row++)
            event_row(sight, rule, rows, row);
        site_table_end(&sight->page);
    }
    db_result_free(rows);
    return true;
}

static void ack_row(struct sight *sight, const struct pg_result *rows, int row)
{
    const char *cause = sight_cell(rows, row, VIEW_ACK_CAUSE),
               *decision = sight_cell(rows, row, VIEW_ACK_DECISION);
    const char *verified = sight_cell(rows, row, VIEW_ACK_VERIFIED),
               *refuted = sight_cell(rows, row, VIEW_ACK_REFUTED);
    const char *done = sight_cell(rows, row, VIEW_ACK_DONE);

    site_row(&sight->page, ROW_PLAIN);
    site_cell_two(&sight->page, sight_cell(rows, row, VIEW_ACK_AT), NULL, sight_cell(rows, row, VIEW_ACK_BY));
    site_cell(&sight->page, cause[0] != '\0' ? catalogue_cause(sight->language, cause) : "");
    site_cell(&sight->page, decision[0] != '\0' ? catalogue_decision(sight->language, decision) : "");
    site_cell_two(&sight->page, sight_cell(rows, row, VIEW_ACK_ACTION), NULL,
                  sight_cell(rows, row, VIEW_ACK_OWNER));
    site_cell(&sight->page, sight_cell(rows, row, VIEW_ACK_DUE));
    site_cell_two(&sight->page, done, NULL,
                  verified[0] != '\0' ? sight_text(sight, "%s %s", sight_word(sight, PAGE_VERIFIED), verified)
                  : refuted[0] != '\0' ? sight_text(sight, "%s %s", sight_word(sight, PAGE_REFUTED), refuted)
                                       : "");
    site_cell(&sight->page, sight_cell(rows, row, VIEW_ACK_NOTE));
}

static bool show_acks(struct sight *sight, int64_t id)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_WHEN), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ACK_CAUSE), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ACK_DECISION), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ACK_ACTION), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ACK_DUE), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ACK_DONE), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ACK_NOTE), ALIGN_LEFT, 0}};
    struct pg_result *rows = NULL;

    if (!store_view_acknowledgements(sight->context->session, id, ACKS_MOST,
                                     sight->context->config->utc_offset, &rows, sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_ACKS));
    if (db_rows(rows) == 0)
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_ACK));
    else
        site_table(&sight->page, sight_word(sight, PAGE_ACKS), columns, sizeof columns / sizeof columns[0]);
    for (int row = 0; row < db_rows(rows); row++)
        ack_row(sight, rows, row);
    if (db_rows(rows) > 0)
        site_table_end(&sight->page);
    db_result_free(rows);
    return true;
}

static bool show(struct sight *sight, const struct deviation_row *row, const struct form_said *form)
{
    const char *severity = severity_name(row->severity);
    struct beside beside;
    struct buf title = {0};
    const struct site_step step = {
        sight_word(sight, PAGE_DEVIATIONS),
        site_to(&sight->page, "/deviations", NULL, "year", sight_text(sight, "%d", row->year), NULL), false};

    if (!read_beside(sight, row, &beside))
        return false;
    catalogue_page_deviation(&title, sight->language, severity, row->rule, deviation_called(sight, row));
    sight_open(sight, sight_take(sight, &title), NULL, &step, 1);
    if (form->refused != NULL)
        site_notice(&sight->page, form->refused, TONE_BAD);
    if (form->technical != NULL)
        site_note(&sight->page, form->technical);
    site_notice(&sight->page, row->explanation,
                row->severity == SEVERITY_NONE ? TONE_GOOD : sight_tone(severity));
    show_facts(sight, row, &beside);
    if (row->severity != SEVERITY_NONE)
        acknowledge_form(sight, row, form);
    if (!show_acks(sight, row->id) || !show_events(sight, row->id, row->rule) ||
        !section_told(sight, &row->id, 1))
        return false;
    sight_close(sight);
    return true;
}

bool deviation_id(struct sight *sight, int64_t *ret_id)
{
    const char *text = sight->asked->arguments[0];

    return dec_parse(text, strlen(text), 0, ret_id) && *ret_id > 0;
}

bool deviation_show(struct sight *sight, const struct form_said *form)
{
    struct deviation_rows rows = {0};
    int64_t id;

    if (!deviation_id(sight, &id))
        return sight_missing(sight);
    if (!store_deviations_of(sight->context->session, &id, 1, sight->context->config->utc_offset, &rows,
                             sight->err))
        return false;
    bool ok = rows.count == 1 ? show(sight, &rows.list[0], form) : sight_missing(sight);
    store_deviations_done(&rows);
    return ok;
}

static bool make(struct sight *sight)
{
    const struct form_said form = {0};

    return deviation_show(sight, &form);
}

bool page_deviation(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}
