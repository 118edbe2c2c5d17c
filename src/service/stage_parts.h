/* What the parts of the stage share; private to it.
 *
 *   stage.c       what it keeps between steps
 *   stage_ask.c   chooses the next step, and what it asks: stage_add()
 *   stage_take.c  what is made of the answers: stage_take(), stage_told_at() */
#ifndef SERVICE_STAGE_PARTS_H
#define SERVICE_STAGE_PARTS_H

#include "service/stage.h"

/* Routes or messages are ready to be written. */
bool stage_has_to_write(const struct stage *stage);

/* What holds now; its silences are the stage's. */
struct form_moment stage_moment(const struct stage *stage);

/* The severities that a channel may be told of now: all, or in its quiet hours those excepted.
 * `ret_quiet_until`: when these end; 0: it has none now. */
uint32_t stage_severities_now(const struct stage *stage, const struct channel *channel,
                              msec *ret_quiet_until);

void stage_forget_due(struct stage *stage);
void stage_forget_silences(struct stage *stage);
void stage_forget_routes(struct stage *stage); /* those that are about to be written */

#endif
