#include "points.h"

#include <string.h>

#include "base/fault.h"
#include "db/batch_steps.h"
#include "db/script.h"
#include "db/subjects.h"
#include "db/tick.h"
#include "embedded/statements.h"

struct point *points_find(struct points *points, const char *moment, const char *name)
{
    for (size_t i = 0; i < points->count; i++)
        if (strcmp(points->list[i].moment, moment) == 0 && strcmp(points->list[i].name, name) == 0)
            return &points->list[i];
    return NULL;
}

/* In a short run a statement that only reads, or forgets, is met before it, and one that writes into the
 * batch's transaction not after it, where nothing has happened since but that the next one is about to begin.
 */
enum { ONLY_READS = 1, INSIDE_A_TRANSACTION = 2, EVERY_MOMENT = 3 };

static void points_add(struct points *points, const char *name, int moments_when_brief)
{
    static const char *const moments[] = {FAULT_BEFORE, FAULT_DURING, FAULT_AFTER};

    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        bool none = strcmp(name, FAULT_HANDING_BACK) == 0 && i > 0; /* it is done at once */
        assert_true(points->count < sizeof points->list / sizeof *points->list);
        if (!none && points_find(points, moments[i], name) == NULL)
            points->list[points->count++] =
                (struct point){.moment = moments[i], .name = name, .brief = (int)i < moments_when_brief};
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

/* Of those of the dispatcher. One that is new is taken for one that writes. */
static bool points_writes(const char *statement)
{
    static const char *const only_read[] = {"events_unformed", "messages_due", "stage_ahead", "stage_survey",
                                            "stage_waiting"};

    for (size_t i = 0; i < sizeof only_read / sizeof *only_read; i++)
        if (strcmp(statement, only_read[i]) == 0)
            return false;
    return true;
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
        {batch_conclude, ONLY_READS},
        {batch_write, INSIDE_A_TRANSACTION},
        {batch_finish, INSIDE_A_TRANSACTION},
        {subject_pages_steps, ONLY_READS},
        {db_commit, EVERY_MOMENT},
        {tick_steps, ONLY_READS},
        {tick_release_steps, EVERY_MOMENT},
    };
    static const char *const names[] = FAULT_NAMES;

    *points = (struct points){0};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        for (const struct db_step *step = scripts[i].steps; step->name != NULL; step++)
            if (step->name[0] != '\0') /* a DB_WAIT */
                points_add(points, step->name, scripts[i].moments);
    points_add(points, "LISTEN budgetwatch", ONLY_READS);
    points_add(points, "calendar_days", ONLY_READS); /* the stage reads both when it begins anew */
    points_add(points, "silences_standing", ONLY_READS);
    points_add(points, "deviations_firing", ONLY_READS);
    points_add(points, "years_next", ONLY_READS);
    points_add(points, "source_others", ONLY_READS); /* by a thread, once */
    for (const struct sql_file *file = sql_files; file->name != NULL; file++) {
        if ((strncmp(file->name, "messages_", 9) == 0 || strncmp(file->name, "events_", 7) == 0 ||
             strncmp(file->name, "stage_", 6) == 0 || strncmp(file->name, "reports_", 8) == 0) &&
            !points_of_command(file->name))
            points_add(points, file->name, points_writes(file->name) ? EVERY_MOMENT : ONLY_READS);
        if (strncmp(file->name, "retention_", 10) == 0)
            points_add(points, file->name, ONLY_READS);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        points_add(points, names[i], EVERY_MOMENT);
}
