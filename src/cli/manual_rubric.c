/* budgetwatch-rubric(5): every object and key, from the tables that rubrics are read by. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/dec.h"
#include "cli/manual_pages.h"
#include "config/rubric_table.h"

enum { OBJECTS_MAX = 32 };

/* The objects of the page, each once, in the order in which they are met. */
struct objects {
    const struct rubric_object *list[OBJECTS_MAX];
    size_t count;
};

static void gather(struct objects *objects, const struct rubric_object *object);
static void add_object(struct manual *manual, const struct rubric_object *object);
static void add_key(struct manual *manual, const struct rubric_object *object, const struct rubric_key *key);
static void add_type(struct buf *facts, const struct rubric_key *key);

void manual_rubric(struct manual *manual)
{
    static const char *const others[] = {"budgetwatch(1)", "budgetwatch.json(5)", "budgetwatch-ledger(5)",
                                         NULL};
    struct objects objects = {0};

    gather(&objects, &rubric_root);
    manual_begin(manual, "budgetwatch-rubric", 5, "score sheets of budgetwatch's self-evaluation");
    manual_section(manual, "DESCRIPTION");
    manual_text(
        manual,
        "A JSON object with the items of a score sheet, their maximum, what of the ledger is measured, "
        "and how points follow. The option rubric of the configuration and budgetwatch evaluate "
        "--rubric name one, by its file or as one that is shipped. Points and shares are texts, "
        "because they are exact and JSON's numbers are not. A text for people may be "
        "{\"zh\": \"...\", \"en\": \"...\"}. Every fault is told with line, path and reason; the JSON "
        "Schema rubric.schema.json completes it in editors.");
    manual_section(manual, "KEYS");
    for (size_t i = 0; i < objects.count; i++)
        add_object(manual, objects.list[i]);
    manual_section(manual, "EXAMPLES");
    manual_code(
        manual,
        "{\n"
        "  \"$schema\": \"rubric.schema.json\",\n"
        "  \"name\": \"ours\", \"title\": \"Our score sheet\", \"for\": \"unit\",\n"
        "  \"rounding\": {\"mode\": \"half_up\", \"digits\": 2}, \"not_applicable\": \"full\",\n"
        "  \"grades\": [{\"name\": \"good\", \"from\": \"60\"}, {\"name\": \"poor\", \"from\": \"0\"}],\n"
        "  \"items\": [\n"
        "    {\"code\": \"1\", \"level1\": \"Money\", \"name\": \"Execution\", \"max\": \"100\",\n"
        "     \"measure\": {\"kind\": \"execution\"}, \"score\": {\"method\": \"proportion\"}}\n"
        "  ]\n"
        "}\n");
    manual_see_also(manual, others);
}

static void gather(struct objects *objects, const struct rubric_object *object)
{
    for (size_t i = 0; i < objects->count; i++)
        if (objects->list[i] == object)
            return;
    if (objects->count == OBJECTS_MAX)
        return;
    objects->list[objects->count++] = object;
    for (size_t i = 0; i < object->key_count; i++)
        if (object->keys[i].of != NULL)
            gather(objects, object->keys[i].of);
}

static void add_object(struct manual *manual, const struct rubric_object *object)
{
    manual_group(manual, object->name);
    manual_text(manual, object->help);
    for (size_t i = 0; i < object->key_count; i++)
        add_key(manual, object, &object->keys[i]);
}

static void add_key(struct manual *manual, const struct rubric_object *object, const struct rubric_key *key)
{
    struct buf facts = {0};
    const char *before = " Only of ";

    add_type(&facts, key);
    if (key->required)
        buf_puts(&facts, " Needed.");
    else if (key->standard != NULL)
        buf_printf(&facts, " Default: %s.", key->standard);
    for (int tag = 0; key->only != 0 && tag <= object->keys[0].max; tag++)
        if ((key->only & 1u << tag) != 0) {
            buf_printf(&facts, "%s%s %s", before, object->keys[0].name, object->keys[0].word(tag));
            before = ", ";
        }
    if (key->only != 0)
        buf_putc(&facts, '.');
    manual_item(manual, key->name, key->help, buf_text(&facts));
    buf_free(&facts);
}

static void add_words(struct buf *facts, const char *what, const struct rubric_key *key)
{
    buf_puts(facts, what);
    for (int i = 0; i <= key->max; i++)
        buf_printf(facts, "%s%s", i == 0 ? "" : ", ", key->word(i));
    buf_putc(facts, '.');
}

static void add_number(struct buf *facts, const char *what, const struct rubric_key *key)
{
    char low[DEC_TEXT], high[DEC_TEXT];

    buf_puts(facts, what);
    if (key->max > key->min)
        buf_printf(facts, ", %s to %s", dec_format_short(key->min, SCALE_MICRO, low),
                   dec_format_short(key->max, SCALE_MICRO, high));
    buf_putc(facts, '.');
}

static void add_type(struct buf *facts, const struct rubric_key *key)
{
    switch (key->type) {
    case KEY_SCHEMA: buf_puts(facts, "Text."); break;
    case KEY_TEXT: buf_printf(facts, "Text, at most %" PRId64 " characters.", key->max); break;
    case KEY_REMARK:
    case KEY_WORDS: buf_printf(facts, "Text for people, at most %" PRId64 " characters.", key->max); break;
    case KEY_POINTS: add_number(facts, "Points such as \"0.5\"", key); break;
    case KEY_SHARE: add_number(facts, "Share such as \"95%\" or \"0.95\"", key); break;
    case KEY_BOUND:
    case KEY_AT_LEAST:
    case KEY_AT_MOST:
        add_number(facts, "What is measured: a rate such as \"95%\", or a count such as \"3\"", key);
        break;
    case KEY_INTEGER:
        buf_printf(facts, "Whole number, %" PRId64 " to %" PRId64 ".", key->min, key->max);
        break;
    case KEY_BOOL: buf_puts(facts, "true or false."); break;
    case KEY_WORD:
    case KEY_EITHER:
    case KEY_CHOICE: add_words(facts, "One of ", key); break;
    case KEY_BITS: add_words(facts, "List of ", key); break;
    case KEY_OBJECT: buf_printf(facts, "Object: see %s.", key->of->name); break;
    case KEY_LIST:
        buf_printf(facts, "List of objects, at most %" PRId64 ": see %s.", key->max, key->of->name);
        break;
    }
}
