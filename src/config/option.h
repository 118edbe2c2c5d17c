/* Options as data: what each is called, may be, is by default, and means.
 *
 * The table (option_table.c) is walked to read a file, to fill in defaults, to make the JSON Schema and
 * to compare two configurations. To add an option: a field in config.h, a row in the table, and the
 * schema file made anew (tests/unit/config/test_schema.c says how). */
#ifndef CONFIG_OPTION_H
#define CONFIG_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/duration.h"
#include "base/mem.h"
#include "config/json_file.h"

/* How a value is written, and what it becomes in the struct. */
enum option_type {
    OPTION_SCHEMA,    /* "$schema": for editors, not kept */
    OPTION_TEXT,      /* const char *, of min..max bytes */
    OPTION_NAME,      /* the same, of A-Z a-z 0-9 _ - */
    OPTION_CONNINFO,  /* the same, without a password */
    OPTION_URL,       /* the same, http or https */
    OPTION_SERVER,    /* the same, "host:port" */
    OPTION_ADDRESS,   /* the same, of e-mail */
    OPTION_FILE,      /* the same, a relative one resolved beside the configuration */
    OPTION_SHIPPED,   /* the same, unless it is the name of a policy or rubric that is shipped */
    OPTION_TEXTS,     /* const char *const *, and size_t: 1..max texts, each once */
    OPTION_WORD,      /* an enum: word(min)..word(max) */
    OPTION_WORDS,     /* uint32_t, a bit for each: 1u << min .. 1u << max */
    OPTION_BOOL,      /* bool */
    OPTION_INTEGER,   /* int, min..max */
    OPTION_DURATION,  /* msec, min..max: whole seconds, or "500ms", "30s", "5m", "2h" */
    OPTION_DURATIONS, /* const msec *, and size_t: 1..OPTION_LIST_MAX of them */
    OPTION_RATES,     /* const struct pace_rate *, and size_t: 1..max texts "20/1m" */
    OPTION_SPANS,     /* const struct quiet_span *, and size_t: 1..max texts "mon,tue 22:00-07:00" */
    OPTION_OFFSET,    /* int, minutes: "+08:00" */
    OPTION_TIME,      /* int, minutes after midnight: "03:00" */
};

enum { OPTION_LIST_MAX = 256 };

enum option_flag {
    OPTION_REQUIRED = 1,
    OPTION_FIXED = 2,   /* a reload does not change it */
    OPTION_NO_WORD = 4, /* OPTION_WORDS: none by default */
};

struct option {
    const char *path; /* "delivery.lease"; "channels[].url" is a member of each channel, so of sources */
    enum option_type type;
    size_t at;    /* of the value in struct config, in struct channel_config, in struct source_config */
    size_t count; /* of the size_t beside a list */
    int64_t min, max;
    const char *standard;     /* the default, as JSON; NULL: none (OPTION_WORDS: all), or the type's */
    const char *(*word)(int); /* OPTION_WORD, OPTION_WORDS */
    const char *unit;         /* of an OPTION_INTEGER; NULL: a plain number */
    unsigned flags;
    unsigned types;  /* of a channel's: a bit for each enum channel_type that it says something to; 0: all */
    unsigned needed; /* of a channel's: the types that must have it */
    const char *former; /* OPTION_WORD: an older name of the last word, which is still understood */
    const char *help;
};

#define OPTION_CHANNEL "channels[]."
#define OPTION_SOURCE  "sources[]."

extern const struct option options[];
extern const size_t option_count;

/* What is wrong with an address, without quoting it; NULL: nothing. */
const char *option_url_fault(const char *url);

/* What reading a value needs beside the value. */
struct option_reader {
    const struct json_file *file;
    struct arena *arena; /* where texts and lists go */
    const char *folder;  /* of the configuration file */
};

/* Check a value and put it into the struct at `base`. A bad one is a fault, and changes nothing. */
void option_read(const struct option *option, const struct option_reader *reader,
                 const struct json_place *place, const json_t *value, void *base);

/* The same for one number, word or length of time, or one element of a list of them: check, and give it. */
MUST_CHECK bool option_read_number(const struct option *option, const struct option_reader *reader,
                                   const struct json_place *place, const json_t *value, int64_t *ret_number);

/* Put the default there. */
void option_read_standard(const struct option *option, struct arena *arena, void *base);

/* Whether two structs agree in it. For OPTION_FIXED ones, which are texts and numbers. */
bool option_same(const struct option *option, const void *base, const void *other);

#endif
