/* A mail server, a loop, and a mail that is shot at it. For #include after the headers of cmocka. */
#ifndef TEST_SMTP_WORLD_H
#define TEST_SMTP_WORLD_H

#include <stdio.h>
#include <string.h>

#include "net/smtp.h"

#include "../../support/smtp_server.c"

enum { TURNS_MAX = 100000 };

static const char *const one[] = {"b@example.org"};

struct world {
    uv_loop_t loop;
    struct smtp_server server;
    char address[64];
};

struct shot {
    struct smtp_sending sending;
    struct smtp_settings settings;
    struct mail mail;
    int done;
};

static void world_open(struct world *world, const char *const options[])
{
    *world = (struct world){0};
    assert_int_equal(uv_loop_init(&world->loop), 0);
    smtp_server_start(&world->server, options);
    snprintf(world->address, sizeof world->address, "127.0.0.1:%d", world->server.port);
}

/* Every test ends here, so that every test proves that nothing is left on the loop. */
static void world_close(struct world *world)
{
    assert_int_equal(uv_run(&world->loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&world->loop), 0);
    smtp_server_stop(&world->server);
}

static void on_done(struct smtp_sending *sending)
{
    struct shot *shot = sending->owner;

    shot->done++;
}

static void shot_prepare(struct shot *shot, const struct world *world)
{
    *shot = (struct shot){.settings = {.server = world->address, .security = SMTP_PLAIN, .timeout = 20000},
                          .mail = {.id = "msg_1",
                                   .from = "budget@example.org",
                                   .to = one,
                                   .to_count = 1,
                                   .subject = "Hello",
                                   .date = 1688515384004,
                                   .text = "text",
                                   .html = "<p>text</p>"}};
    shot->sending.owner = shot;
    shot->sending.settings = &shot->settings;
    shot->sending.mail = &shot->mail;
}

/* The world and the shot at once. */
static inline void shot_open(struct shot *shot, struct world *world, const char *const options[])
{
    world_open(world, options);
    shot_prepare(shot, world);
}

static inline void shot_login(struct shot *shot, const char *password)
{
    shot->settings.username = "budget";
    shot->settings.password = password;
}

static inline void shot_to(struct shot *shot, const char *const to[], size_t count)
{
    shot->mail.to = to;
    shot->mail.to_count = count;
}

static void shot_start(struct shot *shot, struct world *world)
{
    if (!smtp_send(&shot->sending, &world->loop, on_done))
        fail_msg("%s", shot->sending.err.text);
    assert_int_equal(shot->done, 0); /* never from inside */
}

static void shot_wait(struct shot *shot, struct world *world)
{
    for (int turn = 0; turn < TURNS_MAX && shot->done == 0; turn++)
        uv_run(&world->loop, UV_RUN_ONCE);
    assert_int_equal(shot->done, 1);
}

static void shot_fire(struct shot *shot, struct world *world)
{
    shot_start(shot, world);
    shot_wait(shot, world);
}

static void shot_expect(const struct shot *shot, int status, enum delivery_result result, const char *words)
{
    struct answer answer = smtp_answer(&shot->sending);
    struct buf text = {0};

    smtp_describe(&text, &shot->sending);
    if (shot->sending.status != status || delivery_judge(&answer) != result ||
        strstr(buf_text(&text), words) == NULL)
        fail_msg("%s: %s", delivery_result_name(delivery_judge(&answer)), buf_text(&text));
    buf_free(&text);
}

static void said(const struct world *world, const char *line)
{
    if (smtp_server_count(&world->server, line) == 0)
        fail_msg("the server did not say: %s\nbut: %s", line, smtp_server_said(&world->server));
}

#endif
