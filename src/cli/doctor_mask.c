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

static size_t web_at(const char *text)
{
    if (strncmp(text, "https://", 8) != 0 && strncmp(text, "http://", 7) != 0)
        return 0;
    size_t length = strcspn(text, " \t\n\"'<>,;");
    return length;
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
    size_t length = begins_word ? web_at(text) : 0;

    if (length > 0) {
        struct buf address = {0};
        buf_add(&address, text, length);
        config_mask_address(out, buf_text(&address), CONFIG_SHOW_OTHERS);
        buf_free(&address);
        return length;
    }
    if (begins_word)
        length = email_at(text);
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
