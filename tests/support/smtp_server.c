#include "smtp_server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../unit/net/tls_files.h"

enum { SMTP_SERVER_OPTIONS_MAX = 24, SMTP_SERVER_PATIENCE = 60 /* s */ };

/* Debian's Python, which has Debian's packages, whatever else is in the path. */
#define SMTP_SERVER_PYTHON "/usr/bin/python3"

static void smtp_server_file(char *path, const char *text)
{
    strcpy(path, "/tmp/budgetwatch-smtp-XXXXXX");
    int file = mkstemp(path);

    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}

static void smtp_server_exec(const struct smtp_server *server, pid_t parent, const char *const options[])
{
    const char *args[SMTP_SERVER_OPTIONS_MAX + 8] = {SMTP_SERVER_PYTHON,
                                                     SOURCE_DIR "/tests/support/smtp_server.py",
                                                     "--certificate",
                                                     server->certificate,
                                                     "--key",
                                                     server->key};
    size_t count = 6;

    while (*options != NULL && count < SMTP_SERVER_OPTIONS_MAX)
        args[count++] = *options++;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(127);
    dup2(server->out, 1);
    setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
    setenv("PYTHONIOENCODING", "utf-8", 1);
    execv(args[0], (char *const *)args);
    _exit(127);
}

char *smtp_server_said(const struct smtp_server *server)
{
    struct stat info;

    assert_int_equal(fstat(server->out, &info), 0);
    char *text = calloc(1, (size_t)info.st_size + 1);
    assert_non_null(text);
    if (pread(server->out, text, (size_t)info.st_size, 0) != info.st_size)
        text[0] = '\0';
    return text;
}

int smtp_server_count(const struct smtp_server *server, const char *line)
{
    char *said = smtp_server_said(server);
    int count = 0;

    for (const char *at = said; *at != '\0';) {
        count += strncmp(at, line, strlen(line)) == 0;
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    free(said);
    return count;
}

void smtp_server_start(struct smtp_server *server, const char *const options[])
{
    const struct timespec moment = {.tv_nsec = 10 * 1000 * 1000};
    pid_t parent = getpid();

    *server = (struct smtp_server){.out = memfd_create("smtp", MFD_CLOEXEC)};
    smtp_server_file(server->certificate, tls_certificate);
    smtp_server_file(server->key, tls_key);
    server->pid = fork();
    if (server->pid == 0)
        smtp_server_exec(server, parent, options);
    for (int i = 0; i < SMTP_SERVER_PATIENCE * 100 && server->port == 0; i++) {
        char *said = smtp_server_said(server);
        if (strchr(said, '\n') != NULL)
            sscanf(said, "port %d", &server->port);
        free(said);
        if (waitpid(server->pid, NULL, WNOHANG) != 0)
            fail_msg("the mail server has ended; is python3-aiosmtpd installed?");
        nanosleep(&moment, NULL);
    }
    assert_true(server->port > 0);
}

void smtp_server_stop(struct smtp_server *server)
{
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    close(server->out);
    unlink(server->certificate);
    unlink(server->key);
}
