/* What the tests of the roles stand on: a server where the owner of the database may not make roles, so
 * that an administrator does, and a login for each role. Leaves the database "office". */
#ifndef TESTS_INTEGRATION_ROLES_H
#define TESTS_INTEGRATION_ROLES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/lines.c"
#include "../support/department.c"
#include "../support/group.h"

enum role { OWNER, DAEMON, SOURCE, REPORTER, OFFICER, READER, STRANGER, ROLE_COUNT };

/* Login roles: the owner of the database, a member of each group, and somebody who may connect. */
static const char *const logins[ROLE_COUNT] = {"keeper", "watch",  "feed",    "clerk",
                                               "chief",  "viewer", "stranger"};

/* The cluster as seen by one of the logins. */
static inline struct cluster as(enum role role, const char *database)
{
    struct cluster seen = cluster;

    snprintf(seen.conninfo, sizeof seen.conninfo, "host=%s port=5432 user=%s dbname=%s", cluster.dir,
             logins[role], database);
    return seen;
}

static inline void give_memberships(void)
{
    assert_non_null(cluster_sql(&cluster, "CREATE ROLE watch LOGIN IN ROLE budgetwatch_daemon;"
                                          "CREATE ROLE feed LOGIN IN ROLE budgetwatch_source;"
                                          "CREATE ROLE clerk LOGIN IN ROLE budgetwatch_reporter;"
                                          "CREATE ROLE chief LOGIN IN ROLE budgetwatch_officer;"
                                          "CREATE ROLE viewer LOGIN IN ROLE budgetwatch_reader;"
                                          "CREATE ROLE stranger LOGIN"));
}

static inline int start_with_roles(void **state)
{
    if (start_cluster(state) != 0 || cluster_sql(&cluster, "CREATE ROLE keeper LOGIN") == NULL ||
        cluster_sql(&cluster, "CREATE DATABASE office OWNER keeper") == NULL)
        return -1;
    struct cluster office = as(OWNER, "office");

    struct run run = process_run((const char *[]){"migrate", "--database", office.conninfo, NULL});
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "schema created"));
    assert_non_null(strstr(run.err, "budgetwatch migrate --roles | psql"));
    run_free(&run);

    run = process_run((const char *[]){"migrate", "--roles", NULL});
    assert_int_equal(run.status, 0);
    assert_non_null(cluster_sql(&cluster, run.out));
    assert_non_null(cluster_sql(&cluster, run.out)); /* again: nothing is there to be done */
    run_free(&run);

    run = process_run((const char *[]){"migrate", "--database", office.conninfo, NULL});
    assert_int_equal(run.status, 0);
    assert_string_equal(run.err, "");
    run_free(&run);
    give_memberships();
    return 0;
}

#endif
