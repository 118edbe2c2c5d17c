/* What the tests of the schema stand on: a server, and for each test a database of its own, either
 * empty or copied from one that has the whole schema. */
#ifndef TESTS_DB_SCHEMA_H
#define TESTS_DB_SCHEMA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/cluster.c"
#include "../../support/one_cluster.h"
#include "db/migrate.h"
#include "db/result.h"
#include "db/session.h"

struct schema {
    struct cluster database; /* the same server, another database */
    struct db_session session;
};

static inline void schema_connect(struct db_session *session, const char *conninfo)
{
    struct err err = {0};
    const struct db_settings settings = {.conninfo = conninfo, .application_name = "budgetwatch test"};

    assert_true(db_session_open(session, &settings, &err));
}

/* A new database, made by `how` ("" or "TEMPLATE ..."), and a session in it. */
static inline void schema_begin(struct schema *schema, const char *how)
{
    static int number = 0;
    char sql[256];

    snprintf(sql, sizeof sql, "CREATE DATABASE d%d %s", ++number, how);
    assert_non_null(cluster_sql(&cluster, sql));
    schema->database = cluster;
    snprintf(schema->database.conninfo, sizeof schema->database.conninfo,
             "host=%s port=5432 user=postgres dbname=d%d", cluster.dir, number);
    schema_connect(&schema->session, schema->database.conninfo);
}

static inline void schema_end(struct schema *schema)
{
    db_session_close(&schema->session);
}

static inline void schema_exec(struct schema *schema, const char *sql)
{
    struct err err = {0};

    if (!db_session_exec(&schema->session, sql, &err))
        fail_msg("%s: %s", sql, err.text);
}

/* Whether the one value that `sql` gives is this one; where not, says so. */
static inline bool schema_says(struct schema *schema, const char *sql, const char *value)
{
    struct err err = {0};
    struct pg_result *rows = NULL;

    if (!db_session_run(&schema->session, &(struct db_call){.sql = sql}, &rows, &err)) {
        print_error("%s: %s\n", sql, err.text);
        return false;
    }
    bool same = strcmp(db_text(rows, 0, 0), value) == 0;
    if (!same)
        print_error("wanted: %s\nis:     %s\n", value, db_text(rows, 0, 0));
    db_result_free(rows);
    return same;
}

static inline void schema_expect(struct schema *schema, const char *sql, const char *value)
{
    if (!schema_says(schema, sql, value))
        fail_msg("%s", sql);
}

/* A session, and the whole schema in its database. False: an error, which is printed. */
static inline bool schema_migrate(struct db_session *session, const char *conninfo)
{
    struct err err = {0};
    int from, to;

    schema_connect(session, conninfo);
    bool ok = migrate_up(session, /* rehearsal */ false, &from, &to, &err);
    if (!ok)
        fprintf(stderr, "%s\n", err.text);
    return ok;
}

/* The server with a database "migrated" to make copies of. */
static inline int start_migrated_cluster(void **state)
{
    struct db_session session;
    struct cluster database;

    if (start_cluster(state) != 0 || cluster_sql(&cluster, "CREATE DATABASE migrated") == NULL)
        return -1;
    database = cluster;
    snprintf(database.conninfo, sizeof database.conninfo, "host=%s port=5432 user=postgres dbname=migrated",
             cluster.dir);
    /* The years that the tests write are older than those that are there from the beginning. */
    bool ok = schema_migrate(&session, database.conninfo) && cluster_prepare_years(&database);
    db_session_close(&session);
    return ok ? 0 : -1;
}

#endif
