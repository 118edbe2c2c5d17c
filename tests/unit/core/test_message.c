#include "core/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void each_person_is_told_once_and_who_answers_first(void **state)
{
    (void)state;
    struct message_person people[MESSAGE_PEOPLE_MAX];
    struct message_event event = {.answers_name = "李雷", .answers_unit = "U1"};

    assert_int_equal(message_people(&event, people), 1);
    assert_string_equal(people[0].name, "李雷");
    event.owner = message_answers(&event);
    event.heads[0] = (struct message_person){.name = "王五", .unit = "U1"};
    event.heads[1] = (struct message_person){.name = "", .unit = ""};
    assert_int_equal(message_people(&event, people), 2);
    assert_string_equal(people[1].name, "王五");
    event.owner = event.heads[0];
    event.heads[1] = (struct message_person){.name = "李雷", .unit = "U"};
    assert_int_equal(message_people(&event, people), 3);
    assert_string_equal(people[2].unit, "U");
}

static void one_of_whom_only_the_account_is_known_is_told_as_well(void **state)
{
    (void)state;
    struct message_person people[MESSAGE_PEOPLE_MAX];
    const struct message_event event = {.answers_im_id = "lilei"};

    assert_int_equal(message_people(&event, people), 1);
    assert_string_equal(people[0].im_id, "lilei");
    assert_false(message_person_known(&people[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_person_is_told_once_and_who_answers_first),
        cmocka_unit_test(one_of_whom_only_the_account_is_known_is_told_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
