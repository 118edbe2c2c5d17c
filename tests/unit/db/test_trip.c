#include "db/trip.h"

#include "db/row.h"
#include "rig.h"

static void on_trip_done(struct db_trip *trip)
{
    ((struct rig *)trip->owner)->done++;
}

static void trip_run(struct rig *rig, struct db_trip *trip)
{
    int wanted = rig->done + 1;

    assert_true(db_trip_run(trip, on_trip_done));
    rig_until(rig, &rig->done, wanted);
}

static void results_stay_until_they_are_cleared(void **state)
{
    (void)state;
    struct rig rig;
    struct db_trip trip = {.owner = &rig};
    char number[] = "6";
    const char *params[] = {number, NULL};

    rig_begin(&rig);
    db_trip_begin(&trip, &rig.conn);
    assert_int_equal(db_trip_add(&trip, "SELECT $1::int * 7, $2::text", 2, params), 0);
    number[0] = '1'; /* it has been copied */
    assert_int_equal(db_trip_add(&trip, "SELECT 'second'", 0, NULL), 1);
    trip_run(&rig, &trip);
    assert_int_equal(trip.err.code, ERR_NONE);
    assert_int_equal(trip.count, 2);
    assert_int_equal(db_int(trip.results[0], 0, 0), 42);
    assert_true(db_null(trip.results[0], 0, 1));
    assert_string_equal(db_text(trip.results[1], 0, 0), "second");
    db_trip_begin(&trip, &rig.conn);
    assert_int_equal(trip.count, 0);
    assert_null(trip.results[0]);
    rig_end(&rig);
}

static void one_that_is_refused_takes_all_others_with_it(void **state)
{
    (void)state;
    struct rig rig;
    struct db_trip trip = {.owner = &rig};

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE t (n int CHECK (n > 0))");
    db_trip_begin(&trip, &rig.conn);
    db_trip_add(&trip, "INSERT INTO t VALUES (1)", 0, NULL);
    db_trip_add(&trip, "INSERT INTO t VALUES (0)", 0, NULL);
    db_trip_add(&trip, "INSERT INTO t VALUES (2)", 0, NULL);
    trip_run(&rig, &trip);
    assert_int_equal(trip.err.code, ERR_DB_QUERY);
    for (size_t i = 0; i < DB_TRIP_MAX; i++)
        assert_null(trip.results[i]);
    db_trip_begin(&trip, &rig.conn);
    db_trip_add(&trip, "SELECT count(*) FROM t", 0, NULL);
    trip_run(&rig, &trip);
    assert_int_equal(trip.err.code, ERR_NONE);
    assert_int_equal(db_int(trip.results[0], 0, 0), 0);
    db_trip_clear(&trip);
    rig_end(&rig);
}

static void a_trip_on_a_connection_that_is_not_open_says_so_at_once(void **state)
{
    (void)state;
    struct rig rig;
    struct db_trip trip = {.owner = &rig};

    rig_begin(&rig);
    rig_close(&rig);
    db_trip_begin(&trip, &rig.conn);
    db_trip_add(&trip, "SELECT 1", 0, NULL);
    assert_false(db_trip_run(&trip, on_trip_done));
    assert_int_equal(trip.err.code, ERR_DB_LOST);
    rig_open(&rig);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_stay_until_they_are_cleared),
        cmocka_unit_test(one_that_is_refused_takes_all_others_with_it),
        cmocka_unit_test(a_trip_on_a_connection_that_is_not_open_says_so_at_once),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
