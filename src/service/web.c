#include "service/web.h"

#include <stdlib.h>

#include "base/log.h"
#include "service/web_parts.h"

static void on_done(struct web_thread *thread, struct web_job *job);
static void on_thread_free(struct web_thread *thread);
static void on_thread_stopped(struct web_thread *thread);
static void on_server_stopped(struct web_server *server);
static void on_pulse(uv_timer_t *timer);
static void on_pulse_closed(uv_handle_t *handle);

enum { PULSE = 1000, PULSES = 30 /* after which the longest is the one before */ };

bool web_start(struct web *web, uv_loop_t *loop, const struct config *config, const struct policy *policy,
               const char *conninfo, const struct office_clock *clock, struct err *err)
{
    struct web_tokens tokens = {0};

    web->config = config;
    web->server.owner = web->thread.owner = web;
    web->server.on_request = web_on_request;
    web->thread.on_done = on_done;
    if (!web_options_check(config, err) || !web_tokens_read(config, &tokens, err))
        return false;
    if (!web_server_start(&web->server, loop, config->web.listen, err)) {
        web_tokens_wipe(&tokens);
        return err_prefix(err, "web.listen");
    }
    if (!web_thread_start(&web->thread, loop, config, policy, conninfo, clock, err)) {
        web_tokens_wipe(&tokens);
        web_server_stop(&web->server, NULL);
        return false;
    }
    uv_timer_init(loop, &web->pulse);
    web->pulse.data = web;
    uv_timer_start(&web->pulse, on_pulse, PULSE, 0);
    web->pulse_due = uv_hrtime() + PULSE * UINT64_C(1000000);
    web->listen = mem_text(config->web.listen);
    web_access_set(&web->access, &tokens);
    log_notice("the status page is served", "address", web->server.address, "reading",
               web->access.open ? "open to this machine" : "by token", "acting",
               web->access.tokens.act.bytes != NULL ? "by token" : "nobody");
    return true;
}

void web_when_free(struct web *web, void (*then)(struct web *web))
{
    web->then = then;
    web_thread_when_free(&web->thread, on_thread_free);
}

static void on_thread_free(struct web_thread *thread)
{
    struct web *web = thread->owner;

    web->then(web);
}

void web_reload(struct web *web, const struct config *config, const struct policy *policy,
                struct web_tokens *tokens)
{
    web->config = config;
    web_access_set(&web->access, tokens);
    web_thread_reload(&web->thread, config, policy);
}

void web_go_on(struct web *web)
{
    web_thread_reload(&web->thread, web->config, web->thread.policy);
}

void web_stop(struct web *web, void (*on_stopped)(struct web *web))
{
    web->on_stopped = on_stopped;
    web_thread_stop(&web->thread, on_thread_stopped);
}

static void on_thread_stopped(struct web_thread *thread)
{
    struct web *web = thread->owner;

    web_server_stop(&web->server, on_server_stopped);
}

static void on_server_stopped(struct web_server *server)
{
    struct web *web = server->owner;

    web_access_done(&web->access);
    web_figures_done(&web->figures);
    free(web->listen);
    uv_close((uv_handle_t *)&web->pulse, on_pulse_closed);
}

static void on_pulse_closed(uv_handle_t *handle)
{
    struct web *web = handle->data;

    web->on_stopped(web);
}

/* How late it comes is how long something else kept the loop. */
static void on_pulse(uv_timer_t *timer)
{
    struct web *web = timer->data;
    uint64_t now = uv_hrtime();
    msec late = now > web->pulse_due ? (msec)((now - web->pulse_due) / 1000000) : 0;

    if (++web->pulses == PULSES) {
        web->pulses = 0;
        web->meters->lag_before = web->meters->lag;
        web->meters->lag = 0;
    }
    if (late > web->meters->lag)
        web->meters->lag = late;
    uv_update_time(timer->loop);
    uv_timer_start(timer, on_pulse, PULSE, 0);
    web->pulse_due = now + PULSE * UINT64_C(1000000);
}

static void on_done(struct web_thread *thread, struct web_job *job)
{
    (void)thread;
    web_request_finish(job->owner);
}
