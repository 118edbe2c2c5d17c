#include "service/source_run.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/duration.h"
#include "db/store_doubts.h"
#include "db/store_source.h"
#include "service/source_note.h"

/* The happy path is that of source_run.h. What can go wrong:
 *
 * - the source cannot be read, or the time is over: SOURCE_FAILED. So is a login that may not write;
 * - a cell, a reference, a constraint of the ledger, far fewer rows than last time: SOURCE_ROWS_UNFIT;
 * - the ledger's own database is lost: nothing can be written down, and the daemon says so already.
 *
 * After each the ledger is as it was. */

/* The server ends what takes too long; this is for one that does not answer any more. */
enum { GRACE = 2000, IDLE = 10000 };

struct running {
    const struct source_order *order;
    struct source_outcome *outcome;
    const struct ledger_kind *kind;
    struct db_session ledger;
    bool open;
    struct source_known known;
    struct source_reader *reader;
    struct store_import import;
    bool reading; /* what failed was the source, not the ledger */
    bool staging; /* rows are on their way: from here on they can be to blame */
    bool busy;
    msec write_until; /* on the monotonic clock; 0: nothing is written yet */
};

static bool read_and_write(struct running *r, struct err *err);
static bool stage(struct running *r, struct err *err);
static bool check(struct running *r, struct err *err);
static bool write_all(struct running *r, struct err *err);
static bool keep(struct running *r, struct err *err);
static void give_up(struct running *r, struct err *err);

static bool open_ledger(struct running *r, struct err *err)
{
    const struct source_order *order = r->order;
    struct buf name = {0};

    buf_printf(&name, "budgetwatch source %s", order->source->name);
    const struct db_settings settings = {.conninfo = order->place.ledger,
                                         .application_name = buf_text(&name),
                                         .enough = order->place.enough,
                                         .connect_timeout = order->place.connect_timeout,
                                         /* its transaction ends with the look who leads: it is not to last */
                                         .idle_timeout = IDLE,
                                         /* a COPY waits for the source, and then has work to do */
                                         .statement_timeout = 2 * order->source->timeout + 1000};
    r->open = db_session_open(&r->ledger, &settings, err);
    buf_free(&name);
    return r->open;
}

static void close_ledger(struct running *r)
{
    if (r->open)
        db_session_close(&r->ledger);
    r->open = false;
}

void source_run(const struct source_order *order, struct source_outcome *ret_outcome)
{
    struct running r = {.order = order, .outcome = ret_outcome, .kind = ledger_kind(order->source->kind)};
    struct err err = {0};

    *ret_outcome = (struct source_outcome){0};
    r.reader = mem_alloc(sizeof *r.reader);
    if (!open_ledger(&r, &err) || !store_source_known(&r.ledger, order->source->name, r.kind->name,
                                                      order->utc_offset, &r.known, &err)) {
        ret_outcome->result = SOURCE_NOTHING;
        ret_outcome->err = err;
    } else if (!read_and_write(&r, &err)) {
        give_up(&r, &err);
    }
    close_ledger(&r);
    free(r.reader);
}

void source_outcome_done(struct source_outcome *outcome)
{
    import_faults_done(&outcome->faults);
    import_faults_done(&outcome->doubts);
}

static bool read_and_write(struct running *r, struct err *err)
{
    const struct source_order *order = r->order;

    if (!store_source_role(&r->ledger, err))
        return false;
    r->reading = true;
    bool ok = source_reader_open(r->reader, order->source, &order->place, &r->outcome->faults, err);
    if (ok && r->outcome->faults.total == 0)
        ok = source_reader_start(r->reader, err);
    else if (ok)
        ok = err_set(err, ERR_INPUT, "%s", r->outcome->faults.first[0].text);
    if (ok) {
        r->reading = false;
        ok = stage(r, err);
    }
    source_reader_end(r->reader);
    return ok && check(r, err) && write_all(r, err) && keep(r, err);
}

static bool stage(struct running *r, struct err *err)
{
    struct source_reader *reader = r->reader;
    struct import_table *table = &reader->table;

    r->import.until = reader->until + r->order->source->timeout + GRACE;
    if (!store_source_begin(&r->import, &r->ledger, r->kind, err))
        return false;
    r->staging = true;
    bool ok = store_import_stage(&r->import, r->kind, import_table_more, table, err);
    r->reading = reader->failed;
    r->outcome->counts.rows = table->rows;
    if (!table->whole)
        r->import.incomplete |= 1u << r->kind->id;
    return ok;
}

static void add_to(struct running *r, struct import_faults *list, const struct store_import_fault *fault)
{
    struct buf text = {0};

    import_file_place(&text, &r->reader->file, fault->line, fault->column);
    buf_printf(&text, ": %s: %s", fault->column, fault->text);
    if (fault->other_line > 0)
        buf_printf(&text, " row %" PRId64, fault->other_line);
    import_faults_add(list, SOURCE_AS_BEFORE, fault->line, buf_text(&text));
    buf_free(&text);
}

static void on_fault(void *ctx, const struct store_import_fault *fault)
{
    struct running *r = ctx;

    add_to(r, &r->outcome->faults, fault);
}

static void on_doubt(void *ctx, const struct store_import_fault *doubt)
{
    struct running *r = ctx;

    add_to(r, &r->outcome->doubts, doubt);
}

static bool check_rows(struct running *r, struct err *err)
{
    const struct import_faults *faults = &r->outcome->faults;
    int64_t more = 0;

    if (!store_import_check(&r->import, on_fault, r, &more, err))
        return false;
    import_faults_count(&r->outcome->faults, more);
    if (faults->total == 0)
        return true;
    if (faults->total == 1)
        return err_set(err, ERR_INPUT, "%s", faults->first[0].text);
    return err_set(err, ERR_INPUT, "%s (and %" PRId64 " more)", faults->first[0].text, faults->total - 1);
}

/* The turn is taken here: from now on the ledger holds still for this. */
static bool check(struct running *r, struct err *err)
{
    const struct source_config *source = r->order->source;
    int64_t rows = r->outcome->counts.rows;

    r->import.until = clock_monotonic() + source->timeout + GRACE;
    if (!store_source_turn(&r->import, source->timeout, err)) {
        r->busy = err->code == ERR_DB_QUERY;
        return false;
    }
    r->write_until = clock_monotonic() + source->timeout;
    r->import.until = r->write_until + GRACE;
    if (!check_rows(r, err))
        return false;
    if (!r->known.has_rows || !source_shrank(r->known.rows, rows, source->max_shrink))
        return true;
    return err_set(err, ERR_INPUT,
                   "it yielded %" PRId64 " rows where it yielded %" PRId64
                   " the last time; at most %d %% may be missing (max_shrink)",
                   rows, r->known.rows, source->max_shrink);
}

static bool look_for_doubts(struct running *r, bool merged, struct err *err)
{
    int64_t more = 0;

    if (!r->order->trial)
        return true;
    bool ok = merged ? store_doubts_after_merge(&r->import, on_doubt, r, &more, err)
                     : store_doubts_before_merge(&r->import, on_doubt, r, &more, err);
    import_faults_count(&r->outcome->doubts, more);
    return ok;
}

/* The partitions of the years that it yields. */
static bool prepare_years(struct running *r, struct err *err)
{
    const struct import_table *table = &r->reader->table;

    for (int i = 0; i <= LEDGER_YEAR_HIGH - LEDGER_YEAR_LOW; i++) {
        if (table->years[i] && !store_import_year(&r->import, LEDGER_YEAR_LOW + i, err))
            return false;
    }
    return true;
}

static bool write_all(struct running *r, struct err *err)
{
    const struct source_order *order = r->order;
    const struct source_config *source = order->source;
    struct source_counts *counts = &r->outcome->counts;
    struct store_import_counts merged = {0};
    unsigned present = r->reader->table.present;
    int64_t picked = 0;

    if (!store_source_pick(&r->import, r->kind, present, &picked, err) ||
        !look_for_doubts(r, /* merged */ false, err))
        return false;
    if (order->look != NULL && !order->look(order->ctx, &r->import, &r->reader->file, present, err))
        return false;
    if (picked > 0 && !prepare_years(r, err))
        return false;
    if (picked > 0 && !store_import_merge(&r->import, r->kind, SOURCE_PICKED, present, &merged, err))
        return false;
    counts->added = merged.added;
    counts->changed = merged.changed;
    if (source->deletes && !store_source_take_out(&r->import, source->name, r->kind, &counts->removed, err))
        return false;
    return look_for_doubts(r, /* merged */ true, err) && store_import_settle(&r->import, err) &&
           store_source_hand_back(&r->import, err);
}

static struct source_note note_of(const struct running *r)
{
    return (struct source_note){.order = r->order,
                                .kind = r->kind->name,
                                .failures = r->outcome->failures,
                                .fault = r->outcome->fault,
                                .reason = r->outcome->err.text,
                                .last_well = r->known.last_well};
}

/* Nothing changed: nobody need look. */
static bool commit(struct running *r, struct err *err)
{
    const struct source_counts *counts = &r->outcome->counts;

    if (counts->added + counts->changed + counts->removed > 0)
        return store_import_end(&r->import, /* keep */ true, err);
    return db_session_exec(&r->ledger, "COMMIT", err);
}

static bool keep(struct running *r, struct err *err)
{
    const struct source_order *order = r->order;
    const struct source_config *source = order->source;

    if (order->trial)
        return store_import_end(&r->import, /* keep */ false, err);
    struct source_note note = note_of(r);
    if (!store_source_well(&r->ledger, source->name, r->kind->name, &r->outcome->counts, err) ||
        !store_source_forget_rows(&r->ledger, source->name, source->deletes ? r->kind->name : NULL, err) ||
        !source_note_write(&r->ledger, &note, &r->outcome->events, err))
        return false;
    if (commit(r, err))
        return true;
    r->outcome->events = 0;
    r->outcome->in_doubt = err->code != ERR_DB_QUERY;
    return false;
}

/* What kind of trouble it was. False: none that is the source's. */
static bool classify(struct running *r, struct err *err)
{
    struct source_outcome *outcome = r->outcome;
    const struct source_config *source = r->order->source;
    char text[DURATION_TEXT];

    outcome->result = r->busy ? SOURCE_BUSY : SOURCE_NOTHING;
    if (r->busy || err->code == ERR_CANCELED || err->code == ERR_CONFLICT)
        return false;
    bool late = r->write_until != 0 && clock_monotonic() >= r->write_until;
    if (!r->reading && (err->code == ERR_DB_LOST || outcome->in_doubt))
        return false;
    if (!r->reading && late && (err->code == ERR_TIMEOUT || err->code == ERR_DB_QUERY)) {
        err_clear(err);
        err_set(err, ERR_TIMEOUT, "the writing took longer than %s", duration_format(source->timeout, text));
    }
    outcome->result = SOURCE_DONE;
    bool unread = r->reading || !r->staging || err->code == ERR_CONFIG || err->code == ERR_TIMEOUT;
    outcome->fault = unread ? SOURCE_FAILED : SOURCE_ROWS_UNFIT;
    return true;
}

static bool write_down(struct running *r, struct err *err)
{
    const char *name = r->order->source->name;
    struct source_outcome *outcome = r->outcome;
    struct source_note note = note_of(r);

    return db_session_exec(&r->ledger, "BEGIN", err) &&
           store_source_unwell(&r->ledger, name, r->kind->name, outcome->fault, outcome->err.text, err) &&
           source_note_write(&r->ledger, &note, &outcome->events, err) &&
           db_session_exec(&r->ledger, "COMMIT", err);
}

/* By another connection: the one at hand may be in doubt, and closing it rolls back. */
static void give_up(struct running *r, struct err *err)
{
    struct source_outcome *outcome = r->outcome;
    struct err unwritten = {0};

    outcome->counts = (struct source_counts){.rows = outcome->counts.rows};
    close_ledger(r);
    bool is_its_own = classify(r, err);
    char reason[SOURCE_REASON_MAX];
    err_set(&outcome->err, err->code, "%s", source_reason(err->text, reason));
    outcome->failures = r->known.failures + 1;
    if (!is_its_own || r->order->trial)
        return;
    if (open_ledger(r, &unwritten) && write_down(r, &unwritten))
        return;
    outcome->result = SOURCE_NOTHING;
    outcome->events = 0;
    outcome->err = unwritten;
}

/* Each in a transaction of its own. */
static bool forget(struct db_session *session, const struct source_order *order, const char *name,
                   size_t *events, struct err *err)
{
    const struct source_note note = {.order = order, .name = name, .gone = true};
    size_t written = 0;

    if (!db_session_exec(session, "BEGIN", err) || !store_source_forget(session, name, err) ||
        !source_note_write(session, &note, &written, err) || !db_session_exec(session, "COMMIT", err))
        return false;
    *events += written;
    return true;
}

bool source_forget_others(const struct source_order *order, const char *const *names, size_t count,
                          size_t *ret_events, struct err *err)
{
    const struct db_settings settings = {.conninfo = order->place.ledger,
                                         .application_name = "budgetwatch sources",
                                         .enough = order->place.enough,
                                         .connect_timeout = order->place.connect_timeout};
    struct db_session session;
    struct arena arena = {0};
    const char **others = NULL;
    size_t other_count = 0;

    *ret_events = 0;
    if (!db_session_open(&session, &settings, err))
        return false;
    bool ok = store_source_others(&session, names, count, &arena, &others, &other_count, err);
    for (size_t i = 0; ok && i < other_count; i++)
        ok = forget(&session, order, others[i], ret_events, err);
    db_session_close(&session);
    arena_free(&arena);
    return ok;
}
