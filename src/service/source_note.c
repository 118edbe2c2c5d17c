#include "service/source_note.h"

#include "core/source.h"

static struct source_reading reading_of(const struct source_note *note)
{
    const struct source_order *order = note->order;

    return (struct source_reading){.language = order->language,
                                   .today = order->today,
                                   .rules = &order->rules,
                                   .fault = note->fault,
                                   .gone = note->gone,
                                   .failures = note->failures,
                                   .fail_after = note->gone ? 1 : order->source->fail_after,
                                   .reason = note->reason,
                                   .last_well = note->last_well};
}

bool source_note_write(struct db_session *session, const struct source_note *note, size_t *ret_events,
                       struct err *err)
{
    const struct source_order *order = note->order;
    const char *name = note->name != NULL ? note->name : order->source->name;
    struct source_reading reading = reading_of(note);
    struct source_change changes[SOURCE_CHANGES_MAX];
    struct source_deviation *known = NULL;
    struct arena arena = {0};

    *ret_events = 0;
    bool ok = store_source_deviations(session, name, date_year(order->today), &arena, &known,
                                      &reading.known_count, err);
    reading.known = known;
    size_t count = ok ? source_decide(&reading, &arena, changes) : 0;
    for (size_t i = 0; ok && i < count; i++) {
        ok = store_source_deviate(session, name, order->today, &changes[i], err);
        *ret_events += changes[i].is_event;
    }
    if (ok && order->holder != NULL)
        ok = store_source_guard(session, order->holder, order->epoch, err);
    arena_free(&arena);
    return ok;
}
