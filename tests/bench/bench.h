/* What the programs of the bench share: the clock, PostgreSQL without ceremony, percentiles, processor time
 * of a process. A program of the bench that cannot go on says why and ends with status 1: no figure is better
 * than a wrong one, and nobody above it could mend anything. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libpq-fe.h>

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

_Noreturn void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* CLOCK_MONOTONIC in nanoseconds: the same clock in every process of the machine. */
int64_t bench_now(void);
void bench_sleep(int64_t ns);

/* A whole number within bounds, or the end of the program with `what` as its name. */
long bench_number(const char *text, long least, long most, const char *what);

/* Its application_name is bench, by which the bench's own backends are told from those it measures. */
PGconn *bench_connect(const char *conninfo);
/* One or several statements; the last one's result, which the caller clears. */
PGresult *bench_sql(PGconn *conn, const char *sql);
void bench_do(PGconn *conn, const char *sql);
/* Whether the only value that `sql` yields is true. */
bool bench_holds(PGconn *conn, const char *sql);

/* Sorts; then percentile(p) is the least value that p of 100 do not exceed. */
void bench_sort(int64_t *values, size_t count);
int64_t bench_percentile(const int64_t *sorted, size_t count, unsigned p);

/* Nanoseconds that the first thread of a process has had on a processor. PostgreSQL's backends have one. */
int64_t bench_cpu_of(int pid);

/* `port` as a line of `path`, which appears whole or not at all: whoever waits for it may read at once. */
void bench_write_port(const char *path, int port);

/* A new text: `format` with every %C replaced by `code` and every %B by `flag`. The caller frees it. */
char *bench_fill(const char *format, const char *code, const char *flag);

#endif
