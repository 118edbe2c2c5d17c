#include "config/rubric_value.h"

#include <string.h>

enum { SCALE_PERCENT = 4 }; /* a percentage with 4 decimals is a share with 6 */

/* No rate that anybody compares with is above 1000 %: "95" is a slip for "95%". */
#define RATE_MAX INT64_C(10000000)

/* Exact numbers are texts: JSON's own go through floating point on their way here. */
static const char *number_text(const struct rubric_reading *reading, const char *example)
{
    const char *text = json_string_value(reading->value);

    if (text == NULL)
        rubric_fault(reading, "expected a decimal number in quotes, such as %s, found %s", example,
                     json_kind(reading->value));
    return text;
}

static bool is_percent(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && text[length - 1] == '%';
}

static bool parse(const struct rubric_reading *reading, const char *text, micro *ret_number)
{
    bool percent = is_percent(text);
    size_t length = strlen(text) - (percent ? 1 : 0);

    if (dec_parse(text, length, percent ? SCALE_PERCENT : SCALE_MICRO, ret_number))
        return true;
    rubric_fault(reading, "\"%s\" is no %s with up to %d decimals", text,
                 percent ? "percentage" : "decimal number", percent ? SCALE_PERCENT : SCALE_MICRO);
    return false;
}

static bool in_bounds(const struct rubric_reading *reading, const char *text, micro number)
{
    char low[DEC_TEXT], high[DEC_TEXT];
    const struct rubric_key *key = reading->key;

    if (number >= key->min && number <= key->max)
        return true;
    rubric_fault(reading, "%s is not %s..%s", text, dec_format_short(key->min, SCALE_MICRO, low),
                 dec_format_short(key->max, SCALE_MICRO, high));
    return false;
}

void rubric_read_points(const struct rubric_reading *reading, micro *ret_points)
{
    const char *text = number_text(reading, "\"2.5\"");
    micro points;

    if (text == NULL)
        return;
    if (is_percent(text))
        rubric_fault(reading, "\"%s\": points are no percentage", text);
    else if (parse(reading, text, &points) && in_bounds(reading, text, points))
        *ret_points = points;
}

void rubric_read_share(const struct rubric_reading *reading, micro *ret_share)
{
    const char *text = number_text(reading, "\"95%\" or \"0.95\"");
    micro share;

    if (text != NULL && parse(reading, text, &share) && in_bounds(reading, text, share))
        *ret_share = share;
}

void rubric_read_bound(const struct rubric_reading *reading, micro *ret_bound)
{
    enum rubric_bound bound = reading->reader->bound;
    const char *text = number_text(reading, bound == BOUND_COUNT ? "\"2\"" : "\"95%\" or \"0.95\"");
    micro number;

    if (text == NULL || !parse(reading, text, &number))
        return;
    if (bound == BOUND_COUNT && is_percent(text))
        rubric_fault(reading, "\"%s\": what is measured is a count", text);
    else if (bound == BOUND_RATE && (number > RATE_MAX || number < -RATE_MAX))
        rubric_fault(reading, "\"%s\": what is measured is a rate, written such as \"95%%\" or \"0.95\"",
                     text);
    else
        *ret_bound = number;
}

void rubric_read_step_bound(const struct rubric_reading *reading, struct score_step *ret_step)
{
    rubric_read_bound(reading, &ret_step->bound);
    ret_step->at_most = reading->key->type == KEY_AT_MOST;
}
