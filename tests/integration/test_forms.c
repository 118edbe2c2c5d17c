/* One ledger in the forms that offices have it in: the real year, written as GB18030 with Chinese headers
 * and the dates of Chinese spreadsheets, and in 万元, is the same ledger and gives the same replay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <csv.h>
#include <iconv.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/dec.h"
#include "core/ledger.h"

#include "../support/cluster.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/group.h"

static struct cluster original;
static char ledger[512];

/* How the files are written anew. */
struct form {
    const char *name;
    bool chinese; /* headers, words and dates */
    bool gb18030;
    bool wan;
    bool suffixes; /* 万元 behind each amount */
    bool bom;
};

/* A file on its way from one form to the other. */
struct rewriting {
    const struct form *form;
    const struct ledger_kind *kind;
    int columns[LEDGER_COLUMNS_MAX];
    size_t cell, row;
    struct buf out;
};

static void add_quoted(struct buf *out, const char *text)
{
    buf_putc(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_putc(out, '"');
        buf_putc(out, *text);
    }
    buf_putc(out, '"');
}

/* The first of the names that | separates. */
static void add_first(struct buf *out, const char *names)
{
    buf_add(out, names, strcspn(names, "|"));
}

/* Fen are millionths of 万元, so nothing is rounded. */
static void add_amount(struct buf *out, const struct form *form, const char *text)
{
    char amount[DEC_TEXT];
    int64_t value = 0;

    assert_true(dec_parse(text, strlen(text), SCALE_FEN, &value));
    buf_puts(out, form->wan || form->suffixes ? dec_format_short(value, SCALE_MICRO, amount)
                                              : dec_format_grouped(value, SCALE_FEN, amount));
    if (form->suffixes)
        buf_puts(out, "万元");
}

static void add_date(struct buf *out, const char *text, size_t row)
{
    int year, month, day_of_month;
    date day;

    assert_true(date_parse(text, strlen(text), &day));
    date_parts(day, &year, &month, &day_of_month);
    if (row % 3 == 0)
        buf_printf(out, "%d/%d/%d", year, month, day_of_month);
    else if (row % 3 == 1)
        buf_printf(out, "%d年%d月%d日", year, month, day_of_month);
    else
        buf_printf(out, "%d", day - date_of(1899, 12, 30));
}

static void add_cell(struct rewriting *r, const char *text)
{
    const struct ledger_column *column = &r->kind->columns[r->columns[r->cell]];
    const struct ledger_word *word = column->words;

    if (text[0] == '\0')
        return;
    if (column->type == LEDGER_MONEY) {
        add_amount(&r->out, r->form, text);
    } else if (r->form->chinese && column->type == LEDGER_DATE) {
        add_date(&r->out, text, r->row);
    } else if (r->form->chinese && column->type == LEDGER_WORD) {
        while (strcmp(word->word, text) != 0)
            word++;
        add_first(&r->out, word->names);
    } else if (r->form->chinese && column->type == LEDGER_MONTH) {
        buf_printf(&r->out, "%s月", text);
    } else {
        buf_puts(&r->out, text);
    }
}

static void on_cell(void *data, size_t length, void *ctx)
{
    struct rewriting *r = ctx;
    struct buf ours = {0};
    char *text = length > 0 ? strndup(data, length) : strdup("");

    if (r->row == 0) {
        int column = ledger_column_by_name(r->kind, text);
        r->columns[r->cell] = column;
        if (r->form->chinese)
            add_first(&ours, r->kind->columns[column].chinese);
        else
            buf_puts(&ours, text);
        add_quoted(&r->out, buf_text(&ours));
        buf_free(&ours);
    } else {
        struct buf whole = r->out;
        r->out = (struct buf){0};
        add_cell(r, text);
        ours = r->out;
        r->out = whole;
        add_quoted(&r->out, buf_text(&ours));
        buf_free(&ours);
    }
    buf_putc(&r->out, ',');
    r->cell++;
    free(text);
}

static void on_row_end(int end, void *ctx)
{
    struct rewriting *r = ctx;

    (void)end;
    r->out.length--; /* the last comma */
    buf_puts(&r->out, "\r\n");
    r->cell = 0;
    r->row++;
}

static void to_gb18030(struct buf *text)
{
    iconv_t convert = iconv_open("GB18030", "UTF-8");
    size_t left = text->length, room = 2 * text->length;
    char *out = malloc(room), *in = text->data, *at = out;

    assert_true(iconv(convert, &in, &left, &at, &room) != (size_t)-1);
    iconv_close(convert);
    buf_clear(text);
    buf_add(text, out, (size_t)(at - out));
    free(out);
}

/* Writes the file of that kind anew, and a tail of empty rows as Excel leaves it. */
static void rewrite(const struct form *form, const struct ledger_kind *kind, const char *folder)
{
    struct rewriting r = {.form = form, .kind = kind};
    struct csv_parser parser;
    struct buf text = {0};
    struct err err = {0};
    char path[1200];

    snprintf(path, sizeof path, "%s/%s.csv", ledger, kind->name);
    if (access(path, R_OK) != 0)
        return;
    if (!buf_read_file(&text, path, SIZE_MAX / 2, &err))
        fail_msg("%s", err.text);
    assert_int_equal(csv_init(&parser, 0), 0);
    if (form->bom)
        buf_puts(&r.out, "\xEF\xBB\xBF");
    assert_int_equal(csv_parse(&parser, text.data, text.length, on_cell, on_row_end, &r), text.length);
    csv_fini(&parser, on_cell, on_row_end, &r);
    csv_free(&parser);
    buf_puts(&r.out, ",,,\r\n,,,\r\n");
    if (form->gb18030)
        to_gb18030(&r.out);

    snprintf(path, sizeof path, "%s/%s.csv", folder, kind->name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(r.out.data, 1, r.out.length, file), r.out.length);
    assert_int_equal(fclose(file), 0);
    buf_free(&r.out);
    buf_free(&text);
}

static void expect_same_ledger(const struct cluster *other)
{
    for (int id = 0; id < LEDGER_COUNT; id++) {
        struct lines expected = {0}, found = {0};
        char sql[128];
        const char *name = ledger_kind((enum ledger_id)id)->name;
        snprintf(sql, sizeof sql, "SELECT t::text FROM %s AS t", name);
        lines_query(&expected, &original, sql);
        lines_query(&found, other, sql);
        lines_expect(&expected, &found, name);
        lines_free(&expected);
        lines_free(&found);
    }
}

static char *replay(const struct cluster *database)
{
    struct run run = process_run(
        (const char *[]){"replay", "--year", "2023", "--json", "--database", database->conninfo, NULL});

    assert_int_equal(run.status, 0);
    free(run.err);
    return run.out;
}

/* Once; not before the first test, which shared_path() may skip. */
static void import_original(void)
{
    if (ledger[0] != '\0')
        return;
    snprintf(ledger, sizeof ledger, "%s", shared_path("ledgers/minas-gerais-2023"));
    process_ledger(&cluster, "original", &original);
    process_import(&original, ledger);
    assert_string_equal(cluster_sql(&original, "SELECT count(*) FROM execution"), "10896");
}

static void expect_same(const struct form *form)
{
    struct cluster database;
    char folder[600];

    import_original();
    snprintf(folder, sizeof folder, "%s/%s", cluster.dir, form->name);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (int id = 0; id < LEDGER_COUNT; id++)
        rewrite(form, ledger_kind((enum ledger_id)id), folder);
    process_ledger(&cluster, form->name, &database);
    process_expect(0, (const char *[]){"import", folder, "--database", database.conninfo,
                                       form->wan ? "--money-unit=wan" : "--money-unit=yuan", NULL});
    expect_same_ledger(&database);

    char *expected = replay(&original), *found = replay(&database);
    assert_non_null(strstr(expected, "\"summary\""));
    if (strcmp(expected, found) != 0)
        fail_msg("%s gives another replay", form->name);
    free(expected);
    free(found);
}

static void gb18030_with_chinese_names_words_and_dates_is_the_same(void **state)
{
    (void)state;
    expect_same(&(struct form){.name = "gb18030", .chinese = true, .gb18030 = true});
}

static void wan_is_the_same(void **state)
{
    (void)state;
    expect_same(&(struct form){.name = "wan", .wan = true, .bom = true});
}

static void wan_behind_each_amount_is_the_same(void **state)
{
    (void)state;
    expect_same(&(struct form){.name = "suffixes", .suffixes = true, .chinese = true, .bom = true});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gb18030_with_chinese_names_words_and_dates_is_the_same),
        cmocka_unit_test(wan_is_the_same),
        cmocka_unit_test(wan_behind_each_amount_is_the_same),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
