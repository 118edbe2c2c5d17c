/* Messages: the list, and one with its attempts. Bodies that say how to reach a person are not shown. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "core/catalogue_notice.h"
#include "db/store_deliveries.h"
#include "net/format.h"
#include "service/page_parts.h"

enum { TELLS_MOST = 50, BODY_MOST = 20000 };

static const char *title_of(struct sight *sight, const struct pg_result *rows, int row)
{
    const char *notice = sight_cell(rows, row, VIEW_MESSAGE_NOTICE);
    const char *event = sight_cell(rows, row, VIEW_MESSAGE_EVENT);
    struct buf title = {0};

    if (notice[0] != '\0')
        return arena_text(&sight->page.arena, notice);
    if (event[0] == '\0')
        return catalogue_page_type(sight->language, sight_cell_kept(sight, rows, row, VIEW_MESSAGE_TYPE));
    catalogue_page_events(&title, sight->language, event, sight_cell(rows, row, VIEW_MESSAGE_SEVERITY),
                          sight_cell(rows, row, VIEW_MESSAGE_RULE),
                          sight_called_in(sight, rows, row, VIEW_MESSAGE_SUBJECT),
                          db_int(rows, row, VIEW_MESSAGE_COUNT));
    return sight_take(sight, &title);
}

static void message_row(struct sight *sight, const struct pg_result *rows, int row)
{
    const char *state = sight_cell(rows, row, VIEW_MESSAGE_STATE);

    site_row(&sight->page, ROW_PLAIN);
    site_cell_link(&sight->page, title_of(sight, rows, row),
                   site_to(&sight->page, "/messages/", sight_cell(rows, row, VIEW_MESSAGE_ID), NULL));
    site_cell(&sight->page, sight_cell(rows, row, VIEW_MESSAGE_CHANNEL));
    site_cell_tone(&sight->page, catalogue_notice_state(sight->language, state),
                   strcmp(state, "dead") == 0        ? TONE_BAD
                   : strcmp(state, "delivered") == 0 ? TONE_GOOD
                                                     : TONE_NONE);
    site_cell(&sight->page, sight_cell(rows, row, VIEW_MESSAGE_MADE));
    site_cell(&sight->page, sight_cell(rows, row, VIEW_MESSAGE_SETTLED));
    site_cell(&sight->page, sight_cell(rows, row, VIEW_MESSAGE_ATTEMPTS));
}

static void message_table(struct sight *sight, const struct pg_result *rows)
{
    const struct document_column columns[] = {
        {sight_word(sight, PAGE_TITLE), ALIGN_LEFT, 0},    {sight_word(sight, PAGE_CHANNEL), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_STATE_OF), ALIGN_LEFT, 0}, {sight_word(sight, PAGE_MADE), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_SETTLED), ALIGN_LEFT, 0},  {sight_word(sight, PAGE_TRIES), ALIGN_RIGHT, 0}};

    if (db_rows(rows) == 0) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_MESSAGE));
        return;
    }
    site_table(&sight->page, sight_word(sight, PAGE_MESSAGES), columns, sizeof columns / sizeof columns[0]);
    for (int row = 0; row < db_rows(rows) && row < SIGHT_ROWS; row++)
        message_row(sight, rows, row);
    site_table_end(&sight->page);
}

static const char *const states[] = {"pending", "sending", "delivered", "dead"};
enum { STATES = sizeof states / sizeof states[0] };

static bool state_of(struct sight *sight, const char **ret_state)
{
    *ret_state = sight_query(sight, "state");
    for (size_t i = 0; i < STATES; i++)
        if (*ret_state == NULL || strcmp(*ret_state, states[i]) == 0)
            return true;
    return sight_fault(sight, "state", *ret_state);
}

static void filter_form(struct sight *sight, const struct view_messages *which)
{
    struct site_option options[STATES + 1] = {{"", sight_word(sight, PAGE_ANY)}};
    const struct site_field fields[] = {{.kind = SITE_FIELD_LINE,
                                         .name = "channel",
                                         .label = sight_word(sight, PAGE_CHANNEL),
                                         .value = which->channel},
                                        {.kind = SITE_FIELD_CHOICE,
                                         .name = "state",
                                         .label = sight_word(sight, PAGE_STATE_OF),
                                         .value = which->state,
                                         .options = options,
                                         .option_count = STATES + 1}};

    for (size_t i = 0; i < STATES; i++)
        options[i + 1] = (struct site_option){states[i], catalogue_notice_state(sight->language, states[i])};
    site_form(&sight->page, "/messages", false, sight_word(sight, PAGE_FILTER));
    site_form_hidden(&sight->page, "lang", sight->page.frame.lang);
    site_form_hidden(&sight->page, "notice", which->notice);
    site_form_field(&sight->page, &fields[0]);
    site_form_field(&sight->page, &fields[1]);
    site_form_end(&sight->page, sight_word(sight, PAGE_SHOW));
}

static bool read_list(struct sight *sight, struct view_messages *which, struct pg_result **ret_rows)
{
    int64_t notice;

    *which = (struct view_messages){.channel = sight_query(sight, "channel"),
                                    .after = sight_query(sight, "after"),
                                    .notice = sight_query(sight, "notice")};
    return state_of(sight, &which->state) &&
           (which->notice == NULL || sight_id(sight, "notice", which->notice, &notice)) &&
           store_view_messages(sight->context->session, which, SIGHT_ROWS + 1,
                               sight->context->config->utc_offset, ret_rows, sight->err);
}

static bool make_list(struct sight *sight)
{
    struct view_messages which;
    struct pg_result *rows = NULL;

    if (!read_list(sight, &which, &rows))
        return false;
    sight_open(sight, sight_word(sight, PAGE_MESSAGES), "/messages", NULL, 0);
    filter_form(sight, &which);
    message_table(sight, rows);
    if (db_rows(rows) > SIGHT_ROWS)
        sight_next(sight, site_to(&sight->page, "/messages", NULL, "channel", which.channel, "state",
                                  which.state, "notice", which.notice, "after",
                                  sight_cell(rows, SIGHT_ROWS - 1, VIEW_MESSAGE_ID), NULL));
    db_result_free(rows);
    sight_close(sight);
    return true;
}

bool page_messages(const struct web_context *context, const struct web_asked *asked,
                   struct web_answer *answer, struct err *err)
{
    return sight_make(context, asked, answer, err, make_list);
}

static const char *member(const json_t *attempt, const char *key)
{
    const char *text = json_string_value(json_object_get(attempt, key));

    return text != NULL ? text : "";
}

static void show_attempts(struct sight *sight, const char *history)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_STARTED), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ENDED), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_RESULT), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_ANSWER), ALIGN_LEFT, 0}};
    json_t *list = json_loads(history, 0, NULL);

    site_heading(&sight->page, 2, sight_word(sight, PAGE_ATTEMPTS));
    if (json_array_size(list) == 0)
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_ATTEMPT));
    else
        site_table(&sight->page, sight_word(sight, PAGE_ATTEMPTS), columns, 4);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *attempt = json_array_get(list, i);
        site_row(&sight->page, ROW_PLAIN);
        site_cell(&sight->page, sight_time(sight, member(attempt, "started_at"), true));
        site_cell(&sight->page, sight_time(sight, member(attempt, "finished_at"), true));
        site_cell(&sight->page, catalogue_page_result(sight->language, member(attempt, "result")));
        site_cell(&sight->page, catalogue_page_answer(sight->language, member(attempt, "answer")));
    }
    if (json_array_size(list) > 0)
        site_table_end(&sight->page);
    json_decref(list);
}

static bool show_events(struct sight *sight, const char *id)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_TITLE), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_SENTENCE), ALIGN_LEFT, 0}};
    struct pg_result *rows = NULL;

    if (!store_view_message_events(sight->context->session, id, TELLS_MOST, &rows, sight->err))
        return false;
    if (db_rows(rows) > 0) {
        site_heading(&sight->page, 2, sight_word(sight, PAGE_TELLS));
        site_table(&sight->page, sight_word(sight, PAGE_TELLS), columns, 2);
    }
    for (int row = 0; row < db_rows(rows); row++) {
        struct buf title = {0};
        catalogue_page_events(&title, sight->language, sight_cell(rows, row, VIEW_TELLS_EVENT),
                              sight_cell(rows, row, VIEW_TELLS_SEVERITY),
                              sight_cell(rows, row, VIEW_TELLS_RULE),
                              sight_called_in(sight, rows, row, VIEW_TELLS_SUBJECT), 1);
        site_row(&sight->page, ROW_PLAIN);
        site_cell_link(
            &sight->page, buf_text(&title),
            site_to(&sight->page, "/deviations/", sight_cell(rows, row, VIEW_TELLS_DEVIATION), NULL));
        site_cell(&sight->page, sight_cell(rows, row, VIEW_TELLS_EXPLANATION));
        buf_free(&title);
    }
    if (db_rows(rows) > 0)
        site_table_end(&sight->page);
    db_result_free(rows);
    return true;
}

static void show_body(struct sight *sight, const char *body)
{
    size_t length = strlen(body);

    site_heading(&sight->page, 2, sight_word(sight, PAGE_BODY));
    if (!format_is_shown(body)) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_BODY));
        return;
    }
    if (length <= BODY_MOST) {
        site_note(&sight->page, body);
        return;
    }
    size_t cut = BODY_MOST;
    while (cut > 0 && ((unsigned char)body[cut] & 0xc0) == 0x80)
        cut--;
    site_note(&sight->page, sight_text(sight, "%.*s…", (int)cut, body));
}

static bool show(struct sight *sight, const struct delivery_row *row)
{
    const struct site_step step = {sight_word(sight, PAGE_MESSAGES),
                                   site_to(&sight->page, "/messages", NULL, NULL), false};
    struct buf title = {0};

    format_title(&title, row->body);
    const char *shown = sight_take(sight, &title);
    sight_open(sight, shown[0] != '\0' ? shown : catalogue_page_type(sight->language, row->type), NULL, &step,
               1);
    site_facts(&sight->page);
    site_fact(&sight->page, sight_word(sight, PAGE_NUMBER), row->id, NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_CHANNEL), row->channel,
              site_to(&sight->page, "/messages", NULL, "channel", row->channel, NULL));
    site_fact(&sight->page, sight_word(sight, PAGE_TYPE), catalogue_page_type(sight->language, row->type),
              NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_STATE_OF),
              catalogue_notice_state(sight->language, row->state), NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_MADE), sight_time(sight, row->created_at, true), NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_SETTLED), sight_time(sight, row->settled_at, true), NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_TRIES), sight_text(sight, "%d", row->attempts), NULL);
    site_fact(&sight->page, sight_word(sight, PAGE_ANSWER),
              catalogue_page_answer(sight->language, row->last_answer), NULL);
    site_facts_end(&sight->page);
    if (!show_events(sight, row->id))
        return false;
    show_attempts(sight, row->history);
    show_body(sight, row->body);
    sight_close(sight);
    return true;
}

static bool make_one(struct sight *sight)
{
    struct delivery_rows rows = {0};

    if (!store_deliveries_list(sight->context->session, sight->asked->arguments[0], false, 1, &rows,
                               sight->err))
        return false;
    bool ok = rows.count == 1 ? show(sight, &rows.list[0]) : sight_missing(sight);
    store_deliveries_done(&rows);
    return ok;
}

bool page_message(const struct web_context *context, const struct web_asked *asked, struct web_answer *answer,
                  struct err *err)
{
    return sight_make(context, asked, answer, err, make_one);
}
