/* What an evaluation reads of the ledger: the facts of the subject and of everything below it, as of one
 * snapshot and one clock. Filled by db; everything lives in the arenas of the two sets. */
#ifndef CORE_SHEET_FACTS_H
#define CORE_SHEET_FACTS_H

#include "core/facts_set.h"
#include "core/ledger.h"
#include "core/rubric.h"

struct notified_rate {
    int month;
    micro rate; /* percent */
};

struct receipt {
    const char *kind;
    fen amount;
};

struct assessment_row {
    const char *item_code;
    const char *measured; /* NULL: none; "n/a": not applicable */
    bool has_points;
    micro points;
    const char *note; /* NULL: none; its evidence is in the list of all rows' */
};

/* What a row rests on: its evidence column, or a file attached to it. A row may have several. */
struct row_evidence {
    enum ledger_id table;
    const char
        *key; /* the parts of the table's key with slashes, in the order of its columns: "GZ-E02/2023/12" */
    const char *evidence;
};

struct sheet_facts {
    struct arena arena;
    bool of_unit;
    const char *code, *name;
    const char *unit_code, *unit_name; /* the unit itself, or the project's */
    const char *manager;               /* may be NULL */
    int year;
    date clock;       /* 31 December, or today in a running year */
    bool open;        /* the year is running */
    int64_t audit_id; /* the audit trail's last row as of the snapshot; 0: it is empty */

    /* Of a unit: the projects, contracts, milestones, ceilings and rectifications of it and all below it,
     * its own indicators and its projects'. Of a project: its own. */
    struct facts_set set;

    struct notified_rate *rates; /* the unit's own, in order of months */
    size_t rate_count;
    struct receipt *receipts; /* the unit's own, in order of kinds */
    size_t receipt_count;
    struct assessment_row *assessments; /* the subject's own, in order of item codes */
    size_t assessment_count;
    struct row_evidence *evidence; /* of the rows above and of the indicators' values: by table, key, text */
    size_t evidence_count;
};

void sheet_facts_free(struct sheet_facts *facts);

/* The evidence of one row: the first of `*ret_count` that stand together; NULL and 0 where there is none. */
const struct row_evidence *sheet_facts_evidence(const struct sheet_facts *facts, enum ledger_id table,
                                                const char *key, size_t *ret_count);

#endif
