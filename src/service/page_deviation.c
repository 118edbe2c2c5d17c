/* One deviation: what it says, who answers, its history, what was sent; and the form by which it is
 * acknowledged. */
#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "core/catalogue_amount.h"
#include "core/catalogue_delivery.h"
#include "core/catalogue_status.h"
#include "core/catalogue_web.h"
#include "core/facts.h"
#include "core/import_cell.h"
#include "service/acknowledging.h"
#include "service/page_parts.h"
#include "service/project_made.h"

enum { EVENTS_MOST = 100, ACKS_MOST = 50, POINTS_SCALE = 2 };

/* What the form shows: as it was sent, or empty. */
struct form_said {
    struct ack_said said;
    enum ack_fault fault;
    enum ack_field at;
    const char *refused;   /* a sentence of what stands in no field's way; NULL: nothing */
    const char *technical; /* what the database said; NULL: nothing that an officer could mend by it */
};

static const enum page_word field_words[ACK_FIELD_COUNT] = {[ACK_FIELD_BY] = PAGE_ACK_BY,
                                                            [ACK_FIELD_CAUSE] = PAGE_ACK_CAUSE,
                                                            [ACK_FIELD_DECISION] = PAGE_ACK_DECISION,
                                                            [ACK_FIELD_ACTION] = PAGE_ACK_ACTION,
                                                            [ACK_FIELD_DUE] = PAGE_ACK_DUE,
                                                            [ACK_FIELD_OWNER] = PAGE_ACK_OWNER,
                                                            [ACK_FIELD_DONE] = PAGE_ACK_DONE,
                                                            [ACK_FIELD_NOTE] = PAGE_ACK_NOTE};

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

static bool read_points(struct sight *sight, const struct deviation_row *row, const char **ret_text)
{
    struct pg_result *rows = NULL;
    bool ok = true;

    *ret_text = "";
    if (row->severity == SEVERITY_NONE)
        return true;
    if (!store_view_subject_project(sight->context->session, row->subject_kind, row->subject_code, row->year,
                                    &rows, sight->err))
        return false;
    if (db_rows(rows) > 0)
        ok = points_of(sight, row, sight_cell(rows, 0, 0), ret_text);
    db_result_free(rows);
    return ok;
}

static void show_facts(struct sight *sight, const struct deviation_row *row, const char *points)
{
    const char *year = sight_text(sight, "%d", row->year);
    const char *subject = row->subject_name[0] != '\0'
                              ? sight_text(sight, "%s（%s）", row->subject_name, row->subject_code)
                              : row->subject_code;
    const char *answers = person(sight, row->answers_name, row->answers_role);

    site_facts(&sight->page);
    site_fact(&sight->page, sight_word(sight, PAGE_RULE), catalogue_page_rule(sight->language, row->rule),
              NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_SUBJECT), subject,
              sight_subject(sight, row->subject_kind, row->subject_code, year));
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
    site_fact(&sight->page, sight_word(sight, PAGE_POINTS), points, NULL);
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

/* Codes of a choice, each with its name; the first says nothing. */
static size_t options_of(struct sight *sight, enum ack_field field, struct site_option options[8])
{
    static const char *const causes[] = {"funding", "institution", "personnel", "hardware", "other"};
    static const char *const decisions[] = {"continue", "transfer", "cancel"};
    bool cause = field == ACK_FIELD_CAUSE;
    size_t count = cause ? sizeof causes / sizeof causes[0] : sizeof decisions / sizeof decisions[0];

    options[0] = (struct site_option){"", "—"};
    for (size_t i = 0; i < count; i++)
        options[i + 1] = (struct site_option){cause ? causes[i] : decisions[i],
                                              cause ? catalogue_cause(sight->language, causes[i])
                                                    : catalogue_decision(sight->language, decisions[i])};
    return count + 1;
}

static void form_field(struct sight *sight, enum ack_field field, const struct form_said *form)
{
    static const enum site_field_kind kinds[ACK_FIELD_COUNT] = {
        [ACK_FIELD_BY] = SITE_FIELD_LINE,         [ACK_FIELD_CAUSE] = SITE_FIELD_CHOICE,
        [ACK_FIELD_DECISION] = SITE_FIELD_CHOICE, [ACK_FIELD_ACTION] = SITE_FIELD_TEXT,
        [ACK_FIELD_DUE] = SITE_FIELD_DATE,        [ACK_FIELD_OWNER] = SITE_FIELD_LINE,
        [ACK_FIELD_DONE] = SITE_FIELD_DATE,       [ACK_FIELD_NOTE] = SITE_FIELD_TEXT};
    struct site_option options[8];
    struct site_field shown = {.kind = kinds[field],
                               .name = ack_field_name(field),
                               .label = sight_word(sight, field_words[field]),
                               .value = form->said.texts[field],
                               .needed = field == ACK_FIELD_BY,
                               .longest = field == ACK_FIELD_BY || field == ACK_FIELD_OWNER ? 200 : 0,
                               .options = options};

    if (kinds[field] == SITE_FIELD_CHOICE)
        shown.option_count = options_of(sight, field, options);
    if (field == ACK_FIELD_OWNER)
        shown.hint = sight_word(sight, PAGE_ACK_OWNER_HINT);
    if (field == ACK_FIELD_ACTION)
        shown.hint = sight_word(sight, PAGE_ACK_ACTION_HINT);
    if (form->fault != ACK_FINE && form->at == field)
        shown.fault = catalogue_ack_fault(sight->language, form->fault);
    site_form_field(&sight->page, &shown);
}

static void show_form(struct sight *sight, int64_t id, const struct form_said *form)
{
    const char *code = sight_text(sight, "%" PRId64, id);

    site_heading(&sight->page, 2, sight_word(sight, PAGE_ACK_FORM));
    if (!sight->asked->may_act) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_ACK_LOGIN));
        site_more(&sight->page, sight_word(sight, PAGE_LOGIN),
                  site_to(&sight->page, "/login", NULL, "next",
                          site_to(&sight->page, "/deviations/", code, NULL), NULL));
        return;
    }
    site_form(&sight->page,
              site_to(&sight->page, sight_text(sight, "/deviations/%s/acknowledge", code), NULL, NULL), true,
              sight_word(sight, PAGE_ACK_FORM));
    site_form_hidden(&sight->page, WEB_PROOF, sight->asked->proof);
    for (unsigned field = 0; field < ACK_FIELD_COUNT; field++)
        form_field(sight, (enum ack_field)field, form);
    site_form_end(&sight->page, sight_word(sight, PAGE_ACK_DO));
}

static bool show(struct sight *sight, const struct deviation_row *row, const struct form_said *form)
{
    const char *severity = severity_name(row->severity), *points;
    const struct site_step step = {
        sight_word(sight, PAGE_DEVIATIONS),
        site_to(&sight->page, "/deviations", NULL, "year", sight_text(sight, "%d", row->year), NULL), false};

    if (!read_points(sight, row, &points))
        return false;
    sight_open(sight,
               sight_text(sight, "[%s] %s：%s", catalogue_page_severity(sight->language, severity),
                          catalogue_page_rule(sight->language, row->rule),
                          row->subject_name[0] != '\0' ? row->subject_name : row->subject_code),
               NULL, &step, 1);
    if (form->refused != NULL)
        site_notice(&sight->page, form->refused, TONE_BAD);
    if (form->technical != NULL)
        site_note(&sight->page, form->technical);
    site_notice(&sight->page, row->explanation,
                row->severity == SEVERITY_NONE ? TONE_GOOD : sight_tone(severity));
    show_facts(sight, row, points);
    if (row->severity != SEVERITY_NONE)
        show_form(sight, row->id, form);
    if (!show_acks(sight, row->id) || !show_events(sight, row->id, row->rule) ||
        !section_told(sight, &row->id, 1))
        return false;
    sight_close(sight);
    return true;
}

/* One that is no number names no deviation. */
static bool id_of(struct sight *sight, int64_t *ret_id)
{
    const char *text = sight->asked->arguments[0];

    return dec_parse(text, strlen(text), 0, ret_id) && *ret_id > 0;
}

static bool read_and_show(struct sight *sight, const struct form_said *form)
{
    struct deviation_rows rows = {0};
    int64_t id;

    if (!id_of(sight, &id))
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

    return read_and_show(sight, &form);
}

bool page_deviation(const struct web_context *context, const struct web_asked *asked,
                    struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make);
}

/* Blanks at the ends are what a telephone adds; a field that was left empty says nothing. */
static void take_form(struct sight *sight, struct form_said *form)
{
    for (unsigned field = 0; field < ACK_FIELD_COUNT; field++) {
        const char *text = web_form(sight->asked, ack_field_name((enum ack_field)field));
        size_t length = text != NULL ? strlen(text) : 0;
        if (text != NULL)
            import_cell_trim(&text, &length);
        form->said.texts[field] = length > 0 ? arena_text_n(&sight->page.arena, text, length) : NULL;
    }
}

/* What was only found when it was to be written. False: it is nothing that the page can say. */
static bool take_refusal(struct sight *sight, enum ack_fault fault, const struct err *err,
                         struct form_said *form)
{
    bool forbidden = strcmp(sight->context->session->sqlstate, "42501") == 0;

    if (err->code == ERR_INPUT) {
        bool cleared = fault == ACK_NOT_STANDING;
        form->fault = fault;
        form->at = cleared ? ACK_FIELD_COUNT : fault == ACK_STRANGER ? ACK_FIELD_OWNER : ACK_FIELD_ACTION;
        form->refused = catalogue_ack_fault(sight->language, fault);
        sight->answer->status = cleared ? 409 : 400;
        return true;
    }
    if (err->code != ERR_DB_QUERY)
        return false;
    log_warning("an acknowledgement could not be written; its sender is told so", "reason", err->text);
    form->refused = forbidden ? catalogue_web(sight->language, WEB_NOT_PERMITTED)
                              : sight_word(sight, PAGE_ACK_NOT_STORED);
    form->technical = arena_text(&sight->page.arena, err->text);
    sight->answer->status = forbidden ? 403 : 500;
    return true;
}

/* Done: back to the page, so that going there again does not send the form again. What is at fault is shown
 * in it. */
static bool make_acknowledge(struct sight *sight)
{
    struct form_said form = {0};
    struct acknowledgement what;
    enum ack_fault fault = ACK_FINE;
    struct err err = {0};
    int64_t id;

    if (!id_of(sight, &id))
        return sight_missing(sight);
    take_form(sight, &form);
    form.fault = acknowledging_check(&form.said, sight->context->today, &what, &form.at);
    sight->answer->status = 400;
    if (form.fault != ACK_FINE)
        return read_and_show(sight, &form);
    if (store_deviations_acknowledge(sight->context->session, &id, 1, &what, &fault, &err)) {
        sight->answer->status = 303;
        buf_puts(&sight->answer->location,
                 site_to(&sight->page, "/deviations/", sight_text(sight, "%" PRId64, id), NULL));
        return true;
    }
    if (!take_refusal(sight, fault, &err, &form))
        return err_set(sight->err, err.code, "%s", err.text);
    return read_and_show(sight, &form);
}

bool page_acknowledge(const struct web_context *context, const struct web_asked *asked,
                      struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make_acknowledge);
}
