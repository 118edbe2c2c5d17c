#include "points.h"

#include <string.h>

#include "base/fault.h"
#include "db/batch_steps.h"
#include "db/script.h"
#include "db/tick.h"
#include "embedded/statements.h"

bool points_have(const struct points *points, const char *moment, const char *name)
{
    for (size_t i = 0; i < points->count; i++)
        if (strcmp(points->list[i].moment, moment) == 0 && strcmp(points->list[i].name, name) == 0)
            return true;
    return false;
}

/* In a short run a statement that only reads is met before it, and one that writes into the batch's
 * transaction not after it, where nothing has happened since but that the next one is about to begin. */
enum { ONLY_READS = 1, INSIDE_A_TRANSACTION = 2, EVERY_MOMENT = 3 };

static void points_add(struct points *points, const char *name, int moments_when_brief)
{
    static const char *const moments[] = {FAULT_BEFORE, FAULT_DURING, FAULT_AFTER};

    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        bool none = strcmp(name, FAULT_HANDING_BACK) == 0 && i > 0; /* it is done at once */
        assert_true(points->count < sizeof points->list / sizeof *points->list);
        if (!none && !points_have(points, moments[i], name))
            points->list[points->count++] = (struct point){moments[i], name, (int)i < moments_when_brief};
    }
}

/* Of commands, not of the daemon. */
static bool points_of_command(const char *statement)
{
    static const char *const of_commands[] = {"messages_list", "messages_retry"};

    for (size_t i = 0; i < sizeof of_commands / sizeof *of_commands; i++)
        if (strcmp(statement, of_commands[i]) == 0)
            return true;
    return false;
}

void points_make(struct points *points)
{
    static const struct {
        const struct db_step *steps;
        int moments;
    } scripts[] = {
        {db_begin_repeatable_read, ONLY_READS},
        {batch_take_changes, ONLY_READS},
        {batch_take_due, ONLY_READS},
        {batch_take_page, ONLY_READS},
        {load_facts_steps, ONLY_READS},
        {batch_read_known, ONLY_READS},
        {batch_write, INSIDE_A_TRANSACTION},
        {db_commit, EVERY_MOMENT},
        {tick_steps, ONLY_READS},
        {tick_release_steps, EVERY_MOMENT},
    };
    static const char *const names[] = FAULT_NAMES;

    *points = (struct points){0};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        for (const struct db_step *step = scripts[i].steps; step->name != NULL; step++)
            points_add(points, step->name, scripts[i].moments);
    points_add(points, "LISTEN budgetwatch", ONLY_READS);
    points_add(points, "calendar_days", ONLY_READS); /* the stage reads both when it begins anew */
    points_add(points, "silences_standing", ONLY_READS);
    for (const struct sql_file *file = sql_files; file->name != NULL; file++)
        if ((strncmp(file->name, "messages_", 9) == 0 || strncmp(file->name, "events_", 7) == 0 ||
             strncmp(file->name, "stage_", 6) == 0 || strncmp(file->name, "reports_", 8) == 0) &&
            !points_of_command(file->name))
            points_add(points, file->name, EVERY_MOMENT);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        points_add(points, names[i], EVERY_MOMENT);
}
