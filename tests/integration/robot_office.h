/* A department whose daemon talks to robots that ask what the real ones ask. After the headers of
 * tests/support. */
#ifndef TESTS_INTEGRATION_ROBOT_OFFICE_H
#define TESTS_INTEGRATION_ROBOT_OFFICE_H

#define KEY             "0f3a9c41-key-of-robot"
#define DINGTALK_SECRET "SEC5e0c7fd1a2b34d5697"
#define FEISHU_SECRET   "a1B2c3D4e5F6g7H8i9"
#define HOOK_SECRET     "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define MOBILE          "13812345678"

static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process daemon;
    struct robot robot;
    char channels[4096];
} world;

#include "../support/world.h"

static inline int start(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_file(&cluster, "dingtalk.secret", "%s\n", DINGTALK_SECRET);
    process_file(&cluster, "feishu.secret", "%s\n", FEISHU_SECRET);
    process_file(&cluster, "wrong.secret", "another\n");
    process_file(&cluster, "hook.secret", "%s\n", HOOK_SECRET);
    return 0;
}

static inline void begin(const char *name)
{
    world = (struct world){0};
    receiver_start(&world.receiver, false);
    department_create(&cluster, name, 60, &world.database);
    department_sql(&world.database, "INSERT INTO people (name, unit_code, role, mobile, im_id, email) SELECT "
                                    "'李雷' || code, code, '负责人', '" MOBILE "', 'lilei_' || code, "
                                    "'lilei@example.org' FROM units");
}

/* `path` has what is secret of the address; `more`: further options, each with a comma before it. */
static inline void add_robot(const char *name, const char *type, const char *path, const char *more)
{
    size_t length = strlen(world.channels);
    char file[64];

    snprintf(file, sizeof file, "%s.url", name);
    process_file(&cluster, file, "http://127.0.0.1:%d%s\n", world.receiver.port, path);
    snprintf(world.channels + length, sizeof world.channels - length,
             "%s{\"name\": \"%s\", \"type\": \"%s\", \"url_file\": \"%s\", \"allow_http\": true, "
             "\"quota\": [\"1000/1s\"], \"digest_over\": 1000, \"group_wait\": 0, \"busy_jitter\": 0%s}",
             length > 0 ? ", " : "", name, type, file, more);
}

static inline const char *config(void)
{
    return process_file(
        &cluster, "robots.json",
        "{\"poll_interval\": \"50ms\", \"delivery\": {\"lease\": \"20s\", \"retry_schedule\": "
        "[\"100ms\", \"100ms\"], \"shutdown_timeout\": \"1s\"}, \"channels\": [%s]}",
        world.channels);
}

static inline void watch(void)
{
    watch_with(config());
}

static inline void until_attempts(int count)
{
    char sql[64];

    snprintf(sql, sizeof sql, "SELECT count(*) >= %d FROM attempts", count);
    until(sql, "the attempts have ended");
}

#define RESULTS                                                                                              \
    "SELECT string_agg(channel || ' ' || result || ' ' || state, ', ' ORDER BY channel, seq, attempt) FROM " \
    "attempts JOIN messages ON id = message_id"

static const char *const secrets[] = {KEY, "SEC5e0c", "5e0c7fd1a2b34d5697", FEISHU_SECRET, "whsec_", NULL};

static inline void expect_not_listed(const char *text)
{
    static const char *const forms[] = {"--json", "--dead", NULL};
    char *log = process_log(&world.daemon);

    assert_null(strstr(log, text));
    free(log);
    for (size_t i = 0; forms[i] != NULL; i++) {
        struct run run = process_run(
            (const char *[]){"deliveries", forms[i], "--database", world.database.conninfo, NULL});
        assert_int_equal(run.status, 0);
        assert_null(strstr(run.out, text));
        run_free(&run);
    }
}

static inline void end(void)
{
    hidden_expect(&world.daemon, &world.database, secrets);
    expect_not_listed(MOBILE);
    expect_not_listed("lilei");
    assert_int_equal(process_stop(&world.daemon), 0);
}

static inline int leave(void **state)
{
    (void)state;
    process_forget(&world.daemon);
    receiver_stop(&world.receiver);
    return 0;
}

/* `most` messages a minute; 0: as the real one. */
static inline void enforce(enum robot_kind kind, size_t most)
{
    static const struct robot asks[] = {
        [ROBOT_WECOM] = {.key = KEY},
        [ROBOT_DINGTALK] = {.key = KEY, .secret = DINGTALK_SECRET, .mobile = MOBILE},
        [ROBOT_FEISHU] = {.secret = FEISHU_SECRET},
        [ROBOT_SLACK] = {0},
    };

    world.robot = robot_of(kind);
    world.robot.key = asks[kind].key;
    world.robot.secret = asks[kind].secret;
    world.robot.mobile = asks[kind].mobile;
    world.robot.impatient = false; /* the hour at which a test runs is nobody's choice */
    if (most > 0)
        world.robot.rates[0] = (struct robot_rate){most, 60000};
    world.receiver.enforce_ctx = &world.robot;
    world.receiver.enforce = robot_answer;
}

/* The rest of a channel that was told to be slow: what is formed meanwhile is not even tried. */
static inline void expect_rest(const char *at_least, const char *at_most)
{
    size_t before = receiver_count(&world.receiver, NULL);
    char sql[256];

    snprintf(sql, sizeof sql,
             "SELECT bool_and(next_attempt_at BETWEEN now() + interval '%s' AND now() + interval '%s') FROM "
             "messages WHERE state = 'pending'",
             at_least, at_most);
    expect(sql, "t");
    department_turn_red(&world.database, 50, 50);
    until("SELECT count(*) = 1 FROM message_events JOIN events e ON e.id = event_id WHERE subject_code = "
          "'P50' AND "
          "state = 'waiting'",
          "the next event waits, to be gathered with others");
    department_turn_red(&world.database, 51, 51);
    until("SELECT count(*) = 1 FROM events WHERE subject_code = 'P51' AND formed", "time passes");
    assert_int_equal(receiver_count(&world.receiver, NULL), before);
}

#endif
