/* Whether what happens reaches somebody: the channels taken together, and the notices. */
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "cli/check.h"
#include "config/option.h"
#include "core/notice_due.h"
#include "core/quiet.h"
#include "core/rule.h"
#include "service/channel.h"

static bool hears_alerts(const struct channel_config *channel)
{
    return channel->enabled && channel->alerts;
}

/* In every hour of the two weeks ahead; what is excepted is no matter of hours. */
static bool is_always_quiet(const struct config *config, const struct channel_config *channel)
{
    struct calendar calendar = {0};
    msec now = clock_wall();

    calendar_init_official(&calendar);
    bool always =
        quiet_until(channel->quiet, channel->quiet_count, &calendar, now, config->utc_offset) - now >=
        QUIET_LONGEST;
    calendar_done(&calendar);
    return always;
}

/* A channel that waits until nobody has acknowledged is the second to hear. */
static bool takes_red(const struct config *config, const struct channel_config *channel)
{
    const uint32_t red = 1u << SEVERITY_RED, begins = 1u << EVENT_OPENED | 1u << EVENT_ESCALATED;

    return hears_alerts(channel) && channel->unit_count == 0 && (channel->severities & red) != 0 &&
           (channel->events & begins) == begins && channel->unacknowledged_after == 0 &&
           (!is_always_quiet(config, channel) || (channel->quiet_except & red) != 0);
}

static void check_quiet(struct check *check, const struct channel_config *channel)
{
    if (is_always_quiet(&check->cli->config, channel))
        check_say(check, CHECK_WARNING,
                  "channel %s: quiet at all hours; %s. Shorten its quiet hours, or say \"enabled\": false",
                  channel->name,
                  channel->quiet_except != 0 ? "only what quiet_except names is sent to it"
                                             : "nothing is ever sent to it");
    else if (channel->quiet_count == 0 && channel->quiet_except != 0)
        check_say(check, CHECK_WARNING, "channel %s: quiet_except has no effect without quiet",
                  channel->name);
}

static void check_escalation(struct check *check, const struct channel_config *channel)
{
    bool reminds = (channel->events & 1u << EVENT_REMINDED) != 0 && channel->escalate_reminders > 0;
    bool overdue = (channel->events & 1u << EVENT_OVERDUE) != 0;

    if (channel->escalate_to != 0 && !reminds && !overdue && channel->unacknowledged_after == 0)
        check_say(
            check, CHECK_WARNING,
            "channel %s: escalate_to never comes into force: it hears neither of reminders nor of overdue "
            "actions, and unacknowledged_after is 0",
            channel->name);
}

static void check_pace(struct check *check, const struct channel_config *channel)
{
    const struct pace *pace = &channel->pace;
    const msec hour = 60 * 60 * (msec)1000;
    char text[DURATION_TEXT];

    if (pace->group_by != 0 && pace->group_wait == 0)
        check_say(
            check, CHECK_WARNING,
            "channel %s: group_by without group_wait: an event waits for no other, so that few are ever "
            "grouped. Set group_wait",
            channel->name);
    for (size_t i = 0; i < pace->quota_count; i++)
        if (pace->quota[i].messages * hour < pace->quota[i].window)
            check_say(check, CHECK_WARNING,
                      "channel %s: quota %d/%s is less than a message an hour; what does not fit waits",
                      channel->name, pace->quota[i].messages, duration_format(pace->quota[i].window, text));
    if (pace->group_wait > hour && (channel->severities & 1u << SEVERITY_RED) != 0)
        check_say(
            check, CHECK_WARNING,
            "channel %s: group_wait %s holds a red one back, too; a second channel for severity red has it "
            "at once",
            channel->name, duration_format(pace->group_wait, text));
}

static void check_one(struct check *check, const struct channel_config *channel)
{
    const struct config *config = &check->cli->config;
    bool beats = config->heartbeat.channel != NULL && strcmp(config->heartbeat.channel, channel->name) == 0;
    bool notices = channel->notices && channel->type != CHANNEL_ALERTMANAGER;

    if (!channel->alerts && !beats && (!notices || !config->notice.enabled)) {
        check_say(
            check, CHECK_WARNING,
            "channel %s: nothing is sent to it: \"alerts\" is false, and %s. Say \"enabled\": false, or what "
            "it is for",
            channel->name, notices ? "notice.enabled is false" : "so is \"notices\"");
        return;
    }
    check_quiet(check, channel);
    if (!channel->alerts)
        return;
    check_escalation(check, channel);
    check_pace(check, channel);
}

static void check_red(struct check *check, uint32_t rules)
{
    struct buf missing = {0};

    for (int i = 0; i < RULE_COUNT; i++)
        if ((rules & 1u << i) == 0)
            buf_printf(&missing, "%s%s", missing.length > 0 ? ", " : "", rule_name((enum rule)i));
    if (rules == 0)
        check_say(
            check, CHECK_WARNING,
            "channels: none takes red deviations of every unit when they begin, at any hour; the gravest "
            "may reach nobody. See severities, units, events, unacknowledged_after, quiet and alerts");
    else if (missing.length > 0)
        check_say(
            check, CHECK_WARNING,
            "channels: none takes red deviations of every unit of these rules, which may reach nobody: %s. "
            "See rules",
            buf_text(&missing));
    buf_free(&missing);
}

/* A journal cannot be away, so it needs no second channel; but it calls nobody. */
static void check_second(struct check *check, size_t hearing, bool all_journals)
{
    if (hearing > 0 && all_journals)
        check_say(check, CHECK_WARNING,
                  "channels: alerts go to the journal alone; who does not look there hears of none");
    else if (hearing < 2)
        check_say(check, CHECK_WARNING,
                  "channels: %s; a message that cannot be delivered is reported through the others, and "
                  "there is no other. A channel of type journal costs nothing",
                  hearing == 0 ? "none hears of alerts" : "only one hears of alerts");
}

/* What is a group of channels' business: somebody for red, and somebody to tell of one that fails. */
static void check_reach(struct check *check)
{
    const struct config *config = &check->cli->config;
    size_t hearing = 0, enabled = 0;
    bool all_journals = true;
    uint32_t red_rules = 0;

    for (size_t i = 0; i < config->channel_count; i++) {
        const struct channel_config *channel = &config->channels[i];
        enabled += channel->enabled;
        hearing += hears_alerts(channel);
        all_journals = all_journals && (!hears_alerts(channel) || channel->type == CHANNEL_JOURNAL);
        red_rules |= takes_red(config, channel) ? channel->rules : 0;
    }
    if (enabled == 0) {
        check_say(
            check, CHECK_WARNING,
            "channels: none is enabled; deviations are recorded, and nobody is told. Add one to channels");
        return;
    }
    check_red(check, red_rules);
    check_second(check, hearing, all_journals);
}

static void check_notices(struct check *check)
{
    const struct config *config = &check->cli->config;
    const struct notice_config *notice = &config->notice;
    struct buf takers = {0};

    if (!notice->enabled) {
        check_say(check, CHECK_OK, "notices: the daemon sends none by itself (notice.enabled is false)");
        return;
    }
    for (size_t i = 0; i < config->channel_count; i++) {
        const struct channel_config *channel = &config->channels[i];
        if (channel->enabled && channel->notices && channel->type != CHANNEL_ALERTMANAGER)
            buf_printf(&takers, "%s%s", takers.length > 0 ? ", " : "", channel->name);
    }
    if (takers.length == 0)
        check_say(
            check, CHECK_WARNING,
            "notices: notice.enabled is true, and no channel takes them; each is made and kept, and nobody "
            "reads it. Let a channel say \"notices\": true");
    else
        check_say(check, CHECK_OK, "notices: on working day %d after each month, from %02d:%02d, to %s",
                  notice->workday, notice->at / 60, notice->at % 60, buf_text(&takers));
    if (notice->link != NULL && notice->unit_count > 0 && strstr(notice->link, "{unit}") == NULL &&
        (notice->unit_count > 1 || strcmp(notice->units[0], CONFIG_NOTICE_ALL) == 0))
        check_say(check, CHECK_WARNING,
                  "notices: notice.link has no {unit} in it; the notices of all units have the same address");
    if (notice->link != NULL && strstr(notice->link, "{period}") == NULL)
        check_say(
            check, CHECK_WARNING,
            "notices: notice.link has no {period} in it; the notice of every month has the same address");
    buf_free(&takers);
}

static void check_heartbeat(struct check *check)
{
    const struct heartbeat_config *heartbeat = &check->cli->config.heartbeat;
    const struct config *config = &check->cli->config;
    char text[DURATION_TEXT];

    if (heartbeat->channel == NULL)
        return;
    if (heartbeat->interval == 0) {
        check_say(check, CHECK_WARNING,
                  "heartbeat: heartbeat.interval is 0; none is sent. Say how often, such as 1h");
        return;
    }
    for (size_t i = 0; i < config->channel_count; i++) {
        const struct channel_config *channel = &config->channels[i];
        if (strcmp(channel->name, heartbeat->channel) != 0)
            continue;
        if (!channel->enabled)
            check_say(check, CHECK_WARNING, "heartbeat: channel %s is switched off; none is sent",
                      channel->name);
        else
            check_say(
                check, CHECK_OK,
                "heartbeat: every %s to %s, from whichever daemon evaluates; who hears nothing for longer "
                "than that raises the alarm",
                duration_format(heartbeat->interval, text), channel->name);
        if (channel->enabled && channel->quiet_count > 0)
            check_say(
                check, CHECK_WARNING,
                "heartbeat: channel %s has quiet hours, and heartbeats are sent in them, too; give them a "
                "channel of their own where people read",
                channel->name);
    }
    if (heartbeat->interval <= config->poll_interval)
        check_say(check, CHECK_WARNING, "heartbeat.interval is not above poll_interval; most may come late");
}

void check_telling(struct check *check)
{
    const struct config *config = &check->cli->config;

    for (size_t i = 0; i < config->channel_count; i++)
        if (config->channels[i].enabled)
            check_one(check, &config->channels[i]);
    check_reach(check);
    check_notices(check);
    check_heartbeat(check);
}
