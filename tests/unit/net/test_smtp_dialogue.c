#include "net/smtp_dialogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* What is said, line by line: "> " to the server, "< " by it. Stops where the conversation should end;
 * returns how many lines were spoken. */
static size_t speak(struct smtp_dialogue *dialogue, const char *const lines[])
{
    size_t spoken = 0;

    for (; lines[spoken] != NULL; spoken++) {
        const char *line = lines[spoken] + 2;
        if (lines[spoken][0] == '>')
            smtp_dialogue_told(dialogue, line, strlen(line));
        else if (!smtp_dialogue_heard(dialogue, line, strlen(line)))
            return spoken + 1;
    }
    return spoken;
}

static void a_mail_that_is_taken_is_answered_by_the_end_of_its_text(void **state)
{
    static const char *const lines[] = {"< 220 mail.example.org\r\n",
                                        "> EHLO here\r\n",
                                        "< 250-mail.example.org\r\n",
                                        "< 250 SIZE 1000\r\n",
                                        "> MAIL FROM:<a@example.org>\r\n",
                                        "< 250 OK\r\n",
                                        "> RCPT TO:<b@example.org>\r\n",
                                        "< 250 OK\r\n",
                                        "> DATA\r\n",
                                        "< 354 go on\r\n",
                                        "< 250-taken\r\n",
                                        "< 250 as 17\r\n",
                                        "> QUIT\r\n",
                                        "< 421 not now\r\n",
                                        NULL};
    struct smtp_dialogue dialogue = {.patient = true};
    (void)state;

    assert_int_equal(speak(&dialogue, lines), 14);
    assert_int_equal(dialogue.phase, SMTP_PHASE_QUIT);
    assert_int_equal(dialogue.status, 250);
    assert_string_equal(buf_text(&dialogue.reply), "taken as 17");
    assert_int_equal(dialogue.refused.length, 0);
    smtp_dialogue_done(&dialogue);
}

static void what_was_not_answered_has_no_status(void **state)
{
    static const char *const announced[] = {"> DATA", "< 354 go on", NULL};
    static const char *const sent[] = {"< 250 OK", "> MAIL FROM:<a@example.org>", NULL};
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        struct smtp_dialogue dialogue = {.patient = true};

        speak(&dialogue, i == 0 ? announced : sent);
        assert_int_equal(dialogue.phase, i == 0 ? SMTP_PHASE_TEXT : SMTP_PHASE_BEFORE);
        assert_int_equal(dialogue.status, 0);
        assert_string_equal(buf_text(&dialogue.reply), "");
        smtp_dialogue_done(&dialogue);
    }
}

static const char *const refusals[] = {"> RCPT TO:<a@example.org>",
                                       "< 550-5.1.1 no such",
                                       "< 550 user",
                                       "> RCPT TO:<b@example.org> NOTIFY=NEVER",
                                       "< 451 greylisted",
                                       "> RCPT TO:<c@example.org>",
                                       "< 452 full",
                                       "> RCPT TO:<d@example.org>",
                                       "< 250 OK",
                                       NULL};

static void the_patient_end_at_the_first_that_is_refused_for_now(void **state)
{
    struct smtp_dialogue dialogue = {.patient = true};
    (void)state;

    assert_int_equal(speak(&dialogue, refusals), 5);
    assert_int_equal(dialogue.refused_for_now, 451);
    assert_string_equal(buf_text(&dialogue.refused), "a@example.org (SMTP 550: 5.1.1 no such user), "
                                                     "b@example.org (SMTP 451: greylisted)");
    smtp_dialogue_done(&dialogue);
}

static void the_impatient_leave_out_whoever_is_refused(void **state)
{
    struct smtp_dialogue dialogue = {.patient = false};
    (void)state;

    assert_int_equal(speak(&dialogue, refusals), 9);
    assert_int_equal(dialogue.refused_for_now, 451);
    assert_int_equal(dialogue.status, 250);
    assert_string_equal(buf_text(&dialogue.refused), "a@example.org (SMTP 550: 5.1.1 no such user), "
                                                     "b@example.org (SMTP 451: greylisted), "
                                                     "c@example.org (SMTP 452: full)");
    smtp_dialogue_done(&dialogue);
}

static void what_is_no_reply_is_passed_over(void **state)
{
    static const char *const lines[] = {
        "> MAIL FROM:<a@example.org>", "< ", "< 25", "< hello", "< \r\n", NULL};
    static const char *const bare[] = {"< 250", NULL};
    struct smtp_dialogue dialogue = {0};
    (void)state;

    assert_int_equal(speak(&dialogue, lines), 5);
    assert_int_equal(dialogue.status, 0);
    speak(&dialogue, bare);
    assert_int_equal(dialogue.status, 250);
    assert_string_equal(buf_text(&dialogue.reply), "");
    smtp_dialogue_done(&dialogue);
}

static void a_recipient_that_cannot_be_read_is_an_empty_one(void **state)
{
    char line[MAIL_ADDRESS_MAX + 64] = "RCPT TO:<";
    struct smtp_dialogue dialogue = {0};
    (void)state;

    memset(line + 9, 'a', MAIL_ADDRESS_MAX + 1);
    line[9 + MAIL_ADDRESS_MAX + 1] = '>';
    smtp_dialogue_told(&dialogue, line, strlen(line));
    assert_true(smtp_dialogue_heard(&dialogue, "550 no", 6));
    smtp_dialogue_told(&dialogue, "RCPT TO", 7);
    assert_true(smtp_dialogue_heard(&dialogue, "550 no", 6));
    assert_string_equal(buf_text(&dialogue.refused), " (SMTP 550: no),  (SMTP 550: no)");
    smtp_dialogue_done(&dialogue);
}

static void a_server_that_talks_for_ever_fills_nothing(void **state)
{
    struct smtp_dialogue dialogue = {0};
    (void)state;

    smtp_dialogue_told(&dialogue, "DATA", 4);
    for (int i = 0; i < 10000; i++)
        assert_true(smtp_dialogue_heard(&dialogue, "250-and more of it", 18));
    assert_in_range(dialogue.reply.length, SMTP_REPLY_KEPT, SMTP_REPLY_KEPT + 20);
    smtp_dialogue_done(&dialogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_that_is_taken_is_answered_by_the_end_of_its_text),
        cmocka_unit_test(what_was_not_answered_has_no_status),
        cmocka_unit_test(the_patient_end_at_the_first_that_is_refused_for_now),
        cmocka_unit_test(the_impatient_leave_out_whoever_is_refused),
        cmocka_unit_test(what_is_no_reply_is_passed_over),
        cmocka_unit_test(a_recipient_that_cannot_be_read_is_an_empty_one),
        cmocka_unit_test(a_server_that_talks_for_ever_fills_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
