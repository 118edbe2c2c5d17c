/* The catalogue of ledger files: which kinds there are, in which order they are read, and which
 * columns each has, under their English and their Chinese names.
 *
 * The English names are those of the tables and their columns, too, so that SQL can be made from this
 * catalogue; a test of the database compares the two. Everything here is constant and pure. */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

/* In the order in which they are read: what is referred to comes before what refers to it. */
enum ledger_id {
    LEDGER_UNITS,
    LEDGER_PEOPLE,
    LEDGER_PROJECTS,
    LEDGER_BUDGETS,
    LEDGER_BUDGET_ADJUSTMENTS,
    LEDGER_PLANS,
    LEDGER_EXECUTION,
    LEDGER_RECEIPTS,
    LEDGER_INDICATORS,
    LEDGER_INDICATOR_TARGETS,
    LEDGER_INDICATOR_VALUES,
    LEDGER_OUTLOOKS,
    LEDGER_MILESTONES,
    LEDGER_CONTRACTS,
    LEDGER_CEILINGS,
    LEDGER_CEILING_SPENDING,
    LEDGER_NOTIFIED_RATES,
    LEDGER_ASSESSMENTS,
    LEDGER_RECTIFICATIONS,
    LEDGER_CALENDAR,
    LEDGER_COUNT
};

enum ledger_type {
    LEDGER_CODE,     /* a text on one line, LEDGER_CODE_MAX characters at most, compared as it stands */
    LEDGER_LINE,     /* a text on one line */
    LEDGER_TEXT,     /* free text, which may have several lines */
    LEDGER_YEAR,     /* LEDGER_YEAR_LOW..LEDGER_YEAR_HIGH */
    LEDGER_MONTH,    /* 1..12 */
    LEDGER_DATE,     /* ISO 8601 */
    LEDGER_MONEY,    /* two decimals */
    LEDGER_NUMBER,   /* six decimals */
    LEDGER_WEIGHT,   /* a number from 0 to LEDGER_WEIGHT_MAX */
    LEDGER_PERCENT,  /* a number; a % behind it changes nothing */
    LEDGER_WORD,     /* one of `words` */
    LEDGER_SCHEDULE, /* one of `words` or a month */
    LEDGER_TARGET,   /* a number as in LEDGER_VALUE, or a line of text where the indicator is qualitative */
    LEDGER_VALUE,    /* a number, which may have a leading operator and a trailing %, or one of `words` */
};

/* The limits are those of the tables. */
enum {
    LEDGER_YEAR_LOW = 2000,
    LEDGER_YEAR_HIGH = 2100,
    LEDGER_CODE_MAX = 200,
    LEDGER_WEIGHT_MAX = 1000000000,
    LEDGER_COLUMNS_MAX = 16,
    LEDGER_REFERENCES_MAX = 4
};

/* What a file may say (`names`, separated by |) for what the table holds. The table's own word is
 * always accepted. */
struct ledger_word {
    const char *word;
    const char *names;
};

enum ledger_need {
    LEDGER_REQUIRED, /* the column must be there and no cell may be empty */
    LEDGER_OPTIONAL, /* an empty cell is NULL; an absent column leaves what is stored */
    LEDGER_KEY,      /* required, and part of the key */
    LEDGER_KEY_OR,   /* part of the key; empty or absent means `otherwise` */
    LEDGER_OR,       /* an empty cell means `otherwise`; an absent column leaves what is stored */
};

/* As `otherwise` of a date: the first day of the row's fiscal year. */
#define LEDGER_YEAR_START "fiscal_year"

struct ledger_column {
    const char *name;
    const char *chinese; /* accepted header names, separated by | */
    enum ledger_type type;
    enum ledger_need need;
    const struct ledger_word *words; /* ends with a NULL word; NULL where the type has none */
    const char *otherwise;
};

/* The columns `from` of a row must be those `to` of a row of `kind`, unless one of them is empty; with
 * a `selector`, only in rows whose column of that name holds `selected`. */
struct ledger_reference {
    const char *from[3];
    enum ledger_id kind;
    const char *to[3];
    const char *selector, *selected;
};

struct ledger_kind {
    enum ledger_id id;
    const char *name;    /* of the table; the file's is this and ".csv" */
    const char *chinese; /* names of a sheet, separated by |; the first is that of templates */
    struct ledger_column columns[LEDGER_COLUMNS_MAX];          /* ends with a NULL name */
    struct ledger_reference references[LEDGER_REFERENCES_MAX]; /* ends with a NULL from[0] */
};

const struct ledger_kind *ledger_kind(enum ledger_id id);

/* The kind that a file of this name (no folder) is, or NULL. */
const struct ledger_kind *ledger_by_file(const char *file_name);

/* The kind of that English or Chinese name, or NULL. `name` need not end with a NUL. */
const struct ledger_kind *ledger_by_name(const char *name, size_t length);

size_t ledger_column_count(const struct ledger_kind *kind);

/* The column that a header cell names, or -1. `name` need not end with a NUL. */
int ledger_column_by_header(const struct ledger_kind *kind, const char *name, size_t length);
/* The column of that English name, which must exist. */
int ledger_column_by_name(const struct ledger_kind *kind, const char *name);

bool ledger_is_key(const struct ledger_column *column);
/* Whether the header must have the column. */
bool ledger_must_be_there(const struct ledger_column *column);

/* The table's word for what a cell says, or NULL. */
const char *ledger_word_for(const struct ledger_word *words, const char *text, size_t length);

#endif
