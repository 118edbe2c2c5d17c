#include "db/store_firing.h"

#include <inttypes.h>
#include <stdio.h>

#include "embedded/statements.h"

void store_firing(struct db_trip *trip, int64_t after, int limit, msec lately)
{
    char after_text[24], limit_text[24], lately_text[24];
    const char *params[] = {after_text, limit_text, lately_text};

    snprintf(after_text, sizeof after_text, "%" PRId64, after);
    snprintf(limit_text, sizeof limit_text, "%d", limit);
    snprintf(lately_text, sizeof lately_text, "%" PRId64, lately);
    db_trip_add(trip, sql_deviations_firing, 3, params);
}

struct message_event store_firing_row(const struct pg_result *result, int row, msec now)
{
    bool stands = !db_null(result, row, 1);
    bool told = !db_null(result, row, 2);

    return (struct message_event){
        .deviation_id = db_int(result, row, 0),
        .since = stands ? db_int(result, row, 1) : 0,
        .created = told     ? db_int(result, row, 2)
                   : stands ? now
                            : 0,
        .event = told ? "resolved" : "reminded",
        .rule = db_text(result, row, 3),
        .severity = db_text(result, row, 4),
        .previous_severity = "",
        .fiscal_year = (int)db_int(result, row, 5),
        .subject_kind = "",
        .subject_code = db_text(result, row, 6),
        .subject_name = db_text(result, row, 7),
        .unit_code = db_text(result, row, 8),
        .unit_name = "",
        .manager = "",
        .observed = "",
        .expected = "",
        .gap = "",
        .explanation = db_text(result, row, 9),
        .title = "",
        .occurred_on = "",
        .answers_name = db_text(result, row, 10),
        .answers_role = "",
        .answers_unit = "",
        .corrects_message = "",
    };
}
