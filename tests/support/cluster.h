/* A throw-away PostgreSQL for tests: its own data directory, a Unix socket and nothing else, no fsync.
 *
 * The server is a child of the test and is told by the kernel when the test dies, however it dies. Where
 * the test runs as root, which PostgreSQL refuses, the server runs as `nobody`. Missing PostgreSQL is a
 * failure, not a skip. Used by #include "../../support/cluster.c". */
#ifndef SUPPORT_CLUSTER_H
#define SUPPORT_CLUSTER_H

#include <stdbool.h>
#include <sys/types.h>

struct cluster {
    char dir[64];       /* data, log and socket */
    char conninfo[128]; /* of the superuser */
    pid_t pid;
};

/* On failure the reason is on standard error. */
bool cluster_start(struct cluster *cluster);
/* The same with settings, lines as in postgresql.conf. */
bool cluster_start_with(struct cluster *cluster, const char *settings);
void cluster_stop(struct cluster *cluster); /* and remove its directory */

/* An outage: the server ends on SIGINT (its connections are told) or SIGQUIT (as if it had crashed), and
 * starts again with what it has. */
void cluster_halt(struct cluster *cluster, int number);
bool cluster_resume(struct cluster *cluster);

/* A second server that follows the first and can be read, until `SELECT pg_promote()`. */
bool cluster_start_standby(struct cluster *standby, const struct cluster *primary);

/* Run `sql` on a connection of its own, waiting. Returns the first value of the last result (static
 * memory, "" where there is none), or NULL on an error, which is printed. */
const char *cluster_sql(const struct cluster *cluster, const char *sql);

/* Facts of 2022 to 2025 can be written by SQL, as an import would make them possible. False: an error, which
 * is printed. */
bool cluster_prepare_years(const struct cluster *cluster);

#endif
