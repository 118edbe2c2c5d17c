#include "config/option.h"

#include "config/config.h"
#include "core/route.h"
#include "core/rule.h"

#define SECONDS(n) ((n)*INT64_C(1000))
#define MINUTES(n) ((n)*SECONDS(60))
#define HOURS(n)   ((n)*MINUTES(60))
#define DAYS(n)    ((n)*HOURS(24))

enum { TEXT_MAX = 4096, NAME_MAX_BYTES = 64, RETENTION_MAX_DAYS = 36500 };

static const char *language_word(int i)
{
    static const char *const words[] = {[LANGUAGE_ZH] = "zh", [LANGUAGE_EN] = "en"};
    return words[i];
}

static const char *level_word(int i)
{
    return log_level_name((enum log_level)i);
}

static const char *type_word(int i)
{
    return channel_type_name((enum channel_type)i);
}

static const char *format_word(int i)
{
    static const char *const words[] = {
        [WEBHOOK_STANDARD] = "standard", [WEBHOOK_CLOUDEVENTS] = "cloudevents"};
    return words[i];
}

static const char *tls_word(int i)
{
    static const char *const words[] = {
        [MAIL_TLS_STARTTLS] = "starttls", [MAIL_TLS_ALWAYS] = "tls", [MAIL_TLS_NONE] = "none"};
    return words[i];
}

static const char *rule_word(int i)
{
    return rule_name((enum rule)i);
}

static const char *severity_word(int i)
{
    return severity_name((enum severity)i);
}

static const char *key_word(int i)
{
    return pace_key_name((enum pace_key)i);
}

static const char *escalate_word(int i)
{
    return escalate_name((enum escalate)i);
}

static const char *money_word(int i)
{
    static const char *const words[] = {[MONEY_YUAN] = "yuan", [MONEY_WAN] = "wan"};
    return words[i];
}

static const char *kind_word(int i)
{
    return ledger_kind((enum ledger_id)i)->name;
}

static const char *event_word(int i)
{
    return event_name((enum event_kind)i);
}

#define AT(field)         .at = offsetof(struct config, field)
#define IN_CHANNEL(field) .at = offsetof(struct channel_config, field)
#define IN_SOURCE(field)  .at = offsetof(struct source_config, field)

#define IS(type) (1u << CHANNEL_##type)
#define ROBOTS   (IS(WECOM) | IS(DINGTALK) | IS(FEISHU) | IS(SLACK))
#define POSTED   (IS(WEBHOOK) | ROBOTS | IS(ALERTMANAGER))
#define TOLD     (IS(WEBHOOK) | ROBOTS | IS(EMAIL) | IS(JOURNAL))

/* clang-format off */
const struct option options[] = {
    {"$schema", OPTION_SCHEMA, .min = 1, .max = TEXT_MAX,
     .help = "Where the JSON Schema of this file is, for editors."},
    {"database", OPTION_CONNINFO, AT(database), .max = TEXT_MAX, .flags = OPTION_FIXED,
     .help = "PostgreSQL connection string. Without it libpq's environment counts (PGHOST, PGSERVICE "
             "...). A password is refused: use a password file (passfile=) or a service file. "
             "Several hosts with target_session_attrs=read-write follow a failover."},
    {"language", OPTION_WORD, AT(language), .min = LANGUAGE_ZH, .max = LANGUAGE_EN, .word = language_word,
     .standard = "\"zh\"",
     .help = "Language of alerts and notices."},
    {"utc_offset", OPTION_OFFSET, AT(utc_offset), .min = -12 * 60, .max = 14 * 60, .standard = "\"+08:00\"",
     .help = "Time zone of the office; its date decides what is due."},
    {"log_level", OPTION_WORD, AT(log_level), .min = LOG_LEVEL_ERROR, .max = LOG_LEVEL_DEBUG,
     .word = level_word, .standard = "\"info\"",
     .help = "The least important messages that are logged. SIGUSR1 to the daemon says one level more, SIGUSR2 one less, "
             "until the next reload."},
    {"poll_interval", OPTION_DURATION, AT(poll_interval), .min = 50, .max = HOURS(1), .standard = "\"30s\"",
     .help = "How often the database is asked for changes when no notification wakes the daemon."},
    {"policy", OPTION_SHIPPED, AT(policy), .min = 1, .max = TEXT_MAX, .standard = "\"default\"",
     .help = "Thresholds of the rules: the name of a shipped policy (default, guangzhou), or the path of "
             "a policy file (with a / in it, or ending in .json), relative to this file."},
    {"rubric", OPTION_SHIPPED, AT(rubric), .min = 1, .max = TEXT_MAX,
     .standard = "\"guangzhou-department-2023\"",
     .help = "Score sheet of a unit's self-evaluation: the name of a shipped rubric, or the path of a rubric "
             "file (with a / in it, or ending in .json), relative to this file."},
    {"evidence_folder", OPTION_FILE, AT(evidence_folder), .min = 1, .max = TEXT_MAX,
     .help = "Where the files lie that evidence names by a relative path; relative to this file. Without it "
             "the folder that budgetwatch evidence is run in."},
    {"head_roles", OPTION_TEXTS, AT(head_roles), .count = offsetof(struct config, head_role_count), .max = 200,
     .standard = "[\"负责人\", \"主要负责人\", \"单位负责人\", \"局长\", \"主任\", \"处长\", \"校长\", \"院长\", "
                 "\"所长\", \"head\"]",
     .help = "Roles in people by which the head of a unit is known for notices and escalate_to, whole and in any case; of several "
             "people the one whose role stands first here, then by name."},
    {"nightly_proof", OPTION_TIME, AT(nightly_proof), .max = 24 * 60 - 1, .standard = "\"03:00\"",
     .help = "Office time at which everything is evaluated anew to prove that no change was missed."},
    {"batch_size", OPTION_INTEGER, AT(batch_size), .min = 1, .max = 10000, .standard = "2000",
     .unit = "subjects",
     .help = "How much is evaluated and written in one transaction."},
    {"leader_lease", OPTION_DURATION, AT(leader_lease), .min = SECONDS(1), .max = HOURS(1),
     .standard = "\"30s\"", .flags = OPTION_FIXED,
     .help = "How long a daemon stays the one that evaluates without renewing; another one takes over "
             "after that."},
    {"statement_timeout", OPTION_DURATION, AT(statement_timeout), .min = SECONDS(1), .max = HOURS(24),
     .standard = "\"60s\"", .flags = OPTION_FIXED,
     .help = "The longest that the database may work on one statement."},
    {"connect_timeout", OPTION_DURATION, AT(connect_timeout), .min = SECONDS(1), .max = MINUTES(5),
     .standard = "\"5s\"", .flags = OPTION_FIXED,
     .help = "The longest that connecting to one database host may take."},

    {"delivery.lease", OPTION_DURATION, AT(delivery.lease), .min = SECONDS(1), .max = HOURS(1),
     .standard = "\"60s\"",
     .help = "How long a message belongs to the daemon that sends it; longer than each channel's "
             "timeout. After a crash another daemon sends it when this is over."},
    {"delivery.in_flight", OPTION_INTEGER, AT(delivery.in_flight), .min = 1, .max = 1024, .standard = "64",
     .unit = "messages", .flags = OPTION_FIXED,
     .help = "How many are being sent at once."},
    {"delivery.shutdown_timeout", OPTION_DURATION, AT(delivery.shutdown_timeout), .max = MINUTES(10),
     .standard = "\"10s\"",
     .help = "How long a stopping daemon waits for messages in flight."},
    {"delivery.retry_schedule", OPTION_DURATIONS, AT(delivery.retry_schedule),
     .count = offsetof(struct config, delivery.retry_count), .max = DAYS(7),
     .standard = "[\"5s\", \"5m\", \"30m\", \"2h\", \"5h\", \"10h\", \"14h\", \"20h\", \"24h\"]",
     .help = "The waits after the first, second, ... failed attempt. When the attempt after the last "
             "wait fails, the message is dead."},
    {"delivery.throttle_pause", OPTION_DURATION, AT(delivery.throttle_pause), .min = SECONDS(1),
     .max = HOURS(24), .standard = "\"60s\"",
     .help = "How long a channel rests when its receiver says that it is too fast, and names no time "
             "itself."},
    {"delivery.answer_limit", OPTION_INTEGER, AT(delivery.answer_limit), .min = 256, .max = 1048576,
     .standard = "16384", .unit = "bytes",
     .help = "How much of a receiver's answer is read."},

    {"retention.events_days", OPTION_INTEGER, AT(retention.events_days), .min = 1,
     .max = RETENTION_MAX_DAYS, .standard = "1100", .unit = "days",
     .help = "How long events are kept."},
    {"retention.messages_days", OPTION_INTEGER, AT(retention.messages_days), .min = 1,
     .max = RETENTION_MAX_DAYS, .standard = "400", .unit = "days",
     .help = "How long messages are kept once they are delivered or dead."},
    {"retention.attempts_days", OPTION_INTEGER, AT(retention.attempts_days), .min = 1,
     .max = RETENTION_MAX_DAYS, .standard = "400", .unit = "days",
     .help = "How long the record of each attempt to send is kept."},
    {"retention.audit_days", OPTION_INTEGER, AT(retention.audit_days), .min = 1, .max = RETENTION_MAX_DAYS,
     .standard = "3650", .unit = "days",
     .help = "How long the audit trail of ledger changes is kept."},

    {"notice.enabled", OPTION_BOOL, AT(notice.enabled), .standard = "false",
     .help = "Whether the daemon sends the monthly notice by itself."},
    {"notice.workday", OPTION_INTEGER, AT(notice.workday), .min = 1, .max = 20, .standard = "5",
     .unit = "working days",
     .help = "On which working day after a month's end its notice is due."},
    {"notice.at", OPTION_TIME, AT(notice.at), .max = 24 * 60 - 1, .standard = "\"09:10\"",
     .help = "Office time from which it is sent on that day. Robots are busy at full and half hours."},
    {"notice.units", OPTION_TEXTS, AT(notice.units), .count = offsetof(struct config, notice.unit_count), .max = 200,
     .standard = "[\"top\"]",
     .help = "Whose notices: top, the unit above all others (of several such all together); all, every unit that has "
             "projects of its own or below it; or codes of units."},
    {"notice.money_unit", OPTION_WORD, AT(notice.money_unit), .min = MONEY_YUAN, .max = MONEY_WAN, .word = money_word,
     .standard = "\"wan\"",
     .help = "Amounts in notices in yuan, or in wan: 10,000 yuan."},
    {"notice.link", OPTION_URL, AT(notice.link), .min = 1, .max = TEXT_MAX,
     .help = "Address at which a notice can be read; {unit} and {period} in it become the unit's code and the month "
             "as 2023-07."},
    {"notice.corrections", OPTION_BOOL, AT(notice.corrections), .standard = "true",
     .help = "Whether the daemon, until the next notice is due, looks every day at that time whether data has changed "
             "since, and sends a correction that says what."},

    {"heartbeat.channel", OPTION_NAME, AT(heartbeat.channel), .min = 1, .max = NAME_MAX_BYTES,
     .help = "Name of the channel that is told at every heartbeat.interval that the daemon evaluates and delivers, for "
             "who raises the alarm when that stays away. Quiet hours do not hold for it."},
    {"heartbeat.interval", OPTION_DURATION, AT(heartbeat.interval), .max = HOURS(24), .standard = "\"0s\"",
     .help = "How often, over all daemons; 0: never. One that could not be delivered until the next is due is "
             "dropped for that."},
    {"web.enabled", OPTION_BOOL, AT(web.enabled), .standard = "false", .flags = OPTION_FIXED,
     .help = "Serve the status page, the API and the metrics."},
    {"web.listen", OPTION_TEXT, AT(web.listen), .min = 1, .max = TEXT_MAX, .standard = "\"127.0.0.1:8460\"",
     .flags = OPTION_FIXED,
     .help = "Address and port to serve at; port 0: any that is free, which the log names. It is plain HTTP: TLS is left to a reverse proxy on the same machine."},
    {"web.allow_http", OPTION_BOOL, AT(web.allow_http), .standard = "false", .flags = OPTION_FIXED,
     .help = "Serve without TLS at an address that other machines can reach: tokens and figures can be read on the way."},
    {"web.database", OPTION_CONNINFO, AT(web.database), .min = 1, .max = TEXT_MAX,
     .help = "Connection string of a login of its own for pages and API, without a password: a member of "
             "budgetwatch_officer, or of budgetwatch_reader where nobody acts. Without it the daemon's own."},
    {"web.token_file", OPTION_TEXT, AT(web.token_file), .min = 1, .max = TEXT_MAX,
     .help = "File with the token that allows reading, 32 characters or more. Needed unless listen is a loopback address "
             "and hosts is empty; without it everybody on this machine may read. A relative name is looked up in "
             "$CREDENTIALS_DIRECTORY, then beside this file."},
    {"web.act_token_file", OPTION_TEXT, AT(web.act_token_file), .min = 1, .max = TEXT_MAX,
     .help = "File with the token that also allows acknowledging and silencing; another than that of token_file. Without "
             "it nobody may."},
    {"web.hosts", OPTION_TEXTS, AT(web.hosts), .count = offsetof(struct config, web.host_count), .max = 255,
     .help = "Names under which it may be asked for, as a reverse proxy passes them on: without a port. Loopback names and "
             "addresses in figures may always be used; a request for any other name is refused."},
    {"web.timeout", OPTION_DURATION, AT(web.timeout), .min = SECONDS(1), .max = MINUTES(5), .standard = "\"10s\"",
     .help = "The longest that an answer may wait for its turn, and that the database may work on one statement of it."},

    {OPTION_CHANNEL "name", OPTION_NAME, IN_CHANNEL(name), .min = 1, .max = NAME_MAX_BYTES,
     .flags = OPTION_REQUIRED,
     .help = "What the channel is called in logs and commands. Messages belong to the name: another name "
             "is another channel."},
    {OPTION_CHANNEL "type", OPTION_WORD, IN_CHANNEL(type), .min = CHANNEL_WEBHOOK, .max = CHANNEL_JOURNAL,
     .word = type_word, .former = "log", .flags = OPTION_REQUIRED,
     .help = "webhook: signed posts (Standard Webhooks). wecom, dingtalk, feishu, slack: a group robot. "
             "alertmanager: alerts for Prometheus Alertmanager, API v2. email: letters by SMTP. journal: the "
             "daemon's own log, the journal under systemd (log is its older name)."},
    {OPTION_CHANNEL "enabled", OPTION_BOOL, IN_CHANNEL(enabled), .standard = "true",
     .help = "false: nothing is sent to it; messages that already wait for it stay."},
    {OPTION_CHANNEL "url", OPTION_URL, IN_CHANNEL(url), .min = 1, .max = TEXT_MAX,
     .types = IS(WEBHOOK) | IS(ALERTMANAGER),
     .help = "Address of the receiver, https:// unless allow_http is set. Everybody who reads this file sees "
             "it: one with a secret in it belongs into url_file."},
    {OPTION_CHANNEL "url_file", OPTION_TEXT, IN_CHANNEL(url_file), .min = 1, .max = TEXT_MAX, .types = POSTED,
     .needed = ROBOTS,
     .help = "File with the address, instead of url: a robot's whole address with its key, access_token or "
             "path, as the chat shows it. A relative name is looked up in $CREDENTIALS_DIRECTORY, then beside "
             "this file."},
    {OPTION_CHANNEL "secret_file", OPTION_TEXT, IN_CHANNEL(secret_file), .min = 1, .max = TEXT_MAX,
     .types = IS(WEBHOOK) | IS(DINGTALK) | IS(FEISHU), .needed = IS(WEBHOOK),
     .help = "File with the signing secret: whsec_... of a webhook, SEC... of a DingTalk robot, what Feishu "
             "shows for one whose signature is verified. A relative name is looked up in "
             "$CREDENTIALS_DIRECTORY, then beside this file."},
    {OPTION_CHANNEL "previous_secret_file", OPTION_TEXT, IN_CHANNEL(previous_secret_file), .min = 1,
     .max = TEXT_MAX, .types = IS(WEBHOOK),
     .help = "File with the secret before this one: both sign, until every receiver knows the new one."},
    {OPTION_CHANNEL "format", OPTION_WORD, IN_CHANNEL(format), .min = WEBHOOK_STANDARD,
     .max = WEBHOOK_CLOUDEVENTS, .word = format_word, .standard = "\"standard\"", .types = IS(WEBHOOK),
     .help = "Form of the body: standard (type, timestamp, data), or cloudevents (CloudEvents 1.0, "
             "structured). Headers and signature are the same."},
    {OPTION_CHANNEL "source", OPTION_TEXT, IN_CHANNEL(source), .min = 1, .max = 256,
     .standard = "\"urn:budgetwatch\"", .types = IS(WEBHOOK),
     .help = "What CloudEvents call their source, a URI: one for each installation that a receiver hears."},
    {OPTION_CHANNEL "resend", OPTION_DURATION, IN_CHANNEL(resend), .min = SECONDS(1), .max = HOURS(1),
     .standard = "\"2m\"", .types = IS(ALERTMANAGER),
     .help = "How often the alerts that stand are sent again; Alertmanager takes one that it does not hear "
             "of for ended."},
    {OPTION_CHANNEL "server", OPTION_SERVER, IN_CHANNEL(server), .min = 1, .max = TEXT_MAX, .types = IS(EMAIL),
     .needed = IS(EMAIL), .help = "The mail server that takes the letters, with its port: smtp.example.org:587."},
    {OPTION_CHANNEL "tls", OPTION_WORD, IN_CHANNEL(tls), .min = MAIL_TLS_STARTTLS, .max = MAIL_TLS_NONE,
     .word = tls_word, .standard = "\"starttls\"", .types = IS(EMAIL),
     .help = "starttls: asked for before anything is said, and insisted on (port 587). tls: from the first "
             "byte (port 465). none: only with allow_plain."},
    {OPTION_CHANNEL "allow_plain", OPTION_BOOL, IN_CHANNEL(allow_plain), .standard = "false",
     .types = IS(EMAIL),
     .help = "Whether tls may be none, where anybody on the way can read: for a server on this host."},
    {OPTION_CHANNEL "from", OPTION_ADDRESS, IN_CHANNEL(from), .min = 1, .max = 254, .types = IS(EMAIL),
     .needed = IS(EMAIL), .help = "Address of the sender."},
    {OPTION_CHANNEL "to", OPTION_TEXTS, IN_CHANNEL(to), .count = offsetof(struct channel_config, to_count),
     .max = 254, .types = IS(EMAIL), .needed = IS(EMAIL),
     .help = "Addresses of the readers; the word answers stands for the person who answers, where people has "
             "an address, and head for the head of the unit that a notice is of (see head_roles)."},
    {OPTION_CHANNEL "username", OPTION_TEXT, IN_CHANNEL(username), .min = 1, .max = 256, .types = IS(EMAIL),
     .help = "Name to log in with at the mail server; without it nobody logs in."},
    {OPTION_CHANNEL "password_file", OPTION_TEXT, IN_CHANNEL(password_file), .min = 1, .max = TEXT_MAX,
     .types = IS(EMAIL),
     .help = "File with the password for username. A relative name is looked up in $CREDENTIALS_DIRECTORY, "
             "then beside this file."},
    {OPTION_CHANNEL "ca_file", OPTION_FILE, IN_CHANNEL(ca_file), .min = 1, .max = TEXT_MAX,
     .types = POSTED | IS(EMAIL),
     .help = "Certificates that the receiver's is checked against, instead of the system's."},
    {OPTION_CHANNEL "allow_http", OPTION_BOOL, IN_CHANNEL(allow_http), .standard = "false", .types = POSTED,
     .help = "Whether the address may be plain http://, where anybody on the way can read; a robot's only on "
             "this host."},
    {OPTION_CHANNEL "timeout", OPTION_DURATION, IN_CHANNEL(timeout), .min = 100, .max = MINUTES(5),
     .standard = "\"15s\"", .types = POSTED | IS(EMAIL),
     .help = "The longest that one attempt may take."},
    {OPTION_CHANNEL "throttle_pause", OPTION_DURATION, IN_CHANNEL(throttle_pause), .min = SECONDS(1),
     .max = HOURS(24), .types = POSTED | IS(EMAIL),
     .help = "The shortest rest of this channel after its receiver has said that it is too fast. Without it "
             "10m for dingtalk, 60s for the other robots, and for the rest what the receiver says, else "
             "delivery.throttle_pause."},
    {OPTION_CHANNEL "rules", OPTION_WORDS, IN_CHANNEL(rules), .max = RULE_COUNT - 1, .word = rule_word,
     .help = "The rules that it wants to hear of; all where this is absent."},
    {OPTION_CHANNEL "severities", OPTION_WORDS, IN_CHANNEL(severities), .min = SEVERITY_BLUE,
     .max = SEVERITY_RED, .word = severity_word,
     .help = "The severities that it wants to hear of; all where this is absent."},
    {OPTION_CHANNEL "events", OPTION_WORDS, IN_CHANNEL(events), .max = EVENT_COUNT - 1, .word = event_word,
     .help = "The events that it wants to hear of; all where this is absent."},
    {OPTION_CHANNEL "units", OPTION_TEXTS, IN_CHANNEL(units), .count = offsetof(struct channel_config,
     unit_count), .max = 64,
     .help = "Codes of the units that it wants to hear of; all where this is absent."},
    {OPTION_CHANNEL "alerts", OPTION_BOOL, IN_CHANNEL(alerts), .standard = "true", .types = TOLD,
     .help = "false: nothing is said to it of deviations and of other channels that fail; for one that is there for "
             "notices alone."},
    {OPTION_CHANNEL "notices", OPTION_BOOL, IN_CHANNEL(notices), .standard = "true",
     .types = TOLD,
     .help = "Whether it is sent monthly notices: with units of theirs only, else all that are made."},
    {OPTION_CHANNEL "quota", OPTION_RATES, IN_CHANNEL(pace.quota), .count = offsetof(struct channel_config,
     pace.quota_count), .max = PACE_RATES_MAX,
     .help = "How many messages may be sent to it, as \"20/1m\": 20 in any minute. All rates hold, over all "
             "daemons, attempts counted. Without it what the type asks for; a webhook and the log have no quota."},
    {OPTION_CHANNEL "digest_over", OPTION_INTEGER, IN_CHANNEL(pace.digest_over), .min = 1, .max = 1000000,
     .unit = "events",
     .help = "More than so many events of a minute are sent as digests. Without it what suits the type: 100 for a "
             "webhook and the log, 5 where people read."},
    {OPTION_CHANNEL "digest_wait", OPTION_DURATION, IN_CHANNEL(pace.digest_wait), .max = HOURS(1),
     .standard = "\"10s\"",
     .help = "How long such a flood is collected before a digest is made of it."},
    {OPTION_CHANNEL "group_by", OPTION_WORDS, IN_CHANNEL(pace.group_by), .max = PACE_KEY_COUNT - 1,
     .word = key_word, .flags = OPTION_NO_WORD,
     .help = "Events that wait at once and agree in these are one message; without it each event is one."},
    {OPTION_CHANNEL "group_wait", OPTION_DURATION, IN_CHANNEL(pace.group_wait), .max = HOURS(24),
     .help = "How long the first event waits for others. Without it what suits the type: not at all for a webhook "
             "and the log, 10 seconds where people read."},
    {OPTION_CHANNEL "busy_jitter", OPTION_DURATION, IN_CHANNEL(pace.busy_jitter), .max = MINUTES(25),
     .help = "What would be sent at a full or half hour, when everybody sends, is sent up to so long after that "
             "minute, by chance. Without it what suits the type: 2 minutes for feishu, else not."},
    {OPTION_CHANNEL "quiet", OPTION_SPANS, IN_CHANNEL(quiet), .count = offsetof(struct channel_config,
     quiet_count), .max = QUIET_SPANS_MAX,
     .help = "Hours of the office's time in which nothing is sent to it, as \"22:00-07:00\", \"sat,sun "
             "00:00-24:00\" or \"holidays 00:00-24:00\" (days: mon ... sun, workdays, holidays; those on which "
             "the hours begin). What waits is one digest afterwards."},
    {OPTION_CHANNEL "quiet_except", OPTION_WORDS, IN_CHANNEL(quiet_except), .min = SEVERITY_BLUE,
     .max = SEVERITY_RED, .word = severity_word, .flags = OPTION_NO_WORD,
     .help = "Severities that are sent in quiet hours all the same."},
    {OPTION_CHANNEL "unacknowledged_after", OPTION_DURATION, IN_CHANNEL(unacknowledged_after), .max = DAYS(10),
     .standard = "\"0s\"",
     .help = "Above 0: it hears of a deviation only when that still stands and nobody has acknowledged it so long "
             "after it opened or escalated, and of what becomes of it from then on; and of corrective actions "
             "that are overdue."},
    {OPTION_CHANNEL "escalate_to", OPTION_WORDS, IN_CHANNEL(escalate_to), .max = ESCALATE_COUNT - 1,
     .word = escalate_word, .flags = OPTION_NO_WORD, .types = ROBOTS | IS(EMAIL),
     .help = "Who is mentioned or written to, beside the one who answers, when nobody has acted: head, the head of the "
             "unit; above, the head of the unit above it (see head_roles). That is of what unacknowledged_after has "
             "held back, of corrective actions that are overdue, and of reminders from escalate_reminders on."},
    {OPTION_CHANNEL "escalate_reminders", OPTION_INTEGER, IN_CHANNEL(escalate_reminders), .max = 1000,
     .standard = "2", .unit = "reminders", .types = ROBOTS | IS(EMAIL),
     .help = "From which reminder on since the deviation last changed escalate_to is told; 0: of none."},

    {OPTION_SOURCE "name", OPTION_NAME, IN_SOURCE(name), .min = 1, .max = NAME_MAX_BYTES, .flags = OPTION_REQUIRED,
     .help = "What the source is called in alerts, logs, the audit trail and commands. What it has brought belongs to "
             "the name."},
    {OPTION_SOURCE "kind", OPTION_WORD, IN_SOURCE(kind), .max = LEDGER_COUNT - 1, .word = kind_word,
     .flags = OPTION_REQUIRED,
     .help = "The ledger file whose columns the query yields: execution for those of execution.csv."},
    {OPTION_SOURCE "database", OPTION_CONNINFO, IN_SOURCE(database), .min = 1, .max = TEXT_MAX,
     .help = "Connection string of the office's database, without a password. Without it the daemon's own."},
    {OPTION_SOURCE "password_file", OPTION_TEXT, IN_SOURCE(password_file), .min = 1, .max = TEXT_MAX,
     .help = "File with the password for database. A relative name is looked up in $CREDENTIALS_DIRECTORY, then beside "
             "this file."},
    {OPTION_SOURCE "query", OPTION_TEXT, IN_SOURCE(query), .min = 1, .max = 65536,
     .help = "One SELECT, run read only, whose columns are called as those of the ledger file: in English or Chinese, "
             "in any order."},
    {OPTION_SOURCE "query_file", OPTION_FILE, IN_SOURCE(query_file), .min = 1, .max = TEXT_MAX,
     .help = "File with the query, instead of query."},
    {OPTION_SOURCE "map", OPTION_FILE, IN_SOURCE(map), .min = 1, .max = TEXT_MAX,
     .help = "Mapping of column names and words, as for budgetwatch import --map."},
    {OPTION_SOURCE "interval", OPTION_DURATION, IN_SOURCE(interval), .min = 100, .max = DAYS(7),
     .standard = "\"1h\"",
     .help = "How often it is read. After a failure it is tried again sooner, later and later."},
    {OPTION_SOURCE "timeout", OPTION_DURATION, IN_SOURCE(timeout), .min = 100, .max = HOURS(4), .standard = "\"5m\"",
     .help = "The longest that the reading may take, and again the writing of what differs."},
    {OPTION_SOURCE "max_shrink", OPTION_INTEGER, IN_SOURCE(max_shrink), .max = 100, .standard = "10", .unit = "percent",
     .help = "How many of the rows that it yielded last time may be missing; 100: all."},
    {OPTION_SOURCE "fail_after", OPTION_INTEGER, IN_SOURCE(fail_after), .min = 1, .max = 100, .standard = "1",
     .unit = "readings",
     .help = "After how many readings in a row that went wrong there is an alert."},
    {OPTION_SOURCE "deletes", OPTION_BOOL, IN_SOURCE(deletes), .standard = "false",
     .help = "Whether rows that it yielded and does not yield any more are taken out of the ledger."},
    {OPTION_SOURCE "enabled", OPTION_BOOL, IN_SOURCE(enabled), .standard = "true",
     .help = "false: it is not read; the ledger keeps what it has brought."},
    {OPTION_SOURCE "money_unit", OPTION_WORD, IN_SOURCE(money_unit), .min = IMPORT_YUAN, .max = IMPORT_WAN,
     .word = money_word, .standard = "\"yuan\"",
     .help = "Unit of amounts without one: yuan, or wan for 10,000 yuan."},
};
/* clang-format on */

const size_t option_count = sizeof options / sizeof options[0];

_Static_assert(RULE_COUNT <= 32 && EVENT_COUNT <= 32, "the filters of a channel have 32 bits");
_Static_assert((int)MONEY_YUAN == (int)IMPORT_YUAN && (int)MONEY_WAN == (int)IMPORT_WAN,
               "the words for units of money are the same");
