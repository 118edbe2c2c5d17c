#include "cli/check_web.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "net/listen.h"
#include "service/web_options.h"

typedef void (*say_line)(enum check_web_outcome outcome, const char *text);

static void say_text(say_line say, enum check_web_outcome outcome, const char *format, ...) PRINTF_LIKE(3, 4);

static void say_text(say_line say, enum check_web_outcome outcome, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    say(outcome, text);
}

/* One beside the configuration: systemd keeps those in $CREDENTIALS_DIRECTORY for the service alone. */
static void check_mode(const struct cli *cli, say_line say, const char *option, const char *name)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    struct buf path = {0};
    struct stat info;

    if (name == NULL || (credentials != NULL && name[0] != '/'))
        return;
    buf_printf(&path, name[0] == '/' ? "%s%s" : "%s/%s", name[0] == '/' ? "" : cli->config.folder, name);
    if (stat(buf_text(&path), &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        say_text(say, CHECK_WEB_WARNING,
                 "status page: %s %s may be read by others than its owner; run: chmod 600 %s", option,
                 buf_text(&path), buf_text(&path));
    buf_free(&path);
}

static void warn(const struct cli *cli, say_line say)
{
    const struct web_config *web = &cli->config.web;

    check_mode(cli, say, "web.token_file", web->token_file);
    check_mode(cli, say, "web.act_token_file", web->act_token_file);
    if (!listen_is_loopback(web->listen))
        say_text(say, CHECK_WEB_WARNING,
                 "status page: %s is plain HTTP at an address that other machines reach: tokens and figures "
                 "can be "
                 "read on the way; a reverse proxy with TLS on this machine is safer",
                 web->listen);
    if (web->act_token_file != NULL && web->database == NULL)
        say_text(say, CHECK_WEB_WARNING,
                 "status page: acknowledging asks for the rights of budgetwatch_officer, which the daemon's "
                 "own login "
                 "need not have; web.database names another");
}

int check_web(const struct cli *cli, say_line say)
{
    const struct web_config *web = &cli->config.web;
    struct web_tokens tokens = {0};
    struct err err = {0};

    if (!web->enabled) {
        say(CHECK_WEB_OK, "status page: switched off");
        return CLI_OK;
    }
    if (!web_options_check(&cli->config, &err) || !web_tokens_read(&cli->config, &tokens, &err)) {
        say_text(say, CHECK_WEB_FAILED, "status page: %s", err.text);
        return CLI_CONFIG;
    }
    say_text(say, CHECK_WEB_OK, "status page: at %s; reading %s, acting %s", web->listen,
             tokens.read.bytes != NULL ? "by token" : "open to this machine",
             tokens.act.bytes != NULL ? "by token" : "by nobody");
    warn(cli, say);
    web_tokens_wipe(&tokens);
    return CLI_OK;
}
