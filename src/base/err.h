/* An error is a code to decide by and a sentence for people, owned by the caller.
 *
 * Functions that can fail return bool and take `struct err *` last: on success they set what they
 * return and leave the error alone, on failure the other way round. The first error stands: setting
 * one that is already set changes nothing, so cleanup cannot hide the cause. No allocation, nothing
 * global. A function either logs or returns its error, never both. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>

#define MUST_CHECK                     __attribute__((warn_unused_result))
#define PRINTF_LIKE(text_at, first_at) __attribute__((format(printf, text_at, first_at)))

enum err_code {
    ERR_NONE,
    ERR_INPUT,    /* data given to us is wrong */
    ERR_CONFIG,   /* configuration or policy is wrong */
    ERR_USAGE,    /* the command line is wrong */
    ERR_OVERFLOW, /* a number does not fit; never wrapped, never rounded away */
    ERR_IO,       /* a file or the system failed */
    ERR_DB_QUERY, /* the database refused a statement; the connection stays good */
    ERR_DB_LOST,  /* the connection is gone or in doubt */
    ERR_NET,      /* a peer could not be reached, or broke off */
    ERR_TIMEOUT,  /* a deadline passed */
    ERR_CANCELED, /* the owner gave up */
    ERR_CONFLICT, /* somebody else holds what is needed (leader, schema version) */
};

struct err {
    enum err_code code;
    char text[1024];
};

/* Set the error unless one stands already. Always returns false, so that a function can end in it. */
bool err_set(struct err *err, enum err_code code, const char *format, ...) PRINTF_LIKE(3, 4);
bool err_vset(struct err *err, enum err_code code, const char *format, va_list args);

/* Put context in front of a standing error: "reading policy: <text>". Returns false. */
bool err_prefix(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Forget the error: the one way to reuse a struct whose error has been dealt with. */
void err_clear(struct err *err);

#endif
