#include "config/policy_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/json_file.h"
#include "config/policy_table.h"
#include "embedded/policies.h"

/* Raised when the rules themselves change, so that a new program evaluates everything anew. */
enum { RULES_VERSION = 1 };

/* Where settings of a part of the file go. */
struct target {
    const struct json_file *file;
    struct policy_rules *rules;
    unsigned char *changed; /* NULL for the common ones */
};

static bool build(struct json_file *file, struct policy **ret_policy);
static void read_root(const struct json_file *file, struct policy *policy);
static void read_overrides(const struct json_file *file, const struct json_place *place, const json_t *list,
                           struct policy *policy);
static void read_member(const struct target *target, const struct json_place *place, const json_t *value);
static uint64_t fingerprint(const struct policy *policy);

static bool load_shipped(const char *name, struct policy **ret_policy, struct faults *faults)
{
    struct buf known = {0};

    for (const struct policy_text_file *shipped = policy_text_files; shipped->name != NULL; shipped++) {
        if (strcmp(shipped->name, name) == 0) {
            buf_free(&known);
            return policy_parse(shipped->text, strlen(shipped->text), name, ret_policy, faults);
        }
        buf_printf(&known, "%s%s", known.length > 0 ? ", " : "", shipped->name);
    }
    faults_add(faults, name, 0, "",
               "no policy of that name is shipped (%s); the path of a file has a / in it or ends in .json",
               buf_text(&known));
    buf_free(&known);
    return false;
}

bool policy_load(const char *name_or_path, struct policy **ret_policy, struct faults *faults)
{
    struct json_file file;

    if (!json_file_is_path(name_or_path))
        return load_shipped(name_or_path, ret_policy, faults);
    bool ok = json_file_read(&file, name_or_path, faults) && build(&file, ret_policy);
    json_file_done(&file);
    return ok;
}

bool policy_parse(const char *text, size_t length, const char *file_name, struct policy **ret_policy,
                  struct faults *faults)
{
    struct json_file file;
    bool ok = json_file_parse(&file, file_name, text, length, faults) && build(&file, ret_policy);

    json_file_done(&file);
    return ok;
}

static bool build(struct json_file *file, struct policy **ret_policy)
{
    struct policy *policy = mem_alloc(sizeof *policy);
    size_t before = file->faults->count;

    policy_rules_default(&policy->rules);
    read_root(file, policy);
    /* A value that could not be read would be compared by its default: a fault that is none. */
    if (file->faults->count == before)
        policy_check(policy, file);
    if (file->faults->count > before) {
        policy_free(policy);
        return false;
    }
    policy->fingerprint = fingerprint(policy);
    *ret_policy = policy;
    return true;
}

static char *read_name(const struct json_file *file, const struct json_place *place, const json_t *value)
{
    const char *text = json_file_text(file, place, value);

    if (text != NULL && text[0] == '\0')
        json_file_fault(file, place, "must not be empty");
    return mem_text(text);
}

/* Overrides come last: each is laid over the finished common settings, wherever it stands. */
static void read_root(const struct json_file *file, struct policy *policy)
{
    struct target target = {.file = file, .rules = &policy->rules};
    json_t *overrides = json_object_get(file->root, "overrides");
    struct json_place overrides_place = {.key = "overrides"};
    const char *key;
    json_t *value;

    json_object_foreach(file->root, key, value)
    {
        struct json_place place = {.key = key};
        if (strcmp(key, "name") == 0)
            policy->name = read_name(file, &place, value);
        else if (strcmp(key, "about") == 0 || strcmp(key, "$schema") == 0)
            (void)json_file_text(file, &place, value);
        else if (strcmp(key, "overrides") != 0)
            read_member(&target, &place, value);
    }
    if (json_object_get(file->root, "name") == NULL)
        json_file_fault(file, NULL, "\"name\" is missing");
    if (overrides != NULL)
        read_overrides(file, &overrides_place, overrides, policy);
}

static size_t depth_of(const struct json_place *place)
{
    size_t depth = 0;

    for (; place != NULL && place->key != NULL; place = place->up)
        depth++;
    return depth;
}

/* Whether the setting, or the group that a place is, begins with the keys of the place. An override's
 * own place ends at its index, so that the same settings are known in it. */
static bool begins_with(const struct setting *setting, const struct json_place *place, size_t depth)
{
    for (; depth > 0; depth--, place = place->up)
        if (setting->path[depth - 1] == NULL || strcmp(setting->path[depth - 1], place->key) != 0)
            return false;
    return true;
}

static void read_group(const struct target *target, const struct json_place *place, const json_t *object)
{
    const char *key;
    json_t *value;

    if (!json_file_is_object(target->file, place, object))
        return;
    json_object_foreach((json_t *)object, key, value)
    {
        struct json_place member = {.up = place, .key = key};
        read_member(target, &member, value);
    }
}

/* A setting, or a group of them; anything else is unknown. */
static void read_member(const struct target *target, const struct json_place *place, const json_t *value)
{
    size_t depth = depth_of(place);

    for (size_t i = 0; depth <= SETTING_DEPTH && i < setting_count; i++) {
        if (!begins_with(&settings[i], place, depth))
            continue;
        if (depth == SETTING_DEPTH || settings[i].path[depth] == NULL)
            setting_read(&settings[i], target->file, place, value, target->rules, target->changed);
        else
            read_group(target, place, value);
        return;
    }
    json_file_fault(target->file, place, "unknown key");
}

static void read_category(const struct json_file *file, const struct json_place *place, const json_t *value,
                          enum category *ret_category)
{
    const char *text = json_file_text(file, place, value);

    if (text == NULL)
        return;
    if (strcmp(text, "basic") == 0)
        *ret_category = CATEGORY_BASIC;
    else if (strcmp(text, "project") == 0)
        *ret_category = CATEGORY_PROJECT;
    else
        json_file_fault(file, place, "\"%s\" is none of basic, project", text);
}

static void read_when(const struct json_file *file, const struct json_place *place, const json_t *object,
                      struct policy_override *override)
{
    const char *key;
    json_t *value;

    if (!json_file_is_object(file, place, object))
        return;
    if (json_object_size(object) == 0)
        json_file_fault(file, place, "expected category, fund or unit; what holds for all stands outside");
    json_object_foreach((json_t *)object, key, value)
    {
        struct json_place member = {.up = place, .key = key};
        if (strcmp(key, "category") == 0)
            read_category(file, &member, value, &override->category);
        else if (strcmp(key, "fund") == 0)
            override->fund = mem_text(json_file_text(file, &member, value)); /* "" is a fund, too */
        else if (strcmp(key, "unit") == 0)
            override->unit_code = read_name(file, &member, value);
        else
            json_file_fault(file, &member, "unknown key");
    }
}

static void read_override(const struct json_file *file, const struct json_place *place, const json_t *object,
                          const struct policy *policy, struct policy_override *override)
{
    struct target target = {.file = file, .rules = &override->rules};
    const char *key;
    json_t *value;

    override->category = CATEGORY_ANY;
    override->rules = policy->rules;
    override->changed = mem_alloc(sizeof override->rules);
    target.changed = override->changed;
    if (!json_file_is_object(file, place, object))
        return;
    json_object_foreach((json_t *)object, key, value)
    {
        struct json_place member = {.up = place, .key = key};
        if (strcmp(key, "when") == 0)
            read_when(file, &member, value, override);
        else
            read_member(&target, &member, value);
    }
    if (json_object_get(object, "when") == NULL)
        json_file_fault(file, place, "\"when\" is missing");
}

static void read_overrides(const struct json_file *file, const struct json_place *place, const json_t *list,
                           struct policy *policy)
{
    if (!json_file_is_list(file, place, list))
        return;
    size_t count = json_array_size(list);
    if (count > POLICY_OVERRIDES_MAX) {
        json_file_fault(file, place, "more than %d overrides", POLICY_OVERRIDES_MAX);
        return;
    }
    policy->overrides = mem_alloc(count * sizeof *policy->overrides);
    policy->override_count = count;
    for (size_t i = 0; i < count; i++) {
        struct json_place element = {.up = place, .index = i};
        read_override(file, &element, json_array_get(list, i), policy, &policy->overrides[i]);
    }
}

/* FNV-1a, 64 bits. */
static void hash_number(uint64_t *hash, int64_t number)
{
    for (int shift = 0; shift < 64; shift += 8) {
        *hash ^= ((uint64_t)number >> shift) & 0xff;
        *hash *= UINT64_C(0x100000001b3);
    }
}

static void hash_text(uint64_t *hash, const char *text)
{
    hash_number(hash, text != NULL ? (int64_t)strlen(text) : -1);
    for (; text != NULL && *text != '\0'; text++)
        hash_number(hash, (unsigned char)*text);
}

static void hash_setting(uint64_t *hash, const struct setting *setting, const struct policy_rules *rules)
{
    for (size_t i = 0; i < setting_value_count(setting); i++)
        hash_number(hash, setting_value(setting, rules, i));
}

/* Of what is in force and not of the file's text: "0.6" and "0.60" are one policy, a default that changes
 * with the program makes another, and so every daemon of one program agrees. */
static uint64_t fingerprint(const struct policy *policy)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    hash_number(&hash, RULES_VERSION);
    for (size_t i = 0; i < setting_count; i++)
        hash_setting(&hash, &settings[i], &policy->rules);
    for (size_t i = 0; i < policy->override_count; i++) {
        const struct policy_override *override = &policy->overrides[i];
        hash_number(&hash, override->category);
        hash_text(&hash, override->fund);
        hash_text(&hash, override->unit_code);
        for (size_t j = 0; j < setting_count; j++) {
            bool is_changed = override->changed[settings[j].at] != 0;
            hash_number(&hash, is_changed);
            if (is_changed)
                hash_setting(&hash, &settings[j], &override->rules);
        }
    }
    return hash;
}
