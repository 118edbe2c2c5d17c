#include "service/pass.h"

#include <stdlib.h>
#include <string.h>

/* The happy path:
 *
 * - pass_go() lets every lane take its turn: lane_next().
 * - A lane without a connection opens one, then takes its turn.
 * - A page that is listed is taken and evaluated (on_batch); then the lane takes its turn again.
 * - No page is listed but there are more: one lane lists some (on_listed), the others idle until it has.
 * - All pages of a kind are done and no lane is on one: the next kind begins.
 * - After the last kind one lane writes the pass down. Then it is still.
 *
 * What can go wrong: a lane fails. It puts its page back, the pass halts, the other lanes end their pages;
 * the caller hears of the first error. Only a conflict with another transaction is tried again by the lane
 * itself. */

enum { CONFLICT_DELAY = 20 };

static void lane_next(struct pass_lane *lane);
static void on_opened(struct db_conn *conn, bool ok);
static void begin_listing(struct pass_lane *lane);
static void on_listed(struct db_script *script);
static void begin_page(struct pass_lane *lane);
static void on_batch(struct batch *batch);
static void on_pause_over(uv_timer_t *timer);
static void begin_alone(struct pass_lane *lane, enum batch_kind kind);
static void lane_failed(struct pass_lane *lane, const struct err *err);
static void turn(struct pass *pass);
static void begin_resting(struct pass *pass);
static void on_closed(struct db_conn *conn);

void pass_init(struct pass *pass, uv_loop_t *loop, const struct db_settings *settings)
{
    pass->loop = loop;
    for (int i = 0; i < PASS_LANES; i++) {
        struct pass_lane *lane = &pass->lanes[i];
        *lane = (struct pass_lane){.pass = pass};
        db_conn_init(&lane->conn, loop, settings);
        lane->conn.owner = lane;
        uv_timer_init(loop, &lane->pause);
        lane->pause.data = lane;
    }
}

static void begin_kind(struct pass *pass, enum subject_kind kind)
{
    subject_pages_done(&pass->pages);
    pass->pages = (struct subject_pages){.kind = kind};
    free(pass->frontier);
    pass->frontier = NULL;
}

void pass_begin(struct pass *pass, bool proof, bool first, date began, char *everything)
{
    pass_forget(pass);
    pass->running = true;
    pass->proof = proof;
    pass->clears = first;
    pass->began = began;
    pass->everything = everything;
    pass->subjects = pass->events = pass->repaired = 0;
    begin_kind(pass, (enum subject_kind)0);
}

void pass_forget(struct pass *pass)
{
    pass->running = pass->finished = pass->finishing = false;
    free(pass->everything);
    pass->everything = NULL;
    begin_kind(pass, (enum subject_kind)0);
    unit_table_free(&pass->reported);
}

void pass_go(struct pass *pass, const struct batch *model)
{
    pass->model = *model;
    pass->pages.size = model->limit;
    pass->going = true;
    pass->halting = false;
    err_clear(&pass->err);
    turn(pass);
}

bool pass_is_going(const struct pass *pass)
{
    return pass->going;
}

void pass_halt(struct pass *pass)
{
    pass->halting = true;
}

void pass_cancel(struct pass *pass)
{
    pass_halt(pass);
    for (int i = 0; i < PASS_LANES; i++) {
        struct pass_lane *lane = &pass->lanes[i];
        if (lane->state == LANE_LISTING)
            db_op_cancel(&lane->script.op);
        else if (lane->state == LANE_BATCHING)
            batch_cancel(&lane->batch);
    }
}

static int lanes_busy(const struct pass *pass)
{
    int busy = 0;

    for (int i = 0; i < PASS_LANES; i++)
        busy += pass->lanes[i].state != LANE_IDLE;
    return busy;
}

static bool is_listing(const struct pass *pass)
{
    for (int i = 0; i < PASS_LANES; i++)
        if (pass->lanes[i].state == LANE_LISTING)
            return true;
    return false;
}

/* Whether the last page of the kind is done, and no lane is on one. */
static bool kind_is_done(const struct pass *pass)
{
    return !pass->finishing && pass->pages.all_listed && subject_pages_left(&pass->pages) == 0 &&
           lanes_busy(pass) == 0;
}

/* Something has ended: whoever has nothing to do takes a turn. */
static void turn(struct pass *pass)
{
    if (!pass->going || pass->closing > 0)
        return;
    if (!pass->halting && kind_is_done(pass)) {
        unit_table_settle(&pass->reported);
        if (pass->pages.kind + 1 == SUBJECT_COUNT)
            pass->finishing = true;
        else
            begin_kind(pass, (enum subject_kind)(pass->pages.kind + 1));
        pass->pages.size = pass->model.limit;
    }
    for (int i = 0; i < PASS_LANES && !pass->halting && !pass->finished; i++)
        if (pass->lanes[i].state == LANE_IDLE)
            lane_next(&pass->lanes[i]);
    if (lanes_busy(pass) == 0)
        begin_resting(pass);
}

/* Between passes no connection is held: there is one a night. */
static void begin_resting(struct pass *pass)
{
    pass->closing = 1;
    for (int i = 0; i < PASS_LANES; i++)
        if (db_conn_is_open(&pass->lanes[i].conn)) {
            pass->closing++;
            db_conn_close(&pass->lanes[i].conn, on_closed);
        }
    on_closed(&pass->lanes[0].conn);
}

static void on_closed(struct db_conn *conn)
{
    struct pass_lane *lane = conn->owner;
    struct pass *pass = lane->pass;

    if (--pass->closing > 0)
        return;
    pass->going = false;
    pass->on_still(pass);
}

static void lane_next(struct pass_lane *lane)
{
    struct pass *pass = lane->pass;
    bool more = subject_pages_left(&pass->pages) > 0;
    bool lists = !more && !pass->pages.all_listed && !is_listing(pass);
    bool alone = pass->finishing || pass->clears;

    if (alone ? lanes_busy(pass) > 0 : !more && !lists)
        return;
    if (!db_conn_is_open(&lane->conn)) {
        lane->state = LANE_CONNECTING;
        if (!db_conn_open(&lane->conn, on_opened))
            lane_failed(lane, &(struct err){.code = ERR_DB_LOST, .text = "cannot connect to the database"});
    } else if (alone) {
        begin_alone(lane, pass->clears ? BATCH_CLEAR : BATCH_FINISH);
    } else if (more) {
        begin_page(lane);
    } else {
        begin_listing(lane);
    }
}

static void on_opened(struct db_conn *conn, bool ok)
{
    struct pass_lane *lane = conn->owner;

    lane->state = LANE_IDLE;
    if (!ok)
        lane_failed(lane, &conn->err);
    turn(lane->pass);
}

static void begin_listing(struct pass_lane *lane)
{
    struct db_section section = {subject_pages_steps, &lane->pass->pages};

    lane->state = LANE_LISTING;
    lane->script.owner = lane;
    if (!db_script_start(&lane->script, &lane->conn, &section, 1, on_listed))
        lane_failed(lane, &lane->script.err);
}

static void on_listed(struct db_script *script)
{
    struct pass_lane *lane = script->owner;

    lane->state = LANE_IDLE;
    if (script->err.code != ERR_NONE)
        lane_failed(lane, &script->err);
    turn(lane->pass);
}

static void begin_page(struct pass_lane *lane)
{
    struct pass *pass = lane->pass;

    if (!subject_pages_take(&pass->pages, &lane->page))
        return;
    if (pass->frontier == NULL || strcmp(pass->frontier, lane->page.to) < 0) {
        free(pass->frontier);
        pass->frontier = mem_text(lane->page.to);
    }
    lane->state = LANE_BATCHING;
    lane->batch = pass->model;
    lane->batch.owner = lane;
    lane->batch.kind = BATCH_PAGE;
    lane->batch.page = &lane->page;
    lane->batch.proof = pass->proof;
    if (lane->page.kind != SUBJECT_UNIT)
        lane->batch.reported = &pass->reported;
    lane->frontier = mem_text(pass->frontier);
    lane->batch.frontier = lane->frontier;
    if (!batch_start(&lane->batch, &lane->conn, on_batch)) {
        struct err err = lane->batch.err;
        batch_free(&lane->batch);
        lane_failed(lane, &err);
    }
}

/* Nobody reads the table while pages of units are under way. */
static void keep_reported(struct pass *pass, const struct facts_set *set)
{
    for (size_t i = 0; i < set->unit_count; i++)
        unit_table_add(&pass->reported, set->units[i].code, set->units[i].year, set->units[i].months);
}

static void page_done(struct pass_lane *lane)
{
    struct pass *pass = lane->pass;
    const struct batch *batch = &lane->batch;

    pass->subjects += batch->subjects;
    pass->events += batch->events;
    pass->repaired += batch->repaired;
    if (batch->kind == BATCH_FINISH) {
        pass->finished = true;
        pass->running = false;
    }
    if (batch->kind == BATCH_PAGE && batch->page->kind == SUBJECT_UNIT)
        keep_reported(pass, &batch->load.set);
    pass->on_page(pass, batch);
}

static void return_page(struct pass_lane *lane)
{
    if (lane->page.from != NULL)
        subject_pages_return(&lane->pass->pages, lane->page);
    lane->page = (struct page_range){.from = NULL};
}

static void on_batch(struct batch *batch)
{
    struct pass_lane *lane = batch->owner;
    struct err err = batch->err;
    bool conflicted = batch->conflicted;

    lane->state = LANE_IDLE;
    if (batch->kind == BATCH_CLEAR && (err.code == ERR_NONE || conflicted)) {
        lane->pass->clears = false; /* somebody writes: the log stays, and the pages take their rows */
        conflicted = false;
        err_clear(&err);
    } else if (err.code == ERR_NONE) {
        page_done(lane);
        page_range_free(&lane->page);
    }
    batch_free(batch);
    free(lane->frontier);
    lane->frontier = NULL;
    if (err.code != ERR_NONE && conflicted) {
        return_page(lane);
        lane->state = LANE_PAUSING;
        uv_timer_start(&lane->pause, on_pause_over, (uint64_t)(CONFLICT_DELAY + clock_jitter(CONFLICT_DELAY)),
                       0);
        return;
    }
    if (err.code != ERR_NONE)
        lane_failed(lane, &err);
    turn(lane->pass);
}

static void on_pause_over(uv_timer_t *timer)
{
    struct pass_lane *lane = timer->data;

    lane->state = LANE_IDLE;
    turn(lane->pass);
}

static void begin_alone(struct pass_lane *lane, enum batch_kind kind)
{
    struct pass *pass = lane->pass;

    lane->state = LANE_BATCHING;
    lane->batch = pass->model;
    lane->batch.owner = lane;
    lane->batch.kind = kind;
    lane->batch.pass_began = pass->began;
    lane->batch.everything = pass->everything;
    if (!batch_start(&lane->batch, &lane->conn, on_batch)) {
        struct err err = lane->batch.err;
        batch_free(&lane->batch);
        lane_failed(lane, &err);
    }
}

/* The page goes back, the pass halts. A connection in doubt is closed; it is opened anew when its turn comes.
 * That one was lost is said rather than what was refused on another: the server may have failed. */
static void lane_failed(struct pass_lane *lane, const struct err *err)
{
    struct pass *pass = lane->pass;

    lane->state = LANE_IDLE;
    return_page(lane);
    bool doubt = err->code != ERR_DB_QUERY && err->code != ERR_CONFLICT;
    if (pass->err.code == ERR_NONE || (pass->err.code == ERR_DB_QUERY && doubt))
        pass->err = *err;
    pass->halting = true;
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct pass *pass = ((struct pass_lane *)handle->data)->pass;

    if (--pass->closing == 0)
        pass->on_stopped(pass);
}

void pass_stop(struct pass *pass, void (*on_stopped)(struct pass *pass))
{
    pass_forget(pass);
    pass->on_stopped = on_stopped;
    pass->closing = PASS_LANES;
    for (int i = 0; i < PASS_LANES; i++)
        uv_close((uv_handle_t *)&pass->lanes[i].pause, on_handle_closed);
}
