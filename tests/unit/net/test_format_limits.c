/* Bodies that fit, whatever is in them. */
#include "formats.h"

static char *repeated(const char *piece, size_t bytes)
{
    struct buf text = {0};

    while (text.length < bytes)
        buf_puts(&text, piece);
    return buf_take(&text);
}

static struct message_event all_of(char *text)
{
    struct message_event event = opened;

    event.title = event.explanation = event.subject_name = event.subject_code = event.unit_name =
        event.unit_code = event.manager = event.answers_name = event.answers_role = text;
    return event;
}

static const char *const pieces[] = {"预", "a", "\"", "\\", "<", "&", "*", "\n", "😀", "](x)", "_é"};

static void a_hostile_event_fits_everywhere(void **state)
{
    (void)state;

    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++)
        for (size_t bytes = 1; bytes <= 16384; bytes *= 4) {
            char *text = repeated(pieces[p], bytes);
            struct message_event event = all_of(text);
            for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
                char *body = event_body(limits[i].type, &event);
                fits(&limits[i], body);
                free(body);
            }
            free(text);
        }
}

static void digest_fits(const struct limit *limit, const struct message_digest *digest)
{
    struct format format = format_for(limit->type);
    struct limit own = *limit;
    struct buf body = {0};

    if (limit->type == CHANNEL_ALERTMANAGER)
        own.body = 20000000;
    format_digest(&body, &format, digest);
    fits(&own, buf_text(&body));
    buf_free(&body);
}

static void a_hostile_digest_fits_everywhere(void **state)
{
    enum { COUNT = 200 };
    static struct message_event events[COUNT];
    char accounts[COUNT][65];
    (void)state;

    for (size_t p = 0; p < sizeof pieces / sizeof pieces[0]; p++) {
        char *text = repeated(pieces[p], 2000);
        for (size_t i = 0; i < COUNT; i++) {
            events[i] = all_of(text);
            snprintf(accounts[i], sizeof accounts[i], "%064zu", i);
            events[i].answers_im_id = accounts[i];
        }
        struct message_digest digest = {.events = events, .count = COUNT, .title = text};
        for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
            digest_fits(&limits[i], &digest);
        free(text);
    }
}

/* Forty events, the gravest first, of short texts: a chat shows what fits and counts the rest. */
static void a_digest_shows_what_fits_and_counts_the_rest(void **state)
{
    enum { COUNT = 40 };
    static struct message_event events[COUNT];
    char titles[COUNT][64], wanted[64];
    (void)state;

    for (size_t i = 0; i < COUNT; i++) {
        events[i] = opened;
        snprintf(titles[i], sizeof titles[i], "[红灯·新增] 支出进度：项目%zu号", i + 1);
        events[i].title = titles[i];
        events[i].explanation =
            "截至3月累计支出 0.00 元，占预算 100,000.00 元的 0.00%；按序时进度应支出 25,000.00 元";
        events[i].answers_im_id = i % 2 == 0 ? "lilei" : "hanmeimei";
    }
    struct message_digest digest = {.events = events, .count = COUNT, .title = "40 项预警：红灯40"};
    struct format format = format_for(CHANNEL_WECOM);
    struct buf body = {0};
    format_digest(&body, &format, &digest);
    json_t *json = json_loads(buf_text(&body), 0, NULL);
    const char *content = content_of(CHANNEL_WECOM, json);
    size_t shown = 0;
    for (const char *at = content; (at = strstr(at, "支出进度：项目")) != NULL; at++)
        shown++;
    assert_in_range(shown, 10, COUNT - 1);
    snprintf(wanted, sizeof wanted, "\n> … 另有 %zu 项未列出\n> <@lilei> <@hanmeimei>", COUNT - shown);
    assert_string_equal(content + strlen(content) - strlen(wanted), wanted);
    assert_non_null(strstr(content, "40 项预警：红灯40"));
    assert_non_null(strstr(content, "号\n> 截至3月累计支出 0.00 元，占预算 100,000.00 元的 "
                                    "0.00%；按序时进度应支出 25,000.00 元\n> 城管局 · 李雷\n> "));
    json_decref(json);
    buf_clear(&body);

    format = format_for(CHANNEL_WEBHOOK);
    format_digest(&body, &format, &digest);
    json = json_loads(buf_text(&body), 0, NULL);
    const json_t *data = json_object_get(json, "data");
    size_t listed = json_array_size(json_object_get(data, "events"));
    assert_string_equal(json_string_value(json_object_get(json, "type")), "deviation.digest");
    assert_int_equal(json_integer_value(json_object_get(data, "count")), COUNT);
    assert_int_equal(json_integer_value(json_object_get(data, "omitted")), COUNT - listed);
    assert_in_range(listed, 15, COUNT);
    json_decref(json);
    buf_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hostile_event_fits_everywhere),
        cmocka_unit_test(a_hostile_digest_fits_everywhere),
        cmocka_unit_test(a_digest_shows_what_fits_and_counts_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
