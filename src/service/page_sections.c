/* Sections that several pages have: lights by rule, the last notice, the system's state, messages sent. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/catalogue_notice.h"
#include "core/catalogue_source.h"
#include "core/catalogue_status.h"
#include "db/store_channels.h"
#include "db/store_cities.h"
#include "db/store_sources.h"
#include "db/store_status.h"
#include "service/channel_known.h"
#include "service/overview.h"
#include "service/page_parts.h"

enum { TOLD_MOST = 50 };

bool section_lights(struct sight *sight, const char *unit)
{
    const struct document_column columns[] = {{sight_word(sight, PAGE_RULE), ALIGN_LEFT, 0},
                                              {sight_word(sight, PAGE_RED), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_YELLOW), ALIGN_RIGHT, 0},
                                              {sight_word(sight, PAGE_BLUE), ALIGN_RIGHT, 0}};
    static const char *const lights[] = {"red", "yellow", "blue"};
    struct pg_result *rows = NULL;

    if (!store_view_lights(sight->context->session, sight->year, unit, &rows, sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_LIGHTS));
    if (db_rows(rows) == 0)
        site_paragraph(&sight->page, sight_word(sight, PAGE_NOTHING_STANDS));
    else
        site_table(&sight->page, sight_word(sight, PAGE_LIGHTS_BY_RULE), columns, 4);
    for (int row = 0; row < db_rows(rows); row++) {
        const char *rule = sight_cell(rows, row, VIEW_LIGHT_RULE);
        site_row(&sight->page, ROW_PLAIN);
        site_cell(&sight->page, catalogue_page_rule(sight->language, rule));
        for (int light = 0; light < 3; light++)
            sight_light_cell(sight, db_int(rows, row, VIEW_LIGHT_RED + light), unit, rule, lights[light]);
    }
    if (db_rows(rows) > 0)
        site_table_end(&sight->page);
    db_result_free(rows);
    return true;
}

bool section_notice(struct sight *sight, const char *unit)
{
    struct pg_result *rows = NULL;

    if (!store_view_notice(sight->context->session, unit, sight->year, sight->context->config->utc_offset,
                           &rows, sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_NOTICE));
    if (db_rows(rows) == 0) {
        site_paragraph(&sight->page, sight_word(sight, PAGE_NO_NOTICE));
    } else {
        site_facts(&sight->page);
        site_fact(&sight->page, sight_word(sight, PAGE_TITLE), sight_cell(rows, 0, VIEW_NOTICE_TITLE),
                  sight_to(sight, "/notices/", sight_cell(rows, 0, VIEW_NOTICE_ID)));
        site_fact(&sight->page, sight_word(sight, PAGE_SENT_AT), sight_cell(rows, 0, VIEW_NOTICE_AT), NULL);
        site_fact(
            &sight->page, sight_word(sight, PAGE_ARRIVED),
            sight_text(sight, "%s / %s", sight_cell(rows, 0, VIEW_NOTICE_DELIVERED),
                       sight_cell(rows, 0, VIEW_NOTICE_MESSAGES)),
            site_to(&sight->page, "/messages", NULL, "notice", sight_cell(rows, 0, VIEW_NOTICE_ID), NULL));
        site_facts_end(&sight->page);
    }
    db_result_free(rows);
    return true;
}

static void line(struct sight *sight, const char *text, const char *href)
{
    site_more(&sight->page, text, href);
}

static void daemon_line(struct sight *sight, const struct status_daemon *daemon,
                        void (*say)(struct buf *out, enum language language, const struct status_daemon *d),
                        const char *href)
{
    struct buf text = {0};

    say(&text, sight->language, daemon);
    line(sight, buf_text(&text), href);
    buf_free(&text);
}

static void show_daemon(struct sight *sight, const struct status_daemon *daemon)
{
    struct status_daemon local = *daemon;
    const char *dead =
        site_to(&sight->page, "/messages", NULL, "state", daemon->dead > 0 ? "dead" : NULL, NULL);

    local.until = sight_time(sight, daemon->until, false);
    daemon_line(sight, &local, catalogue_status_watch, NULL);
    daemon_line(sight, daemon, catalogue_status_changes, NULL);
    daemon_line(sight, daemon, catalogue_status_full_pass, NULL);
    daemon_line(sight, daemon, catalogue_status_messages, dead);
}

/* Those that are off, that rest, or for which something is dead. */
static bool show_channels(struct sight *sight, struct arena *arena)
{
    const struct config *config = sight->context->config;
    struct channel_fares fares;

    if (!store_channels_status(sight->context->session, channel_known(config, arena), config->channel_count,
                               arena, &fares, sight->err))
        return false;
    for (size_t i = 0; i < fares.count; i++) {
        const struct channel_fare *f = &fares.list[i];
        struct status_channel_words words = overview_channel_words(f);
        struct buf text = {0};
        if (f->off_since[0] == '\0' && f->paused_until[0] == '\0' && f->dead == 0)
            continue;
        words.off_since = sight_time(sight, words.off_since, false);
        words.paused_until = sight_time(sight, words.paused_until, false);
        catalogue_status_channel(&text, sight->language, &words);
        line(sight, buf_text(&text), site_to(&sight->page, "/messages", NULL, "channel", f->channel, NULL));
        buf_free(&text);
    }
    return true;
}

static bool show_sources(struct sight *sight, struct arena *arena)
{
    struct source_fares fares;

    if (!store_source_list(sight->context->session, arena, &fares, sight->err))
        return false;
    for (size_t i = 0; i < fares.count; i++) {
        const struct source_fare *f = &fares.list[i];
        struct source_words words = overview_source_words(f);
        struct buf text = {0};
        words.succeeded_at = sight_time(sight, words.succeeded_at, false);
        words.failing_since = sight_time(sight, words.failing_since, false);
        catalogue_status_source(&text, sight->language, &words);
        line(sight, buf_text(&text), NULL);
        buf_free(&text);
    }
    return true;
}

static bool show_cities(struct sight *sight, struct arena *arena)
{
    struct cities_known known = {0};

    if (!store_cities_read(sight->context->session, false, arena, &known, sight->err))
        return false;
    for (size_t i = 0; i < known.city_count; i++) {
        const struct city *city = &known.cities[i];
        struct buf text = {0};
        catalogue_page_city_line(&text, sight->language, city->name, city->state,
                                 sight_time(sight, city->since, false), city->behind);
        line(sight, buf_text(&text), NULL);
        buf_free(&text);
    }
    return true;
}

bool section_state(struct sight *sight, const struct status_daemon *daemon)
{
    struct arena arena = {0};

    site_heading(&sight->page, 2, sight_word(sight, PAGE_STATE));
    show_daemon(sight, daemon);
    bool ok = show_channels(sight, &arena) && show_sources(sight, &arena) && show_cities(sight, &arena);
    arena_free(&arena);
    return ok;
}

bool section_told(struct sight *sight, const int64_t *deviations, size_t count)
{
    const struct document_column columns[] = {
        {sight_word(sight, PAGE_TITLE), ALIGN_LEFT, 0},    {sight_word(sight, PAGE_CHANNEL), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_STATE_OF), ALIGN_LEFT, 0}, {sight_word(sight, PAGE_MADE), ALIGN_LEFT, 0},
        {sight_word(sight, PAGE_SETTLED), ALIGN_LEFT, 0},  {sight_word(sight, PAGE_TRIES), ALIGN_RIGHT, 0}};
    struct pg_result *rows = NULL;

    if (!store_view_deviation_messages(sight->context->session, deviations, count, TOLD_MOST,
                                       sight->context->config->utc_offset, &rows, sight->err))
        return false;
    site_heading(&sight->page, 2, sight_word(sight, PAGE_TOLD));
    if (db_rows(rows) == 0)
        site_paragraph(&sight->page, sight_word(sight, PAGE_NOT_TOLD));
    else
        site_table(&sight->page, sight_word(sight, PAGE_TOLD), columns, sizeof columns / sizeof columns[0]);
    for (int row = 0; row < db_rows(rows); row++) {
        struct buf title = {0};
        catalogue_page_events(&title, sight->language, sight_cell(rows, row, VIEW_TOLD_EVENT),
                              sight_cell(rows, row, VIEW_TOLD_SEVERITY),
                              sight_cell(rows, row, VIEW_TOLD_RULE),
                              sight_called_in(sight, rows, row, VIEW_TOLD_SUBJECT), 1);
        site_row(&sight->page, ROW_PLAIN);
        site_cell_link(&sight->page, buf_text(&title),
                       site_to(&sight->page, "/messages/", sight_cell(rows, row, VIEW_TOLD_ID), NULL));
        site_cell(&sight->page, sight_cell(rows, row, VIEW_TOLD_CHANNEL));
        site_cell(&sight->page,
                  catalogue_notice_state(sight->language, sight_cell(rows, row, VIEW_TOLD_STATE)));
        site_cell(&sight->page, sight_cell(rows, row, VIEW_TOLD_MADE));
        site_cell(&sight->page, sight_cell(rows, row, VIEW_TOLD_SETTLED));
        site_cell(&sight->page, sight_cell(rows, row, VIEW_TOLD_ATTEMPTS));
        buf_free(&title);
    }
    if (db_rows(rows) > 0)
        site_table_end(&sight->page);
    db_result_free(rows);
    return true;
}
