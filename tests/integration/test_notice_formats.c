/* `budgetwatch notice` as people and robots read it: from the ledger to text and files, by the real binary.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/group.h"

static int start(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_expect(0, (const char *[]){"migrate", "--database", cluster.conninfo, NULL});
    char paths[4][256];
    snprintf(paths[0], sizeof paths[0], "%s",
             process_file(&cluster, "units.csv", "%s", "code,name,parent_code\nTOP,某市,\nU1,甲局,TOP\n"));
    snprintf(paths[1], sizeof paths[1], "%s",
             process_file(&cluster, "projects.csv", "%s",
                          "code,unit_code,name,category\nP1,U1,数据治理,project\n"));
    snprintf(paths[2], sizeof paths[2], "%s",
             process_file(&cluster, "budgets.csv", "%s",
                          "project_code,fiscal_year,fund,initial_amount\nP1,2023,,12000000.00\n"));
    snprintf(paths[3], sizeof paths[3], "%s",
             process_file(&cluster, "execution.csv", "%s",
                          "project_code,fiscal_year,fund,month,spent_cumulative\nP1,2023,,7,3000000.00\n"));
    process_expect(0, (const char *[]){"import", paths[0], paths[1], paths[2], paths[3], "--database",
                                       cluster.conninfo, NULL});
    return 0;
}

static void expect_in(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("lacks %s in %s", part, text);
}

static void a_robot_gets_the_essence_and_a_link(void **state)
{
    struct run run = process_run((const char *[]){"notice", "--period", "2023-07", "--format", "md", "--link",
                                                  "https://e.gov.cn/7", "--max-bytes", "600", "--database",
                                                  cluster.conninfo, NULL});
    (void)state;

    assert_int_equal(run.status, 0);
    assert_true(strlen(run.out) <= 600);
    expect_in(run.out,
              "**关于2023年1-7月预算执行进度的通报**\n截至7月底，某市预算1,200.00万元，支出300.00万元，"
              "支出进度25.00%，低于序时进度（58.33%）33.33个百分点");
    expect_in(run.out, "[通报全文](https://e.gov.cn/7)\n");
    run_free(&run);
}

static void a_page_comes_in_english_and_in_yuan(void **state)
{
    struct run run =
        process_run((const char *[]){"notice", "--period", "2023-07", "--format", "html", "--language", "en",
                                     "--money-unit", "yuan", "--database", cluster.conninfo, NULL});
    (void)state;

    assert_int_equal(run.status, 0);
    expect_in(run.out, "<h1>Notice on budget execution, January to July 2023</h1>");
    expect_in(run.out, "spent 3,000,000.00 yuan of 12,000,000.00 yuan: 25.00%");
    expect_in(run.out, "<svg class=\"chart\"");
    run_free(&run);
}

static void a_unit_of_money_that_is_none_is_refused(void **state)
{
    struct run run = process_run((const char *[]){"notice", "--period", "2023-07", "--money-unit", "jin",
                                                  "--database", cluster.conninfo, NULL});
    (void)state;

    assert_int_equal(run.status, 2);
    expect_in(run.err, "--money-unit 'jin' is neither wan nor yuan");
    run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_robot_gets_the_essence_and_a_link),
        cmocka_unit_test(a_page_comes_in_english_and_in_yuan),
        cmocka_unit_test(a_unit_of_money_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, start, stop_cluster);
}
