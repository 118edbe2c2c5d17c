#include "cli/deliveries_waiting.h"

#include <stdio.h>
#include <string.h>

#include "service/channel_known.h"
#include "core/route.h"
#include "db/store_status.h"
#include "report/json_lines.h"
#include "report/table.h"
#include "service/form.h"

enum { SUBJECT_COLUMNS = 24, TIME_TEXT = 48 };

/* What the database does not know. */
struct moment {
    const struct config *config;
    struct calendar calendar;
    msec now;
};

/* "2025-07-01 07:00:00" in the office's time. */
static const char *time_of(const struct moment *moment, msec at, char text[static TIME_TEXT])
{
    const msec second = 1000, day = 24 * 60 * 60 * second;
    char day_text[DATE_TEXT];
    long seconds = (long)((at + (msec)moment->config->utc_offset * 60 * second) % day / second);

    date_format(clock_date(at, moment->config->utc_offset), day_text);
    snprintf(text, TIME_TEXT, "%s %02ld:%02ld:%02ld", day_text, seconds / 3600, seconds / 60 % 60,
             seconds % 60);
    return text;
}

/* When the channel's quiet ends for this; 0: it is not quiet for it. */
static msec quiet_end(const struct moment *moment, const struct channel_config *said, const char *severity)
{
    const struct form_moment now = {
        .now = moment->now, .utc_offset = moment->config->utc_offset, .calendar = &moment->calendar};
    const struct channel channel = {.config = said};
    struct route_context context = form_context(&now, &channel);

    return route_quiet_until(&context, severity);
}

/* Quiet hours hold back what else would go, or whose time comes before their end. */
static void apply_quiet(struct channel_wait *wait, const struct moment *moment,
                        const struct channel_config *said)
{
    static const char *const would_go[] = {"group", "turn", "quota", "due", "retry", "later", "rests"};
    msec end = quiet_end(moment, said, wait->severity);

    for (size_t i = 0; i < sizeof would_go / sizeof would_go[0]; i++)
        if (end > wait->until && strcmp(wait->why, would_go[i]) == 0) {
            wait->why = "quiet";
            wait->until = end;
            return;
        }
}

static void finish(struct channel_wait *wait, const struct moment *moment)
{
    const struct channel_config *said = channel_named(moment->config, wait->channel);

    if (said == NULL)
        wait->why = "unknown";
    else if (!said->enabled)
        wait->why = "disabled";
    else
        apply_quiet(wait, moment, said);
}

/* What each word means: "%" stands for the detail, "@" for the time. */
static const struct {
    const char *why, *sentence;
} sentences[] = {
    {"quiet", "quiet hours until @"},
    {"group", "gathered with what else comes until @"},
    {"turn", "goes with the next message"},
    {"quota", "the quota has room again at @"},
    {"rests", "the channel rests until @, as its receiver asked"},
    {"off", "the channel is switched off: %"},
    {"unacknowledged", "told unless somebody has acknowledged it by @"},
    {"silenced", "silence %, until @"},
    {"inhibited", "its unit has not reported"},
    {"correction", "goes after the message that it corrects"},
    {"retry", "attempt % at @"},
    {"later", "kept from the full or half hour until @"},
    {"sending", "is being sent, attempt %"},
    {"due", "is due: a daemon takes it next"},
    {"disabled", "the channel is disabled in the configuration"},
    {"unknown", "the configuration has no such channel"},
};

static void add_reason(struct buf *out, const struct channel_wait *wait, const struct moment *moment)
{
    const char *sentence = wait->why; /* a word that this version does not know */
    char time[TIME_TEXT];

    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
        if (strcmp(sentences[i].why, wait->why) == 0)
            sentence = sentences[i].sentence;
    for (const char *c = sentence; *c != '\0'; c++)
        if (*c == '%')
            buf_puts(out, wait->detail);
        else if (*c == '@')
            buf_puts(out, time_of(moment, wait->until, time));
        else
            buf_putc(out, *c);
}

static json_t *json_time(msec at)
{
    char text[CLOCK_TEXT];

    return at > 0 ? json_string(clock_format(at, text)) : json_null();
}

static void print_json(const struct channel_waits *waits, const struct moment *moment)
{
    struct buf reason = {0};

    for (size_t i = 0; i < waits->count; i++) {
        const struct channel_wait *wait = &waits->list[i];
        buf_clear(&reason);
        add_reason(&reason, wait, moment);
        json_line_write(stdout,
                        json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s, s:o, s:s}", "kind",
                                  wait->is_message ? "message" : "event", "id", wait->id, "channel",
                                  wait->channel, "type", wait->what, "severity",
                                  json_text_or_null(wait->severity), "subject",
                                  json_text_or_null(wait->subject), "since", json_time(wait->since), "why",
                                  wait->why, "until", json_time(wait->until), "reason", buf_text(&reason)));
    }
    buf_free(&reason);
}

static void print_text(const struct channel_waits *waits, const struct moment *moment)
{
    static const struct table_column columns[] = {
        {.title = "ID"},        {.title = "SINCE"},    {.title = "CHANNEL"},
        {.title = "TYPE"},      {.title = "SEVERITY"}, {.title = "SUBJECT", .widest = SUBJECT_COLUMNS},
        {.title = "WAITS FOR"},
    };
    struct buf out = {0}, reason = {0};
    struct table table;
    char time[TIME_TEXT];

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < waits->count; i++) {
        const struct channel_wait *wait = &waits->list[i];
        buf_clear(&reason);
        add_reason(&reason, wait, moment);
        table_cell(&table, wait->id);
        table_cell(&table, time_of(moment, wait->since, time));
        table_cell(&table, wait->channel);
        table_cell(&table, wait->what);
        table_cell(&table, wait->severity);
        table_cell(&table, wait->subject);
        table_cell(&table, buf_text(&reason));
    }
    table_write(&table, &out);
    fputs(waits->count > 0 ? buf_text(&out) : "Nothing waits.\n", stdout);
    buf_free(&reason);
    buf_free(&out);
    table_done(&table);
}

int deliveries_waiting(struct cli *cli, bool json, int limit)
{
    struct moment moment = {.config = &cli->config, .now = clock_wall()};
    struct channel_waits waits;
    struct db_session session;
    struct arena arena = {0};
    struct err err = {0};

    if (!cli_connect(cli, &session, false))
        return CLI_FAILED;
    calendar_init_official(&moment.calendar);
    bool ok = store_status_calendar(&session, &moment.calendar, &err) &&
              store_channels_waits(&session, channel_known(&cli->config, &arena), cli->config.channel_count,
                                   limit, &arena, &waits, &err);
    db_session_close(&session);
    for (size_t i = 0; ok && i < waits.count; i++)
        finish(&waits.list[i], &moment);
    if (ok && json)
        print_json(&waits, &moment);
    else if (ok)
        print_text(&waits, &moment);
    calendar_done(&moment.calendar);
    arena_free(&arena);
    return ok ? CLI_OK : cli_fail(CLI_FAILED, "%s", err.text);
}
