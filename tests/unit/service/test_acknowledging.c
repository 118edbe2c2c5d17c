#include "service/acknowledging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static date day(const char *text)
{
    date found;

    assert_true(date_parse(text, strlen(text), &found));
    return found;
}

static void every_field_has_a_name_of_its_own(void **state)
{
    (void)state;

    for (int i = 0; i < ACK_FIELD_COUNT; i++) {
        assert_non_null(ack_field_name((enum ack_field)i));
        for (int k = 0; k < i; k++)
            assert_string_not_equal(ack_field_name((enum ack_field)i), ack_field_name((enum ack_field)k));
    }
}

static void a_name_alone_is_enough(void **state)
{
    (void)state;
    const struct ack_said said = {.texts = {[ACK_FIELD_BY] = "Li"}};
    struct acknowledgement what;
    enum ack_field field;

    assert_int_equal(acknowledging_check(&said, day("2023-08-03"), &what, &field), ACK_FINE);
    assert_string_equal(what.by, "Li");
    assert_null(what.action);
    assert_int_equal(what.action_due, DATE_NONE);
    assert_int_equal(what.action_done_on, DATE_NONE);
}

static void all_that_can_be_said_is_taken(void **state)
{
    (void)state;
    const struct ack_said said = {.texts = {[ACK_FIELD_BY] = "Li",
                                            [ACK_FIELD_CAUSE] = "funding",
                                            [ACK_FIELD_DECISION] = "continue",
                                            [ACK_FIELD_ACTION] = "Pay",
                                            [ACK_FIELD_DUE] = "2023-08-20",
                                            [ACK_FIELD_OWNER] = "Chen",
                                            [ACK_FIELD_DONE] = "2023-08-03",
                                            [ACK_FIELD_NOTE] = ""}};
    struct acknowledgement what;
    enum ack_field field;

    assert_int_equal(acknowledging_check(&said, day("2023-08-03"), &what, &field), ACK_FINE);
    assert_string_equal(what.action, "Pay");
    assert_string_equal(what.owner, "Chen");
    assert_string_equal(what.note, "");
    assert_int_equal(what.action_due, day("2023-08-20"));
    assert_int_equal(what.action_done_on, day("2023-08-03"));
}

/* Each with a name, unless it is that. */
static void what_is_wrong_is_said_with_its_field(void **state)
{
    (void)state;
    static const struct {
        enum ack_field said;
        const char *text;
        enum ack_fault fault;
        enum ack_field field;
    } cases[] = {
        {ACK_FIELD_BY, "", ACK_NO_NAME, ACK_FIELD_BY},
        {ACK_FIELD_CAUSE, "weather", ACK_NO_CAUSE, ACK_FIELD_CAUSE},
        {ACK_FIELD_DECISION, "", ACK_NO_DECISION, ACK_FIELD_DECISION},
        {ACK_FIELD_ACTION, "", ACK_ACTION_EMPTY, ACK_FIELD_ACTION},
        {ACK_FIELD_ACTION, "Pay", ACK_ACTION_OR_DUE, ACK_FIELD_DUE},
        {ACK_FIELD_DUE, "2023-08-20", ACK_ACTION_OR_DUE, ACK_FIELD_ACTION},
        {ACK_FIELD_OWNER, "", ACK_OWNER_EMPTY, ACK_FIELD_OWNER},
        {ACK_FIELD_DONE, "2023-02-30", ACK_DONE_NO_DATE, ACK_FIELD_DONE},
        {ACK_FIELD_DONE, "2023-08-04", ACK_DONE_AHEAD, ACK_FIELD_DONE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ack_said said = {.texts = {[ACK_FIELD_BY] = "Li"}};
        struct acknowledgement what = {.by = "as it was"};
        enum ack_field field = ACK_FIELD_COUNT;
        said.texts[cases[i].said] = cases[i].text;
        assert_int_equal(acknowledging_check(&said, day("2023-08-03"), &what, &field), cases[i].fault);
        assert_int_equal(field, cases[i].field);
        assert_string_equal(what.by, "as it was");
    }
}

static void a_day_that_is_none_is_no_due_date(void **state)
{
    (void)state;
    const struct ack_said said = {
        .texts = {[ACK_FIELD_BY] = "Li", [ACK_FIELD_ACTION] = "Pay", [ACK_FIELD_DUE] = "soon"}};
    struct acknowledgement what;
    enum ack_field field;

    assert_int_equal(acknowledging_check(&said, day("2023-08-03"), &what, &field), ACK_DUE_NO_DATE);
    assert_int_equal(field, ACK_FIELD_DUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_has_a_name_of_its_own),
        cmocka_unit_test(a_name_alone_is_enough),
        cmocka_unit_test(all_that_can_be_said_is_taken),
        cmocka_unit_test(what_is_wrong_is_said_with_its_field),
        cmocka_unit_test(a_day_that_is_none_is_no_due_date),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
