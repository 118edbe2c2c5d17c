#include "core/source.h"

#include <string.h>

#include "base/dec.h"
#include "base/visible.h"
#include "core/catalogue_source.h"
#include "core/import_utf8.h"

const char *source_fault_name(enum source_fault fault)
{
    static const char *const names[] = {
        [SOURCE_WELL] = "", [SOURCE_FAILED] = "failed", [SOURCE_ROWS_UNFIT] = "rows"};

    return names[fault];
}

const char *source_reason(const char *text, char out[static SOURCE_REASON_MAX])
{
    static const char cut[] = "…";
    const size_t room = SOURCE_REASON_MAX - sizeof cut;
    size_t length = strlen(text), at = 0, to = 0;

    while (at < length) {
        size_t start = at;
        uint32_t point = 0;
        bool good = utf8_next(text, length, &at, &point) == UTF8_GOOD;
        at += good ? 0 : 1;
        if (to + (at - start) > room) {
            memcpy(out + to, cut, sizeof cut);
            return out;
        }
        if (good && visible_kind(point) == VISIBLE_PLAIN) {
            memcpy(out + to, text + start, at - start);
            to += at - start;
        } else
            out[to++] = good ? ' ' : '?';
    }
    out[to] = '\0';
    return out;
}

bool source_shrank(int64_t before, int64_t now, int percent)
{
    if (percent >= 100 || now >= before)
        return false;
    return (int128)(before - now) * 100 > (int128)before * percent;
}

/* The one that stands; else the one of this year, which may have stood before. */
static const struct source_deviation *known_of(const struct source_reading *reading, enum rule rule)
{
    const struct source_deviation *found = NULL;
    int year = date_year(reading->today);

    for (size_t i = 0; i < reading->known_count; i++) {
        const struct source_deviation *known = &reading->known[i];
        if (known->rule == rule && known->state.severity != SEVERITY_NONE)
            return known;
        if (known->rule == rule && known->year == year)
            found = known;
    }
    return found;
}

/* What the reading found of a rule. A failure that does not count yet finds what stood. */
static enum severity find(const struct source_reading *reading, enum rule rule, enum severity stood)
{
    enum source_fault means = rule == RULE_SOURCE_FAILED ? SOURCE_FAILED : SOURCE_ROWS_UNFIT;

    if (reading->gone || !reading->rules->enabled[rule])
        return SEVERITY_NONE;
    if (reading->fault == means && (stood != SEVERITY_NONE || reading->failures >= reading->fail_after))
        return rule == RULE_SOURCE_FAILED ? SEVERITY_RED : SEVERITY_YELLOW;
    if (reading->fault == SOURCE_FAILED && rule == RULE_SOURCE_ROWS)
        return stood;
    return SEVERITY_NONE;
}

static const char *explain(const struct source_reading *reading, struct arena *arena, enum rule rule)
{
    struct buf text = {0};

    catalogue_source(&text, reading->language, rule, reading->reason, reading->last_well);
    const char *kept = arena_text(arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

static const char *explain_end(const struct source_reading *reading, struct arena *arena, const char *before)
{
    struct buf text = {0};

    if (reading->gone)
        catalogue_source_gone(&text, reading->language, before);
    else
        catalogue_resolved(&text, reading->language, before);
    const char *kept = arena_text(arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

static bool same_state(const struct deviation_state *a, const struct deviation_state *b)
{
    return a->severity == b->severity && a->since == b->since && a->remind_on == b->remind_on &&
           a->reminders == b->reminders && a->acknowledged == b->acknowledged &&
           a->overdue_said == b->overdue_said;
}

static bool look(const struct source_reading *reading, struct arena *arena, enum rule rule,
                 struct source_change *ret_change)
{
    static const struct deviation_state nothing = {.severity = SEVERITY_NONE,
                                                   .since = DATE_NONE,
                                                   .remind_on = DATE_NONE,
                                                   .action_due = DATE_NONE,
                                                   .action_done_on = DATE_NONE};
    const struct source_deviation *known = known_of(reading, rule);
    struct source_change change = {.now = {.rule = rule,
                                           .year = known != NULL ? known->year : date_year(reading->today),
                                           .state = known != NULL ? known->state : nothing,
                                           .explanation = known != NULL ? known->explanation : ""}};
    struct deviation_news news = {0};

    change.previous = change.now.state.severity;
    enum severity found = find(reading, rule, change.previous);
    const struct deviation_sight sight = {rule, found, reading->rules, reading->today, DATE_NONE};
    bool speaks = found != SEVERITY_NONE && (rule == RULE_SOURCE_FAILED) == (reading->fault == SOURCE_FAILED);

    change.is_event = deviation_look(&change.now.state, &sight, &news);
    change.event = news.event;
    change.event_severity = found != SEVERITY_NONE ? found : change.previous;
    if (speaks)
        change.now.explanation = explain(reading, arena, rule);
    bool ended = change.is_event && change.event == EVENT_RESOLVED;
    change.event_explanation =
        ended ? explain_end(reading, arena, change.now.explanation) : change.now.explanation;
    *ret_change = change;
    if (known == NULL)
        return change.is_event;
    return change.is_event || !same_state(&known->state, &change.now.state) ||
           strcmp(known->explanation, change.now.explanation) != 0;
}

size_t source_decide(const struct source_reading *reading, struct arena *arena,
                     struct source_change ret_changes[static SOURCE_CHANGES_MAX])
{
    size_t count = 0;

    count += look(reading, arena, RULE_SOURCE_FAILED, &ret_changes[count]);
    count += look(reading, arena, RULE_SOURCE_ROWS, &ret_changes[count]);
    return count;
}
