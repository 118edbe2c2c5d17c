/* budgetwatch check: the status page's options. */
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "net/listen.h"
#include "service/web_options.h"

enum { FIRST_FREE_PORT = 1024 };

static void warn(struct check *check)
{
    const struct web_config *web = &check->cli->config.web;

    if (web->token_file != NULL)
        check_secret(check, "status page", "web.token_file", web->token_file);
    if (web->act_token_file != NULL)
        check_secret(check, "status page", "web.act_token_file", web->act_token_file);
    if (web->database != NULL)
        check_way(check, "status page", web->database);
    if (!listen_is_loopback(web->listen))
        check_say(check, CHECK_WARNING,
                  "status page: %s is plain HTTP at an address that other machines reach: tokens and figures "
                  "can be read on the way; a reverse proxy with TLS on this machine is safer",
                  web->listen);
    const char *port = strrchr(web->listen, ':') + 1; /* it is there: web_options_check() has looked */
    if (port[0] != '0' && strtol(port, NULL, 10) < FIRST_FREE_PORT)
        check_say(
            check, CHECK_WARNING,
            "status page: port %s is below %d, where the service may not listen: it has no rights beyond "
            "an ordinary user's. Let a reverse proxy listen there",
            port, FIRST_FREE_PORT);
    if (web->act_token_file != NULL && web->database == NULL)
        check_say(check, CHECK_WARNING,
                  "status page: acknowledging asks for the rights of budgetwatch_officer, which the daemon's "
                  "own login need not have; web.database names another");
}

void check_web(struct check *check)
{
    const struct config *config = &check->cli->config;
    struct web_tokens tokens = {0};
    struct err err = {0};

    if (!config->web.enabled) {
        check_say(check, CHECK_OK, "status page: switched off");
        return;
    }
    if (!web_options_check(config, &err) || !web_tokens_read(config, &tokens, &err)) {
        check_say(check, CHECK_FAULTY, "status page: %s", err.text);
        return;
    }
    check_say(check, CHECK_OK, "status page: at %s; reading %s, acting %s", config->web.listen,
              tokens.read.bytes != NULL ? "by token" : "open to this machine",
              tokens.act.bytes != NULL ? "by token" : "by nobody");
    warn(check);
    web_tokens_wipe(&tokens);
}
