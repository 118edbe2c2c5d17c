#include "service/stage.h"

#include <stdlib.h>

#include "service/stage_parts.h"

void stage_init(struct stage *stage, const struct config *config, struct channels *channels)
{
    *stage = (struct stage){0};
    calendar_init_official(&stage->calendar);
    stage_renew(stage, config, channels);
}

void stage_forget_due(struct stage *stage)
{
    while (stage->due_count > 0)
        free(stage->due[--stage->due_count].name);
    free(stage->due);
    stage->due = NULL;
    stage->gathered = 0;
}

void stage_forget_silences(struct stage *stage)
{
    free(stage->silences);
    arena_free(&stage->arena);
    stage->silences = NULL;
    stage->silence_count = 0;
}

void stage_forget_routes(struct stage *stage)
{
    store_routing_clear(&stage->routing);
    form_fresh_clear(&stage->fresh);
}

void stage_free(struct stage *stage)
{
    stage_forget_due(stage);
    stage_forget_silences(stage);
    calendar_done(&stage->calendar);
    store_routing_free(&stage->routing);
    form_fresh_free(&stage->fresh);
    store_forming_free(&stage->forming);
    *stage = (struct stage){0};
}

void stage_renew(struct stage *stage, const struct config *config, struct channels *channels)
{
    stage->config = config;
    stage->channels = channels;
    stage_forget(stage);
}

void stage_look(struct stage *stage)
{
    stage->look = true;
}

void stage_expect(struct stage *stage)
{
    stage->expects = true;
}

void stage_forget(struct stage *stage)
{
    stage_forget_due(stage);
    stage_forget_routes(stage);
    store_forming_clear(&stage->forming);
    stage->step = STAGE_NONE;
    stage->prepare = stage->look = true;
}

bool stage_has_to_write(const struct stage *stage)
{
    return stage->routing.events.count > 0 || stage->forming.events.count > 0;
}

bool stage_has_work(const struct stage *stage)
{
    return stage->prepare || stage->look || stage->expects || stage->due_count > 0 ||
           stage_has_to_write(stage);
}

struct form_moment stage_moment(const struct stage *stage)
{
    return (struct form_moment){.now = clock_wall(),
                                .utc_offset = stage->config->utc_offset,
                                .calendar = &stage->calendar,
                                .silences = stage->silences,
                                .silence_count = stage->silence_count,
                                .language = stage->config->language};
}

uint32_t stage_severities_now(const struct stage *stage, const struct channel *channel, msec *ret_quiet_until)
{
    struct form_moment moment = stage_moment(stage);
    struct route_context context = form_context(&moment, channel);

    *ret_quiet_until = route_quiet_until(&context, "");
    return *ret_quiet_until > 0 ? channel->config->quiet_except : UINT32_MAX;
}

uint32_t stage_severities(const struct stage *stage, const struct channel *channel)
{
    msec quiet;

    return stage_severities_now(stage, channel, &quiet);
}

msec stage_wait(const struct stage *stage, msec now)
{
    if (stage->look_at == PACE_NEVER)
        return PACE_NEVER;
    return stage->look_at > now ? stage->look_at - now : 0;
}
