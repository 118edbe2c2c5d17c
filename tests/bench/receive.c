/* Takes COUNT posts and says how fast they came.
 *
 *   receive PORT_FILE COUNT TIMEOUT_S
 *
 * Writes its port into PORT_FILE, waits, and prints `seconds`: from the first post to the last. The same
 * program stands at the end of the product's way and of the floor's. It does not look at what is posted. */
#include <stdatomic.h>
#include <stdio.h>

#include "bench.h"
#include "sink.h"

struct tally {
    long wanted;
    _Atomic long count;
    int64_t first;
    _Atomic int64_t last;
};

static void on_post(void *ctx, const char *body, size_t length, int64_t at)
{
    struct tally *tally = ctx;

    (void)body;
    (void)length;
    if (tally->count == 0)
        tally->first = at;
    if (tally->count + 1 == tally->wanted)
        tally->last = at;
    tally->count++;
}

int main(int argc, char **argv)
{
    static struct tally tally;
    struct sink sink;

    if (argc != 4)
        bench_fail("usage: receive PORT_FILE COUNT TIMEOUT_S");
    tally.wanted = bench_number(argv[2], 2, 100000000, "count");
    int64_t until = bench_now() + bench_number(argv[3], 1, 86400, "timeout") * NS_PER_S;
    sink_start(&sink, on_post, &tally);
    bench_write_port(argv[1], sink.port);
    while (tally.count < tally.wanted) {
        if (bench_now() > until)
            bench_fail("after %s s only %ld of %ld posts have come", argv[3], (long)tally.count,
                       tally.wanted);
        bench_sleep(NS_PER_MS);
    }
    printf("%.6f\n", (double)(tally.last - tally.first) / NS_PER_S);
    return 0;
}
