#include "app/rehearsal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"

static const struct config config = {.utc_offset = 8 * 60};

/* What the clock does, and when the daemon is done with a day. */
struct world {
    uv_loop_t loop;
    struct office_clock clock;
    struct rehearsal rehearsal;
    int days;  /* that have begun */
    int asked; /* whether all is done */
    int busy;  /* so many times it is not */
};

static bool may_go_on(struct rehearsal *rehearsal)
{
    struct world *world = rehearsal->owner;

    world->asked++;
    return world->busy-- <= 0;
}

static void on_day(struct rehearsal *rehearsal)
{
    struct world *world = rehearsal->owner;

    world->days++;
}

/* Until its clock stands, which is the end of what the loop has to do. */
static void rehearse(struct world *world, struct rehearsal_settings settings)
{
    log_open(LOG_LEVEL_ERROR);
    assert_int_equal(uv_loop_init(&world->loop), 0);
    world->rehearsal = (struct rehearsal){.owner = world, .may_go_on = may_go_on, .on_day = on_day};
    rehearsal_start(&world->rehearsal, &world->loop, &world->clock, &config, &settings);
    assert_true(office_rehearses(&world->clock));
    uv_run(&world->loop, UV_RUN_DEFAULT);
    uv_close((uv_handle_t *)&world->rehearsal.timer, NULL);
    uv_run(&world->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&world->loop), 0);
}

static void without_a_length_of_day_the_clock_stands(void **state)
{
    (void)state;
    struct world world = {0};

    rehearse(&world, (struct rehearsal_settings){.from = date_of(2023, 6, 14), .until = DATE_NONE});
    assert_int_equal(world.days, 0);
    assert_int_equal(office_today(&world.clock, &config), date_of(2023, 6, 14));
}

static void each_day_comes_once_over_the_end_of_a_year_and_the_last_one_stands(void **state)
{
    (void)state;
    struct world world = {0};
    struct rehearsal_settings settings = {
        .from = date_of(2023, 12, 30), .until = date_of(2024, 1, 2), .day = 1};

    rehearse(&world, settings);
    assert_int_equal(world.days, 3);
    assert_int_equal(office_today(&world.clock, &config), settings.until);
}

static void a_day_is_not_over_before_its_work_is_done(void **state)
{
    (void)state;
    struct world world = {.busy = 2};

    rehearse(&world, (struct rehearsal_settings){
                         .from = date_of(2024, 2, 28), .until = date_of(2024, 2, 29), .day = 1});
    assert_int_equal(world.days, 1);
    assert_int_equal(world.asked, 3);
}

static void it_does_not_go_beyond_today(void **state)
{
    (void)state;
    struct world world = {0};
    date today = clock_date(clock_wall(), config.utc_offset);

    rehearse(&world, (struct rehearsal_settings){.from = today, .until = today + 9, .day = 1});
    assert_true(office_today(&world.clock, &config) <= clock_date(clock_wall(), config.utc_offset));
}

static void without_a_rehearsal_the_day_is_the_true_one(void **state)
{
    (void)state;
    const struct office_clock clock = {.as_of = DATE_NONE};
    date before = clock_date(clock_wall(), config.utc_offset), today = office_today(&clock, &config);

    assert_false(office_rehearses(&clock));
    assert_true(today >= before && today <= clock_date(clock_wall(), config.utc_offset));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_length_of_day_the_clock_stands),
        cmocka_unit_test(each_day_comes_once_over_the_end_of_a_year_and_the_last_one_stands),
        cmocka_unit_test(a_day_is_not_over_before_its_work_is_done),
        cmocka_unit_test(it_does_not_go_beyond_today),
        cmocka_unit_test(without_a_rehearsal_the_day_is_the_true_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
