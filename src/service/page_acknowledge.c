/* The form by which a deviation is acknowledged, and what comes of it. */
#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "core/catalogue_status.h"
#include "core/catalogue_web.h"
#include "core/import_cell.h"
#include "service/page_deviation_parts.h"

enum { NAME_MOST = 200, TEXT_MOST = 2000 };

/* In the form: the acknowledgement that stood when it was shown. */
#define SEEN      "seen"
#define SEEN_NONE "none"

static const enum page_word field_words[ACK_FIELD_COUNT] = {[ACK_FIELD_BY] = PAGE_ACK_BY,
                                                            [ACK_FIELD_CAUSE] = PAGE_ACK_CAUSE,
                                                            [ACK_FIELD_DECISION] = PAGE_ACK_DECISION,
                                                            [ACK_FIELD_ACTION] = PAGE_ACK_ACTION,
                                                            [ACK_FIELD_DUE] = PAGE_ACK_DUE,
                                                            [ACK_FIELD_OWNER] = PAGE_ACK_OWNER,
                                                            [ACK_FIELD_DONE] = PAGE_ACK_DONE,
                                                            [ACK_FIELD_NOTE] = PAGE_ACK_NOTE};

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
                               .longest = field == ACK_FIELD_BY || field == ACK_FIELD_OWNER ? NAME_MOST
                                          : kinds[field] == SITE_FIELD_TEXT                 ? TEXT_MOST
                                                                                            : 0,
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

static const char *seen_of(const struct deviation_row *row)
{
    return row->acknowledged_at[0] != '\0' ? row->acknowledged_at : SEEN_NONE;
}

void acknowledge_form(struct sight *sight, const struct deviation_row *row, const struct form_said *form)
{
    const char *code = sight_text(sight, "%" PRId64, row->id);

    site_heading(&sight->page, 2, sight_word(sight, PAGE_ACK_FORM));
    if (!sight->asked->may_act && sight->context->config->web.act_token_file == NULL) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_ACK_CLOSED));
        return;
    }
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
    site_form_hidden(&sight->page, SEEN, seen_of(row));
    for (unsigned field = 0; field < ACK_FIELD_COUNT; field++)
        form_field(sight, (enum ack_field)field, form);
    site_form_end(&sight->page, sight_word(sight, PAGE_ACK_DO));
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

/* Whether the latest acknowledgement has this note, also where there is none. */
static bool read_note(struct sight *sight, int64_t id, const char *note, bool *ret_same)
{
    struct pg_result *rows = NULL;

    if (!store_view_acknowledgements(sight->context->session, id, 1, sight->context->config->utc_offset,
                                     &rows, sight->err))
        return false;
    *ret_same =
        db_rows(rows) > 0 && strcmp(sight_cell(rows, 0, VIEW_ACK_NOTE), note != NULL ? note : "") == 0;
    db_result_free(rows);
    return true;
}

/* What stands says the same already, but for the note. */
static bool is_said(const struct ack_said *said, const struct deviation_row *row)
{
    const char *const stands[ACK_FIELD_COUNT] = {
        [ACK_FIELD_BY] = row->acknowledged_by, [ACK_FIELD_CAUSE] = row->cause,
        [ACK_FIELD_DECISION] = row->decision,  [ACK_FIELD_ACTION] = row->action,
        [ACK_FIELD_DUE] = row->action_due,     [ACK_FIELD_OWNER] = row->action_owner,
        [ACK_FIELD_DONE] = row->action_done_on};

    for (unsigned field = 0; field < ACK_FIELD_COUNT; field++)
        if (field != ACK_FIELD_NOTE && said->texts[field] != NULL &&
            strcmp(said->texts[field], stands[field]) != 0)
            return false;
    return true;
}

/* Whether it is still to be written: two people may have opened the same form, and one may send it twice. */
static bool look_before(struct sight *sight, int64_t id, struct form_said *form, bool *ret_write)
{
    const char *seen = web_form(sight->asked, SEEN);
    struct deviation_rows rows = {0};
    bool ok = true, same = true;

    *ret_write = true;
    if (seen == NULL)
        return true;
    if (!store_deviations_of(sight->context->session, &id, 1, sight->context->config->utc_offset, &rows,
                             sight->err))
        return false;
    /* One that has lapsed since then is nobody's word. */
    if (rows.count == 1 && rows.list[0].acknowledged_at[0] != '\0' &&
        strcmp(seen, seen_of(&rows.list[0])) != 0) {
        *ret_write = false;
        ok = read_note(sight, id, form->said.texts[ACK_FIELD_NOTE], &same);
        if (!same || !is_said(&form->said, &rows.list[0]))
            form->refused = sight_word(sight, PAGE_ACK_MEANWHILE);
    }
    store_deviations_done(&rows);
    return ok;
}

static bool back_to_page(struct sight *sight, int64_t id)
{
    sight->answer->status = 303;
    buf_puts(&sight->answer->location,
             site_to(&sight->page, "/deviations/", sight_text(sight, "%" PRId64, id), NULL));
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
    bool write;
    int64_t id;

    if (!deviation_id(sight, &id))
        return sight_missing(sight);
    take_form(sight, &form);
    form.fault = acknowledging_check(&form.said, sight->context->today, &what, &form.at);
    if (form.fault != ACK_FINE) {
        form.refused = sight_word(sight, PAGE_ACK_SEE_FIELD);
        sight->answer->status = 400;
        return deviation_show(sight, &form);
    }
    if (!look_before(sight, id, &form, &write))
        return false;
    if (form.refused != NULL) {
        sight->answer->status = 409;
        return deviation_show(sight, &form);
    }
    if (!write || store_deviations_acknowledge(sight->context->session, &id, 1, &what, &fault, &err))
        return back_to_page(sight, id);
    if (!take_refusal(sight, fault, &err, &form))
        return err_set(sight->err, err.code, "%s", err.text);
    return deviation_show(sight, &form);
}

bool page_acknowledge(const struct web_context *context, const struct web_asked *asked,
                      struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make_acknowledge);
}
