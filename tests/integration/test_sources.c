/* The office's own tables as sources of the ledger: from a row there to a message about it, and everything
 * that can go wrong on the way. Two databases of one cluster, the daemon under a login with nothing but its
 * roles. */
#include "roles.h"

#include "../support/receiver.c"

/* What the source payments yields is a view, so that a test can make it do anything. */
#define PAYMENTS "SELECT 项目编码, year AS 预算年度, month AS 月份, paid AS 累计支出 FROM payments"

enum { PROJECTS = 20 };

static struct cluster ledger, finance;
static struct receiver receiver;
static struct process daemon_;
static char config[256];

/* What the receiver has been told, in any order. */
struct told {
    const char *event, *rule, *text; /* the first is "opened" */
};

static bool is_told(void *ctx)
{
    const struct told *told = ctx;
    size_t count = receiver_count(&receiver, "/hook");
    char type[64], rule[64];

    snprintf(type, sizeof type, "\"type\":\"deviation.%s\"", told->event);
    snprintf(rule, sizeof rule, "\"rule\":\"%s\"", told->rule);
    for (size_t i = 0; i < count; i++) {
        const char *body = receiver_get(&receiver, "/hook", i)->body;
        if (strstr(body, type) != NULL && strstr(body, rule) != NULL && strstr(body, told->text) != NULL)
            return true;
    }
    return false;
}

static void expect_told(const char *event, const char *rule, const char *text)
{
    struct told told = {event, rule, text};
    char sentence[256];

    snprintf(sentence, sizeof sentence, "the receiver is told: %s, %s: %s", event, rule, text);
    wait_until_true(&daemon_, is_told, &told, 60, sentence);
}

/* Something of the ledger, of the office's tables. */
static const char *of_ledger(const char *sql)
{
    return department_sql(&ledger, "%s", sql);
}

static void in_finance(const char *sql)
{
    department_sql(&finance, "%s", sql);
}

static void expect_ledger(const char *sql, const char *sentence)
{
    wait_until(&daemon_, &ledger, sql, 60, sentence);
}

/* That nothing stands of the sources any more. */
static void expect_well(const char *sentence)
{
    expect_ledger(
        "SELECT NOT EXISTS (SELECT FROM deviations WHERE subject_kind = 'source' AND severity <> 'none')"
        " AND NOT EXISTS (SELECT FROM sources WHERE fault <> '')",
        sentence);
}

static void make_finance(void)
{
    char sql[2048];

    process_database(&cluster, "finance", &finance);
    snprintf(sql, sizeof sql,
             "CREATE TABLE units (code text, name text); INSERT INTO units VALUES ('U1', 'Unit 1');"
             "CREATE TABLE projects (code text, unit text);"
             "INSERT INTO projects SELECT 'P' || i, 'U1' FROM generate_series(1, %d) i;"
             "CREATE TABLE payments (项目编码 text, year int, month int, paid numeric);"
             "INSERT INTO payments SELECT code, extract(year FROM now()), extract(month FROM now()), 100"
             " FROM projects;"
             "CREATE VIEW payments_now AS " PAYMENTS ";"
             "CREATE ROLE auditor LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor",
             PROJECTS);
    in_finance(sql);
}

static void make_config(void)
{
    const char *secret = process_file(&cluster, "hook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    char office[256];

    (void)secret;
    snprintf(office, sizeof office, "host=%s port=5432 user=auditor dbname=finance", cluster.dir);
    snprintf(
        config, sizeof config, "%s",
        process_file(
            &cluster, "sources.json",
            "{\"language\": \"en\", \"poll_interval\": \"1s\", \"database\": \"%s\",\n"
            " \"channels\": [{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true,\n"
            "  \"url\": \"http://127.0.0.1:%d/hook\", \"secret_file\": \"hook.secret\"}],\n"
            " \"sources\": [\n"
            "  {\"name\": \"units\", \"kind\": \"units\", \"database\": \"%s\", \"interval\": \"200ms\",\n"
            "   \"timeout\": \"20s\", \"query\": \"SELECT * FROM units;\"},\n"
            "  {\"name\": \"projects\", \"kind\": \"projects\", \"database\": \"%s\", \"interval\": "
            "\"200ms\",\n"
            "   \"timeout\": \"20s\", \"deletes\": true,\n"
            "   \"query\": \"SELECT code, unit AS unit_code, code AS name, 'project' AS category\\n"
            "FROM projects -- all of them\"},\n"
            "  {\"name\": \"payments\", \"kind\": \"execution\", \"database\": \"%s\", \"interval\": "
            "\"1s\",\n"
            "   \"timeout\": \"1s\", \"deletes\": true, \"query\": \"TABLE payments_now\"}]}\n",
            as(DAEMON, "office").conninfo, receiver.port, office, office, office));
}

static void start_daemon(void)
{
    process_start(&daemon_, (const char *[]){"run", "--config", config, NULL});
}

/* A login that may not write as a source: said as an alert, and over as soon as it may. */
static void the_ledger_follows_the_office(void)
{
    start_daemon();
    expect_told("opened", "source.failed", "GRANT budgetwatch_source TO watch");
    expect_told("opened", "source.failed", "\"code\":\"payments\"");
    assert_string_equal(of_ledger("SELECT count(*) FROM projects"), "0");
    assert_non_null(cluster_sql(&cluster, "GRANT budgetwatch_source TO watch"));
    expect_told("resolved", "source.failed", "\"code\":\"payments\"");
    expect_ledger("SELECT count(*) = 20 FROM execution", "what the office has paid is in the ledger");
    of_ledger("INSERT INTO budgets SELECT code, extract(year FROM now()), '', 150 FROM projects");
    in_finance("UPDATE payments SET paid = 200 WHERE 项目编码 = 'P7'");
    expect_told("opened", "execution.overspent", "\"code\":\"P7\"");
    assert_string_equal(
        of_ledger("SELECT string_agg(DISTINCT session_user_name || ', ' || application_name, '; ')"
                  " FROM audit WHERE table_name = 'execution'"),
        "watch, budgetwatch source payments");
}

static void unfit_rows_change_nothing(void)
{
    in_finance("UPDATE payments SET paid = 300; UPDATE payments SET month = 13 WHERE 项目编码 = 'P7'");
    expect_told("opened", "source.rows", "month: 13 is not 1..12; the ledger stays as of the last success");
    assert_string_equal(of_ledger("SELECT count(*) FROM execution WHERE spent_cumulative = 300"), "0");
    assert_string_equal(of_ledger("SELECT severity || unit_code FROM deviations WHERE rule = 'source.rows'"
                                  " AND subject_code = 'payments'"),
                        "yellow");
    in_finance("UPDATE payments SET month = extract(month FROM now())");
    expect_ledger("SELECT count(*) = 20 FROM execution WHERE spent_cumulative = 300",
                  "mended rows are taken");
    expect_told("resolved", "source.rows", "Back to normal");
    expect_well("no alert about a source stands");
}

static void too_few_rows_change_nothing(void)
{
    in_finance("CREATE OR REPLACE VIEW payments_now AS " PAYMENTS " WHERE 项目编码 <> ALL ('{P1,P2,P3}')");
    expect_told("opened", "source.rows", "it yielded 17 rows where it yielded 20 the last time");
    assert_string_equal(of_ledger("SELECT count(*) FROM execution"), "20");
    in_finance("CREATE OR REPLACE VIEW payments_now AS " PAYMENTS);
    expect_well("it is over when they are back");
}

/* Only what the source brought, and not what others refer to. */
static void rows_go_as_they_came(void)
{
    of_ledger(
        "INSERT INTO execution SELECT 'P2', extract(year FROM now()), 'other', extract(month FROM now()), 5");
    in_finance("DELETE FROM payments WHERE 项目编码 = 'P1'");
    expect_ledger("SELECT count(*) = 20 AND bool_or(fund = 'other') AND NOT bool_or(project_code = 'P1')"
                  " FROM execution",
                  "the row of P1 is gone, and the one that came otherwise is not");
    in_finance("DELETE FROM projects WHERE code = 'P2'");
    expect_told("opened", "source.rows", "\"code\":\"projects\"");
    assert_string_equal(of_ledger("SELECT count(*) FROM projects"), "20");
    in_finance("INSERT INTO projects VALUES ('P2', 'U1')");
    expect_well("it is over when the project is back");
}

static void a_source_that_cannot_be_read_says_so(void)
{
    in_finance("CREATE OR REPLACE VIEW payments_now AS SELECT p.* FROM (" PAYMENTS ") AS p, pg_sleep(600)");
    expect_told("opened", "source.failed", "longer than 1s");
    in_finance("CREATE OR REPLACE VIEW payments_now AS " PAYMENTS);
    expect_well("it is over when the query ends");
    assert_non_null(cluster_sql(&cluster, "ALTER DATABASE finance ALLOW_CONNECTIONS false"));
    expect_told("opened", "source.failed", "not currently accepting connections");
    /* What goes through the whole ledger leaves it alone: it is none of the ledger's. */
    of_ledger("INSERT INTO change_log (subject_kind, subject_code) VALUES ('all', '')");
    expect_ledger("SELECT NOT EXISTS (SELECT FROM change_log)", "the whole ledger is evaluated");
    expect_ledger(
        "SELECT severity = 'red' FROM deviations WHERE rule = 'source.failed' AND subject_code = 'payments'",
        "what stands of the source stands on");
    struct run run = process_run((const char *[]){"status", "--json", "--config", config, NULL});
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "\"fault\":\"failed\""));
    run_free(&run);
    assert_non_null(cluster_sql(&cluster, "ALTER DATABASE finance ALLOW_CONNECTIONS true"));
    expect_well("it is over when the database can be reached");
}

/* It shows what would change, and nothing of it stays; the query may not write, either. */
static void a_trial_changes_nothing(void)
{
    static const char everything[] =
        "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM"
        " (SELECT e::text FROM execution e UNION ALL SELECT s::text FROM sources s"
        "  UNION ALL SELECT r::text FROM source_rows r) AS t";
    char before[64];

    in_finance(
        "UPDATE payments SET paid = 400 WHERE 项目编码 = 'P9'; DELETE FROM payments WHERE 项目编码 = 'P8'");
    snprintf(before, sizeof before, "%s", of_ledger(everything));
    struct run run = process_run((const char *[]){"source", "test", "payments", "--config", config, NULL});
    assert_non_null(strstr(run.err, "warning: source payments, row 1: spent_cumulative: P2 has 300.00"));
    assert_non_null(strstr(run.out, "source payments: 18 rows: 0 new, 1 changed, 17 unchanged; 1 taken out"));
    assert_non_null(strstr(run.out, "300.00 -> 400.00"));
    assert_int_equal(run.status, 0);
    run_free(&run);
    in_finance(
        "CREATE FUNCTION spoil() RETURNS text LANGUAGE sql AS"
        " $$ INSERT INTO payments VALUES ('P8', 2000, 1, 1) RETURNING 'P8' $$;"
        "CREATE OR REPLACE VIEW payments_now AS SELECT spoil() AS 项目编码, 2026 AS 预算年度, 1 AS 月份,"
        " 1::numeric AS 累计支出");
    run = process_run((const char *[]){"source", "test", "payments", "--config", config, NULL});
    assert_non_null(strstr(run.err, "in a read-only transaction; nothing was changed"));
    assert_int_equal(run.status, 1);
    run_free(&run);
    assert_string_equal(of_ledger(everything), before);
    process_expect(0, (const char *[]){"check", "--config", config, NULL});
}

static void from_the_offices_tables_to_the_message(void **state)
{
    (void)state;
    receiver_start(&receiver, /* tls */ false);
    ledger = as(OWNER, "office");
    make_finance();
    make_config();
    the_ledger_follows_the_office();
    unfit_rows_change_nothing();
    too_few_rows_change_nothing();
    rows_go_as_they_came();
    a_source_that_cannot_be_read_says_so();
    assert_int_equal(process_stop(&daemon_), 0);
    a_trial_changes_nothing();
    process_forget(&daemon_);
    receiver_stop(&receiver);
}

/* The connection that a stop must not wait for. */
static void a_stop_ends_a_reading(void **state)
{
    (void)state;
    receiver_start(&receiver, /* tls */ false);
    make_config();
    in_finance("CREATE OR REPLACE VIEW payments_now AS SELECT p.* FROM (" PAYMENTS ") AS p, pg_sleep(600)");
    start_daemon();
    wait_until(&daemon_, &cluster,
               "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = 'finance' AND query LIKE '%COPY%'"
               " AND application_name = 'budgetwatch source payments')",
               60, "the source is being read");
    assert_int_equal(process_stop(&daemon_), 0);
    process_forget(&daemon_);
    receiver_stop(&receiver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_the_offices_tables_to_the_message),
        cmocka_unit_test(a_stop_ends_a_reading),
    };
    return cmocka_run_group_tests(tests, start_with_roles, stop_cluster);
}
