#include "cli/import_reader.h"

#include "base/mem.h"
#include "import_folder.h"

struct example {
    const char *file; /* its name */
    const char *text;
    const char *copy;   /* what goes to the database */
    const char *faults; /* what is printed */
    bool whole;
};

/* What is not in an example: found after reading it. */
static unsigned present;
static int64_t rows, negative;

static struct map_file *map; /* of the tests that have one */

static void read_table(const struct example *e, struct buf *copy, struct import_faults *faults)
{
    struct import_reader *reader = mem_alloc(sizeof *reader);
    struct import_table *table = &reader->table;
    struct import_file file = {.path = mem_text(in_folder(e->file)), .label = (char *)e->file};
    struct err err = {0};
    const char *data = NULL;
    size_t length = 1;

    file.kind = ledger_by_file(e->file);
    write_file(e->file, e->text);
    assert_true(import_reader_open(reader, &file, /* place */ 3, IMPORT_DETECT, IMPORT_YUAN, faults, &err));
    table->map = map;
    while (length > 0) {
        assert_true(import_table_more(table, &data, &length, &err));
        buf_add(copy, data, length);
    }
    present = table->present;
    rows = table->rows;
    negative = table->negative;
    assert_int_equal(table->whole, e->whole);
    import_reader_close(reader);
    free(reader);
    free(file.path);
}

static void check(const struct example *e)
{
    struct buf copy = {0}, said = {0};
    struct import_faults faults = {0};

    read_table(e, &copy, &faults);
    for (size_t i = 0; i < faults.kept; i++)
        buf_printf(&said, "%s\n", faults.first[i].text);
    assert_string_equal(buf_text(&copy), e->copy);
    assert_string_equal(buf_text(&said), e->faults);
    import_faults_done(&faults);
    buf_free(&copy);
    buf_free(&said);
}

static void columns_come_in_any_order_and_in_both_languages(void **state)
{
    (void)state;
    check(&(struct example){"execution.csv",
                            "累计支出,month,年度,project_code,资金来源\n\"1,000\",2,2023,P1,上年结转\n",
                            "3\t2\tP1\t2023\t上年结转\t2\t1000.00\t\\N\n", "", true});
    assert_int_equal(present, 0x1F); /* all but received_cumulative */
    assert_int_equal(rows, 1);
}

static void a_header_may_say_the_unit_of_its_money(void **state)
{
    (void)state;
    check(&(struct example){"execution.csv",
                            "项目编码,年度,月份,累计支出（万元）,累计到位（元）\nP1,2023,2,1.5,300\n",
                            "3\t2\tP1\t2023\t\t2\t15000.00\t300.00\n", "", true});
    check(&(struct example){"execution.csv",
                            "project_code,fiscal_year,month,spent_cumulative (万元)*\nP1,2023,2,2\n",
                            "3\t2\tP1\t2023\t\t2\t20000.00\t\\N\n", "", true});
    /* Only of money: a month in 万元 is no month. */
    check(&(struct example){"execution.csv", "project_code,fiscal_year,month（万元）,spent_cumulative\n", "",
                            "execution.csv:1: month（万元）: no column of execution.csv has this name\n"
                            "execution.csv:1: month: the column is missing\n",
                            true});
}

static void empty_and_absent_parts_of_a_key_have_their_meaning(void **state)
{
    (void)state;
    check(&(struct example){"budget_adjustments.csv", "project_code,fiscal_year,amount\nP1,2023,-5\n",
                            "3\t2\tP1\t2023\t\t2023-01-01\tother\t-5.00\t\\N\t\n", "", true});
    assert_int_equal(negative, 1);
    check(&(struct example){"budget_adjustments.csv",
                            "project_code,fiscal_year,fund,effective_on,kind,amount,reason,approval_no\n"
                            "P1,2024,,,,1,,\n",
                            "3\t2\tP1\t2024\t\t2024-01-01\tother\t1.00\t\\N\t\n", "", true});
}

static void texts_are_escaped_for_copy(void **state)
{
    (void)state;
    check(&(struct example){"budget_adjustments.csv",
                            "project_code,fiscal_year,amount,reason\nP\\N,2023,1,\"a\tb\r\nc\\d\"\n",
                            "3\t2\tP\\\\N\t2023\t\t2023-01-01\tother\t1.00\ta\\tb\\nc\\\\d\t\n", "", true});
}

static void a_fault_names_file_line_and_column(void **state)
{
    (void)state;
    check(&(struct example){"execution.csv",
                            "project_code,fiscal_year,month,spent_cumulative\n"
                            "P1,2023,13,1\n"
                            "\n"
                            "P1,2023,2,x\n"
                            "P1,2023\n"
                            "P1,2023,3,4,5\n"
                            ",,,\n"
                            "P1,,,\n",
                            "3\t4\tP1\t2023\t\t2\t\\N\t\\N\n", /* its key is good */
                            "execution.csv:2: month: 13 is not 1..12\n"
                            "execution.csv:4: spent_cumulative: x is not an amount\n"
                            "execution.csv:5: 2 cells where the header has 4\n"
                            "execution.csv:6: 5 cells where the header has 4\n"
                            "execution.csv:8: fiscal_year: is empty; expected 2000..2100\n"
                            "execution.csv:8: month: is empty; expected 1..12\n"
                            "execution.csv:8: spent_cumulative: is empty; expected an amount\n",
                            false});
    assert_int_equal(rows, 5);
}

/* Else a row with an unreadable fund would be taken for the one without a fund. */
static void a_key_that_cannot_be_read_is_not_the_default_one(void **state)
{
    (void)state;
    check(&(struct example){"budgets.csv",
                            "project_code,fiscal_year,fund,initial_amount\nP1,2023,\"a\nb\",1\n", "",
                            "budgets.csv:2: fund: a?b has more than one line\n", false});
    check(&(struct example){"indicator_targets.csv", "indicator_code,fiscal_year,target\nI1,23,1\n", "",
                            "indicator_targets.csv:2: fiscal_year: 23 is not 2000..2100\n", false});
}

/* Excel writes them behind what was once filled in, as wide as it pleases. */
static void rows_of_empty_cells_are_passed_over(void **state)
{
    (void)state;
    check(&(struct example){"units.csv", "code,name\nA,a\n,\n\" \",\xE3\x80\x80\n,,,,,,\nB,b\n\n,\n",
                            "3\t2\tA\ta\t\\N\n3\t6\tB\tb\t\\N\n", "", true});
    assert_int_equal(rows, 2);
}

static void a_month_with_another_year_than_the_row_is_a_fault(void **state)
{
    (void)state;
    check(&(struct example){"execution.csv",
                            "month,project_code,fiscal_year,spent_cumulative\n"
                            "2023-07,P1,2023,1\n2023年8月,P1,2023年,1\n202309,P1,2022,1\n10,P1,2022,1\n",
                            "3\t2\tP1\t2023\t\t7\t1.00\t\\N\n3\t3\tP1\t2023\t\t8\t1.00\t\\N\n"
                            "3\t5\tP1\t2022\t\t10\t1.00\t\\N\n",
                            "execution.csv:4: month: it is of 2023, and the row of 2022\n", false});
}

static void a_mapping_counts_before_the_catalogue(void **state)
{
    static const char text[] =
        "{\"columns\": {\"projects\": {\"编号\": \"code\", \"项目名称\": null, \"全称\": \"name\"}},"
        " \"values\": {\"projects\": {\"category\": {\"专项\": \"project\", \"项目\": \"basic\"}}}}";
    struct faults faults = {0};

    (void)state;
    assert_true(map_file_parse(text, strlen(text), "map.json", &map, &faults));
    check(&(struct example){"projects.csv",
                            "编号,项目名称,全称,单位编码,类别\n"
                            "P1,短,长,U, 专项 \nP2,短,长,U,项目\nP3,短,长,U,项目支出\nP4,短,长,U,别的\n",
                            "3\t2\tP1\tU\t长\tproject\t\\N\n3\t3\tP2\tU\t长\tbasic\t\\N\n"
                            "3\t4\tP3\tU\t长\tproject\t\\N\n3\t5\tP4\tU\t长\t\\N\t\\N\n",
                            "projects.csv:5: category: 别的 is not one of basic, project\n", true});
    map_file_free(map);
    map = NULL;
}

static void a_header_is_checked_whole(void **state)
{
    (void)state;
    check(&(struct example){"projects.csv", "code,项目编码,unit_code,foo,,项目名称\nP1,P2,U,x,y,n\n",
                            "3\t2\tP1\tU\tn\t\\N\t\\N\n",
                            "projects.csv:1: code: the column is there twice\n"
                            "projects.csv:1: foo: no column of projects.csv has this name\n"
                            "projects.csv:1: a column of projects.csv without a name\n"
                            "projects.csv:1: category: the column is missing\n",
                            true});
    check(&(struct example){"units.csv", "", "",
                            "units.csv:1: the file is empty; its first line must name the columns\n", true});
}

static void a_file_that_is_no_csv_is_read_up_to_there(void **state)
{
    (void)state;
    check(&(struct example){"units.csv", "code,name\nA,a\nB,\"b\nC,c\n", "3\t2\tA\ta\t\\N\n",
                            "units.csv:3: no CSV: a quote stands inside a cell, or is not closed\n", false});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_come_in_any_order_and_in_both_languages),
        cmocka_unit_test(a_header_may_say_the_unit_of_its_money),
        cmocka_unit_test(empty_and_absent_parts_of_a_key_have_their_meaning),
        cmocka_unit_test(texts_are_escaped_for_copy),
        cmocka_unit_test(a_fault_names_file_line_and_column),
        cmocka_unit_test(a_key_that_cannot_be_read_is_not_the_default_one),
        cmocka_unit_test(rows_of_empty_cells_are_passed_over),
        cmocka_unit_test(a_month_with_another_year_than_the_row_is_a_fault),
        cmocka_unit_test(a_mapping_counts_before_the_catalogue),
        cmocka_unit_test(a_header_is_checked_whole),
        cmocka_unit_test(a_file_that_is_no_csv_is_read_up_to_there),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
