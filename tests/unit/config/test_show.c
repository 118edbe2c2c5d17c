#include "config/show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "config/option.h"

static struct config parsed(const char *text)
{
    struct config config = {0};
    struct faults faults = {0};
    struct buf said = {0};

    if (!config_parse(text, strlen(text), "/etc/bw/budgetwatch.json", &config, &faults)) {
        faults_format(&faults, &said);
        fail_msg("%s\n%s", buf_text(&said), text);
    }
    faults_done(&faults);
    return config;
}

static const void *at(const void *base, size_t offset)
{
    return (const char *)base + offset;
}

static size_t count_at(const struct option *option, const void *base)
{
    return *(const size_t *)at(base, option->count);
}

static bool same_texts(const struct option *option, const void *a, const void *b)
{
    const char *const *x = *(const char *const *const *)at(a, option->at);
    const char *const *y = *(const char *const *const *)at(b, option->at);

    for (size_t i = 0; i < count_at(option, a); i++)
        if (strcmp(x[i], y[i]) != 0)
            return false;
    return true;
}

static size_t element_size(enum option_type type)
{
    return type == OPTION_DURATIONS ? sizeof(msec)
           : type == OPTION_RATES   ? sizeof(struct pace_rate)
                                    : sizeof(struct quiet_span);
}

/* Lists that are as long are compared element by element; nothing in them is padded but what was zeroed. */
static bool same_list(const struct option *option, const void *a, const void *b)
{
    if (count_at(option, a) != count_at(option, b))
        return false;
    if (count_at(option, a) == 0)
        return true;
    if (option->type == OPTION_TEXTS)
        return same_texts(option, a, b);
    return memcmp(*(const void *const *)at(a, option->at), *(const void *const *)at(b, option->at),
                  count_at(option, a) * element_size(option->type)) == 0;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same(const struct option *option, const void *a, const void *b)
{
    switch (option->type) {
    case OPTION_SCHEMA: return true;
    case OPTION_TEXT:
    case OPTION_NAME:
    case OPTION_CONNINFO:
    case OPTION_URL:
    case OPTION_SERVER:
    case OPTION_ADDRESS:
    case OPTION_FILE:
    case OPTION_SHIPPED:
        return same_text(*(const char *const *)at(a, option->at), *(const char *const *)at(b, option->at));
    case OPTION_TEXTS:
    case OPTION_DURATIONS:
    case OPTION_RATES:
    case OPTION_SPANS: return same_list(option, a, b);
    case OPTION_WORDS: return memcmp(at(a, option->at), at(b, option->at), sizeof(uint32_t)) == 0;
    case OPTION_BOOL: return memcmp(at(a, option->at), at(b, option->at), sizeof(bool)) == 0;
    case OPTION_DURATION: return memcmp(at(a, option->at), at(b, option->at), sizeof(msec)) == 0;
    case OPTION_WORD:
    case OPTION_INTEGER:
    case OPTION_OFFSET:
    case OPTION_TIME: return memcmp(at(a, option->at), at(b, option->at), sizeof(int)) == 0;
    }
    return false;
}

/* `list` "": what is in none. */
static void expect_same(const char *list, const void *a, const void *b)
{
    for (size_t i = 0; i < option_count; i++) {
        bool in_list = strstr(options[i].path, "[].") != NULL;
        bool is_meant = list[0] == '\0' ? !in_list : strncmp(options[i].path, list, strlen(list)) == 0;
        if (is_meant && !same(&options[i], a, b))
            fail_msg("%s is another than before", options[i].path);
    }
}

static void expect_round_trip(const char *text)
{
    struct config before = parsed(text);
    struct buf shown = {0};

    config_show(&shown, &before, CONFIG_SHOW_OWNER);
    struct config after = parsed(buf_text(&shown));
    expect_same("", &before, &after);
    assert_int_equal(before.channel_count, after.channel_count);
    assert_int_equal(before.source_count, after.source_count);
    for (size_t i = 0; i < before.channel_count; i++)
        expect_same(OPTION_CHANNEL, &before.channels[i], &after.channels[i]);
    for (size_t i = 0; i < before.source_count; i++)
        expect_same(OPTION_SOURCE, &before.sources[i], &after.sources[i]);
    config_done(&before);
    config_done(&after);
    buf_free(&shown);
}

static void what_is_shown_is_read_back_as_the_same(void **state)
{
    (void)state;
    static const char *const files[] = {"/config/budgetwatch.json",
                                        "/tests/cases/config/good/channel_types.json"};
    struct buf path = {0}, text = {0};
    struct err err = {0};

    expect_round_trip("{}");
    expect_round_trip("{\"channels\": [{\"name\": \"a\", \"type\": \"journal\", \"quiet\": [\"00:00-24:00\", "
                      "\"mon,tue,wed,thu,fri,sat,sun,holidays 22:00-07:00\"], \"quota\": [\"1/24h\"]}]}");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        buf_clear(&path);
        buf_clear(&text);
        buf_printf(&path, SOURCE_DIR "%s", files[i]);
        assert_true(buf_read_file(&text, buf_text(&path), 1 << 20, &err));
        expect_round_trip(buf_text(&text));
    }
    /* All of it but the address, whose query is masked. */
    buf_clear(&text);
    assert_true(buf_read_file(&text, SOURCE_DIR "/tests/cases/config/good/everything.json", 1 << 20, &err));
    char *query = strstr(text.data, "/a?b=c");
    memset(query, 'a', strlen("/a?b=c"));
    query[0] = '/';
    expect_round_trip(buf_text(&text));
    buf_free(&path);
    buf_free(&text);
}

static void expect_masked(const char *address, enum config_show who, const char *masked)
{
    struct buf text = {0};

    config_mask_address(&text, address, who);
    assert_string_equal(buf_text(&text), masked);
    buf_free(&text);
}

static void what_an_address_may_carry_is_masked(void **state)
{
    (void)state;

    expect_masked("https://hooks.example.org/budget", CONFIG_SHOW_OWNER, "https://hooks.example.org/budget");
    expect_masked("https://chat.example.org:8443/send?key=abc&x=1", CONFIG_SHOW_OWNER,
                  "https://chat.example.org:8443/send?key=***&x=***");
    expect_masked("https://chat.example.org/send?abc", CONFIG_SHOW_OWNER,
                  "https://chat.example.org/send?***");
    expect_masked("https://hc.example.org/ping/3f2a8c6e-0b1d-4c55-9a43-1c2d3e4f5a6b/x", CONFIG_SHOW_OWNER,
                  "https://hc.example.org/ping/***/x");
    expect_masked("https://b.example.org/{unit}?of={period}&token=t", CONFIG_SHOW_OWNER,
                  "https://b.example.org/{unit}?of={period}&token=***");
    expect_masked("https://chat.example.org:8443/T0/B0/short?key=abc", CONFIG_SHOW_OTHERS,
                  "https://chat.example.org:8443/***");
    expect_masked("https://[::1]:80/", CONFIG_SHOW_OTHERS, "https://[::1]:80");
}

static void others_see_no_person_and_no_query(void **state)
{
    (void)state;
    static const char text[] =
        "{\"channels\": [{\"name\": \"letters\", \"type\": \"email\", \"server\": \"smtp.example.org:587\","
        " \"from\": \"who@example.org\", \"to\": [\"wang@example.org\"], \"username\": \"somebody\","
        " \"password_file\": \"smtp.password\", \"units\": [\"U-SECRET\"]}],"
        " \"sources\": [{\"name\": \"s\", \"kind\": \"units\", \"query\": \"SELECT 'Zhang'\"}]}";
    static const char *const absent[] = {"who@", "wang@", "somebody", "U-SECRET", "Zhang"};
    struct config config = parsed(text);
    struct buf shown = {0};

    config_show(&shown, &config, CONFIG_SHOW_OTHERS);
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
        if (strstr(buf_text(&shown), absent[i]) != NULL)
            fail_msg("%s is there:\n%s", absent[i], buf_text(&shown));
    assert_non_null(strstr(buf_text(&shown), "\"password_file\": \"smtp.password\""));
    config_done(&config);
    buf_free(&shown);
}

static void of_a_connection_others_see_how_and_not_where(void **state)
{
    (void)state;
    static const struct {
        const char *conninfo, *masked;
    } cases[] = {
        {"", ""},
        {"host=/run/postgresql dbname=budgetwatch", "host=/run/postgresql dbname=budgetwatch"},
        {"host=10.1.2.3 port=5433 user=zhang sslmode=verify-full",
         "host=*** port=5433 user=*** sslmode=verify-full"},
        {"  options = '-c a=\\'b c'  port='5432'", "options=*** port='5432'"},
        {"dbname='a", "dbname='a"},
        {"dbname=a\\", "dbname=a\\"},
        {"secret", "***"},
        {"host=/x secret", "host=/x ***"},
        {"postgresql://u:ge/heim@h/db", "***"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        config_mask_conninfo(&out, cases[i].conninfo);
        assert_string_equal(buf_text(&out), cases[i].masked);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_is_read_back_as_the_same),
        cmocka_unit_test(what_an_address_may_carry_is_masked),
        cmocka_unit_test(others_see_no_person_and_no_query),
        cmocka_unit_test(of_a_connection_others_see_how_and_not_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
