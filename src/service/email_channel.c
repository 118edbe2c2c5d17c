#include "service/email_channel.h"

#include <string.h>

#include "base/mem.h"
#include "net/mail_body.h"

static enum smtp_security security_of(enum mail_tls tls)
{
    switch (tls) {
    case MAIL_TLS_STARTTLS: return SMTP_STARTTLS;
    case MAIL_TLS_ALWAYS: return SMTP_TLS;
    case MAIL_TLS_NONE: return SMTP_PLAIN;
    }
    return SMTP_STARTTLS;
}

static void add(const char **list, size_t *count, const char *address)
{
    for (size_t i = 0; i < *count; i++)
        if (strcasecmp(list[i], address) == 0)
            return;
    list[(*count)++] = address;
}

/* Each address once; heads are there only where the channel escalates, or has asked for a notice's. The list
 * lives in `arena`, the addresses where they come from. */
static const char *const *recipients(const struct channel_config *said, const struct mail_body *body,
                                     struct arena *arena, size_t *ret_count)
{
    size_t most = said->to_count + body->answer_count + body->head_count;
    const char **list = arena_alloc(arena, most * sizeof *list + 1);
    size_t count = 0;

    for (size_t i = 0; i < said->to_count; i++) {
        if (strcmp(said->to[i], CONFIG_MAIL_TO_HEAD) == 0)
            continue; /* the body names that person where the channel wants it */
        if (strcmp(said->to[i], CONFIG_MAIL_TO_ANSWERS) != 0)
            add(list, &count, said->to[i]);
        else
            for (size_t k = 0; k < body->answer_count; k++)
                add(list, &count, body->answers[k]);
    }
    for (size_t i = 0; i < body->head_count; i++)
        add(list, &count, body->heads[i]);
    *ret_count = count;
    return list;
}

static bool fail(struct smtp_sending *sending, struct err *err)
{
    *sending = (struct smtp_sending){.owner = sending->owner, .err = *err};
    return false;
}

bool email_channel_send(struct smtp_sending *sending, uv_loop_t *loop, const struct channel *channel,
                        const char *id, const char *body, int attempt, smtp_done done)
{
    const struct channel_config *said = channel->config;
    struct smtp_settings settings = {.server = said->server,
                                     .security = security_of(said->tls),
                                     .ca_file = said->ca_file,
                                     .username = said->username,
                                     .password = channel->secret.bytes,
                                     .timeout = said->timeout};
    struct mail_body read;
    struct arena arena = {0};
    struct err err = {0};

    if (!mail_body_read(body, strlen(body), &read, &err))
        return fail(sending, &err);
    read.mail.id = id;
    read.mail.from = said->from;
    read.mail.to = recipients(said, &read, &arena, &read.mail.to_count);
    read.mail.list = said->name;
    read.mail.utc_offset = channel->utc_offset;
    sending->settings = &settings;
    sending->mail = &read.mail;
    sending->patient = attempt <= EMAIL_PATIENT_ATTEMPTS;
    bool ok = read.mail.to_count > 0;
    if (ok)
        ok = smtp_send(sending, loop, done);
    else {
        err_set(&err, ERR_CONFIG,
                "nobody to write to: no person who answers, and no head, has an e-mail address");
        fail(sending, &err);
    }
    sending->settings = NULL;
    sending->mail = NULL;
    arena_free(&arena);
    mail_body_done(&read);
    return ok;
}
