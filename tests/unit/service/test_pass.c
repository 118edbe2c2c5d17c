/* A full pass in lanes, on a server of its own: interrupted, gone on with, and held to its bounds. */
#include "../db/schema.h"

#include "config/policy_file.h"
#include "service/pass.h"

enum { PROJECTS = 300, UNITS = 7, PAGE = 20, DAY_YEAR = 2025 };

/* A third of the projects have spent nothing, and the indicators of another third stand still. Units' own
 * indicators lie among those of projects, and one of a project has a code far from the others. */
static const char facts[] =
    "INSERT INTO units SELECT 'u' || g, 'unit', NULL FROM generate_series(1, 7) g;"
    "INSERT INTO projects SELECT 'p' || lpad(g::text, 3, '0'), 'u' || (g % 7 + 1), 'project', 'project', NULL"
    " FROM generate_series(1, 300) g;"
    "SELECT prepare_fiscal_year(2025);"
    "INSERT INTO budgets SELECT code, 2025, '', 1200000 FROM projects;"
    "INSERT INTO execution SELECT code, 2025, '', m, CASE WHEN right(code, 2)::int % 3 = 0 THEN 0 ELSE "
    "100000 * m END"
    " FROM projects, generate_series(1, 6) m;"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction, "
    "measure_unit, target,"
    " accumulation, schedule)"
    " SELECT CASE WHEN code = 'p001' THEN 'zzz' ELSE 'i' || code END, 'project', code, 2025, 'output', "
    "'quantity',"
    " 'goal', 'ge', 'x', '12', 'sum', 'monthly' FROM projects"
    " UNION ALL SELECT 'ip0' || code, 'unit', code, 2025, 'output', 'quantity', 'goal', 'ge', 'x', '12', "
    "'sum', 'monthly'"
    " FROM units;"
    "INSERT INTO indicator_values SELECT code, 2025, m, CASE WHEN right(owner_code, 1) IN ('1', '4') THEN "
    "'0' ELSE '1' END"
    " FROM indicators, generate_series(1, 6) m;";

/* Of units whose projects are queued a page takes nothing: they go with the whole log, or stay. */
static const char queued[] =
    "INSERT INTO change_log (subject_kind, subject_code) VALUES ('unit_projects', 'u1')";

static const char verdicts_of[] =
    "SELECT count(*) || ' ' || md5(string_agg(concat_ws(' ', rule, subject_kind, subject_code, severity, "
    "month, observed,"
    " unit_code), ',' ORDER BY subject_kind, subject_code, rule)) FROM deviations";

struct world {
    uv_loop_t loop;
    struct pass pass;
    struct batch model;
    struct policy *policy;
    struct calendar calendar;
    struct schema schema;
    char conninfo[256];
    int pages, still, cut_after;
    size_t subjects;
    size_t largest; /* entries that one page held */
};

static struct world world;

static void on_page(struct pass *pass, const struct batch *batch)
{
    const struct facts_set *set = &batch->load.set;
    size_t held = set->project_count + set->indicator_count + set->unit_count;

    (void)pass;
    world.pages++;
    world.subjects += batch->subjects;
    world.largest = held > world.largest ? held : world.largest;
    if (world.pages == world.cut_after)
        cluster_sql(&world.schema.database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                            " WHERE application_name = 'budgetwatch pass'"
                                            " AND datname = current_database()");
}

static void on_still(struct pass *pass)
{
    (void)pass;
    world.still++;
}

static void begin(const char *how)
{
    struct faults faults = {0};

    world = (struct world){.cut_after = 0};
    schema_begin(&world.schema, how);
    schema_exec(&world.schema, facts);
    schema_exec(&world.schema, "DELETE FROM change_log; UPDATE leader SET holder = 'test', epoch = 1");
    snprintf(world.conninfo, sizeof world.conninfo, "%s", world.schema.database.conninfo);
    assert_int_equal(uv_loop_init(&world.loop), 0);
    assert_true(policy_load("default", &world.policy, &faults));
    calendar_init_official(&world.calendar);
    const struct db_settings settings = {.conninfo = world.conninfo, .application_name = "budgetwatch pass"};
    pass_init(&world.pass, &world.loop, &settings);
    world.pass.on_page = on_page;
    world.pass.on_still = on_still;
    world.model = (struct batch){.holder = "test",
                                 .epoch = 1,
                                 .today = date_of(DAY_YEAR, 7, 20),
                                 .language = LANGUAGE_ZH,
                                 .policy = world.policy,
                                 .calendar = &world.calendar,
                                 .limit = PAGE,
                                 .fingerprint = "f"};
    pass_begin(&world.pass, /* proof: */ false, /* first: */ true, world.model.today, NULL);
}

/* Until nothing is under way. The turns of the loop wait for the server; its statements have a deadline. */
static void go(void)
{
    int before = world.still;

    pass_go(&world.pass, &world.model);
    while (world.still == before)
        uv_run(&world.loop, UV_RUN_ONCE);
}

static void on_stopped(struct pass *pass)
{
    (void)pass;
    world.still++;
}

static void end(void)
{
    pass_stop(&world.pass, on_stopped);
    uv_run(&world.loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&world.loop), 0);
    calendar_done(&world.calendar);
    policy_free(world.policy);
    schema_end(&world.schema);
}

static void every_subject_is_looked_at_once(void **state)
{
    (void)state;
    begin("TEMPLATE migrated");
    go();
    assert_int_equal(world.pass.err.code, ERR_NONE);
    assert_true(world.pass.finished);
    assert_int_equal(world.subjects, UNITS + PROJECTS + PROJECTS + UNITS);
    schema_expect(&world.schema, "SELECT fingerprint || ' ' || finished_on FROM full_pass", "f 2025-07-20");
    schema_expect(&world.schema, "SELECT count(*)::text FROM unit_progress WHERE months = 126", "7");
    schema_expect(&world.schema, "SELECT (count(*) > 30)::text FROM deviations", "true");
    schema_expect(&world.schema, "SELECT (count(DISTINCT deviation_id) = count(*))::text FROM events",
                  "true");
    end();
}

static void what_a_page_holds_does_not_grow_with_the_ledger(void **state)
{
    (void)state;
    begin("TEMPLATE migrated");
    go();
    assert_true(world.pages > (UNITS + PROJECTS) / PAGE);
    assert_true(world.largest <= 2 * PAGE);
    end();
}

static void an_interrupted_pass_goes_on_and_comes_to_the_same(void **state)
{
    char whole[128], cut[128];

    (void)state;
    begin("TEMPLATE migrated");
    go();
    snprintf(whole, sizeof whole, "%s", cluster_sql(&world.schema.database, verdicts_of));
    end();

    begin("TEMPLATE migrated");
    for (world.cut_after = 3; !world.pass.finished; world.cut_after = world.pages + 2) {
        go();
        assert_true(world.pass.finished || world.pass.err.code != ERR_NONE);
        assert_true(world.still < 50);
    }
    snprintf(cut, sizeof cut, "%s", cluster_sql(&world.schema.database, verdicts_of));
    assert_true(world.still > 2);
    assert_string_equal(cut, whole);
    assert_int_equal(world.subjects, UNITS + PROJECTS + PROJECTS + UNITS);
    schema_expect(&world.schema, "SELECT (count(DISTINCT deviation_id) = count(*))::text FROM events",
                  "true");
    end();
}

static void a_page_of_somebody_who_does_not_lead_writes_nothing(void **state)
{
    (void)state;
    begin("TEMPLATE migrated");
    schema_exec(&world.schema, queued);
    schema_exec(&world.schema, "UPDATE leader SET epoch = 2");
    go();
    assert_int_equal(world.pass.err.code, ERR_CONFLICT);
    assert_false(world.pass.finished);
    schema_expect(&world.schema, "SELECT count(*)::text FROM deviations", "0");
    schema_expect(&world.schema, "SELECT count(*)::text FROM change_log", "1");
    end();
}

static void a_change_on_the_way_is_taken_with_its_page_and_its_unit_is_queued(void **state)
{
    (void)state;
    begin("TEMPLATE migrated");
    world.pass.clears = false;
    schema_exec(&world.schema,
                "INSERT INTO change_log (subject_kind, subject_code) VALUES"
                " ('project', 'p010'), ('indicator', 'ip020'), ('indicator', 'ip0u3'), ('unit', 'u1')");
    go();
    schema_expect(&world.schema,
                  "SELECT string_agg(subject_kind || ' ' || subject_code, ',' ORDER BY id) FROM change_log",
                  "unit u4");
    end();
}

static void the_log_of_a_first_import_is_emptied_at_once(void **state)
{
    (void)state;
    begin("TEMPLATE migrated");
    schema_exec(&world.schema, queued);
    go();
    schema_expect(&world.schema, "SELECT count(*)::text FROM change_log", "0");
    end();
}

static void it_stays_where_it_asks_for_another_pass(void **state)
{
    (void)state;
    begin("TEMPLATE migrated");
    schema_exec(&world.schema, queued);
    schema_exec(&world.schema, "INSERT INTO calendar VALUES ('2025-07-21', 'holiday', NULL)");
    go();
    assert_true(world.pass.finished);
    schema_expect(&world.schema, "SELECT string_agg(subject_kind, ',' ORDER BY id) FROM change_log",
                  "unit_projects,all");
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_subject_is_looked_at_once),
        cmocka_unit_test(what_a_page_holds_does_not_grow_with_the_ledger),
        cmocka_unit_test(an_interrupted_pass_goes_on_and_comes_to_the_same),
        cmocka_unit_test(a_page_of_somebody_who_does_not_lead_writes_nothing),
        cmocka_unit_test(the_log_of_a_first_import_is_emptied_at_once),
        cmocka_unit_test(it_stays_where_it_asks_for_another_pass),
        cmocka_unit_test(a_change_on_the_way_is_taken_with_its_page_and_its_unit_is_queued),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
