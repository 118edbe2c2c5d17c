#include "db/conn.h"

#include "db/session.h"
#include "rig.h"

static void session_is_set_up_and_the_operators_options_hold(void **state)
{
    (void)state;
    struct rig rig;
    char conninfo[256];

    snprintf(conninfo, sizeof conninfo, "%s options='-c work_mem=7MB -c DateStyle=German'", cluster.conninfo);
    rig_init(&rig, conninfo);
    rig.conn.settings.statement_timeout = 45000;
    rig_open(&rig);

    rig_expect(&rig, "SHOW work_mem", "7MB");
    rig_expect(&rig, "SHOW statement_timeout", "45s");
    rig_expect(&rig, "SHOW idle_in_transaction_session_timeout", "45s");
    rig_expect(&rig, "SHOW lock_timeout", "10s");
    rig_expect(&rig, "SHOW TimeZone", "UTC");
    rig_expect(&rig, "SHOW DateStyle", "ISO, YMD");
    rig_expect(&rig, "SHOW standard_conforming_strings", "on");
    rig_expect(&rig, "SHOW client_encoding", "UTF8");
    rig_expect(&rig, "SHOW application_name", "budgetwatch test");
    rig_end(&rig);
}

static void connect_that_fails_says_why_without_the_password(void **state)
{
    (void)state;
    static const struct {
        const char *conninfo;
        enum err_code code;
        const char *says;
    } cases[] = {
        {"host=/nowhere user=u password=s3cret", ERR_DB_LOST, "/nowhere"},
        {"host=127.0.0.1 port=1 user=u password=s3cret", ERR_DB_LOST, "Connection refused"},
        {"host=/nowhere user=u password=my s3cret", ERR_CONFIG, "quote values"},
        {"postgresql://u:my@s3cret@127.0.0.1:1/d", ERR_CONFIG, "%40"},
        {"postgresql://u:my/s3cret@127.0.0.1:1/d", ERR_CONFIG, "%2F"},
        {"postgresql://u:my%40s3cret@127.0.0.1:1/d", ERR_DB_LOST, "Connection refused"},
        {"hots=/nowhere", ERR_CONFIG, "invalid connection option \"hots\""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rig rig;
        rig_init(&rig, cases[i].conninfo);
        assert_true(db_conn_open(&rig.conn, rig_on_opened));
        assert_false(db_conn_open(&rig.conn, rig_on_opened));
        rig_until(&rig, &rig.failed, 1);
        assert_int_equal(rig.conn.err.code, cases[i].code);
        assert_non_null(strstr(rig.conn.err.text, cases[i].says));
        assert_null(strstr(rig.conn.err.text, "s3cret"));
        assert_null(strchr(rig.conn.err.text, '\n'));
        assert_false(db_conn_is_open(&rig.conn));
        rig_end(&rig);
    }
}

static void second_host_serves_where_the_first_refuses(void **state)
{
    (void)state;
    struct rig rig;
    char conninfo[256];

    snprintf(conninfo, sizeof conninfo,
             "host=127.0.0.1,%s port=1,5432 user=postgres dbname=postgres target_session_attrs=read-write",
             cluster.dir);
    rig_init(&rig, conninfo);
    rig_open(&rig);
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

static void operation_on_a_closed_connection_is_refused(void **state)
{
    (void)state;
    struct rig rig;

    rig_init(&rig, cluster.conninfo);
    assert_false(db_op_start(&rig.op, &rig.conn, &(struct db_call){.sql = "SELECT 1"}, rig_on_done));
    assert_int_equal(rig.op.err.code, ERR_DB_LOST);
    rig_end(&rig);
}

static void close_is_heard_once_from_any_turn_of_connecting(void **state)
{
    (void)state;

    for (int turns = 0; turns < 10; turns++) {
        struct rig rig;
        rig_init(&rig, cluster.conninfo);
        assert_true(db_conn_open(&rig.conn, rig_on_opened));
        rig_turns(&rig, turns);
        db_conn_close(&rig.conn, rig_on_closed);
        db_conn_close(&rig.conn, NULL);
        assert_int_equal(rig.closed, 0);
        rig_until(&rig, &rig.closed, 1);
        assert_int_equal(rig.opened + rig.failed, 1);
        assert_true(rig.opened == 1 || rig.conn.err.code == ERR_CANCELED);
        rig_open(&rig);
        rig_expect(&rig, "SELECT 1", "1");
        rig_end(&rig);
    }
}

static void close_cancels_the_operation_first(void **state)
{
    (void)state;

    for (int turns = 0; turns < 6; turns++) {
        struct rig rig;
        rig_begin(&rig);
        rig_start(&rig, &(struct db_call){.sql = "SELECT pg_sleep(60)"});
        rig_turns(&rig, turns);
        db_conn_close(&rig.conn, rig_on_closed);
        assert_int_equal(rig.done, 0);
        rig_until(&rig, &rig.closed, 1);
        assert_int_equal(rig.done, 1);
        assert_int_equal(rig.op.err.code, ERR_CANCELED);
        rig_end(&rig);
    }
}

static void notification_arrives_while_idle(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    rig_exec(&rig, "LISTEN budget");
    db_conn_listen(&rig.conn, rig_on_notified);
    rig_turns(&rig, 3);
    assert_int_equal(rig.notified, 0);
    cluster_sql(&cluster, "NOTIFY budget");
    rig_until(&rig, &rig.notified, 1);
    assert_string_equal(rig.channel, "budget");

    /* And again after an operation has had the socket in between. */
    rig_expect(&rig, "SELECT 1", "1");
    cluster_sql(&cluster, "NOTIFY budget");
    rig_until(&rig, &rig.notified, 2);
    rig_end(&rig);
}

static void notification_arrives_with_the_answer_of_an_operation(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    rig_exec(&rig, "LISTEN budget");
    db_conn_listen(&rig.conn, rig_on_notified);
    rig_exec(&rig, "BEGIN");
    cluster_sql(&cluster, "NOTIFY budget"); /* held back by the server until the transaction ends */
    rig_turns(&rig, 3);
    assert_int_equal(rig.notified, 0);
    rig_exec(&rig, "COMMIT");
    rig_until(&rig, &rig.notified, 1);

    /* One that came before anybody listened is kept. */
    db_conn_listen(&rig.conn, NULL);
    rig_exec(&rig, "NOTIFY budget");
    rig_turns(&rig, 3);
    assert_int_equal(rig.notified, 1);
    db_conn_listen(&rig.conn, rig_on_notified);
    assert_int_equal(rig.notified, 1); /* not from inside the call */
    rig_until(&rig, &rig.notified, 2);
    rig_end(&rig);
}

static void close_on_notified(struct db_conn *conn, const char *channel)
{
    rig_on_notified(conn, channel);
    db_conn_close(conn, rig_on_closed);
}

static void owner_may_close_when_notified(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    rig_exec(&rig, "LISTEN budget; LISTEN plan");
    db_conn_listen(&rig.conn, close_on_notified);
    cluster_sql(&cluster, "NOTIFY budget; NOTIFY plan");
    rig_until(&rig, &rig.closed, 1);
    assert_int_equal(rig.notified, 1);
    rig_end(&rig);
}

static void backend_terminated_while_idle_is_told_by_the_next_operation(void **state)
{
    (void)state;
    struct rig rig;
    char sql[128];

    rig_begin(&rig);
    rig_exec(&rig, "SELECT pg_backend_pid()");
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%s)", db_text(rig.op.result, 0, 0));
    rig_exec(&rig, "LISTEN budget");
    db_conn_listen(&rig.conn, rig_on_notified);
    assert_string_equal(cluster_sql(&cluster, sql), "t");
    while (!rig.conn.lost && !rig.stuck)
        uv_run(&rig.loop, UV_RUN_ONCE);

    /* Stopped: a broken socket would call for ever. Only the watchdog keeps the loop alive. */
    uv_timer_stop(&rig.watchdog);
    assert_int_equal(uv_run(&rig.loop, UV_RUN_NOWAIT), 0);
    db_result_free(rig.op.result);
    assert_false(db_op_start(&rig.op, &rig.conn, &(struct db_call){.sql = "SELECT 1"}, rig_on_done));
    assert_int_equal(rig.op.err.code, ERR_DB_LOST);
    rig_end(&rig);
}

static void session_runs_statements_to_their_end(void **state)
{
    (void)state;
    struct db_session session;
    struct pg_result *result = NULL;
    struct err err = {0};
    const char *const params[] = {"20"};

    assert_true(db_session_open(&session, &(struct db_settings){.conninfo = cluster.conninfo}, &err));
    assert_true(db_session_exec(&session, "CREATE TEMP TABLE t AS SELECT 22 AS n", &err));
    assert_true(db_session_run(
        &session, &(struct db_call){.sql = "SELECT n + $1::int FROM t", .param_count = 1, .params = params},
        &result, &err));
    assert_int_equal(db_int(result, 0, 0), 42);
    db_result_free(result);

    assert_false(db_session_exec(&session, "SELECT 1 / 0", &err));
    assert_int_equal(err.code, ERR_DB_QUERY);
    assert_string_equal(err.text, "division by zero");
    err_clear(&err);
    assert_true(db_session_exec(&session, "SELECT 1", &err));
    db_session_close(&session);
}

static void session_that_cannot_open_leaves_nothing(void **state)
{
    (void)state;
    struct db_session session;
    struct err err = {0};

    assert_false(db_session_open(&session, &(struct db_settings){.conninfo = "host=/nowhere"}, &err));
    assert_int_equal(err.code, ERR_DB_LOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_is_set_up_and_the_operators_options_hold),
        cmocka_unit_test(connect_that_fails_says_why_without_the_password),
        cmocka_unit_test(second_host_serves_where_the_first_refuses),
        cmocka_unit_test(operation_on_a_closed_connection_is_refused),
        cmocka_unit_test(close_is_heard_once_from_any_turn_of_connecting),
        cmocka_unit_test(close_cancels_the_operation_first),
        cmocka_unit_test(notification_arrives_while_idle),
        cmocka_unit_test(notification_arrives_with_the_answer_of_an_operation),
        cmocka_unit_test(owner_may_close_when_notified),
        cmocka_unit_test(backend_terminated_while_idle_is_told_by_the_next_operation),
        cmocka_unit_test(session_runs_statements_to_their_end),
        cmocka_unit_test(session_that_cannot_open_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
