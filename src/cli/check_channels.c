/* Each channel by itself: its address, its secrets, the way there. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/host.h"
#include "cli/check.h"
#include "config/secret.h"
#include "service/channel.h"

void check_secret(struct check *check, const char *who, const char *option, const char *file)
{
    struct secret_place place;

    if (file == NULL || !secret_place(file, check->cli->config.folder, &place))
        return;
    if (!place.is_credential && place.others_read)
        check_say(check, CHECK_WARNING, "%s: %s %s may be read by others than its owner; run: chmod 600 %s",
                  who, option, place.path, place.path);
    if (!place.is_credential && place.is_foreign)
        check_say(check, CHECK_WARNING,
                  "%s: %s %s belongs to another user than who runs this or root, who may read and change it",
                  who, option, place.path);
    /* Asked by root: that the service cannot read it would be told by its failure to start. */
    if (!place.is_credential && !place.others_read && !place.is_foreign && geteuid() == 0 && file[0] != '/')
        check_say(check, CHECK_OK,
                  "%s: %s %s is root's alone; the service has it by LoadCredential=%s:%s (systemctl edit)",
                  who, option, place.path, file, place.path);
    free(place.path);
}

static bool check_ca_file(struct check *check, const struct channel_config *said)
{
    if (said->ca_file == NULL || access(said->ca_file, R_OK) == 0)
        return true;
    check_say(check, CHECK_FAULTY, "channel %s: ca_file %s: %s", said->name, said->ca_file, strerror(errno));
    return false;
}

static bool is_local(const char *address)
{
    size_t length = 0;
    const char *host = host_of(address, &length);

    return host_is_local(host, length);
}

static void say_mail(struct check *check, const struct channel_config *said)
{
    static const char *const ways[] = {
        [MAIL_TLS_STARTTLS] = "STARTTLS", [MAIL_TLS_ALWAYS] = "TLS", [MAIL_TLS_NONE] = "no TLS"};

    if (said->tls == MAIL_TLS_NONE && !is_local(said->server))
        check_say(
            check, CHECK_WARNING,
            "channel %s: no TLS to another host; whoever is on the way can read what is sent. Use \"tls\": "
            "\"starttls\"",
            said->name);
    if (said->to_count == 1 && strcmp(said->to[0], CONFIG_MAIL_TO_ANSWERS) == 0)
        check_say(
            check, CHECK_WARNING,
            "channel %s: it writes only to the person who answers; where people has no address, nobody hears",
            said->name);
    check_say(check, CHECK_OK, "channel %s: email by %s, %s%s", said->name, said->server, ways[said->tls],
              said->username != NULL ? ", with a login" : "");
}

/* What services call it that makes an address a secret. */
static bool has_key(const char *url)
{
    static const char *const keys[] = {"key=",
                                       "token=",
                                       "secret=",
                                       "sig=",
                                       "sign=",
                                       "code=",
                                       "password=",
                                       "/hooks.slack.com/",
                                       "hook/v2/",
                                       "/discord.com/api/",
                                       ".webhook.office.com/"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcasestr(url, keys[i]) != NULL)
            return true;
    return false;
}

static void say_posted(struct check *check, const struct channel_config *said, const char *url)
{
    bool plain = strncmp(url, "http://", 7) == 0;

    if (plain && !is_local(url))
        check_say(check, CHECK_WARNING,
                  "channel %s: plain http to another host; whoever is on the way can read what is sent. Use "
                  "https://",
                  said->name);
    if (said->url != NULL && has_key(said->url))
        check_say(
            check, CHECK_WARNING,
            "channel %s: url seems to have a key in it, which everybody sees who reads the configuration. "
            "Put the address into a file, and name that as url_file",
            said->name);
    if (said->secret_file == NULL && (said->type == CHANNEL_DINGTALK || said->type == CHANNEL_FEISHU))
        check_say(
            check, CHECK_WARNING,
            "channel %s: no secret_file; whoever learns the robot's address can write to the group. Let the "
            "robot ask for signatures",
            said->name);
    check_say(check, CHECK_OK, "channel %s: %s%s", said->name, channel_type_name(said->type),
              plain ? "" : ", https");
}

static void check_secrets(struct check *check, const struct channel_config *said)
{
    struct buf who = {0};

    buf_printf(&who, "channel %s", said->name);
    check_secret(check, buf_text(&who), "url_file", said->url_file);
    check_secret(check, buf_text(&who), "secret_file", said->secret_file);
    check_secret(check, buf_text(&who), "previous_secret_file", said->previous_secret_file);
    check_secret(check, buf_text(&who), "password_file", said->password_file);
    buf_free(&who);
}

/* The address is read and checked, and never repeated: it may carry a key. */
static void check_channel(struct check *check, const struct channel_config *said)
{
    struct channel channel = {0};
    struct err err = {0};

    if (said->type == CHANNEL_JOURNAL) {
        check_say(check, CHECK_OK, "channel %s: the journal", said->name);
        return;
    }
    check_secrets(check, said);
    if (!channel_open(&check->cli->config, said, &channel, &err)) {
        check_say(check, CHECK_FAULTY, "channel %s: %s", said->name, err.text);
        return;
    }
    if (check_ca_file(check, said) && said->type == CHANNEL_EMAIL)
        say_mail(check, said);
    else if (said->type != CHANNEL_EMAIL)
        say_posted(check, said, channel_url(&channel));
    channel_close(&channel);
}

void check_channels(struct check *check)
{
    const struct config *config = &check->cli->config;

    for (size_t i = 0; i < config->channel_count; i++)
        if (config->channels[i].enabled)
            check_channel(check, &config->channels[i]);
        else
            check_say(check, CHECK_OK, "channel %s: switched off", config->channels[i].name);
}
