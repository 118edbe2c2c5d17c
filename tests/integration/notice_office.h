/* A department whose daemon sends notices to a hook. After the headers of tests/support. */
#ifndef TESTS_INTEGRATION_NOTICE_OFFICE_H
#define TESTS_INTEGRATION_NOTICE_OFFICE_H

#define PART_XLSX "part application/vnd.openxmlformats-officedocument.spreadsheetml.sheet "

/* The case at hand. */
static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process daemon;
    const char *channels; /* JSON; NULL: the hook alone */
    const char *units;    /* JSON */
    bool disabled;
} world;

#include "../support/world.h"

static inline int start_office(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_secret(&cluster);
    process_file(&cluster, "ca.pem", "%s", tls_certificate);
    return 0;
}

/* One unit with twenty projects, and what they had spent by each month. */
static inline void begin(const char *name)
{
    world = (struct world){.units = "[\"top\"]"};
    receiver_start(&world.receiver, /* tls: */ false);
    department_create(&cluster, name, 20, &world.database);
    department_sql(&world.database,
                   "INSERT INTO execution SELECT code, 2025, '', m, m * 80000 FROM projects,"
                   " generate_series(1, 5) m;"
                   "INSERT INTO people (name, unit_code, role, mobile, im_id, email)"
                   " VALUES ('张三', 'U0', '局长', '13800000001', 'zhangsan', 'zhang@example.org')");
}

static inline const char *config(void)
{
    char hook[256];

    snprintf(hook, sizeof hook,
             "{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\","
             " \"timeout\": \"1500ms\", \"url\": \"http://127.0.0.1:%d/hook\"}",
             world.receiver.port);
    return process_file(&cluster, "notices.json",
                        "{\"poll_interval\": \"100ms\", \"leader_lease\": \"2s\", \"log_level\": \"debug\","
                        " \"delivery\": {\"lease\": \"2s\", \"shutdown_timeout\": \"1s\","
                        " \"retry_schedule\": [\"200ms\", \"200ms\", \"200ms\"]},\n"
                        "\"notice\": {\"enabled\": %s, \"units\": %s,"
                        " \"link\": \"https://office/{unit}/{period}\"},\n"
                        "\"channels\": [%s]}",
                        world.disabled ? "false" : "true", world.units,
                        world.channels != NULL ? world.channels : hook);
}

static inline void start_one(struct process *daemon, const char *as_of)
{
    process_start(daemon, (const char *[]){"run", "--as-of", as_of, "--config", config(), "--database",
                                           world.database.conninfo, NULL});
}

static inline void start(const char *as_of)
{
    start_one(&world.daemon, as_of);
}

/* Until the daemon has looked and found nothing more to send. */
static inline void until_nothing_is_due(struct process *daemon)
{
    department_wait_said(daemon, "no notice is due", 1, 60, "the daemon looks what is due");
}

static inline void stop(void)
{
    assert_int_equal(process_stop(&world.daemon), 0);
    process_forget(&world.daemon);
}

static inline void end(void)
{
    process_forget(&world.daemon);
    receiver_stop(&world.receiver);
}

static inline void until_sent(int notices)
{
    char sql[256];

    snprintf(sql, sizeof sql,
             "SELECT (SELECT count(*) FROM notices) = %d AND bool_and(m.state IN ('delivered', 'dead'))"
             " FROM messages m WHERE type LIKE 'notice.%%'",
             notices);
    until(sql, "every notice is stored, and its messages have come to their end");
}

/* The n-th notice that came to the hook, an id that came again left out; NULL: there is none. The caller lets
 * go. */
static inline json_t *arrived(size_t n)
{
    size_t count = receiver_count(&world.receiver, NULL);
    const char *seen[64];
    size_t seen_count = 0;

    for (size_t i = 0; i < count; i++) {
        const struct received *request = receiver_get(&world.receiver, NULL, i);
        json_t *body = json_loads(request->body, 0, NULL);
        const char *type = json_string_value(json_object_get(body, "type"));
        bool again = strncmp(type, "notice.", 7) != 0;
        for (size_t k = 0; k < seen_count && !again; k++)
            again = strcmp(seen[k], request->id) == 0;
        if (!again) {
            if (seen_count == n)
                return body;
            seen[seen_count++] = request->id;
        }
        json_decref(body);
    }
    return NULL;
}

static inline void expect_arrival(size_t n, const char *type, const char *period, bool late)
{
    json_t *body = arrived(n);
    const json_t *data = json_object_get(body, "data");

    if (body == NULL)
        fail_msg("notice %zu did not come", n + 1);
    assert_string_equal(json_string_value(json_object_get(body, "type")), type);
    assert_string_equal(json_string_value(json_object_get(data, "period")), period);
    assert_int_equal(json_is_true(json_object_get(data, "late")), late);
    json_decref(body);
}

#endif
