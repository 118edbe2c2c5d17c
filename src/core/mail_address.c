#include "core/mail_address.h"

#include <string.h>

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* atext of RFC 5322. */
static bool is_atom(char c)
{
    return is_letter_or_digit(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* "a.b.c": atoms, of letters, digits and hyphens only where it is a domain. Returns the length. */
static size_t dotted(const char *text, bool domain)
{
    size_t length = 0;
    bool open = true; /* an atom must begin here */

    for (;; length++) {
        char c = text[length];
        if (c == '.' && !open)
            open = true;
        else if (domain ? is_letter_or_digit(c) || c == '-' : is_atom(c))
            open = false;
        else
            return open ? 0 : length;
    }
}

const char *mail_address_box(const char *address, size_t *ret_length)
{
    const char *open = strrchr(address, '<');
    size_t length = strlen(address);

    if (open == NULL || length == 0 || address[length - 1] != '>') {
        *ret_length = length;
        return address;
    }
    *ret_length = (size_t)(address + length - 1 - (open + 1));
    return open + 1;
}

size_t mail_address_name(const char *address, const char **ret_name)
{
    size_t unused;
    const char *box = mail_address_box(address, &unused);
    size_t length = box == address ? 0 : (size_t)(box - 1 - address);

    while (length > 0 && address[length - 1] == ' ')
        length--;
    *ret_name = address;
    while (length > 0 && **ret_name == ' ') {
        (*ret_name)++;
        length--;
    }
    return length;
}

const char *mail_address_fault(const char *address)
{
    const char *name;
    size_t length;
    const char *box = mail_address_box(address, &length);
    size_t local = dotted(box, false);

    if (has_control(address) || mail_address_name(address, &name) > MAIL_NAME_MAX ||
        length > MAIL_ADDRESS_MAX || local == 0 || box[local] != '@' || length == local + 1 ||
        dotted(box + local + 1, true) != length - local - 1)
        return "expected an e-mail address, such as budget@example.org";
    return NULL;
}

bool mail_address_is_local(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && dotted(text, false) == length;
}
