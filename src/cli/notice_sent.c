#include "cli/notice_sent.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/connect.h"
#include "core/catalogue_notice.h"
#include "db/store_notices.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/row_json.h"

static bool may_send(struct db_session *session, struct err *err)
{
    bool may = false;

    return store_notice_may(session, &may, err) &&
           (may ||
            err_set(err, ERR_INPUT,
                    "this login may not send notices: the daemon and officers (budgetwatch_officer) do"));
}

static void say(const struct notice_sent *sent)
{
    const char *title = buf_text(&sent->title);

    if (sent->no_score.code != ERR_NONE)
        fprintf(stderr, "budgetwatch: the notice has no score: %s\n", sent->no_score.text);
    switch (sent->result) {
    case NOTICE_SENT_FIRST:
        cli_say(stdout, "notice %" PRId64 ": %s%s; %zu messages\n", sent->id, title,
                sent->late ? ", late" : "", sent->messages);
        if (sent->messages == 0)
            puts("no channel wants notices: it is stored and nobody is told");
        break;
    case NOTICE_SENT_CORRECTION:
        cli_say(stdout, "notice %" PRId64 ": %s, version %d; %zu messages; %zu changes\n%s", sent->id, title,
                sent->version, sent->messages, sent->changes, buf_text(&sent->said));
        break;
    case NOTICE_UNCHANGED:
        printf("notice %" PRId64 " was sent already and its figures are as today's: nothing is sent\n",
               sent->id);
        break;
    case NOTICE_SENT_OTHERS: puts("somebody else has sent it just now: nothing is sent twice"); break;
    }
}

int notice_sent_send(struct cli *cli, const struct notice_send_order *order)
{
    struct notice_sent sent = {0};
    struct db_session session;
    struct err err = {0}, unheard = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = may_send(&session, &err) && notice_send(&session, order, &sent, &err);
    /* A daemon that does not hear of it looks at its next poll. */
    if (ok && sent.messages > 0)
        (void)!db_session_exec(&session, "NOTIFY budgetwatch", &unheard);
    db_session_close(&session);
    if (ok)
        say(&sent);
    notice_sent_done(&sent);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}

/* "2 delivered, 1 pending"; "2 已送达、1 待发送" */
static void count_states(struct buf *out, enum language language, const char *messages)
{
    static const char *const states[] = {"delivered", "sending", "pending", "dead", "forgotten"};
    json_t *list = json_loads(messages, 0, NULL);

    buf_clear(out);
    for (size_t s = 0; s < sizeof states / sizeof states[0]; s++) {
        size_t count = 0;
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *state = json_object_get(json_array_get(list, i), "state");
            count += strcmp(json_string_value(state), states[s]) == 0;
        }
        if (count > 0)
            buf_printf(out, "%s%zu %s",
                       out->length == 0          ? ""
                       : language == LANGUAGE_ZH ? "、"
                                                 : ", ",
                       count, catalogue_notice_state(language, states[s]));
    }
    json_decref(list);
}

static void add_row(struct table *table, const struct notice_sent_row *row, enum language language,
                    struct buf *text)
{
    char number[32];

    snprintf(number, sizeof number, "%" PRId64, row->id);
    table_cell(table, number);
    snprintf(number, sizeof number, "%04d-%02d", row->year, row->month);
    table_cell(table, number);
    table_cell(table, row->unit);
    table_cell(table, row->unit_name);
    snprintf(number, sizeof number, "%d", row->version);
    table_cell(table, number);
    table_cell(table, row->at_office);
    table_cell(table, row->by_daemon ? catalogue_notice_list(language, NOTICE_LIST_DAEMON) : row->user);
    table_cell(table, row->due_on);
    table_cell(table, row->late ? catalogue_notice_list(language, NOTICE_LIST_LATE) : "");
    count_states(text, language, row->messages);
    table_cell(table, buf_text(text));
}

static void print_table(const struct notice_sent_rows *rows, enum language language)
{
    const struct table_column columns[] = {
        {"#", true, 0},
        {catalogue_notice_list(language, NOTICE_LIST_PERIOD), false, 0},
        {catalogue_notice_list(language, NOTICE_LIST_CODE), false, 20},
        {catalogue_notice_list(language, NOTICE_LIST_UNIT), false, 30},
        {catalogue_notice_list(language, NOTICE_LIST_VERSION), true, 0},
        {catalogue_notice_list(language, NOTICE_LIST_AT), false, 0},
        {catalogue_notice_list(language, NOTICE_LIST_BY), false, 20},
        {catalogue_notice_list(language, NOTICE_LIST_DUE), false, 0},
        {"", false, 0},
        {catalogue_notice_list(language, NOTICE_LIST_MESSAGES), false, 40},
    };
    struct table table;
    struct buf out = {0}, text = {0};

    table_init(&table, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < rows->count; i++)
        add_row(&table, &rows->list[i], language, &text);
    table_write(&table, &out);
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    buf_free(&text);
    table_done(&table);
}

int notice_sent_list(struct cli *cli, int year, int month, const char *unit, bool json)
{
    enum language language = cli->config.language;
    struct notice_sent_rows rows = {0};
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_notices_list(&session, year, month, unit, cli->config.utc_offset, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (json)
        for (size_t i = 0; i < rows.count; i++)
            json_line_write(stdout, notice_sent_json(&rows.list[i]));
    else if (rows.count == 0)
        puts(catalogue_notice_list(language, NOTICE_LIST_NONE));
    else
        print_table(&rows, language);
    store_notices_done(&rows);
    return CLI_OK;
}

int notice_sent_show(struct cli *cli, long id, bool html)
{
    struct db_session session;
    struct err err = {0};
    char *text = NULL;

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_notice_read(&session, id, html, &text, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (html)
        fputs(text, stdout);
    else
        json_text_write(stdout, text);
    free(text);
    return CLI_OK;
}
