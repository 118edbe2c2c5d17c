#include "db/pipe.h"

#include "db/row.h"
#include "rig.h"

/* The answers to a pipe, as "number:value " each. */
struct answers {
    char text[512];
    int refuse_at; /* -1: none */
    struct db_op *cancel;
};

static bool take_answer(void *ctx, size_t number, const struct pg_result *result, struct err *err)
{
    struct answers *answers = ctx;
    size_t length = strlen(answers->text);

    snprintf(answers->text + length, sizeof answers->text - length, "%zu:%s ", number,
             db_rows(result) > 0 ? db_text(result, 0, 0) : "-");
    if (answers->cancel != NULL)
        db_op_cancel(answers->cancel);
    if (answers->refuse_at == (int)number)
        return err_set(err, ERR_CONFLICT, "not wanted");
    return true;
}

static void pipe_start(struct rig *rig, struct answers *answers, const struct db_call *calls, size_t count)
{
    db_result_free(rig->op.result);
    *answers = (struct answers){.refuse_at = answers->refuse_at, .cancel = answers->cancel};
    assert_true(db_pipe_open(&rig->op, &rig->conn, take_answer, answers));
    for (size_t i = 0; i < count; i++)
        db_pipe_add(&rig->op, &calls[i]);
    assert_true(db_pipe_send(&rig->op, rig_on_done));
}

static void pipe_run(struct rig *rig, struct answers *answers, const struct db_call *calls, size_t count)
{
    int wanted = rig->done + 1;

    pipe_start(rig, answers, calls, count);
    rig_until(rig, &rig->done, wanted);
}

#define PIPE_RUN(rig, answers, ...)                                                                          \
    pipe_run(rig, answers, (const struct db_call[]){__VA_ARGS__},                                            \
             sizeof((const struct db_call[]){__VA_ARGS__}) / sizeof(struct db_call))
#define CALL(text)     ((struct db_call){.sql = text})
#define PREPARED(text) ((struct db_call){.sql = text, .prepared = true})

static void answers_come_in_order(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1};
    const char *const params[] = {"6", "7"};

    rig_begin(&rig);
    PIPE_RUN(&rig, &answers, CALL("BEGIN"), CALL("CREATE TEMP TABLE t (n int)"),
             CALL("INSERT INTO t VALUES (3)"),
             {.sql = "SELECT $1::int * $2::int", .param_count = 2, .params = params}, CALL("SELECT n FROM t"),
             CALL("COMMIT"));
    assert_string_equal(rig.op.err.text, "");
    assert_string_equal(answers.text, "0:- 1:- 2:- 3:42 4:3 5:- ");
    rig_expect(&rig, "SELECT count(*) FROM t", "1");
    PIPE_RUN(&rig, &answers, CALL("SELECT 1"));
    assert_string_equal(answers.text, "0:1 ");
    rig_end(&rig);
}

static void a_statement_is_prepared_once_a_session(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1};
    static const char once[] = "SELECT count(*) FROM pg_prepared_statements", other[] = "SELECT 'other'";

    rig_begin(&rig);
    PIPE_RUN(&rig, &answers, PREPARED(once), PREPARED(other), PREPARED(once));
    assert_string_equal(answers.text, "0:1 1:other 2:2 ");
    PIPE_RUN(&rig, &answers, PREPARED(other), PREPARED(once));
    assert_string_equal(answers.text, "0:other 1:2 ");
    rig_close(&rig);
    rig_open(&rig);
    PIPE_RUN(&rig, &answers, PREPARED(once));
    assert_string_equal(answers.text, "0:1 ");
    rig_end(&rig);
}

static void what_follows_an_error_is_not_carried_out(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1};
    static const char bad[] = "SELECT 1 / 0", behind[] = "SELECT 'behind'";

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE t (n int)");
    PIPE_RUN(&rig, &answers, CALL("BEGIN"), CALL("INSERT INTO t VALUES (1)"), PREPARED(bad), PREPARED(behind),
             CALL("COMMIT"));
    assert_int_equal(rig.op.err.code, ERR_DB_QUERY);
    assert_string_equal(rig.op.err.text, "division by zero");
    assert_string_equal(rig.op.sqlstate, "22012");
    assert_int_equal(db_pipe_failed(&rig.op), 2);
    assert_string_equal(answers.text, "0:- 1:- ");
    rig_exec(&rig, "ROLLBACK");
    rig_expect(&rig, "SELECT count(*) FROM t", "0");

    /* What was not reached was not prepared either, and is the next time. */
    PIPE_RUN(&rig, &answers, PREPARED(behind));
    assert_string_equal(answers.text, "0:behind ");
    PIPE_RUN(&rig, &answers, PREPARED("SELECT * FROM nowhere"), PREPARED(behind));
    assert_string_equal(rig.op.sqlstate, "42P01");
    assert_int_equal(db_pipe_failed(&rig.op), 0);
    PIPE_RUN(&rig, &answers, PREPARED(bad), PREPARED(behind));
    assert_int_equal(db_pipe_failed(&rig.op), 0);
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

static void statements_without_a_begin_are_one_transaction(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1};

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE t (n int)");
    PIPE_RUN(&rig, &answers, CALL("INSERT INTO t VALUES (1)"), CALL("SELECT 1 / 0"));
    rig_expect(&rig, "SELECT count(*) FROM t", "0");
    rig_end(&rig);
}

static void an_answer_that_displeases_ends_with_its_own_error(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = 1};

    rig_begin(&rig);
    PIPE_RUN(&rig, &answers, CALL("SELECT 1"), CALL("SELECT 2"), CALL("SELECT 3"));
    assert_int_equal(rig.op.err.code, ERR_CONFLICT);
    assert_string_equal(rig.op.err.text, "not wanted");
    assert_string_equal(answers.text, "0:1 1:2 ");
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

static bool take_binary(void *ctx, size_t number, const struct pg_result *result, struct err *err)
{
    struct db_row_reader reader = {.columns = 3};
    struct db_row row;
    int64_t *sum = ctx;

    (void)number;
    for (int i = 0; i < db_rows(result); i++) {
        if (!db_row_of(&reader, result, i, &row, err))
            return false;
        *sum += db_row_int(&row, 0) + db_row_dec(&row, 1, SCALE_FEN) + (db_row_null(&row, 2) ? 1000 : 0);
        if (!db_row_check(&row, err))
            return false;
    }
    return true;
}

static void binary_answers_are_read_like_the_rows_of_a_copy(void **state)
{
    (void)state;
    struct rig rig;
    int64_t sum = 0;
    struct db_call call = {
        .sql = "SELECT g::smallint, 1.25::numeric(18,2), nullif(g, 2) FROM generate_series(1, 3) g",
        .prepared = true,
        .binary = true};

    rig_begin(&rig);
    for (int columns = 3; columns >= 2; columns--) {
        assert_true(db_pipe_open(&rig.op, &rig.conn, take_binary, &sum));
        db_pipe_add(&rig.op, &call);
        assert_true(db_pipe_send(&rig.op, rig_on_done));
        rig_until(&rig, &rig.done, 4 - columns);
        call = (struct db_call){.sql = "SELECT 1::int, 2::numeric", .prepared = true, .binary = true};
        if (columns == 3)
            assert_string_equal(rig.op.err.text, "");
    }
    assert_int_equal(sum, 6 + 3 * 125 + 1000);
    assert_non_null(strstr(rig.op.err.text, "2 columns, 3 were asked for"));
    rig_end(&rig);
}

/* More than the socket and the server's buffers hold, both ways at once. */
static void much_goes_both_ways_at_once(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1};
    struct db_call calls[DB_PIPE_MOST];
    size_t length = 128 * 1024;
    char *text = mem_alloc(length + 1);
    const char *const params[] = {text};

    memset(text, 'x', length);
    text[length] = '\0';
    for (size_t i = 0; i < DB_PIPE_MOST; i++)
        calls[i] = (struct db_call){.sql = "SELECT length($1), repeat($1, 2)",
                                    .param_count = 1,
                                    .params = params,
                                    .prepared = i % 2 == 0};
    rig_begin(&rig);
    pipe_run(&rig, &answers, calls, DB_PIPE_MOST);
    assert_string_equal(rig.op.err.text, "");
    assert_non_null(strstr(answers.text, "31:131072 "));
    free(text);
    rig_end(&rig);
}

static void the_deadline_ends_all_of_them(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1};

    rig_begin(&rig);
    PIPE_RUN(&rig, &answers, CALL("SELECT 1"), {.sql = "SELECT pg_sleep(60)", .timeout = 50});
    assert_int_equal(rig.op.err.code, ERR_TIMEOUT);
    assert_false(db_pipe_open(&rig.op, &rig.conn, take_answer, &answers));
    assert_int_equal(rig.op.err.code, ERR_DB_LOST);
    rig_end(&rig);
}

static void cancel_ends_a_pipe_after_any_turn(void **state)
{
    (void)state;
    struct answers answers = {.refuse_at = -1};
    const struct db_call calls[] = {CALL("SELECT 1"), CALL("SELECT pg_sleep(60)"), CALL("SELECT 2")};

    for (int turns = 0; turns < 8; turns++) {
        struct rig rig;
        rig_begin(&rig);
        pipe_start(&rig, &answers, calls, 3);
        rig_turns(&rig, turns);
        db_op_cancel(&rig.op);
        assert_int_equal(rig.done, 0);
        rig_until(&rig, &rig.done, 1);
        assert_int_equal(rig.op.err.code, ERR_CANCELED);
        rig_end(&rig);
    }
}

static void the_owner_may_give_up_inside_an_answer(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1, .cancel = &rig.op};

    rig_begin(&rig);
    PIPE_RUN(&rig, &answers, CALL("SELECT 1"), CALL("SELECT 2"));
    assert_int_equal(rig.op.err.code, ERR_CANCELED);
    assert_string_equal(answers.text, "0:1 ");
    rig_end(&rig);
}

static void a_backend_terminated_in_mid_pipe_is_a_lost_connection(void **state)
{
    (void)state;
    struct rig rig;
    struct answers answers = {.refuse_at = -1};
    const struct db_call calls[] = {CALL("SELECT 1"), CALL("SELECT pg_sleep(60)"), CALL("SELECT 2")};
    char sql[128];

    rig_begin(&rig);
    rig_exec(&rig, "SELECT pg_backend_pid()");
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%s)", db_text(rig.op.result, 0, 0));
    pipe_start(&rig, &answers, calls, 3);
    rig_turns(&rig, 3);
    assert_string_equal(cluster_sql(&cluster, sql), "t");
    rig_until(&rig, &rig.done, 2);
    assert_int_equal(rig.op.err.code, ERR_DB_LOST);
    assert_non_null(strstr(rig.op.err.text, "terminating connection"));
    assert_false(db_pipe_open(&rig.op, &rig.conn, take_answer, &answers));
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_come_in_order),
        cmocka_unit_test(a_statement_is_prepared_once_a_session),
        cmocka_unit_test(what_follows_an_error_is_not_carried_out),
        cmocka_unit_test(statements_without_a_begin_are_one_transaction),
        cmocka_unit_test(an_answer_that_displeases_ends_with_its_own_error),
        cmocka_unit_test(binary_answers_are_read_like_the_rows_of_a_copy),
        cmocka_unit_test(much_goes_both_ways_at_once),
        cmocka_unit_test(the_deadline_ends_all_of_them),
        cmocka_unit_test(cancel_ends_a_pipe_after_any_turn),
        cmocka_unit_test(the_owner_may_give_up_inside_an_answer),
        cmocka_unit_test(a_backend_terminated_in_mid_pipe_is_a_lost_connection),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
