/* The log: journal fields under systemd, one logfmt line on standard error otherwise.
 *
 * State changes are logged, not activity. Values from outside are quoted. Secrets never come here.
 * A field name is lower case with underscores (`unit`); in the journal it becomes BUDGETWATCH_UNIT. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include "base/err.h"
#include "base/message_ids.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_NOTICE, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Looks once at JOURNAL_STREAM: whether standard error is the journal's. */
void log_open(enum log_level level);
enum log_level log_level(void);                   /* in force */
const char *log_level_name(enum log_level level); /* "notice" */

/* `text` says what happened and what happens next. Pairs of field name and value follow, all
 * `const char *`, ending with NULL; a NULL value leaves its field out. In the journal what `reason`,
 * `faults`, `answer` and `explanation` say is part of the message, too. */
void log_write(enum log_level level, const char *text, ...) __attribute__((sentinel));
/* The same, with 128 bits in hex that name the kind of message (MESSAGE_ID); NULL for none. */
void log_write_id(enum log_level level, const char *message_id, const char *text, ...)
    __attribute__((sentinel));
/* The same at whatever level is in force: `level` says only how grave it is. For what counts as told once it
 * is written here. */
void log_write_always(enum log_level level, const char *message_id, const char *text, ...)
    __attribute__((sentinel));

#define log_error(...)   log_write(LOG_LEVEL_ERROR, __VA_ARGS__, (const char *)NULL)
#define log_warning(...) log_write(LOG_LEVEL_WARNING, __VA_ARGS__, (const char *)NULL)
#define log_notice(...)  log_write(LOG_LEVEL_NOTICE, __VA_ARGS__, (const char *)NULL)
#define log_info(...)    log_write(LOG_LEVEL_INFO, __VA_ARGS__, (const char *)NULL)
#define log_debug(...)   log_write(LOG_LEVEL_DEBUG, __VA_ARGS__, (const char *)NULL)

/* What happens and can be looked for: with the MESSAGE_ID of an enum journal_kind. */
#define log_error_of(kind, ...)                                                                              \
    log_write_id(LOG_LEVEL_ERROR, message_ids[kind].id, __VA_ARGS__, (const char *)NULL)
#define log_warning_of(kind, ...)                                                                            \
    log_write_id(LOG_LEVEL_WARNING, message_ids[kind].id, __VA_ARGS__, (const char *)NULL)
#define log_notice_of(kind, ...)                                                                             \
    log_write_id(LOG_LEVEL_NOTICE, message_ids[kind].id, __VA_ARGS__, (const char *)NULL)
#define log_info_of(kind, ...)                                                                               \
    log_write_id(LOG_LEVEL_INFO, message_ids[kind].id, __VA_ARGS__, (const char *)NULL)

struct buf;
/* key=value, quoted where logfmt asks for it. A leading space stands before each but the first. */
void log_add_field(struct buf *line, const char *key, const char *value);

#endif
