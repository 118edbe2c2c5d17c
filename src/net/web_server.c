#include "net/web_server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/web_server_parts.h"

/* The happy path: libmicrohttpd keeps its sockets in an epoll set of its own, whose descriptor the loop
 * watches. When it is ready, or the time that libmicrohttpd asked for has passed, turn() lets it do what
 * there is to do, which waits for nothing.
 *
 * What can go wrong: peers that come in crowds, or hold on. libmicrohttpd drops who is silent, but not who
 * sends a byte now and then; on_sweep() ends all whose time is over by shutting the socket down, which
 * libmicrohttpd then finds closed. Where many are open, who holds on keeps others out: then there is less
 * time for all.
 *
 * libmicrohttpd 0.9.75 takes 128 ready sockets at a time, and with its own thread hangs when there are just
 * as many; here it never waits, and there are fewer. */
enum {
    CONNECTIONS_MAX = 100,
    CONNECTIONS_OF_PEER = 64,
    MANY = 48, /* open at once; below what one peer may have, so that he can still be told from others */
    IDLE_SECONDS = 20,
    MEMORY = 32 * 1024,
    SWEEP = 1000
};

/* How long each turn may last; 0: for ever. Large answers and slow lines are few. */
static const msec patience[WEB_TURNS] = {[WEB_ASKS] = 15 * 1000, [WEB_TAKES] = 60 * 1000};
static const msec patience_of_many[WEB_TURNS] = {[WEB_ASKS] = 2 * 1000, [WEB_TAKES] = 15 * 1000};

static void turn(struct web_server *server);
static void on_ready(uv_poll_t *poll, int status, int events);
static void on_timer(uv_timer_t *timer);
static void on_sweep(uv_timer_t *timer);
static void on_connection(void *owner, struct MHD_Connection *connection, void **own,
                          enum MHD_ConnectionNotificationCode what);
static void on_closed(uv_handle_t *handle);

/* The target is decoded in one place, net/web_form.c. */
static size_t keep(void *owner, struct MHD_Connection *connection, char *text)
{
    (void)owner, (void)connection;
    return strlen(text);
}

bool web_server_start(struct web_server *server, uv_loop_t *loop, const char *listen, struct err *err)
{
    int fd = listen_on(listen, err);

    if (fd < 0)
        return false;
    listen_name(fd, server->address);
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, web_exchange_take, server,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)CONNECTIONS_OF_PEER, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, web_exchange_begin, server,
        MHD_OPTION_UNESCAPE_CALLBACK, keep, NULL, MHD_OPTION_NOTIFY_COMPLETED, web_exchange_end, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        server->daemon != NULL ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
    if (info == NULL) {
        if (server->daemon != NULL)
            MHD_stop_daemon(server->daemon);
        else
            close(fd);
        return err_set(err, ERR_NET, "cannot serve %s", listen);
    }
    uv_poll_init(loop, &server->poll, info->epoll_fd);
    uv_timer_init(loop, &server->timer);
    uv_timer_init(loop, &server->sweep);
    server->poll.data = server->timer.data = server->sweep.data = server;
    uv_poll_start(&server->poll, UV_READABLE, on_ready);
    return true;
}

static void turn(struct web_server *server)
{
    MHD_UNSIGNED_LONG_LONG wait;

    (void)MHD_run(server->daemon);
    if (MHD_get_timeout(server->daemon, &wait) == MHD_YES)
        uv_timer_start(&server->timer, on_timer, wait, /* once */ 0);
    else
        uv_timer_stop(&server->timer);
}

void web_server_wake(struct web_server *server)
{
    if (server->on_stopped == NULL)
        uv_timer_start(&server->timer, on_timer, 0, /* once */ 0);
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    turn(poll->data);
}

static void on_timer(uv_timer_t *timer)
{
    turn(timer->data);
}

/* Called also while a connection is being ended, when its own struct may be gone: NULL. */
struct web_connection *web_connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info != NULL ? info->socket_context : NULL;
}

void web_connection_turn(struct web_connection *connection, enum web_turn turn)
{
    connection->turn = turn;
    connection->since = clock_monotonic();
}

static void on_connection(void *owner, struct MHD_Connection *connection, void **own,
                          enum MHD_ConnectionNotificationCode what)
{
    struct web_server *server = owner;
    struct web_connection *it = *own;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        it = mem_alloc(sizeof *it);
        it->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        web_connection_turn(it, WEB_ASKS);
        it->next = server->connections;
        if (it->next != NULL)
            it->next->before = it;
        server->connections = it;
        server->connection_count++;
        *own = it;
        if (!uv_is_active((uv_handle_t *)&server->sweep))
            uv_timer_start(&server->sweep, on_sweep, SWEEP, SWEEP);
        return;
    }
    if (it->before != NULL)
        it->before->next = it->next;
    else
        server->connections = it->next;
    if (it->next != NULL)
        it->next->before = it->before;
    server->connection_count--;
    free(it);
    *own = NULL;
}

static void on_sweep(uv_timer_t *timer)
{
    struct web_server *server = timer->data;
    const msec *longest = server->connection_count > MANY ? patience_of_many : patience;
    msec now = clock_monotonic();

    for (struct web_connection *it = server->connections; it != NULL; it = it->next)
        if (longest[it->turn] != 0 && now - it->since >= longest[it->turn])
            shutdown(it->fd, SHUT_RDWR);
    if (server->connections == NULL)
        uv_timer_stop(timer);
}

void web_server_stop(struct web_server *server, web_server_stopped on_stopped)
{
    server->on_stopped = on_stopped;
    while (server->asked != NULL) {
        struct web_reply reply = {.status = MHD_HTTP_SERVICE_UNAVAILABLE,
                                  .type = "text/plain; charset=utf-8"};
        buf_puts(&reply.body, "The service is stopping.\n");
        web_exchange_answer(server->asked, &reply);
    }
    (void)MHD_run(server->daemon); /* what was answered just now is sent */
    server->closing = 3;
    uv_close((uv_handle_t *)&server->poll, on_closed);
    uv_close((uv_handle_t *)&server->timer, on_closed);
    uv_close((uv_handle_t *)&server->sweep, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
    struct web_server *server = handle->data;

    if (--server->closing > 0)
        return;
    MHD_stop_daemon(server->daemon); /* closes the sockets, too */
    server->daemon = NULL;
    if (server->on_stopped != NULL)
        server->on_stopped(server);
}
