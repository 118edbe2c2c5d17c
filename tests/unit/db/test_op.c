#include "db/op.h"

#include <sys/ioctl.h>

#include "db/row.h"
#include "rig.h"

/* Rows taken from a COPY, with the most that came between two turns of the loop. */
struct taking {
    struct db_row_reader reader;
    int64_t sum;
    int rows;
    int nulls;
    int fail_at; /* 0: never */
    int in_turn, most_in_turn;
};

static bool take_row(void *ctx, const char *data, size_t length, struct err *err)
{
    struct taking *taking = ctx;
    struct db_row row;
    bool is_row;

    if (!db_row_parse(&taking->reader, data, length, &row, &is_row, err))
        return false;
    if (!is_row)
        return true;
    taking->rows++;
    if (++taking->in_turn > taking->most_in_turn)
        taking->most_in_turn = taking->in_turn;
    if (taking->rows == taking->fail_at)
        return err_set(err, ERR_OVERFLOW, "enough of it");
    taking->sum += db_row_int(&row, 0);
    taking->nulls += db_row_null(&row, 1) ? 1 : 0;
    return db_row_check(&row, err);
}

static void on_turn(uv_check_t *check)
{
    ((struct taking *)check->data)->in_turn = 0;
}

static void two_hundred_thousand_rows_arrive_a_bounded_number_a_turn(void **state)
{
    (void)state;
    struct rig rig;
    struct taking taking = {.reader.columns = 2};
    uv_check_t check;

    rig_begin(&rig);
    uv_check_init(&rig.loop, &check);
    check.data = &taking;
    uv_check_start(&check, on_turn);

    rig_run(&rig, &(struct db_call){.sql = "COPY (SELECT g::bigint, nullif(g % 2, 0)::int2"
                                           " FROM generate_series(1, 200000) g) TO STDOUT (FORMAT binary)",
                                    .on_row = take_row,
                                    .ctx = &taking});

    assert_string_equal(rig.op.err.text, "");
    assert_int_equal(taking.rows, 200000);
    assert_int_equal(taking.sum, INT64_C(20000100000));
    assert_int_equal(taking.nulls, 100000);
    assert_true(taking.reader.ended);
    assert_true(taking.most_in_turn <= 4000);
    assert_int_equal(db_affected(rig.op.result), 200000);
    uv_close((uv_handle_t *)&check, NULL);
    rig_end(&rig);
}

/* Wait until the server has written ahead what the socket holds. */
static bool socket_is_full(const struct rig *rig)
{
    for (int i = 0; i < 5000; i++) {
        int bytes = 0;
        if (ioctl(PQsocket(rig->conn.pg), FIONREAD, &bytes) == 0 && bytes > 64 * 1024)
            return true;
        nanosleep(&(struct timespec){.tv_nsec = 1000 * 1000}, NULL);
    }
    return false;
}

/* libpq's buffer keeps the size of the largest answer so far. So one read brings a hundred kilobytes of
 * small rows, far more than a turn may hand out. */
static void rows_already_buffered_wait_for_their_turn(void **state)
{
    (void)state;
    struct rig rig;
    struct taking taking = {0};
    uv_check_t check;

    rig_begin(&rig);
    uv_check_init(&rig.loop, &check);
    check.data = &taking;
    uv_check_start(&check, on_turn);
    rig_exec(&rig, "SELECT repeat('x', 1000000)");

    rig_start(&rig, &(struct db_call){.sql = "COPY (SELECT 1::int2, 2::int2 FROM generate_series(1, 50000) g)"
                                             " TO STDOUT (FORMAT binary)",
                                      .on_row = take_row,
                                      .ctx = &taking});
    assert_true(socket_is_full(&rig));
    rig_until(&rig, &rig.done, 2);

    assert_string_equal(rig.op.err.text, "");
    assert_int_equal(taking.sum, 50000);
    assert_int_equal(taking.most_in_turn, 4000);
    uv_close((uv_handle_t *)&check, NULL);
    rig_end(&rig);
}

static void rejected_statement_leaves_the_connection_good(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    rig_exec(&rig, "SELECT * FROM nowhere");

    assert_int_equal(rig.op.err.code, ERR_DB_QUERY);
    assert_string_equal(rig.op.err.text, "relation \"nowhere\" does not exist");
    assert_string_equal(rig.op.sqlstate, "42P01");
    assert_null(rig.op.result);
    rig_expect(&rig, "SELECT 6 * 7", "42");
    assert_string_equal(rig.op.sqlstate, "");
    rig_end(&rig);
}

static void error_text_carries_detail_and_hint(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    rig_exec(&rig, "DO $$BEGIN RAISE 'no' USING DETAIL = 'too late', HINT = 'come earlier';END$$");

    assert_string_equal(rig.op.err.text, "no (too late); hint: come earlier");
    rig_end(&rig);
}

static void error_in_mid_result_leaves_the_connection_good(void **state)
{
    (void)state;
    struct rig rig;
    struct taking taking = {0};

    rig_begin(&rig);
    rig_run(&rig, &(struct db_call){.sql = "COPY (SELECT 1 / (50000 - g), g FROM generate_series(1, 60000) g)"
                                           " TO STDOUT (FORMAT binary)",
                                    .on_row = take_row,
                                    .ctx = &taking});

    assert_int_equal(rig.op.err.code, ERR_DB_QUERY);
    assert_string_equal(rig.op.sqlstate, "22012");
    assert_int_equal(taking.rows, 49999);
    assert_false(taking.reader.ended);
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

static void row_that_cannot_be_used_ends_with_its_own_error(void **state)
{
    (void)state;
    struct rig rig;
    struct taking taking = {.fail_at = 7};

    rig_begin(&rig);
    rig_run(&rig, &(struct db_call){.sql = "COPY (SELECT g, g FROM generate_series(1, 20000) g)"
                                           " TO STDOUT (FORMAT binary)",
                                    .on_row = take_row,
                                    .ctx = &taking});

    assert_int_equal(rig.op.err.code, ERR_OVERFLOW);
    assert_string_equal(rig.op.err.text, "enough of it");
    assert_int_equal(taking.rows, 7);
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

struct taking_more {
    struct taking takings[3];
    int copies; /* that have ended */
};

static bool take_of_next(void *ctx, const char *data, size_t length, struct err *err)
{
    struct taking_more *more = ctx;
    struct taking *taking = &more->takings[more->copies];

    if (!take_row(taking, data, length, err))
        return false;
    more->copies += taking->reader.ended ? 1 : 0;
    return true;
}

static void copies_in_one_text_come_one_after_the_other(void **state)
{
    (void)state;
    struct rig rig;
    struct taking_more more = {.copies = 0};

    rig_begin(&rig);
    rig_run(&rig, &(struct db_call){
                      .sql = "COPY (SELECT g, g FROM generate_series(1, 9000) g) TO STDOUT (FORMAT binary);"
                             "COPY (SELECT 1, 2 WHERE false) TO STDOUT (FORMAT binary);"
                             "COPY (SELECT 7, NULL::int4) TO STDOUT (FORMAT binary)",
                      .statements = 3,
                      .on_row = take_of_next,
                      .ctx = &more});

    assert_int_equal(rig.op.err.code, ERR_NONE);
    assert_int_equal(more.copies, 3);
    assert_int_equal(more.takings[0].rows, 9000);
    assert_int_equal(more.takings[1].rows, 0);
    assert_int_equal(more.takings[2].rows, 1);
    assert_int_equal(more.takings[2].sum, 7);
    assert_int_equal(more.takings[2].nulls, 1);
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

static void error_in_the_second_of_them_leaves_the_connection_good(void **state)
{
    (void)state;
    struct rig rig;
    struct taking_more more = {.copies = 0};

    rig_begin(&rig);
    rig_run(&rig, &(struct db_call){.sql = "COPY (SELECT 3, 3) TO STDOUT (FORMAT binary);"
                                           "COPY (SELECT 1 / (g - 5), 2 FROM generate_series(1, 9) g)"
                                           " TO STDOUT (FORMAT binary);"
                                           "COPY (SELECT 7, 7) TO STDOUT (FORMAT binary)",
                                    .statements = 3,
                                    .on_row = take_of_next,
                                    .ctx = &more});

    assert_int_equal(rig.op.err.code, ERR_DB_QUERY);
    assert_int_equal(more.copies, 1);
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

/* Pieces for COPY FROM STDIN: `pieces` times `text`, then the end or an error. */
struct giving {
    const char *text;
    int pieces;
    bool fail_at_end;
};

static bool give_piece(void *ctx, const char **ret_data, size_t *ret_length, struct err *err)
{
    struct giving *giving = ctx;

    if (giving->pieces == 0 && giving->fail_at_end)
        return err_set(err, ERR_IO, "disk on fire");
    *ret_data = giving->text;
    *ret_length = giving->pieces > 0 ? strlen(giving->text) : 0;
    giving->pieces -= giving->pieces > 0 ? 1 : 0;
    return true;
}

static struct db_call copy_in(struct giving *giving)
{
    return (struct db_call){.sql = "COPY taken FROM STDIN", .more = give_piece, .ctx = giving};
}

static void copy_in_takes_all_pieces(void **state)
{
    (void)state;
    struct rig rig;
    struct giving giving = {.text = "1\tone\n2\ttwo\n", .pieces = 100000};
    struct db_call call = copy_in(&giving);

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE taken (n int, t text)");
    rig_run(&rig, &call);

    assert_string_equal(rig.op.err.text, "");
    assert_int_equal(db_affected(rig.op.result), 200000);
    rig_expect(&rig, "SELECT sum(n) FROM taken", "300000");
    rig_end(&rig);
}

static void one_huge_piece_is_taken_too(void **state)
{
    (void)state;
    struct rig rig;
    size_t length = 9 * 1024 * 1024;
    char *text = mem_alloc(length + 1);
    struct giving giving = {.text = text, .pieces = 2};
    struct db_call call = copy_in(&giving);

    memset(text, 'x', length);
    memcpy(text, "1\t", 2);
    text[length - 1] = '\n';
    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE taken (n int, t text)");
    rig_run(&rig, &call);

    rig_expect(&rig, "SELECT sum(length(t)) FROM taken", "18874362");
    free(text);
    rig_end(&rig);
}

static void copy_in_reports_why_its_source_failed(void **state)
{
    (void)state;
    struct rig rig;
    struct giving giving = {.text = "1\tone\n", .pieces = 5000, .fail_at_end = true};
    struct db_call call = copy_in(&giving);

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE taken (n int, t text)");
    rig_run(&rig, &call);

    assert_int_equal(rig.op.err.code, ERR_IO);
    assert_string_equal(rig.op.err.text, "disk on fire");
    assert_string_equal(rig.op.sqlstate, "");
    rig_expect(&rig, "SELECT count(*) FROM taken", "0");
    rig_end(&rig);
}

static void copy_in_of_bad_data_is_rejected_by_the_server(void **state)
{
    (void)state;
    struct rig rig;
    struct giving giving = {.text = "one\t1\n", .pieces = 300000};
    struct db_call call = copy_in(&giving);

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE taken (n int, t text)");
    rig_run(&rig, &call);

    assert_int_equal(rig.op.err.code, ERR_DB_QUERY);
    assert_string_equal(rig.op.sqlstate, "22P02");
    rig_exec(&rig, "COPY taken FROM STDIN"); /* nobody gives */
    assert_int_equal(rig.op.err.code, ERR_INPUT);
    rig_expect(&rig, "SELECT count(*) FROM taken", "0");
    rig_end(&rig);
}

static void parameters_may_be_null_and_statements_several(void **state)
{
    (void)state;
    struct rig rig;
    const char *const params[] = {"it's", NULL};

    rig_begin(&rig);
    rig_run(&rig,
            &(struct db_call){.sql = "SELECT $1::text, $2::int, true", .param_count = 2, .params = params});
    assert_int_equal(db_rows(rig.op.result), 1);
    assert_string_equal(db_text(rig.op.result, 0, 0), "it's");
    assert_true(db_null(rig.op.result, 0, 1));
    assert_int_equal(db_int(rig.op.result, 0, 1), 0);
    assert_true(db_bool(rig.op.result, 0, 2));

    rig_expect(&rig, "CREATE TEMP TABLE t AS SELECT 5 AS n; INSERT INTO t VALUES (6); SELECT sum(n) FROM t",
               "11");
    rig_exec(&rig, "UPDATE t SET n = 7; SELECT 1 / 0; UPDATE t SET n = 8");
    assert_string_equal(rig.op.sqlstate, "22012");
    rig_expect(&rig, "SELECT sum(n) FROM t", "11"); /* all of it was one transaction */
    rig_exec(&rig, "");
    assert_string_equal(rig.op.err.text, "");
    rig_end(&rig);
}

static void deadline_ends_the_operation_and_the_connection(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    rig_run(&rig, &(struct db_call){.sql = "SELECT pg_sleep(60)", .timeout = 50});

    assert_int_equal(rig.op.err.code, ERR_TIMEOUT);
    assert_false(db_op_start(&rig.op, &rig.conn, &(struct db_call){.sql = "SELECT 1"}, rig_on_done));
    assert_int_equal(rig.op.err.code, ERR_DB_LOST);
    rig_close(&rig);
    rig_open(&rig);
    rig_expect(&rig, "SELECT 1", "1");
    rig_end(&rig);
}

static void second_operation_at_a_time_is_refused(void **state)
{
    (void)state;
    struct rig rig;
    struct db_op second = {0};

    rig_begin(&rig);
    rig_start(&rig, &(struct db_call){.sql = "SELECT 3"});
    assert_false(db_op_start(&second, &rig.conn, &(struct db_call){.sql = "SELECT 4"}, rig_on_done));
    assert_int_equal(second.err.code, ERR_CONFLICT);
    rig_until(&rig, &rig.done, 1);
    assert_string_equal(db_text(rig.op.result, 0, 0), "3");
    rig_end(&rig);
}

static void cancel_ends_any_operation_after_any_turn(void **state)
{
    (void)state;
    struct taking taking = {0};
    struct giving giving = {0};
    const struct db_call calls[] = {
        {.sql = "SELECT pg_sleep(60)"},
        {.sql = "COPY (SELECT g, g FROM generate_series(1, 100000000) g) TO STDOUT (FORMAT binary)",
         .on_row = take_row,
         .ctx = &taking},
        {.sql = "COPY pg_temp.taken FROM STDIN", .more = give_piece, .ctx = &giving},
    };

    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        for (int turns = 0; turns < 12; turns++) {
            struct rig rig;
            taking = (struct taking){0};
            giving = (struct giving){.text = "1\tone\n", .pieces = 100000000};
            rig_begin(&rig);
            rig_exec(&rig, "CREATE TEMP TABLE taken (n int, t text)");
            rig_start(&rig, &calls[i]);
            rig_turns(&rig, turns);
            db_op_cancel(&rig.op);
            db_op_cancel(&rig.op);
            assert_int_equal(rig.done, 1); /* of the CREATE: `done` comes later, never from inside */
            rig_until(&rig, &rig.done, 2);
            assert_int_equal(rig.op.err.code, ERR_CANCELED);
            db_op_cancel(&rig.op);
            rig_end(&rig);
            assert_int_equal(rig.done, 2);
        }
    }
}

/* Owners that give up from inside the callbacks of their operation. */
static bool take_and_cancel(void *ctx, const char *data, size_t length, struct err *err)
{
    (void)data, (void)length, (void)err;
    db_op_cancel(ctx);
    return true;
}

static bool give_and_close(void *ctx, const char **ret_data, size_t *ret_length, struct err *err)
{
    struct rig *rig = ctx;

    (void)err;
    db_conn_close(&rig->conn, rig_on_closed);
    *ret_data = "1\tone\n";
    *ret_length = 6;
    return true;
}

static void owner_may_give_up_inside_a_callback(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    rig_run(&rig, &(struct db_call){.sql = "COPY (SELECT g FROM generate_series(1, 9) g) TO STDOUT",
                                    .on_row = take_and_cancel,
                                    .ctx = &rig.op});
    assert_int_equal(rig.op.err.code, ERR_CANCELED);
    rig_close(&rig);

    rig_open(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE taken (n int, t text)");
    rig_run(&rig, &(struct db_call){.sql = "COPY taken FROM STDIN", .more = give_and_close, .ctx = &rig});
    assert_int_equal(rig.op.err.code, ERR_CANCELED);
    rig_until(&rig, &rig.closed, 2);
    rig_end(&rig);
}

static void terminated_backend_is_a_lost_connection(void **state)
{
    (void)state;
    struct rig rig;
    char sql[128];

    rig_begin(&rig);
    rig_exec(&rig, "SELECT pg_backend_pid()");
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%s)", db_text(rig.op.result, 0, 0));
    rig_start(&rig, &(struct db_call){.sql = "SELECT pg_sleep(60)"});
    rig_turns(&rig, 3);
    assert_string_equal(cluster_sql(&cluster, sql), "t");
    rig_until(&rig, &rig.done, 2);

    assert_int_equal(rig.op.err.code, ERR_DB_LOST);
    assert_non_null(strstr(rig.op.err.text, "terminating connection"));
    assert_false(db_op_start(&rig.op, &rig.conn, &(struct db_call){.sql = "SELECT 1"}, rig_on_done));
    assert_int_equal(rig.op.err.code, ERR_DB_LOST);
    rig_end(&rig);
}

static void backend_terminated_in_mid_copy_is_a_lost_connection(void **state)
{
    (void)state;
    struct taking taking = {0};
    struct giving giving = {.text = "1\tone\n", .pieces = 100000000};
    const struct db_call calls[] = {
        {.sql = "COPY (SELECT g, g FROM generate_series(1, 100000000) g) TO STDOUT (FORMAT binary)",
         .on_row = take_row,
         .ctx = &taking},
        {.sql = "COPY taken FROM STDIN", .more = give_piece, .ctx = &giving},
    };

    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        struct rig rig;
        char sql[128];
        rig_begin(&rig);
        rig_exec(&rig, "CREATE TEMP TABLE taken (n int, t text)");
        rig_exec(&rig, "SELECT pg_backend_pid()");
        snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%s)", db_text(rig.op.result, 0, 0));
        rig_start(&rig, &calls[i]);
        rig_turns(&rig, 5);
        assert_string_equal(cluster_sql(&cluster, sql), "t");
        rig_until(&rig, &rig.done, 3);
        assert_int_equal(rig.op.err.code, ERR_DB_LOST);
        rig_end(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_thousand_rows_arrive_a_bounded_number_a_turn),
        cmocka_unit_test(rows_already_buffered_wait_for_their_turn),
        cmocka_unit_test(rejected_statement_leaves_the_connection_good),
        cmocka_unit_test(error_text_carries_detail_and_hint),
        cmocka_unit_test(error_in_mid_result_leaves_the_connection_good),
        cmocka_unit_test(row_that_cannot_be_used_ends_with_its_own_error),
        cmocka_unit_test(copies_in_one_text_come_one_after_the_other),
        cmocka_unit_test(error_in_the_second_of_them_leaves_the_connection_good),
        cmocka_unit_test(copy_in_takes_all_pieces),
        cmocka_unit_test(one_huge_piece_is_taken_too),
        cmocka_unit_test(copy_in_reports_why_its_source_failed),
        cmocka_unit_test(copy_in_of_bad_data_is_rejected_by_the_server),
        cmocka_unit_test(parameters_may_be_null_and_statements_several),
        cmocka_unit_test(deadline_ends_the_operation_and_the_connection),
        cmocka_unit_test(second_operation_at_a_time_is_refused),
        cmocka_unit_test(cancel_ends_any_operation_after_any_turn),
        cmocka_unit_test(owner_may_give_up_inside_a_callback),
        cmocka_unit_test(terminated_backend_is_a_lost_connection),
        cmocka_unit_test(backend_terminated_in_mid_copy_is_a_lost_connection),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
