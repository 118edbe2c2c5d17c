#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases.h"

static bool read_case(const char *text, size_t length, const char *name, struct faults *faults)
{
    struct config config;

    if (!config_parse(text, length, name, &config, faults))
        return false;
    config_done(&config);
    return true;
}

static struct config parsed(const char *text, const char *path)
{
    struct config config;
    struct faults faults = {0};
    struct buf told = {0};

    if (!config_parse(text, strlen(text), path, &config, &faults)) {
        faults_format(&faults, &told);
        fail_msg("%s", buf_text(&told));
    }
    return config;
}

static void good_files_are_read(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/config/good", true);
}

static void bad_files_give_every_fault_with_its_line(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/config/bad", false);
}

static void defaults_are_those_of_the_manual(void **state)
{
    (void)state;
    static const msec schedule[] = {5000,     300000,   1800000,  7200000, 18000000,
                                    36000000, 50400000, 72000000, 86400000};
    struct config config;

    config_default(&config);

    assert_null(config.path);
    assert_string_equal(config.folder, ".");
    assert_null(config.database);
    assert_int_equal(config.language, LANGUAGE_ZH);
    assert_int_equal(config.utc_offset, 480);
    assert_int_equal(config.log_level, LOG_LEVEL_INFO);
    assert_int_equal(config.poll_interval, 30000);
    assert_string_equal(config.policy, "default");
    assert_string_equal(config.rubric, "guangzhou-department-2023");
    assert_null(config.evidence_folder);
    assert_int_equal(config.nightly_proof, 180);
    assert_int_equal(config.batch_size, 2000);
    assert_int_equal(config.leader_lease, 30000);
    assert_int_equal(config.statement_timeout, 60000);
    assert_int_equal(config.connect_timeout, 5000);
    assert_int_equal(config.delivery.lease, 60000);
    assert_int_equal(config.delivery.in_flight, 64);
    assert_int_equal(config.delivery.shutdown_timeout, 10000);
    assert_int_equal(config.delivery.retry_count, sizeof schedule / sizeof schedule[0]);
    assert_memory_equal(config.delivery.retry_schedule, schedule, sizeof schedule);
    assert_int_equal(config.delivery.throttle_pause, 60000);
    assert_int_equal(config.delivery.answer_limit, 16384);
    assert_int_equal(config.retention.events_days, 1100);
    assert_int_equal(config.retention.messages_days, 400);
    assert_int_equal(config.retention.attempts_days, 400);
    assert_int_equal(config.retention.audit_days, 3650);
    assert_int_equal(config.channel_count, 0);
    config_done(&config);
}

static void every_value_of_a_full_file_arrives(void **state)
{
    (void)state;
    struct buf text = {0};

    case_file(&text, SOURCE_DIR "/tests/cases/config/good", "everything.json");
    struct config config = parsed(buf_text(&text), "/etc/bw/everything.json");

    assert_string_equal(config.path, "/etc/bw/everything.json");
    assert_string_equal(config.folder, "/etc/bw");
    assert_int_equal(config.language, LANGUAGE_EN);
    assert_int_equal(config.utc_offset, -210);
    assert_int_equal(config.log_level, LOG_LEVEL_DEBUG);
    assert_int_equal(config.poll_interval, 45000);
    assert_string_equal(config.policy, "/etc/bw/policies/city.json");
    assert_string_equal(config.rubric, "/etc/bw/rubrics/city.json");
    assert_string_equal(config.evidence_folder, "/etc/bw/evidence");
    assert_int_equal(config.nightly_proof, 1439);
    assert_int_equal(config.batch_size, 1000);
    assert_int_equal(config.leader_lease, 60000);
    assert_int_equal(config.statement_timeout, 7200000);
    assert_int_equal(config.connect_timeout, 3000);
    assert_int_equal(config.delivery.lease, 90000);
    assert_int_equal(config.delivery.in_flight, 8);
    assert_int_equal(config.delivery.shutdown_timeout, 0);
    assert_int_equal(config.delivery.retry_count, 3);
    assert_int_equal(config.delivery.retry_schedule[0], 500);
    assert_int_equal(config.delivery.retry_schedule[1], 5000);
    assert_int_equal(config.delivery.retry_schedule[2], 600000);
    assert_int_equal(config.delivery.throttle_pause, 600000);
    assert_int_equal(config.delivery.answer_limit, 4096);
    assert_int_equal(config.retention.events_days, 1);
    assert_int_equal(config.retention.messages_days, 2);
    assert_int_equal(config.retention.attempts_days, 3);
    assert_int_equal(config.retention.audit_days, 36500);
    assert_int_equal(config.channel_count, 3);
    config_done(&config);
    buf_free(&text);
}

static void every_value_of_a_channel_arrives(void **state)
{
    (void)state;
    struct buf text = {0};

    case_file(&text, SOURCE_DIR "/tests/cases/config/good", "everything.json");
    struct config config = parsed(buf_text(&text), "/etc/bw/everything.json");
    const struct channel_config *channel = &config.channels[0];

    assert_string_equal(channel->name, "finance_office-1");
    assert_int_equal(channel->type, CHANNEL_WEBHOOK);
    assert_false(channel->enabled);
    assert_string_equal(channel->url, "https://hooks.example.org/a?b=c");
    assert_string_equal(channel->secret_file, "new.secret"); /* looked up when it is read */
    assert_string_equal(channel->previous_secret_file, "/run/old.secret");
    assert_string_equal(channel->ca_file, "/etc/bw/ca.pem");
    assert_false(channel->allow_http);
    assert_int_equal(channel->timeout, 20000);
    assert_int_equal(channel->rules, 1u << RULE_EXECUTION_PACE | 1u << RULE_RECTIFICATION_DUE);
    assert_int_equal(channel->severities, 1u << SEVERITY_RED);
    assert_int_equal(channel->events, 1u << EVENT_OPENED | 1u << EVENT_OVERDUE);
    assert_int_equal(channel->unit_count, 2);
    assert_string_equal(channel->units[1], "U002");
    assert_int_equal(channel->pace.quota_count, 2);
    assert_int_equal(channel->pace.quota[1].messages, 5);
    assert_int_equal(channel->pace.quota[1].window, 1000);
    assert_int_equal(channel->pace.digest_over, 20);
    assert_int_equal(channel->pace.digest_wait, 30000);
    assert_int_equal(channel->pace.group_by, 1u << PACE_BY_RULE | 1u << PACE_BY_UNIT);
    assert_int_equal(channel->pace.group_wait, 60000);
    assert_int_equal(channel->pace.busy_jitter, 90000);
    assert_int_equal(channel->quiet_count, 2);
    assert_int_equal(channel->quiet[0].from, 22 * 60);
    assert_true(channel->quiet[1].holidays);
    assert_int_equal(channel->quiet_except, 1u << SEVERITY_RED);
    assert_int_equal(channel->unacknowledged_after, 72 * 3600000);
    config_done(&config);
    buf_free(&text);
}

static void each_type_has_its_own_options(void **state)
{
    (void)state;
    struct buf text = {0};

    case_file(&text, SOURCE_DIR "/tests/cases/config/good", "channel_types.json");
    struct config config = parsed(buf_text(&text), "/etc/bw/channel_types.json");
    const struct channel_config *channels = config.channels;

    assert_int_equal(config.channel_count, 10);
    assert_int_equal(channels[0].format, WEBHOOK_CLOUDEVENTS);
    assert_string_equal(channels[0].source, "urn:example:budget");
    assert_null(channels[0].url);
    assert_string_equal(channels[0].url_file, "hook.url");
    assert_int_equal(channels[1].type, CHANNEL_WECOM);
    assert_int_equal(channels[1].throttle_pause, 0); /* by type */
    assert_int_equal(channels[2].type, CHANNEL_DINGTALK);
    assert_string_equal(channels[2].secret_file, "dingtalk.secret");
    assert_int_equal(channels[2].throttle_pause, 900000);
    assert_int_equal(channels[3].type, CHANNEL_FEISHU);
    assert_int_equal(channels[4].type, CHANNEL_SLACK);
    assert_string_equal(channels[4].ca_file, "/etc/bw/ca.pem");
    assert_int_equal(channels[5].type, CHANNEL_ALERTMANAGER);
    assert_int_equal(channels[5].resend, 30000);
    assert_int_equal(channels[6].type, CHANNEL_EMAIL);
    assert_string_equal(channels[6].server, "smtp.example.org:465");
    assert_int_equal(channels[6].tls, MAIL_TLS_ALWAYS);
    assert_string_equal(channels[6].from, "budget@example.org");
    assert_int_equal(channels[6].to_count, 2);
    assert_string_equal(channels[6].to[0], CONFIG_MAIL_TO_ANSWERS);
    assert_string_equal(channels[6].username, "budget");
    assert_string_equal(channels[6].password_file, "smtp.password");
    assert_int_equal(channels[7].tls, MAIL_TLS_NONE);
    assert_int_equal(channels[8].type, CHANNEL_JOURNAL);
    assert_int_equal(channels[9].type, CHANNEL_JOURNAL); /* "log" is its older name */
    config_done(&config);
    buf_free(&text);
}

static void a_channel_without_a_pace_has_that_of_its_type(void **state)
{
    (void)state;
    struct config config = parsed("{\"channels\": [{\"name\": \"j\", \"type\": \"log\"}]}", "x.json");
    const struct channel_config *channel = &config.channels[0];

    assert_int_equal(channel->pace.quota_count, 0);
    assert_int_equal(channel->pace.digest_over, pace_default("log")->digest_over);
    assert_int_equal(channel->pace.digest_wait, 10000);
    assert_int_equal(channel->pace.group_by, 0);
    assert_int_equal(channel->pace.group_wait, 0);
    assert_int_equal(channel->quiet_count, 0);
    assert_int_equal(channel->quiet_except, 0);
    assert_int_equal(channel->unacknowledged_after, 0);
    config_done(&config);
}

static void sources_are_read_with_their_defaults(void **state)
{
    (void)state;
    struct buf text = {0};

    case_file(&text, SOURCE_DIR "/tests/cases/config/good", "everything.json");
    struct config config = parsed(buf_text(&text), "/etc/bw/everything.json");
    assert_int_equal(config.source_count, 2);
    const struct source_config *all = &config.sources[0], *least = &config.sources[1];
    assert_string_equal(all->name, "finance-payments_1");
    assert_int_equal(all->kind, LEDGER_EXECUTION);
    assert_string_equal(all->password_file, "finance.password");
    assert_string_equal(all->query_file, "/etc/bw/payments.sql");
    assert_string_equal(all->map, "/etc/map.json");
    assert_null(all->query);
    assert_int_equal(all->interval, 15 * 60 * 1000);
    assert_int_equal(all->timeout, 90 * 1000);
    assert_int_equal(all->max_shrink, 0);
    assert_int_equal(all->fail_after, 3);
    assert_true(all->deletes);
    assert_false(all->enabled);
    assert_int_equal(all->money_unit, IMPORT_WAN);

    assert_null(least->database);
    assert_string_equal(least->query, "SELECT code, name FROM units");
    assert_int_equal(least->kind, LEDGER_UNITS);
    assert_int_equal(least->interval, 60 * 60 * 1000);
    assert_int_equal(least->timeout, 5 * 60 * 1000);
    assert_int_equal(least->max_shrink, 10);
    assert_int_equal(least->fail_after, 1);
    assert_false(least->deletes);
    assert_true(least->enabled);
    assert_int_equal(least->money_unit, IMPORT_YUAN);
    config_done(&config);
    buf_free(&text);
}

static void a_channel_without_filters_wants_everything(void **state)
{
    (void)state;
    struct config config = parsed("{\"channels\": [{\"name\": \"j\", \"type\": \"log\"}]}", "x.json");
    const struct channel_config *channel = &config.channels[0];

    assert_true(channel->enabled);
    assert_int_equal(channel->type, CHANNEL_JOURNAL);
    assert_int_equal(channel->timeout, 15000);
    assert_int_equal(channel->resend, 120000);
    assert_string_equal(channel->source, "urn:budgetwatch");
    assert_int_equal(channel->rules, (1u << RULE_COUNT) - 1);
    assert_int_equal(channel->severities, 1u << SEVERITY_BLUE | 1u << SEVERITY_YELLOW | 1u << SEVERITY_RED);
    assert_int_equal(channel->events, (1u << EVENT_COUNT) - 1);
    assert_int_equal(channel->unit_count, 0);
    config_done(&config);
}

static void a_shipped_name_stays_and_a_path_is_beside_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *written, *path, *resolved;
    } cases[] = {{"guangzhou", "/etc/b.json", "guangzhou"},
                 {"city.json", "/etc/b.json", "/etc/city.json"},
                 {"p/city", "/etc/b.json", "/etc/p/city"},
                 {"/p/city.json", "/etc/b.json", "/p/city.json"},
                 {"city.json", "b.json", "./city.json"},
                 {"city.json", "/b.json", "/city.json"},
                 {".json", "/etc/b.json", NULL}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        struct config config;
        struct faults faults = {0};
        snprintf(text, sizeof text, "{\"policy\": \"%s\", \"rubric\": \"%s\"}", cases[i].written,
                 cases[i].written);
        bool ok = config_parse(text, strlen(text), cases[i].path, &config, &faults);
        assert_int_equal(ok, cases[i].resolved != NULL);
        if (ok) {
            assert_string_equal(config.policy, cases[i].resolved);
            assert_string_equal(config.rubric, cases[i].resolved);
            config_done(&config);
        }
        faults_done(&faults);
    }
}

static void a_bad_file_leaves_the_running_configuration_alone(void **state)
{
    (void)state;
    struct config running = parsed("{\"batch_size\": 7}", "x.json");
    struct config before = running;
    struct faults faults = {0};
    static const char bad[] = "{\"batch_size\": 8, \"language\": \"fr\"}";

    assert_false(config_parse(bad, strlen(bad), "x.json", &running, &faults));

    assert_memory_equal(&running, &before, sizeof running);
    assert_int_equal(running.batch_size, 7);
    assert_int_equal(faults.count, 1);
    faults_done(&faults);
    config_done(&running);
}

static void what_a_reload_cannot_change_is_named(void **state)
{
    (void)state;
    struct config running = parsed("{\"database\": \"host=a\", \"connect_timeout\": 5}", "x.json");
    struct config same =
        parsed("{\"database\": \"host=a\", \"connect_timeout\": \"5s\", \"batch_size\": 9}", "x.json");
    struct config other = parsed("{\"delivery\": {\"in_flight\": 65}, \"connect_timeout\": 6}", "x.json");
    struct buf names = {0};

    config_fixed_changes(&running, &same, &names);
    assert_string_equal(buf_text(&names), "");
    config_fixed_changes(&running, &other, &names);
    assert_string_equal(buf_text(&names), "database, connect_timeout, delivery.in_flight");

    buf_free(&names);
    config_done(&running);
    config_done(&same);
    config_done(&other);
}

static void an_absent_file_means_defaults_only_where_nobody_asked_for_it(void **state)
{
    (void)state;
    struct config config;
    struct faults faults = {0};
    struct buf told = {0};

    assert_true(config_load_if_there("/nonexistent/budgetwatch.json", &config, &faults));
    assert_null(config.path);
    config_done(&config);

    assert_false(config_load("/nonexistent/budgetwatch.json", &config, &faults));
    faults_format(&faults, &told);
    assert_string_equal(buf_text(&told), "/nonexistent/budgetwatch.json: No such file or directory\n");
    buf_free(&told);
    faults_done(&faults);
}

static void a_file_that_is_there_is_never_replaced_by_defaults(void **state)
{
    (void)state;
    char folder[] = "/tmp/test_config.XXXXXX";
    char path[64];
    struct config config;
    struct faults faults = {0};

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/b.json", folder);
    assert_int_equal(mkdir(path, 0700), 0); /* there, and not to be read as a file */
    assert_false(config_load_if_there(path, &config, &faults));
    assert_int_equal(faults.count, 1);
    faults_done(&faults);
    rmdir(path);
    rmdir(folder);
}

static void the_sample_file_is_good(void **state)
{
    (void)state;
    struct config config;
    struct faults faults = {0};

    assert_true(config_load(SOURCE_DIR "/config/budgetwatch.json", &config, &faults));
    assert_int_equal(config.channel_count, 2);
    assert_string_equal(config.folder, SOURCE_DIR "/config");
    config_done(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files_are_read),
        cmocka_unit_test(bad_files_give_every_fault_with_its_line),
        cmocka_unit_test(defaults_are_those_of_the_manual),
        cmocka_unit_test(every_value_of_a_full_file_arrives),
        cmocka_unit_test(every_value_of_a_channel_arrives),
        cmocka_unit_test(each_type_has_its_own_options),
        cmocka_unit_test(sources_are_read_with_their_defaults),
        cmocka_unit_test(a_channel_without_filters_wants_everything),
        cmocka_unit_test(a_channel_without_a_pace_has_that_of_its_type),
        cmocka_unit_test(a_shipped_name_stays_and_a_path_is_beside_the_file),
        cmocka_unit_test(a_bad_file_leaves_the_running_configuration_alone),
        cmocka_unit_test(what_a_reload_cannot_change_is_named),
        cmocka_unit_test(an_absent_file_means_defaults_only_where_nobody_asked_for_it),
        cmocka_unit_test(a_file_that_is_there_is_never_replaced_by_defaults),
        cmocka_unit_test(the_sample_file_is_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
