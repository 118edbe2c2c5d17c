/* What stands between events and messages: routes events to channels, and gathers what waits for a channel
 * into messages when its pace allows (core/pace.h).
 *
 *   SLOTS -> CALENDAR -> READING <-> ROUTING -> SURVEYING -> [SILENCES -> GATHERING -> FORMING]* -> at rest
 *
 * The dispatcher's: it asks for the next statement, runs it on its connection, and hands over the result. One
 * statement at a time; each step is skipped when there is nothing for it. */
#ifndef SERVICE_STAGE_H
#define SERVICE_STAGE_H

#include "db/store_stage.h"
#include "service/channel.h"
#include "service/form.h"

struct stage {
    const struct config *config;
    struct channels *channels;

    /* Private. */
    enum stage_step {
        STAGE_NONE,
        STAGE_SLOTS,
        STAGE_CALENDAR,
        STAGE_READING,
        STAGE_ROUTING,
        STAGE_SURVEYING,
        STAGE_SILENCES,
        STAGE_GATHERING,
        STAGE_FORMING,
    } step;                                    /* whose statement runs */
    bool prepare, read_calendar, read, survey; /* what is to be done */
    struct stage_channel *due;                 /* channels that may be told something now */
    size_t due_count;
    bool silences_known; /* ... in this round */
    struct calendar calendar;
    struct silence *silences;
    size_t silence_count;
    struct arena arena; /* texts of the silences */
    struct store_routing routing;
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

/* Another connection or another configuration: begin anew. A statement that runs meanwhile may be taken. */
void stage_renew(struct stage *stage, const struct config *config, struct channels *channels);
/* There may be events, or something may be due. */
void stage_look(struct stage *stage);
/* What was about to be written is read again instead: somebody else may have written it by then. */
void stage_forget(struct stage *stage);

/* A bit for each severity that the channel may be told of now: not all in its quiet hours. */
uint32_t stage_severities(const struct stage *stage, const struct channel *channel);

bool stage_has_work(const struct stage *stage);
/* Start the next statement. Behaves as db_op_start(). */
MUST_CHECK bool stage_start(struct stage *stage, struct db_op *op, struct db_conn *conn, db_op_done done);
/* Take its result. Returns whether messages may have been made. */
bool stage_take(struct stage *stage, const struct pg_result *result);

/* How long until there is work again, at `now` (monotonic); PACE_NEVER: not before stage_look(). */
msec stage_wait(const struct stage *stage, msec now);

#endif
