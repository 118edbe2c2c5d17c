#include "config/option.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "config/config.h"

static const struct option *named(const char *path)
{
    for (size_t i = 0; i < option_count; i++)
        if (strcmp(options[i].path, path) == 0)
            return &options[i];
    fail_msg("no option %s", path);
    return NULL;
}

/* Read a JSON value for an option; the number of faults that it gives. */
static size_t faults_of(const struct option *option, const char *json, void *base)
{
    struct arena arena = {0};
    struct faults faults = {0};
    struct json_file file = {.name = "t.json", .faults = &faults};
    struct option_reader reader = {.file = &file, .arena = &arena, .folder = "/f"};
    struct json_place place = {.key = option->path};
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

    assert_non_null(value);
    option_read(option, &reader, &place, value, base);
    size_t count = faults.count;
    json_decref(value);
    faults_done(&faults);
    arena_free(&arena);
    return count;
}

union base {
    struct config config;
    struct channel_config channel;
};

static size_t faults_of_number(const struct option *option, int64_t number)
{
    union base base = {0};
    char json[64];

    snprintf(json, sizeof json,
             option->type == OPTION_DURATION    ? "\"%lldms\""
             : option->type == OPTION_DURATIONS ? "[\"%lldms\"]"
                                                : "%lld",
             (long long)number);
    return faults_of(option, json, &base);
}

static void every_number_holds_its_bounds(void **state)
{
    (void)state;
    size_t seen = 0;

    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &options[i];
        if (option->type != OPTION_INTEGER && option->type != OPTION_DURATION &&
            option->type != OPTION_DURATIONS)
            continue;
        seen++;
        assert_int_equal(faults_of_number(option, option->min), 0);
        assert_int_equal(faults_of_number(option, option->max), 0);
        assert_int_equal(faults_of_number(option, option->max + 1), 1);
        assert_int_equal(faults_of_number(option, option->min - 1), 1);
    }
    assert_in_range(seen, 15, 100);
}

static void every_text_holds_its_length(void **state)
{
    (void)state;
    static char json[128 * 1024];
    size_t seen = 0;

    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &options[i];
        union base base = {0};
        if (option->type > OPTION_SHIPPED || option->type == OPTION_URL || option->type == OPTION_SERVER ||
            option->type == OPTION_ADDRESS || option->type == OPTION_SHIPPED)
            continue;
        seen++;
        snprintf(json, sizeof json, "\"%0*d\"", (int)option->max, 1);
        assert_int_equal(faults_of(option, json, &base), 0);
        snprintf(json, sizeof json, "\"%0*d\"", (int)option->max + 1, 1);
        assert_int_equal(faults_of(option, json, &base), 1);
        assert_int_equal(faults_of(option, "\"\"", &base), option->min > 0 ? 1 : 0);
    }
    assert_in_range(seen, 6, 100);
}

static void every_option_refuses_a_value_of_the_wrong_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_count; i++) {
        union base base = {0};
        assert_int_equal(faults_of(&options[i], "null", &base), 1);
        assert_int_equal(faults_of(&options[i], "{}", &base), 1);
        assert_int_equal(faults_of(&options[i], "0.5", &base), 1);
    }
}

static void every_option_explains_itself_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_count; i++) {
        size_t length = strlen(options[i].help);
        assert_in_range(length, 20, 400);
        assert_int_equal(options[i].help[length - 1], '.');
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(options[i].path, options[j].path);
    }
}

static void every_word_is_read_as_its_value(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &options[i];
        if (option->type != OPTION_WORD && option->type != OPTION_WORDS)
            continue;
        for (int64_t word = option->min; word <= option->max; word++) {
            union base base = {0};
            char json[64];
            int32_t found;
            snprintf(json, sizeof json, option->type == OPTION_WORD ? "\"%s\"" : "[\"%s\"]",
                     option->word((int)word));
            assert_int_equal(faults_of(option, json, &base), 0);
            memcpy(&found, (char *)&base + option->at, sizeof found);
            assert_int_equal(found, option->type == OPTION_WORD ? word : INT64_C(1) << word);
        }
    }
}

static void durations_are_seconds_or_a_number_with_a_unit(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        msec length; /* -1: refused */
    } cases[] = {{"30", 30000},
                 {"\"500ms\"", 500},
                 {"\"30s\"", 30000},
                 {"\"5m\"", 300000},
                 {"\"1h\"", 3600000},
                 {"\"60m\"", 3600000},
                 {"3600", 3600000},
                 {"3601", -1},
                 {"0", -1},
                 {"-5", -1},
                 {"\"30\"", -1},
                 {"\"s\"", -1},
                 {"\"\"", -1},
                 {"\"1d\"", -1},
                 {"\"1.5s\"", -1},
                 {"\"-1s\"", -1},
                 {"\" 1s\"", -1},
                 {"\"1s \"", -1},
                 {"\"1S\"", -1},
                 {"\"1 s\"", -1},
                 {"\"0s\"", -1},
                 {"true", -1},
                 {"9223372036854775", -1},
                 {"9223372036854775807", -1},
                 {"\"1234567890ms\"", -1},
                 {"\"999999999h\"", -1}};
    const struct option *option = named("poll_interval");

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        union base base = {.config.poll_interval = -1};
        size_t faults = faults_of(option, cases[i].json, &base);
        if (base.config.poll_interval != cases[i].length || faults != (cases[i].length < 0 ? 1 : 0))
            fail_msg("%s", cases[i].json);
    }
}

static void offsets_and_times_have_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *path, *json;
        int minutes; /* -9999: refused */
    } cases[] = {
        {"utc_offset", "\"+08:00\"", 480},
        {"utc_offset", "\"+00:00\"", 0},
        {"utc_offset", "\"-12:00\"", -720},
        {"utc_offset", "\"+14:00\"", 840},
        {"utc_offset", "\"+14:01\"", -9999},
        {"utc_offset", "\"-12:01\"", -9999},
        {"utc_offset", "\"08:00\"", -9999},
        {"utc_offset", "\"+8:00\"", -9999},
        {"utc_offset", "\"+0800\"", -9999},
        {"utc_offset", "\"+08:60\"", -9999},
        {"utc_offset", "\"Z\"", -9999},
        {"utc_offset", "\"\"", -9999},
        {"utc_offset", "8", -9999},
        {"nightly_proof", "\"03:00\"", 180},
        {"nightly_proof", "\"00:00\"", 0},
        {"nightly_proof", "\"23:59\"", 1439},
        {"nightly_proof", "\"24:00\"", -9999},
        {"nightly_proof", "\"3:00\"", -9999},
        {"nightly_proof", "\"+03:00\"", -9999},
        {"nightly_proof", "\"03:60\"", -9999},
        {"nightly_proof", "\"03-00\"", -9999},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct option *option = named(cases[i].path);
        union base base = {.config = {.utc_offset = -9999, .nightly_proof = -9999}};
        int found;
        size_t faults = faults_of(option, cases[i].json, &base);
        memcpy(&found, (char *)&base + option->at, sizeof found);
        if (found != cases[i].minutes || faults != (cases[i].minutes == -9999 ? 1 : 0))
            fail_msg("%s: %s", cases[i].path, cases[i].json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_holds_its_bounds),
        cmocka_unit_test(every_text_holds_its_length),
        cmocka_unit_test(every_option_refuses_a_value_of_the_wrong_kind),
        cmocka_unit_test(every_option_explains_itself_once),
        cmocka_unit_test(every_word_is_read_as_its_value),
        cmocka_unit_test(durations_are_seconds_or_a_number_with_a_unit),
        cmocka_unit_test(offsets_and_times_have_one_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
