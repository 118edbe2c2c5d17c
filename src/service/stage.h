/* What stands between events and messages: routes events to channels, and gathers what waits for a channel
 * into messages when its pace allows (core/pace.h).
 *
 *   PREPARING --> READING --> [GATHERING --> WRITING]* --> READING --> ... --> at rest
 *
 * READING: what has happened, what waits for each channel, what is silenced. GATHERING: all about the events
 * that channels may be told of now, those among them that are about to be routed. WRITING: routes and
 * messages, in one transaction, so that a message is there as soon as its event is looked at, and neither
 * without the other.
 *
 * Each is one round trip of the dispatcher's, and skipped when there is nothing for it. Nothing is locked
 * between them: what somebody else has got to meanwhile is not written, and read again. */
#ifndef SERVICE_STAGE_H
#define SERVICE_STAGE_H

#include "db/store_stage.h"
#include "service/channel.h"
#include "service/form.h"

enum { STAGE_GATHERED = 4 }; /* channels at a time */

struct stage {
    const struct config *config;
    struct channels *channels;

    /* Private. */
    enum stage_step {
        STAGE_NONE,
        STAGE_PREPARING,
        STAGE_READING,
        STAGE_GATHERING,
        STAGE_WRITING,
    } step;             /* whose round trip is under way */
    bool prepare, look; /* what is to be done */
    size_t at;          /* place of the step's first statement in the trip */
    size_t route_at, form_at;
    struct stage_channel *due; /* channels that may be told something now */
    size_t due_count, gathered;
    struct calendar calendar;
    struct silence *silences;
    size_t silence_count;
    struct arena arena; /* texts of the silences */
    struct store_routing routing;
    struct form_fresh fresh; /* of the same */
    struct store_forming forming;
    msec look_at; /* monotonic: when a channel is to be looked at again; PACE_NEVER: when something comes */
};

struct stage_channel {
    char *name; /* of a channel that a reload may have taken away */
    struct pace_next next;
};

/* It puts down in `channels` which are switched off. `config` and `channels` must outlive the stage or be
 * replaced by stage_renew(). */
void stage_init(struct stage *stage, const struct config *config, struct channels *channels);
void stage_free(struct stage *stage);

/* Another connection or another configuration: begin anew. A round trip that is under way meanwhile may be
 * taken. */
void stage_renew(struct stage *stage, const struct config *config, struct channels *channels);
/* There may be events, or something may be due. */
void stage_look(struct stage *stage);
/* What was about to be written is read again instead: somebody else may have written it by then. */
void stage_forget(struct stage *stage);

/* A bit for each severity that the channel may be told of now: not all in its quiet hours. */
uint32_t stage_severities(const struct stage *stage, const struct channel *channel);

bool stage_has_work(const struct stage *stage);
/* Add the statements of the next step. Returns whether they may make messages. */
bool stage_add(struct stage *stage, struct db_trip *trip);
void stage_take(struct stage *stage, const struct db_trip *trip); /* their results */

/* How long until there is work again, at `now` (monotonic); PACE_NEVER: not before stage_look(). */
msec stage_wait(const struct stage *stage, msec now);

#endif
