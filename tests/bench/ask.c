/* The floor of a poll: one statement, prepared, asked at a steady pace.
 *
 *   ask CONNINFO INTERVAL_US COUNT SQL
 *
 * Prints `round_trip_us cpu_us`: the median round trip, and what an ask costs in processor time of this
 * program and its backend together, waking up included. With SELECT 1 that is the price of asking at all. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"

static void ask(PGconn *conn)
{
    PGresult *result = PQexecPrepared(conn, "ask", 0, NULL, NULL, NULL, 0);

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        bench_fail("%s", PQresultErrorMessage(result));
    PQclear(result);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        bench_fail("usage: ask CONNINFO INTERVAL_US COUNT SQL");
    int64_t interval = bench_number(argv[2], 0, 60000000, "interval") * 1000;
    size_t count = (size_t)bench_number(argv[3], 1, 1000000, "count");
    int64_t *took = calloc(count, sizeof *took);
    PGconn *conn = bench_connect(argv[1]);

    if (took == NULL)
        bench_fail("out of memory");
    PQclear(PQprepare(conn, "ask", argv[4], 0, NULL));
    for (int i = 0; i < 20; i++)
        ask(conn);
    int backend = PQbackendPID(conn);
    int64_t cpu = bench_cpu_of(backend) + bench_cpu_of(getpid());
    int64_t next = bench_now();
    for (size_t i = 0; i < count; i++, next += interval) {
        bench_sleep(next - bench_now());
        int64_t start = bench_now();
        ask(conn);
        took[i] = bench_now() - start;
    }
    cpu = bench_cpu_of(backend) + bench_cpu_of(getpid()) - cpu;
    bench_sort(took, count);
    printf("%.1f %.1f\n", (double)bench_percentile(took, count, 50) / 1000,
           (double)cpu / (double)count / 1000);
    PQfinish(conn);
    free(took);
    return 0;
}
