/* The password of a mail server, and whether somebody else's words repeat it: servers that do not know a
 * command quote it, sometimes cut. What repeats it must not reach a log or a table. */
#ifndef NET_SMTP_SECRET_H
#define NET_SMTP_SECRET_H

#include <stdbool.h>

/* A zeroed struct is no password, which nothing repeats. */
struct smtp_secret {
    char *forms[3]; /* the password, and the two forms it has on the wire */
};

/* `username` of at most 1,000 bytes, `password` of at most 10,000. */
void smtp_secret_init(struct smtp_secret *secret, const char *username, const char *password);
void smtp_secret_wipe(struct smtp_secret *secret);

/* Whether the text holds a form of the secret, or a word of it with 8 bytes or more is a part of one. */
bool smtp_secret_is_in(const struct smtp_secret *secret, const char *text);

#endif
