/* Addresses of e-mail: "box@example.gov.cn", or with a name before it: "预算处 <box@example.gov.cn>".
 *
 * Taken are plain mailboxes only: ASCII, dots and letters, no quoting, no comments, no groups. What else RFC
 * 5322 allows is of use to nobody here, and all of it is a way to smuggle in a second address. */
#ifndef CORE_MAIL_ADDRESS_H
#define CORE_MAIL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

enum { MAIL_ADDRESS_MAX = 254, MAIL_NAME_MAX = 200 };

/* What is wrong with it, as a sentence that does not quote it; NULL: nothing. */
const char *mail_address_fault(const char *address);

/* The mailbox in it, `*ret_length` bytes. */
const char *mail_address_box(const char *address, size_t *ret_length);

/* The name before the mailbox, without the blanks around it. Returns its length; 0: there is none. */
size_t mail_address_name(const char *address, const char **ret_name);

/* Whether the text may stand before the @ of an address, or of a Message-ID. */
bool mail_address_is_local(const char *text);

#endif
