/* budgetwatch-policy(5): every setting, from the table that policies are read by. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/manual_pages.h"
#include "config/policy_table.h"

static void add_setting(struct manual *manual, const struct setting *setting,
                        const struct policy_rules *standard);
static void add_bounds(struct buf *facts, const struct setting *setting);
static void add_standard(struct buf *facts, const struct setting *setting,
                         const struct policy_rules *standard);

void manual_policy(struct manual *manual)
{
    static const char *const others[] = {"budgetwatch(1)", "budgetwatch.json(5)", NULL};
    struct policy_rules standard;

    policy_rules_default(&standard);
    manual_begin(manual, "budgetwatch-policy", 5, "thresholds of budgetwatch's rules");
    manual_section(manual, "DESCRIPTION");
    manual_text(
        manual,
        "A JSON object that the option policy of the configuration names: that of a city, or one that "
        "is shipped (default, guangzhou). What a file does not say is as below; it inherits nothing "
        "from another file. A setting rules.execution.pace.red is written "
        "{\"rules\": {\"execution.pace\": {\"red\": \"0.60\"}}}. Shares and money are texts, because "
        "they are exact and JSON's numbers are not. Every fault is told with line, path and reason; "
        "the JSON Schema policy.schema.json completes it in editors.");
    manual_text(manual, "A changed policy has the whole ledger evaluated anew.");
    manual_section(manual, "KEYS");
    manual_item(manual, "$schema", "Where the JSON Schema of this file is, for editors.", "Text.");
    manual_item(manual, "name", "What the policy is called in logs and reports.", "Text. Needed.");
    manual_item(manual, "about", "For who reads the file.", "Text.");
    manual_item(
        manual, "overrides[]",
        "Settings that hold for some subjects only. The later of two that fit wins. Besides when it has the "
        "settings below, rules, reference and reminders.",
        "List of objects, at most 256.");
    manual_item(
        manual, "overrides[].when",
        "The subjects: category (basic or project), fund (of projects whose money is all of that fund), unit "
        "(with those below it); one of them at least, and all that are given hold.",
        "Object. Needed.");
    for (size_t i = 0; i < setting_count; i++)
        add_setting(manual, &settings[i], &standard);
    manual_section(manual, "EXAMPLES");
    manual_code(manual, "{\n"
                        "  \"$schema\": \"policy.schema.json\",\n"
                        "  \"name\": \"our-city\",\n"
                        "  \"rules\": {\"execution.pace\": {\"red\": \"0.50\"}},\n"
                        "  \"overrides\": [\n"
                        "    {\"when\": {\"category\": \"basic\"},\n"
                        "     \"rules\": {\"execution.pace\": {\"red\": \"0.80\", \"yellow\": \"0.90\"}}}\n"
                        "  ]\n"
                        "}\n");
    manual_see_also(manual, others);
}

static void add_setting(struct manual *manual, const struct setting *setting,
                        const struct policy_rules *standard)
{
    struct buf path = {0}, facts = {0};

    for (size_t i = 0; i < SETTING_DEPTH && setting->path[i] != NULL; i++)
        buf_printf(&path, "%s%s", i > 0 ? "." : "", setting->path[i]);
    add_bounds(&facts, setting);
    add_standard(&facts, setting, standard);
    manual_item(manual, buf_text(&path), setting->help, buf_text(&facts));
    buf_free(&path);
    buf_free(&facts);
}

static void add_words(struct buf *facts, const struct setting *setting)
{
    int count;
    const char *const *words = setting_words(setting, &count);

    for (int i = 0; i < count; i++)
        buf_printf(facts, "%s\"%s\"", i == 0 ? "" : i + 1 == count ? " or " : ", ", words[i]);
    buf_putc(facts, '.');
}

static void add_bounds(struct buf *facts, const struct setting *setting)
{
    char low[DEC_TEXT], high[DEC_TEXT];

    switch (setting->type) {
    case SETTING_BOOL: buf_puts(facts, "true or false."); break;
    case SETTING_SHARE:
        buf_printf(facts, "Share such as \"0.60\", %s to %s.",
                   dec_format_short(setting->min, SCALE_MICRO, low),
                   dec_format_short(setting->max, SCALE_MICRO, high));
        break;
    case SETTING_MONEY: buf_puts(facts, "Amount in yuan such as \"50000.00\", not below 0."); break;
    case SETTING_INTEGER:
        buf_printf(facts, "Whole number, %" PRId64 " to %" PRId64 ".", setting->min, setting->max);
        break;
    case SETTING_BY:
    case SETTING_CURVE: add_words(facts, setting); break;
    case SETTING_SHARE_TABLE:
        buf_puts(facts, "Object of months and shares such as {\"6\": \"0.40\"}.");
        break;
    case SETTING_PERCENT_TABLE:
        buf_puts(facts, "Object of months and percentages such as {\"9\": \"74.97\"}.");
        break;
    }
}

static void add_standard(struct buf *facts, const struct setting *setting,
                         const struct policy_rules *standard)
{
    char text[SETTING_TEXT];
    int64_t value = setting_value(setting, standard, 0);
    int count, scale = setting->type == SETTING_SHARE_TABLE ? SCALE_MICRO : SCALE_MICRO - 2;
    const char *const *words = setting_words(setting, &count);
    const char *before = " Default: {";

    if (setting->type == SETTING_BOOL)
        buf_printf(facts, " Default: %s.", value != 0 ? "true" : "false");
    else if (words != NULL)
        buf_printf(facts, " Default: \"%s\".", words[value]);
    else if (setting_value_count(setting) == 1)
        buf_printf(facts, setting->type == SETTING_INTEGER ? " Default: %s." : " Default: \"%s\".",
                   setting_format(setting, standard, text));
    else
        for (size_t month = 1; month < setting_value_count(setting); month++) {
            value = setting_value(setting, standard, month);
            if (value == NO_CHECKPOINT)
                continue;
            buf_printf(facts, "%s\"%zu\": \"%s\"", before, month, dec_format_short(value, scale, text));
            before = ", ";
        }
    if (setting_value_count(setting) > 1)
        buf_puts(facts, strcmp(before, ", ") == 0 ? "}." : " Default: none.");
}
