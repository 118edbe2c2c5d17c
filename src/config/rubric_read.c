#include "config/rubric_table.h"

#include <assert.h>
#include <string.h>

static const struct rubric_key *find_key(const struct rubric_object *object, const char *name, int tag);
static int tag_of(const struct rubric_object *object, const json_t *json);
static void read_member(struct rubric_reader *reader, const struct rubric_key *key,
                        const struct json_place *place, const json_t *value, void *base);
static void read_standard(struct rubric_reader *reader, const struct rubric_key *key,
                          const struct json_place *place, void *base);
static void tell_missing(const struct rubric_reader *reader, const struct rubric_object *object,
                         const struct rubric_key *key, const struct json_place *place, int tag);
static void tell_unknown(const struct rubric_reader *reader, const struct rubric_object *object,
                         const struct rubric_spot *spot, int tag);

enum { NO_TAG = -1 }; /* not tagged, or the tag could not be read */

/* In the order of the table and not of the file, so that a score is read after its measure, and items
 * after the rubric's own rounding. */
void rubric_read_object(struct rubric_reader *reader, const struct rubric_object *object,
                        const struct json_place *place, const json_t *json, void *base)
{
    size_t before = reader->file->faults->count;
    struct rubric_spot spot = {.place = place, .json = json};

    if (!json_file_is_object(reader->file, place, json))
        return;
    if (object->begin != NULL)
        object->begin(reader, &spot, base);
    int tag = tag_of(object, json);
    for (size_t i = 0; i < object->key_count; i++) {
        const struct rubric_key *key = &object->keys[i];
        const json_t *value = json_object_get(json, key->name);
        struct json_place member = {.up = place, .key = key->name};
        /* Of a kind that is not known only the kind itself can be told. */
        if (key->only != 0 && (tag == NO_TAG || (key->only & 1u << tag) == 0))
            continue;
        if (value != NULL)
            read_member(reader, key, &member, value, base);
        else if (key->required)
            tell_missing(reader, object, key, place, tag);
        else if (key->standard != NULL)
            read_standard(reader, key, &member, base);
    }
    tell_unknown(reader, object, &spot, tag);
    if (object->check != NULL)
        object->check(reader, &spot, base, reader->file->faults->count == before);
}

static int tag_of(const struct rubric_object *object, const json_t *json)
{
    const struct rubric_key *key = &object->keys[0];
    const char *text = object->tagged ? json_string_value(json_object_get(json, key->name)) : NULL;

    for (int i = 0; text != NULL && i <= key->max; i++)
        if (strcmp(key->word(i), text) == 0)
            return i;
    return NO_TAG;
}

/* A key may stand in the table several times, with another default for each kind. */
static const struct rubric_key *find_key(const struct rubric_object *object, const char *name, int tag)
{
    for (size_t i = 0; i < object->key_count; i++) {
        const struct rubric_key *key = &object->keys[i];
        bool counts = key->only == 0 || tag == NO_TAG || (key->only & 1u << tag) != 0;
        if (counts && strcmp(key->name, name) == 0)
            return key;
    }
    return NULL;
}

static void tell_missing(const struct rubric_reader *reader, const struct rubric_object *object,
                         const struct rubric_key *key, const struct json_place *place, int tag)
{
    if (key->only == 0)
        json_file_fault(reader->file, place, "\"%s\" is missing", key->name);
    else
        json_file_fault(reader->file, place, "\"%s\" is missing: %s \"%s\" needs it", key->name,
                        object->keys[0].name, object->keys[0].word(tag));
}

static void tell_unknown(const struct rubric_reader *reader, const struct rubric_object *object,
                         const struct rubric_spot *spot, int tag)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)spot->json, name, value)
    {
        struct json_place member = {.up = spot->place, .key = name};
        if (find_key(object, name, tag) != NULL)
            continue;
        if (find_key(object, name, NO_TAG) != NULL)
            json_file_fault(reader->file, &member, "unknown key for %s \"%s\"", object->keys[0].name,
                            object->keys[0].word(tag));
        else
            json_file_fault(reader->file, &member, "unknown key");
    }
}

static void read_list(struct rubric_reader *reader, const struct rubric_key *key,
                      const struct json_place *place, const json_t *list, void *base)
{
    if (!json_file_is_list(reader->file, place, list))
        return;
    size_t count = json_array_size(list);
    if (count == 0 || count > (size_t)key->max) {
        json_file_fault(reader->file, place, "expected 1..%lld elements, found %zu", (long long)key->max,
                        count);
        return;
    }
    char *elements = arena_alloc(&reader->rubric->arena, count * key->of->size);
    memcpy((char *)base + key->at, &elements, sizeof elements);
    memcpy((char *)base + key->count, &count, sizeof count);
    for (size_t i = 0; i < count; i++) {
        struct json_place element = {.up = place, .index = i};
        rubric_read_object(reader, key->of, &element, json_array_get(list, i), elements + i * key->of->size);
    }
}

static void read_member(struct rubric_reader *reader, const struct rubric_key *key,
                        const struct json_place *place, const json_t *value, void *base)
{
    if (key->type == KEY_LIST)
        read_list(reader, key, place, value, base);
    else if (key->type == KEY_OBJECT)
        rubric_read_object(reader, key->of, place, value, (char *)base + key->at);
    else
        rubric_read_value(reader, key, place, value, base);
}

/* A default that is no good is our own mistake; the tests read every one. */
static void read_standard(struct rubric_reader *reader, const struct rubric_key *key,
                          const struct json_place *place, void *base)
{
    json_t *value = json_loads(key->standard, JSON_DECODE_ANY, NULL);

    assert(value != NULL);
    read_member(reader, key, place, value, base);
    json_decref(value);
}
