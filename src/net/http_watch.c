#include "net/http_watch.h"

#include <stdlib.h>

#include <curl/curl.h>

#include "base/mem.h"

/* Closing is asynchronous while libcurl may open a new socket under the same number at once, so each watch is
 * its own allocation, freed when it is closed. */
struct http_watch {
    uv_poll_t poll;
    struct http_watches *watches;
    int socket;
    int wanted; /* UV_READABLE | UV_WRITABLE, as libcurl last said; 0: it does not ask */
    int active; /* what the poll handle was last started with */
};

struct http_slot {
    struct http_watch *watch; /* NULL: it is not watched */
    bool kept;
};

static void on_socket(uv_poll_t *handle, int status, int events);
static void on_watch_closed(uv_handle_t *handle);

void http_watches_init(struct http_watches *watches, uv_loop_t *loop, http_watch_event on_event,
                       http_watch_closed on_closed)
{
    *watches = (struct http_watches){
        .owner = watches->owner, .loop = loop, .on_event = on_event, .on_closed = on_closed};
}

static struct http_slot *slot_of(struct http_watches *watches, int socket)
{
    while ((size_t)socket >= watches->room) {
        size_t before = watches->room;
        watches->list = mem_room(watches->list, before, &watches->room, sizeof *watches->list);
        for (size_t i = before; i < watches->room; i++)
            watches->list[i] = (struct http_slot){0};
    }
    return &watches->list[socket];
}

static struct http_watch *watch_open(struct http_watches *watches, int socket)
{
    struct http_watch *watch = mem_alloc(sizeof *watch);

    if (uv_poll_init_socket(watches->loop, &watch->poll, socket) != 0) {
        free(watch);
        return NULL;
    }
    watch->watches = watches;
    watch->socket = socket;
    watch->poll.data = watch;
    watches->open++;
    return watch;
}

static void update(struct http_watch *watch)
{
    if (watch->wanted == 0 || watch->wanted == watch->active)
        return;
    if (uv_poll_start(&watch->poll, watch->wanted, on_socket) == 0)
        watch->active = watch->wanted;
}

/* Whoever closes the descriptor does it next: libuv must have let go of it by then, and uv_close() does. */
static void let_go(struct http_slot *slot)
{
    if (slot->watch != NULL)
        uv_close((uv_handle_t *)&slot->watch->poll, on_watch_closed);
    slot->watch = NULL;
}

void http_watches_want(struct http_watches *watches, int socket, int what)
{
    struct http_slot *slot = slot_of(watches, socket);

    if (what == CURL_POLL_REMOVE) {
        if (!slot->kept)
            let_go(slot);
        else if (slot->watch != NULL)
            slot->watch->wanted = 0;
        return;
    }
    if (slot->watch == NULL && (slot->watch = watch_open(watches, socket)) == NULL)
        return;
    slot->watch->wanted =
        ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) | ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0);
    update(slot->watch);
}

void http_watches_keep(struct http_watches *watches, int socket)
{
    slot_of(watches, socket)->kept = true;
}

void http_watches_drop(struct http_watches *watches, int socket)
{
    if ((size_t)socket >= watches->room)
        return;
    watches->list[socket].kept = false;
    let_go(&watches->list[socket]);
}

void http_watches_drop_all(struct http_watches *watches)
{
    for (size_t i = 0; i < watches->room; i++)
        let_go(&watches->list[i]);
    free(watches->list);
    watches->list = NULL;
    watches->room = 0;
}

static void on_watch_closed(uv_handle_t *handle)
{
    struct http_watch *watch = handle->data;
    struct http_watches *watches = watch->watches;

    free(watch);
    watches->open--;
    watches->on_closed(watches);
}

static void on_socket(uv_poll_t *handle, int status, int events)
{
    struct http_watch *watch = handle->data;
    int flags = 0;

    if (watch->wanted == 0) { /* an idle connection: libcurl finds out when it would use it again */
        uv_poll_stop(&watch->poll);
        watch->active = 0;
        return;
    }
    if (status < 0) {
        /* libuv reports every socket error so, and has stopped the watcher. */
        flags = CURL_CSELECT_ERR;
        watch->active = 0;
    }
    if ((events & UV_READABLE) != 0)
        flags |= CURL_CSELECT_IN;
    if ((events & UV_WRITABLE) != 0)
        flags |= CURL_CSELECT_OUT;
    struct http_watches *watches = watch->watches;
    int socket = watch->socket;
    watches->on_event(watches, socket, flags);
    /* libcurl says what it wants when that changes, so a watcher that libuv stopped has to be started again
     * from here. Closing frees it in a later turn only. */
    if ((size_t)socket < watches->room && watches->list[socket].watch == watch)
        update(watch);
}
