#include "net/mail.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>

#include "base/visible.h"
#include "core/mail_address.h"

/* RFC 2047: an encoded word has at most 75 characters, of which "=?UTF-8?B?" and "?=" are 12, so 63 are left
 * for base64, in groups of 4. RFC 5322: a line should have at most 78. */
enum { WORD_BYTES = 45, LINE_MAX_CHARS = 76, WORD_FRAME = 12, TOKEN_MAX = 100 };

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void mail_mailbox(struct buf *out, const char *address)
{
    size_t length;
    const char *box = mail_address_box(address, &length);

    buf_add(out, box, length);
}

/* How many bytes of `text`, at most `max`, end at a character. */
static size_t whole(const char *text, size_t length, size_t max)
{
    if (length <= max)
        return length;
    while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
        max--;
    return max;
}

static void encode_word(struct buf *out, const char *text, size_t length)
{
    unsigned char base64[(WORD_BYTES + 2) / 3 * 4 + 1];

    EVP_EncodeBlock(base64, (const unsigned char *)text, (int)length);
    buf_printf(out, "=?UTF-8?B?%s?=", (const char *)base64);
}

/* Several words stand on lines of their own; the space between two is not part of the text. */
static void encode_words(struct buf *out, const char *text, size_t length, size_t used)
{
    size_t room = used + WORD_FRAME + 4 < LINE_MAX_CHARS ? (LINE_MAX_CHARS - used - WORD_FRAME) / 4 * 3 : 0;

    while (length > 0) {
        size_t take = whole(text, length, room < WORD_BYTES ? room : WORD_BYTES);
        if (take > 0)
            encode_word(out, text, take);
        text += take;
        length -= take;
        room = WORD_BYTES;
        if (length > 0)
            buf_puts(out, "\r\n ");
    }
}

/* What a mail program would take for an encoded word must be encoded itself; so must what is too long for a
 * line, as only words can be folded anywhere. */
void mail_encode(struct buf *out, const char *text, size_t used)
{
    struct buf clean = {0};

    visible_add(&clean, text, strlen(text), /* lines */ false);
    text = buf_text(&clean);
    if (!is_ascii(text) || strstr(text, "=?") != NULL || used + clean.length > LINE_MAX_CHARS)
        encode_words(out, text, clean.length, used);
    else
        buf_puts(out, text);
    buf_free(&clean);
}

static size_t used_of_line(const struct buf *out)
{
    const char *end = strrchr(buf_text(out), '\n');

    return end != NULL ? strlen(end + 1) : out->length;
}

static void put_name(struct buf *out, const char *name, size_t length)
{
    struct buf copy = {0};

    buf_add(&copy, name, length);
    if (length > 1 && name[0] == '"' && name[length - 1] == '"') {
        buf_clear(&copy);
        buf_add(&copy, name + 1, length - 2);
    }
    if (!is_ascii(buf_text(&copy)) || strstr(buf_text(&copy), "=?") != NULL) {
        encode_words(out, buf_text(&copy), copy.length, used_of_line(out));
    } else {
        buf_putc(out, '"');
        for (const char *c = buf_text(&copy); *c != '\0'; c++)
            buf_printf(out, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
        buf_putc(out, '"');
    }
    buf_free(&copy);
}

/* Each address after the first stands on its own line. */
static bool put_addresses(struct buf *out, const char *header, const char *const *addresses, size_t count,
                          struct err *err)
{
    buf_printf(out, "%s: ", header);
    for (size_t i = 0; i < count; i++) {
        const char *name;

        const char *fault = mail_address_fault(addresses[i]);

        if (fault != NULL)
            return err_set(err, ERR_CONFIG, "%s: %s", header, fault);
        size_t length = mail_address_name(addresses[i], &name);
        if (i > 0)
            buf_puts(out, ",\r\n ");
        if (length > 0)
            put_name(out, name, length);
        buf_puts(out, length > 0 ? "\r\n <" : "<");
        mail_mailbox(out, addresses[i]);
        buf_putc(out, '>');
    }
    return true;
}

/* The names of days and months are English in every locale. */
static void put_date(struct buf *out, msec when, int utc_offset)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t there = (time_t)(when / 1000 + (msec)utc_offset * 60);
    int offset = utc_offset < 0 ? -utc_offset : utc_offset;
    struct tm tm;

    gmtime_r(&there, &tm);
    buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d %c%02d%02d", days[tm.tm_wday], tm.tm_mday,
               months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec,
               utc_offset < 0 ? '-' : '+', offset / 60, offset % 60);
}

/* Ids, topics and names of channels: what may stand before an @. */
static bool check_token(const char *what, const char *token, struct err *err)
{
    if (strlen(token) <= TOKEN_MAX && mail_address_is_local(token))
        return true;
    return err_set(err, ERR_INPUT, "the %s of a mail must be letters, digits and . _ -", what);
}

static void put_id(struct buf *out, const char *token, const char *domain)
{
    buf_printf(out, "<%s@%s>", token, domain);
}

struct header_writer {
    struct arena *arena;
    const char **lines;
    size_t count;
};

static void add_line(struct header_writer *writer, struct buf *line)
{
    writer->lines[writer->count++] = arena_text(writer->arena, buf_text(line));
    writer->lines[writer->count] = NULL;
    buf_clear(line);
}

static bool add_people(struct header_writer *writer, const struct mail *mail, struct buf *line,
                       struct err *err)
{
    if (mail->to_count == 0)
        return err_set(err, ERR_CONFIG, "To: a mail goes to nobody");
    if (!put_addresses(line, "From", &mail->from, 1, err))
        return false;
    add_line(writer, line);
    if (!put_addresses(line, "To", mail->to, mail->to_count, err))
        return false;
    add_line(writer, line);
    return true;
}

/* The topic is a message that never was: mail programs group what refers to the same one. */
static bool add_ids(struct header_writer *writer, const struct mail *mail, struct buf *line, struct err *err)
{
    size_t length;
    const char *domain = strchr(mail_address_box(mail->from, &length), '@') + 1;
    struct buf at = {0};

    buf_add(&at, domain, strcspn(domain, ">"));
    domain = buf_text(&at);
    bool ok = check_token("id", mail->id, err) &&
              (mail->topic == NULL || check_token("topic", mail->topic, err)) &&
              (mail->after == NULL || check_token("id it answers", mail->after, err)) &&
              (mail->list == NULL || check_token("channel", mail->list, err));
    if (ok) {
        buf_puts(line, "Message-ID: ");
        put_id(line, mail->id, domain);
        add_line(writer, line);
    }
    if (ok && mail->after != NULL) {
        buf_puts(line, "In-Reply-To: ");
        put_id(line, mail->after, domain);
        add_line(writer, line);
    }
    if (ok && (mail->topic != NULL || mail->after != NULL)) {
        buf_puts(line, "References:");
        for (int i = 0; i < 2; i++) {
            const char *token = i == 0 ? mail->topic : mail->after;
            if (token == NULL)
                continue;
            buf_puts(line, line->length > 12 ? "\r\n " : " ");
            put_id(line, token, domain);
        }
        add_line(writer, line);
    }
    if (ok && mail->list != NULL) {
        buf_printf(line, "List-Id: <%s.budgetwatch.%s>", mail->list, domain);
        add_line(writer, line);
    }
    buf_free(&at);
    return ok;
}

/* Auto-Submitted (RFC 3834) keeps holiday notices of people from answering; Exchange wants its own word. */
static void add_texts(struct header_writer *writer, const struct mail *mail, struct buf *line)
{
    buf_puts(line, "Subject: ");
    mail_encode(line, mail->subject, line->length);
    add_line(writer, line);
    put_date(line, mail->date, mail->utc_offset);
    add_line(writer, line);
    buf_puts(line, "Auto-Submitted: auto-generated");
    add_line(writer, line);
    buf_puts(line, "X-Auto-Response-Suppress: All");
    add_line(writer, line);
    if (mail->urgent) {
        buf_puts(line, "Importance: high");
        add_line(writer, line);
    }
    buf_puts(line, "User-Agent: budgetwatch/" BUDGETWATCH_VERSION);
    add_line(writer, line);
}

bool mail_headers(const struct mail *mail, struct arena *arena, const char **ret_lines, struct err *err)
{
    struct header_writer writer = {.arena = arena, .lines = ret_lines};
    struct buf line = {0};
    bool ok = add_people(&writer, mail, &line, err) && add_ids(&writer, mail, &line, err);

    if (ok)
        add_texts(&writer, mail, &line);
    buf_free(&line);
    return ok;
}

void mail_disposition(struct buf *out, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    struct buf clean = {0};

    visible_add(&clean, base, strlen(base), /* lines */ false);
    base = buf_text(&clean);
    size_t length = whole(base, clean.length, MAIL_FILE_NAME_MAX);
    buf_puts(out, "attachment; filename*=UTF-8''");
    if (length == 0)
        buf_puts(out, "file");
    for (size_t i = 0; i < length; i++) {
        char c = base[i] == '\\' ? '_' : base[i];
        if (is_letter_or_digit(c) || c == '.' || c == '-' || c == '_')
            buf_putc(out, c);
        else
            buf_printf(out, "%%%02X", (unsigned char)c);
    }
    buf_free(&clean);
}
