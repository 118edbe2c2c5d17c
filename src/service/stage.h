/* What stands between events and messages: routes events to channels, and gathers what waits for a channel
 * into messages when its pace allows (core/pace.h).
 *
 *   PREPARING --> READING --> [GATHERING --> WRITING]* --> READING --> ... --> at rest
 *                 AHEAD ----------------------> WRITING ----> READING, if anything is left
 *
 * READING: what has happened, what waits for each channel, what is silenced. GATHERING: all about the events
 * that channels may be told of now, those among them that are about to be routed. WRITING: routes and
 * messages, in one transaction, so that a message is there as soon as its event is looked at, and neither
 * without the other.
 *
 * AHEAD: where events are expected, which are few as a rule, all about the first of them is read with the
 * first look, for channels of which little needs to be known: without quota, groups and escalation, and for
 * which nothing else waits. They are told one round trip earlier, for less than half of the server's time.
 *
 * Each is one round trip of the dispatcher's, and skipped when there is nothing for it. Nothing is locked
 * between them: what somebody else has got to meanwhile is not written, and read again. */
#ifndef SERVICE_STAGE_H
#define SERVICE_STAGE_H

#include "db/store_route.h"
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
        STAGE_AHEAD,
        STAGE_READING,
        STAGE_GATHERING,
        STAGE_WRITING,
    } step;             /* whose round trip is under way */
    bool prepare, look; /* what is to be done */
    bool expects;       /* the same, of events only */
    size_t at;          /* place of the step's first statement in the trip */
    size_t route_at, form_at;
    const struct channel *ahead[STAGE_GATHERED];
    size_t ahead_count;
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
/* There are events. */
void stage_expect(struct stage *stage);
/* What was about to be written is read again instead: somebody else may have written it by then. */
void stage_forget(struct stage *stage);

/* A bit for each severity that the channel may be told of now: not all in its quiet hours. */
uint32_t stage_severities(const struct stage *stage, const struct channel *channel);

bool stage_has_work(const struct stage *stage);
/* Messages that are made may be on their way at once, where there is room. */
struct stage_lease {
    const char *holder;
    msec lease;
    const struct store_room *rooms;
    size_t room_count;
};
/* Add the statements of the next step. Returns whether they may make messages that are to be claimed. */
bool stage_add(struct stage *stage, struct db_trip *trip, const struct stage_lease *lease);
/* After it: the place in the trip of what store_routed_message() reads; DB_TRIP_MAX: nothing is told at once.
 */
size_t stage_told_at(const struct stage *stage);
/* Their results. Returns whether there are messages to be claimed of which stage_add() did not know. */
bool stage_take(struct stage *stage, const struct db_trip *trip);

/* How long until there is work again, at `now` (monotonic); PACE_NEVER: not before stage_look(). */
msec stage_wait(const struct stage *stage, msec now);

#endif
