/* A mail server for tests (smtp_server.py, with python3-aiosmtpd), on loopback, as a child that dies with the
 * test. What it says, see there.
 *
 * Used by #include "../support/smtp_server.c", after the headers of cmocka: what goes wrong here fails the
 * test. */
#ifndef SUPPORT_SMTP_SERVER_H
#define SUPPORT_SMTP_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

struct smtp_server {
    int port;
    char certificate[64], key[64]; /* files; the certificate of unit/net/tls_files.h */

    /* Private. */
    pid_t pid;
    int out; /* memory file */
};

/* `options` are those of smtp_server.py, ending with NULL; a certificate is always given. Waits until it
 * listens. */
void smtp_server_start(struct smtp_server *server, const char *const options[]);
void smtp_server_stop(struct smtp_server *server);

/* All that it has said so far; the caller frees. */
char *smtp_server_said(const struct smtp_server *server);
/* How many lines begin with this. */
int smtp_server_count(const struct smtp_server *server, const char *line);

#endif
