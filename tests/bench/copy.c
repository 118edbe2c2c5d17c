/* The floor of the full evaluation: the ledger's rows as PostgreSQL can hand them out fastest, read and
 * thrown away.
 *
 *   copy CONNINFO QUERY...
 *
 * Runs COPY (QUERY) TO STDOUT (FORMAT binary) for each, one after another on one connection, and prints
 * `seconds rows bytes` of all together. It measures the server's scan, its output functions and the socket.
 * It does not measure decoding, order by subject, any rule, or a word written back. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

struct taken {
    int64_t rows, bytes;
};

static void take(PGconn *conn, const char *query, struct taken *taken)
{
    char *sql, *row;
    int length;

    if (asprintf(&sql, "COPY (%s) TO STDOUT (FORMAT binary)", query) < 0)
        bench_fail("out of memory");
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_COPY_OUT)
        bench_fail("%s\n  in: %s", PQresultErrorMessage(result), sql);
    PQclear(result);
    taken->rows--; /* the trailer is a message of its own */
    while ((length = PQgetCopyData(conn, &row, 0)) > 0) {
        taken->rows++;
        taken->bytes += length;
        PQfreemem(row);
    }
    if (length != -1)
        bench_fail("%s", PQerrorMessage(conn));
    while ((result = PQgetResult(conn)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            bench_fail("%s", PQresultErrorMessage(result));
        PQclear(result);
    }
    free(sql);
}

int main(int argc, char **argv)
{
    struct taken taken = {0};

    if (argc < 3)
        bench_fail("usage: copy CONNINFO QUERY...");
    PGconn *conn = bench_connect(argv[1]);
    int64_t start = bench_now();
    for (int i = 2; i < argc; i++)
        take(conn, argv[i], &taken);
    printf("%.6f %" PRId64 " %" PRId64 "\n", (double)(bench_now() - start) / NS_PER_S, taken.rows,
           taken.bytes);
    PQfinish(conn);
    return 0;
}
