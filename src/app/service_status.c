#include "app/service_status.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>

static void on_prepare(uv_prepare_t *prepare);
static void look(const struct service_status *status, struct service_facts *facts);
static bool has(const struct channel *channel, enum channel_trouble trouble, msec now);
static bool are_same(const struct service_facts *a, const struct service_facts *b);
static void say(struct service_status *status, const struct service_facts *facts, const char *before);

void service_status_start(struct service_status *status, uv_loop_t *loop, const struct config *config,
                          const struct monitor *monitor, const struct dispatcher *dispatcher)
{
    *status = (struct service_status){.monitor = monitor, .dispatcher = dispatcher, .config = config};
    uv_prepare_init(loop, &status->prepare);
    status->prepare.data = status;
    if (getenv("NOTIFY_SOCKET") != NULL)
        uv_prepare_start(&status->prepare, on_prepare);
    uv_unref((uv_handle_t *)&status->prepare);
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct service_status *status = prepare->data;
    struct service_facts facts;

    look(status, &facts);
    if (status->ready && are_same(&facts, &status->said))
        return;
    say(status, &facts, status->ready ? "" : "READY=1\n");
    status->ready = true;
}

void service_status_reloading(void)
{
    char text[80];

    /* One message: systemd takes the time of the reload that this one begins. */
    snprintf(text, sizeof text, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64, uv_hrtime() / 1000);
    sd_notify(0, text);
}

void service_status_reloaded(struct service_status *status, bool taken)
{
    struct service_facts facts;

    status->said.reload = taken ? RELOAD_TAKEN : RELOAD_REFUSED;
    status->said.reloaded_at = clock_wall();
    look(status, &facts);
    say(status, &facts, "READY=1\n");
}

void service_status_stopping(struct service_status *status)
{
    uv_prepare_stop(&status->prepare);
    sd_notify(0, "STOPPING=1\nSTATUS=Stopping: what is being sent ends or is handed back.");
}

static void look(const struct service_status *status, struct service_facts *facts)
{
    const struct channels *channels = dispatcher_channels(status->dispatcher);
    msec now = clock_monotonic();

    *facts = (struct service_facts){.reload = status->said.reload, .reloaded_at = status->said.reloaded_at};
    monitor_doing(status->monitor, &facts->monitor);
    facts->delivers = dispatcher_is_connected(status->dispatcher);
    /* A bit for each, of those beyond 64 one together: a line that is late is the worst that can come of it.
     */
    for (size_t i = 0; i < channels->count; i++)
        for (int trouble = 0; trouble < CHANNEL_TROUBLES; trouble++)
            if (has(&channels->list[i], (enum channel_trouble)trouble, now))
                facts->channels[trouble] |= UINT64_C(1) << (i < 63 ? i : 63);
}

static bool has(const struct channel *channel, enum channel_trouble trouble, msec now)
{
    switch (trouble) {
    case CHANNEL_FAILING: return channel->failing && !channel->off;
    case CHANNEL_RESTING: return channel->paused_until > now && !channel->off;
    case CHANNEL_SWITCHED_OFF: return channel->off;
    case CHANNEL_TROUBLES: break;
    }
    return false;
}

static bool are_same(const struct service_facts *a, const struct service_facts *b)
{
    const struct monitor_doing *m = &a->monitor, *n = &b->monitor;

    return m->what == n->what && m->leads == n->leads && m->troubled_at == n->troubled_at &&
           m->passed_at == n->passed_at && strcmp(m->trouble, n->trouble) == 0 &&
           a->delivers == b->delivers && memcmp(a->channels, b->channels, sizeof a->channels) == 0 &&
           a->reload == b->reload && a->reloaded_at == b->reloaded_at;
}

static void say(struct service_status *status, const struct service_facts *facts, const char *before)
{
    struct buf line = {0}, all = {0};

    service_status_text(status, facts, &line);
    buf_printf(&all, "%sSTATUS=%s", before, buf_text(&line));
    sd_notify(0, buf_text(&all));
    status->said = *facts;
    snprintf(status->trouble, sizeof status->trouble, "%s", facts->monitor.trouble);
    status->said.monitor.trouble = status->trouble;
    buf_free(&line);
    buf_free(&all);
}

/* The office's time, without seconds. */
static void add_time(struct buf *out, const char *before, msec wall, int utc_offset)
{
    char day[DATE_TEXT];
    msec local = wall + (msec)utc_offset * 60 * 1000;
    int minute = (int)(local / 60000 % (24 * 60));

    buf_printf(out, "%s%s %02d:%02d", before, date_format(clock_date(wall, utc_offset), day), minute / 60,
               minute % 60);
}

static void add_channels(const struct service_status *status, enum channel_trouble trouble, struct buf *out)
{
    static const char *const words[] = {
        [CHANNEL_FAILING] = " Receivers that fail, messages are tried again: ",
        [CHANNEL_RESTING] = " Asked to rest, messages wait: ",
        [CHANNEL_SWITCHED_OFF] = " Switched off, messages wait: ",
    };
    const struct channels *channels = dispatcher_channels(status->dispatcher);
    const char *before = words[trouble];
    msec now = clock_monotonic();

    for (size_t i = 0; i < channels->count; i++)
        if (has(&channels->list[i], trouble, now)) {
            buf_printf(out, "%s%s", before, channels->list[i].config->name);
            before = ", ";
        }
    if (before != words[trouble])
        buf_putc(out, '.');
}

/* A reason comes from outside, and a line end in it would begin another word of the protocol. */
static void add_reason(struct buf *out, const char *reason)
{
    for (; *reason != '\0'; reason++)
        buf_putc(out, (unsigned char)*reason < ' ' ? ' ' : *reason);
}

static void add_evaluation(const struct monitor_doing *monitor, int utc_offset, struct buf *out)
{
    switch (monitor->what) {
    case MONITOR_DOES_CONNECT: buf_puts(out, "Connects to the database."); return;
    case MONITOR_DOES_WAIT:
        add_time(out, "The database does not work since ", monitor->troubled_at, utc_offset);
        buf_puts(out, ", it is tried again: ");
        add_reason(out, monitor->trouble);
        return;
    case MONITOR_DOES_PASS: buf_puts(out, "Leads, evaluates the whole ledger."); return;
    case MONITOR_DOES_PROVE: buf_puts(out, "Leads, makes the nightly proof."); return;
    case MONITOR_DOES_FOLLOW: break;
    }
    buf_puts(out, monitor->leads ? "Leads, follows the ledger." : "Stands by, another daemon leads.");
    if (monitor->leads && monitor->passed_at != 0) {
        add_time(out, " All of it was last evaluated ", monitor->passed_at, utc_offset);
        buf_putc(out, '.');
    }
}

void service_status_text(const struct service_status *status, const struct service_facts *facts,
                         struct buf *out)
{
    int utc_offset = status->config->utc_offset;

    add_evaluation(&facts->monitor, utc_offset, out);
    if (!facts->delivers && facts->monitor.what != MONITOR_DOES_CONNECT &&
        facts->monitor.what != MONITOR_DOES_WAIT)
        buf_puts(out, " Cannot deliver: its connection to the database does not work yet.");
    for (int trouble = 0; trouble < CHANNEL_TROUBLES; trouble++)
        if (facts->channels[trouble] != 0)
            add_channels(status, (enum channel_trouble)trouble, out);
    if (facts->reload == RELOAD_REFUSED) {
        add_time(out, " The configuration of ", facts->reloaded_at, utc_offset);
        buf_puts(out, " was refused, the one before it is in use; the journal says why.");
    }
}
