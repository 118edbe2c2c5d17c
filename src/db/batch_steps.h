/* The sections of a batch; private to it. */
#ifndef DB_BATCH_STEPS_H
#define DB_BATCH_STEPS_H

#include "db/batch.h"

extern const struct db_step batch_take_changes[]; /* guard, log rows, dependants */
extern const struct db_step batch_take_due[];
extern const struct db_step batch_take_page[]; /* guard, log rows */
extern const struct db_step batch_take_finish[];
extern const struct db_step batch_read_known[]; /* before the facts of few subjects, after those of a page */
extern const struct db_step batch_conclude[];   /* decides, but not of a page */
extern const struct db_step batch_write[];
extern const struct db_step batch_finish[];
extern const struct db_step batch_clear[];

/* Between reading and writing: core's verdicts become changes, of `most` entries at a time. True: that were
 * all. */
bool batch_decide(struct batch *batch, size_t most);

/* Whether the schedule says so already, as far as it was read. */
bool batch_is_scheduled(const struct batch *batch, const struct wake *wake);

/* One parameter: the codes of the batch's subjects of a kind. */
void batch_list_codes(struct batch *batch, int slot, enum subject_kind kind);
/* The parameters of a statement made of the first `count` arrays; those that are there stay. */
void batch_arrays_clear(struct batch *batch);
void batch_call(struct batch *batch, struct db_call *call, const char *sql, int count);
struct db_call batch_statement(const struct batch *batch, const char *sql, int count); /* with its `params` */
const char *batch_number(struct batch *batch, int slot, int64_t value);

#endif
