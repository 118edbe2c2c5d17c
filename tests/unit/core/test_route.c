#include "core/route.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/official_calendar.h"

static const msec now = INT64_C(1748829600000), hour = 3600000; /* 2025-06-02 10:00 in the office */

static struct route_context context(void)
{
    return (struct route_context){.now = now, .utc_offset = 480, .calendar = &calendar};
}

static struct route_event event(int64_t id, const char *kind, const char *severity)
{
    return (struct route_event){.event = {.id = id,
                                          .event = kind,
                                          .rule = "execution.pace",
                                          .severity = severity,
                                          .subject_kind = "project",
                                          .subject_code = "P1",
                                          .unit_code = "U1"},
                                .why = "",
                                .severity_now = SEVERITY_RED,
                                .is_last = true,
                                .is_last_rise = true,
                                .corrected = ROUTE_DROPPED};
}

static enum route_state decide(const struct route_context *with, struct route_event of)
{
    return route_decide(with, &of).state;
}

/* Silences. */

static struct silence everything_of(const char *unit)
{
    return (struct silence){.id = 3,
                            .rule = "",
                            .units = unit,
                            .subject = "",
                            .severity = "",
                            .starts = now - hour,
                            .ends = now + 2 * hour};
}

static void a_silence_covers_a_unit_and_those_below_until_it_ends(void **state)
{
    (void)state;
    struct silence silence = everything_of("U\nU1");
    struct route_context with = context();
    struct route_event of = event(1, "opened", "red");

    with.silences = &silence;
    with.silence_count = 1;
    struct route_decision decision = route_decide(&with, &of);
    assert_int_equal(decision.state, ROUTE_SILENCED);
    assert_int_equal(decision.muted_by, 3);
    assert_int_equal(decision.again, hour); /* its end, but at least once an hour */
    of.event.unit_code = "U11";
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    of.event.unit_code = "U";
    silence.rule = "goal.gap";
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    silence.rule = "execution.pace";
    silence.severity = "red";
    silence.subject = "P1";
    assert_int_equal(decide(&with, of), ROUTE_SILENCED);
    with.now = silence.ends;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
}

static void a_recurring_silence_holds_in_its_hours(void **state)
{
    (void)state;
    struct silence silence = everything_of("");
    struct route_context with = context();
    struct route_event of = event(1, "opened", "red");
    struct err err = {0};

    with.silences = &silence;
    with.silence_count = 1;
    silence.is_recurring = true;
    assert_true(quiet_parse("09:30-10:30", &silence.recurring, &err));
    assert_int_equal(route_decide(&with, &of).again, hour / 2);
    assert_true(quiet_parse("sat 09:30-10:30", &silence.recurring, &err));
    assert_int_equal(decide(&with, of), ROUTE_SENT);
}

static void what_was_muted_is_said_once_if_it_still_stands(void **state)
{
    (void)state;
    struct route_context with = context();
    struct route_event of = event(1, "opened", "red");

    of.state = ROUTE_SILENCED;
    of.why = "silenced";
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    assert_true(route_decide(&with, &of).fold);
    of.is_last = false; /* its successor says it */
    assert_int_equal(decide(&with, of), ROUTE_SILENCED);
    assert_int_equal(route_decide(&with, &of).again, 0);
    of.is_last = true;
    of.severity_now = SEVERITY_NONE;
    assert_int_equal(decide(&with, of), ROUTE_SILENCED);
    /* The end of what was told before is told. */
    of.event.event = "resolved";
    of.told = true;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
}

static void a_correction_of_what_was_told_passes_silences(void **state)
{
    (void)state;
    struct silence silence = everything_of("");
    struct route_context with = context();
    struct route_event of = event(2, "eased", "yellow");

    with.silences = &silence;
    with.silence_count = 1;
    of.event.corrects_event = 1;
    of.corrected = ROUTE_SENT;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    of.corrected = ROUTE_SILENCED;
    assert_int_equal(decide(&with, of), ROUTE_SILENCED);
}

/* Inhibition. */

static void a_unit_that_does_not_report_mutes_what_follows_from_it(void **state)
{
    (void)state;
    struct route_context with = context();
    struct route_event of = event(1, "reminded", "red");

    of.missing = 55;
    struct route_decision decision = route_decide(&with, &of);
    assert_int_equal(decision.state, ROUTE_INHIBITED);
    assert_int_equal(decision.muted_by, 55);
    assert_true(decision.again > 0);
    of.event.rule = "contract.signing";
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    of.event.rule = "execution.missing";
    of.event.subject_kind = "unit"; /* the alert itself */
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    of = event(1, "resolved", "red");
    of.missing = 55;
    of.told = true;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
}

/* Escalation. */

static void a_channel_for_what_nobody_has_acknowledged_hears_only_of_that(void **state)
{
    (void)state;
    struct route_context with = context();
    with.unacknowledged_after = 72 * hour;
    struct route_hold hold = route_hold(&with, "opened", "red");

    assert_int_equal(hold.state, ROUTE_HELD);
    assert_int_equal(hold.hold, 72 * hour);
    assert_int_equal(route_hold(&with, "overdue", "red").state, ROUTE_WAITING);
    struct route_event of = event(1, "opened", "red");
    of.state = ROUTE_HELD;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    of.acknowledged = true;
    assert_int_equal(decide(&with, of), ROUTE_DROPPED);
    of.acknowledged = false;
    of.severity_now = SEVERITY_NONE;
    assert_int_equal(decide(&with, of), ROUTE_DROPPED);
    of = event(1, "opened", "red");
    of.state = ROUTE_HELD;
    of.is_last_rise = false;
    assert_int_equal(decide(&with, of), ROUTE_DROPPED);

    of = event(2, "resolved", "red");
    assert_int_equal(decide(&with, of), ROUTE_DROPPED);
    of.told = true;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
}

/* Quiet hours. */

static void quiet_hours_hold_all_but_what_is_excepted(void **state)
{
    (void)state;
    struct route_context with = context();
    struct quiet_span span;
    struct err err = {0};

    assert_true(quiet_parse("09:00-12:00", &span, &err));
    with.quiet = &span;
    with.quiet_count = 1;
    with.quiet_except = 1u << SEVERITY_RED;
    struct route_hold hold = route_hold(&with, "opened", "yellow");
    assert_string_equal(hold.why, ROUTE_WHY_QUIET);
    assert_int_equal(hold.hold, 2 * hour);
    assert_int_equal(route_hold(&with, "opened", "red").hold, 0);
    assert_int_equal(decide(&with, event(1, "opened", "yellow")), ROUTE_WAITING);
    assert_int_equal(decide(&with, event(1, "opened", "red")), ROUTE_SENT);
    with.now += 2 * hour;
    struct route_event of = event(1, "opened", "yellow");
    of.why = ROUTE_WHY_QUIET;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
    assert_true(route_decide(&with, &of).fold);
}

/* Gathering. */

enum { EVENTS = 6 };

struct batch {
    struct route_event events[EVENTS];
    struct route_decision decisions[EVENTS];
    size_t message[EVENTS];
};

static struct batch batch(void)
{
    struct batch made = {0};

    for (int i = 0; i < EVENTS; i++) {
        made.events[i] = event(i + 1, "opened", i % 2 == 0 ? "red" : "yellow");
        made.decisions[i] = (struct route_decision){.state = ROUTE_SENT, .why = ""};
    }
    return made;
}

static void expect(struct batch *of, const struct pace *pace, const struct pace_next *next,
                   const char *wanted)
{
    char is[EVENTS + 1] = "";
    size_t messages = route_gather(of->events, of->decisions, EVENTS, pace, next, of->message);

    for (size_t i = 0; i < EVENTS; i++) {
        is[i] = of->message[i] == ROUTE_NONE ? '-' : (char)('a' + of->message[i]);
        assert_true(of->message[i] == ROUTE_NONE || of->message[i] < messages);
    }
    assert_string_equal(is, wanted);
}

static const struct pace_next all = {.go = true, .room = INT_MAX},
                              flood = {.go = true, .fold = true, .room = INT_MAX};

static void each_event_is_a_message_unless_they_are_grouped(void **state)
{
    (void)state;
    struct batch of = batch();
    struct pace pace = {0};

    expect(&of, &pace, &all, "abcdef");
    pace.group_by = 1u << PACE_BY_SEVERITY;
    expect(&of, &pace, &all, "ababab");
    of.events[2].event.unit_code = "U2";
    pace.group_by |= 1u << PACE_BY_UNIT;
    expect(&of, &pace, &all, "abcbab");
    expect(&of, &pace, &flood, "aaaaaa");
}

static void what_the_quota_has_no_room_for_goes_with_the_last(void **state)
{
    (void)state;
    struct batch of = batch();
    struct pace pace = {0};

    expect(&of, &pace, &(struct pace_next){.go = true, .room = 3}, "abcccc");
    expect(&of, &pace, &(struct pace_next){.go = true, .room = 1}, "aaaaaa");
}

static void what_waited_for_quiet_hours_to_end_is_one_message(void **state)
{
    (void)state;
    struct batch of = batch();
    struct pace pace = {0};

    of.decisions[1].fold = of.decisions[3].fold = true;
    of.decisions[4].state = ROUTE_SILENCED;
    expect(&of, &pace, &all, "abcb-d");
}

/* Two messages that each correct something in the other would wait for each other for ever. */
static void a_correction_goes_with_or_after_what_it_corrects(void **state)
{
    (void)state;
    struct batch of = batch();
    struct pace pace = {0};

    of.events[3].event.corrects_event = 1; /* yellow, of a red one */
    of.events[4].event.corrects_event = 2;
    expect(&of, &pace, &all, "abcdef");
    pace.group_by = 1u << PACE_BY_SEVERITY;
    expect(&of, &pace, &all, "abaabb");

    of = batch();
    pace.group_by = 0;
    of.events[3].event.corrects_event = 1;
    of.events[5].event.corrects_event = 4;
    of.decisions[0].state = ROUTE_WAITING; /* it is quiet for that one */
    of.events[3].corrected = ROUTE_WAITING;
    of.events[5].corrected = ROUTE_WAITING;
    expect(&of, &pace, &all, "-ab-c-");
    assert_int_equal(of.decisions[5].state, ROUTE_WAITING);
}

/* Escalation. */

static void an_overdue_action_is_told_at_once_where_only_what_nobody_acts_on_is(void **state)
{
    (void)state;
    struct route_context with = context();
    struct route_event of = event(1, "overdue", "red");

    with.unacknowledged_after = 72 * hour;
    struct route_hold hold = route_hold(&with, "overdue", "red");
    assert_int_equal(hold.state, ROUTE_WAITING);
    assert_int_equal(hold.hold, 0);
    of.acknowledged = true;
    of.told = false;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
}

/* It was acknowledged before its time had come, and its action was refuted. */
static void what_such_a_channel_never_heard_of_is_held_anew_when_it_is_reminded(void **state)
{
    (void)state;
    struct route_context with = context();
    struct route_event of = event(2, "reminded", "red");

    assert_int_equal(decide(&with, of), ROUTE_SENT);
    with.unacknowledged_after = 72 * hour;
    struct route_decision decision = route_decide(&with, &of);
    assert_int_equal(decision.state, ROUTE_HELD);
    assert_int_equal(decision.again, 72 * hour);
    assert_string_equal(decision.why, ROUTE_WHY_HELD);
    struct route_event held = of;
    held.state = ROUTE_HELD;
    held.why = ROUTE_WHY_HELD;
    assert_int_equal(decide(&with, held), ROUTE_SENT);
    held.told = true; /* of something else meanwhile */
    assert_int_equal(decide(&with, held), ROUTE_DROPPED);
    held.told = false;
    held.acknowledged = true;
    assert_int_equal(decide(&with, held), ROUTE_DROPPED);
    of.acknowledged = true;
    assert_int_equal(decide(&with, of), ROUTE_DROPPED);
    of.acknowledged = false;
    of.severity_now = SEVERITY_NONE;
    assert_int_equal(decide(&with, of), ROUTE_DROPPED);
    of.told = true;
    assert_int_equal(decide(&with, of), ROUTE_SENT);
}

static struct route_event with_heads(const char *kind)
{
    struct route_event of = event(1, kind, "red");

    of.event.heads[0] = (struct message_person){.name = "王五", .unit = "U1"};
    of.event.heads[1] = (struct message_person){.name = "赵六", .unit = "U"};
    return of;
}

/* How many heads are told. */
static int escalated(const struct route_context *with, struct route_event of)
{
    route_escalate(with, &of);
    int heads = message_person_known(&of.event.heads[0]) + message_person_known(&of.event.heads[1]);

    assert_true(of.event.escalated || heads == 0);
    assert_int_equal(of.event.heads_known, heads > 0);
    return heads;
}

static void heads_are_told_of_what_nobody_acts_on(void **state)
{
    (void)state;
    static const char *const kinds[] = {"opened",   "escalated", "eased",
                                        "resolved", "reminded",  "of.tomorrow"};
    struct route_context with = context();

    assert_int_equal(escalated(&with, with_heads("overdue")), 0); /* nobody asked for it */
    with.escalate_to = 1u << ESCALATE_HEAD | 1u << ESCALATE_ABOVE;
    with.escalate_reminders = 2;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_int_equal(escalated(&with, with_heads(kinds[i])), 0);
    assert_int_equal(escalated(&with, with_heads("overdue")), 2);
    struct route_event held = with_heads("opened");
    held.state = ROUTE_HELD;
    assert_int_equal(escalated(&with, held), 2);
    struct route_event late = with_heads("reminded");
    late.reminders = 2;
    assert_int_equal(escalated(&with, late), 2);
    with.escalate_reminders = 0;
    assert_int_equal(escalated(&with, late), 0);
    with.escalate_to = 1u << ESCALATE_ABOVE;
    assert_int_equal(escalated(&with, held), 1);
    with.escalate_to = 1u << ESCALATE_HEAD;
    assert_int_equal(escalated(&with, held), 1);
    assert_string_equal(escalate_name(ESCALATE_HEAD), "head");
    assert_string_equal(escalate_name(ESCALATE_ABOVE), "above");
}

static void that_no_head_is_known_is_known(void **state)
{
    (void)state;
    struct route_context with = context();
    struct route_event of = event(1, "overdue", "red");

    with.escalate_to = 1u << ESCALATE_HEAD;
    of.event.heads[1] = (struct message_person){.name = "赵六", .unit = "U"}; /* not asked for */
    route_escalate(&with, &of);
    assert_true(of.event.escalated);
    assert_false(of.event.heads_known);
}

static void states_have_names(void **state)
{
    (void)state;
    enum route_state found;

    for (enum route_state s = ROUTE_WAITING; s <= ROUTE_DROPPED; s++) {
        assert_true(route_state_by_name(route_state_name(s), &found));
        assert_int_equal(found, s);
    }
    assert_false(route_state_by_name("", &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_silence_covers_a_unit_and_those_below_until_it_ends),
        cmocka_unit_test(a_recurring_silence_holds_in_its_hours),
        cmocka_unit_test(what_was_muted_is_said_once_if_it_still_stands),
        cmocka_unit_test(a_correction_of_what_was_told_passes_silences),
        cmocka_unit_test(a_unit_that_does_not_report_mutes_what_follows_from_it),
        cmocka_unit_test(a_channel_for_what_nobody_has_acknowledged_hears_only_of_that),
        cmocka_unit_test(quiet_hours_hold_all_but_what_is_excepted),
        cmocka_unit_test(each_event_is_a_message_unless_they_are_grouped),
        cmocka_unit_test(what_the_quota_has_no_room_for_goes_with_the_last),
        cmocka_unit_test(what_waited_for_quiet_hours_to_end_is_one_message),
        cmocka_unit_test(a_correction_goes_with_or_after_what_it_corrects),
        cmocka_unit_test(an_overdue_action_is_told_at_once_where_only_what_nobody_acts_on_is),
        cmocka_unit_test(what_such_a_channel_never_heard_of_is_held_anew_when_it_is_reminded),
        cmocka_unit_test(heads_are_told_of_what_nobody_acts_on),
        cmocka_unit_test(that_no_head_is_known_is_known),
        cmocka_unit_test(states_have_names),
    };
    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
