#include "cli/evaluate_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/store_evaluations.h"
#include "report/json_lines.h"
#include "report/sheet_compare.h"
#include "report/table.h"

static json_t *json_of(const struct evaluation_row *row)
{
    char total[DEC_TEXT], clock[DATE_TEXT];

    return json_pack("{s:I, s:s, s:s, s:{s:s, s:s}, s:i, s:s, s:s, s:s, s:I, s:s, s:s}", "id",
                     (json_int_t)row->id, "at", row->at, "by", row->user, "subject", "kind",
                     row->of_unit ? "unit" : "project", "code", row->code, "fiscal_year", row->year, "clock",
                     date_format(row->clock, clock), "rubric", row->rubric, "rubric_digest",
                     row->rubric_digest, "audit_id", (json_int_t)row->audit_id, "total",
                     dec_format_short(row->total, SCALE_MICRO, total), "grade", row->grade);
}

static void print_table(const struct evaluation_rows *rows, enum language language)
{
    bool zh = language == LANGUAGE_ZH;
    const struct table_column columns[] = {
        {"#", true, 0},
        {zh ? "时间" : "at", false, 0},
        {zh ? "登录人" : "by", false, 20},
        {zh ? "对象" : "subject", false, 30},
        {zh ? "年度" : "year", false, 0},
        {zh ? "截至" : "as of", false, 0},
        {zh ? "评分标准" : "rubric", false, 30},
        {zh ? "总分" : "total", true, 0},
        {zh ? "等级" : "grade", false, 0},
    };
    struct table table;
    struct buf out = {0};
    char text[DEC_TEXT];

    table_init(&table, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < rows->count; i++) {
        const struct evaluation_row *row = &rows->list[i];
        snprintf(text, sizeof text, "%" PRId64, row->id);
        table_cell(&table, text);
        table_cell(&table, row->at_office);
        table_cell(&table, row->user);
        table_cell(&table, row->code);
        snprintf(text, sizeof text, "%d", row->year);
        table_cell(&table, text);
        table_cell(&table, date_format(row->clock, text));
        table_cell(&table, row->rubric);
        table_cell(&table, dec_format_short(row->total, SCALE_MICRO, text));
        table_cell(&table, row->grade);
    }
    table_write(&table, &out);
    fputs(buf_text(&out), stdout);
    buf_free(&out);
    table_done(&table);
}

int evaluate_list(struct cli *cli, int year, bool of_unit, const char *code, bool json)
{
    struct evaluation_rows rows = {0};
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = store_evaluations_list(&session, year, of_unit, code, cli->config.utc_offset, &rows, &err);
    db_session_close(&session);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (json)
        for (size_t i = 0; i < rows.count; i++)
            json_line_write(stdout, json_of(&rows.list[i]));
    else if (rows.count == 0)
        puts(cli->config.language == LANGUAGE_ZH ? "还没有保存的评价" : "no evaluation is stored yet");
    else
        print_table(&rows, cli->config.language);
    store_evaluations_done(&rows);
    return CLI_OK;
}

/* The two, and what the audit trail says of the time between them. */
struct compared {
    struct evaluation_rows a, b;
    struct evaluation_changes changes;
};

static bool read_both(struct db_session *session, int64_t a, int64_t b, int utc_offset, struct compared *ret,
                      struct err *err)
{
    if (!store_evaluation_read(session, a, utc_offset, &ret->a, err) ||
        !store_evaluation_read(session, b, utc_offset, &ret->b, err))
        return false;
    const struct evaluation_row *old = &ret->a.list[0], *new = &ret->b.list[0];
    if (strcmp(old->code, new->code) != 0 || old->of_unit != new->of_unit)
        return err_set(err, ERR_INPUT,
                       "%" PRId64 " is of %s and %" PRId64
                       " of %s: only evaluations of one subject are compared",
                       a, old->code, b, new->code);
    return store_evaluation_changes(session, old->audit_id, new->audit_id, &ret->changes, err);
}

static void say_head(const struct compared *compared, bool zh, struct buf *out)
{
    const struct evaluation_row *old = &compared->a.list[0], *new = &compared->b.list[0];
    const struct evaluation_changes *changes = &compared->changes;

    buf_printf(out, "#%" PRId64 " %s %s %s → #%" PRId64 " %s %s %s\n", old->id, old->at_office, old->user,
               old->rubric, new->id, new->at_office, new->user, new->rubric);
    if (strcmp(old->rubric_digest, new->rubric_digest) != 0)
        buf_puts(out, zh ? "评分标准有变化\n" : "the rubric differs\n");
    if (changes->total == 0)
        return;
    buf_printf(out,
               zh ? "其间台账修改或删除%" PRId64 "行（全部对象）："
                  : "rows changed or deleted meanwhile, of all subjects: %" PRId64 " (",
               changes->total);
    for (size_t i = 0; i < changes->count; i++)
        buf_printf(out, "%s%s %" PRId64, i > 0 ? ", " : "", changes->list[i].table, changes->list[i].count);
    buf_puts(out, zh ? "\n" : ")\n");
}

static void print_compared(const struct compared *compared, json_t *difference, enum language language,
                           bool json)
{
    struct buf out = {0}, safe = {0};

    if (json) {
        json_object_set_new(
            difference, "evaluations",
            json_pack("[o, o]", json_of(&compared->a.list[0]), json_of(&compared->b.list[0])));
        json_line_write(stdout, json_incref(difference));
        return;
    }
    say_head(compared, language == LANGUAGE_ZH, &out);
    sheet_compare_write(difference, language, &out);
    text_add_safe(&safe, buf_text(&out));
    fputs(buf_text(&safe), stdout);
    buf_free(&out);
    buf_free(&safe);
}

int evaluate_compare(struct cli *cli, int64_t a, int64_t b, enum language language, bool json)
{
    struct compared compared = {0};
    json_t *difference = NULL;
    struct db_session session;
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    bool ok = read_both(&session, a, b, cli->config.utc_offset, &compared, &err) &&
              sheet_compare(compared.a.list[0].result, compared.b.list[0].result, &difference, &err);
    db_session_close(&session);
    if (ok)
        print_compared(&compared, difference, language, json);
    json_decref(difference);
    store_evaluations_done(&compared.a);
    store_evaluations_done(&compared.b);
    store_evaluation_changes_done(&compared.changes);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}
