#include "core/ledger_number.h"

#include <string.h>

enum { WHOLE_DIGITS = 12, DECIMALS = 6 };

/* The longest first: ">=" is not ">" and an "=" that does not belong there. */
static const char *const operators[] = {"≥", "≤", ">=", "<=", ">", "<", "=", NULL};

struct reading {
    const char *at, *end;
};

static bool take(struct reading *reading, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(reading->end - reading->at) < length || memcmp(reading->at, word, length) != 0)
        return false;
    reading->at += length;
    return true;
}

/* Takes 1 to `most` digits and adds them to `*value`; returns how many there were, 0 where there are more. */
static int take_digits(struct reading *reading, int most, int64_t *value)
{
    int count = 0;

    for (; reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9'; reading->at++) {
        if (++count > most)
            return 0;
        *value = *value * 10 + (*reading->at - '0');
    }
    return count;
}

bool ledger_number(const char *text, size_t length, micro *ret_number)
{
    struct reading reading = {text, text + length};
    int64_t value = 0; /* 18 digits at most: it fits */
    int decimals = 0;

    if (length > 0 && (text[0] < '0' || text[0] > '9')) /* most begin with a digit */
        for (size_t i = 0; operators[i] != NULL && !take(&reading, operators[i]); i++)
            ;
    bool negative = take(&reading, "-");
    if (!negative)
        take(&reading, "+");
    if (take_digits(&reading, WHOLE_DIGITS, &value) == 0)
        return false;
    if (take(&reading, ".")) {
        decimals = take_digits(&reading, DECIMALS, &value);
        if (decimals == 0)
            return false;
    }
    take(&reading, "%");
    if (reading.at != reading.end)
        return false;
    for (; decimals < DECIMALS; decimals++)
        value *= 10;
    *ret_number = negative ? -value : value;
    return true;
}
