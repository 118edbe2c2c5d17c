/* Configuration and policy, read again. */
#include "app/daemon_parts.h"
#include "base/log.h"
#include "config/policy_file.h"
#include "service/source_read.h"

/* The happy path: daemon_reload() waits until the notifier, the status page and the monitor, one after the
 * other, read neither; reload() loads both, and swap() gives them to all parts at once.
 *
 * What can go wrong: faults in a file, a source or the page's options that do not fit, secrets that cannot be
 * read. Each is said, nothing has changed, and the daemon goes on with what it had. A stop in between:
 * nothing is read any more. */

static void on_notifier_free(struct notifier *notifier);
static void on_web_free(struct web *web);
static void on_monitor_free(struct monitor *monitor);
static bool reload(struct daemon *daemon);

void daemon_reload(struct daemon *daemon)
{
    if (daemon->stopping)
        return;
    service_status_reloading();
    notifier_when_free(&daemon->notifier, on_notifier_free);
}

/* First the notifier and the status page, which stay free from here on; a monitor that is free may begin
 * again at any time. */
static void on_notifier_free(struct notifier *notifier)
{
    struct daemon *daemon = notifier->owner;

    if (daemon->stopping)
        return;
    if (daemon->serves)
        web_when_free(&daemon->web, on_web_free);
    else
        monitor_when_free(&daemon->monitor, on_monitor_free);
}

static void on_web_free(struct web *web)
{
    struct daemon *daemon = web->owner;

    if (!daemon->stopping)
        monitor_when_free(&daemon->monitor, on_monitor_free);
}

static void on_monitor_free(struct monitor *monitor)
{
    struct daemon *daemon = monitor->owner;

    if (daemon->stopping)
        return;
    bool taken = reload(daemon);
    if (daemon->serves && !taken) /* which was not told of anything new */
        web_go_on(&daemon->web);
    notifier_reload(&daemon->notifier, &daemon->config, daemon->policy);
    service_status_reloaded(&daemon->status, taken);
}

static void say_faults(struct faults *faults)
{
    struct buf text = {0};

    faults_format(faults, &text);
    log_error_of(JOURNAL_RELOAD_REFUSED, "the new configuration is not taken; the old one stays in use",
                 "faults", buf_text(&text));
    buf_free(&text);
    faults_done(faults);
}

/* What a connection string says is known to libpq alone, which the configuration layer does not see. */
static bool sources_are_fit(const struct config *config)
{
    struct err err = {0};

    for (size_t i = 0; i < config->source_count; i++)
        if (!source_check(&config->sources[i], &err)) {
            log_error_of(JOURNAL_RELOAD_REFUSED,
                         "the new configuration is not taken; the old one stays in use", "reason", err.text);
            return false;
        }
    return true;
}

/* False: it could not be taken, which has been said, and nothing has changed. `tokens`: of the status page,
 * which belong to the new configuration. */
static bool swap(struct daemon *daemon, struct config *loaded, struct policy *policy,
                 struct web_tokens *tokens)
{
    struct config old = daemon->config;
    struct policy *old_policy = daemon->policy;
    struct err err = {0};

    /* The parts hold the address of daemon->config, so the new one moves in where the old one was; the
     * old one's memory lives until both have let go of it. */
    daemon->config = *loaded;
    daemon->policy = policy;
    if (!dispatcher_reload(&daemon->dispatcher, &daemon->config, &err)) {
        daemon->config = old;
        daemon->policy = old_policy;
        log_error_of(JOURNAL_RELOAD_REFUSED, "the new configuration is not taken; the old one stays in use",
                     "reason", err.text);
        config_done(loaded);
        policy_free(policy);
        web_tokens_wipe(tokens);
        return false;
    }
    if (daemon->serves)
        web_reload(&daemon->web, &daemon->config, daemon->policy, tokens);
    daemon->reload_failed = false;
    monitor_reload(&daemon->monitor, &daemon->config, daemon->policy);
    sources_reload(&daemon->sources, &daemon->config, daemon->policy);
    log_open(daemon->config.log_level);
    log_notice_of(JOURNAL_RELOADED, "configuration and policy have been read again", "policy", policy->name);
    config_done(&old);
    policy_free(old_policy);
    return true;
}

/* The same of the status page. It goes on where it listens, and so is measured by that: what would do for
 * another address must not open this one. */
static bool page_is_fit(struct daemon *daemon, struct config *loaded, struct web_tokens *ret_tokens)
{
    struct err err = {0};

    loaded->web.enabled = daemon->serves;
    if (daemon->serves) {
        loaded->web.listen = daemon->web.listen;
        loaded->web.allow_http = daemon->config.web.allow_http;
    }
    if (web_options_check(loaded, &err) && web_tokens_read(loaded, ret_tokens, &err))
        return true;
    log_error_of(JOURNAL_RELOAD_REFUSED, "the new configuration is not taken; the old one stays in use",
                 "reason", err.text);
    return false;
}

/* What a reload cannot change stays as it is, and is named. */
static bool take(struct daemon *daemon, struct config *loaded, struct policy *policy)
{
    struct web_tokens tokens = {0};
    struct buf fixed = {0};

    config_fixed_changes(&daemon->config, loaded, &fixed);
    if (!sources_are_fit(loaded) || !page_is_fit(daemon, loaded, &tokens)) {
        config_done(loaded);
        policy_free(policy);
        buf_free(&fixed);
        return false;
    }
    loaded->database = daemon->database;
    loaded->leader_lease = daemon->config.leader_lease;
    bool taken = swap(daemon, loaded, policy, &tokens);
    if (taken && fixed.length > 0)
        log_warning("these options take effect at the next start only", "options", buf_text(&fixed));
    buf_free(&fixed);
    return taken;
}

static bool reload(struct daemon *daemon)
{
    struct config loaded;
    struct policy *policy;
    struct faults faults = {0};

    daemon->reload_failed = true;
    daemon->reloaded = clock_wall();
    if (!config_load(daemon->settings->config_path, &loaded, &faults)) {
        say_faults(&faults);
        return false;
    }
    if (!policy_load(loaded.policy, &policy, &faults)) {
        say_faults(&faults);
        config_done(&loaded);
        return false;
    }
    return take(daemon, &loaded, policy);
}
