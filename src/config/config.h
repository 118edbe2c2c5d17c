/* The configuration: /etc/budgetwatch/budgetwatch.json.
 *
 *   file --config_load()--> struct config --(the program runs)--> config_done()
 *
 * Text in, checked struct out: a struct config that exists is whole and in bounds. Every option
 * stands once in the table of config/option_table.c (type, bounds, default, unit, help), from which the
 * reading, the defaults, the JSON Schema and the list of what a reload cannot change are made.
 *
 * Reload: load into a new struct, and swap only when that succeeded. A bad file changes nothing.
 *
 * Secrets are never here, only the names of their files: see config/secret.h. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "config/faults.h"
#include "core/catalogue.h"
#include "core/catalogue_notice.h"
#include "core/channel_type.h"
#include "core/import_number.h"
#include "core/ledger.h"
#include "core/pace.h"
#include "core/quiet.h"

#define CONFIG_MAIL_TO_ANSWERS "answers"
#define CONFIG_MAIL_TO_HEAD    "head"

/* In notice.units, beside codes. */
#define CONFIG_NOTICE_TOP "top"
#define CONFIG_NOTICE_ALL "all"

#define CONFIG_DEFAULT_PATH "/etc/budgetwatch/budgetwatch.json"

enum webhook_format { WEBHOOK_STANDARD, WEBHOOK_CLOUDEVENTS };
enum mail_tls { MAIL_TLS_STARTTLS, MAIL_TLS_ALWAYS, MAIL_TLS_NONE };

/* Which options a type has, and which it must have, the table says. */
struct channel_config {
    const char *name; /* [A-Za-z0-9_-]+, unique */
    enum channel_type type;
    bool enabled;

    /* Of those that are posted to. One of the two addresses is there. */
    const char *url;                  /* https://, or http:// where allow_http is set */
    const char *url_file;             /* as written; for secret_read(). Robots have nothing else */
    const char *secret_file;          /* as written; for secret_read() with the configuration's folder */
    const char *previous_secret_file; /* NULL: none. Signs too, while receivers change to the new one */
    bool allow_http;
    enum webhook_format format;
    const char *source; /* of CloudEvents */
    msec resend;        /* of Alertmanager: how often what stands is said again */

    /* Of e-mail. */
    const char *server; /* "host:port" */
    enum mail_tls tls;  /* NONE only with allow_plain */
    bool allow_plain;
    const char *from;
    /* Addresses; CONFIG_MAIL_TO_ANSWERS stands for the person who answers, CONFIG_MAIL_TO_HEAD for the head
     * of a notice's unit. */
    const char *const *to;
    size_t to_count;
    const char *username;      /* NULL: nobody logs in */
    const char *password_file; /* as written; there if and only if username is */

    /* Of everything but the journal. */
    const char *ca_file; /* NULL: the system's. A relative name was resolved beside the file */
    msec timeout;        /* one attempt */
    msec throttle_pause; /* 0: by type, see delivery_pause_least() */

    /* What it wants. A bit for each enum rule, severity, event_kind: 1u << RULE_GOAL_GAP. All by default. */
    uint32_t rules;
    uint32_t severities;
    uint32_t events;
    const char *const *units; /* unit codes; none: every unit */
    size_t unit_count;
    bool alerts;  /* what happens to deviations, and to other channels */
    bool notices; /* monthly notices, of those units */

    /* When it is told, and how much at once. */
    struct pace pace; /* where the file says nothing, as the type asks for */
    const struct quiet_span *quiet;
    size_t quiet_count;
    uint32_t quiet_except;     /* severities */
    msec unacknowledged_after; /* 0: it hears of everything at once */

    /* Of robots and e-mail: who is told beside the one who answers. */
    uint32_t escalate_to;   /* a bit for each enum escalate; 0: nobody */
    int escalate_reminders; /* from which reminder on; 0: of none */
};

/* A table of the office's own that the ledger is kept in step with. */
struct source_config {
    const char *name; /* [A-Za-z0-9_-]+, unique */
    enum ledger_id kind;
    const char *database;      /* as `database` below; NULL: the daemon's own */
    const char *password_file; /* as written; for secret_read(). NULL: none */
    const char *query;         /* one of the two is there */
    const char *query_file;    /* a relative name was resolved beside the file */
    const char *map;           /* the same; NULL: none */
    msec interval;
    msec timeout; /* of the reading, and again of the writing */
    int max_shrink;
    int fail_after;
    bool deletes;
    bool enabled;
    enum import_money money_unit;
};

struct delivery_config {
    msec lease; /* longer than each channel's timeout, so that nobody else sends what is being sent */
    int in_flight;
    msec shutdown_timeout;
    const msec *retry_schedule; /* the wait after the 1st, 2nd, ... failed attempt; then dead */
    size_t retry_count;         /* at least 1 */
    msec throttle_pause;
    int answer_limit; /* bytes of an answer that are read */
};

struct retention_config {
    int events_days;
    int messages_days;
    int attempts_days;
    int audit_days;
};

/* The monthly notice (通报). */
struct notice_config {
    bool enabled;             /* the daemon sends it by itself */
    int workday;              /* the working day after the month's end on which it is due */
    int at;                   /* minutes after the office's midnight */
    const char *const *units; /* CONFIG_NOTICE_TOP, CONFIG_NOTICE_ALL, codes */
    size_t unit_count;
    enum money_unit money_unit;
    const char *link; /* with {unit} and {period} in it; NULL: none */
    bool corrections; /* the daemon corrects the latest one where data has changed */
};

/* The dead-man's switch: a message that says that all is well, for who raises the alarm when it stays away.
 */
struct heartbeat_config {
    const char *channel; /* NULL: none */
    msec interval;       /* 0: none */
};

/* The status page and the API. */
struct web_config {
    bool enabled;
    const char *listen;         /* "host:port" */
    bool allow_http;            /* without TLS at an address that others can reach */
    const char *database;       /* as `database`; NULL: the daemon's own */
    const char *token_file;     /* as written; for secret_read(). NULL: who is on this machine may read */
    const char *act_token_file; /* the same; NULL: nobody may act */
    const char *const *hosts;   /* names, without a port */
    size_t host_count;
    msec timeout; /* of one answer's statement, and of waiting for its turn */
};

struct config {
    const char *path;   /* the file it came from; NULL: built-in defaults */
    const char *folder; /* where relative names are looked up; "." for built-in defaults */

    const char *database; /* libpq's conninfo, not yet looked into: only libpq can; NULL: its environment */
    int database_line;    /* where it stands in the file, for what is said of it; 0: nowhere */
    enum language language;
    int utc_offset; /* minutes east of UTC, of the office */
    enum log_level log_level;
    msec poll_interval;
    const char *policy;          /* for policy_load(): a shipped name, or a path (resolved beside the file) */
    const char *rubric;          /* for rubric_load(), of units; the same */
    const char *evidence_folder; /* where relative paths of evidence lie; NULL: in the current folder */
    const char *const
        *head_roles; /* roles in people by which a unit's head is known, the first before the others */
    size_t head_role_count;
    int nightly_proof; /* minutes after the office's midnight */
    int batch_size;    /* subjects a transaction */
    msec leader_lease;
    msec statement_timeout;
    msec connect_timeout;
    struct delivery_config delivery;
    struct retention_config retention;
    struct notice_config notice;
    struct heartbeat_config heartbeat;
    struct web_config web;
    struct channel_config *channels;
    size_t channel_count;
    struct source_config *sources;
    size_t source_count;

    struct arena arena; /* private: holds all of the above. The struct may be moved by assignment */
};

/* Read and check a file. NULL: the default place, or built-in defaults where nothing is there. On
 * false every fault has been added to `faults`, and `ret_config` is untouched. */
MUST_CHECK bool config_load(const char *path, struct config *ret_config, struct faults *faults);

/* The same for one place: built-in defaults where no such file exists. */
MUST_CHECK bool config_load_if_there(const char *path, struct config *ret_config, struct faults *faults);

/* The same from a text; `path` names it in faults, and its folder resolves relative names. */
MUST_CHECK bool config_parse(const char *text, size_t length, const char *path, struct config *ret_config,
                             struct faults *faults);

/* Built-in defaults: no channels, libpq's environment. */
void config_default(struct config *ret_config);

/* Frees what config_load(), config_parse() or config_default() made. A zeroed struct is fine. */
void config_done(struct config *config);

/* The options that differ and only take effect at a restart: "database, connect_timeout", or nothing.
 * Everything else may be swapped in a running program. */
void config_fixed_changes(const struct config *running, const struct config *loaded, struct buf *names);

/* The JSON Schema of the configuration file (draft 07). */
void config_schema(struct buf *out);

#endif
