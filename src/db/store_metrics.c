#include "db/store_metrics.h"

#include "embedded/statements.h"

static bool read_deviations(struct db_session *session, struct arena *arena, struct store_metrics *metrics,
                            struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql_metrics_deviations}, &rows, err))
        return false;
    metrics->deviation_count = (size_t)db_rows(rows);
    metrics->deviations = arena_alloc(arena, metrics->deviation_count * sizeof *metrics->deviations + 1);
    for (size_t i = 0; i < metrics->deviation_count; i++)
        metrics->deviations[i] =
            (struct metric_deviations){.rule = arena_text(arena, db_text(rows, (int)i, 0)),
                                       .severity = arena_text(arena, db_text(rows, (int)i, 1)),
                                       .count = db_int(rows, (int)i, 2)};
    db_result_free(rows);
    return true;
}

bool store_metrics_read(struct db_session *session, struct arena *arena, struct store_metrics *ret_metrics,
                        struct err *err)
{
    struct store_metrics metrics = {0};
    struct pg_result *rows = NULL;

    if (!read_deviations(session, arena, &metrics, err) ||
        !db_session_run(session, &(struct db_call){.sql = sql_metrics_daemon}, &rows, err))
        return err_prefix(err, "reading the metrics");
    if (db_rows(rows) > 0) {
        metrics.led = db_bool(rows, 0, 0);
        metrics.epoch = db_int(rows, 0, 1);
        metrics.change_rows = db_int(rows, 0, 2);
        metrics.change_age = db_int(rows, 0, 3);
        metrics.passed = db_int(rows, 0, 4);
        metrics.proved = db_int(rows, 0, 5);
    }
    db_result_free(rows);
    *ret_metrics = metrics;
    return true;
}
