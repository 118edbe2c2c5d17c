/* What a score and its steps must hold to. Values that could not be read are passed over, as in
 * rubric_check.c. */
#include "config/rubric_table.h"

static void check_steps(const struct rubric_reader *reader, const struct rubric_spot *spot,
                        const struct scoring *scoring);

static void check_above_0(const struct rubric_reader *reader, const struct rubric_spot *spot, const char *key,
                          micro number)
{
    struct json_place place = {.up = spot->place, .key = key};

    if (number != RUBRIC_UNREAD && number <= 0)
        json_file_fault(reader->file, &place, "must be above 0");
}

/* One of the two, for a step and for yes or no. */
static bool check_one_bound(const struct rubric_reader *reader, const struct rubric_spot *spot)
{
    bool least = json_object_get(spot->json, "at_least") != NULL;
    bool most = json_object_get(spot->json, "at_most") != NULL;

    if (least && most)
        json_file_fault(reader->file, spot->place, "expected either at_least or at_most, found both");
    else if (!least && !most)
        json_file_fault(reader->file, spot->place, "expected at_least or at_most");
    return least != most;
}

/* The one step of yes or no has its place before it is read. */
void rubric_begin_score(struct rubric_reader *reader, const struct rubric_spot *spot, void *base)
{
    struct scoring *scoring = base;

    (void)spot;
    scoring->full = scoring->deduct = scoring->per = RUBRIC_UNREAD;
    scoring->reverse = reader->rubric->reverse;
    scoring->steps = arena_alloc(&reader->rubric->arena, sizeof *scoring->steps);
}

void rubric_check_score(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole)
{
    struct scoring *scoring = base;

    (void)whole;
    switch (scoring->method) {
    case SCORE_PROPORTION:
    case SCORE_REVERSE: check_above_0(reader, spot, "full", scoring->full); break;
    case SCORE_STEPS: check_steps(reader, spot, scoring); break;
    case SCORE_DEDUCT:
        check_above_0(reader, spot, "deduct", scoring->deduct);
        check_above_0(reader, spot, "per", scoring->per);
        break;
    case SCORE_YES_NO:
        (void)check_one_bound(reader, spot);
        scoring->step_count = 1;
        break;
    case SCORE_ASSESSED:
    case SCORE_COMPOSITE:
    case SCORE_METHOD_COUNT: break;
    }
}

void rubric_begin_step(struct rubric_reader *reader, const struct rubric_spot *spot, void *base)
{
    (void)reader;
    (void)spot;
    ((struct score_step *)base)->bound = RUBRIC_UNREAD;
}

void rubric_check_step(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole)
{
    (void)whole;
    if (!check_one_bound(reader, spot))
        ((struct score_step *)base)->bound = RUBRIC_UNREAD;
}

/* Whether whatever the later step holds for, the earlier one holds for already. */
static bool hides(const struct score_step *earlier, const struct score_step *later)
{
    if (earlier->bound == RUBRIC_UNREAD || later->bound == RUBRIC_UNREAD ||
        earlier->at_most != later->at_most)
        return false;
    return later->at_most ? later->bound <= earlier->bound : later->bound >= earlier->bound;
}

/* The first step that holds counts, so that one in the wrong place never does. */
static void check_steps(const struct rubric_reader *reader, const struct rubric_spot *spot,
                        const struct scoring *scoring)
{
    struct json_place steps = {.up = spot->place, .key = "steps"};

    for (size_t i = 0; i < scoring->step_count; i++) {
        struct json_place step = {.up = &steps, .index = i};
        for (size_t j = 0; j < i; j++) {
            if (!hides(&scoring->steps[j], &scoring->steps[i]))
                continue;
            json_file_fault(reader->file, &step, "never counts: steps[%zu] holds before it", j);
            break;
        }
    }
}
