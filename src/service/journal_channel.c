#include "service/journal_channel.h"

#include <string.h>

#include "base/log.h"
#include "net/webhook.h"

/* MESSAGE_ID of the journal: each kind of message has its own for ever, so that
 * `journalctl MESSAGE_ID=...` finds all of a kind. */
static const struct {
    const char *type;
    const char *message_id;
} kinds[] = {
    {"deviation.opened", "5a0d6c1be7f44a0c9b0e3d5e8f2a7101"},
    {"deviation.escalated", "5a0d6c1be7f44a0c9b0e3d5e8f2a7102"},
    {"deviation.eased", "5a0d6c1be7f44a0c9b0e3d5e8f2a7103"},
    {"deviation.resolved", "5a0d6c1be7f44a0c9b0e3d5e8f2a7104"},
    {"deviation.reminded", "5a0d6c1be7f44a0c9b0e3d5e8f2a7105"},
    {"deviation.overdue", "5a0d6c1be7f44a0c9b0e3d5e8f2a7106"},
    {"delivery.dead", "5a0d6c1be7f44a0c9b0e3d5e8f2a7107"},
    {"channel.test", "5a0d6c1be7f44a0c9b0e3d5e8f2a7108"},
    {"deviation.digest", "5a0d6c1be7f44a0c9b0e3d5e8f2a7109"},
    {MESSAGE_TYPE_OFF, "5a0d6c1be7f44a0c9b0e3d5e8f2a710a"},
    {MESSAGE_TYPE_NOTICE, "5a0d6c1be7f44a0c9b0e3d5e8f2a710b"},
    {MESSAGE_TYPE_CORRECTION, "5a0d6c1be7f44a0c9b0e3d5e8f2a710c"},
    {MESSAGE_TYPE_BEAT, "5a0d6c1be7f44a0c9b0e3d5e8f2a710d"},
};

static const char *message_id_of(const char *type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return kinds[i].message_id;
    return NULL;
}

static const char *unless_empty(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

void journal_channel_send(const char *channel, const char *id, const char *type, const char *body)
{
    struct webhook_text text;
    struct err err = {0};

    if (!webhook_text_read(body, strlen(body), &text, &err)) {
        log_warning("a message for the journal cannot be read", "channel", channel, "message", id, "reason",
                    err.text);
        return;
    }
    bool grave = strcmp(text.severity, "red") == 0 || strcmp(type, MESSAGE_TYPE_DEAD) == 0 ||
                 strcmp(type, MESSAGE_TYPE_OFF) == 0;
    log_write_id(grave ? LOG_LEVEL_WARNING : LOG_LEVEL_NOTICE, message_id_of(type),
                 text.title[0] != '\0' ? text.title : type, "type", type, "rule", unless_empty(text.rule),
                 "severity", unless_empty(text.severity), "event", unless_empty(text.event), "unit",
                 unless_empty(text.unit), "subject", unless_empty(text.subject), "answers",
                 unless_empty(text.answers[0] != '\0' ? text.answers : text.manager), "explanation",
                 unless_empty(text.explanation), "channel", channel, "message", id, "corrects",
                 unless_empty(text.corrects), (const char *)NULL);
    webhook_text_done(&text);
}
