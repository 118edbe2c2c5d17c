#include <ctype.h>
#include <string.h>

#include "cli/doctor.h"
#include "config/show.h"

void doctor_section(struct buf *out, const char *title)
{
    buf_printf(out, "\n== %s ==\n", title);
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || strchr("._%+-", c) != NULL;
}

/* How long the e-mail address at `text` is; 0: it is none. */
static size_t email_at(const char *text)
{
    size_t name = 0, host = 0;

    while (text[name] != '\0' && is_word(text[name]))
        name++;
    if (name == 0 || text[name] != '@')
        return 0;
    while (text[name + 1 + host] != '\0' && is_word(text[name + 1 + host]))
        host++;
    return host > 0 ? name + 1 + host : 0;
}

/* "https://...", "postgresql://..." */
static size_t address_at(const char *text)
{
    size_t scheme = 0;

    while (isalnum((unsigned char)text[scheme]) ||
           (scheme > 0 && strchr("+.-", text[scheme]) != NULL && text[scheme] != '\0'))
        scheme++;
    return scheme > 0 && strncmp(text + scheme, "://", 3) == 0 ? strcspn(text, " \t\n\"'<>,;") : 0;
}

static bool is_web(const char *address)
{
    return strncmp(address, "https://", 8) == 0 || strncmp(address, "http://", 7) == 0;
}

static size_t name_length(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}

static bool names_a_secret(const char *text, size_t length)
{
    static const char *const words[] = {"password", "passwd", "secret", "token", "key", "signature"};
    struct buf name = {0};
    bool found = false;

    buf_add(&name, text, length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        found = found || strcasestr(buf_text(&name), words[i]) != NULL;
    found = found && strcasestr(buf_text(&name), "file") == NULL;
    buf_free(&name);
    return found;
}

/* "password=...", "access_token: ...", "Bearer ...": where the value begins. 0: there is none. */
static size_t secret_value_at(const char *text)
{
    size_t length = name_length(text);

    if ((length == 6 && strncmp(text, "Bearer ", 7) == 0) || (length == 5 && strncmp(text, "Basic ", 6) == 0))
        return length + 1;
    if (length == 0 || (text[length] != '=' && text[length] != ':') || !names_a_secret(text, length))
        return 0;
    return length + 1 + strspn(text + length + 1, " ");
}

/* So many letters with digits among them are a key or a signature; the ids of messages are neither, nor are
 * names such as guangzhou-department-2023. */
static size_t opaque_at(const char *text)
{
    enum { KEY = 20 };
    size_t length = name_length(text), changes = 0;

    for (size_t i = 1; i < length; i++)
        changes += isalnum((unsigned char)text[i - 1]) && isalnum((unsigned char)text[i]) &&
                   (isdigit((unsigned char)text[i - 1]) != 0) != (isdigit((unsigned char)text[i]) != 0);
    if (length < KEY || changes < 2 || strncmp(text, "msg_", 4) == 0)
        return 0;
    return length + strspn(text + length, "+/=");
}

/* A run of so many digits is a mobile's, or an account's. */
static size_t number_at(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits >= 9 ? digits : 0;
}

static size_t quoted_at(const char *text)
{
    if (text[0] != '"' && text[0] != '\'')
        return 0;
    size_t length = strcspn(text + 1, text[0] == '"' ? "\"\n" : "'\n");
    return text[1 + length] == text[0] ? length + 2 : 0;
}

static size_t foreign_at(const char *text)
{
    size_t length = 0;

    while ((unsigned char)text[length] >= 0x80)
        length++;
    return length;
}

/* What stands at `text` is masked into `out`; returns its length, 0 where it may stay. `begins_number`: no
 * letter and no digit stands before it, as in +86...; a plus belongs to a word, too. */
static size_t mask_one(struct buf *out, const char *text, bool begins_word, bool begins_number)
{
    size_t length = begins_word ? address_at(text) : 0;

    if (length > 0 && is_web(text)) {
        struct buf address = {0};
        buf_add(&address, text, length);
        config_mask_address(out, buf_text(&address), CONFIG_SHOW_OTHERS);
        buf_free(&address);
        return length;
    }
    size_t value = begins_word && length == 0 ? secret_value_at(text) : 0;
    if (value > 0) {
        size_t rest = strcspn(text + value, " \t\n,;&");
        buf_add(out, text, value);
        buf_puts(out, rest > 0 ? "***" : "");
        return value + rest;
    }
    if (begins_word && length == 0)
        length = email_at(text);
    if (begins_word && length == 0)
        length = opaque_at(text);
    if (length == 0 && begins_number)
        length = number_at(text);
    if (length == 0 && begins_word)
        length = quoted_at(text);
    if (length == 0)
        length = foreign_at(text);
    if (length > 0)
        buf_puts(out, "***");
    return length;
}

void doctor_mask(struct buf *out, const char *text)
{
    bool begins_word = true, begins_number = true;

    while (*text != '\0') {
        size_t length = mask_one(out, text, begins_word, begins_number);
        if (length == 0) {
            buf_putc(out, *text);
            length = 1;
        }
        text += length;
        begins_word = !is_word(text[-1]);
        begins_number = !isalnum((unsigned char)text[-1]);
    }
}
