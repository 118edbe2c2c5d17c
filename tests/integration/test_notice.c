/* `budgetwatch notice`: published notices, turned into ledgers, have the printed rates, ranks, counts and
 * gaps; and of a real year every figure of every month is what PostgreSQL makes of the same rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/group.h"

static json_t *shared_case(const char *name)
{
    char path[256];
    json_error_t error;

    snprintf(path, sizeof path, "cases/%s.json", name);
    json_t *json = json_load_file(shared_path(path), 0, &error);
    if (json == NULL)
        fail_msg("%s: %s", path, error.text);
    return json;
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

static int64_t number_of(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

/* The notice as JSON; the caller lets go of it. */
static json_t *notice_of(const struct cluster *database, const char *period, const char *unit)
{
    struct run run =
        process_run((const char *[]){"notice", "--period", period, "--format", "json", "--database",
                                     database->conninfo, unit != NULL ? "--unit" : NULL, unit, NULL});
    if (run.status != 0)
        fail_msg("%s: %s", period, run.err);
    json_t *json = json_loads(run.out, 0, NULL);
    if (json == NULL)
        fail_msg("%s: no JSON", period);
    run_free(&run);
    return json;
}

/* A ledger being written: each unit has one project. */
struct ledger {
    const char *name;
    struct cluster database;
    struct buf units, projects, budgets, execution;
    int year, month, count;
};

static void ledger_begin(struct ledger *ledger, const char *name, int year, int month)
{
    *ledger = (struct ledger){.name = name, .year = year, .month = month};
    process_ledger(&cluster, name, &ledger->database);
    buf_puts(&ledger->units, "code,name,parent_code\nTOP,合计,\n");
    buf_puts(&ledger->projects, "code,unit_code,name,category\n");
    buf_puts(&ledger->budgets, "project_code,fiscal_year,fund,initial_amount\n");
    buf_puts(&ledger->execution, "project_code,fiscal_year,fund,month,spent_cumulative\n");
}

/* Amounts in fen; codes are U001, U002, ... */
static void ledger_unit(struct ledger *ledger, const char *name, int64_t budget, int64_t spent)
{
    int at = ++ledger->count;

    buf_printf(&ledger->units, "U%03d,%s,TOP\n", at, name);
    buf_printf(&ledger->projects, "P%03d,U%03d,%s,project\n", at, at, name);
    buf_printf(&ledger->budgets, "P%03d,%d,,%lld.%02lld\n", at, ledger->year, (long long)budget / 100,
               (long long)budget % 100);
    buf_printf(&ledger->execution, "P%03d,%d,,%d,%lld.%02lld\n", at, ledger->year, ledger->month,
               (long long)spent / 100, (long long)spent % 100);
}

static void ledger_import(struct ledger *ledger)
{
    const struct {
        const char *name;
        struct buf *text;
    } files[] = {{"units.csv", &ledger->units},
                 {"projects.csv", &ledger->projects},
                 {"budgets.csv", &ledger->budgets},
                 {"execution.csv", &ledger->execution}};
    char paths[4][256];

    for (size_t i = 0; i < 4; i++) {
        snprintf(paths[i], sizeof paths[i], "%s",
                 process_file(&cluster, files[i].name, "%s", buf_text(files[i].text)));
        buf_free(files[i].text);
    }
    process_expect(0, (const char *[]){"import", paths[0], paths[1], paths[2], paths[3], "--database",
                                       ledger->database.conninfo, NULL});
}

/* "85.05%" as hundredths of a percent. */
static int64_t hundredths(const char *text)
{
    char *end;
    int64_t whole = strtoll(text, &end, 10);

    return whole * 100 + (*end == '.' ? strtoll(end + 1, NULL, 10) : 0);
}

/* 江门: the first of 86 units has spent 85.05 %, 43.38 percentage points above 5/12. */
static void the_first_of_eighty_six_units_is_ahead_by_the_printed_points(void **state)
{
    struct ledger ledger;
    (void)state;

    json_decref(shared_case("notice_jiangmen_2021_05"));
    ledger_begin(&ledger, "jiangmen", 2021, 5);
    for (int i = 1; i <= 85; i++)
        ledger_unit(&ledger, "某局", 10000, i % 2 == 0 ? 4000 : i * 50);
    ledger_unit(&ledger, "土地储备中心", 10000, 8505);
    ledger_import(&ledger);
    json_t *notice = notice_of(&ledger.database, "2021-05", NULL);
    const json_t *rows = json_object_get(notice, "rows"), *first = json_array_get(rows, 0);
    assert_int_equal(json_array_size(rows), 86);
    assert_string_equal(text_of(first, "name"), "土地储备中心");
    assert_int_equal(number_of(first, "rank"), 1);
    assert_string_equal(text_of(first, "rate"), "85.05");
    assert_string_equal(text_of(first, "gap_pp"), "43.38");
    assert_string_equal(text_of(notice, "reference_rate"), "41.67");
    assert_string_equal(text_of(notice, "curve"), "linear");
    /* 42 units have spent 40.00 %: they share a rank, and the next one skips. */
    int64_t shared = 0;
    for (size_t i = 0; i < json_array_size(rows); i++)
        shared += strcmp(text_of(json_array_get(rows, i), "rate"), "40.00") == 0 &&
                  number_of(json_array_get(rows, i), "rank") == 5;
    assert_int_equal(shared, 42);
    assert_int_equal(number_of(json_array_get(rows, 46), "rank"), 47);
    json_decref(notice);
}

enum { CARRIED = 10000000 }; /* fen that a rate printed without amounts is carried on: each 0.01 % is 10.00 */

static void check_printed(const json_t *notice, const json_t *table)
{
    const json_t *rows = json_object_get(notice, "rows"), *printed = json_object_get(table, "rows");
    int64_t rank = 0;

    for (size_t i = 0; i < json_array_size(printed); i++) {
        const char *rate = json_string_value(json_array_get(json_array_get(printed, i), 1));
        const json_t *row = json_array_get(rows, i);
        bool same =
            i > 0 && strcmp(rate, json_string_value(json_array_get(json_array_get(printed, i - 1), 1))) == 0;
        rank = same ? rank : (int64_t)i + 1;
        assert_int_equal(number_of(row, "rank"), rank);
        assert_int_equal(hundredths(text_of(row, "rate")), hundredths(rate));
        if (!same &&
            (i + 1 == json_array_size(printed) ||
             strcmp(rate, json_string_value(json_array_get(json_array_get(printed, i + 1), 1))) != 0))
            assert_string_equal(text_of(row, "name"),
                                json_string_value(json_array_get(json_array_get(printed, i), 0)));
    }
    assert_int_equal(hundredths(text_of(notice, "rate")), hundredths(text_of(table, "overall_printed")));
    assert_int_equal(number_of(notice, "above_overall"), number_of(table, "above_printed"));
    assert_int_equal(number_of(notice, "below_overall"), number_of(table, "below_printed"));
    assert_string_equal(text_of(notice, "reference_rate"), "83.33");
}

/* The table is whole; the last unit's budget makes the whole what it was. */
static void add_carried(struct ledger *ledger, const json_t *table)
{
    const json_t *printed = json_object_get(table, "rows");
    int64_t overall = hundredths(text_of(table, "overall_printed")), sum = 0, rate = 0;
    size_t count = json_array_size(printed);

    for (size_t i = 0; i < count; i++) {
        rate = hundredths(json_string_value(json_array_get(json_array_get(printed, i), 1)));
        int64_t budget = CARRIED;
        if (i + 1 == count) /* (sum x carried + rate x budget) / (rest x carried + budget) = overall */
            budget = (sum - overall * (int64_t)i) * CARRIED / (overall - rate) / 10000 * 10000;
        sum += rate;
        ledger_unit(ledger, json_string_value(json_array_get(json_array_get(printed, i), 0)), budget,
                    rate * (budget / 10000));
    }
}

static void carried_over_money_ranks_as_it_was_printed(void **state)
{
    json_t *all = shared_case("notice_shzu_2024_10");
    const json_t *table = json_array_get(json_object_get(all, "tables"), 0);
    struct ledger ledger;
    (void)state;

    ledger_begin(&ledger, "shzu_carried", 2024, 10);
    add_carried(&ledger, table);
    ledger_import(&ledger);
    json_t *notice = notice_of(&ledger.database, "2024-10", NULL);
    check_printed(notice, table);
    assert_int_equal(json_array_size(json_object_get(notice, "zero")), 0);
    json_decref(notice);
    json_decref(all);
}

/* The printed table is cut after ten of 32 units: the other 22 are made up as its text counts them, and so
 * that the whole is what was printed. */
static void this_years_money_counts_as_it_was_printed(void **state)
{
    json_t *all = shared_case("notice_shzu_2024_10"), *name;
    const json_t *table = json_array_get(json_object_get(all, "tables"), 1);
    const json_t *printed = json_object_get(table, "rows"), *zero;
    int64_t left = hundredths(text_of(table, "overall_printed")) * 32;
    struct ledger ledger;
    size_t i;
    (void)state;

    ledger_begin(&ledger, "shzu_current", 2024, 10);
    for (i = 0; i < json_array_size(printed); i++) {
        int64_t rate = hundredths(json_string_value(json_array_get(json_array_get(printed, i), 1)));
        ledger_unit(&ledger, json_string_value(json_array_get(json_array_get(printed, i), 0)), CARRIED,
                    rate * (CARRIED / 10000));
        left -= rate;
    }
    for (i = 0; i < 4; i++)
        ledger_unit(&ledger, "高于总体的部门", CARRIED, 4500 * (CARRIED / 10000));
    for (i = 0; i < 16; i++)
        ledger_unit(&ledger, "低于总体的部门", CARRIED, (left - 4 * 4500) * (CARRIED / 10000) / 16);
    json_array_foreach(json_object_get(table, "zero_units_printed"), i, name)
        ledger_unit(&ledger, json_string_value(name), CARRIED, 0);
    ledger_import(&ledger);
    json_t *notice = notice_of(&ledger.database, "2024-10", "TOP");
    check_printed(notice, table);
    zero = json_object_get(notice, "zero");
    assert_true(json_equal(zero, json_object_get(table, "zero_units_printed")));
    assert_int_equal(number_of(notice, "below_overall") - (int64_t)json_array_size(zero),
                     number_of(table, "below_nonzero_printed"));
    json_decref(notice);
    json_decref(all);
}

/* 安徽农大: the lines overlap, so the whole stands apart from them. Printed rates have one decimal. */
static void money_by_funds_has_the_printed_rates(void **state)
{
    json_t *all = shared_case("notice_ahau_2025_08");
    const json_t *rows = json_object_get(all, "rows");
    struct cluster database;
    struct buf budgets = {0}, execution = {0};
    char paths[4][256];
    size_t i;
    json_t *row;
    (void)state;

    process_ledger(&cluster, "ahau", &database);
    buf_puts(&budgets, "project_code,fiscal_year,fund,initial_amount\nZ,2024,,100685.35\n");
    buf_puts(&execution, "project_code,fiscal_year,fund,month,spent_cumulative\n");
    json_array_foreach(rows, i, row)
    {
        const char *project = i == 0 ? "Z" : "F", *fund = i == 0 ? "" : text_of(row, "item");
        buf_printf(&budgets, "%s,2025,%s,%s\n", project, fund, text_of(row, "budget"));
        buf_printf(&execution, "%s,2025,%s,8,%s\n", project, fund, text_of(row, "paid"));
    }
    snprintf(paths[0], 256, "%s", process_file(&cluster, "units.csv", "code,name\nW,总体\nL,分项\n"));
    snprintf(paths[1], 256, "%s",
             process_file(&cluster, "projects.csv",
                          "code,unit_code,name,category\nZ,W,总体,project\nF,L,分项,project\n"));
    snprintf(paths[2], 256, "%s", process_file(&cluster, "budgets.csv", "%s", buf_text(&budgets)));
    snprintf(paths[3], 256, "%s", process_file(&cluster, "execution.csv", "%s", buf_text(&execution)));
    buf_free(&budgets);
    buf_free(&execution);
    process_expect(0, (const char *[]){"import", paths[0], paths[1], paths[2], paths[3], "--money-unit",
                                       "wan", "--database", database.conninfo, NULL});
    json_t *notice = notice_of(&database, "2025-08", "W");
    assert_string_equal(text_of(notice, "budget"), "1157227100.00");
    assert_string_equal(text_of(notice, "rate"), "69.26"); /* printed 69.3% */
    assert_string_equal(text_of(notice, "reference_rate"), "66.67");
    assert_string_equal(text_of(notice, "gap_pp"), "2.59");
    assert_string_equal(text_of(json_object_get(notice, "last_year"), "budget"), "1006853500.00");
    json_decref(notice);
    notice = notice_of(&database, "2025-08", "L");
    const char *expected[][2] = {{"2024年结转(结余)", "84.62"},       /* printed 84.6% */
                                 {"一般公共预算及政府基金", "74.84"}, /* printed 74.8% */
                                 {"政府采购预算", "67.64"}};          /* printed 67.6% */
    for (i = 0; i < 3; i++) {
        const json_t *fund = json_array_get(json_object_get(notice, "funds"), i);
        assert_string_equal(text_of(fund, "name"), expected[i][0]);
        assert_string_equal(text_of(fund, "rate"), expected[i][1]);
    }
    json_decref(notice);
    /* Both together, as neither has a unit above it. */
    notice = notice_of(&database, "2025-08", NULL);
    assert_string_equal(text_of(json_object_get(notice, "unit"), "code"), "");
    assert_int_equal(json_array_size(json_object_get(notice, "rows")), 2);
    json_decref(notice);
    json_decref(all);
}

/* What differs between a notice and the rows it was made of, computed by PostgreSQL alone; "" for nothing.
 * Arguments: the notice's file, the month. */
static const char recompute[] =
    "WITH n AS (SELECT pg_read_file('%s')::jsonb AS j), m AS (SELECT %d AS month),"
    "latest AS (SELECT DISTINCT ON (project_code, fund) project_code, spent_cumulative FROM execution, m"
    " WHERE fiscal_year = 2023 AND execution.month <= m.month ORDER BY project_code, fund,"
    " execution.month DESC),"
    "units_money AS (SELECT u.code, u.name,"
    " (SELECT coalesce(sum(initial_amount), 0) FROM budgets b JOIN projects p ON p.code = b.project_code"
    "  WHERE p.unit_code = u.code AND b.fiscal_year = 2023)"
    " + (SELECT coalesce(sum(amount), 0) FROM m, budget_adjustments a JOIN projects p ON p.code ="
    "  a.project_code WHERE p.unit_code = u.code AND a.fiscal_year = 2023"
    "  AND a.effective_on < make_date(2023, m.month, 1) + interval '1 month') AS b,"
    " (SELECT coalesce(sum(spent_cumulative), 0) FROM latest l JOIN projects p ON p.code = l.project_code"
    "  WHERE p.unit_code = u.code) AS s"
    " FROM units u WHERE parent_code = 'MG'),"
    "rated AS (SELECT *, CASE WHEN b > 0 THEN s / b END AS r FROM units_money),"
    "mine AS (SELECT *, CASE WHEN b > 0 THEN rank() OVER (ORDER BY round(r, 14) DESC NULLS LAST) END AS place"
    " FROM rated),"
    "whole AS (SELECT sum(b) AS b, sum(s) AS s, sum(s) / sum(b) AS r FROM mine),"
    "theirs AS (SELECT e ->> 'code' AS code, (e ->> 'rank')::int AS place, (e ->> 'budget')::numeric AS b,"
    " (e ->> 'spent')::numeric AS s, (e ->> 'rate')::numeric AS r, (e ->> 'gap_pp')::numeric AS gap"
    " FROM n, jsonb_array_elements(j -> 'rows') e),"
    "differences AS ("
    " SELECT 'row ' || coalesce(mine.code, theirs.code) AS what FROM mine FULL JOIN theirs USING (code), m"
    " WHERE (mine.b, mine.s, mine.place, round(mine.r * 100, 2),"
    "  round(mine.s * 100 / nullif(greatest(mine.b, 0), 0) - m.month * 100 / 12.0, 2))"
    "  IS DISTINCT FROM (theirs.b, theirs.s, theirs.place, theirs.r, theirs.gap)"
    " UNION ALL SELECT 'budget' FROM n, whole WHERE b <> (j ->> 'budget')::numeric"
    " UNION ALL SELECT 'spent' FROM n, whole WHERE s <> (j ->> 'spent')::numeric"
    " UNION ALL SELECT 'rate' FROM n, whole WHERE round(r * 100, 2) <> (j ->> 'rate')::numeric"
    " UNION ALL SELECT 'rows' FROM n, whole WHERE b || ' ' || s IS DISTINCT FROM"
    "  (SELECT sum(b) || ' ' || sum(s) FROM theirs)"
    " UNION ALL SELECT 'reference' FROM n, m WHERE round(month * 100 / 12.0, 2) <>"
    "  (j ->> 'reference_rate')::numeric"
    " UNION ALL SELECT 'counts' FROM n, m, whole WHERE"
    "  (SELECT count(*) FILTER (WHERE mine.b > 0 AND s * 12 > mine.b * month) || ' ' ||"
    "   count(*) FILTER (WHERE mine.b > 0 AND s * 12 < mine.b * month) || ' ' ||"
    "   count(*) FILTER (WHERE mine.b > 0 AND mine.s * whole.b > whole.s * mine.b) || ' ' ||"
    "   count(*) FILTER (WHERE mine.b > 0 AND mine.s * whole.b < whole.s * mine.b) || ' ' ||"
    "   count(*) FILTER (WHERE mine.b > 0 AND mine.s = 0) FROM mine)"
    "  <> concat_ws(' ', j ->> 'above', j ->> 'below', j ->> 'above_overall', j ->> 'below_overall',"
    "   jsonb_array_length(j -> 'zero'))"
    " UNION ALL SELECT 'zero' FROM n WHERE (SELECT jsonb_agg(name ORDER BY code) FROM mine WHERE b > 0"
    "  AND s = 0) IS DISTINCT FROM nullif(j -> 'zero', '[]')"
    " UNION ALL SELECT 'funds' FROM n, whole WHERE (SELECT sum((f ->> 'budget')::numeric) || ' ' ||"
    "  sum((f ->> 'spent')::numeric) FROM jsonb_array_elements(j -> 'funds') f) <> b || ' ' || s"
    " UNION ALL SELECT 'light of ' || (e ->> 'code') FROM n, m, jsonb_array_elements(j -> 'rows') e"
    "  JOIN mine ON mine.code = e ->> 'code' WHERE e ->> 'light' <> CASE WHEN mine.b <= 0 OR month < 3 THEN"
    "  'none' WHEN mine.s > mine.b THEN 'red' WHEN s * 12 < mine.b * month *"
    "  CASE WHEN month >= 11 THEN 0.8 ELSE 0.6 END THEN 'red' WHEN s * 12 < mine.b * month *"
    "  CASE WHEN month >= 11 THEN 0.9 ELSE 0.8 END THEN 'yellow'"
    "  WHEN s * 12 - mine.b * month > mine.b * 12 * 0.3 THEN 'blue' ELSE 'green' END)"
    "SELECT coalesce(string_agg(what, ', '), '') FROM differences";

static void check_month(const struct cluster *database, int month)
{
    char period[16], path[512];
    struct buf sql = {0};

    snprintf(period, sizeof period, "2023-%02d", month);
    json_t *notice = notice_of(database, period, NULL);
    char *text = json_dumps(notice, JSON_COMPACT);
    snprintf(path, sizeof path, "%s", process_file(&cluster, "notice.json", "%s", text));
    free(text);
    assert_int_equal(json_array_size(json_object_get(notice, "rows")), 115);
    json_decref(notice);
    buf_printf(&sql, recompute, path, month);
    const char *differences = cluster_sql(database, buf_text(&sql));
    if (differences == NULL || differences[0] != '\0')
        fail_msg("%s: %s", period, differences != NULL ? differences : "not recomputed");
    buf_free(&sql);
}

static void every_month_of_a_real_year_is_what_its_rows_make(void **state)
{
    struct cluster database;
    (void)state;

    process_ledger(&cluster, "minas", &database);
    process_import(&database, shared_path("ledgers/minas-gerais-2023"));
    for (int month = 1; month <= 12; month++)
        check_month(&database, month);
}

static void expect_refusal(int status, const char *sentence, const char *const args[])
{
    struct run run = process_run(args);

    if (run.status != status || strstr(run.err, sentence) == NULL)
        fail_msg("%d: %s", run.status, run.err);
    assert_string_equal(run.out, "");
    run_free(&run);
}

static void what_cannot_be_told_is_refused_in_a_sentence(void **state)
{
    struct ledger ledger;
    const char *at = ledger.database.conninfo;
    (void)state;

    ledger_begin(&ledger, "refused", 2023, 1);
    expect_refusal(1, "the ledger has no units yet",
                   (const char *[]){"notice", "--period", "2023-01", "--database", at, NULL});
    ledger_unit(&ledger, "甲", 100, 50);
    ledger_import(&ledger);
    expect_refusal(1, "2100-12 is not over",
                   (const char *[]){"notice", "--period", "2100-12", "--database", at, NULL});
    expect_refusal(1, "no unit has the code 'X'",
                   (const char *[]){"notice", "--period", "2023-01", "--unit", "X", "--database", at, NULL});
    expect_refusal(2, "--period '2023-13' is no month",
                   (const char *[]){"notice", "--period", "2023-13", "--database", at, NULL});
    expect_refusal(2, "needs --period", (const char *[]){"notice", "--database", at, NULL});
    expect_refusal(2, "takes no 'more'",
                   (const char *[]){"notice", "--period", "2023-01", "more", "--database", at, NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_of_eighty_six_units_is_ahead_by_the_printed_points),
        cmocka_unit_test(carried_over_money_ranks_as_it_was_printed),
        cmocka_unit_test(this_years_money_counts_as_it_was_printed),
        cmocka_unit_test(money_by_funds_has_the_printed_rates),
        cmocka_unit_test(every_month_of_a_real_year_is_what_its_rows_make),
        cmocka_unit_test(what_cannot_be_told_is_refused_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
