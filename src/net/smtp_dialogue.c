#include "net/smtp_dialogue.h"

#include <ctype.h>
#include <string.h>

#include "base/fault.h"

/* "RCPT TO:<box@example.org> ..." */
static void note_recipient(struct smtp_dialogue *dialogue, const char *command, size_t size)
{
    const char *open = memchr(command, '<', size);
    const char *close = open != NULL ? memchr(open, '>', size - (size_t)(open - command)) : NULL;
    size_t length = close != NULL ? (size_t)(close - open - 1) : 0;

    if (length > MAIL_ADDRESS_MAX)
        length = 0;
    if (length > 0)
        memcpy(dialogue->recipient, open + 1, length);
    dialogue->recipient[length] = '\0';
}

static bool is_verb(const char *command, size_t length, const char *verb)
{
    return length >= 4 && memcmp(command, verb, 4) == 0;
}

void smtp_dialogue_told(struct smtp_dialogue *dialogue, const char *command, size_t length)
{
    if (is_verb(command, length, "QUIT")) {
        /* What was said before stands. */
        dialogue->phase = SMTP_PHASE_QUIT;
        return;
    }
    dialogue->status = 0;
    buf_clear(&dialogue->reply);
    if (is_verb(command, length, "RCPT")) {
        dialogue->phase = SMTP_PHASE_RECIPIENT;
        note_recipient(dialogue, command, length);
    } else if (is_verb(command, length, "DATA")) {
        dialogue->phase = SMTP_PHASE_DATA;
    }
}

/* One more refusal for the list. */
static void note_refusal(struct smtp_dialogue *dialogue)
{
    if (dialogue->status < 500 && dialogue->refused_for_now == 0)
        dialogue->refused_for_now = dialogue->status;
    buf_printf(&dialogue->refused, "%s%s (SMTP %d: %s)", dialogue->refused.length > 0 ? ", " : "",
               dialogue->recipient, dialogue->status, buf_text(&dialogue->reply));
}

static bool has_code(const char *line, size_t length)
{
    return length >= 3 && isdigit((unsigned char)line[0]) && isdigit((unsigned char)line[1]) &&
           isdigit((unsigned char)line[2]);
}

/* All lines of a reply have been heard. */
static bool reply_ends(struct smtp_dialogue *dialogue)
{
    if (dialogue->phase == SMTP_PHASE_DATA && dialogue->status == 354) {
        FAULT_POINT(FAULT_DURING, FAULT_MAILING);
        dialogue->phase = SMTP_PHASE_TEXT;
        dialogue->status = 0;
        buf_clear(&dialogue->reply);
    }
    if (dialogue->phase != SMTP_PHASE_RECIPIENT || dialogue->status < 400)
        return true;
    note_refusal(dialogue);
    return dialogue->status >= 500 || !dialogue->patient;
}

/* "250-SIZE 1000" and more to come, or "250 OK" and no more. */
bool smtp_dialogue_heard(struct smtp_dialogue *dialogue, const char *line, size_t length)
{
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        length--;
    if (dialogue->phase == SMTP_PHASE_QUIT || !has_code(line, length))
        return true;
    dialogue->status = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (length > 4 && dialogue->reply.length < SMTP_REPLY_KEPT) {
        if (dialogue->reply.length > 0)
            buf_putc(&dialogue->reply, ' ');
        buf_add(&dialogue->reply, line + 4, length - 4);
    }
    return (length > 3 && line[3] == '-') || reply_ends(dialogue);
}

void smtp_dialogue_done(struct smtp_dialogue *dialogue)
{
    buf_free(&dialogue->reply);
    buf_free(&dialogue->refused);
}
