#include "service/heartbeat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libpq-fe.h>

/* A row of these texts, as the server would answer. */
static PGresult *make_row(const char *const *values, int count)
{
    static PGresAttDesc columns[8];
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    char value[32];

    for (int i = 0; i < count; i++)
        columns[i] = (PGresAttDesc){.name = value, .typlen = -1, .atttypmod = -1};
    value[0] = '\0';
    assert_true(PQsetResultAttrs(result, count, columns));
    for (int i = 0; i < count; i++) {
        strcpy(value, values[i]);
        assert_true(PQsetvalue(result, 0, i, value, (int)strlen(value)));
    }
    return result;
}

static bool works(void *owner)
{
    (void)owner;
    return true;
}

/* A commit may wait for a standby for long, and a reload come meanwhile. */
static void what_was_asked_before_a_reload_is_taken_for_what_it_was(void **state)
{
    (void)state;
    struct channel_config channel = {.name = "pulse", .enabled = true};
    struct config config = {.channels = &channel,
                            .channel_count = 1,
                            .poll_interval = 1000,
                            .heartbeat = {.channel = "pulse", .interval = 60000}};
    struct config none = {.poll_interval = 1000};
    struct heartbeat beat = {.works = works, .writing = true};
    PGresult *written = make_row((const char *const[]){"1", "0"}, 2);
    PGresult *looked = make_row((const char *const[]){"t", "0", "1", "2", "3", "4", "5"}, 7);

    heartbeat_forget(&beat);
    assert_true(heartbeat_take(&beat, &config, written));
    assert_in_range(heartbeat_wait(&beat, &config, clock_monotonic()), 1, 60000);

    beat.writing = true;
    heartbeat_forget(&beat);
    assert_true(heartbeat_take(&beat, &none, written));
    assert_int_equal(heartbeat_wait(&beat, &none, clock_monotonic()), INT64_MAX);
    assert_false(heartbeat_has_work(&beat, &none, clock_monotonic()));

    beat.writing = false;
    heartbeat_forget(&beat);
    assert_false(heartbeat_take(&beat, &none, looked));
    assert_false(heartbeat_has_work(&beat, &none, clock_monotonic()));
    PQclear(written);
    PQclear(looked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_asked_before_a_reload_is_taken_for_what_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
