/* How long PostgreSQL takes to get where a condition holds: what somebody sees who waits at the database.
 *
 *   await CONNINFO TIMEOUT_S COUNT PAUSE_MS CHANGE CONDITION
 *
 * COUNT times: runs CHANGE (several statements are one transaction), then asks for CONDITION every half
 * millisecond until it holds, and prints the seconds since CHANGE was committed, a line each. An empty CHANGE
 * only waits. The asking itself takes a share of a processor, and the answer is half a millisecond late at
 * most. */
#include <stdio.h>

#include "bench.h"

enum { LOOK_EVERY = 500000 };

int main(int argc, char **argv)
{
    if (argc != 7)
        bench_fail("usage: await CONNINFO TIMEOUT_S COUNT PAUSE_MS CHANGE CONDITION");
    int64_t timeout = bench_number(argv[2], 1, 86400, "timeout") * NS_PER_S;
    long count = bench_number(argv[3], 1, 1000000, "count");
    int64_t pause = bench_number(argv[4], 0, 60000, "pause") * NS_PER_MS;
    PGconn *conn = bench_connect(argv[1]);

    for (long i = 0; i < count; i++) {
        bench_do(conn, argv[5]);
        int64_t start = bench_now();
        while (!bench_holds(conn, argv[6])) {
            if (bench_now() - start > timeout)
                bench_fail("after %s s it still does not hold: %s", argv[2], argv[6]);
            bench_sleep(LOOK_EVERY);
        }
        printf("%.6f\n", (double)(bench_now() - start) / NS_PER_S);
        fflush(stdout);
        bench_sleep(pause);
    }
    PQfinish(conn);
    return 0;
}
