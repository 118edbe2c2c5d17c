/* The rows of a source as those of an import_table: connects to the office's database, and reads there, in a
 * read-only transaction, what one query yields. Memory is bounded by what arrives at once. */
#ifndef SERVICE_SOURCE_READ_H
#define SERVICE_SOURCE_READ_H

#include "config/config.h"
#include "db/pull.h"
#include "service/import_table.h"

/* What reading asks for beside the source itself. All borrowed. */
struct source_place {
    const char *ledger; /* conninfo of the daemon's own database, for sources without one */
    const char *folder; /* of the configuration, for secrets */
    msec connect_timeout;
    const atomic_bool *enough; /* see db/conn.h; may be NULL */
};

struct source_reader {
    struct import_table table; /* to be read by import_table_more() */
    bool failed;               /* a failure of the table's feed was one of the reading */

    /* Private. */
    const struct source_config *source;
    struct import_file file; /* its label is the source's name, so that it outlives the reader */
    struct map_file *map;
    struct db_session session;
    struct db_pull pull;
    bool connected, pulling;
    msec until; /* of the reading, on the monotonic clock */
    long row;
    struct buf query;
    struct import_cell_text cells[IMPORT_CELLS_MAX];
};

/* Refuses a password in the connection string: it belongs into a file. ERR_CONFIG. */
MUST_CHECK bool source_check(const struct source_config *source, struct err *err);

/* Connects, and learns the columns by letting the server describe them; no row is read. Faults of the columns
 * go to the faults. To be ended in any case. */
MUST_CHECK bool source_reader_open(struct source_reader *reader, const struct source_config *source,
                                   const struct source_place *place, struct import_faults *faults,
                                   struct err *err);
/* Lets the rows come. Until then the table must not be read. */
MUST_CHECK bool source_reader_start(struct source_reader *reader, struct err *err);
void source_reader_end(struct source_reader *reader);

#endif
