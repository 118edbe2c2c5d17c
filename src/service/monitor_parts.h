/* The parts of the monitor and what they share; private to it. Each is a part of the drawing in
 * service/monitor.h, and what a part does last is to call the next.
 *
 *   monitor.c        starting, connecting, resting, failing
 *   monitor_tick.c   asks what there is to do, and decides
 *   monitor_batch.c  a batch of its own session
 *   monitor_pass.c   a full pass, and the ticks that keep the leadership meanwhile
 *   monitor_stop.c   stopping, releasing, closing */
#ifndef SERVICE_MONITOR_PARTS_H
#define SERVICE_MONITOR_PARTS_H

#include "service/monitor.h"

/* monitor.c */

/* After `wait`, or at once where a hint has come; then the next round, or the next try to connect. */
void monitor_rest(struct monitor *monitor, msec wait);
void monitor_on_timer(uv_timer_t *timer); /* of resting, and of the ticks of a full pass */
/* All is well again; said where something had failed. */
void monitor_recover(struct monitor *monitor);
/* Says so, and closes the session; then a pause, and another try. */
void monitor_fail(struct monitor *monitor, const struct err *err);
/* No batch is under way: call who waits for that. It may stop the monitor or give it other settings. */
void monitor_become_free(struct monitor *monitor);

/* monitor_tick.c */

/* The session is open: a tick, or straight to a batch. */
void monitor_begin_round(struct monitor *monitor);
void monitor_begin_tick(struct monitor *monitor); /* while PASSING it ends in monitor_on_renewal() */

/* monitor_batch.c */

/* What every batch is given. */
struct batch monitor_batch_model(struct monitor *monitor);
void monitor_begin_batch(struct monitor *monitor, enum batch_kind kind);
/* How long the change log is left alone; not above 0: it may be read. */
msec monitor_until_gathered(const struct monitor *monitor);
void monitor_say_faults(const struct changes *changes);

/* monitor_pass.c */

/* By what the tick has read. */
void monitor_begin_pass(struct monitor *monitor, bool proof);
void monitor_begin_passing(struct monitor *monitor); /* go on with the pass that has begun */
/* A tick of a full pass has ended, well or not. */
void monitor_on_renewal(struct monitor *monitor);
/* For service/pass.h. */
void monitor_on_page(struct pass *pass, const struct batch *batch);
void monitor_on_pass_still(struct pass *pass);

/* monitor_stop.c */

/* Stopping: nothing is under way. `usable`: the session works, so the leadership can be given up. */
void monitor_begin_releasing(struct monitor *monitor, bool usable);
/* The session is closed; then the monitor rests or, where it is stopping, has stopped. */
void monitor_begin_closing(struct monitor *monitor);

#endif
