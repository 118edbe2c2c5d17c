#include "base/message_ids.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"

static void each_is_128_bits_in_hex_and_no_two_are_the_same(void **state)
{
    (void)state;

    for (size_t i = 0; i < message_id_count; i++) {
        assert_int_equal(strlen(message_ids[i].id), 32);
        assert_int_equal(strspn(message_ids[i].id, "0123456789abcdef"), 32);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(message_ids[i].id, message_ids[j].id);
    }
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;

    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        found++;
    return found;
}

/* journalctl -x finds an explanation in English and in Chinese for each, and for nothing else. */
static void the_catalogue_explains_each_of_them(void **state)
{
    (void)state;
    struct buf catalogue = {0};
    struct err err = {0};

    if (!buf_read_file(&catalogue, SOURCE_DIR "/systemd/budgetwatch.catalog", 1 << 20, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < message_id_count; i++) {
        for (int language = 0; language < 2; language++) {
            struct buf head = {0};
            buf_printf(&head, "\n-- %s%s\nSubject: ", message_ids[i].id, language == 0 ? "" : " zh_CN");
            if (count(buf_text(&catalogue), buf_text(&head)) != 1)
                fail_msg("systemd/budgetwatch.catalog: not one entry that begins '-- %s%s'",
                         message_ids[i].id, language == 0 ? "" : " zh_CN");
            buf_free(&head);
        }
    }
    assert_int_equal(count(buf_text(&catalogue), "\n-- "), 2 * message_id_count);
    buf_free(&catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_128_bits_in_hex_and_no_two_are_the_same),
        cmocka_unit_test(the_catalogue_explains_each_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
