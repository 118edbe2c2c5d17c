#include "config/config.h"

#include <string.h>
#include <unistd.h>

#include "config/json_file.h"
#include "config/option.h"
#include "core/mail_address.h"

/* - Defaults first, from the table, so that what the file does not say is there.
 * - Then every member of the file is looked up in the table by its path and read over its default.
 * - Then what no single value can tell: required members, names given twice, values that must fit
 *   together.
 * Nothing stops at the first fault. The struct is handed over only when there was none. */
struct loader {
    struct option_reader reader;
    struct config config;
};

static bool load(struct json_file *file, const char *path, struct config *ret_config);
static void read_object(struct loader *loader, const struct json_place *place, const json_t *object,
                        const char *prefix, void *base);
static void read_list(struct loader *loader, const struct json_place *place, const json_t *list,
                      bool sources);
static void check_channel(const struct loader *loader, const struct json_place *place, const json_t *object,
                          size_t index);
static void check_source(const struct loader *loader, const struct json_place *place, const json_t *object,
                         size_t index);
static void check_leases(const struct loader *loader);
static void check_heartbeat(const struct loader *loader);

static bool is_of(const struct option *option, const char *list)
{
    return strncmp(option->path, list, strlen(list)) == 0;
}

/* `list` "": of what is in no list. */
static void read_standards(struct arena *arena, const char *list, void *base)
{
    for (size_t i = 0; i < option_count; i++)
        if (list[0] != '\0' ? is_of(&options[i], list) : strstr(options[i].path, "[].") == NULL)
            option_read_standard(&options[i], arena, base);
}

void config_default(struct config *ret_config)
{
    struct config config = {0};

    read_standards(&config.arena, "", &config);
    config.folder = arena_text(&config.arena, ".");
    *ret_config = config;
}

void config_done(struct config *config)
{
    arena_free(&config->arena);
    *config = (struct config){0};
}

bool config_load_if_there(const char *path, struct config *ret_config, struct faults *faults)
{
    /* A file that is there and cannot be read is a fault; defaults would hide it. */
    if (access(path, F_OK) == 0)
        return config_load(path, ret_config, faults);
    config_default(ret_config);
    return true;
}

bool config_load(const char *path, struct config *ret_config, struct faults *faults)
{
    struct json_file file;

    if (path == NULL)
        return config_load_if_there(CONFIG_DEFAULT_PATH, ret_config, faults);
    bool ok = json_file_read(&file, path, faults) && load(&file, path, ret_config);
    json_file_done(&file);
    return ok;
}

bool config_parse(const char *text, size_t length, const char *path, struct config *ret_config,
                  struct faults *faults)
{
    struct json_file file;
    bool ok = json_file_parse(&file, path, text, length, faults) && load(&file, path, ret_config);

    json_file_done(&file);
    return ok;
}

/* "/etc/x/y.json" -> "/etc/x", "y.json" -> ".", "/y.json" -> "". */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? arena_text_n(arena, path, (size_t)(slash - path)) : arena_text(arena, ".");
}

static bool load(struct json_file *file, const char *path, struct config *ret_config)
{
    struct loader loader = {0};
    struct config *config = &loader.config;
    size_t before = file->faults->count;

    config_default(config);
    config->path = arena_text(&config->arena, path);
    config->folder = folder_of(&config->arena, path);
    if (json_object_get(file->root, "database") != NULL)
        config->database_line = json_file_line(file, &(struct json_place){.key = "database"});
    loader.reader = (struct option_reader){.file = file, .arena = &config->arena, .folder = config->folder};
    read_object(&loader, NULL, file->root, "", config);
    check_leases(&loader);
    check_heartbeat(&loader);
    if (file->faults->count > before) {
        config_done(config);
        return false;
    }
    *ret_config = *config;
    return true;
}

static const struct option *find_option(const char *path)
{
    for (size_t i = 0; i < option_count; i++)
        if (strcmp(options[i].path, path) == 0)
            return &options[i];
    return NULL;
}

/* Whether the table has members of a group: "delivery" of "delivery.lease", "channels" of "channels[].url".
 */
static bool is_group(const char *path, const char *separator)
{
    size_t length = strlen(path);

    for (size_t i = 0; i < option_count; i++)
        if (strncmp(options[i].path, path, length) == 0 &&
            strncmp(options[i].path + length, separator, strlen(separator)) == 0)
            return true;
    return false;
}

static void read_member(struct loader *loader, const struct json_place *place, const json_t *value,
                        struct buf *path, void *base)
{
    const struct option *option = find_option(buf_text(path));

    if (option != NULL)
        option_read(option, &loader->reader, place, value, base);
    else if (is_group(buf_text(path), "[]."))
        read_list(loader, place, value, strcmp(buf_text(path), "sources") == 0);
    else if (is_group(buf_text(path), ".")) {
        buf_putc(path, '.');
        if (json_file_is_object(loader->reader.file, place, value))
            read_object(loader, place, value, buf_text(path), base);
    } else
        json_file_fault(loader->reader.file, place, "unknown key");
}

static void read_object(struct loader *loader, const struct json_place *place, const json_t *object,
                        const char *prefix, void *base)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)object, key, value)
    {
        struct json_place member = {.up = place, .key = key};
        struct buf path = {0};
        buf_printf(&path, "%s%s", prefix, key);
        /* A key with a dot in it is no path into a group. */
        if (strpbrk(key, ".[") != NULL)
            json_file_fault(loader->reader.file, &member, "unknown key");
        else
            read_member(loader, &member, value, &path, base);
        buf_free(&path);
    }
}

/* What the file does not say and the table cannot, since each type has its own. */
static void take_pace_of_type(struct channel_config *channel, const json_t *object)
{
    const char *type = json_string_value(json_object_get(object, "type"));
    const struct pace *usual = pace_default(type != NULL ? type : "");

    if (json_object_get(object, "quota") == NULL) {
        channel->pace.quota = usual->quota;
        channel->pace.quota_count = usual->quota_count;
    }
    if (json_object_get(object, "digest_over") == NULL)
        channel->pace.digest_over = usual->digest_over;
    if (json_object_get(object, "group_wait") == NULL)
        channel->pace.group_wait = usual->group_wait;
    if (json_object_get(object, "busy_jitter") == NULL)
        channel->pace.busy_jitter = usual->busy_jitter;
}

static void read_channel(struct loader *loader, const struct json_place *place, const json_t *object,
                         size_t i)
{
    struct channel_config *channel = &loader->config.channels[i];

    read_object(loader, place, object, OPTION_CHANNEL, channel);
    take_pace_of_type(channel, object);
    check_channel(loader, place, object, i);
}

static void read_source(struct loader *loader, const struct json_place *place, const json_t *object, size_t i)
{
    read_object(loader, place, object, OPTION_SOURCE, &loader->config.sources[i]);
    check_source(loader, place, object, i);
}

static void make_room(struct config *config, size_t count, bool sources)
{
    if (sources) {
        config->sources = arena_alloc(&config->arena, count * sizeof *config->sources);
        config->source_count = count;
    } else {
        config->channels = arena_alloc(&config->arena, count * sizeof *config->channels);
        config->channel_count = count;
    }
}

/* `list` is that of the channels, or of the sources. */
static void read_list(struct loader *loader, const struct json_place *place, const json_t *list, bool sources)
{
    struct config *config = &loader->config;

    if (!json_file_is_list(loader->reader.file, place, list))
        return;
    size_t count = json_array_size(list);
    if (count > OPTION_LIST_MAX) {
        json_file_fault(loader->reader.file, place, "more than %d %s", OPTION_LIST_MAX,
                        sources ? "sources" : "channels");
        return;
    }
    make_room(config, count, sources);
    for (size_t i = 0; i < count; i++) {
        struct json_place element = {.up = place, .index = i};
        json_t *object = json_array_get(list, i);
        if (sources)
            read_standards(&config->arena, OPTION_SOURCE, &config->sources[i]);
        else
            read_standards(&config->arena, OPTION_CHANNEL, &config->channels[i]);
        if (!json_file_is_object(loader->reader.file, &element, object))
            continue;
        if (sources)
            read_source(loader, &element, object, i);
        else
            read_channel(loader, &element, object, i);
    }
}

static void need(const struct loader *loader, const struct json_place *place, const json_t *object,
                 const char *key, const char *why)
{
    if (json_object_get(object, key) == NULL)
        json_file_fault(loader->reader.file, place, "\"%s\" is missing%s", key, why);
}

/* What the type must have, and what says nothing to it. */
static void check_members(const struct loader *loader, const struct json_place *place, const json_t *object,
                          const struct channel_config *channel, const char *type)
{
    const unsigned bit = 1u << channel->type;
    struct buf why = {0};

    buf_printf(&why, ": a channel of type %s needs it", type != NULL ? type : "?");
    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &options[i];
        if (!is_of(option, OPTION_CHANNEL))
            continue;
        const char *key = option->path + strlen(OPTION_CHANNEL);
        struct json_place member = {.up = place, .key = key};
        if ((option->flags & OPTION_REQUIRED) != 0)
            need(loader, place, object, key, "");
        if (type != NULL && (option->needed & bit) != 0)
            need(loader, place, object, key, buf_text(&why));
        if (type != NULL && option->types != 0 && (option->types & bit) == 0 &&
            json_object_get(object, key) != NULL)
            json_file_fault(loader->reader.file, &member, "says nothing to a channel of type %s", type);
    }
    buf_free(&why);
}

/* The type as it is written, where it is one; a missing or wrong one is told elsewhere. */
static const char *type_of(const json_t *object)
{
    const char *type = json_string_value(json_object_get(object, "type"));
    const struct option *option = find_option(OPTION_CHANNEL "type");

    if (type == NULL || strcmp(type, option->former) == 0)
        return type;
    for (int64_t i = option->min; i <= option->max; i++)
        if (strcmp(option->word((int)i), type) == 0)
            return type;
    return NULL;
}

static void check_address(const struct loader *loader, const struct json_place *place, const json_t *object,
                          const struct channel_config *channel)
{
    struct json_place url = {.up = place, .key = "url"}, file = {.up = place, .key = "url_file"};
    bool is_open = channel->type == CHANNEL_WEBHOOK || channel->type == CHANNEL_ALERTMANAGER;

    if (is_open && json_object_get(object, "url_file") == NULL)
        need(loader, place, object, "url", ", and so is \"url_file\": one of them must be there");
    else if (is_open && json_object_get(object, "url") != NULL)
        json_file_fault(loader->reader.file, &file, "there is a \"url\" already");
    if (is_open && channel->url != NULL && strncmp(channel->url, "https://", 8) != 0 && !channel->allow_http)
        json_file_fault(loader->reader.file, &url,
                        "plain http:// is refused unless the channel says \"allow_http\": true");
}

static void check_mail(const struct loader *loader, const struct json_place *place,
                       const struct channel_config *channel)
{
    struct json_place tls = {.up = place, .key = "tls"}, to = {.up = place, .key = "to"};
    struct json_place username = {.up = place, .key = "username"};

    if (channel->tls == MAIL_TLS_NONE && !channel->allow_plain)
        json_file_fault(loader->reader.file, &tls,
                        "none is refused unless the channel says \"allow_plain\": true");
    if ((channel->username != NULL) != (channel->password_file != NULL))
        json_file_fault(loader->reader.file, &username, "username and password_file belong together");
    if (channel->username != NULL && channel->tls == MAIL_TLS_NONE)
        json_file_fault(loader->reader.file, &username, "a password is not sent without tls");
    for (size_t i = 0; i < channel->to_count; i++) {
        struct json_place element = {.up = &to, .index = i};
        bool word = strcmp(channel->to[i], CONFIG_MAIL_TO_ANSWERS) == 0 ||
                    strcmp(channel->to[i], CONFIG_MAIL_TO_HEAD) == 0;
        const char *fault = word ? NULL : mail_address_fault(channel->to[i]);
        if (channel->to[i][0] != '\0' && fault != NULL)
            json_file_fault(loader->reader.file, &element, "%s", fault);
    }
}

static void check_name(const struct loader *loader, const struct json_place *place, size_t index)
{
    const char *name = loader->config.channels[index].name;
    struct json_place member = {.up = place, .key = "name"};

    for (size_t i = 0; i < index && name != NULL; i++) {
        const char *earlier = loader->config.channels[i].name;
        if (earlier != NULL && strcmp(earlier, name) == 0) {
            json_file_fault(loader->reader.file, &member, "\"%s\" is the name of channels[%zu] already", name,
                            i);
            break;
        }
    }
}

static void check_channel(const struct loader *loader, const struct json_place *place, const json_t *object,
                          size_t index)
{
    const struct channel_config *channel = &loader->config.channels[index];
    const char *type = type_of(object);

    check_members(loader, place, object, channel, type);
    if (type != NULL) {
        check_address(loader, place, object, channel);
        if (channel->type == CHANNEL_EMAIL)
            check_mail(loader, place, channel);
    }
    check_name(loader, place, index);
}

static void check_source(const struct loader *loader, const struct json_place *place, const json_t *object,
                         size_t index)
{
    const struct source_config *source = &loader->config.sources[index];
    struct json_place name = {.up = place, .key = "name"}, file = {.up = place, .key = "query_file"};
    struct json_place password = {.up = place, .key = "password_file"};

    need(loader, place, object, "name", "");
    need(loader, place, object, "kind", "");
    if (json_object_get(object, "query_file") == NULL)
        need(loader, place, object, "query", ", and so is \"query_file\": one of them must be there");
    else if (json_object_get(object, "query") != NULL)
        json_file_fault(loader->reader.file, &file, "there is a \"query\" already");
    if (source->password_file != NULL && json_object_get(object, "database") == NULL)
        json_file_fault(loader->reader.file, &password, "it is for \"database\", which is missing");
    for (size_t i = 0; i < index && source->name != NULL; i++) {
        const char *earlier = loader->config.sources[i].name;
        if (earlier != NULL && strcmp(earlier, source->name) == 0) {
            json_file_fault(loader->reader.file, &name, "\"%s\" is the name of sources[%zu] already",
                            source->name, i);
            break;
        }
    }
}

/* A lease that ends while the receiver still may answer lets a second daemon send the same message. */
static void check_leases(const struct loader *loader)
{
    const struct config *config = &loader->config;
    struct json_place channels = {.key = "channels"};
    char timeout[DURATION_TEXT], lease[DURATION_TEXT];

    for (size_t i = 0; i < config->channel_count; i++) {
        struct json_place channel = {.up = &channels, .index = i};
        struct json_place place = {.up = &channel, .key = "timeout"};
        const struct channel_config *of = &config->channels[i];
        if (of->type != CHANNEL_JOURNAL && of->timeout >= config->delivery.lease)
            json_file_fault(loader->reader.file, &place, "%s is not below delivery.lease (%s)",
                            duration_format(of->timeout, timeout),
                            duration_format(config->delivery.lease, lease));
    }
}

/* Half of it said is a switch that its owner believes to be on. */
static void check_heartbeat(const struct loader *loader)
{
    const struct config *config = &loader->config;
    const struct heartbeat_config *heartbeat = &config->heartbeat;
    struct json_place group = {.key = "heartbeat"}, place = {.up = &group, .key = "channel"};

    for (size_t i = 0; heartbeat->channel != NULL && i < config->channel_count; i++)
        if (config->channels[i].name != NULL && strcmp(config->channels[i].name, heartbeat->channel) == 0) {
            if (config->channels[i].type == CHANNEL_ALERTMANAGER)
                json_file_fault(loader->reader.file, &place,
                                "a channel of type alertmanager is told what stands, and no heartbeats");
            return;
        }
    if (heartbeat->channel != NULL)
        json_file_fault(loader->reader.file, &place, "there is no channel of the name \"%s\"",
                        heartbeat->channel);
    else if (heartbeat->interval > 0)
        json_file_fault(loader->reader.file, &group, "\"channel\" is missing: who is to be told");
}

void config_fixed_changes(const struct config *running, const struct config *loaded, struct buf *names)
{
    for (size_t i = 0; i < option_count; i++)
        if ((options[i].flags & OPTION_FIXED) != 0 && !option_same(&options[i], running, loaded))
            buf_printf(names, "%s%s", names->length > 0 ? ", " : "", options[i].path);
}
