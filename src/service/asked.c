#include "service/asked.h"

#include <stdio.h>
#include <string.h>

#include "base/dec.h"
#include "core/catalogue_status.h"
#include "core/quiet.h"
#include "core/rule.h"
#include "service/acknowledging.h"

enum { FIELD_TEXT = 24 };

static const msec minute = 60 * 1000;

bool id_parse(const char *text, int64_t *ret_id)
{
    return dec_parse(text, strlen(text), 0, ret_id) && *ret_id > 0;
}

static bool is_given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* "--done-on", or "done_on". */
static const char *field_name(enum ack_field field, bool option, char text[static FIELD_TEXT])
{
    snprintf(text, FIELD_TEXT, "%s%s", option ? "--" : "", ack_field_name(field));
    if (!option)
        for (char *c = text; *c != '\0'; c++)
            if (*c == '-')
                *c = '_';
    return text;
}

bool acknowledge_check(const struct acknowledge_asked *asked, date today, bool option,
                       struct acknowledgement *ret_what, struct err *err)
{
    char day[DATE_TEXT], name[FIELD_TEXT];
    const struct ack_said said = {
        .texts = {[ACK_FIELD_BY] = asked->by,
                  [ACK_FIELD_CAUSE] = asked->cause,
                  [ACK_FIELD_DECISION] = asked->decision,
                  [ACK_FIELD_ACTION] = asked->action,
                  [ACK_FIELD_DUE] = asked->due,
                  [ACK_FIELD_OWNER] = asked->owner,
                  [ACK_FIELD_DONE] = asked->done ? date_format(today, day) : asked->done_on,
                  [ACK_FIELD_NOTE] = asked->note}};
    enum ack_field field;

    if (asked->done && asked->done_on != NULL)
        return err_set(err, ERR_USAGE, "%sdone is today: give it or %s", option ? "--" : "",
                       field_name(ACK_FIELD_DONE, option, name));
    enum ack_fault fault = acknowledging_check(&said, today, ret_what, &field);
    return fault == ACK_FINE || err_set(err, ERR_USAGE, "%s: %s", field_name(field, option, name),
                                        catalogue_ack_fault(LANGUAGE_EN, fault));
}

/* "YYYY-MM-DD" (its end) or "YYYY-MM-DD HH:MM" in the office's time, also with a T. */
static bool parse_until(const char *text, int utc_offset, msec *ret_until)
{
    size_t length = strlen(text);
    int64_t hours = 24, minutes = 0;
    date day;

    if (length != 10 && length != 16)
        return false;
    if (!date_parse(text, 10, &day))
        return false;
    if (length == 16 &&
        ((text[10] != ' ' && text[10] != 'T') || text[13] != ':' || !dec_parse(text + 11, 2, 0, &hours) ||
         !dec_parse(text + 14, 2, 0, &minutes) || hours < 0 || hours > 23 || minutes < 0 || minutes > 59))
        return false;
    *ret_until = ((int64_t)day * 24 * 60 + hours * 60 + minutes - utc_offset) * minute;
    return true;
}

/* "90m", "12h", "3d" */
static bool parse_length(const char *text, msec *ret_length)
{
    size_t length = strlen(text);
    int64_t count;

    if (length < 2 || length > 7 || !dec_parse(text, length - 1, 0, &count) || count < 1)
        return false;
    switch (text[length - 1]) {
    case 'm': *ret_length = count * minute; return true;
    case 'h': *ret_length = count * 60 * minute; return true;
    case 'd': *ret_length = count * 24 * 60 * minute; return true;
    }
    return false;
}

static bool rule_is_known(const char *name)
{
    enum rule rule;

    return rule_by_name(name, &rule);
}

static bool until_when(const struct silence_wanted *wanted, int utc_offset, msec now, const char *o,
                       msec *ret_until, struct err *err)
{
    msec length = 0;

    if ((wanted->until == NULL) == (wanted->for_how_long == NULL))
        return err_set(err, ERR_USAGE, "until when? Give %suntil or %sfor", o, o);
    if (wanted->until != NULL && !parse_until(wanted->until, utc_offset, ret_until))
        return err_set(err, ERR_USAGE,
                       "%suntil asks for YYYY-MM-DD or \"YYYY-MM-DD HH:MM\", in the office's time", o);
    if (wanted->for_how_long != NULL && !parse_length(wanted->for_how_long, &length))
        return err_set(err, ERR_USAGE, "%sfor asks for a time as 90m, 12h or 3d", o);
    if (wanted->for_how_long != NULL)
        *ret_until = now + length;
    return *ret_until > now || err_set(err, ERR_USAGE, "%suntil is over already", o);
}

bool silence_check(const struct silence_wanted *wanted, int utc_offset, msec now, bool option,
                   struct silence_new *ret_what, struct err *err)
{
    struct silence_new what = {.rule = wanted->rule,
                               .unit = wanted->unit,
                               .subject = wanted->subject,
                               .severity = wanted->severity,
                               .recurring = wanted->daily,
                               .reason = wanted->reason,
                               .by = wanted->by};
    const char *o = option ? "--" : "";
    enum severity severity;
    struct quiet_span span;
    struct err none = {0};

    if (!wanted->rule && !wanted->unit && !wanted->subject && !wanted->severity)
        return err_set(err, ERR_USAGE, "what? Give %srule, %sunit, %ssubject or %sseverity", o, o, o, o);
    if (wanted->rule && !rule_is_known(wanted->rule))
        return err_set(err, ERR_USAGE, "%srule asks for the name of a rule, as execution.pace", o);
    if (wanted->severity && (!severity_by_name(wanted->severity, &severity) || severity == SEVERITY_NONE))
        return err_set(err, ERR_USAGE, "%sseverity is one of blue, yellow, red", o);
    if (!until_when(wanted, utc_offset, now, o, &what.until, err))
        return false;
    if (wanted->daily != NULL && !quiet_parse(wanted->daily, &span, &none))
        return err_set(err, ERR_USAGE, "%sdaily asks for hours as 22:00-07:00, or \"sat,sun 08:00-12:00\"",
                       o);
    if (!is_given(wanted->reason))
        return err_set(err, ERR_USAGE, "%sreason is needed: why?", o);
    if (!is_given(wanted->by))
        return err_set(err, ERR_USAGE, "%sby is needed: who says so?", o);
    *ret_what = what;
    return true;
}
