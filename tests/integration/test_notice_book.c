/* The notice as a workbook and the monitoring form, of the real program: the same figures in every format, in
 * the cells and as a spreadsheet works them out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../support/archive.h"
#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/group.h"
#include "base/buf.h"
#include "cli/xlsx_sheet.h"

static struct cluster demo, state_of_minas;

static int start(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_ledger(&cluster, "demo", &demo);
    process_import(&demo, SOURCE_DIR "/config/demo/ledger");
    return 0;
}

static json_t *notice_as_json(const struct cluster *database, const char *form)
{
    struct run run = process_run((const char *[]){"notice", "--period", "2023-07", "--form", form, "--format",
                                                  "json", "--database", database->conninfo, NULL});

    if (run.status != 0)
        fail_msg("notice: %s", run.err);
    json_t *json = json_loads(run.out, 0, NULL);
    assert_non_null(json);
    run_free(&run);
    return json;
}

static const char *said(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* A file of the test's folder, for as long as the cluster. */
static void make_path(const char *name, char path[static 512])
{
    snprintf(path, 512, "%s", process_file(&cluster, name, "%s", ""));
}

/* What is to be found in a sheet: the row whose cell `column` says `text`, and of it the cell `wanted`. */
struct search {
    size_t column, wanted;
    const char *text;
    char found[64];
};

static void look(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct search *search = ctx;
    (void)line;

    if (count <= search->wanted || cells[search->column].length != strlen(search->text) ||
        memcmp(cells[search->column].data, search->text, strlen(search->text)) != 0)
        return;
    snprintf(search->found, sizeof search->found, "%.*s", (int)cells[search->wanted].length,
             cells[search->wanted].data);
}

static void find(const char *path, const char *sheet_name, struct search *search)
{
    struct xlsx_book book;
    struct xlsx_sheet sheet;
    struct err err = {0};
    bool more = true;

    if (!xlsx_book_open(&book, path, &err))
        fail_msg("%s", err.text);
    int place = xlsx_book_sheet(&book, sheet_name);
    assert_true(place >= 0);
    if (!xlsx_sheet_open(&sheet, &book, place, look, search, &err))
        fail_msg("%s", err.text);
    while (more)
        if (!xlsx_sheet_more(&sheet, &more, &err))
            fail_msg("%s", err.text);
    xlsx_sheet_close(&sheet);
    xlsx_book_close(&book);
    if (search->found[0] == '\0')
        fail_msg("%s of %s has no row of %s", sheet_name, path, search->text);
}

/* As hundredths, since a double may be a hair beside them. */
static long long hundredths(const char *number)
{
    double value = strtod(number, NULL) * 100;

    return (long long)(value < 0 ? value - 0.5 : value + 0.5);
}

enum { ROWS_NAME = 3, ROWS_BUDGET = 5, ROWS_SPENT = 6 };

static void the_workbook_totals_what_the_notice_says(void **state)
{
    char path[512];
    struct search budget = {.column = ROWS_NAME, .wanted = ROWS_BUDGET, .text = "合计"};
    struct search spent = {.column = ROWS_NAME, .wanted = ROWS_SPENT, .text = "合计"};
    (void)state;

    make_path("notice.xlsx", path);
    process_expect(0, (const char *[]){"notice", "--period", "2023-07", "--money-unit", "yuan", "--database",
                                       demo.conninfo, "-o", path, NULL});
    json_t *json = notice_as_json(&demo, "notice");
    find(path, "进度表", &budget);
    find(path, "进度表", &spent);
    assert_int_equal(hundredths(budget.found), hundredths(said(json, "budget")));
    assert_int_equal(hundredths(spent.found), hundredths(said(json, "spent")));
    json_decref(json);
}

/* Takes the values of all formulas out of a part of a workbook, so that a reader has to work them out. */
static void strip_values(const char *path, const char *part)
{
    struct buf text = {0}, bare = {0};

    archive_read(path, part, &text);
    const char *at = buf_text(&text), *next;
    while ((next = strstr(at, "</f><v>")) != NULL) {
        buf_add(&bare, at, (size_t)(next - at) + strlen("</f>"));
        at = strstr(next, "</v>") + strlen("</v>");
    }
    buf_puts(&bare, at);
    archive_replace(path, part, &bare);
    buf_free(&text);
    buf_free(&bare);
}

/* Needs LibreOffice, which nothing else here does: without it the test is skipped, and says so. */
static void a_spreadsheet_works_out_the_same(void **state)
{
    char path[512], command[2048], csv[600];
    struct buf text = {0};
    struct err err = {0};
    (void)state;

    if (system("command -v soffice >/dev/null 2>&1") != 0) {
        print_message("soffice is missing: nothing works out the formulas\n");
        skip();
    }
    make_path("bare.xlsx", path);
    process_expect(0, (const char *[]){"notice", "--period", "2023-07", "--money-unit", "yuan", "--database",
                                       demo.conninfo, "-o", path, NULL});
    strip_values(path, "xl/worksheets/sheet2.xml");
    snprintf(csv, sizeof csv, "%.*s", (int)(strrchr(path, '/') - path), path);
    snprintf(command, sizeof command,
             "timeout 120 soffice '-env:UserInstallation=file://%s/office' --headless --convert-to "
             "'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2' "
             "--outdir '%s' '%s' >/dev/null 2>&1",
             csv, csv, path);
    assert_int_equal(system(command), 0);
    strcat(csv, "/bare-进度表.csv");
    if (!buf_read_file(&text, csv, 1 << 20, &err))
        fail_msg("%s", err.text);
    json_t *json = notice_as_json(&demo, "notice");
    const char *total = strstr(buf_text(&text), ",合计,,");
    assert_non_null(total);
    double budget, spent, rate;
    assert_int_equal(sscanf(total, ",合计,,\"%lf\",\"%lf\",\"%lf", &budget, &spent, &rate), 3);
    assert_int_equal((long long)(budget * 100 + 0.5), hundredths(said(json, "budget")));
    assert_int_equal((long long)(spent * 100 + 0.5), hundredths(said(json, "spent")));
    assert_int_equal((long long)(rate * 100 + 0.5), hundredths(said(json, "rate")));
    json_decref(json);
    buf_free(&text);
}

static void the_form_has_what_units_said(void **state)
{
    (void)state;
    json_t *form = notice_as_json(&demo, "monitor"), *notice = notice_as_json(&demo, "notice");
    json_t *unit = json_object_get(form, "unit"), *project;
    size_t i, found = 0;

    assert_string_equal(said(unit, "adjusted"), said(notice, "budget"));
    assert_string_equal(said(unit, "spent"), said(notice, "spent"));
    assert_string_equal(said(unit, "rate"), said(notice, "rate"));
    assert_true(json_is_null(json_object_get(unit, "expected"))); /* two of twelve said something */
    json_array_foreach(json_object_get(form, "projects"), i, project)
    {
        if (strcmp(said(project, "code"), "GZ-RX-P02") != 0)
            continue;
        found++;
        assert_string_equal(said(project, "expected"), "17808668.50");
        assert_string_equal(said(project, "likelihood"), "possible");
        assert_string_equal(said(project, "cause"), "other");
    }
    assert_int_equal(found, 1);
    json_array_foreach(json_object_get(unit, "indicators"), i,
                       project) if (strcmp(said(project, "code"), "GZ-E02") == 0)
    {
        found++;
        assert_string_equal(said(project, "reached"), "98.4");
        assert_string_equal(said(project, "expected"), "100"); /* July's word; October's is not known yet */
        assert_string_equal(said(project, "cause"), "hardware");
    }
    assert_int_equal(found, 2);
    json_decref(form);
    json_decref(notice);
}

static void the_form_comes_in_every_format(void **state)
{
    static const char *const names[] = {"form.md", "form.html", "form.xlsx", "form.docx"};
    struct search total = {.column = 1, .wanted = 4, .text = "合计"};
    char path[512];
    (void)state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        make_path(names[i], path);
        process_expect(0,
                       (const char *[]){"notice", "--form", "monitor", "--period", "2023-07", "--money-unit",
                                        "yuan", "--database", demo.conninfo, "-o", path, NULL});
        if (strcmp(names[i], "form.xlsx") == 0)
            find(path, "封面", &total);
    }
    json_t *json = notice_as_json(&demo, "notice");
    assert_int_equal(hundredths(total.found), hundredths(said(json, "budget")));
    json_decref(json);
}

/* A ledger without outlooks, of 908 projects: blanks are blanks, and what is behind is asked for. */
static void without_outlooks_everything_said_is_blank(void **state)
{
    const char *ledger = shared_path("ledgers/minas-gerais-2023");
    json_t *project, *indicator, *gap;
    size_t i, k, causes = 0;
    (void)state;

    process_ledger(&cluster, "minas", &state_of_minas);
    process_import(&state_of_minas, ledger);
    json_t *form = notice_as_json(&state_of_minas, "monitor");
    assert_int_equal(json_array_size(json_object_get(form, "projects")), 908);
    json_array_foreach(json_object_get(form, "projects"), i, project)
    {
        assert_true(json_is_null(json_object_get(project, "expected")));
        assert_true(json_is_null(json_object_get(project, "cause")));
        json_array_foreach(json_object_get(project, "indicators"), k, indicator)
        {
            assert_true(json_is_null(json_object_get(indicator, "expected")));
            assert_true(json_is_null(json_object_get(indicator, "likelihood")));
        }
    }
    json_array_foreach(json_object_get(form, "missing"), i, gap) causes +=
        strcmp(said(gap, "what"), "no_cause") == 0;
    assert_true(causes > 100);
    json_decref(form);
}

static void expect_refused(const char *const args[], const char *sentence)
{
    struct run run = process_run(args);

    assert_int_equal(run.status, 2);
    if (strstr(run.err, sentence) == NULL)
        fail_msg("no '%s' in: %s", sentence, run.err);
    run_free(&run);
}

static void wrong_words_get_a_sentence(void **state)
{
    (void)state;
    expect_refused((const char *[]){"notice", "--period", "2023-07", "--form", "poem", "--database",
                                    demo.conninfo, NULL},
                   "--form 'poem' is neither notice nor monitor");
    expect_refused((const char *[]){"notice", "--period", "2023-07", "--form", "monitor", "--link",
                                    "http://e.example", "--database", demo.conninfo, NULL},
                   "--link belongs to a notice");
    expect_refused((const char *[]){"notice", "--period", "2023-07", "--format", "xlsx", "--database",
                                    demo.conninfo, NULL},
                   "name it with -o FILE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_workbook_totals_what_the_notice_says),
        cmocka_unit_test(a_spreadsheet_works_out_the_same),
        cmocka_unit_test(the_form_has_what_units_said),
        cmocka_unit_test(the_form_comes_in_every_format),
        cmocka_unit_test(without_outlooks_everything_said_is_blank),
        cmocka_unit_test(wrong_words_get_a_sentence),
    };

    return cmocka_run_group_tests(tests, start, stop_cluster);
}
