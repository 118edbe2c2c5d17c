/* What can be told of the web thread without a database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/web_thread.h"

static void on_done(struct web_thread *thread, struct web_job *job)
{
    (void)job;
    ++*(int *)thread->owner;
}

static void on_stopped(struct web_thread *thread)
{
    (void)thread;
}

/* The server goes on after the thread has gone: requests that stood in a line behind another come then. */
static void one_who_asks_after_the_end_is_refused(void **state)
{
    (void)state;
    struct config config = {0};
    struct office_clock clock = {0};
    struct web_job job = {0};
    struct err err = {0};
    uv_loop_t loop;
    int done = 0;
    struct web_thread thread = {.owner = &done, .on_done = on_done};

    uv_loop_init(&loop);
    assert_true(web_thread_start(&thread, &loop, &config, NULL, "", &clock, &err));
    web_thread_stop(&thread, on_stopped);
    assert_false(web_thread_ask(&thread, &job));
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_false(web_thread_ask(&thread, &job));
    assert_int_equal(done, 0);
    assert_int_equal(uv_loop_close(&loop), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_who_asks_after_the_end_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
