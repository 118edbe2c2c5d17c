/* The floor of latency: the shortest way from a change in PostgreSQL to a webhook that loses nothing.
 *
 *   react CONNINFO URL ROW_SQL
 *
 * LISTEN; of each notification the payload names a subject; ROW_SQL ($1: it) reads its row; one INSERT into
 * an outbox commits, with fsync; the post goes over a kept-alive connection. One thread that waits for one
 * thing at a time, so nothing is ever in its way. It knows no rule, no state, no batch, no signature, and
 * never settles what it has sent. It runs until it is ended. */
#include <curl/curl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

static void check(PGconn *conn, PGresult *result, ExecStatusType wanted)
{
    if (PQresultStatus(result) != wanted)
        bench_fail("%s", PQerrorMessage(conn));
}

/* About as long as the product's. */
static void write_body(char *body, size_t size, const char *code, const char *figure)
{
    snprintf(body, size,
             "{\"type\":\"deviation.opened\",\"timestamp\":\"2024-01-20T00:00:00Z\",\"data\":{\"subject\":"
             "{\"kind\":\"project\",\"code\":\"%s\"},\"observed\":\"%s\",\"explanation\":\"%0800d\"}}",
             code, figure, 0);
}

static void react(PGconn *conn, CURL *easy, const char *code)
{
    char body[2048];
    const char *values[] = {code};
    PGresult *row = PQexecPrepared(conn, "row", 1, values, NULL, NULL, 0);

    check(conn, row, PGRES_TUPLES_OK);
    write_body(body, sizeof body, code, PQntuples(row) > 0 ? PQgetvalue(row, 0, 0) : "");
    PQclear(row);
    values[0] = body;
    PGresult *kept = PQexecPrepared(conn, "keep", 1, values, NULL, NULL, 0);
    check(conn, kept, PGRES_COMMAND_OK);
    PQclear(kept);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
    CURLcode code_of_curl = curl_easy_perform(easy);
    if (code_of_curl != CURLE_OK)
        bench_fail("the post failed: %s", curl_easy_strerror(code_of_curl));
}

static void prepare(PGconn *conn, const char *row_sql)
{
    bench_do(conn, "SET client_min_messages = warning;"
                   "CREATE TABLE IF NOT EXISTS bench_outbox"
                   " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL)");
    PGresult *result = PQprepare(conn, "row", row_sql, 0, NULL);
    check(conn, result, PGRES_COMMAND_OK);
    PQclear(result);
    result = PQprepare(conn, "keep", "INSERT INTO bench_outbox (body) VALUES ($1)", 0, NULL);
    check(conn, result, PGRES_COMMAND_OK);
    PQclear(result);
    bench_do(conn, "LISTEN budgetwatch");
}

int main(int argc, char **argv)
{
    if (argc != 4)
        bench_fail("usage: react CONNINFO URL ROW_SQL");
    PGconn *conn = bench_connect(argv[1]);
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, argv[2]);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, curl_slist_append(NULL, "Content-Type: application/json"));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 60L);
    prepare(conn, argv[3]);
    for (;;) {
        struct pollfd ready = {.fd = PQsocket(conn), .events = POLLIN};
        PGnotify *told;
        poll(&ready, 1, -1);
        if (PQconsumeInput(conn) == 0)
            bench_fail("%s", PQerrorMessage(conn));
        while ((told = PQnotifies(conn)) != NULL) {
            if (told->extra[0] != '\0')
                react(conn, easy, told->extra);
            PQfreemem(told);
        }
    }
}
