#include "db/script.h"

#include "rig.h"

/* What a script did, in order: a letter for each ask, a value for each got. */
struct diary {
    char text[512];
    const char *refuse; /* the step whose got refuses */
    int rows;           /* of the COPY */
};

static void note(struct diary *diary, const char *text)
{
    strncat(diary->text, text, sizeof diary->text - strlen(diary->text) - 1);
}

static bool count_row(void *ctx, const char *data, size_t length, struct err *err)
{
    (void)data, (void)length, (void)err;
    ((struct diary *)ctx)->rows++;
    return true;
}

#define STEP(name, statement)                                                                                \
    static bool ask_##name(void *ctx, struct db_call *call, struct err *err)                                 \
    {                                                                                                        \
        (void)err;                                                                                           \
        note(ctx, #name "? ");                                                                               \
        *call = statement;                                                                                   \
        return true;                                                                                         \
    }                                                                                                        \
    static bool got_##name(void *ctx, const struct pg_result *result, struct err *err)                       \
    {                                                                                                        \
        struct diary *diary = ctx;                                                                           \
        note(diary, #name "=");                                                                              \
        note(diary, db_rows(result) > 0 ? db_text(result, 0, 0) : "-");                                      \
        note(diary, " ");                                                                                    \
        if (diary->refuse != NULL && strcmp(diary->refuse, #name) == 0)                                      \
            return err_set(err, ERR_CONFLICT, "no " #name);                                                  \
        return true;                                                                                         \
    }

STEP(a, ((struct db_call){.sql = "SELECT 1", .prepared = true}))
STEP(b, ((struct db_call){.sql = "SELECT 2"}))
STEP(nothing, ((struct db_call){0}))
STEP(copy, ((struct db_call){
               .sql = "COPY (SELECT generate_series(1, 5)) TO STDOUT", .on_row = count_row, .ctx = ctx}))
STEP(write, ((struct db_call){.sql = "INSERT INTO t VALUES (1)"}))
STEP(bad, ((struct db_call){.sql = "SELECT 1 / 0"}))

static const struct db_step reads[] = {
    {"a", ask_a, got_a}, {"b", ask_b, got_b}, {"nothing", ask_nothing, got_nothing}, DB_WAIT,
    {"b", ask_b, got_b}, {NULL, NULL, NULL},
};
static const struct db_step copies[] = {
    {"a", ask_a, got_a}, {"copy", ask_copy, got_copy}, {"copy", ask_copy, got_copy},
    {"b", ask_b, got_b}, {NULL, NULL, NULL},
};
static const struct db_step writes[] = {
    {"write", ask_write, got_write},
    {"nothing", ask_nothing, NULL},
    {"a", ask_a, got_a},
    {NULL, NULL, NULL},
};
static const struct db_step spoils[] = {
    {"write", ask_write, got_write},
    {"spoiling", ask_bad, got_bad},
    {"b", ask_b, got_b},
    {NULL, NULL, NULL},
};

static void on_script_done(struct db_script *script)
{
    ((struct rig *)script->owner)->done++;
}

static void run(struct rig *rig, struct db_script *script, bool together, struct diary *diary,
                const struct db_step *steps)
{
    const struct db_section sections[] = {{db_begin, NULL}, {steps, diary}, {db_commit, NULL}};
    int wanted = rig->done + 1;

    *diary = (struct diary){.refuse = diary->refuse};
    *script = (struct db_script){.owner = rig, .together = together};
    assert_true(db_script_start(script, &rig->conn, sections, 3, on_script_done));
    rig_until(rig, &rig->done, wanted);
}

static void steps_run_one_by_one_or_together(void **state)
{
    (void)state;
    struct rig rig;
    struct db_script script;
    struct diary diary = {0};

    rig_begin(&rig);
    run(&rig, &script, false, &diary, reads);
    assert_string_equal(diary.text, "a? a=1 b? b=2 nothing? b? b=2 ");
    run(&rig, &script, true, &diary, reads);
    assert_string_equal(script.err.text, "");
    assert_string_equal(diary.text, "a? b? nothing? a=1 b=2 b? b=2 ");
    rig_end(&rig);
}

static void a_copy_among_them_goes_by_itself(void **state)
{
    (void)state;
    struct rig rig;
    struct db_script script;
    struct diary diary = {0};

    rig_begin(&rig);
    run(&rig, &script, true, &diary, copies);
    assert_string_equal(script.err.text, "");
    assert_string_equal(diary.text, "a? copy? a=1 copy=- copy? copy=- b? b=2 ");
    assert_int_equal(diary.rows, 10);
    rig_end(&rig);
}

static void what_was_sent_together_is_committed_or_rolled_back_whole(void **state)
{
    (void)state;
    struct rig rig;
    struct db_script script;
    struct diary diary = {0};

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE t (n int)");
    run(&rig, &script, true, &diary, writes);
    rig_expect(&rig, "SELECT count(*) FROM t", "1");

    run(&rig, &script, true, &diary, spoils);
    assert_int_equal(script.err.code, ERR_DB_QUERY);
    assert_string_equal(script.err.text, "spoiling: division by zero");
    assert_string_equal(script.sqlstate, "22012");
    assert_string_equal(diary.text, "write? bad? b? write=- ");
    rig_expect(&rig, "SELECT count(*) FROM t", "1");
    rig_expect(&rig, "SELECT pg_current_xact_id_if_assigned() IS NULL", "t");
    rig_end(&rig);
}

static void a_refusal_rolls_back_what_has_to_wait_for_it(void **state)
{
    (void)state;
    struct rig rig;
    struct db_script script;
    struct diary diary = {.refuse = "b"};
    static const struct db_step steps[] = {
        {"write", ask_write, got_write},
        {"b", ask_b, got_b},
        {"a", ask_a, got_a},
        DB_WAIT,
        {NULL, NULL, NULL},
    };

    rig_begin(&rig);
    rig_exec(&rig, "CREATE TEMP TABLE t (n int)");
    run(&rig, &script, true, &diary, steps);
    assert_int_equal(script.err.code, ERR_CONFLICT);
    assert_string_equal(script.err.text, "no b");
    assert_string_equal(diary.text, "write? b? a? write=- b=2 ");
    rig_expect(&rig, "SELECT count(*) FROM t", "0");
    rig_end(&rig);
}

static void a_script_ends_when_its_connection_does(void **state)
{
    (void)state;
    struct rig rig;
    struct db_script script = {.owner = &rig, .together = true};
    struct diary diary = {0};
    const struct db_section sections[] = {{db_begin, NULL}, {reads, &diary}, {db_commit, NULL}};

    for (int turns = 0; turns < 4; turns++) {
        rig_begin(&rig);
        assert_true(db_script_start(&script, &rig.conn, sections, 3, on_script_done));
        rig_turns(&rig, turns);
        rig_close(&rig);
        rig_until(&rig, &rig.done, 1);
        assert_true(script.err.code == ERR_CANCELED || script.err.code == ERR_NONE);
        rig_open(&rig);
        rig_end(&rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_run_one_by_one_or_together),
        cmocka_unit_test(a_copy_among_them_goes_by_itself),
        cmocka_unit_test(what_was_sent_together_is_committed_or_rolled_back_whole),
        cmocka_unit_test(a_refusal_rolls_back_what_has_to_wait_for_it),
        cmocka_unit_test(a_script_ends_when_its_connection_does),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
