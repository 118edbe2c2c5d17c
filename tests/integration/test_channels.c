/* Channels that are switched off, by their receivers or by hand, and what the commands say of what waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <jansson.h>
#include <libpq-fe.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/receiver.c"
#include "../support/group.h"

static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process daemon;
    char config[256];
} world;

#include "../support/world.h"

static int leave(void **state)
{
    (void)state;
    process_forget(&world.daemon);
    receiver_stop(&world.receiver);
    return 0;
}

#define HOOK                                                                                                 \
    "\"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\", \"timeout\": \"1500ms\","     \
    " \"url\": \"http://127.0.0.1:%d/%s\""

/* `path` of the channel "hook", and more of it. */
static void configure(const char *path, const char *more)
{
    snprintf(
        world.config, sizeof world.config, "%s",
        process_file(&cluster, "channels.json",
                     "{\"poll_interval\": \"200ms\", \"language\": \"en\", \"database\": \"%s\","
                     " \"channels\": [{\"name\": \"hook\", " HOOK "%s}, {\"name\": \"other\", " HOOK "}]}",
                     world.database.conninfo, world.receiver.port, path, more, world.receiver.port, "other"));
}

static void begin(const char *name, const char *more)
{
    world = (struct world){0};
    receiver_start(&world.receiver, false);
    department_create(&cluster, name, 40, &world.database);
    configure("hook", more);
    process_start(&world.daemon,
                  (const char *[]){"run", "--as-of", DEPARTMENT_DAY, "--config", world.config, NULL});
    wait_for_rest(&world.daemon, &world.database, DEPARTMENT_DAY);
}

/* A command's output; it must end well. */
static char *said_by(const char *const args[])
{
    struct run run = process_run(args);

    if (run.status != 0)
        fail_msg("%s %s: %d: %s", args[0], args[1], run.status, run.err);
    char *out = strdup(run.out);
    run_free(&run);
    return out;
}

static void says(const char *const args[], const char *text)
{
    char *out = said_by(args);

    if (strstr(out, text) == NULL)
        fail_msg("%s %s says not '%s' but: %s", args[0], args[1], text, out);
    free(out);
}

static void a_receiver_that_is_gone_is_switched_off_until_somebody_says_on(void **state)
{
    static const struct receiver_answer script[] = {{.path = "/hook", .status = 410, .body = "moved out"}};
    (void)state;
    begin("gone", "");
    receiver_script(&world.receiver, script, 1);
    department_turn_red(&world.database, 1, 1);
    until("SELECT count(*) = 1 FROM messages WHERE type = 'delivery.off' AND state = 'delivered'",
          "it is switched off, and the other channel hears of it");
    department_turn_red(&world.database, 2, 4);
    until("SELECT count(*) = 3 FROM message_events WHERE channel = 'hook' AND state = 'waiting'",
          "what comes later waits");
    assert_int_equal(department_said(&world.daemon, "a receiver is gone"), 1);
    assert_int_equal(receiver_count(&world.receiver, "/hook"), 1);
    expect("SELECT string_agg(state, ' ') FROM messages WHERE channel = 'hook'", "pending");

    says((const char *[]){"status", "--year", "2025", "--config", world.config, NULL},
         "channel hook: 3 events waiting, 1 messages pending; switched off since ");
    says((const char *[]){"channel", "list", "--config", world.config, NULL}, "HTTP 410: moved out since ");
    says((const char *[]){"channel", "list", "--json", "--config", world.config, NULL},
         "\"state\":\"off\",\"events\":3,\"messages\":1");
    says((const char *[]){"deliveries", "--waiting", "--config", world.config, NULL},
         "the channel is switched off: HTTP 410: moved out");
    says((const char *[]){"channel", "test", "hook", "--config", world.config, NULL},
         "`budgetwatch channel on hook` switches it on");

    says((const char *[]){"channel", "on", "hook", "--config", world.config, NULL}, "Channel hook is on.");
    until("SELECT count(*) = 2 FROM messages WHERE channel = 'hook' AND state = 'delivered'",
          "all that waited is told");
    expect("SELECT body::jsonb -> 'data' ->> 'count' FROM messages WHERE channel = 'hook' ORDER BY seq DESC "
           "LIMIT 1",
           "3");
    says((const char *[]){"channel", "on", "hook", "--config", world.config, NULL}, "was not switched off");
    says((const char *[]){"deliveries", "--waiting", "--config", world.config, NULL}, "Nothing waits.");
    process_expect(1, (const char *[]){"channel", "on", "nobody", "--config", world.config, NULL});
    assert_int_equal(process_stop(&world.daemon), 0);
}

static void so_it_is_until_it_has_another_address(void **state)
{
    static const struct receiver_answer script[] = {{.path = "/hook", .status = 410}};
    (void)state;
    begin("moved", "");
    receiver_script(&world.receiver, script, 1);
    department_turn_red(&world.database, 1, 1);
    until("SELECT count(*) = 1 FROM channels_off WHERE reported_at IS NOT NULL", "it is switched off");
    process_signal(&world.daemon, SIGHUP);
    department_wait_said(&world.daemon, "have been read again", 1, 10,
                         "the same configuration is read again");
    department_turn_red(&world.database, 2, 2);
    until("SELECT count(*) = 1 FROM message_events WHERE channel = 'hook' AND state = 'waiting'",
          "the next one waits");
    assert_int_equal(receiver_count(&world.receiver, "/hook"), 1);

    configure("hook/new", "");
    process_signal(&world.daemon, SIGHUP);
    until("SELECT count(*) = 2 FROM messages WHERE channel = 'hook' AND state = 'delivered'",
          "both are told");
    assert_int_equal(receiver_count(&world.receiver, "/hook/new"), 2);
    expect("SELECT count(*) FROM channels_off", "0");
    assert_int_equal(process_stop(&world.daemon), 0);
}

static void a_channel_is_switched_off_by_hand_and_nobody_is_told(void **state)
{
    (void)state;
    begin("by_hand", "");
    process_expect(2, (const char *[]){"channel", "off", "hook", "--config", world.config, NULL});
    says((const char *[]){"channel", "off", "hook", "--reason", "the group moves", "--by", "Wang Fang",
                          "--config", world.config, NULL},
         "Channel hook is off.");
    department_turn_red(&world.database, 1, 1);
    until("SELECT count(*) = 1 FROM messages WHERE channel = 'other' AND state = 'delivered'",
          "others hear it");
    expect("SELECT string_agg(state, ' ') FROM message_events WHERE channel = 'hook'", "waiting");
    says((const char *[]){"channel", "list", "--config", world.config, NULL}, "(Wang Fang)");
    says((const char *[]){"channel", "on", "hook", "--config", world.config, NULL}, "Channel hook is on.");
    until("SELECT count(*) = 1 FROM messages WHERE channel = 'hook' AND state = 'delivered'", "it is told");
    expect("SELECT count(*) FROM messages WHERE type LIKE 'delivery.%'", "0");
    assert_int_equal(process_stop(&world.daemon), 0);
}

/* One of each kind, on the day of the rehearsal and by the clock on the wall. */
static void what_waits_says_what_for(void **state)
{
    static const struct receiver_answer script[] = {{.path = "/other", .status = 500}};
    (void)state;
    begin("reasons", ", \"quiet\": [\"00:00-24:00\"], \"quiet_except\": [\"blue\"]");
    receiver_script(&world.receiver, script, 1);
    process_expect(0, (const char *[]){"alerts", "silence", "--subject", "P2", "--for", "1h", "--reason",
                                       "stocktaking", "--by", "Wang Fang", "--config", world.config, NULL});
    department_turn_red(&world.database, 1, 2);
    until("SELECT count(*) = 2 FROM message_events WHERE channel = 'hook' AND state = 'waiting'",
          "it is quiet");
    until("SELECT count(*) = 1 FROM message_events WHERE channel = 'other' AND state = 'silenced'",
          "one is silenced");
    until("SELECT count(*) = 1 FROM messages WHERE channel = 'other' AND state = 'pending' AND attempts = 1",
          "one is tried again");
    char *out = said_by((const char *[]){"deliveries", "--waiting", "--config", world.config, NULL});
    static const char *const sentences[] = {"quiet hours until ",
                                            "silence 1 by Wang Fang: stocktaking, until ", "attempt 2 at "};
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
        if (strstr(out, sentences[i]) == NULL)
            fail_msg("nothing is said of '%s': %s", sentences[i], out);
    free(out);

    out = said_by((const char *[]){"deliveries", "--waiting", "--json", "--config", world.config, NULL});
    int lines = 0;
    for (char *line = strtok(out, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
        json_t *row = json_loads(line, 0, NULL);
        assert_true(strlen(json_string_value(json_object_get(row, "reason"))) > 0);
        assert_non_null(json_object_get(row, "until"));
        json_decref(row);
    }
    assert_int_equal(lines, 4);
    free(out);
    assert_int_equal(process_stop(&world.daemon), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_receiver_that_is_gone_is_switched_off_until_somebody_says_on, leave),
        cmocka_unit_test_teardown(so_it_is_until_it_has_another_address, leave),
        cmocka_unit_test_teardown(a_channel_is_switched_off_by_hand_and_nobody_is_told, leave),
        cmocka_unit_test_teardown(what_waits_says_what_for, leave),
    };
    return cmocka_run_group_tests(tests, start_cluster_with_secret, stop_cluster);
}
