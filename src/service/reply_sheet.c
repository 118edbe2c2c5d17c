#include "service/reply_sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

/* All but the id. */
static struct outlook_line line_of(const struct outlook_deviation *deviation, enum language language)
{
    enum rule rule;

    return (struct outlook_line){.severity = deviation->severity,
                                 .cells = {
                                     [OUTLOOK_CODE] = deviation->code,
                                     [OUTLOOK_NAME] = deviation->name,
                                     [OUTLOOK_RULE] = rule_by_name(deviation->rule, &rule)
                                                          ? catalogue_rule(language, rule)
                                                          : deviation->rule,
                                     [OUTLOOK_LIGHT] = catalogue_severity(language, deviation->severity),
                                     [OUTLOOK_OBSERVED] = deviation->observed,
                                     [OUTLOOK_REFERENCE] = deviation->expected,
                                     [OUTLOOK_GAP] = deviation->gap,
                                     [OUTLOOK_EXPLANATION] = deviation->explanation,
                                     [OUTLOOK_ANSWERS] = deviation->answers,
                                 }};
}

static const char *made_now(struct arena *arena)
{
    char text[32];
    time_t now = time(NULL);
    struct tm parts;

    gmtime_r(&now, &parts);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return arena_text(arena, text);
}

static void make_lines(struct reply_sheet *sheet)
{
    sheet->count = sheet->list.count;
    sheet->lines = arena_alloc(&sheet->arena, (sheet->count + 1) * sizeof *sheet->lines);
    for (size_t i = 0; i < sheet->count; i++) {
        char id[32];
        snprintf(id, sizeof id, "%" PRId64, sheet->list.list[i].id);
        sheet->lines[i] = line_of(&sheet->list.list[i], sheet->language);
        sheet->lines[i].cells[OUTLOOK_ID] = arena_text(&sheet->arena, id);
    }
}

bool reply_sheet_read(struct db_session *session, enum language language, const char *unit,
                      const char *period, int year, struct reply_sheet *ret_sheet, struct err *err)
{
    struct reply_sheet sheet = {.language = language};

    sheet.heading.unit_code = arena_text(&sheet.arena, unit);
    sheet.heading.period = arena_text(&sheet.arena, period);
    sheet.heading.made = made_now(&sheet.arena);
    if (!store_outlook_unit(session, &sheet.arena, unit, &sheet.heading.unit_name, err) ||
        !store_outlook_list(session, unit, year, &sheet.list, err)) {
        reply_sheet_done(&sheet);
        return false;
    }
    make_lines(&sheet);
    *ret_sheet = sheet;
    return true;
}

bool reply_sheet_write(const struct reply_sheet *sheet, const char *path, struct err *err)
{
    return outlook_sheet_write(path, sheet->language, &sheet->heading, sheet->lines, sheet->count, err);
}

void reply_sheet_done(struct reply_sheet *sheet)
{
    store_outlook_done(&sheet->list);
    arena_free(&sheet->arena);
    *sheet = (struct reply_sheet){0};
}
