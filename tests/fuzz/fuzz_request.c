/* What a browser or a program asks for: the first line is the target, the second a Cookie header, the third a
 * Host header, what follows the body, as a form and as JSON.
 *
 * Whatever is taken is UTF-8; a part of a path, and a field of a query, escaped by web_percent() are read as
 * they were. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "net/web_form.h"

static void check_fields(const struct web_fields *fields)
{
    REQUIRE(fields->count <= WEB_FIELDS_MAX);
    for (size_t i = 0; i < fields->count; i++) {
        fuzz_utf8(fields->list[i].name, strlen(fields->list[i].name));
        fuzz_utf8(fields->list[i].value, strlen(fields->list[i].value));
        const char *first = web_fields_get(fields, fields->list[i].name);
        REQUIRE(first != NULL && (i > 0 || first == fields->list[0].value));
    }
}

/* The same target, as this program would write it. */
static void check_again(const struct web_target *target, struct arena *arena)
{
    struct buf text = {0};
    struct web_target again;
    struct err err = {0};

    for (size_t i = 0; i < target->part_count; i++) {
        buf_putc(&text, '/');
        web_percent(&text, target->parts[i]);
    }
    buf_puts(&text, target->part_count == 0 ? "/" : "");
    for (size_t i = 0; i < target->query.count; i++) {
        buf_putc(&text, i == 0 ? '?' : '&');
        web_percent(&text, target->query.list[i].name);
        buf_putc(&text, '=');
        web_percent(&text, target->query.list[i].value);
    }
    if (text.length <= WEB_TARGET_MAX) { /* escaped it may be longer */
        REQUIRE(web_target_read(buf_text(&text), text.length, arena, &again, &err));
        REQUIRE(again.part_count == target->part_count && again.query.count == target->query.count);
        for (size_t i = 0; i < again.part_count; i++)
            REQUIRE(strcmp(again.parts[i], target->parts[i]) == 0);
        for (size_t i = 0; i < again.query.count; i++) {
            REQUIRE(strcmp(again.query.list[i].name, target->query.list[i].name) == 0);
            REQUIRE(strcmp(again.query.list[i].value, target->query.list[i].value) == 0);
        }
    }
    buf_free(&text);
}

static void check_target(const struct fuzz_piece *line, struct arena *arena)
{
    struct web_target target;
    struct err err = {0};

    if (!web_target_read(line->data, line->size, arena, &target, &err)) {
        fuzz_sentence(err.text, sizeof err.text);
        return;
    }
    REQUIRE(target.path[0] == '/' && target.part_count <= WEB_PARTS_MAX);
    fuzz_utf8(target.path, strlen(target.path));
    for (const char *at = target.path; *at != '\0'; at++)
        REQUIRE((unsigned char)*at >= ' ' && *at != 0x7f);
    for (size_t i = 0; i < target.part_count; i++)
        fuzz_utf8(target.parts[i], strlen(target.parts[i]));
    check_fields(&target.query);
    check_again(&target, arena);
}

static void check_body(const struct fuzz_piece *body, struct arena *arena)
{
    struct web_fields fields;
    struct err err = {0};

    if (web_form_read(body->data, body->size, arena, &fields, &err))
        check_fields(&fields);
    else
        fuzz_sentence(err.text, sizeof err.text);
    err_clear(&err);
    if (web_json_read(body->data, body->size, arena, &fields, &err))
        check_fields(&fields);
    else
        fuzz_sentence(err.text, sizeof err.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_piece rest = {(const char *)data, size};
    struct fuzz_piece target = fuzz_line(&rest), cookie = fuzz_line(&rest), host = fuzz_line(&rest);
    struct arena arena = {0};
    const char *value = NULL, *name = NULL;
    size_t length = 0;

    check_target(&target, &arena);
    if (web_cookie_read(cookie.data, cookie.size, "budgetwatch", &value, &length))
        REQUIRE(value >= cookie.data && value + length <= cookie.data + cookie.size);
    if (web_host_read(host.data, host.size, &arena, &name)) {
        fuzz_sentence(name, host.size);
        for (const char *at = name; *at != '\0'; at++)
            REQUIRE(*at > ' ' && *at < 0x7f && strchr("<>\"'/\\&", *at) == NULL);
    }
    check_body(&rest, &arena);
    arena_free(&arena);
    return 0;
}
