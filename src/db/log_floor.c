#include "db/log_floor.h"

enum {
    NEAR = 2000, /* so many dead entries are walked over in half a millisecond, even if each row is visited */
    RARELY = 1000 /* milliseconds between looks from a floor that is far */
};

static bool is_near(const struct log_floor *log)
{
    return log->seen - log->floor <= NEAR;
}

int64_t log_floor_from(struct log_floor *log, msec now)
{
    if (!is_near(log) && now - log->looked < RARELY)
        return log->seen;
    log->looked = now;
    return log->floor;
}

msec log_floor_wait(const struct log_floor *log, msec now)
{
    msec wait = log->looked + RARELY - now;

    if (is_near(log))
        return -1;
    return wait > 0 ? wait : 0;
}

void log_floor_consumed(struct log_floor *log, int64_t last_id)
{
    if (last_id > log->seen)
        log->seen = last_id;
}

void log_floor_looked(struct log_floor *log, const struct log_look *look)
{
    switch (log->mark) {
    case LOG_FLOOR_UNMARKED:
        log->position = look->position;
        log->mark = LOG_FLOOR_DRAWN;
        break;
    case LOG_FLOOR_DRAWN:
        log->next = look->next;
        log->mark = LOG_FLOOR_RUNNING;
        break;
    case LOG_FLOOR_RUNNING:
        if (look->xmin < log->next || look->from > log->floor)
            break;
        int64_t below = look->first > 0 && look->first <= log->position ? look->first - 1 : log->position;
        if (below > log->floor)
            log->floor = below;
        log->mark = LOG_FLOOR_UNMARKED;
        break;
    }
}
