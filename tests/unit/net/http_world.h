/* A receiver, a loop, and a request that is shot at it. For #include after the headers of cmocka. */
#ifndef TESTS_NET_HTTP_WORLD_H
#define TESTS_NET_HTTP_WORLD_H

#include <string.h>

#include "net/http.h"
#include "peer.h"

enum { TURNS_MAX = 100000 };

struct world {
    uv_loop_t loop;
    struct http_client client;
    struct peer peer;
    char url[128];
    bool closed;
};

struct shot {
    struct http_request request;
    struct world *world;
    int done;
    bool again; /* post once more from `done` */
};

static inline void world_open(struct world *world, const struct http_settings *settings)
{
    struct err err = {0};

    *world = (struct world){0};
    assert_int_equal(uv_loop_init(&world->loop), 0);
    world->client.owner = world;
    if (!http_client_init(&world->client, &world->loop, settings, &err))
        fail_msg("%s", err.text);
    assert_true(peer_start(&world->peer, &world->loop) > 0);
    snprintf(world->url, sizeof world->url, "http://user:hunter2@127.0.0.1:%d/hook?key=hunter2",
             world->peer.port);
}

static inline void on_closed(struct http_client *client)
{
    struct world *world = client->owner;

    world->closed = true;
}

/* Every test ends here, so that every test proves that nothing is left on the loop. */
static inline void world_close(struct world *world)
{
    if (!world->closed)
        http_client_close(&world->client, on_closed);
    peer_stop(&world->peer);
    for (int turn = 0; turn < TURNS_MAX && uv_run(&world->loop, UV_RUN_ONCE) != 0; turn++)
        ;
    assert_true(world->closed);
    assert_int_equal(uv_loop_close(&world->loop), 0);
}

static inline void on_done(struct http_request *request)
{
    struct shot *shot = request->owner;

    shot->done++;
    if (shot->again) {
        shot->again = false;
        if (!http_post(&shot->world->client, request, on_done))
            shot->done = -1;
    }
}

static inline void shot_prepare(struct shot *shot, struct world *world)
{
    *shot = (struct shot){.world = world,
                          .request = {.owner = shot,
                                      .url = world->url,
                                      .body = "{\"a\":1}",
                                      .body_length = 7,
                                      .allow_http = true,
                                      .timeout = 20000}};
}

static inline void shot_start(struct shot *shot)
{
    if (!http_post(&shot->world->client, &shot->request, on_done))
        fail_msg("%s", shot->request.err.text);
    assert_int_equal(shot->done, 0); /* never from inside */
}

static inline void shot_wait(struct shot *shot, int done)
{
    for (int turn = 0; turn < TURNS_MAX && shot->done < done; turn++)
        uv_run(&shot->world->loop, UV_RUN_ONCE);
    assert_int_equal(shot->done, done);
}

static inline void shot_fire(struct shot *shot, struct world *world, const char *answer)
{
    if (answer != NULL)
        world->peer.answer = answer;
    shot_prepare(shot, world);
    shot_start(shot);
    shot_wait(shot, 1);
}

static inline void assert_no_secret(const struct shot *shot)
{
    if (strstr(shot->request.err.text, "hunter2") != NULL || strstr(shot->request.err.text, "hook") != NULL)
        fail_msg("the error tells too much: %s", shot->request.err.text);
}

#endif
