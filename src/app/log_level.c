#include "app/log_level.h"

#include <signal.h>

#include "base/log.h"

/* What is said of the change is said also where notices are not. */
static void change(enum log_level level)
{
    enum log_level before = log_level();

    log_open(level);
    if (level == before)
        log_write_always(LOG_LEVEL_NOTICE, NULL, "the log level cannot go further; it stays", "log_level",
                         log_level_name(level), (const char *)NULL);
    else
        log_write_always(LOG_LEVEL_NOTICE, NULL, "the log level is changed, until the next reload",
                         "log_level", log_level_name(level), "before", log_level_name(before),
                         (const char *)NULL);
}

static void on_more(uv_signal_t *handle, int number)
{
    enum log_level level = log_level();

    (void)handle;
    (void)number;
    change(level < LOG_LEVEL_DEBUG ? level + 1 : level);
}

static void on_less(uv_signal_t *handle, int number)
{
    enum log_level level = log_level();

    (void)handle;
    (void)number;
    change(level > LOG_LEVEL_ERROR ? level - 1 : level);
}

void log_levels_start(struct log_levels *levels, uv_loop_t *loop)
{
    uv_signal_init(loop, &levels->more);
    uv_signal_init(loop, &levels->less);
    uv_signal_start(&levels->more, on_more, SIGUSR1);
    uv_signal_start(&levels->less, on_less, SIGUSR2);
}

void log_levels_close(struct log_levels *levels)
{
    uv_close((uv_handle_t *)&levels->more, NULL);
    uv_close((uv_handle_t *)&levels->less, NULL);
}
