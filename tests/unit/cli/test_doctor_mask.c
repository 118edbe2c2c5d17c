#include "cli/doctor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void what_others_are_not_to_see_is_masked_wherever_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *text, *masked;
    } cases[] = {
        {"", ""},
        {"reason=timeout after 5 s", "reason=timeout after 5 s"},
        {"zhang.san@example.org", "***"},
        {"to <zhang@example.org>.", "to <***>."},
        {"13812345678", "***"},
        {"+8613812345678", "+***"},
        {"tel.13812345678", "tel.***"},
        {"x-13812345678", "x-***"},
        {"build a123456789", "build a123456789"},
        {"12345678 rows", "12345678 rows"},
        {"https://chat.example.org/send?key=abc now", "https://chat.example.org/*** now"},
        {"relation \"secret\" is not there", "relation *** is not there"},
        {"server at \"10.0.0.1\", port 5432", "server at ***, port 5432"},
        {"of \xe7\x8e\x8b\xe4\xba\x94.", "of ***."},
        {"to postgresql://bw:a!b@db.example.org/x fails", "to *** fails"},
        {"host=db password=hunter2 dbname=x", "host=db password=*** dbname=x"},
        {"Authorization: Bearer abc", "Authorization: Bearer ***"},
        {"/send?key=abc-1&x=1", "/send?key=***&x=1"},
        {"access_token: abc", "access_token: ***"},
        {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw+/=", "***"},
        {"rubric: guangzhou-department-2023, 25 items", "rubric: guangzhou-department-2023, 25 items"},
        {"secret_file: it is empty", "secret_file: it is empty"},
        {"message msg_02d86f5ca3d4f6a9e178ef50ddd4866d", "message msg_02d86f5ca3d4f6a9e178ef50ddd4866d"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        doctor_mask(&out, cases[i].text);
        assert_string_equal(buf_text(&out), cases[i].masked);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_others_are_not_to_see_is_masked_wherever_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
