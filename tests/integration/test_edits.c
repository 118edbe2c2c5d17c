/* While the daemon runs, people and other systems change the ledger in every way that SQL has. What it has
 * made of it in the end, change by change, is what a daemon finds that sees the same facts for the first
 * time: the same deviations with the same figures and sentences.
 *
 * The edits are drawn by a generator with a fixed seed; BUDGETWATCH_SEED=n draws others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/cluster.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/rehearsal.c"
#include "../support/group.h"

/* Batches are so small that the edits fall between the pages of full passes. */
enum { ROUNDS = 3, EDITS = 60, BATCH_SIZE = 7 };

/* August closed eight working days ago: what is missing is yellow. */
#define AS_OF "2023-09-12"

static struct rehearsal rehearsal, fresh;

/* Draws, each once a statement where it stands in a scalar sub-select; and a ledger with units, projects
 * and something of each kind. */
static const char facts[] =
    "CREATE FUNCTION draw(n integer) RETURNS integer LANGUAGE sql VOLATILE"
    " RETURN floor(random() * n)::integer;"
    "CREATE FUNCTION draw_unit() RETURNS text LANGUAGE sql VOLATILE RETURN 'U' || draw(4);"
    "CREATE FUNCTION draw_project() RETURNS text LANGUAGE sql VOLATILE"
    " BEGIN ATOMIC SELECT code FROM projects ORDER BY code OFFSET draw((SELECT count(*)::integer FROM "
    "projects)) LIMIT 1; END;"
    "CREATE FUNCTION draw_indicator() RETURNS text LANGUAGE sql VOLATILE"
    " BEGIN ATOMIC SELECT code FROM indicators ORDER BY code OFFSET draw((SELECT count(*)::integer FROM "
    "indicators)) LIMIT 1; END;"
    "CREATE FUNCTION draw_month() RETURNS smallint LANGUAGE sql VOLATILE"
    " RETURN (1 + draw(10))::smallint;"
    "CREATE FUNCTION draw_day() RETURNS date LANGUAGE sql VOLATILE RETURN date '2023-07-15' + draw(90);"
    "SELECT setseed(0.5);"
    "INSERT INTO units SELECT 'U' || n, '单位' || n, CASE WHEN n > 0 THEN 'U0' END FROM generate_series(0, "
    "3) n;"
    "INSERT INTO projects SELECT 'P' || n, 'U' || n % 4, '项目' || n,"
    " CASE WHEN n % 5 = 0 THEN 'basic' ELSE 'project' END, CASE WHEN n % 3 = 0 THEN '李雷' END"
    " FROM generate_series(0, 19) n;"
    "INSERT INTO budgets SELECT code, y, '', 1200000 FROM projects, generate_series(2022, 2023) y;"
    "INSERT INTO execution SELECT code, y, '', m, m * (50000 + 10000 * draw(8))"
    " FROM projects, generate_series(2022, 2023) y, generate_series(1, 7) m;"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
    " measure_unit, target, weight, accumulation, schedule)"
    " SELECT 'I' || n, CASE WHEN n < 20 THEN 'project' ELSE 'unit' END,"
    " CASE WHEN n < 20 THEN 'P' || n % 12 ELSE 'U' || n % 4 END, 2023, 'output', 'quantity', '指标' || n,"
    " CASE WHEN n % 7 = 0 THEN 'le' ELSE 'ge' END, '个', '120', n % 3 * 10, 'sum',"
    " CASE WHEN n % 2 = 0 THEN 'monthly' ELSE 'quarterly' END FROM generate_series(0, 23) n;"
    "INSERT INTO indicator_values SELECT code, 2023, m, draw(15)::text FROM indicators, generate_series(1, "
    "7) m;"
    "INSERT INTO milestones (owner, owner_code, fiscal_year, name, planned_on)"
    " SELECT 'project', code, 2023, '验收', draw_day() FROM projects;"
    "INSERT INTO contracts (code, project_code, fiscal_year, title, amount, procurement_on, awarded_on)"
    " SELECT 'C' || code, code, 2023, '合同' || code, 1, draw_day(), draw_day() FROM projects;"
    "INSERT INTO rectifications (code, source, subject, subject_code, fiscal_year, issue, action, due_on)"
    " SELECT 'R' || code, 'audit', 'project', code, 2023, '问题', '整改', draw_day() FROM projects;"
    "INSERT INTO rectifications (code, source, subject, subject_code, fiscal_year, issue, action, due_on)"
    " SELECT 'S' || code, 'audit', 'indicator', code, 2023, '问题', '整改', draw_day() FROM indicators"
    " WHERE code LIKE 'I1_';"
    "INSERT INTO ceilings SELECT code, 2023, 'vehicle', 100000 FROM units;"
    "INSERT INTO ceiling_spending SELECT code, 2023, 'vehicle', 8, 30000 * draw(5) FROM units;";

#define PROJECT   "(SELECT draw_project())"
#define UNIT      "(SELECT draw_unit())"
#define INDICATOR "(SELECT draw_indicator())"
#define MONTH     "(SELECT draw_month())"
#define DAY       "(SELECT draw_day())"

static const char *const edits[] = {
    /* Money. */
    "INSERT INTO execution VALUES (" PROJECT ", 2023, '', " MONTH ", draw(16) * 100000, NULL)"
    " ON CONFLICT (project_code, fiscal_year, fund, month) DO UPDATE"
    " SET spent_cumulative = excluded.spent_cumulative",
    "INSERT INTO execution VALUES (" PROJECT ", 2023, '上年结转', " MONTH
    ", draw(4) * 100000, draw(4) * 100000)"
    " ON CONFLICT (project_code, fiscal_year, fund, month) DO UPDATE"
    " SET received_cumulative = excluded.received_cumulative",
    "INSERT INTO execution SELECT code, 2023, '', 8, 600000 FROM projects WHERE unit_code = " UNIT
    " ON CONFLICT DO NOTHING",
    "UPDATE execution SET spent_cumulative = spent_cumulative / 2 WHERE project_code = " PROJECT,
    "UPDATE execution SET fiscal_year = 4045 - fiscal_year WHERE project_code = " PROJECT
    " AND fiscal_year = 2022 AND month > 9",
    "UPDATE execution SET month = 8 WHERE month = 7 AND fiscal_year = 2023 AND project_code = " PROJECT
    " AND project_code NOT IN (SELECT project_code FROM execution WHERE month = 8)",
    "DELETE FROM execution WHERE project_code = " PROJECT " AND month > " MONTH,
    "DELETE FROM execution WHERE fiscal_year = 2023 AND month >= " MONTH
    " AND project_code IN (SELECT code FROM projects WHERE unit_code = " UNIT ")",
    "UPDATE execution SET spent_cumulative = draw(10) * 100000 WHERE fiscal_year = 2022 AND project_code "
    "= " PROJECT,
    "INSERT INTO plans VALUES (" PROJECT ", 2023, " MONTH ", draw(16) * 100000)"
    " ON CONFLICT (project_code, fiscal_year, month) DO UPDATE"
    " SET planned_cumulative = excluded.planned_cumulative",
    "DELETE FROM plans WHERE project_code = " PROJECT,
    "INSERT INTO budgets VALUES (" PROJECT ", 2023, '', draw(4) * 500000)"
    " ON CONFLICT (project_code, fiscal_year, fund) DO UPDATE SET initial_amount = excluded.initial_amount",
    "DELETE FROM budgets WHERE fiscal_year = 2023 AND project_code = " PROJECT,
    "INSERT INTO budget_adjustments VALUES (" PROJECT ", 2023, '', " DAY ", 'cut', (draw(7) - 3) * 300000)"
    " ON CONFLICT DO NOTHING",
    "DELETE FROM budget_adjustments WHERE effective_on < " DAY,
    /* Who owns what. */
    "UPDATE projects SET unit_code = " UNIT " WHERE code = " PROJECT,
    "UPDATE projects SET unit_code = " UNIT " WHERE unit_code = " UNIT,
    "UPDATE projects SET name = name || '改', manager = '韩梅梅' WHERE code = " PROJECT,
    "UPDATE projects SET category = CASE category WHEN 'basic' THEN 'project' ELSE 'basic' END"
    " WHERE code = " PROJECT,
    "UPDATE units SET name = name || '局' WHERE code = " UNIT,
    /* A project goes with everything that refers to it, and one comes. */
    "DO $$ DECLARE gone text := draw_project(); BEGIN"
    " DELETE FROM rectifications WHERE subject_code = gone OR subject_indicator IN"
    "  (SELECT code FROM indicators WHERE owner_project = gone);"
    " DELETE FROM contracts WHERE project_code = gone; DELETE FROM milestones WHERE owner_project = gone;"
    " DELETE FROM indicator_values WHERE indicator_code IN"
    "  (SELECT code FROM indicators WHERE owner_project = gone);"
    " DELETE FROM indicator_targets WHERE indicator_code IN"
    "  (SELECT code FROM indicators WHERE owner_project = gone);"
    " DELETE FROM indicators WHERE owner_project = gone; DELETE FROM plans WHERE project_code = gone;"
    " DELETE FROM execution WHERE project_code = gone; DELETE FROM budgets WHERE project_code = gone;"
    " DELETE FROM budget_adjustments WHERE project_code = gone; DELETE FROM projects WHERE code = gone; END "
    "$$",
    "WITH new AS (INSERT INTO projects VALUES ('N' || draw(20), draw_unit(), '新项目', 'project', NULL)"
    " ON CONFLICT DO NOTHING RETURNING code) INSERT INTO budgets SELECT code, 2023, '', 900000 FROM new",
    /* Indicators. */
    "INSERT INTO indicator_values VALUES (" INDICATOR ", 2023, " MONTH ", draw(40)::text)"
    " ON CONFLICT (indicator_code, fiscal_year, month) DO UPDATE SET value = excluded.value",
    "UPDATE indicator_values SET value = 'n/a' WHERE month = " MONTH " AND indicator_code = " INDICATOR,
    "DELETE FROM indicator_values WHERE month > " MONTH " AND indicator_code = " INDICATOR,
    "INSERT INTO indicator_targets VALUES (" INDICATOR ", 2023, " DAY ", (draw(20) * 10)::text)"
    " ON CONFLICT DO NOTHING",
    "DELETE FROM indicator_targets WHERE effective_on < " DAY,
    "UPDATE indicators SET target = (draw(20) * 10)::text, weight = draw(50) WHERE code = " INDICATOR,
    "UPDATE indicators SET owner = 'project', owner_code = draw_project() WHERE code = " INDICATOR,
    "UPDATE indicators SET owner = 'unit', owner_code = draw_unit() WHERE code = " INDICATOR,
    "UPDATE indicators SET direction = CASE direction WHEN 'ge' THEN 'le' ELSE 'ge' END,"
    " accumulation = CASE accumulation WHEN 'sum' THEN 'latest' ELSE 'sum' END, name = name || '改'"
    " WHERE code = " INDICATOR,
    "UPDATE indicators SET schedule = (6 + draw(4))::text WHERE code = " INDICATOR,
    "DO $$ DECLARE gone text := draw_indicator(); BEGIN"
    " DELETE FROM rectifications WHERE subject_indicator = gone;"
    " DELETE FROM indicator_values WHERE indicator_code = gone;"
    " DELETE FROM indicator_targets WHERE indicator_code = gone; DELETE FROM indicators WHERE code = gone;"
    " END $$",
    /* Dates. */
    "UPDATE milestones SET planned_on = " DAY ", completed_on = CASE WHEN draw(3) = 0 THEN draw_day() END"
    " WHERE owner_code = " PROJECT,
    "UPDATE milestones SET name = name || '二' WHERE owner_code = " PROJECT,
    "DELETE FROM milestones WHERE owner_code = " PROJECT,
    "UPDATE contracts SET awarded_on = " DAY ", signed_on = CASE WHEN draw(2) = 0 THEN draw_day() END"
    " WHERE project_code = " PROJECT,
    "UPDATE contracts SET project_code = " PROJECT " WHERE project_code = " PROJECT,
    "UPDATE contracts SET code = code || 'x' WHERE project_code = " PROJECT,
    "UPDATE rectifications SET due_on = " DAY ", owner = '王芳' WHERE subject_code = " PROJECT,
    "UPDATE rectifications SET completed_on = " DAY " WHERE subject_code = " INDICATOR,
    "DELETE FROM rectifications WHERE subject_code = " PROJECT,
    /* Ceilings. */
    "INSERT INTO ceiling_spending VALUES (" UNIT ", 2023, 'vehicle', " MONTH ", draw(5) * 30000)"
    " ON CONFLICT (unit_code, fiscal_year, kind, month) DO UPDATE"
    " SET spent_cumulative = excluded.spent_cumulative",
    "UPDATE ceilings SET amount = draw(4) * 50000 WHERE unit_code = " UNIT,
    "DELETE FROM ceiling_spending WHERE unit_code = " UNIT,
    /* All at once, and not at all. */
    "TRUNCATE plans",
    "CREATE TEMP TABLE kept AS SELECT * FROM execution WHERE draw(3) > 0; TRUNCATE execution;"
    " INSERT INTO execution SELECT * FROM kept",
    "UPDATE execution SET spent_cumulative = spent_cumulative + 10000 WHERE month = 7",
    "UPDATE execution SET spent_cumulative = spent_cumulative",
    "INSERT INTO calendar VALUES ('2023-09-11', 'holiday', '停电')"
    " ON CONFLICT (date) DO UPDATE SET kind = CASE calendar.kind WHEN 'holiday' THEN 'workday' ELSE "
    "'holiday' END",
    "BEGIN; DELETE FROM execution; ROLLBACK",
};

/* xorshift32: the same draws everywhere. */
static uint32_t draw(uint32_t *state, uint32_t bound)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % bound;
}

static void edit(uint32_t *state)
{
    char sql[4096];
    const char *drawn = edits[draw(state, sizeof edits / sizeof *edits)];

    snprintf(sql, sizeof sql, "SELECT setseed(%u / 1000.0); %s", draw(state, 1000), drawn);
    if (cluster_sql(&rehearsal.database, sql) == NULL)
        fail_msg("this is no edit: %s", drawn);
}

static void expect_as_from_scratch(const char *name)
{
    struct lines expected = {0}, found = {0};

    rehearsal_copy(&rehearsal, &cluster, name, &fresh);
    rehearsal_day(&fresh, AS_OF);
    rehearsal_states(&fresh, &expected);
    rehearsal_states(&rehearsal, &found);
    assert_true(expected.count > 20);
    lines_expect(&expected, &found, name);
    lines_free(&expected);
    lines_free(&found);
}

static void follow_edits(const char *name, const char *policy)
{
    const char *seed = getenv("BUDGETWATCH_SEED");
    uint32_t random = seed != NULL ? (uint32_t)strtoul(seed, NULL, 10) * 2654435761u | 1 : 2463534242u;

    rehearsal_begin(&rehearsal, &cluster, name, policy, BATCH_SIZE);
    assert_non_null(cluster_sql(&rehearsal.database, facts));
    for (int round = 0; round < ROUNDS; round++) {
        char copy[64];
        rehearsal_start(&rehearsal, AS_OF);
        for (int i = 0; i < EDITS; i++)
            edit(&random);
        rehearsal_rest(&rehearsal);
        rehearsal_stop(&rehearsal);
        snprintf(copy, sizeof copy, "%s_%d", name, round);
        expect_as_from_scratch(copy);
    }
}

static void follow_policy(const char *name, const char *json)
{
    char file[64];

    snprintf(file, sizeof file, "policy_%s.json", name);
    follow_edits(name, process_file(&cluster, file, "%s", json));
}

static void edits_lead_to_the_states_that_a_fresh_look_finds(void **state)
{
    (void)state;
    follow_edits("plain", "default");
}

static void so_they_do_where_projects_are_compared_with_their_peers(void **state)
{
    (void)state;
    follow_policy("peers", "{\"name\": \"peers\", \"reference\": {\"curve\": \"peers\"}}");
}

static void so_they_do_where_the_last_year_is_the_measure(void **state)
{
    (void)state;
    follow_policy("last_year", "{\"name\": \"last year\", \"reference\": {\"curve\": \"last_year\"},"
                               " \"rules\": {\"execution.missing\": {\"missing_by\": \"project\"}}}");
}

static void so_they_do_where_each_unit_has_rules_of_its_own(void **state)
{
    (void)state;
    follow_policy(
        "units",
        "{\"name\": \"units\", \"overrides\": ["
        "{\"when\": {\"unit\": \"U1\"}, \"rules\": {\"milestone.due\": {\"days\": 40},"
        " \"rectification.due\": {\"days\": 1}, \"contract.signing\": {\"days\": 3, \"warning_days\": 1},"
        " \"goal.gap\": {\"gap\": \"0.01\"}, \"ceiling.pace\": {\"warning\": \"0.20\"}}},"
        "{\"when\": {\"unit\": \"U2\"}, \"rules\": {\"execution.pace\": {\"red\": \"0.10\"},"
        " \"indicator.pace\": {\"part\": {\"red\": \"0.10\", \"yellow\": \"0.20\"}}}}]}");
}

static int end_rehearsals(void **state)
{
    (void)state;
    rehearsal_end(&rehearsal);
    rehearsal_end(&fresh);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(edits_lead_to_the_states_that_a_fresh_look_finds, end_rehearsals),
        cmocka_unit_test_teardown(so_they_do_where_projects_are_compared_with_their_peers, end_rehearsals),
        cmocka_unit_test_teardown(so_they_do_where_the_last_year_is_the_measure, end_rehearsals),
        cmocka_unit_test_teardown(so_they_do_where_each_unit_has_rules_of_its_own, end_rehearsals),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
