/* budgetwatch.json(5): every option, from the table that the configuration is read by. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/manual_pages.h"
#include "config/config.h"
#include "config/option.h"

static void add_options(struct manual *manual, const char *prefix);
static void add_option(struct manual *manual, const struct option *option, const char *name);
static void add_type(struct buf *facts, const struct option *option);

void manual_config(struct manual *manual)
{
    static const char *const others[] = {"budgetwatch(1)", "budgetwatch-policy(5)", "budgetwatch-rubric(5)",
                                         "systemd.exec(5)", NULL};

    manual_begin(manual, "budgetwatch.json", 5, "configuration of budgetwatch");
    manual_section(manual, "SYNOPSIS");
    manual_code(manual, CONFIG_DEFAULT_PATH "\n");
    manual_section(manual, "DESCRIPTION");
    manual_text(
        manual,
        "A JSON object with the options below. All of them but those that are marked as needed may be "
        "left out. A key that is unknown, given twice, of a wrong type or out of bounds is an error: "
        "no command runs, and every fault is listed with its line. The daemon reads the file again on "
        "SIGHUP (systemctl reload budgetwatch); a bad file changes nothing then.");
    manual_text(manual,
                "No secret belongs into it. Options that end in _file name a file with one line; a relative "
                "name is looked up in $CREDENTIALS_DIRECTORY first, and then beside the configuration.");
    manual_text(manual,
                "budgetwatch check explains what is wrong or unwise. The JSON Schema beside the file, which "
                "\"$schema\" names, completes it in editors.");
    manual_section(manual, "OPTIONS");
    add_options(manual, "");
    manual_section(manual, "CHANNELS");
    manual_text(manual, "\"channels\" is a list of objects: where alerts and notices are sent.");
    add_options(manual, OPTION_CHANNEL);
    manual_section(manual, "SOURCES");
    manual_text(
        manual,
        "\"sources\" is a list of objects: tables of the office's own that the ledger is kept in step "
        "with. Each has either query or query_file.");
    add_options(manual, OPTION_SOURCE);
    manual_section(manual, "EXAMPLES");
    manual_code(
        manual,
        "{\n"
        "  \"$schema\": \"budgetwatch.schema.json\",\n"
        "  \"database\": \"host=/run/postgresql dbname=budgetwatch\",\n"
        "  \"notice\": {\"enabled\": true, \"workday\": 5},\n"
        "  \"channels\": [\n"
        "    {\"name\": \"journal\", \"type\": \"journal\"},\n"
        "    {\"name\": \"office\", \"type\": \"webhook\", \"url\": \"https://hooks.example.org/b\",\n"
        "     \"secret_file\": \"office.secret\", \"severities\": [\"yellow\", \"red\"]}\n"
        "  ]\n"
        "}\n");
    manual_section(manual, "FILES");
    manual_item(manual, CONFIG_DEFAULT_PATH, "Read where --config names no other; absent: the defaults hold.",
                NULL);
    manual_item(manual, "/usr/share/budgetwatch/budgetwatch.schema.json", "The JSON Schema.", NULL);
    manual_see_also(manual, others);
}

/* Those of one list, or with "" those of none. */
static void add_options(struct manual *manual, const char *prefix)
{
    size_t length = strlen(prefix);

    for (size_t i = 0; i < option_count; i++) {
        bool listed = strstr(options[i].path, "[].") != NULL;
        if (listed == (length > 0) && strncmp(options[i].path, prefix, length) == 0)
            add_option(manual, &options[i], options[i].path + length);
    }
}

static void add_option(struct manual *manual, const struct option *option, const char *name)
{
    struct buf facts = {0};

    add_type(&facts, option);
    if (option->unit != NULL)
        buf_printf(&facts, " In %s.", option->unit);
    if ((option->flags & OPTION_REQUIRED) != 0)
        buf_puts(&facts, " Needed.");
    else if (option->standard != NULL)
        buf_printf(&facts, " Default: %s.", option->standard);
    for (int pass = 0; pass < 2; pass++) {
        unsigned types = pass == 0 ? option->types : option->needed;
        const char *before = pass == 0 ? " Of " : " Needed for ";
        for (int type = 0; types != 0 && type < CHANNEL_TYPE_COUNT; type++)
            if ((types & 1u << type) != 0) {
                buf_printf(&facts, "%s%s", before, channel_type_name((enum channel_type)type));
                before = ", ";
            }
        if (types != 0)
            buf_putc(&facts, '.');
    }
    if ((option->flags & OPTION_FIXED) != 0)
        buf_puts(&facts, " A change takes effect at a restart.");
    manual_item(manual, name, option->help, buf_text(&facts));
    buf_free(&facts);
}

static void add_words(struct buf *facts, const struct option *option)
{
    for (int64_t i = option->min; i <= option->max; i++)
        buf_printf(facts, "%s%s", i == option->min ? "" : ", ", option->word((int)i));
    buf_putc(facts, '.');
}

static void add_text_bounds(struct buf *facts, const char *what, const struct option *option)
{
    buf_printf(facts, "%s, at most %" PRId64 " bytes.", what, option->max);
}

static void add_durations(struct buf *facts, const char *what, const struct option *option)
{
    char low[DURATION_TEXT], high[DURATION_TEXT];

    buf_printf(facts, "%s, %s to %s; a number is seconds.", what, duration_format(option->min, low),
               duration_format(option->max, high));
}

static void add_type(struct buf *facts, const struct option *option)
{
    switch (option->type) {
    case OPTION_SCHEMA:
    case OPTION_TEXT: add_text_bounds(facts, "Text", option); break;
    case OPTION_NAME: add_text_bounds(facts, "Name of letters, digits, _ and -", option); break;
    case OPTION_CONNINFO:
        add_text_bounds(facts, "Connection string of libpq, without a password", option);
        break;
    case OPTION_URL: add_text_bounds(facts, "Address, https:// or http://", option); break;
    case OPTION_SERVER: add_text_bounds(facts, "HOST:PORT", option); break;
    case OPTION_ADDRESS: add_text_bounds(facts, "Address of e-mail", option); break;
    case OPTION_FILE: add_text_bounds(facts, "File, relative to the configuration", option); break;
    case OPTION_SHIPPED: add_text_bounds(facts, "Name of one that is shipped, or a file", option); break;
    case OPTION_TEXTS: buf_puts(facts, "List of texts."); break;
    case OPTION_WORD:
        buf_puts(facts, "One of ");
        add_words(facts, option);
        break;
    case OPTION_WORDS:
        buf_puts(facts, "List of ");
        add_words(facts, option);
        break;
    case OPTION_BOOL: buf_puts(facts, "true or false."); break;
    case OPTION_INTEGER:
        buf_printf(facts, "Whole number, %" PRId64 " to %" PRId64 ".", option->min, option->max);
        break;
    case OPTION_DURATION:
        add_durations(facts, "Length of time such as \"500ms\", \"30s\", \"5m\", \"2h\"", option);
        break;
    case OPTION_DURATIONS: add_durations(facts, "List of lengths of time", option); break;
    case OPTION_RATES:
        buf_printf(facts, "List of at most %" PRId64 " rates such as \"20/1m\".", option->max);
        break;
    case OPTION_SPANS:
        buf_printf(facts, "List of at most %" PRId64 " spans such as \"mon,tue 22:00-07:00\".", option->max);
        break;
    case OPTION_OFFSET: buf_puts(facts, "Hours and minutes from UTC, such as \"+08:00\"."); break;
    case OPTION_TIME: buf_puts(facts, "Time of the day, \"00:00\" to \"23:59\"."); break;
    }
}
