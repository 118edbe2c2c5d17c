#include "base/log.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/visible.h"

enum { MAX_FIELDS = 24 };

/* Set in the loop's thread, also while others log. */
static _Atomic enum log_level threshold = LOG_LEVEL_INFO;
static atomic_bool to_journal;

static const struct {
    const char *name;
    int priority; /* of syslog */
} levels[] = {{"error", 3}, {"warning", 4}, {"notice", 5}, {"info", 6}, {"debug", 7}};

/* systemd.exec(5): the variable holds device and inode of the journal's socket, so that a daemon
 * whose standard error was redirected elsewhere can tell. */
static bool stderr_is_journal(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    unsigned long long device, inode;
    struct stat status;

    return stream != NULL && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
           fstat(STDERR_FILENO, &status) == 0 && status.st_dev == device && status.st_ino == inode;
}

void log_open(enum log_level level)
{
    threshold = level;
    to_journal = stderr_is_journal();
}

enum log_level log_level(void)
{
    return threshold;
}

const char *log_level_name(enum log_level level)
{
    return levels[level].name;
}

static bool needs_quotes(const char *value)
{
    if (*value == '\0')
        return true;
    size_t length = strlen(value);
    for (size_t at = 0; at < length;) {
        enum visible kind;
        uint32_t point;
        at += visible_next(value + at, length - at, &kind, &point);
        if (kind != VISIBLE_PLAIN || point == ' ' || point == '"' || point == '=' || point == '\\')
            return true;
    }
    return false;
}

void log_add_field(struct buf *line, const char *key, const char *value)
{
    if (line->length > 0)
        buf_putc(line, ' ');
    buf_printf(line, "%s=", key);
    if (!needs_quotes(value)) {
        buf_puts(line, value);
        return;
    }
    buf_putc(line, '"');
    for (const char *c = value; *c != '\0';) {
        size_t plain = strcspn(c, "\"\\\n");
        visible_add_escaped(line, c, plain);
        c += plain;
        if (*c != '\0')
            buf_printf(line, "\\%c", *c == '\n' ? 'n' : *c);
        c += *c != '\0' ? 1 : 0;
    }
    buf_putc(line, '"');
}

static void write_line(enum log_level level, const char *text, va_list fields)
{
    struct buf line = {0};
    char stamp[CLOCK_TEXT];
    const char *key;

    log_add_field(&line, "time", clock_format(clock_wall(), stamp));
    log_add_field(&line, "level", levels[level].name);
    log_add_field(&line, "msg", text);
    while ((key = va_arg(fields, const char *)) != NULL) {
        const char *value = va_arg(fields, const char *);
        if (value != NULL)
            log_add_field(&line, key, value);
    }
    buf_putc(&line, '\n');
    /* One write a line, so that lines of several processes do not mix. A log that cannot be written
     * has nobody to tell. */
    ssize_t written = write(STDERR_FILENO, line.data, line.length);
    (void)written;
    buf_free(&line);
}

/* journalctl shows the message and not the fields, and what happened is not understood without its why. */
static void add_why(struct buf *message, const char *key, const char *value)
{
    static const char *const whys[] = {"reason", "faults", "answer", "explanation"};
    size_t length = strlen(value);

    while (length > 0 && value[length - 1] == '\n')
        length--;
    for (size_t i = 0; i < sizeof whys / sizeof *whys; i++)
        if (strcmp(key, whys[i]) == 0 && length > 0) {
            buf_puts(message, ": ");
            visible_add(message, value, length, /* lines */ true);
        }
}

static void write_journal(enum log_level level, const char *message_id, const char *text, va_list fields)
{
    struct buf entries[MAX_FIELDS] = {0};
    struct iovec vector[MAX_FIELDS];
    int count = 0;
    const char *key;

    buf_printf(&entries[count++], "MESSAGE=%s", text);
    buf_printf(&entries[count++], "PRIORITY=%d", levels[level].priority);
    buf_puts(&entries[count++], "SYSLOG_IDENTIFIER=budgetwatch");
    if (message_id != NULL)
        buf_printf(&entries[count++], "MESSAGE_ID=%s", message_id);
    while ((key = va_arg(fields, const char *)) != NULL && count < MAX_FIELDS) {
        const char *value = va_arg(fields, const char *);
        if (value == NULL)
            continue;
        add_why(&entries[0], key, value);
        struct buf *entry = &entries[count++];
        buf_puts(entry, "BUDGETWATCH_");
        for (const char *c = key; *c != '\0'; c++)
            buf_putc(entry, (char)toupper((unsigned char)*c));
        buf_printf(entry, "=%s", value);
    }
    for (int i = 0; i < count; i++)
        vector[i] = (struct iovec){.iov_base = entries[i].data, .iov_len = entries[i].length};
    sd_journal_sendv(vector, count);
    for (int i = 0; i < count; i++)
        buf_free(&entries[i]);
}

static void write_any(enum log_level level, const char *message_id, const char *text, va_list fields)
{
    if (to_journal)
        write_journal(level, message_id, text, fields);
    else
        write_line(level, text, fields);
}

void log_write(enum log_level level, const char *text, ...)
{
    va_list fields;

    if (level > threshold)
        return;
    va_start(fields, text);
    write_any(level, NULL, text, fields);
    va_end(fields);
}

void log_write_id(enum log_level level, const char *message_id, const char *text, ...)
{
    va_list fields;

    if (level > threshold)
        return;
    va_start(fields, text);
    write_any(level, message_id, text, fields);
    va_end(fields);
}

void log_write_always(enum log_level level, const char *message_id, const char *text, ...)
{
    va_list fields;

    va_start(fields, text);
    write_any(level, message_id, text, fields);
    va_end(fields);
}
