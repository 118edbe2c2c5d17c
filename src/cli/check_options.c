/* What the configuration says of times: legal, and perhaps not meant. */
#include <string.h>
#include <sys/stat.h>

#include "cli/check.h"
#include "config/option.h"

enum { YEAR_DAYS = 365, ATTEMPTS_DAYS = 30 };

static const msec second = 1000, minute = 60 * (msec)1000;

static void check_lease(struct check *check)
{
    const struct config *config = &check->cli->config;
    char timeout[DURATION_TEXT], lease[DURATION_TEXT];

    for (size_t i = 0; i < config->channel_count; i++) {
        const struct channel_config *channel = &config->channels[i];
        if (!channel->enabled || channel->type == CHANNEL_JOURNAL ||
            channel->timeout <= config->delivery.lease * 3 / 4)
            continue;
        check_say(
            check, CHECK_WARNING,
            "channel %s: timeout %s is close to delivery.lease (%s); a machine that stalls for the "
            "difference lets another daemon send the same message. Make the lease at least a third longer",
            channel->name, duration_format(channel->timeout, timeout),
            duration_format(config->delivery.lease, lease));
    }
}

static void check_leader(struct check *check)
{
    const struct config *config = &check->cli->config;
    char lease[DURATION_TEXT], other[DURATION_TEXT];

    if (config->leader_lease <= config->connect_timeout)
        check_say(check, CHECK_WARNING,
                  "leader_lease %s is not above connect_timeout (%s); connecting anew alone hands the "
                  "leadership over. Make it several times as long",
                  duration_format(config->leader_lease, lease),
                  duration_format(config->connect_timeout, other));
    else if (config->leader_lease < 5 * second)
        check_say(
            check, CHECK_WARNING,
            "leader_lease %s is short; a moment without the network hands the leadership over, and every "
            "takeover begins with a look at everything that waits. 30s is usual",
            duration_format(config->leader_lease, lease));
    else if (config->leader_lease > 5 * minute)
        check_say(
            check, CHECK_WARNING,
            "leader_lease %s: so long after a crash of the daemon that leads nobody evaluates. 30s is usual",
            duration_format(config->leader_lease, lease));
}

/* The shipped unit's TimeoutStopSec=, less what the end of everything else may take. */
static void check_shutdown(struct check *check)
{
    const msec longest = 50 * second;
    const msec wait = check->cli->config.delivery.shutdown_timeout;
    char text[DURATION_TEXT];

    if (wait > longest)
        check_say(
            check, CHECK_WARNING,
            "delivery.shutdown_timeout %s is close to what systemd waits before it kills the daemon (60s); "
            "set TimeoutStopSec= in a drop-in a good deal longer",
            duration_format(wait, text));
}

/* Whoever writes it says where messages go, and what SQL sources run. */
static void check_file(struct check *check)
{
    const char *path = check->cli->config.path;
    struct stat info;

    if (path != NULL && stat(path, &info) == 0 && (info.st_mode & S_IWOTH) != 0)
        check_say(check, CHECK_WARNING,
                  "configuration: %s may be changed by everybody on this machine; run: chmod o-w %s", path,
                  path);
}

static void check_evidence_folder(struct check *check)
{
    const char *folder = check->cli->config.evidence_folder;
    struct stat info;

    if (folder != NULL && (stat(folder, &info) != 0 || !S_ISDIR(info.st_mode)))
        check_say(check, CHECK_WARNING,
                  "evidence_folder %s is no folder on this machine; evidence that names a file by a relative "
                  "path is not found",
                  folder);
}

static void check_poll(struct check *check)
{
    const struct config *config = &check->cli->config;
    char text[DURATION_TEXT];

    if (config->poll_interval > 5 * minute)
        check_say(
            check, CHECK_WARNING,
            "poll_interval %s: what is written without NOTIFY budgetwatch is seen so much later. 30s is "
            "usual, and costs one small query",
            duration_format(config->poll_interval, text));
}

static void check_kept(struct check *check, const char *option, int days, int least, const char *loses)
{
    if (days < least)
        check_say(check, CHECK_WARNING, "retention.%s %d is below %d: %s", option, days, least, loses);
}

void check_options(struct check *check)
{
    const struct retention_config *keep = &check->cli->config.retention;

    check_file(check);
    check_evidence_folder(check);
    check_lease(check);
    check_leader(check);
    check_shutdown(check);
    check_poll(check);
    check_kept(check, "events_days", keep->events_days, YEAR_DAYS,
               "the self-evaluation at the year's end no longer finds what was raised in it");
    check_kept(check, "messages_days", keep->messages_days, YEAR_DAYS,
               "who was told what, and when, is forgotten before the year is closed");
    check_kept(check, "attempts_days", keep->attempts_days, ATTEMPTS_DAYS,
               "why a delivery took long can no longer be seen a month later");
    check_kept(check, "audit_days", keep->audit_days, YEAR_DAYS,
               "who changed a figure of the running year is forgotten before an audit asks");
}
