#include "net/mail_body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void read_back(const struct buf *body, struct mail_body *ret_body)
{
    struct err err = {0};

    if (!mail_body_read(buf_text(body), body->length, ret_body, &err))
        fail_msg("%s", err.text);
}

static void attachments_are_kept_in_the_body_to_the_byte(void **state)
{
    unsigned char data[300];
    (void)state;

    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (unsigned char)(i % 256);
    for (size_t length = 0; length < sizeof data; length++) {
        struct mail_attachment attachments[] = {{"通报.xlsx", "application/x", data, length}};
        struct mail mail = {
            .subject = "s", .text = "t", .html = "h", .attachments = attachments, .attachment_count = 1};
        struct mail_body body;
        struct buf out = {0};

        mail_body_write(&out, &(struct mail_frame){.type = "notice"}, &mail);
        read_back(&out, &body);
        assert_int_equal(body.mail.attachment_count, 1);
        assert_string_equal(body.mail.attachments[0].name, "通报.xlsx");
        assert_string_equal(body.mail.attachments[0].type, "application/x");
        assert_int_equal(body.mail.attachments[0].length, length);
        assert_memory_equal(body.mail.attachments[0].data, data, length);
        mail_body_done(&body);
        buf_free(&out);
    }
}

static void what_is_no_mail_is_told_so(void **state)
{
    static const char *const bodies[] = {
        "",
        "[]",
        "{}",
        "nonsense",
        "{\"type\":\"deviation.opened\",\"data\":{\"title\":\"a webhook's\"}}",
        "{\"mail\":{\"date\":1,\"attachments\":[{\"base64\":\"====\"}]}}",
        "{\"mail\":{\"date\":1,\"attachments\":[{\"base64\":\"AAA\"}]}}",
        "{\"mail\":{\"date\":1,\"attachments\":[{\"base64\":\"A*AA\"}]}}",
    };
    (void)state;

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct mail_body body = {0};
        struct err err = {0};

        if (mail_body_read(bodies[i], strlen(bodies[i]), &body, &err))
            fail_msg("taken: %s", bodies[i]);
        assert_int_equal(err.code, ERR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attachments_are_kept_in_the_body_to_the_byte),
        cmocka_unit_test(what_is_no_mail_is_told_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
