/* The facts of one bounded batch of subjects, and the verdicts on all of them.
 *
 * db fills a set (arrays in the order of code, then year; everything in one arena), core assesses it.
 * A project's indicators are in the set, too, whether or not they were asked for themselves. */
#ifndef CORE_FACTS_SET_H
#define CORE_FACTS_SET_H

#include "base/mem.h"
#include "core/evaluate.h"

/* After every code: the last character there is, and keys are compared byte by byte. */
#define CODE_LAST "\U0010FFFF"

/* Which subjects a batch is about: codes by kind. */
struct code_list {
    const char **codes; /* sorted and unique after work_settle() */
    size_t count;
    size_t capacity;
};

struct work {
    struct code_list lists[SUBJECT_COUNT];
    struct arena arena; /* holds the codes */
};

void work_add(struct work *work, enum subject_kind kind, const char *code);
void work_settle(struct work *work); /* sort, and drop what stands twice */
bool work_has(const struct work *work, enum subject_kind kind, const char *code); /* after settling */
bool work_is_empty(const struct work *work);
void work_clear(struct work *work);

struct facts_set {
    struct arena arena;
    struct project_facts *projects;
    size_t project_count;
    struct indicator_facts *indicators;
    size_t indicator_count;
    struct unit_facts *units; /* asked for, and those of the projects */
    size_t unit_count;
    struct milestone_facts *milestones;
    size_t milestone_count;
    struct contract_facts *contracts;
    size_t contract_count;
    struct ceiling_facts *ceilings;
    size_t ceiling_count;
    struct rectification_facts *rectifications;
    size_t rectification_count;
};

void facts_set_free(struct facts_set *set);

/* What units have reported, year by year: small, however large the ledger. */
struct unit_table {
    struct unit_months {
        const char *code;
        int year;
        unsigned months; /* bit m: some project of it has a row for month m */
    } * list;
    size_t count, capacity;
    struct arena arena;
};

void unit_table_add(struct unit_table *table, const char *code, int year, unsigned months);
void unit_table_settle(
    struct unit_table *table); /* sort, so that it can be searched; each unit and year is there once */
const struct unit_months *unit_table_find(const struct unit_table *table, const char *code, int year);
void unit_table_free(struct unit_table *table);

/* The entry of that code and year, or NULL. */
struct project_facts *facts_project(const struct facts_set *set, const char *code, int year);
struct indicator_facts *facts_indicator(const struct facts_set *set, const char *code, int year);
struct unit_facts *facts_unit(const struct facts_set *set, const char *code, int year);
struct ceiling_facts *facts_ceiling(const struct facts_set *set, const char *code, int year);

/* The clock of an assessment: live on a day, or replay of a month as seen on a day. */
struct assessment {
    const struct policy *policy;
    const struct calendar *calendar;
    date today;
    int replay_month; /* 0: live */
};

struct finding {
    enum subject_kind kind;
    const char *code, *name, *unit_code, *manager; /* manager may be NULL */
    int year;
    struct policy_rules rules;
    const struct verdicts *verdicts; /* NULL where the subject could not be evaluated */
    const struct err *fault;         /* why, then */
};

typedef void (*finding_sink)(void *ctx, const struct finding *finding);

/* One finding for each subject of the set that `work` names (all of them where `work` is NULL). */
void assess(const struct facts_set *set, const struct work *work, const struct assessment *how,
            finding_sink sink, void *ctx);
/* The same `most` entries at a time. `*at` is 0 at first, and moved on; true: that were all. */
bool assess_some(const struct facts_set *set, const struct work *work, const struct assessment *how,
                 finding_sink sink, void *ctx, size_t *at, size_t most);

#endif
