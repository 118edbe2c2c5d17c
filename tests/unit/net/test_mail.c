#include "net/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char *const nobody_else[] = {"b@example.org"};

static struct mail sample(void)
{
    return (struct mail){.id = "msg_0123456789abcdef",
                         .from = "budget@city.gov.cn",
                         .to = nobody_else,
                         .to_count = 1,
                         .subject = "Hello",
                         .date = 1688515384004,
                         .utc_offset = 480,
                         .text = "text",
                         .html = "<p>text</p>"};
}

/* The headers as one text. */
static bool headers(const struct mail *mail, struct buf *out, struct err *err)
{
    const char *lines[MAIL_HEADERS_MAX + 1];
    struct arena arena = {0};
    bool ok = mail_headers(mail, &arena, lines, err);

    buf_clear(out);
    for (size_t i = 0; ok && lines[i] != NULL; i++) {
        assert_true(i < MAIL_HEADERS_MAX);
        buf_printf(out, "%s\n", lines[i]);
    }
    arena_free(&arena);
    return ok;
}

static void a_mail_says_who_when_and_that_no_person_wrote_it(void **state)
{
    struct mail mail = sample();
    struct buf out = {0};
    struct err err = {0};
    (void)state;

    assert_true(headers(&mail, &out, &err));
    assert_string_equal(buf_text(&out), "From: <budget@city.gov.cn>\n"
                                        "To: <b@example.org>\n"
                                        "Message-ID: <msg_0123456789abcdef@city.gov.cn>\n"
                                        "Subject: Hello\n"
                                        "Date: Wed, 5 Jul 2023 08:03:04 +0800\n"
                                        "Auto-Submitted: auto-generated\n"
                                        "X-Auto-Response-Suppress: All\n"
                                        "User-Agent: budgetwatch/" BUDGETWATCH_VERSION "\n");
    mail.utc_offset = -210;
    assert_true(headers(&mail, &out, &err));
    assert_non_null(strstr(buf_text(&out), "Date: Tue, 4 Jul 2023 20:33:04 -0330\n"));
    buf_free(&out);
}

static void a_topic_and_what_is_answered_keep_mails_together(void **state)
{
    struct mail mail = sample();
    struct buf out = {0};
    struct err err = {0};
    (void)state;

    mail.topic = "deviation-17";
    mail.after = "msg_1";
    mail.list = "office_mail";
    mail.urgent = true;
    mail.from = "预算处 <budget@city.gov.cn>";
    assert_true(headers(&mail, &out, &err));
    assert_non_null(strstr(buf_text(&out), "\nIn-Reply-To: <msg_1@city.gov.cn>\n"
                                           "References: <deviation-17@city.gov.cn>\r\n <msg_1@city.gov.cn>\n"
                                           "List-Id: <office_mail.budgetwatch.city.gov.cn>\n"));
    assert_non_null(strstr(buf_text(&out), "\nImportance: high\n"));
    buf_free(&out);
}

static void texts_beyond_ascii_are_encoded_words_cut_between_characters(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"plain, with: signs", "plain, with: signs"},
        {"预算", "=?UTF-8?B?6aKE566X?="},
        {"=?x?=", "=?UTF-8?B?PT94Pz0=?="},
        {"a\r\nBcc: x@y.z\t\x7f", "a  Bcc: x@y.z  "},
        {"预\r\n算", "=?UTF-8?B?6aKEICDnrpc=?="},
        /* 13 characters of 3 bytes fit into the first line, 15 into the others. */
        {"预算预算预算预算预算预算预算预算",
         "=?UTF-8?B?6aKE566X6aKE566X6aKE566X6aKE566X6aKE566X6aKE566X6aKE?=\r\n "
         "=?UTF-8?B?566X6aKE566X?="},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        mail_encode(&out, cases[i].text, 9);
        assert_string_equal(buf_text(&out), cases[i].expected);
        buf_free(&out);
    }
}

static void no_line_of_a_long_header_is_longer_than_a_mail_may_have(void **state)
{
    struct mail mail = sample();
    struct buf subject = {0}, out = {0};
    struct err err = {0};
    (void)state;

    for (int i = 0; i < 500; i++)
        buf_puts(&subject, i % 3 == 0 ? "a" : "预算");
    mail.subject = buf_text(&subject);
    assert_true(headers(&mail, &out, &err));
    for (const char *at = buf_text(&out); *at != '\0';) {
        size_t length = strcspn(at, "\n");
        assert_true(length <= 79);
        at += length + 1;
    }
    /* Long ASCII has nowhere to fold. */
    buf_clear(&subject);
    for (int i = 0; i < 500; i++)
        buf_putc(&subject, 'x');
    mail.subject = buf_text(&subject);
    assert_true(headers(&mail, &out, &err));
    assert_non_null(strstr(buf_text(&out), "Subject: =?UTF-8?B?"));
    /* What is no UTF-8 ends, too. */
    memset(subject.data, 0x80, subject.length);
    assert_true(headers(&mail, &out, &err));
    buf_free(&subject);
    buf_free(&out);
}

static void addresses_may_have_names(void **state)
{
    static const char *const to[] = {"Li Lei <li.lei@example.org>", "\"Han, Mei\" <han@example.org>",
                                     "李雷 <lilei@example.org>", "  A \"B\" C  <abc@example.org>",
                                     "x+y=z@sub-domain.example.org"};
    struct mail mail = sample();
    struct buf out = {0};
    struct err err = {0};
    (void)state;

    mail.to = to;
    mail.to_count = 5;
    if (!headers(&mail, &out, &err))
        fail_msg("%s", err.text);
    assert_non_null(strstr(buf_text(&out), "\nTo: \"Li Lei\"\r\n <li.lei@example.org>,\r\n \"Han, Mei\"\r\n "
                                           "<han@example.org>,\r\n =?UTF-8?B?5p2O6Zu3?=\r\n "
                                           "<lilei@example.org>,\r\n \"A \\\"B\\\" C\"\r\n "
                                           "<abc@example.org>,\r\n <x+y=z@sub-domain.example.org>\n"));
    buf_free(&out);
}

static void what_could_smuggle_in_a_header_or_an_address_is_refused(void **state)
{
    static const char *const addresses[] = {"",
                                            "b",
                                            "@example.org",
                                            "b@",
                                            "b@example.org\r\nBcc: c@example.org",
                                            "b@example.org,c@example.org",
                                            "b@example.org c@example.org",
                                            "b@example.org>,<c@example.org",
                                            "Name <b@example.org",
                                            "Name\r\nBcc: c@example.org <b@example.org>",
                                            "b@exa mple.org",
                                            "b@exämple.org",
                                            "b..c@example.org",
                                            ".b@example.org",
                                            "b@example..org",
                                            "b@example.org.",
                                            "\"b c\"@example.org",
                                            "b@[127.0.0.1]",
                                            "Name <>",
                                            "b@example.org\x7f"};
    static const char *const tokens[] = {"", "a b", "a>", "a\r\nBcc: x@y.z", "a@b", "预算", "a..b"};
    struct buf out = {0};
    (void)state;

    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        struct mail mail = sample();
        struct err err = {0};
        mail.to = &addresses[i];
        if (headers(&mail, &out, &err))
            fail_msg("taken: %s", addresses[i]);
        assert_int_equal(err.code, ERR_CONFIG);
        assert_null(strpbrk(err.text, "\r\n"));
        mail = sample();
        mail.from = addresses[i];
        assert_false(headers(&mail, &out, &err));
    }
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        for (int which = 0; which < 4; which++) {
            struct mail mail = sample();
            struct err err = {0};
            *(const char **[]){&mail.id, &mail.topic, &mail.after, &mail.list}[which] = tokens[i];
            assert_false(headers(&mail, &out, &err));
        }
    struct mail mail = sample();
    struct err err = {0};
    mail.to_count = 0;
    assert_false(headers(&mail, &out, &err));
    buf_free(&out);
}

static void names_of_files_are_encoded_and_have_no_folder(void **state)
{
    static const struct {
        const char *name, *expected;
    } cases[] = {
        {"a-b_c.csv", "attachment; filename*=UTF-8''a-b_c.csv"},
        {"预.csv", "attachment; filename*=UTF-8''%E9%A2%84.csv"},
        {"../../etc/passwd", "attachment; filename*=UTF-8''passwd"},
        {"..\\x\r\nBcc: y", "attachment; filename*=UTF-8''.._x%20%20Bcc%3A%20y"},
        {"a\";x=\"b'%", "attachment; filename*=UTF-8''a%22%3Bx%3D%22b%27%25"},
        {"", "attachment; filename*=UTF-8''file"},
        {"x/", "attachment; filename*=UTF-8''file"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        mail_disposition(&out, cases[i].name);
        assert_string_equal(buf_text(&out), cases[i].expected);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_says_who_when_and_that_no_person_wrote_it),
        cmocka_unit_test(a_topic_and_what_is_answered_keep_mails_together),
        cmocka_unit_test(texts_beyond_ascii_are_encoded_words_cut_between_characters),
        cmocka_unit_test(no_line_of_a_long_header_is_longer_than_a_mail_may_have),
        cmocka_unit_test(addresses_may_have_names),
        cmocka_unit_test(what_could_smuggle_in_a_header_or_an_address_is_refused),
        cmocka_unit_test(names_of_files_are_encoded_and_have_no_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
