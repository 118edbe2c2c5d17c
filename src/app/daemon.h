/* The daemon: everything put together on one loop, signals, reload, the service manager. */
#ifndef APP_DAEMON_H
#define APP_DAEMON_H

#include "base/date.h"
#include "config/config.h"
#include "core/policy.h"
#include "app/rehearsal.h"

struct daemon_settings {
    struct config *config;   /* taken over: the daemon replaces and frees it */
    struct policy *policy;   /* the same */
    const char *config_path; /* for SIGHUP; NULL: the default place */
    const char *database;    /* of the command line, before the configuration's; NULL: none */
    struct rehearsal_settings rehearsal;
};

/* Runs until SIGTERM or SIGINT. False: it could not start, or the way to the database cannot work
 * (ERR_CONFIG), and `err` says why. */
MUST_CHECK bool daemon_run(struct daemon_settings *settings, struct err *err);

#endif
