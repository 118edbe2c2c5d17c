#include "service/web_options.h"

#include <string.h>

#include "db/conninfo.h"
#include "net/listen.h"
#include "net/web_form.h"

static bool check_hosts(const struct web_config *web, struct err *err)
{
    struct arena arena = {0};
    bool ok = true;

    for (size_t i = 0; i < web->host_count && ok; i++) {
        const char *host = web->hosts[i], *name = "";
        if (!web_host_read(host, strlen(host), &arena, &name) || strlen(name) != strlen(host))
            ok = err_set(err, ERR_CONFIG, "web.hosts: '%s' is not a host name without a port", host);
    }
    arena_free(&arena);
    return ok;
}

static bool check_reach(const struct web_config *web, struct err *err)
{
    bool local = listen_is_loopback(web->listen);

    if (!local && !web->allow_http)
        return err_set(
            err, ERR_CONFIG,
            "web.listen: other machines can reach %s, and it is plain HTTP: let a reverse proxy on "
            "this machine do TLS and listen at 127.0.0.1, or set web.allow_http",
            web->listen);
    if (web->token_file != NULL || (local && web->host_count == 0))
        return true;
    return err_set(err, ERR_CONFIG,
                   "web.token_file is needed: with %s others than those on this machine can read",
                   local ? "web.hosts" : "this web.listen");
}

bool web_options_check(const struct config *config, struct err *err)
{
    const struct web_config *web = &config->web;
    char host[LISTEN_ADDRESS_TEXT];
    const char *port;
    bool has_password = false;

    if (!web->enabled)
        return true;
    if (!listen_split(web->listen, host, &port))
        return err_set(err, ERR_CONFIG, "web.listen: expected an address and a port, as 127.0.0.1:8460");
    if (!check_reach(web, err) || !check_hosts(web, err))
        return false;
    if (!conninfo_has_password(web->database, &has_password, err))
        return err_prefix(err, "web.database");
    return !has_password ||
           err_set(err, ERR_CONFIG,
                   "web.database: a password does not belong into the configuration; use a password file "
                   "(passfile=) or a service file");
}

bool web_same(const char *a, size_t a_length, const char *b, size_t b_length)
{
    volatile unsigned char differs = a_length != b_length;

    for (size_t i = 0; i < a_length && b_length > 0; i++)
        differs |= (unsigned char)(a[i] ^ b[i % b_length]);
    return differs == 0 && a_length > 0;
}

static bool read_token(const char *option, const char *name, const char *folder, struct secret *ret_token,
                       struct err *err)
{
    struct secret token = {0};
    bool ok = true;

    if (name == NULL)
        return true;
    if (!secret_read(name, folder, &token, err))
        return err_prefix(err, "%s", option);
    for (size_t i = 0; i < token.length; i++)
        ok = ok && token.bytes[i] > ' ' && token.bytes[i] < 0x7f;
    if (!ok)
        err_set(err, ERR_CONFIG, "%s: a token is letters, digits and signs, without a space", option);
    else if (token.length < WEB_TOKEN_LEAST)
        ok = err_set(err, ERR_CONFIG,
                     "%s: the token has %zu characters; %d is the least (openssl rand -hex 32 makes one)",
                     option, token.length, WEB_TOKEN_LEAST);
    if (ok)
        *ret_token = token;
    else
        secret_wipe(&token);
    return ok;
}

bool web_tokens_read(const struct config *config, struct web_tokens *ret_tokens, struct err *err)
{
    const struct web_config *web = &config->web;
    struct web_tokens tokens = {0};
    bool ok = !web->enabled ||
              (read_token("web.token_file", web->token_file, config->folder, &tokens.read, err) &&
               read_token("web.act_token_file", web->act_token_file, config->folder, &tokens.act, err));

    if (ok && tokens.read.bytes != NULL && tokens.act.bytes != NULL &&
        web_same(tokens.read.bytes, tokens.read.length, tokens.act.bytes, tokens.act.length))
        ok = err_set(
            err, ERR_CONFIG,
            "web.act_token_file: the token is that of web.token_file, so everybody who reads could act");
    if (ok)
        *ret_tokens = tokens;
    else
        web_tokens_wipe(&tokens);
    return ok;
}

void web_tokens_wipe(struct web_tokens *tokens)
{
    secret_wipe(&tokens->read);
    secret_wipe(&tokens->act);
}
