#include "app/service_status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define NOON INT64_C(1782100800000) /* 2026-06-22T12:00:00+08:00 */

static struct dispatcher dispatcher;
static struct channel channels[3];
static const struct channel_config said[3] = {{.name = "office"}, {.name = "wecom"}, {.name = "slack"}};
static const struct config config = {.utc_offset = 8 * 60};

static void expect(const struct service_facts *facts, const char *wanted)
{
    struct service_status status = {.dispatcher = &dispatcher, .config = &config};
    struct buf out = {0};

    for (size_t i = 0; i < 3; i++)
        channels[i].config = &said[i];
    dispatcher.errands.outbox.channels = (struct channels){channels, 3};
    service_status_text(&status, facts, &out);
    assert_string_equal(buf_text(&out), wanted);
    buf_free(&out);
}

static void the_evaluation_is_a_sentence(void **state)
{
    (void)state;
    struct service_facts facts = {.delivers = true, .monitor = {.trouble = ""}};

    facts.monitor.what = MONITOR_DOES_CONNECT;
    expect(&facts, "Connects to the database.");
    facts.monitor.what = MONITOR_DOES_FOLLOW;
    expect(&facts, "Stands by, another daemon leads.");
    facts.monitor.leads = true;
    expect(&facts, "Leads, follows the ledger.");
    facts.monitor.passed_at = NOON;
    expect(&facts, "Leads, follows the ledger. All of it was last evaluated 2026-06-22 12:00.");
    facts.monitor.what = MONITOR_DOES_PROVE;
    expect(&facts, "Leads, makes the nightly proof.");
    facts.monitor.what = MONITOR_DOES_WAIT;
    facts.monitor.troubled_at = NOON - 60 * 1000;
    facts.monitor.trouble = "refused\nREADY=1";
    expect(&facts, "The database does not work since 2026-06-22 11:59, it is tried again: refused READY=1");
}

static void what_waits_is_named_with_its_channels(void **state)
{
    (void)state;
    struct service_facts facts = {.delivers = true,
                                  .monitor = {.what = MONITOR_DOES_FOLLOW, .leads = true, .trouble = ""}};

    channels[0].failing = channels[2].failing = channels[2].off = true;
    channels[1].paused_until = INT64_MAX;
    memset(facts.channels, 0xff, sizeof facts.channels);
    expect(&facts,
           "Leads, follows the ledger. Receivers that fail, messages are tried again: office. Asked to "
           "rest, messages wait: wecom. Switched off, messages wait: slack.");
}

static void a_refused_configuration_stays_in_sight(void **state)
{
    (void)state;
    struct service_facts facts = {.delivers = false,
                                  .monitor = {.what = MONITOR_DOES_FOLLOW, .leads = true, .trouble = ""},
                                  .reload = RELOAD_REFUSED,
                                  .reloaded_at = NOON};

    expect(&facts,
           "Leads, follows the ledger. Cannot deliver: its connection to the database does not work yet. "
           "The configuration of 2026-06-22 12:00 was refused, the one before it is in use; the journal "
           "says why.");
    facts.delivers = true;
    facts.reload = RELOAD_TAKEN;
    expect(&facts, "Leads, follows the ledger.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_evaluation_is_a_sentence),
        cmocka_unit_test(what_waits_is_named_with_its_channels),
        cmocka_unit_test(a_refused_configuration_stays_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
