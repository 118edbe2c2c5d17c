#include "service/journal_channel.h"

#include <string.h>

#include "base/log.h"
#include "base/message_ids.h"
#include "net/webhook.h"

static const struct {
    const char *type;
    enum journal_kind kind;
} kinds[] = {
    {"deviation.opened", JOURNAL_DEVIATION_OPENED},
    {"deviation.escalated", JOURNAL_DEVIATION_ESCALATED},
    {"deviation.eased", JOURNAL_DEVIATION_EASED},
    {"deviation.resolved", JOURNAL_DEVIATION_RESOLVED},
    {"deviation.reminded", JOURNAL_DEVIATION_REMINDED},
    {"deviation.overdue", JOURNAL_DEVIATION_OVERDUE},
    {"delivery.dead", JOURNAL_DELIVERY_DEAD},
    {"channel.test", JOURNAL_CHANNEL_TEST},
    {"deviation.digest", JOURNAL_DEVIATION_DIGEST},
    {MESSAGE_TYPE_OFF, JOURNAL_DELIVERY_OFF},
    {MESSAGE_TYPE_NOTICE, JOURNAL_NOTICE_PROGRESS},
    {MESSAGE_TYPE_CORRECTION, JOURNAL_NOTICE_CORRECTION},
    {MESSAGE_TYPE_BEAT, JOURNAL_HEARTBEAT},
};

static const char *message_id_of(const char *type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return message_ids[kinds[i].kind].id;
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
    /* Whatever log_level says: the message is settled as delivered. */
    log_write_always(grave ? LOG_LEVEL_WARNING : LOG_LEVEL_NOTICE, message_id_of(type),
                     text.title[0] != '\0' ? text.title : type, "type", type, "rule", unless_empty(text.rule),
                     "severity", unless_empty(text.severity), "event", unless_empty(text.event), "unit",
                     unless_empty(text.unit), "subject", unless_empty(text.subject), "answers",
                     unless_empty(text.answers[0] != '\0' ? text.answers : text.manager), "explanation",
                     unless_empty(text.explanation), "channel", channel, "message", id, "corrects",
                     unless_empty(text.corrects), (const char *)NULL);
    webhook_text_done(&text);
}
