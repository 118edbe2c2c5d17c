#include "config/map_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/json_file.h"

struct named_file {
    char *pattern;
    const struct ledger_kind *kind;
};

struct named_column {
    char *name;
    const struct ledger_kind *kind;
    int column; /* or MAP_IGNORED */
};

struct named_word {
    char *name;
    char *word;
    const struct ledger_kind *kind;
    int column;
};

/* A few dozen names of each sort: they are looked for one by one, but words, of which there may be as
 * many as rows, only in columns that have any. */
struct map_file {
    struct named_file *files;
    struct named_column *columns;
    struct named_word *words;
    size_t file_count, file_capacity;
    size_t column_count, column_capacity;
    size_t word_count, word_capacity;
    unsigned with_words[LEDGER_COUNT]; /* bit: column */
};

static bool build(const struct json_file *file, struct map_file **ret_map);
static void read_files(const struct json_file *file, const struct json_place *place, const json_t *value,
                       struct map_file *map);
static bool is_pattern(const struct json_file *file, const struct json_place *place, const char *pattern);
/* What is said of one column of a kind. */
typedef void read_name(const struct json_file *file, const struct json_place *place, const json_t *value,
                       const struct ledger_kind *kind, struct map_file *map);
static void read_kinds(const struct json_file *file, const struct json_place *place, const json_t *value,
                       read_name *read, struct map_file *map);
static read_name read_column;
static read_name read_words;
static void read_word(const struct json_file *file, const struct json_place *place, const json_t *value,
                      const struct ledger_kind *kind, int column, struct map_file *map);
static const struct ledger_kind *kind_named(const struct json_file *file, const struct json_place *place,
                                            const char *name);
static int column_named(const struct json_file *file, const struct json_place *place,
                        const struct ledger_kind *kind, const char *name);
static bool fits(const char *pattern, const char *name);
static bool is(const char *known, const char *text, size_t length);

bool map_file_read(const char *path, struct map_file **ret_map, struct faults *faults)
{
    struct json_file file;
    bool ok = json_file_read(&file, path, faults) && build(&file, ret_map);

    json_file_done(&file);
    return ok;
}

bool map_file_parse(const char *text, size_t length, const char *name, struct map_file **ret_map,
                    struct faults *faults)
{
    struct json_file file;
    bool ok = json_file_parse(&file, name, text, length, faults) && build(&file, ret_map);

    json_file_done(&file);
    return ok;
}

void map_file_free(struct map_file *map)
{
    if (map == NULL)
        return;
    for (size_t i = 0; i < map->file_count; i++)
        free(map->files[i].pattern);
    for (size_t i = 0; i < map->column_count; i++)
        free(map->columns[i].name);
    for (size_t i = 0; i < map->word_count; i++) {
        free(map->words[i].name);
        free(map->words[i].word);
    }
    free(map->files);
    free(map->columns);
    free(map->words);
    free(map);
}

static bool build(const struct json_file *file, struct map_file **ret_map)
{
    struct map_file *map = mem_alloc(sizeof *map);
    size_t before = file->faults->count;
    const char *key;
    json_t *value;

    json_object_foreach(file->root, key, value)
    {
        struct json_place place = {.key = key};
        if (strcmp(key, "about") == 0)
            (void)json_file_text(file, &place, value);
        else if (strcmp(key, "files") == 0)
            read_files(file, &place, value, map);
        else if (strcmp(key, "columns") == 0)
            read_kinds(file, &place, value, read_column, map);
        else if (strcmp(key, "values") == 0)
            read_kinds(file, &place, value, read_words, map);
        else
            json_file_fault(file, &place, "unknown; a mapping has files, columns, values and about");
    }
    if (file->faults->count > before) {
        map_file_free(map);
        return false;
    }
    *ret_map = map;
    return true;
}

static void read_files(const struct json_file *file, const struct json_place *place, const json_t *value,
                       struct map_file *map)
{
    const char *key;
    json_t *member;

    if (!json_file_is_object(file, place, value))
        return;
    json_object_foreach((json_t *)value, key, member)
    {
        struct json_place at = {.up = place, .key = key};
        const char *name = json_file_text(file, &at, member);
        const struct ledger_kind *kind = name != NULL ? kind_named(file, &at, name) : NULL;
        if (kind == NULL || !is_pattern(file, &at, key))
            continue;
        map->files = mem_room(map->files, map->file_count, &map->file_capacity, sizeof *map->files);
        map->files[map->file_count++] = (struct named_file){mem_text(key), kind};
    }
}

static bool is_pattern(const struct json_file *file, const struct json_place *place, const char *pattern)
{
    const char *star = strchr(pattern, '*');

    if (pattern[0] == '\0' || strchr(pattern, '/') != NULL) {
        json_file_fault(file, place, "expected the name of a file, without its folder");
        return false;
    }
    if (star != NULL && strchr(star + 1, '*') != NULL) {
        json_file_fault(file, place, "a name may have one * only");
        return false;
    }
    return true;
}

/* {"execution": {"NAME": ...}}: kinds of rows, and names of columns in each. */
static void read_kinds(const struct json_file *file, const struct json_place *place, const json_t *value,
                       read_name *read, struct map_file *map)
{
    const char *key, *name;
    json_t *member, *said;

    if (!json_file_is_object(file, place, value))
        return;
    json_object_foreach((json_t *)value, key, member)
    {
        struct json_place at = {.up = place, .key = key};
        const struct ledger_kind *kind = kind_named(file, &at, key);
        if (kind == NULL || !json_file_is_object(file, &at, member))
            continue;
        json_object_foreach(member, name, said)
        {
            struct json_place column_at = {.up = &at, .key = name};
            read(file, &column_at, said, kind, map);
        }
    }
}

static void read_column(const struct json_file *file, const struct json_place *place, const json_t *value,
                        const struct ledger_kind *kind, struct map_file *map)
{
    int column = MAP_IGNORED;

    if (!json_is_null(value)) {
        if (!json_is_string(value)) {
            json_file_fault(file, place, "expected the name of a column or null, found %s", json_kind(value));
            return;
        }
        column = column_named(file, place, kind, json_string_value(value));
        if (column < 0)
            return;
    }
    map->columns = mem_room(map->columns, map->column_count, &map->column_capacity, sizeof *map->columns);
    map->columns[map->column_count++] = (struct named_column){mem_text(place->key), kind, column};
}

static void read_words(const struct json_file *file, const struct json_place *place, const json_t *value,
                       const struct ledger_kind *kind, struct map_file *map)
{
    int column = column_named(file, place, kind, place->key);
    const char *key;
    json_t *word;

    if (column < 0 || !json_file_is_object(file, place, value))
        return;
    if (kind->columns[column].words == NULL) {
        json_file_fault(file, place, "this column holds no words of the catalogue");
        return;
    }
    json_object_foreach((json_t *)value, key, word)
    {
        struct json_place at = {.up = place, .key = key};
        read_word(file, &at, word, kind, column, map);
    }
}

static void read_word(const struct json_file *file, const struct json_place *place, const json_t *value,
                      const struct ledger_kind *kind, int column, struct map_file *map)
{
    const char *word = json_file_text(file, place, value);
    const struct ledger_word *known = kind->columns[column].words;
    struct buf all = {0};

    if (word == NULL)
        return;
    for (; known->word != NULL && strcmp(known->word, word) != 0; known++)
        buf_printf(&all, "%s%s", all.length > 0 ? ", " : "", known->word);
    if (known->word == NULL) {
        json_file_fault(file, place, "\"%s\" is not one of %s", word, buf_text(&all));
    } else {
        map->words = mem_room(map->words, map->word_count, &map->word_capacity, sizeof *map->words);
        map->words[map->word_count++] =
            (struct named_word){mem_text(place->key), mem_text(word), kind, column};
        map->with_words[kind->id] |= 1u << column;
    }
    buf_free(&all);
}

static const struct ledger_kind *kind_named(const struct json_file *file, const struct json_place *place,
                                            const char *name)
{
    for (int i = 0; i < LEDGER_COUNT; i++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)i);
        if (strcmp(kind->name, name) == 0)
            return kind;
    }
    json_file_fault(file, place, "\"%s\" is no kind of ledger file", name);
    return NULL;
}

/* -1 after a fault. */
static int column_named(const struct json_file *file, const struct json_place *place,
                        const struct ledger_kind *kind, const char *name)
{
    size_t count = ledger_column_count(kind);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(kind->columns[i].name, name) == 0)
            return (int)i;
    }
    json_file_fault(file, place, "\"%s\" is no column of %s", name, kind->name);
    return -1;
}

const struct ledger_kind *map_file_kind(const struct map_file *map, const char *file_name)
{
    for (size_t i = 0; i < map->file_count; i++) {
        if (strcmp(map->files[i].pattern, file_name) == 0)
            return map->files[i].kind;
    }
    for (size_t i = 0; i < map->file_count; i++) {
        if (fits(map->files[i].pattern, file_name))
            return map->files[i].kind;
    }
    return NULL;
}

bool map_file_column(const struct map_file *map, const struct ledger_kind *kind, const char *name,
                     size_t length, int *ret_column)
{
    for (size_t i = 0; i < map->column_count; i++) {
        const struct named_column *column = &map->columns[i];
        if (column->kind == kind && is(column->name, name, length)) {
            *ret_column = column->column;
            return true;
        }
    }
    return false;
}

const char *map_file_word(const struct map_file *map, const struct ledger_kind *kind, int column,
                          const char *text, size_t length)
{
    if ((map->with_words[kind->id] & 1u << column) == 0)
        return NULL;
    for (size_t i = 0; i < map->word_count; i++) {
        const struct named_word *word = &map->words[i];
        if (word->kind == kind && word->column == column && is(word->name, text, length))
            return word->word;
    }
    return NULL;
}

/* Whether the name is the pattern with a text in place of its *. */
static bool fits(const char *pattern, const char *name)
{
    const char *star = strchr(pattern, '*');
    size_t length = strlen(name);

    if (star == NULL)
        return false;
    size_t before = (size_t)(star - pattern), after = strlen(star + 1);
    return length >= before + after && memcmp(name, pattern, before) == 0 &&
           memcmp(name + length - after, star + 1, after) == 0;
}

static bool is(const char *known, const char *text, size_t length)
{
    return strlen(known) == length && memcmp(known, text, length) == 0;
}
