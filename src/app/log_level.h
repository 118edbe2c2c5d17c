/* The level of the log, changed while the daemon runs: SIGUSR1 says one level more, SIGUSR2 one less, within
 * error and debug. Each change is said, whatever the level. A reload goes back to the configuration's. */
#ifndef APP_LOG_LEVEL_H
#define APP_LOG_LEVEL_H

#include <uv.h>

struct log_levels {
    /* Private. */
    uv_signal_t more, less;
};

void log_levels_start(struct log_levels *levels, uv_loop_t *loop);
void log_levels_close(struct log_levels *levels); /* over when the loop has turned */

#endif
