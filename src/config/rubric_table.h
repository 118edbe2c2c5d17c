/* The keys of a rubric file as data, and how they are read. See config/rubric_file.h for the format.
 *
 * A file is objects in objects. Each kind of object (struct rubric_object) is a table of its keys; the
 * tables are walked to read a file and to make the JSON Schema. To add a setting: a field in
 * core/rubric.h, a row in the table, and the schema file made anew (tests/unit/config/test_rubric_schema.c
 * says how).
 *
 * A measure and a score are tagged: their first key ("kind", "method") tells which of the others there
 * are. A setting of another kind is an unknown key. */
#ifndef CONFIG_RUBRIC_TABLE_H
#define CONFIG_RUBRIC_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "config/json_file.h"
#include "core/rubric.h"

enum rubric_key_type {
    KEY_SCHEMA,   /* "$schema": for editors, not kept */
    KEY_REMARK,   /* as KEY_WORDS; for who reads the file, not kept */
    KEY_TEXT,     /* const char *: one line of 1..max characters, no blanks around it */
    KEY_WORDS,    /* struct words: "text", or {"zh": "text", "en": "text"} */
    KEY_POINTS,   /* micro, min..max: "3", "0.5" */
    KEY_SHARE,    /* micro, min..max: "95%" or "0.95" */
    KEY_BOUND,    /* micro, compared with what is measured: a rate as KEY_SHARE, a count as KEY_POINTS */
    KEY_AT_LEAST, /* struct score_step: its bound, a KEY_BOUND */
    KEY_AT_MOST,  /* the same, and its at_most */
    KEY_INTEGER,  /* int, min..max */
    KEY_BOOL,     /* bool */
    KEY_WORD,     /* an enum: word(0)..word(max) */
    KEY_EITHER,   /* bool: word(0) is false, word(1) is true */
    KEY_CHOICE,   /* const char *: one of word(0)..word(max) */
    KEY_BITS,     /* unsigned: a list of at least one of word(0)..word(max), 1u << 0 .. 1u << max */
    KEY_OBJECT,   /* a struct, read by `of` */
    KEY_LIST,     /* a pointer to structs read by `of`, 1..max of them, and a size_t */
};

struct rubric_object;

struct rubric_key {
    const char *name;
    enum rubric_key_type type;
    size_t at;    /* of the value in the object's struct */
    size_t count; /* of the size_t beside a KEY_LIST */
    bool pointed; /* `at` is that of a pointer to the value */
    int64_t min, max;
    const char *(*word)(int);
    const struct rubric_object *of;
    bool required;
    unsigned only;        /* in a tagged object: for these tags, 1u << SCORE_STEPS; 0: for all */
    const char *standard; /* the default, as JSON; NULL: none, or told in the help */
    const char *help;
};

/* How the bounds of a score are written; the measure, which is read before it, tells. */
enum rubric_bound { BOUND_ANY, BOUND_RATE, BOUND_COUNT };

/* What reading needs beside the value. */
struct rubric_reader {
    const struct json_file *file;
    struct rubric *rubric;
    enum rubric_bound bound;
};

/* Where an object is. */
struct rubric_spot {
    const struct json_place *place; /* NULL: the root */
    const json_t *json;             /* is an object */
};

struct rubric_object {
    const char *name; /* of its definition in the schema */
    const char *help;
    const struct rubric_key *keys;
    size_t key_count;
    size_t size; /* of its struct, where it is an element of a list */
    bool tagged;
    /* What holds where the file says nothing, and marks of what could not be read. May be NULL. */
    void (*begin)(struct rubric_reader *reader, const struct rubric_spot *spot, void *base);
    /* What single values cannot tell; adds faults. `whole`: no value had one. May be NULL. */
    void (*check)(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole);
};

extern const struct rubric_object rubric_root;

enum { RUBRIC_ITEMS_MAX = 500, RUBRIC_STEPS_MAX = 50, RUBRIC_CHILDREN_MAX = 100, RUBRIC_GRADES_MAX = 20 };
#define RUBRIC_POINTS_MAX INT64_C(1000000000000) /* a million: sums of 500 stay far from overflow */

/* Read the keys of an object into the struct at `base`. What cannot be read is a fault and changes
 * nothing there. */
void rubric_read_object(struct rubric_reader *reader, const struct rubric_object *object,
                        const struct json_place *place, const json_t *json, void *base);

/* One value that is neither an object nor a list of them; the same. */
void rubric_read_value(struct rubric_reader *reader, const struct rubric_key *key,
                       const struct json_place *place, const json_t *value, void *base);

/* What `begin` leaves where a value could not be read, so that checks can pass it over. */
#define RUBRIC_UNREAD INT64_MIN

/* The checks; see rubric_check.c and rubric_check_item.c. */
void rubric_check_root(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole);
void rubric_check_completion(struct rubric_reader *reader, const struct rubric_spot *spot, void *base,
                             bool whole);
void rubric_check_bands(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole);
void rubric_begin_grade(struct rubric_reader *reader, const struct rubric_spot *spot, void *base);
void rubric_begin_item(struct rubric_reader *reader, const struct rubric_spot *spot, void *base);
void rubric_check_item(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole);
void rubric_check_child(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole);
void rubric_check_measure(struct rubric_reader *reader, const struct rubric_spot *spot, void *base,
                          bool whole);
void rubric_begin_score(struct rubric_reader *reader, const struct rubric_spot *spot, void *base);
void rubric_check_score(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole);
void rubric_begin_step(struct rubric_reader *reader, const struct rubric_spot *spot, void *base);
void rubric_check_step(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole);

#endif
