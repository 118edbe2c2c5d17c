/* Who may do what: every role tries everything on every table, function and sequence of a real database,
 * and what went through is compared with the tables written here, from both sides. */
#include "roles.h"

#include "embedded/statements.h"

/* Letters: SELECT, INSERT, UPDATE, DELETE, TRUNCATE; a small one: of the columns below only. */
#define FACTS                                                                                                \
    {                                                                                                        \
        "SIUDT", "S", "SIUD", "SIUD", "S", "S", ""                                                           \
    }

static const struct {
    const char *table;
    const char *letters[ROLE_COUNT];
} matrix[] = {
    /*                     owner    daemon  source reporter officer reader stranger */
    {"units", FACTS},
    {"people", FACTS},
    {"projects", FACTS},
    {"budgets", FACTS},
    {"budget_adjustments", FACTS},
    {"plans", FACTS},
    {"execution", FACTS},
    {"receipts", FACTS},
    {"indicators", FACTS},
    {"indicator_targets", FACTS},
    {"indicator_values", FACTS},
    {"outlooks", FACTS},
    {"milestones", FACTS},
    {"contracts", FACTS},
    {"ceilings", FACTS},
    {"ceiling_spending", FACTS},
    {"notified_rates", FACTS},
    {"assessments", FACTS},
    {"rectifications", FACTS},
    {"calendar", FACTS},
    {"schema_migrations", {"SIUDT", "S", "S", "S", "S", "S", ""}},
    {"installation", {"SIUDT", "S", "S", "S", "S", "S", ""}},
    {"fiscal_years", {"SIUDT", "S", "S", "S", "S", "S", ""}},
    {"year_closings", {"SIUDT", "S", "S", "S", "S", "S", ""}},
    {"deviations", {"SIUDT", "SIU", "", "S", "S", "S", ""}},
    {"events", {"SIUDT", "SIUD", "", "S", "S", "S", ""}},
    {"event_details", {"S", "S", "", "", "", "", ""}},
    {"acknowledgements", {"SIUDT", "Su", "", "S", "S", "S", ""}},
    {"audit", {"SIUDT", "s", "", "s", "S", "S", ""}},
    {"evaluations", {"SIUDT", "S", "", "Si", "Si", "S", ""}},
    {"evidence_files", {"SIUDT", "S", "", "SiuD", "S", "S", ""}},
    {"evidence_links", {"SIUDT", "S", "", "SiD", "S", "S", ""}},
    {"change_log", {"SIUDT", "SIDT", "", "", "S", "S", ""}},
    {"leader", {"SIUDT", "SU", "", "", "S", "S", ""}},
    {"full_pass", {"SIUDT", "SU", "", "", "S", "S", ""}},
    {"unit_progress", {"SIUDT", "SIU", "", "", "", "", ""}},
    {"schedule", {"SIUDT", "SIUD", "", "", "", "", ""}},
    {"messages", {"SIUDT", "SIUD", "", "s", "s", "s", ""}},
    {"notices", {"SIUDT", "S", "", "S", "S", "S", ""}},
    {"message_notices", {"SIUDT", "S", "", "S", "S", "S", ""}},
    {"message_events", {"SIUDT", "SIU", "", "", "S", "S", ""}},
    {"channel_slots", {"SIUDT", "SIUD", "", "", "S", "S", ""}},
    {"channel_states", {"SIUDT", "SIU", "", "", "S", "S", ""}},
    {"channels_off", {"SIUDT", "SIUD", "", "", "S", "S", ""}},
    {"silences", {"SIUDT", "S", "", "S", "S", "S", ""}},
    {"sources", {"SIUDT", "SIUD", "", "S", "S", "S", ""}},
    {"source_rows", {"SIUDT", "SID", "", "", "", "", ""}},
    {"attempts", {"SIUDT", "SIUD", "", "", "", "", ""}},
    {"cities", {"SIUDT", "SIUD", "", "S", "S", "S", ""}},
    {"orphans", {"SIUDT", "SIUD", "", "S", "S", "S", ""}},
    {"adopted_units", {"SIUDT", "S", "", "SD", "S", "S", ""}},
    {"prepared_years", {"SIUDT", "S", "", "S", "S", "S", ""}},
};

#define EVALUATION "i audit_id clock fiscal_year grade result rubric rubric_text subject subject_code total"

static const struct {
    enum role role;
    const char *table;
    const char *columns; /* by name */
} parts[] = {
    {DAEMON, "acknowledgements", "u action_refuted_on action_verified_on"},
    {DAEMON, "audit", "s id table_name"},
    {REPORTER, "audit", "s id table_name"},
    {REPORTER, "evaluations", EVALUATION},
    {REPORTER, "evidence_files", "i bytes path sha256"},
    {REPORTER, "evidence_files", "u bytes sha256"},
    {REPORTER, "evidence_links", "i key path row_key table_name"},
    {REPORTER, "messages", "s id state"},
    {OFFICER, "evaluations", EVALUATION},
    {OFFICER, "messages",
     "s after_ids attempts channel created_at died id lease_until next_attempt_at seq settled_at severity "
     "state type "
     "waits"},
    {READER, "messages",
     "s after_ids attempts channel created_at died id lease_until next_attempt_at seq settled_at severity "
     "state type "
     "waits"},
};

/* Functions that are no triggers' and whose they are, a letter a role in the order above. Triggers'
 * functions, which act with the owner's rights, are nobody's but the owner's; so are all sequences, but for
 * one that the daemon looks at. */
static const struct {
    const char *name;
    bool allowed[ROLE_COUNT];
} functions[] = {
    {"ledger_is_key", {1, 1, 1, 1, 1, 1, 1}}, /* the tables' checks call these in the writer's name */
    {"ledger_is_line", {1, 1, 1, 1, 1, 1, 1}},    {"ledger_is_text", {1, 1, 1, 1, 1, 1, 1}},
    {"ledger_is_date", {1, 1, 1, 1, 1, 1, 1}},    {"ledger_number", {1, 1, 1, 1, 1, 1, 1}},
    {"who_answers", {1, 1, 0, 1, 1, 1, 0}},       {"forget_audit", {1, 1, 0, 0, 0, 0, 0}},
    {"who_above", {1, 1, 0, 1, 1, 1, 0}},         {"who_acts", {1, 1, 0, 1, 1, 1, 0}},
    {"project_subjects", {1, 1, 0, 1, 1, 1, 0}},  {"who_heads", {1, 1, 0, 1, 1, 1, 0}},
    {"lock_standing", {1, 1, 0, 0, 1, 0, 0}},     {"acknowledge", {1, 1, 0, 0, 1, 0, 0}},
    {"silence", {1, 1, 0, 0, 1, 0, 0}},           {"unsilence", {1, 1, 0, 0, 1, 0, 0}},
    {"send_notice", {1, 1, 0, 0, 1, 0, 0}},       {"prepare_fiscal_year", {1, 1, 1, 1, 0, 0, 0}},
    {"prepare_next_year", {1, 1, 0, 0, 0, 0, 0}}, {"guard_fiscal_year", {1, 0, 0, 0, 0, 0, 0}},
    {"year_waits_for", {1, 0, 0, 0, 0, 0, 0}},    {"close_year", {1, 0, 0, 0, 1, 0, 0}},
    {"reopen_year", {1, 0, 0, 0, 1, 0, 0}},       {"make_fiscal_year", {1, 0, 0, 0, 0, 0, 0}},
    {"find_orphans", {1, 1, 0, 1, 1, 1, 0}},      {"publish_ledger", {1, 0, 0, 0, 0, 0, 0}},
    {"adopt_unit", {1, 0, 0, 1, 0, 0, 0}},        {"forget_city", {1, 0, 0, 1, 0, 0, 0}},
    {"apply_named", {1, 0, 0, 0, 0, 0, 0}},       {"apply_note", {1, 0, 0, 0, 0, 0, 0}},
    {"cities_now", {1, 1, 0, 1, 1, 1, 0}},        {"apply_key", {1, 0, 0, 0, 0, 0, 0}},
    {"apply_kept", {1, 0, 0, 0, 0, 0, 0}},
};

/* What would get round all of this. */
static const struct {
    const char *statement;
    bool allowed[ROLE_COUNT];
} deeds[] = {
    {"CREATE TABLE mine (code text)", {1, 0, 0, 0, 0, 0, 0}},
    {"CREATE SCHEMA mine", {1, 0, 0, 0, 0, 0, 0}},
    {"CREATE TEMPORARY TABLE mine (code text)", {1, 0, 1, 1, 0, 0, 0}},
    {"ALTER TABLE execution DISABLE TRIGGER audit_update", {1, 0, 0, 0, 0, 0, 0}},
    {"DROP TRIGGER audit_delete ON execution", {1, 0, 0, 0, 0, 0, 0}},
    {("CREATE TRIGGER t BEFORE UPDATE ON execution FOR EACH ROW EXECUTE FUNCTION"
      " suppress_redundant_updates_trigger()"),
     {1, 0, 0, 0, 0, 0, 0}},
    {"ALTER FUNCTION audit_update() RENAME TO audit_nothing", {1, 0, 0, 0, 0, 0, 0}},
    {"ALTER TABLE audit RENAME TO nothing", {1, 0, 0, 0, 0, 0, 0}},
    {"CREATE RULE nothing AS ON DELETE TO execution DO INSTEAD NOTHING", {1, 0, 0, 0, 0, 0, 0}},
    /* Not even the owner: it takes a superuser to pass all triggers over. */
    {"SET session_replication_role = replica", {0, 0, 0, 0, 0, 0, 0}},
    {"SET SESSION AUTHORIZATION postgres", {0, 0, 0, 0, 0, 0, 0}},
    {"SET ROLE keeper", {1, 0, 0, 0, 0, 0, 0}},
    {"SET ROLE budgetwatch_daemon", {0, 1, 0, 0, 0, 0, 0}},
    {"SET ROLE budgetwatch_reporter", {0, 0, 0, 1, 0, 0, 0}},
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Tries a statement as whoever asks, and undoes it. What the table itself refuses (a constraint, a
 * reference that stands in the way, a trigger's function called by hand) has passed the rights. A view of
 * several tables refuses everybody who would write. */
static const char trial[] =
    "CREATE SCHEMA trial; GRANT USAGE ON SCHEMA trial TO PUBLIC;"
    "CREATE FUNCTION trial.goes(statement text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
    " EXECUTE statement; RAISE EXCEPTION 'undone' USING ERRCODE = 'BW001';"
    " EXCEPTION WHEN insufficient_privilege THEN RETURN false; WHEN OTHERS THEN"
    " IF SQLSTATE IN ('55000', '42809') AND statement LIKE '%event_details%' THEN RETURN false; END IF;"
    " IF SQLSTATE IN ('BW001', '0A000') OR SQLSTATE LIKE '23%' THEN RETURN true; END IF;"
    " RAISE EXCEPTION '%: % (%)', statement, SQLERRM, SQLSTATE; END $$;"
    "CREATE FUNCTION trial.columns(letter text, name text, ret_all OUT boolean, ret_some OUT text)"
    " LANGUAGE sql AS $$ SELECT bool_and(goes), string_agg(attname, ' ' ORDER BY attname) FILTER (WHERE goes)"
    " FROM (SELECT attname, trial.goes(format(CASE letter"
    "  WHEN 'S' THEN 'SELECT %2$I FROM %1$I LIMIT 0'"
    "  WHEN 'I' THEN 'INSERT INTO %1$I (%2$I) VALUES (DEFAULT)'"
    "  WHEN 'U' THEN 'UPDATE %1$I SET %2$I = DEFAULT WHERE false' END, name, attname))"
    " FROM pg_attribute WHERE attrelid = name::regclass AND attnum > 0 AND NOT attisdropped)"
    " AS tried (attname, goes) $$;"
    "CREATE FUNCTION trial.cells() RETURNS SETOF text LANGUAGE sql AS $$"
    " WITH tried AS MATERIALIZED (SELECT relname, letter, (trial.columns(letter, relname)).*"
    "  FROM pg_class, unnest(ARRAY['S', 'I', 'U']) AS letter"
    "  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND NOT "
    "relispartition)"
    " SELECT relname || ' ' || string_agg(CASE WHEN ret_all THEN letter"
    "  WHEN ret_some IS NOT NULL THEN lower(letter) ELSE '' END, '' ORDER BY strpos('SIU', letter))"
    "  || CASE WHEN trial.goes('DELETE FROM ' || relname || ' WHERE false') THEN 'D' ELSE '' END"
    "  || CASE WHEN trial.goes('TRUNCATE ' || relname) THEN 'T' ELSE '' END"
    " FROM tried GROUP BY relname"
    " UNION ALL SELECT relname || ' ' || lower(letter) || ' ' || ret_some FROM tried"
    " WHERE NOT ret_all AND ret_some IS NOT NULL $$;"
    "CREATE FUNCTION trial.calls() RETURNS TABLE (name text, is_trigger boolean, goes boolean) LANGUAGE sql"
    " AS $$ SELECT proname, prorettype = 'trigger'::regtype, trial.goes(format('SELECT %I(%s)', proname,"
    "  (SELECT string_agg('NULL::' || t::regtype, ', ') FROM unnest(proargtypes) AS t)))"
    " FROM pg_proc WHERE pronamespace = 'public'::regnamespace $$;"
    "CREATE FUNCTION trial.sequences() RETURNS SETOF text LANGUAGE sql"
    " AS $$ SELECT relname || ' ' || verb FROM pg_class, (VALUES ('read', 'SELECT last_value FROM %I'),"
    "  ('next', 'SELECT nextval(%L)'), ('set', 'SELECT setval(%L, 1000)')) AS try (verb, statement)"
    " WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"
    " AND trial.goes(format(statement, relname)) $$";

static int start_trial(void **state)
{
    if (start_with_roles(state) != 0)
        return -1;
    struct cluster office = cluster;
    snprintf(office.conninfo, sizeof office.conninfo, "host=%s port=5432 user=postgres dbname=office",
             cluster.dir);
    return cluster_sql(&office, trial) != NULL ? 0 : -1;
}

static void each_role_may_do_with_each_table_what_is_written_here(void **state)
{
    (void)state;

    for (enum role role = 0; role < ROLE_COUNT; role++) {
        struct cluster seen = as(role, "office");
        struct lines expected = {0}, found = {0};
        for (size_t i = 0; i < COUNT(matrix); i++)
            lines_add(&expected, "%s %s", matrix[i].table, matrix[i].letters[role]);
        for (size_t i = 0; i < COUNT(parts); i++)
            if (parts[i].role == role)
                lines_add(&expected, "%s %s", parts[i].table, parts[i].columns);
        lines_query(&found, &seen, "SELECT trial.cells()");
        lines_expect(&expected, &found, logins[role]);
        lines_free(&expected);
        lines_free(&found);
    }
}

/* A statement that names a partition passes over the triggers of its table. One that was made just now is as
 * closed as the others. */
static void partitions_are_the_owner_s(void **state)
{
    (void)state;
    struct cluster source = as(SOURCE, "office");

    assert_string_equal(department_sql(&source, "SELECT prepare_fiscal_year(2013)"), "7");
    for (enum role role = 0; role < ROLE_COUNT; role++) {
        struct cluster seen = as(role, "office");
        assert_string_equal(
            department_sql(&seen, "SELECT concat_ws(' ', count(*) >= 7 * 3, bool_or(goes), bool_and(goes))"
                                  " FROM pg_class, unnest(ARRAY['SELECT FROM %%I LIMIT 0',"
                                  " 'SELECT fiscal_year FROM %%I LIMIT 0', 'INSERT INTO %%I DEFAULT VALUES',"
                                  " 'UPDATE %%I SET fiscal_year = 2013 WHERE false',"
                                  " 'DELETE FROM %%I WHERE false', 'TRUNCATE %%I'])"
                                  " AS deed, trial.goes(format(deed, relname)) AS goes"
                                  " WHERE relnamespace = 'public'::regnamespace AND relispartition"
                                  "  AND relkind = 'r'"),
            role == OWNER ? "t t t" : "t f f");
    }
}

static void each_role_may_call_the_functions_written_here(void **state)
{
    (void)state;

    for (enum role role = 0; role < ROLE_COUNT; role++) {
        struct cluster seen = as(role, "office");
        struct lines expected = {0}, found = {0};
        for (size_t i = 0; i < COUNT(functions); i++)
            lines_add(&expected, "%s %s", functions[i].name, functions[i].allowed[role] ? "t" : "f");
        lines_query(&found, &seen, "SELECT name, goes FROM trial.calls() WHERE NOT is_trigger");
        lines_expect(&expected, &found, logins[role]);
        assert_string_equal(department_sql(&seen,
                                           "SELECT bool_or(goes) = bool_and(goes) AND bool_and(goes) = %s"
                                           " FROM trial.calls() WHERE is_trigger",
                                           role == OWNER ? "true" : "false"),
                            "t");
        lines_free(&expected);
        lines_free(&found);
    }
}

static void sequences_are_the_owner_s(void **state)
{
    (void)state;

    for (enum role role = 0; role < ROLE_COUNT; role++) {
        struct cluster seen = as(role, "office");
        const char *count = department_sql(&seen, "SELECT count(*) FROM trial.sequences()");
        if (role == OWNER)
            assert_true(atoi(count) >= 3 * 5);
        else
            assert_string_equal(department_sql(&seen, "SELECT coalesce(string_agg(t, ','), '')"
                                                      " FROM trial.sequences() AS t"),
                                role == DAEMON ? "change_log_id_seq read" : "");
    }
}

static void nobody_but_the_owner_gets_round_it(void **state)
{
    (void)state;

    for (enum role role = 0; role < ROLE_COUNT; role++) {
        struct cluster seen = as(role, "office");
        for (size_t i = 0; i < COUNT(deeds); i++) {
            const char *goes = department_sql(&seen, "SELECT trial.goes($q$%s$q$)", deeds[i].statement);
            if ((strcmp(goes, "t") == 0) != deeds[i].allowed[role])
                fail_msg("%s: %s: %s", logins[role], deeds[i].statement, goes);
        }
    }
}

static void the_daemon_forgets_no_audit_before_its_time(void **state)
{
    (void)state;
    struct cluster owner = as(OWNER, "office"), daemon = as(DAEMON, "office");

    department_sql(&owner, "INSERT INTO audit (at, table_name, operation) VALUES"
                           " (now() - interval '366 days', 'plans', 'TRUNCATE'),"
                           " (now() - interval '360 days', 'plans', 'TRUNCATE')");
    assert_string_equal(department_sql(&daemon, "SELECT forget_audit(400, 10)"), "0");
    assert_string_equal(department_sql(&daemon, "SELECT forget_audit(0, 10)"), "1");
    assert_string_equal(department_sql(&daemon, "SELECT forget_audit(-100000, 10)"), "0");
    assert_string_equal(department_sql(&daemon, "SELECT forget_audit(2147483647, 10)"), "0");
    department_sql(&owner, "UPDATE installation SET audit_days_least = 30");
    assert_string_equal(department_sql(&daemon, "SELECT forget_audit(1, 10)"), "1");
}

/* Whatever an officer's SQL says of who and when, the trail says who was logged in. */
static void an_acknowledgement_names_who_was_logged_in(void **state)
{
    (void)state;
    struct cluster owner = as(OWNER, "office"), chief = as(OFFICER, "office");

    department_sql(&owner, "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity)"
                           " VALUES ('execution.pace', 'project', 'P', 2023, 'red')");
    assert_string_equal(department_sql(&chief,
                                       "SET ROLE budgetwatch_officer;"
                                       "SELECT acknowledge(ARRAY(SELECT id FROM deviations), '王五', NULL,"
                                       " NULL, NULL, NULL, NULL, NULL)"),
                        "1");
    assert_string_equal(
        department_sql(&owner,
                       "SELECT concat_ws(' ', by_whom, severity, session_user_name) FROM acknowledgements"),
        "王五 red chief");
    assert_string_equal(department_sql(&owner, "SELECT acknowledged_by || ' ' || severity FROM deviations"),
                        "王五 red");
    assert_string_equal(
        department_sql(&owner, "SELECT subject_code FROM change_log WHERE subject_code = 'P'"), "P");
}

/* The login that README gives the pages: they read columns of messages one by one. */
static void an_officers_login_reads_what_the_pages_show_of_messages(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *arguments;
    } statements[] = {{sql_view_messages, "NULL, NULL, NULL, 10, 0, NULL"},
                      {sql_view_deviation_messages, "'{1}', 10, 0"},
                      {sql_view_notice, "NULL, 2023, 0"}};
    struct cluster chief = as(OFFICER, "office"), reader = as(READER, "office");

    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        department_sql(&chief, "PREPARE shown AS %s; EXECUTE shown (%s)", statements[i].sql,
                       statements[i].arguments);
        department_sql(&reader, "PREPARE shown AS %s; EXECUTE shown (%s)", statements[i].sql,
                       statements[i].arguments);
    }
}

static void a_silence_names_who_was_logged_in(void **state)
{
    (void)state;
    struct cluster owner = as(OWNER, "office"), chief = as(OFFICER, "office");

    department_sql(&chief,
                   "SET ROLE budgetwatch_officer;"
                   "SELECT silence(NULL, 'U', NULL, NULL, NULL, now() + interval '1 hour', '盘点', '王五')");
    assert_string_equal(department_sql(&chief, "SELECT unsilence(id, '赵六') FROM silences"), "1");
    assert_string_equal(department_sql(&chief, "SELECT unsilence(id, '赵六') FROM silences"), "0");
    assert_string_equal(department_sql(&owner, "SELECT concat_ws(' ', by_whom, session_user_name, ended_by,"
                                               " ended_session_user_name) FROM silences"),
                        "王五 chief 赵六 chief");
}

/* A change under another role, from another function or with made-up settings: the login stands there. */
static void the_audit_names_who_was_logged_in(void **state)
{
    (void)state;
    struct cluster owner = as(OWNER, "office"), clerk = as(REPORTER, "office");

    department_sql(&clerk, "INSERT INTO units VALUES ('A', 'a')");
    department_sql(&clerk, "SET application_name = 'sheet'; SET ROLE budgetwatch_reporter;"
                           "UPDATE units SET name = 'b' WHERE code = 'A'");
    assert_string_equal(
        department_sql(&owner, "SELECT concat_ws(' ', session_user_name, application_name, old->>'name',"
                               " new->>'name') FROM audit WHERE table_name = 'units'"),
        "clerk sheet a b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_may_do_with_each_table_what_is_written_here),
        cmocka_unit_test(partitions_are_the_owner_s),
        cmocka_unit_test(each_role_may_call_the_functions_written_here),
        cmocka_unit_test(sequences_are_the_owner_s),
        cmocka_unit_test(nobody_but_the_owner_gets_round_it),
        cmocka_unit_test(the_daemon_forgets_no_audit_before_its_time),
        cmocka_unit_test(the_audit_names_who_was_logged_in),
        cmocka_unit_test(an_acknowledgement_names_who_was_logged_in),
        cmocka_unit_test(an_officers_login_reads_what_the_pages_show_of_messages),
        cmocka_unit_test(a_silence_names_who_was_logged_in),
    };
    return cmocka_run_group_tests(tests, start_trial, stop_cluster);
}
