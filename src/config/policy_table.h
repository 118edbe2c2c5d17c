/* The settings of a policy as data, and how one is read. See config/policy_file.h for the format. */
#ifndef CONFIG_POLICY_TABLE_H
#define CONFIG_POLICY_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "config/json_file.h"
#include "core/policy.h"

enum setting_type {
    SETTING_BOOL,
    SETTING_SHARE,         /* micro, written "0.60" */
    SETTING_MONEY,         /* fen, written "50000.00" */
    SETTING_INTEGER,       /* int */
    SETTING_BY,            /* bool, written "unit" or "project" */
    SETTING_CURVE,         /* enum curve */
    SETTING_SHARE_TABLE,   /* micro[MONTHS + 1], written {"4": "0.25"} */
    SETTING_PERCENT_TABLE, /* the same, written {"4": "25.00"} */
};

enum { SETTING_DEPTH = 4, POLICY_OVERRIDES_MAX = 256 };

struct setting {
    const char *path[SETTING_DEPTH]; /* {"rules", "execution.pace", "late", "red"}; NULL after the last */
    enum setting_type type;
    size_t at; /* in struct policy_rules */
    int64_t min, max;
    const char *help;
};

extern const struct setting settings[];
extern const size_t setting_count;

size_t setting_size(const struct setting *setting);

/* A setting as numbers, for comparing and hashing: a table is MONTHS + 1 of them, all else is one. */
size_t setting_value_count(const struct setting *setting);
int64_t setting_value(const struct setting *setting, const struct policy_rules *rules, size_t index);

/* As it is written in a file: "0.6", "12". Not for tables. */
enum { SETTING_TEXT = 48 };
const char *setting_format(const struct setting *setting, const struct policy_rules *rules,
                           char text[static SETTING_TEXT]);

/* The words that a SETTING_BY or SETTING_CURVE may be, in the order of its numbers; NULL: it is no word. */
const char *const *setting_words(const struct setting *setting, int *ret_count);

/* Check a value and set it in `rules`; `changed` (may be NULL) gets a 1 for each of its bytes. A bad one
 * is a fault, and changes nothing. */
void setting_read(const struct setting *setting, const struct json_file *file, const struct json_place *place,
                  const json_t *value, struct policy_rules *rules, unsigned char *changed);

/* What single values cannot tell: thresholds in the wrong order, a curve without its table; for each
 * combination of overrides that can meet in one subject. Adds faults. */
void policy_check(const struct policy *policy, const struct json_file *file);

#endif
